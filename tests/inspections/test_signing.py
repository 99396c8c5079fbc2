"""Signatures bound to what was read; refusal with a witness; closing; triggers."""

import uuid
from io import BytesIO

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError
from PIL import Image

from core.notifications.models import Message
from core.workflow.engine import TransitionRefused
from inspections.domain.recording import close_record, read_back, reopen_record
from inspections.domain.refusals import InspectionRefused
from inspections.domain.signing import SKETCH_MAX_BYTES, refuse, sign
from inspections.enums import RecordState, Signer
from inspections.models import InspectionRecord, RecordReading, RecordSignature
from inspections.triggers import lifted
from tests.inspections.minutes import complete, drawn, read, signed, signed_by_team

pytestmark = pytest.mark.django_db


def by_lead(cast, record, **changed):
    values = {
        "role": Signer.LEAD, "name": cast.lead.full_name, "user": cast.lead, "sketch": drawn(),
        "by": cast.lead,
    }  # fmt: skip
    return sign(record=record, **(values | changed))


def refused(cast, record, **changed):
    values = {
        "name": "Bà Nguyễn Thị B", "post": "Hiệu trưởng", "reason": "Không đồng ý tiêu chí 2.1",
        "witness_name": "Ông Lê Văn C", "witness_post": "Công chức xã", "by": cast.secretary,
    }  # fmt: skip
    return refuse(record=record, **(values | changed))


def test_a_signature_is_bound_to_the_hash_of_what_was_read(cast):
    record = read(cast)
    signature = by_lead(cast, record)
    assert signature.content_sha256 == record.content_sha256
    assert signature.sketch.media_type == "image/png"
    assert signature.taken_by == cast.lead


def test_a_draft_is_not_signed(cast):
    with pytest.raises(InspectionRefused):
        by_lead(cast, complete(cast))


@pytest.mark.parametrize(
    ("who", "role"),
    [("secretary", Signer.LEAD), ("first", Signer.SECRETARY), ("lead", Signer.SECRETARY),
     ("officer", Signer.UNIT), ("leader", Signer.UNIT), ("lead", Signer.WITNESS)],
)  # fmt: skip
def test_nobody_signs_for_another(cast, who, role):
    record = read(cast)
    person = getattr(cast, who)
    with pytest.raises(InspectionRefused):
        sign(record=record, role=role, name="X", user=None, by=person)
    with pytest.raises(InspectionRefused):
        by_lead(cast, record, user=cast.secretary)


def test_the_unit_signs_on_the_team_s_device_or_in_its_own_account(cast):
    record = read(cast)
    signature = sign(record=record, role=Signer.UNIT, name="Bà B", by=cast.first, sketch=drawn())
    assert (signature.user, signature.taken_by) == (None, cast.first)
    reopen_record(record=record, reason="Sửa", by=cast.lead)
    read_back(record=record, by=cast.lead)
    again = sign(
        record=record, role=Signer.UNIT, name="Bà B", by=cast.principal, user=cast.principal
    )
    assert (again.user, again.sketch) == (cast.principal, None)


def test_each_side_signs_once_and_a_repeated_sending_is_the_same_signature(cast):
    record, number = read(cast), uuid.uuid4()
    first = by_lead(cast, record, client_id=number)
    assert by_lead(cast, record, client_id=number) == first
    with pytest.raises(InspectionRefused):
        by_lead(cast, record)
    with pytest.raises(InspectionRefused):
        by_lead(cast, record, client_id=number, name="Tên khác")
    assert record.signatures.count() == 1


def _blank() -> bytes:
    written = BytesIO()
    Image.new("RGBA", (300, 100)).save(written, "PNG")
    return written.getvalue()


@pytest.mark.parametrize(
    "sketch",
    [b"", b"GIF89a", b"<svg>", b"\x89PNG\r\n\x1a\nnonsense", _blank(), b"\x89PNG\r\n\x1a\n" + b"0" * SKETCH_MAX_BYTES],
    ids=["empty", "gif", "svg", "damaged", "blank", "large"],
)  # fmt: skip
def test_what_is_no_drawing_is_not_taken(cast, sketch):
    record = read(cast)
    with pytest.raises(InspectionRefused):
        by_lead(cast, record, sketch=sketch)
    assert not record.signatures.exists()


def test_opening_again_makes_signatures_void_and_keeps_them(cast):
    record = read(cast)
    by_lead(cast, record)
    first = record.content_sha256
    assert len(record.signatures_that_count()) == 1
    reopen_record(record=record, reason="Ghi thiếu ý kiến", by=cast.secretary)
    assert record.signatures_that_count() == []
    cast.inspection.attendances.filter(side="unit").update(post="Phó Hiệu trưởng")
    read_back(record=record, by=cast.secretary)
    assert record.signatures_that_count() == []
    assert by_lead(cast, record).content_sha256 != first
    assert [s.content_sha256 for s in record.signatures.all()] == [first, record.content_sha256]


def test_closing_needs_every_side(cast):
    record = signed_by_team(cast)
    with pytest.raises(TransitionRefused) as missing:
        close_record(record=record, by=cast.lead)
    assert len(missing.value.gaps) == 1
    sign(record=record, role=Signer.UNIT, name="Bà B", by=cast.principal)
    close_record(record=record, by=cast.lead)
    assert InspectionRecord.objects.get(pk=record.pk).signed_at
    told = Message.objects.filter(kind="inspections.record_signed", channel="in_app")
    assert cast.principal in {message.recipient for message in told}
    with pytest.raises(TransitionRefused):
        reopen_record(record=record, reason="Muộn", by=cast.lead)


def test_a_refusal_with_reason_and_witness_stands_for_the_signature(cast):
    record = signed_by_team(cast)
    signature = refused(cast, record, witness_sketch=drawn())
    assert (signature.refused, signature.sketch) == (True, None)
    witness = record.signatures.get(role=Signer.WITNESS)
    assert (witness.name, witness.content_sha256) == ("Ông Lê Văn C", record.content_sha256)
    close_record(record=record, by=cast.lead)
    assert record.state == RecordState.SIGNED


@pytest.mark.parametrize(
    "lacking",
    [{"reason": " "}, {"witness_name": ""}, {"name": ""}, {"role": Signer.LEAD},
     {"witness_name": "Bà nguyễn thị B"}],
)  # fmt: skip
def test_a_refusal_lacking_something_is_not_noted(cast, lacking):
    record = signed_by_team(cast)
    with pytest.raises(InspectionRefused):
        refused(cast, record, **lacking)
    assert record.signatures.count() == 2


def test_a_member_of_the_team_is_no_witness_and_the_unit_notes_no_refusal(cast):
    record = signed_by_team(cast)
    with pytest.raises(InspectionRefused):
        refused(cast, record, witness_name=f"Ông {cast.second.full_name}")
    with pytest.raises(InspectionRefused):
        refused(cast, record, by=cast.principal)


def attempt(queryset, **values):
    """Change or remove behind the verbs' back, on either database."""
    with transaction.atomic():
        if values:
            queryset.update(**values)
        else:
            queryset._raw_delete(queryset.db)


@pytest.mark.parametrize(
    "change",
    [{"blocks": {}}, {"content_sha256": "0" * 64}, {"remarks": "khác"}, {"opinions": "khác"},
     {"reading": 7}, {"layout_version": "x"}, {"copies": 9}],
)  # fmt: skip
def test_the_database_refuses_to_change_what_was_read_back(cast, change):
    record = read(cast)
    rows = InspectionRecord.objects.filter(pk=record.pk)
    with pytest.raises(IntegrityError):
        attempt(rows, **change)
    with pytest.raises(IntegrityError):
        attempt(rows, state="draft", **change)
    with lifted(connection):
        attempt(rows, **change)


def test_the_database_keeps_signatures_readings_and_closed_minutes(cast):
    record = signed(cast)
    reopen_record(record=record, reason="Sửa", by=cast.lead)
    signatures, readings = RecordSignature.objects.all(), RecordReading.objects.all()
    for rows, change in ((signatures, {"name": "Khác"}), (readings, {"reason": "Khác"})):
        with pytest.raises(IntegrityError):
            attempt(rows, **change)
        with pytest.raises(IntegrityError):
            attempt(rows)
    read_back(record=record, by=cast.lead)
    with pytest.raises(IntegrityError):
        attempt(InspectionRecord.objects.filter(pk=record.pk))
    InspectionRecord.objects.filter(pk=record.pk).update(state=RecordState.SIGNED)
    with pytest.raises(IntegrityError):
        attempt(InspectionRecord.objects.filter(pk=record.pk), state="draft")
