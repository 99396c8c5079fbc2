"""A department's own Word templates: checked when they come in, used for the unit's papers."""

from io import BytesIO

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.shared import RGBColor

from accounts.enums import Role
from core.audit.models import AuditEntry
from core.files.models import StoredFile
from core.files.storing import FileRefused
from documents.domain import DocumentRefused, issue, word_for
from documents.domain import template_checks as checks
from documents.domain.papers import template_of
from documents.domain.template_checks import gaps_of
from documents.domain.templates import (
    TemplateRefused,
    activate_template,
    preview_of,
    retire_template,
    upload_template,
)
from documents.enums import DocumentKind, TemplateState
from documents.kinds.samples import sample_of
from documents.layouts.docx import example_docx, fill
from documents.models import WordTemplate
from tests.documents.factories import draft_of, make_department, make_person
from tests.documents.papers import an_giang_plan
from tests.documents.test_issuing import DAY
from tests.documents.test_word import expected, words_of

PLAN = an_giang_plan(regime="nd30", chapters=1)
MARKER = "Địa chỉ: mẫu của Sở"


def edited(change=lambda _file: None, kind="KH") -> bytes:
    """The example after a clerk has worked on it."""
    file = docx.Document(BytesIO(example_docx(kind)))
    change(file)
    written = BytesIO()
    file.save(written)
    return written.getvalue()


def sent(data: bytes, name="mau.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def marked(file) -> None:
    file.sections[0].footer.add_paragraph(MARKER)


def uploaded(department, clerk, *, kind="KH", active=True) -> WordTemplate:
    made = upload_template(
        issuer=department, kind=kind, upload=sent(edited(marked, kind)), by=clerk
    )
    if active:
        activate_template(template=made, by=clerk)
    return made


def paragraph(file, words: str):
    cells = [cell for table in file.tables for cell in table._cells]
    places = [*file.paragraphs, *(each for cell in cells for each in cell.paragraphs)]
    return next(each for each in places if words in each.text)


def opened(data: bytes):
    return docx.Document(BytesIO(data))


def foot(data: bytes) -> str:
    return "\n".join(each.text for each in opened(data).sections[0].footer.paragraphs)


@pytest.mark.parametrize("kind", DocumentKind.values)
def test_the_example_of_every_kind_passes_the_check_as_it_is(kind):
    assert gaps_of(example_docx(kind), kind) == []


def test_a_filled_template_holds_every_part_of_the_paper_and_no_place():
    file = opened(fill(edited(marked), PLAN, "nd30_v3"))
    words = words_of(file)
    assert not [text for text in words if "{{" in text or "}}" in text]
    wanted = ["UBND TỈNH AN GIANG", "SỞ GIÁO DỤC VÀ ĐÀO TẠO", "Số: 126/KH-SGDĐT",
              "An Giang, ngày 17 tháng 9 năm 2019", "KẾ HOẠCH", PLAN.title.subject]  # fmt: skip
    wanted += [basis.rstrip(";.") for basis in PLAN.bases]
    wanted += [text for block in PLAN.blocks for text in expected(block)]
    wanted += ["Nơi nhận:", *(item.text for item in PLAN.recipients.items)]
    wanted += ["KT. GIÁM ĐỐC", "Lý Thanh Tú"]
    for annex in PLAN.annexes:
        wanted += [text for block in annex.blocks for text in expected(block)]
    whole, at = "\n".join(words).casefold(), 0
    for text in wanted:
        at = whole.find(text.rstrip(".;/ ").casefold(), at)
        assert at >= 0, text
    assert [len(table.rows) for table in file.tables][-2:] == [41, 6]
    assert paragraph(file, "khó khăn báo cáo").paragraph_format.keep_with_next


def test_tables_of_the_body_stand_in_its_place_and_not_at_the_end():
    sample = sample_of("QĐ")
    letter = opened(fill(example_docx("CV"), sample_of("CV"), "nd30_v3"))
    tags = [child.tag.rpartition("}")[2] for child in letter.element.body]
    assert tags.count("tbl") > 2
    assert letter.tables[-1]._cells[-1].text.strip().endswith(sample_of("CV").signature.signer)
    decision = words_of(opened(fill(example_docx("QĐ"), sample, "nd30_v3")))
    assert decision.index("QUYẾT ĐỊNH:") > decision.index(sample.title.authority.upper())


def test_a_record_keeps_all_who_sign_it():
    record = sample_of("BB")
    assert record.cosigners
    words = "\n".join(words_of(opened(fill(example_docx("BB"), record, "nd30_v3"))))
    for signature in (*record.cosigners, record.signature):
        assert signature.lines[0].upper() in words
    assert "{{" not in words


def test_a_place_that_word_split_over_runs_is_found_and_keeps_its_looks():
    def split(file):
        place = paragraph(file, "so_ky_hieu")
        place.clear()
        place.add_run("Số: ")
        for at, part in enumerate(("{", "{so_", "ky_hi", "eu}", "} /HT")):
            run = place.add_run(part)
            run.bold = True
            run.font.color.rgb = RGBColor(200, 0, 0) if at == 0 else None

    data = edited(split)
    assert gaps_of(data, "KH") == []
    place = paragraph(opened(fill(data, PLAN, "nd30_v3")), "Số: 126")
    assert place.text == "Số: 126/KH-SGDĐT /HT"
    run = next(each for each in place.runs if "126" in each.text)
    assert run.bold
    assert run.font.color.rgb == RGBColor(200, 0, 0)


def test_words_of_a_paper_are_never_taken_for_places():
    tricky = an_giang_plan(regime="nd30", chapters=0)
    signature = type(tricky.signature)(tricky.signature.lines, "{{so_ky_hieu}}")
    object.__setattr__(tricky, "signature", signature)
    assert "{{so_ky_hieu}}" in words_of(opened(fill(example_docx("KH"), tricky, "nd30_v3")))


def remote(file) -> None:
    file.part.relate_to("https://example.vn/logo.png", RELATIONSHIP_TYPE.IMAGE, is_external=True)


def fetching(file) -> None:
    field = docx.oxml.OxmlElement("w:fldSimple")
    field.set(docx.oxml.ns.qn("w:instr"), ' INCLUDEPICTURE "https://example.vn/a.png" ')
    file.paragraphs[0]._p.append(field)


def without(name: str):
    def change(file):
        place = paragraph(file, name)
        place._p.getparent().remove(place._p) if place._p.getnext() is not None else place.clear()

    return change


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda file: file.add_paragraph("{{ten_truong}}"), "{{ten_truong}}"),
        (lambda file: file.add_paragraph("{{so_ky_hieu"), "{{so_ky_hieu"),
        (without("so_ky_hieu"), "{{so_ky_hieu}}"),
        (without("noi_nhan"), "{{noi_nhan}}"),
        (without("CỘNG HÒA"), "CỘNG HÒA"),
        (lambda file: paragraph(file, "noi_dung").add_run(" và"), "{{noi_dung}}"),
        (lambda file: file.tables[0]._cells[0].add_paragraph("{{noi_dung}}"), "{{noi_dung}}"),
        (lambda file: file.sections[0].header.add_paragraph("{{noi_nhan}}"), "{{noi_nhan}}"),
        (remote, "https://example.vn/logo.png"),
        (fetching, "INCLUDEPICTURE"),
    ],
)
def test_what_is_wrong_is_named(change, named):
    gaps = gaps_of(edited(change), "KH")
    assert any(named in gap for gap in gaps), gaps


def test_a_link_to_press_may_stay():
    def linked(file):
        file.part.relate_to("mailto:so@example.vn", RELATIONSHIP_TYPE.HYPERLINK, is_external=True)

    assert gaps_of(edited(linked), "KH") == []


def test_a_refusal_names_everything_and_keeps_nothing(department, clerk):
    def spoilt(file):
        remote(file)
        without("noi_nhan")(file)
        file.add_paragraph("{{ten_truong}}")

    with pytest.raises(TemplateRefused) as refused:
        upload_template(issuer=department, kind="KH", upload=sent(edited(spoilt)), by=clerk)
    assert len(refused.value.gaps) == 3
    assert not WordTemplate.objects.exists()
    assert not StoredFile.objects.exists()


def test_without_the_check_a_template_without_recipients_would_be_kept(
    department, clerk, monkeypatch
):
    monkeypatch.setattr(checks, "missing", lambda _file, _kind: [])
    data = edited(without("noi_nhan"))
    made = upload_template(issuer=department, kind="KH", upload=sent(data), by=clerk)
    words = "\n".join(words_of(opened(fill(made.read(), PLAN, "nd30_v3"))))
    assert "Nơi nhận" not in words


@pytest.mark.parametrize(
    ("data", "name"),
    [(b"%PDF-1.7 nothing", "mau.docx"), (b"plain words", "mau.docx"), (b"", "mau.docx"),
     (example_docx("KH"), "mau.docm")],
)  # fmt: skip
def test_what_is_not_a_docx_is_refused_by_the_store(department, clerk, data, name):
    with pytest.raises(FileRefused):
        upload_template(issuer=department, kind="KH", upload=sent(data, name), by=clerk)
    assert not StoredFile.objects.exists()


def test_versions_count_and_one_is_in_use(department, clerk):
    first = uploaded(department, clerk)
    second = uploaded(department, clerk, active=False)
    assert (first.number, second.number) == (1, 2)
    assert activate_template(template=second, by=clerk) == first
    first.refresh_from_db()
    assert first.state == TemplateState.RETIRED
    with pytest.raises(IntegrityError), transaction.atomic():
        WordTemplate.objects.update(state=TemplateState.ACTIVE)
    retire_template(template=second, by=clerk)
    with pytest.raises(DocumentRefused):
        retire_template(template=second, by=clerk)
    assert AuditEntry.objects.about(second).count() == 3


def test_only_the_issuers_clerk(department):
    other = make_department("Sở Giáo dục và Đào tạo Bến Tre")
    stranger = make_person(other, Role.CLERK)
    with pytest.raises(DocumentRefused):
        uploaded(department, stranger)


def test_papers_follow_their_issuers_template_and_no_others(department, clerk, deputy):
    paper = draft_of(department)
    issue(document=paper, on=DAY, authority=deputy, by=clerk)
    plain = word_for(paper.content(), paper.layout_version, template=template_of(paper))
    assert MARKER not in foot(plain)
    other = make_department("Sở Giáo dục và Đào tạo Bến Tre")
    uploaded(other, make_person(other, Role.CLERK))
    uploaded(department, clerk, kind="BC")
    uploaded(department, clerk, active=False)
    assert template_of(paper) is None
    own = uploaded(department, clerk)
    assert template_of(paper) == own
    made = word_for(paper.content(), paper.layout_version, template=template_of(paper))
    assert MARKER in foot(made)
    assert f"Số: {paper.number_line}" in words_of(opened(made))


def test_the_word_address_follows_the_template_until_it_is_retired(client, department, clerk):
    paper, own = draft_of(department), uploaded(department, clerk)
    client.force_login(clerk)
    address = reverse("documents:word", args=[paper.pk])
    assert MARKER in foot(client.get(address).content)
    retire_template(template=own, by=clerk)
    assert MARKER not in foot(client.get(address).content)


def test_a_preview_is_a_sample_with_the_mark_of_a_draft(department, clerk):
    data = preview_of(uploaded(department, clerk))
    file = opened(data)
    assert "DỰ THẢO" in file.sections[0].header._element.xml
    assert MARKER in foot(data)


def test_the_clerk_uploads_tries_uses_and_takes_back(client, department, clerk):
    client.force_login(clerk)
    form = reverse("documents:template_new")
    values = {"issuer": department.pk, "kind": "KH", "note": "Mẫu mới"}
    wrong = edited(without("noi_nhan"))
    answer = client.post(form, values | {"upload": sent(wrong)})
    assert "{{noi_nhan}}" in answer.context["form"].errors["upload"][0]
    client.post(form, values | {"upload": sent(edited(marked))})
    made = WordTemplate.objects.get()
    assert made.uploaded_by == clerk
    page = client.post(reverse("documents:template_activate", args=[made.pk]), follow=True)
    undo = reverse("documents:template_retire", args=[made.pk])
    assert f'action="{undo}"' in page.content.decode()
    made.refresh_from_db()
    assert made.is_active
    client.post(undo)
    made.refresh_from_db()
    assert made.state == TemplateState.RETIRED
    assert client.get(reverse("core:file", args=[made.file_id])).status_code == 200


def test_outside_the_scope_nothing_exists(client, department, clerk):
    made = uploaded(department, clerk)
    other = make_department("Sở Giáo dục và Đào tạo Bến Tre")
    client.force_login(make_person(other, Role.CLERK))
    assert client.get(reverse("documents:template_preview", args=[made.pk])).status_code == 404
    assert client.post(reverse("documents:template_retire", args=[made.pk])).status_code == 404
    assert client.get(reverse("core:file", args=[made.file_id])).status_code == 404
    listed = client.get(reverse("documents:template_list"))
    assert not listed.context["page"].rows
