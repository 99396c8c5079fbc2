"""The clerk's way through the pages, and what each reader finds."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.enums import Role
from core.jobs.models import Job
from core.jobs.running import run_job
from documents.domain import issue
from documents.models import IssuedDocument, SigningAuthority
from documents.registry import document_kind
from tests.documents.factories import TestPapers, draft_of, make_person, make_school
from tests.documents.papers import an_giang_plan, as_draft, long_bien_letter

DAY = date(2019, 9, 17)


@pytest.fixture
def desk(client_for, clerk):
    return client_for(clerk)


@pytest.fixture
def issued(department, clerk, deputy):
    return issue(
        document=draft_of(department, at=1), number=126, on=DAY, authority=deputy, by=clerk
    )


def answers(deputy, **more):
    return {"issued_on": "2019-09-17", "authority": deputy.pk, "number": "126", **more}


def test_the_clerk_answers_checks_and_issues(desk, department, deputy):
    draft = draft_of(department)
    url = reverse("documents:issue", args=[draft.pk])
    assert "Để trống: lấy số tiếp theo (01)" in desk.get(url).content.decode()
    check = desk.post(url, answers(deputy)).content.decode()
    for printed in ("Số: 126/KH-SGDĐT", "An Giang, ngày 17 tháng 9 năm 2019", "KT. GIÁM ĐỐC"):
        assert printed in check
    assert IssuedDocument.objects.get(pk=draft.pk).number is None
    response = desk.post(url, answers(deputy, confirmed="1"), follow=True)
    assert "Đã ban hành văn bản số 126/KH-SGDĐT" in response.content.decode()
    assert desk.get(url).status_code == 302


def test_the_clerk_may_go_back_and_change_the_answers(desk, department, deputy):
    url = reverse("documents:issue", args=[draft_of(department).pk])
    page = desk.post(url, answers(deputy, change="1")).content.decode()
    assert 'value="126"' in page
    assert "Kiểm tra trước khi ban hành" not in page


def test_a_refusal_stands_on_the_form_in_words(desk, department, clerk, deputy, issued):
    url = reverse("documents:issue", args=[draft_of(department, at=2).pk])
    page = desk.post(url, answers(deputy, confirmed="1")).content.decode()
    assert "Số 126 trong sổ" in page
    assert "127" in page
    deputy.valid_to = date(2019, 9, 16)
    deputy.save()
    page = desk.post(url, answers(deputy, number="")).content.decode()
    assert "không có thẩm quyền ký vào ngày 17/09/2019" in page


def test_a_list_is_searched_without_diacritics_and_filtered(desk, department, issued):
    url = reverse("documents:document_list")
    assert "126/KH-SGDĐT" in desk.get(url, {"q": "thu vien thiet bi 126"}).content.decode()
    assert "126/KH-SGDĐT" not in desk.get(url, {"q": "khong co"}).content.decode()
    assert "126/KH-SGDĐT" not in desk.get(url, {"state": "draft"}).content.decode()


def test_the_list_asks_the_same_number_of_queries_however_long_it_is(
    desk, department, clerk, deputy, django_assert_max_num_queries
):
    for at in range(12):
        issue(document=draft_of(department, at=at), on=DAY, authority=deputy, by=clerk)
    with django_assert_max_num_queries(10):
        desk.get(reverse("documents:document_list"))


def test_the_paper_on_the_screen_is_the_paper_of_the_pdf(desk, issued):
    response = desk.get(reverse("documents:paper", args=[issued.pk]))
    html = response.content.decode()
    assert "Số: 126/KH-SGDĐT" in html
    assert "DỰ THẢO" not in html
    assert "style=" not in html
    nonce = html.split('nonce="')[1].split('"')[0]
    assert f"'nonce-{nonce}'" in response["Content-Security-Policy"]


def test_the_pdf_is_asked_for_made_and_then_downloaded_by_a_school(
    desk, department, client_for, issued
):
    school = make_school(department)
    reader = client_for(make_person(school, Role.PRINCIPAL))
    url = reverse("documents:pdf", args=[issued.pk])
    waiting = reader.post(url)
    assert waiting.url.startswith("/jobs/")
    assert run_job(Job.objects.get(kind="documents.render").pk)
    response = reader.post(url, follow=True)
    assert b"".join(response.streaming_content).startswith(b"%PDF")


def test_the_pdf_of_a_paper_is_closed_to_another_authority(client_for, issued, tree):
    run_job(Job.objects.get(kind="documents.render").pk)
    issued.refresh_from_db()
    stranger = client_for(make_person(tree.other_department, Role.CLERK))
    assert stranger.get(reverse("core:file", args=[issued.pdf_id])).status_code == 404


def test_a_draft_has_a_pdf_with_its_watermark(desk, department):
    draft = draft_of(department)
    job_page = desk.post(reverse("documents:pdf", args=[draft.pk]))
    job = Job.objects.get(kind="documents.render_draft")
    assert job_page.url.endswith(f"{job.pk}/")
    assert run_job(job.pk)
    job.refresh_from_db()
    assert job.result_file.name == f"du-thao-{draft.pk}.pdf"


def test_tables_are_offered_in_excel_where_there_are_any(desk, department):
    letter = draft_of(department, at=1, document=long_bien_letter())
    plain = draft_of(department, at=2, document=an_giang_plan(chapters=0, annexes=0))
    assert desk.get(reverse("documents:excel", args=[letter.pk])).status_code == 200
    assert desk.get(reverse("documents:excel", args=[plain.pk])).status_code == 404


def test_a_revocation_needs_a_reason_and_everyone_reads_it(desk, client_for, department, issued):
    url = reverse("documents:revoke", args=[issued.pk])
    assert desk.post(url, {"reason": ""}).status_code == 200
    desk.post(url, {"reason": "Sai thẩm quyền ký"})
    reader = client_for(make_person(make_school(department), Role.PRINCIPAL))
    page = reader.get(issued.get_absolute_url()).content.decode()
    assert "Sai thẩm quyền ký" in page
    assert "Đã thu hồi" in page


def test_the_number_book_shows_holes_and_kept_numbers(desk, issued):
    book = issued.registered_number.register
    desk.post(book.get_absolute_url(), {"number": "130", "note": "Số hỏng"})
    page = desk.get(book.get_absolute_url()).content.decode()
    for words in ("01–125", "126/KH-SGDĐT", "127–129", "Số hỏng"):
        assert words in page


def test_a_deputy_cannot_be_entered_as_the_head(desk, department):
    person = make_person(department, Role.LEADER, full_name="Lý Thanh Tú", post="Phó Giám đốc")
    url = reverse("documents:authority_new")
    values = {
        "unit": department.pk, "person": person.pk, "mode": "direct", "post": "Phó Giám đốc",
        "head_post": "Giám đốc", "valid_from": "2019-01-01",
    }  # fmt: skip
    assert "hãy chọn “KT.”" in desk.post(url, values).content.decode()
    assert desk.post(url, {**values, "mode": "KT"}).status_code == 302
    assert SigningAuthority.objects.get(person=person).lines[0] == "KT. GIÁM ĐỐC"


def test_before_it_is_drafted_only_the_source_says_who_sees_a_paper(desk, clerk):
    class Guarded(TestPapers):
        def may_read(self, user, key):
            return user == clerk and key == "tests.guarded:1"

    document_kind("tests.guarded", title="Guarded")(Guarded)
    TestPapers.words["tests.guarded:1"] = as_draft(an_giang_plan(chapters=0))
    assert desk.get(reverse("documents:preview", args=["tests.guarded:1"])).status_code == 200
    assert desk.get(reverse("documents:preview_paper", args=["tests.guarded:1"])).status_code == 200
    assert desk.get(reverse("documents:preview", args=["tests.guarded:2"])).status_code == 404
    assert desk.get(reverse("documents:preview", args=["tests.paper:1"])).status_code == 404
    assert desk.get(reverse("documents:preview", args=["nothing"])).status_code == 404
