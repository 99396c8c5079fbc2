"""What inspections ask of a person."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.worklist.registry import Task, provider
from inspections.enums import ConclusionState, ExplanationState, RecordState, ResultState
from inspections.models import Conclusion, DraftResult, Inspection
from plans.enums import TeamRole

RESULTS_SHOWN = 20
WRITING_ROLES = (TeamRole.LEAD, TeamRole.SECRETARY)


def _written_by(user: User, place: str = "") -> Q:
    """Inspections whose result this person writes: as lead, as secretary, or at the issuer."""
    member = Q(
        **{
            f"{place}visit__team__members__user": user,
            f"{place}visit__team__members__role__in": WRITING_ROLES,
        }
    )
    writing = user.units_where("plans.edit")
    at_issuer = Q(**{f"{place}visit__plan__issuer__in": writing})
    return member | at_issuer if writing else member


@provider
def result_tasks(user: User) -> Iterator[Task]:
    """Draft results to release, explanations to decide, days that passed without a reply."""
    open_ = (
        Inspection.objects.filter(_written_by(user), record__state=RecordState.SIGNED)
        .filter(
            Q(result__isnull=True) | ~Q(result__state=ResultState.SILENT), conclusion__isnull=True
        )
        .select_related("visit__unit", "result").order_by("visit__on", "pk").distinct()
    )  # fmt: skip
    today = timezone.localdate()
    for inspection in open_[:RESULTS_SHOWN]:
        result = getattr(inspection, "result", None)
        unit = str(inspection.visit.unit)
        url = reverse("inspections:result", args=[inspection.pk])
        if result is None or result.state == ResultState.DRAFT:
            yield Task(_("Release the draft result"), url, None, unit)
        elif result.state == ResultState.RELEASED:
            if result.reply_by and result.reply_by < today:
                yield Task(_("Go on: no reply came in time"), url, result.reply_by, unit)
            else:
                yield Task(_("Draft result released"), url, result.reply_by, unit, waiting_for=unit)
        else:
            yield _replied_task(result, unit)


def _replied_task(result: DraftResult, unit: str) -> Task:
    pk = result.inspection_id
    if result.explanations.filter(state=ExplanationState.PENDING).exists():
        return Task(
            _("Decide on explanations"), reverse("inspections:explanations", args=[pk]), None, unit
        )
    return Task(_("Write the conclusion"), reverse("inspections:conclusion", args=[pk]), None, unit)


@provider
def silent_tasks(user: User) -> Iterator[Task]:
    """Conclusions to begin after the days passed without a reply."""
    silent = DraftResult.objects.filter(
        _written_by(user, "inspection__"), state=ResultState.SILENT,
        inspection__conclusion__isnull=True,
    ).select_related("inspection__visit__unit")  # fmt: skip
    for result in silent.distinct()[:RESULTS_SHOWN]:
        url = reverse("inspections:conclusion", args=[result.inspection_id])
        yield Task(_("Write the conclusion"), url, None, str(result.inspection.visit.unit))


@provider
def reply_tasks(user: User) -> Iterator[Task]:
    """Draft results the user's own units reply to; one query."""
    answering = user.units_where("plans.answer") | user.units_where("inspections.reply")
    if not answering:
        return
    waiting = DraftResult.objects.filter(
        inspection__visit__unit__in=answering, state=ResultState.RELEASED
    ).select_related("inspection__visit__unit")
    for result in waiting.order_by("reply_by", "pk")[:RESULTS_SHOWN]:
        yield Task(
            _("Reply to the draft result"),
            reverse("inspections:reply", args=[result.inspection_id]), result.reply_by,
            str(result.inspection.visit.unit),
        )  # fmt: skip


@provider
def conclusion_tasks(user: User) -> Iterator[Task]:
    """Conclusions to finish, to decide, to number."""
    mine = Q(approver=user, state=ConclusionState.SUBMITTED)
    mine |= _written_by(user, "inspection__") & Q(
        state__in=[*ConclusionState.editable(), ConclusionState.SUBMITTED]
    )
    issuing = user.units_where("documents.issue")
    if issuing:
        mine |= Q(inspection__visit__plan__issuer__in=issuing, state=ConclusionState.APPROVED)
    found = Conclusion.objects.filter(mine).select_related("inspection__visit__unit", "approver")
    for conclusion in found.order_by("pk").distinct()[:RESULTS_SHOWN]:
        yield _conclusion_task(conclusion, user)


def _conclusion_task(conclusion: Conclusion, user: Any) -> Task:
    url, waiting_for = conclusion.get_absolute_url(), ""
    if conclusion.state == ConclusionState.APPROVED:
        verb = _("Number and issue the conclusion")
    elif conclusion.state == ConclusionState.SENT_BACK:
        verb = _("Revise the conclusion sent back")
    elif conclusion.state == ConclusionState.DRAFT:
        verb = _("Finish the conclusion")
    elif conclusion.approver == user:
        verb = _("Decide on the conclusion")
    else:
        verb, waiting_for = _("Conclusion submitted"), str(conclusion.approver or "")
    return Task(verb, url, None, str(conclusion.inspection.visit.unit), waiting_for=waiting_for)
