"""Minutes of an inspection as a paper (NĐ 30/2020, mẫu 1.9; NĐ 217/2025, Điều 15.3.a).

Everything printed is Vietnamese. While the minutes are written the paper follows the answers; from
the reading on it is the frozen tree and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from documents.blocks import (
    Document,
    Header,
    Paragraph,
    Recipient,
    Recipients,
    Signature,
    from_json,
)
from documents.enums import DocumentKind, Regime
from documents.kinds import Frame, Party, Person, Sitting, minutes, symbol_of
from documents.registry import document_kind, pk_of
from inspections.documents.answers import answers_workbook
from inspections.documents.record_parts import course_of, photo_annex
from inspections.enums import Side, Signer
from inspections.models import Attendance, Inspection, InspectionRecord
from inspections.models.record_gaps import checklists_of, signers_wanted
from plans.documents.letter import ROLE_WORDS
from plans.documents.plan import header_of
from plans.enums import TeamRole
from plans.models import TeamDecision
from plans.phrases import lines_of, lower_first

POSTS = {
    Signer.SECRETARY: "THƯ KÝ",
    Signer.UNIT: "ĐẠI DIỆN ĐƠN VỊ ĐƯỢC KIỂM TRA",
    Signer.LEAD: "TRƯỞNG ĐOÀN",
    Signer.WITNESS: "NGƯỜI CHỨNG KIẾN",
}
# From left to right; the one who presided stands last.
PLACES = (Signer.SECRETARY, Signer.UNIT, Signer.LEAD)
TEAM_SYMBOL = "ĐKT"
NO_OPINION = "Đơn vị được kiểm tra không nêu ý kiến."


@document_kind("inspections.record", title=_("Minutes of an inspection"), formats=("xlsx",))
class RecordPaper:
    """Minutes of every inspection, and all answers behind them as a workbook."""

    def keys(self) -> Iterator[str]:
        for pk in InspectionRecord.objects.order_by("pk").values_list("pk", flat=True):
            yield str(pk)

    def build(self, key: str) -> Document:
        return record_paper(_record(key))

    def is_final(self, key: str) -> bool:
        """What was read back changes no more."""
        return _record(key).is_frozen

    def workbook(self, key: str) -> bytes:
        return answers_workbook(_record(key).inspection)

    def may_read(self, user: Any, key: str) -> bool:
        return InspectionRecord.objects.visible_to(user).filter(pk=pk_of(key)).exists()

    def url(self, key: str) -> str:
        record = InspectionRecord.objects.only("inspection_id").get(pk=pk_of(key))
        return reverse("inspections:record", args=[record.inspection_id])


def _record(key: str) -> InspectionRecord:
    related = ("visit__unit", "visit__team", "visit__plan__issuer", "visit__plan__document")
    return InspectionRecord.objects.select_related(
        "written_by", *(f"inspection__{name}" for name in related)
    ).get(pk=pk_of(key))


def record_paper(record: InspectionRecord) -> Document:
    """The frozen words of minutes that were read back, else a draft made from the answers.

    Raises:
        PaperIncomplete: a draft lacks a time, a place or a person.
    """
    if record.is_frozen:
        return from_json(record.blocks)
    with override("vi"):
        return _written(record)


def _written(record: InspectionRecord) -> Document:
    inspection = record.inspection
    tree = minutes(
        Frame(
            header=_header(record), regime=Regime.on(inspection.visit.on or timezone.localdate()),
            recipients=Recipients((Recipient("Đoàn kiểm tra"), Recipient(inspection.visit.unit.name)), "VT"),
        ),
        subject=_subject(inspection), sitting=_sitting(record),
        course=tuple(course_of(record, checklists_of(inspection))),
        signers=tuple(_signatures(record)),
        opinions=tuple(Paragraph(line) for line in lines_of(record.opinions) or [NO_OPINION]),
        copies=record.copies,
    )  # fmt: skip
    day = inspection.ended_at or inspection.begun_at
    header = replace(tree.header, number=record.number, issued_on=day and timezone.localdate(day))
    annex = photo_annex(inspection)
    return replace(tree, header=header, annexes=(annex,) if annex else ())


def _header(record: InspectionRecord) -> Header:
    """Of the team under its department, with the decision that set it up (practice since NĐ 217)."""
    visit = record.inspection.visit
    issuer, team = visit.plan.issuer, visit.team
    own = header_of(issuer, symbol_of(DocumentKind.RECORD, issuer.symbol or "SGDĐT"))
    if team is None:
        return own
    decision = TeamDecision.objects.in_force().filter(team=team).select_related("document").first()
    lines: tuple[str, ...] = (team.name.upper(),)
    if decision is not None and decision.document is not None:
        lines = ("ĐOÀN KIỂM TRA", f"THEO QUYẾT ĐỊNH SỐ {decision.document.number_line.upper()}")
    return replace(
        own, superior=own.issuer, issuer=lines, issuer_name=team.name,
        symbol=symbol_of(DocumentKind.RECORD, TEAM_SYMBOL),
    )  # fmt: skip


def _subject(inspection: Inspection) -> str:
    visit = inspection.visit
    titles = [stream.title.strip() for stream in visit.streams.order_by("order", "pk")]
    about = ", ".join(lower_first(title) for title in titles) or lower_first(visit.plan.subject)
    about = about if about.lower().startswith("kiểm tra") else f"kiểm tra {about}"
    return f"{about[:1].upper()}{about[1:]} tại {visit.unit.name}"


def _sitting(record: InspectionRecord) -> Sitting:
    inspection = record.inspection
    present = list(inspection.attendances.all())
    parties = [
        Party("Đoàn kiểm tra", tuple(_team(inspection, present))),
        Party(inspection.visit.unit.name, tuple(_people(present, Side.UNIT))),
        Party("Thành phần khác", tuple(_people(present, Side.OTHER))),
    ]
    return Sitting(
        begun_at=_local(inspection.begun_at), ended_at=_local(inspection.ended_at),
        place=inspection.place.strip(), parties=tuple(p for p in parties if p.people),
        chair=_lead(record), secretary=_secretary(record),
    )  # fmt: skip


def _local(moment: Any) -> Any:
    return timezone.localtime(moment) if moment else None


def _people(present: list[Attendance], side: Side) -> Iterator[Person]:
    return (Person(one.name, one.post) for one in present if one.side == side)


def _team(inspection: Inspection, present: list[Attendance]) -> Iterator[Person]:
    """Those noted as present for the team; nobody noted, the team itself."""
    noted = [one for one in present if one.side == Side.TEAM]
    roles = {m.user_id: ROLE_WORDS[TeamRole(m.role)] for m in inspection.members}
    if noted:
        for one in noted:
            yield Person(one.name, one.post, roles.get(one.user_id or 0, ""))
        return
    for member in inspection.members:
        yield _member(member)


def _member(member: Any) -> Person:
    role = ROLE_WORDS[TeamRole(member.role)]
    return Person(member.user.addressed_name, member.post or member.user.post, role)


def _lead(record: InspectionRecord) -> Person:
    """Whoever leads at the visit, an acting lead before the lead; without a team, the writer."""
    inspection = record.inspection
    leading = [m for m in inspection.members if m.user_id in inspection.leading_ids]
    acting = [m for m in leading if m.role != TeamRole.LEAD]
    for member in (*acting, *leading):
        return replace(_member(member), role="Trưởng đoàn" if not acting else "điều hành đoàn")
    return _writer(record)


def _secretary(record: InspectionRecord) -> Person:
    for member in record.inspection.members:
        if member.role == TeamRole.SECRETARY:
            return replace(_member(member), role="")
    return _writer(record)


def _writer(record: InspectionRecord) -> Person:
    by = record.written_by
    return Person(by.addressed_name, by.post) if by else Person("")


def _signatures(record: InspectionRecord) -> Iterator[Signature]:
    wanted = signers_wanted(record.inspection)
    unit = record.inspection.attendances.filter(side=Side.UNIT).first()
    names = {
        Signer.SECRETARY: _secretary(record).name,
        Signer.UNIT: unit.name if unit else "",
        Signer.LEAD: _lead(record).name,
    }
    for role in PLACES:
        if role in wanted:
            yield Signature((POSTS[role],), names[role])
