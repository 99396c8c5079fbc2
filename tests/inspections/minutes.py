"""Minutes at every stage of an inspection of the tests."""

from datetime import datetime, time, timedelta
from io import BytesIO

from django.utils import timezone
from PIL import Image, ImageDraw

from inspections.domain.official import take_over
from inspections.domain.recording import (
    change_record,
    draft_record,
    note_present,
    note_times,
    read_back,
)
from inspections.domain.signing import sign
from inspections.enums import FindingKind, Side, Signer
from inspections.models import Finding, InspectionRecord
from tests.inspections.factories import Cast, answer


def find(cast: Cast, kind: str, text: str, **fields) -> Finding:
    return Finding.objects.create(
        inspection=cast.inspection, kind=kind, text=text, device_at=timezone.now(),
        author=cast.first, **fields,
    )  # fmt: skip


def drawn(high: int = 30) -> bytes:
    """A signature as a finger draws it; `high` tells one hand from another."""
    image = Image.new("RGBA", (400, 160), (0, 0, 0, 0))
    ImageDraw.Draw(image).line([(20, 120), (120, high), (220, 130), (380, 40)], "#1a237e", 5)
    written = BytesIO()
    image.save(written, "PNG")
    return written.getvalue()


def drafted(cast: Cast) -> InspectionRecord:
    """Begun, and nothing else."""
    return draft_record(inspection=cast.again(), by=cast.secretary)


def complete(cast: Cast) -> InspectionRecord:
    """Nothing is missing; not read back yet."""
    if cast.inspection.checklists.exists():
        answer(cast.checklist, cast.first)
        take_over(checklist=cast.checklist, by=cast.lead)
    find(cast, FindingKind.STRENGTH, "Thư viện mở cửa cả giờ ra chơi")
    find(cast, FindingKind.SHORTCOMING, "Sổ mượn chưa ghi ngày trả")
    record = drafted(cast)
    begun = timezone.make_aware(datetime.combine(cast.visit.on, time(8, 0)))
    note_times(
        record=record, begun_at=begun, ended_at=begun + timedelta(hours=3),
        place="Phòng hội đồng", by=cast.secretary,
    )  # fmt: skip
    people = [(cast.principal.addressed_name, "Hiệu trưởng")]
    note_present(record=record, side=Side.UNIT, people=people, by=cast.secretary)
    return change_record(
        record=record, version=record.version, by=cast.secretary,
        opinions="Nhà trường đã bổ sung sổ mượn", remarks="Đoàn làm việc đúng giờ",
    )  # fmt: skip


def read(cast: Cast) -> InspectionRecord:
    return read_back(record=complete(cast), by=cast.secretary)


def signed_by_team(cast: Cast) -> InspectionRecord:
    record = read(cast)
    for role, person, high in (
        (Signer.LEAD, cast.lead, 50), (Signer.SECRETARY, cast.secretary, 70),
    ):  # fmt: skip
        sign(
            record=record, role=role, name=person.full_name, user=person, sketch=drawn(high),
            by=person,
        )  # fmt: skip
    return record


def signed(cast: Cast) -> InspectionRecord:
    record = signed_by_team(cast)
    sign(
        record=record, role=Signer.UNIT, name=cast.principal.full_name, post="Hiệu trưởng",
        user=cast.principal, sketch=drawn(), by=cast.principal,
    )  # fmt: skip
    return record
