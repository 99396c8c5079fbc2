"""What was read back never changes: a newer version of the criteria moves no byte of it."""

from hashlib import sha256
from io import BytesIO

import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image
from pypdf import PdfReader

from accounts.enums import Role
from core.files.storing import Accept, store
from core.jobs.models import Job
from core.jobs.running import run_job
from documents.blocks import digest, to_json
from documents.domain import pdf_for
from inspections.documents.record import record_paper
from inspections.documents.record_signed import signed_paper
from inspections.domain.recording import close_record, read_back, reopen_record
from inspections.domain.signing import refuse, sign
from inspections.enums import FindingKind, Signer
from inspections.models import FindingPhoto, InspectionRecord
from standards.domain.publishing import draft_new_version, publish_set
from standards.models import Criterion, StandardSet
from tests.inspections.factories import answer, make_inspection, make_plan
from tests.inspections.minutes import complete, drawn, find, read, signed, signed_by_team
from tests.standards.factories import make_published
from tests.units.factories import make_person

pytestmark = pytest.mark.django_db


def made(record) -> InspectionRecord:
    """The same minutes after the waiting jobs ran."""
    for job in Job.objects.filter(kind="inspections.record_pdf", state="queued"):
        assert run_job(job.pk)
    return InspectionRecord.objects.select_related("pdf", "signed_pdf").get(pk=record.pk)


def content(stored) -> bytes:
    with stored.content.open("rb") as handle:
        return handle.read()


def hashes(record) -> tuple[str, ...]:
    """Of the blocks as they are kept, of the files as they lie on the disk, of the paper printed anew."""
    stored = made(record)
    return (
        digest(stored.blocks), stored.content_sha256, digest(to_json(record_paper(stored))),
        *(sha256(content(each)).hexdigest() for each in (stored.pdf, stored.signed_pdf) if each),
        sha256(pdf_for(record_paper(stored), stored.layout_version)).hexdigest(),
    )  # fmt: skip


@pytest.fixture
def bound(tree):
    """A set of the department and an inspection bound to it."""
    judged = make_published(tree.department)
    specialist = make_person(tree.department, Role.SPECIALIST)
    plan = make_plan(tree.department, specialist, judged)
    return judged, make_inspection(tree.department, tree.thpt, plan=plan)


def publish_newer(judged, cast):
    """A newer version with other words, in force from today."""
    newer = draft_new_version(found=judged, owner=judged.owner, by=cast.specialist)
    Criterion.objects.filter(standard__standard_set=newer).update(text="Nội dung mới")
    StandardSet.objects.filter(pk=newer.pk).update(valid_from=timezone.localdate())
    newer.refresh_from_db()
    publish_set(found=newer, by=cast.leader)
    return newer


def test_a_newer_version_of_the_set_changes_no_byte_of_closed_minutes(bound):
    judged, cast = bound
    record = close_record(record=signed(cast), by=cast.lead)
    before = hashes(record)
    assert len(before) == 6
    publish_newer(judged, cast)
    assert hashes(record) == before


def test_the_control_minutes_made_with_the_newer_version_are_others(bound, tree):
    judged, cast = bound
    newer = publish_newer(judged, cast)
    plan = make_plan(tree.department, cast.specialist, newer)
    end = cast.visit.ends_at
    other = make_inspection(
        tree.department, tree.thpt, plan=plan, at=(end, end.replace(hour=end.hour + 1))
    )
    text = str(to_json(record_paper(complete(other))))
    assert "Nội dung mới" in text
    assert "Nội dung mới" not in str(to_json(record_paper(complete(cast))))


def test_a_late_answer_changes_no_byte_but_opening_again_does(bound):
    _judged, cast = bound
    record = read(cast)
    before = hashes(record)
    answer(cast.checklist, cast.second, note="Đến muộn")
    find(cast, FindingKind.SHORTCOMING, "Thêm sau khi đã đọc lại")
    assert hashes(record) == before
    reopen_record(record=record, reason="Bổ sung", by=cast.lead)
    assert "Thêm sau khi đã đọc lại" in str(to_json(record_paper(record)))
    read_back(record=record, by=cast.lead)
    assert record.content_sha256 != before[1]


def test_what_is_kept_is_what_was_hashed(cast):
    record = read(cast)
    assert digest(record.blocks) == record.content_sha256 == made(record).content_sha256


def text_of(data: bytes) -> str:
    return " ".join(
        " ".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages).split()
    )


def test_the_two_files_are_made_once_and_say_what_they_are(cast):
    record = made(close_record(record=signed(cast), by=cast.lead))
    plain, with_signatures = content(record.pdf), content(record.signed_pdf)
    assert "DỰ THẢO" not in text_of(plain)
    printed = text_of(with_signatures)
    assert record.content_sha256 in printed.replace(" ", "")
    assert "Ký tay trên thiết bị" in printed
    assert pictures(plain) == 0
    assert pictures(with_signatures) == 3
    kept = (record.pdf_id, record.signed_pdf_id)
    again = made(record)
    assert (again.pdf_id, again.signed_pdf_id) == kept


def pictures(data: bytes) -> int:
    with pikepdf.open(BytesIO(data)) as opened:
        return len(
            {str(image.objgen) for page in opened.pages for image in page.get_images().values()}
        )


def test_a_job_that_comes_after_the_reading_was_taken_back_attaches_nothing(cast):
    record = read(cast)
    reopen_record(record=record, reason="Sửa", by=cast.lead)
    job = Job.objects.get(kind="inspections.record_pdf")
    run_job(job.pk)
    assert InspectionRecord.objects.get(pk=record.pk).pdf is None


def test_a_refusal_stands_in_the_signed_paper_with_its_witness(cast):
    record = signed_by_team(cast)
    refuse(record=record, name="Bà B", reason="Không đồng ý", witness_name="Ông C", by=cast.lead)
    tree = signed_paper(record)
    lines = [each.lines for each in (*tree.cosigners, tree.signature)]
    assert lines[0] == ("NGƯỜI CHỨNG KIẾN",)
    assert ("ĐẠI DIỆN ĐƠN VỊ ĐƯỢC KIỂM TRA", "(từ chối ký)") in lines
    assert "Từ chối ký. Lý do: Không đồng ý" in str(to_json(tree))


def photo(cast, **fields):
    written = BytesIO()
    Image.effect_noise((1600, 1200), 90).convert("RGB").save(written, "JPEG", quality=95)
    stored = store(
        ContentFile(written.getvalue(), name="anh.jpg"), accept=Accept.IMAGE, by=cast.first
    )
    FindingPhoto.objects.create(
        inspection=cast.inspection, file=stored, device_at=timezone.now(), author=cast.first,
        **fields,
    )  # fmt: skip
    return len(written.getvalue())


def test_photos_are_an_annex_embedded_and_made_small(cast):
    finding = find(cast, FindingKind.SHORTCOMING, "Giá sách gãy")
    size = photo(cast, caption="Giá sách phòng đọc", finding=finding)
    withdrawn = find(cast, FindingKind.SHORTCOMING, "Nhầm", is_withdrawn=True)
    photo(cast, caption="Chụp nhầm", finding=withdrawn)
    record = made(read(cast))
    data = content(record.pdf)
    assert pictures(data) == 1
    assert len(data) < size
    text = text_of(data)
    assert "Ảnh 1. Giá sách phòng đọc" in text
    assert "Giá sách gãy (ảnh 1)" in text
    assert "Chụp nhầm" not in text
    assert "data:" not in str(record.blocks)


def test_signing_twice_over_the_sketch_file_shows_only_this_reading_s(cast):
    record = signed_by_team(cast)
    reopen_record(record=record, reason="Sửa", by=cast.lead)
    read_back(record=record, by=cast.lead)
    sign(record=record, role=Signer.LEAD, name=cast.lead.full_name, by=cast.lead, sketch=drawn())
    tree = signed_paper(record)
    assert [bool(each.sketch) for each in (*tree.cosigners, tree.signature)] == [False, False, True]


def test_minutes_read_back_are_final_and_no_draft(cast):
    from documents.domain.papers import draft_of

    record = complete(cast)
    assert draft_of(f"inspections.record:{record.pk}").draft
    record = read_back(record=record, by=cast.secretary)
    assert not draft_of(f"inspections.record:{record.pk}").draft
