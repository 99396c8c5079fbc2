"""Minutes of an inspection: written, read back and so frozen, opened again with a reason, closed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit.recording import record as note
from core.audit.recording import snapshot
from core.jobs.queueing import enqueue
from core.notifications.sending import notify
from core.web.editing import save_if_unchanged
from core.workflow.engine import TransitionRefused
from documents.blocks import Document, digest, to_json
from documents.enums import CURRENT_LAYOUT, Regime
from documents.kinds import PaperIncomplete
from inspections.documents.record import record_paper
from inspections.domain.queries.procedures import procedure_of
from inspections.domain.refusals import InspectionRefused
from inspections.enums import RecordState, Side
from inspections.models import Attendance, Inspection, InspectionRecord, RecordReading
from inspections.rules import writes_record
from inspections.workflow import RECORD
from plans.domain.people import people_who

RECORD_FIELDS = ["remarks", "opinions", "copies", "number", "no_strengths", "no_shortcomings"]
TIME_FIELDS = ["begun_at", "ended_at", "place"]
PDF_JOB = "inspections.record_pdf"


@transaction.atomic
def draft_record(*, inspection: Inspection, by: User) -> InspectionRecord:
    """The minutes of an inspection, begun once; the team is noted as present, for correction.

    Raises:
        InspectionRefused: neither lead nor secretary.
    """
    _guard(inspection, by)
    found = InspectionRecord.objects.filter(inspection=inspection).first()
    if found is not None:
        return found
    visit = inspection.visit
    days = procedure_of(visit.plan).record_days
    due_on = visit.on + timedelta(days=days) if visit.on else None
    begun = InspectionRecord.objects.create(inspection=inspection, due_on=due_on, written_by=by)
    if not inspection.attendances.filter(side=Side.TEAM).exists():
        _note_team(inspection)
    note("record.draft", begun, by=by, after={"due_on": str(due_on)})
    return begun


def _note_team(inspection: Inspection) -> None:
    known = set(inspection.attendances.values_list("user_id", flat=True))
    Attendance.objects.bulk_create(
        Attendance(
            inspection=inspection, side=Side.TEAM, name=member.user.addressed_name[:150],
            post=(member.post or member.user.post)[:200], user=member.user, order=at,
        )
        for at, member in enumerate(inspection.members)
        if member.user_id not in known
    )  # fmt: skip


@transaction.atomic
def change_record(
    *, record: InspectionRecord, version: int, by: User, **fields: Any
) -> InspectionRecord:
    """Save remarks, opinions and the rest of `RECORD_FIELDS`.

    Raises:
        InspectionRefused: neither lead nor secretary, or the minutes were read back.
        StaleEdit: somebody saved after the form was opened.
    """
    _guard_open(record, by)
    unknown = set(fields) - set(RECORD_FIELDS)
    if unknown:
        raise TypeError(f"not part of minutes: {', '.join(sorted(unknown))}")
    before = snapshot(record, list(fields))
    for name, value in fields.items():
        setattr(record, name, value)
    save_if_unchanged(record, list(fields), version)
    note("record.change", record, by=by, before=before, after=snapshot(record, list(fields)))
    return record


@transaction.atomic
def note_times(
    *, record: InspectionRecord, begun_at: datetime | None, ended_at: datetime | None, place: str,
    by: User,
) -> None:  # fmt: skip
    """When and where people met.

    Raises:
        InspectionRefused: neither lead nor secretary, or the minutes were read back.
    """
    _guard_open(record, by)
    inspection = record.inspection
    before = snapshot(inspection, TIME_FIELDS)
    inspection.begun_at, inspection.ended_at, inspection.place = begun_at, ended_at, place
    inspection.save(update_fields=TIME_FIELDS)
    note("inspection.times", inspection, by=by, before=before, after=snapshot(inspection, TIME_FIELDS))  # fmt: skip


@transaction.atomic
def note_present(
    *, record: InspectionRecord, side: Side, people: Iterable[tuple[str, str]], by: User
) -> None:
    """Who was there for one side, (name, post) in the order of the paper, in place of those noted.

    A name that was noted with an account keeps it.

    Raises:
        InspectionRefused: neither lead nor secretary, or the minutes were read back.
    """
    _guard_open(record, by)
    held = record.inspection.attendances.filter(side=side)
    accounts = {one.name: one.user for one in held.select_related("user")}
    before = [[one.name, one.post] for one in held]
    wanted = [[name, post] for name, post in people]
    if before == wanted:
        return
    held.delete()
    for at, (name, post) in enumerate(wanted):
        Attendance.objects.create(
            inspection=record.inspection, side=side, name=name, post=post, order=at,
            user=accounts.pop(name, None),
        )  # fmt: skip
    note(
        "inspection.present", record.inspection, by=by, before={side: before}, after={side: wanted}
    )


@transaction.atomic
def read_back(*, record: InspectionRecord, by: User) -> InspectionRecord:
    """Freeze what was read to those present: blocks, their hash, the layout. The PDF follows.

    Side effects: a job makes the PDF; lead, secretary and the head of the unit are told to sign.

    Raises:
        TransitionRefused: something is missing, or somebody changed it meanwhile.
        InspectionRefused: not allowed, or not a draft any more.
    """
    _guard_open(record, by)
    inspection = record.inspection
    try:
        tree = replace(record_paper(record), draft=False)
    except PaperIncomplete as gap:
        raise TransitionRefused(_("Something is still missing."), record.missing()) from gap
    _freeze(record, tree)
    RECORD.step(record, "read_back", by=by)
    make_pdf(record, by)
    signers = [
        member.user for member in inspection.members if writes_record(member.user, inspection)
    ]
    heads = people_who(inspection.visit.unit, "inspections.reply")
    _tell(record, "read_back", [*signers, *heads], by)
    return record


def _freeze(record: InspectionRecord, tree: Document) -> None:
    """Write the content into the draft that was read, of two readings at once into one."""
    blocks = to_json(tree)
    frozen: dict[str, Any] = {
        "blocks": blocks, "content_sha256": digest(blocks), "reading": record.reading + 1,
        "layout_version": CURRENT_LAYOUT[Regime(tree.regime)], "read_back_at": timezone.now(),
        "pdf": None, "signed_pdf": None,
    }  # fmt: skip
    draft = InspectionRecord.objects.filter(
        pk=record.pk, state=RecordState.DRAFT, version=record.version
    )
    if not draft.update(**frozen):
        raise TransitionRefused(_("Someone else has just changed this. Open it again to see."))
    for name, value in frozen.items():
        setattr(record, name, value)


@transaction.atomic
def reopen_record(*, record: InspectionRecord, reason: str, by: User) -> InspectionRecord:
    """Open the minutes again; signatures given so far become void and are kept with what they signed.

    Raises:
        TransitionRefused: no reason, not allowed, or the minutes are closed.
    """
    RECORD.step(record, "reopen", by=by, comment=reason)
    assert record.read_back_at  # noqa: S101 - for the type checker: it was read back
    RecordReading.objects.create(
        record=record, reading=record.reading, read_back_at=record.read_back_at,
        blocks=record.blocks, layout_version=record.layout_version,
        content_sha256=record.content_sha256, reason=reason.strip(),
    )  # fmt: skip
    return record


@transaction.atomic
def close_record(*, record: InspectionRecord, by: User) -> InspectionRecord:
    """Close minutes that every side signed, or the unit refused before a witness.

    Side effects: a job makes the PDF with the signatures; the unit and the team are told.

    Raises:
        TransitionRefused: a signature is missing, or not allowed.
    """
    inspection = record.inspection
    RECORD.step(record, "close", by=by)
    record.signed_at = timezone.now()
    record.save(update_fields=["signed_at"])
    make_pdf(record, by)
    people = [member.user for member in inspection.members]
    _tell(record, "close", [*people, *people_who(inspection.visit.unit, "plans.answer")], by)
    return record


def make_pdf(record: InspectionRecord, by: User | None) -> Any:
    """Ask for the PDF of the present reading, with signatures once it is closed; made once each."""
    signed = record.state == RecordState.SIGNED
    return enqueue(
        PDF_JOB, {"record": record.pk, "signed": signed}, by=by,
        key=f"{record.pk}:{record.reading}:{'signed' if signed else 'read'}",
        title=str(_("Minutes of the inspection at %(unit)s") % {"unit": record.inspection.visit.unit}),
    )  # fmt: skip


def _tell(record: InspectionRecord, step: str, people: Iterable[User], by: User) -> None:
    kind = RECORD.transitions[step].notifies
    assert kind  # noqa: S101 - for the type checker: both steps tell
    notify(
        kind,
        event=f"record:{record.pk}:{record.reading}:{step}",
        recipients=[person for person in dict.fromkeys(people) if person != by],
        context={"unit": record.inspection.visit.unit.short_name},
        url=record.get_absolute_url(),
    )


def _guard(inspection: Inspection, by: User) -> None:
    if not writes_record(by, inspection):
        raise InspectionRefused(_("The lead and the secretary of the team write the minutes."))


def _guard_open(record: InspectionRecord, by: User) -> None:
    _guard(record.inspection, by)
    if record.state != RecordState.DRAFT:
        raise InspectionRefused(
            _("The minutes were read back. Open them again before they change.")
        )
