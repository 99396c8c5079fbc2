"""What minutes still lack before they are read back, and before they are closed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.workflow.engine import Gap
from inspections.enums import FindingKind, Side, Signer
from inspections.models.collected import official_sheet
from inspections.models.inspection import Inspection
from plans.enums import TeamRole

if TYPE_CHECKING:
    from inspections.models.record import InspectionRecord, RecordSignature

SHORTCOMINGS = (FindingKind.SHORTCOMING, FindingKind.VIOLATION)


def reading_gaps(record: InspectionRecord) -> Iterator[Gap]:
    """NĐ 217/2025, Điều 15.3.a and mẫu 1.9: times, people, results; AG126 I.2 and LB760 5.b: both
    good practice and shortcomings, or the team's word that there were none.
    """
    inspection, edit = record.inspection, reverse("inspections:record_edit", args=[record.inspection_id])  # fmt: skip
    yield from _time_gaps(inspection, edit)
    if not inspection.attendances.filter(side=Side.UNIT).exists():
        yield Gap(_("Nobody is named as present for the unit inspected."), edit)
    yield from _value_gaps(inspection)
    kinds = set(inspection.findings.filter(is_withdrawn=False).values_list("kind", flat=True))
    if FindingKind.STRENGTH not in kinds and not record.no_strengths:
        yield Gap(_("Note what is done well and can be followed by others, or say that the team saw none."), edit)  # fmt: skip
    if not kinds & set(SHORTCOMINGS) and not record.no_shortcomings:
        yield Gap(_("Note what falls short, or say that the team saw no shortcoming."), edit)


def _time_gaps(inspection: Inspection, edit: str) -> Iterator[Gap]:
    if inspection.begun_at is None:
        yield Gap(_("When the inspection began is missing."), edit)
    if inspection.ended_at is None:
        yield Gap(_("When the inspection ended is missing."), edit)
    elif inspection.begun_at and inspection.ended_at <= inspection.begun_at:
        yield Gap(_("The end lies before the beginning."), edit)
    if not inspection.place.strip():
        yield Gap(_("Where the inspection took place is missing."), edit)


def _value_gaps(inspection: Inspection) -> Iterator[Gap]:
    """Criteria that apply and have no official value, told by checklist."""
    for checklist in checklists_of(inspection):
        count = len(official_sheet(checklist).open_rows)
        if count:
            words = ngettext(
                "%(set)s: %(count)d criterion has no official value yet.",
                "%(set)s: %(count)d criteria have no official value yet.", count,
            )  # fmt: skip
            yield Gap(
                words % {"set": checklist.assessment.standard_set.name, "count": count},
                inspection.get_absolute_url(),
            )


def checklists_of(inspection: Inspection) -> list[Any]:
    """Checklists with everything their official column is read from."""
    return list(
        inspection.checklists.select_related(
            "assessment__unit", "assessment__school_year", "assessment__standard_set", "stream"
        ).prefetch_related(
            "assessment__standard_set__standards__criteria", "assessment__standard_set__rules"
        )
    )  # fmt: skip


def signers_wanted(inspection: Inspection) -> list[Signer]:
    """Lead and unit; the secretary where the team has one."""
    has_secretary = bool(inspection.ids_in({TeamRole.SECRETARY}) - inspection.leading_ids)
    return [Signer.LEAD, *([Signer.SECRETARY] if has_secretary else []), Signer.UNIT]


def signing_gaps(record: InspectionRecord) -> Iterator[Gap]:
    """Every side signed; a unit that refuses is replaced by a witness."""
    held = {signature.role: signature for signature in record.signatures_that_count()}
    page = reverse("inspections:record_sign", args=[record.inspection_id])
    for role in signers_wanted(record.inspection):
        if role not in held:
            yield Gap(_("Not signed yet: %(who)s.") % {"who": role.label}, page)
    if _refused(held.get(Signer.UNIT)) and Signer.WITNESS not in held:
        yield Gap(_("The unit refused to sign: a witness must sign."), page)


def _refused(signature: RecordSignature | None) -> bool:
    return signature is not None and signature.refused
