"""What the team saw: noted, changed, withdrawn, recognised as seen before."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit.recording import record, snapshot
from core.files.models import StoredFile
from core.web.editing import save_if_unchanged
from inspections.domain.closing_time import findings_closed, refuse
from inspections.domain.queries.repeats import earlier_faults
from inspections.domain.refusals import InspectionRefused
from inspections.models import Checklist, Finding, FindingPhoto, Inspection
from inspections.rules import carries_out, changes_finding
from standards.models import Criterion

FIELDS = ["kind", "text", "checklist", "criterion"]


@transaction.atomic
def note_finding(
    *, inspection: Inspection, kind: str, text: str, criterion: Criterion | None = None,
    checklist: Checklist | None = None, by: User, client_id: uuid.UUID | None = None,
    device_at: datetime | None = None,
) -> Finding:  # fmt: skip
    """One thing seen. A device that sends the same one again gets the one that is there.

    Raises:
        InspectionRefused: not of the team, minutes read back, no words, or the id belongs to
            another inspection.
    """
    known = Finding.objects.filter(client_id=client_id).first() if client_id else None
    if known is not None:
        if known.inspection_id != inspection.pk:
            raise InspectionRefused(_("This finding belongs to another inspection."))
        return known
    if not carries_out(by, inspection):
        raise InspectionRefused(_("You do not have the right to take this step."))
    refuse(findings_closed(inspection) or _faulty(inspection, text, criterion, checklist))
    finding = Finding.objects.create(
        inspection=inspection, kind=kind, text=text.strip(), criterion=criterion,
        checklist=checklist, author=by, device_at=device_at or timezone.now(),
        client_id=client_id or uuid.uuid4(),
    )  # fmt: skip
    record("finding.note", inspection, by=by, sentence=finding.text, after={"finding": finding.pk})
    return finding


def _faulty(
    inspection: Inspection, text: str, criterion: Criterion | None, checklist: Checklist | None
) -> str:
    if not text.strip():
        return _("Write what was seen.")
    if checklist is not None and checklist.inspection_id != inspection.pk:
        return _("This checklist belongs to another inspection.")
    sets = inspection.checklists.values_list("assessment__standard_set_id", flat=True)
    if criterion is not None and criterion.standard.standard_set_id not in sets:
        return _("This criterion is not checked here.")
    return ""


@transaction.atomic
def change_finding(
    *, finding: Finding, kind: str, text: str, criterion: Criterion | None = None,
    checklist: Checklist | None = None, version: int, by: User,
) -> Finding:  # fmt: skip
    """Other words, another kind, another criterion.

    What was recognised as seen before is asked again where it is no fault any more.

    Raises:
        InspectionRefused: neither its author nor of those who write the minutes, or these closed.
        StaleEdit: somebody else saved in between.
    """
    _guard(finding, by)
    refuse(_faulty(finding.inspection, text, criterion, checklist))
    before = snapshot(finding, FIELDS)
    finding.kind, finding.text = kind, text.strip()
    finding.criterion, finding.checklist = criterion, checklist
    if not finding.is_fault:
        finding.repeats = None
    save_if_unchanged(finding, [*FIELDS, "repeats"], version)
    record(
        "finding.change", finding.inspection, by=by, before=before,
        after=snapshot(finding, FIELDS), sentence=finding.text,
    )  # fmt: skip
    return finding


@transaction.atomic
def withdraw_finding(*, finding: Finding, by: User) -> None:
    """It does not stand. It stays in the records and leaves minutes and result.

    Raises:
        InspectionRefused: no right, minutes closed, or a recommendation rests on it.
    """
    _guard(finding, by)
    if finding.recommendations.exists():
        raise InspectionRefused(
            _("A recommendation rests on this finding. Remove the recommendation first.")
        )
    _stand(finding, "finding.withdraw", by, withdrawn=True)


@transaction.atomic
def reinstate_finding(*, finding: Finding, by: User) -> None:
    """A finding withdrawn by mistake stands again.

    Raises:
        InspectionRefused: no right, or minutes closed.
    """
    _guard(finding, by)
    _stand(finding, "finding.reinstate", by, withdrawn=False)


def _stand(finding: Finding, action: str, by: User, *, withdrawn: bool) -> None:
    before = {"withdrawn": finding.is_withdrawn}
    finding.is_withdrawn = withdrawn
    finding.version += 1
    finding.save(update_fields=["is_withdrawn", "version"])
    record(
        action, finding.inspection, by=by, before=before, after={"withdrawn": withdrawn},
        sentence=finding.text,
    )  # fmt: skip


@transaction.atomic
def mark_repeat(*, finding: Finding, earlier: Finding | None, by: User) -> None:
    """A person agrees that this was seen at the unit before; `earlier` None takes that back.

    Raises:
        InspectionRefused: no right, minutes closed, or `earlier` is no fault of an earlier
            inspection of the same unit.
    """
    _guard(finding, by)
    if earlier is not None and not _is_earlier(finding, earlier):
        raise InspectionRefused(
            _("Only a shortcoming of an earlier inspection of the same unit can be repeated.")
        )
    before = {"repeats": finding.repeats_id}
    finding.repeats = earlier
    finding.version += 1
    finding.save(update_fields=["repeats", "version"])
    record(
        "finding.repeat" if earlier else "finding.no_repeat", finding.inspection, by=by,
        before=before, after={"repeats": finding.repeats_id}, sentence=finding.text,
    )  # fmt: skip


def _is_earlier(finding: Finding, earlier: Finding) -> bool:
    known = earlier_faults(finding.inspection)
    return finding.is_fault and known.filter(pk=earlier.pk).exists()


@transaction.atomic
def add_photos(*, finding: Finding, files: Iterable[StoredFile], by: User) -> list[FindingPhoto]:
    """Photos of what was seen.

    Raises:
        InspectionRefused: no right, or minutes closed.
    """
    _guard(finding, by)
    now = timezone.now()
    photos = [
        FindingPhoto.objects.create(
            inspection=finding.inspection, finding=finding, checklist=finding.checklist,
            criterion=finding.criterion, file=stored, author=by, device_at=now,
        )
        for stored in files
    ]  # fmt: skip
    if photos:
        names = [photo.file.name for photo in photos]
        record("finding.photos", finding.inspection, by=by, after={"files": names})
    return photos


def _guard(finding: Finding, by: User) -> None:
    if not changes_finding(by, finding):
        raise InspectionRefused(_("You do not have the right to take this step."))
    refuse(findings_closed(finding.inspection))
