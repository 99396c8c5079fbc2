"""Legal documents: one spelling for all, the days between which they hold, provenance."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.enums import Role
from documents.domain import pdf_for
from documents.domain.laws import acknowledge, cited_in, load_legal_documents, numbers_in
from documents.models import LegalDocument
from documents.models.legal import normalise_number
from tests.documents.factories import draft_of, make_person, make_school
from tests.documents.papers import an_giang_plan

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "variants",
    [
        ("01/2003/QĐ-BGDĐT", "01/2003/QĐ/BGDĐT", "01/2003/QĐ-BGD&ĐT", "1/2003/qđ-bgdđt", "Số 01/2003/QĐ - BGDĐT"),
        ("126/KH-SGDĐT", "126 /KH-SGDĐT", "126/KH-SGD&ĐT"),
        ("144/KH-PGDĐT", "144 /KH-PGDDT"),
        ("61/1998/QĐ/BGD&ĐT", "61/1998/QĐ-BGDĐT"),
    ],
)  # fmt: skip
def test_all_spellings_of_a_number_are_one(variants):
    assert len({normalise_number(variant) for variant in variants}) == 1


def test_different_numbers_stay_different():
    numbers = ["01/2003/QĐ-BGDĐT", "01/2004/QĐ-BGDĐT", "10/2003/QĐ-BGDĐT", "01/2003/TT-BGDĐT"]
    assert len({normalise_number(number) for number in numbers}) == 4


def test_loading_twice_changes_nothing():
    count = load_legal_documents()
    assert LegalDocument.objects.count() == count == load_legal_documents()
    assert LegalDocument.objects.count() == count


def test_a_decision_out_of_force_names_what_replaced_it():
    load_legal_documents()
    (old,) = LegalDocument.objects.numbered("01/2003/QĐ/BGD&ĐT")
    assert old.warning(date(2019, 9, 17)) == ""
    assert old.warning(date(2023, 1, 6)) == ""
    warning = old.warning(date(2023, 1, 7))
    assert "06/01/2023" in warning
    assert "Thông tư 16/2022/TT-BGDĐT" in warning


def test_a_circular_is_not_yet_in_force_before_its_day():
    load_legal_documents()
    (new,) = LegalDocument.objects.numbered("16/2022/TT-BGDĐT")
    assert "07/01/2023" in new.warning(date(2022, 12, 1))
    assert new in LegalDocument.objects.on(date(2023, 1, 7))
    assert new not in LegalDocument.objects.on(date(2023, 1, 6))


def test_what_was_not_checked_says_so_and_everything_has_a_source():
    load_legal_documents()
    assert not LegalDocument.objects.get(number="01/2011/TT-BNV").verified
    assert LegalDocument.objects.get(number="30/2020/NĐ-CP").verified
    assert not LegalDocument.objects.filter(source="").exists()


def test_numbers_are_found_in_what_a_paper_cites():
    load_legal_documents()
    text = "Căn cứ Quyết định số 37/2008/QĐ-BGD&ĐT ngày 16/7/2008 và Công văn số 5807/BGDĐT-CNTT;"
    assert {law.number for law in cited_in([text])} == {"37/2008/QĐ-BGDĐT", "5807/BGDĐT-CNTT"}


def test_a_citation_reads_as_papers_write_it():
    law = LegalDocument(
        kind="Quyết định", number="01/2003/QĐ-BGDĐT", issued_on=date(2003, 1, 2),
        issuer="Bộ Giáo dục và Đào tạo", subject="ban hành Quy định",
    )  # fmt: skip
    assert law.citation == (
        "Quyết định số 01/2003/QĐ-BGDĐT ngày 02 tháng 01 năm 2003 của Bộ Giáo dục và Đào tạo"
        " ban hành Quy định"
    )


@pytest.mark.parametrize(
    "variants",
    [
        ("01/2003/QĐ-BGDĐT", "01/2003/QĐ – BGD&ĐT", "01/2003/QĐ‑BGD ĐT", "01/2003/QĐ—BGD-ĐT"),
        ("24/HD-SGDĐT", "24 /HD–SGD&ĐT", "24/HD - SGD và ĐT"),
    ],
)
def test_dashes_and_the_ministrys_abbreviations_do_not_count(variants):
    assert len({normalise_number(variant) for variant in variants}) == 1


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Căn cứ Quyết định số 01/2003/QĐ – BGD&ĐT – Quyết định về thư viện", {"1/2003/QD/BGDDT"}),
        ("theo Kế hoạch 126 /KH-SGDĐT, Luật 46/2019/QH14;", {"126/KH/SGDDT", "46/2019/QH14"}),
        ("trong 3/4 số trường, ngày 16/7/2008", set()),
    ],
)
def test_a_citation_ends_where_the_sentence_goes_on(text, found):
    assert numbers_in(text) == found


def test_a_number_is_found_in_any_spelling_and_beside_words():
    load_legal_documents()
    for typed in ("01/2003/QĐ/BGD&ĐT", "1/2003", "quyet dinh 01/2003"):
        assert "01/2003/QĐ-BGDĐT" in {law.number for law in LegalDocument.objects.search(typed)}


def test_one_press_confirms_and_undo_takes_it_back(client_for, department, clerk):
    load_legal_documents()
    (law,) = LegalDocument.objects.numbered("16/2022/TT-BGDĐT")
    school = make_school(department, "Trường THPT Đọc Sách")
    principal = make_person(school, Role.PRINCIPAL)
    page = client_for(principal)
    url = reverse("documents:law_read", args=[law.pk])
    assert "Hoàn tác" in page.post(url, follow=True).content.decode()
    page.post(url)
    assert law.readings.get().unit == school
    seen = client_for(clerk).get(law.get_absolute_url())
    read = {unit.pk: bool(who) for unit, who in seen.context["rows"]}
    assert read == {department.pk: False, school.pk: True}
    assert (seen.context["count"].units, seen.context["count"].read) == (2, 1)
    narrowed = client_for(clerk).get(law.get_absolute_url(), {"read": "no"})
    assert [unit for unit, _who in narrowed.context["rows"]] == [department]
    page.post(url, {"undo": "1"})
    assert not law.readings.exists()


def test_a_school_sees_only_itself_among_the_readers(client_for, department):
    load_legal_documents()
    law = LegalDocument.objects.earliest("pk")
    school, other = (
        make_school(department, "Trường THCS Một"),
        make_school(department, "Trường Hai"),
    )
    acknowledge(law=law, by=make_person(other, Role.PRINCIPAL))
    page = client_for(make_person(school, Role.PRINCIPAL)).get(law.get_absolute_url())
    assert [unit for unit, _who in page.context["rows"]] == [school]


def test_the_text_is_kept_with_the_document_and_opened_by_readers_only(
    client_for, clerk, department
):
    desk = client_for(clerk)
    answers = {
        "number": "57/2026/TT-BGDĐT", "kind": "Thông tư", "issuer": "Bộ Giáo dục và Đào tạo",
        "valid_from": "2026-07-07", "link": "https://example.vn/van-ban",
    }  # fmt: skip
    data = pdf_for(an_giang_plan(chapters=0))
    sent = {**answers, "upload": SimpleUploadedFile("thong-tu.pdf", data)}
    desk.post(reverse("documents:law_new"), sent)
    law = LegalDocument.objects.get(number="57/2026/TT-BGDĐT")
    opened = client_for(clerk).get(reverse("core:file", args=[law.file_id]))
    assert b"".join(opened.streaming_content) == data
    liar = SimpleUploadedFile("thong-tu.pdf", b"MZ not a pdf")
    again = desk.post(reverse("documents:law_edit", args=[law.pk]), {**answers, "upload": liar})
    assert "chương trình" in again.content.decode()
    history = desk.get(law.get_absolute_url()).content.decode()

    assert "thong-tu.pdf" in history


def test_the_clerk_is_warned_before_issuing_and_told_the_successor(
    client_for, clerk, department, deputy
):
    load_legal_documents()
    tree = an_giang_plan(chapters=0)
    cites = replace(tree, bases=("Căn cứ Quyết định số 01/2003/QĐ/BGD&ĐT ngày 02/01/2003;",))
    draft = draft_of(department, document=cites)
    url = reverse("documents:issue", args=[draft.pk])
    answers = {"issued_on": "2026-09-01", "authority": deputy.pk, "number": "5"}
    page = client_for(clerk).post(url, answers).content.decode()
    assert "Thông tư 16/2022/TT-BGDĐT" in page
    then = client_for(clerk).post(url, {**answers, "issued_on": "2019-09-17"}).content.decode()
    assert "Thông tư 16/2022/TT-BGDĐT" not in then
