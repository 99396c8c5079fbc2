"""The way from a visit to its inspection."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.web.offers import Link, offer
from inspections.enums import RecordState
from inspections.models import Conclusion, DraftResult, Inspection, InspectionRecord, Recommendation
from inspections.rules import (
    carries_out,
    concludes,
    grants_time,
    replies_for,
    works_at,
    writes_record,
)
from plans.enums import VisitState
from plans.rules import may_carry_out, may_edit

STARTED = {VisitState.SCHEDULED, VisitState.NOTIFIED, VisitState.IN_PROGRESS, VisitState.DONE}


@offer("inspections.inspection")
def minutes(user: Any, inspection: Any) -> Iterator[Link]:
    """The minutes: for whoever writes them from the beginning, for others as far as they see them."""
    found = InspectionRecord.objects.visible_to(user).filter(inspection=inspection).first()
    url = reverse("inspections:record", args=[inspection.pk])
    if found is not None:
        yield Link(_("Read the minutes"), url, "file-earmark-text")
    elif writes_record(user, inspection):
        yield Link(_("Write the minutes"), url, "file-earmark-text")


@offer("plans.visit")
def inspection(user: Any, visit: Any) -> Iterator[Link]:
    """The team carries it out, the unit follows it; who carries it out opens it where it is not."""
    found = Inspection.objects.visible_to(user).filter(visit=visit).first()
    may = may_carry_out(user, visit)
    if found is not None:
        label = _("Carry out the inspection") if may else _("Follow the inspection")
        yield Link(
            label,
            found.get_absolute_url(),
            "clipboard-check",
            primary=may and visit.state in VisitState.expected(),
        )
    elif may and visit.state in STARTED:
        yield Link(
            _("Prepare the inspection"), reverse("inspections:open", args=[visit.pk]),
            "clipboard-check", primary=visit.state in VisitState.expected(),
        )  # fmt: skip


@offer("inspections.inspection")
def followed_up(user: Any, inspection: Any) -> Iterator[Link]:
    """What was found, and what is asked for."""
    if carries_out(user, inspection):
        yield Link(_("Findings"), reverse("inspections:findings", args=[inspection.pk]), "eye")
    asked = Recommendation.objects.visible_to(user).filter(inspection=inspection)
    if concludes(user, inspection) or asked.exists():
        url = reverse("inspections:recommendations", args=[inspection.pk])
        yield Link(_("Recommendations"), url, "flag")


@offer("units.unit")
def open_recommendations(user: Any, unit: Any) -> Iterator[Link]:
    """What the unit still owes, for whoever may see it."""
    if not user.may("plans.view"):
        return
    count = Recommendation.objects.visible_to(user).followed().filter(owner=unit).count()
    if count:
        url = f"{reverse('inspections:recommendation_list')}?owner={unit.pk}&state=unsettled"
        yield Link(_("Open recommendations (%(n)s)") % {"n": count}, url, "flag")


@offer("inspections.inspection")
def result_and_conclusion(user: Any, found: Any) -> Iterator[Link]:
    """The way to the draft result, the unit's reply, the conclusion, the answers, the extension."""
    team, pk = carries_out(user, found), found.pk
    result = DraftResult.objects.visible_to(user).filter(inspection=found).first()
    conclusion = Conclusion.objects.visible_to(user).filter(inspection=found).first()
    of_unit = works_at(user, found) or replies_for(user, found)
    if result is not None and of_unit and not team:
        yield Link(
            _("Reply to the draft result") if not result.is_settled else _("See the draft result"),
            reverse("inspections:reply", args=[pk]), "chat-left-text",
            primary=not result.is_settled,
        )  # fmt: skip
    elif result is not None or (concludes(user, found) and _is_signed(found)):
        url = reverse("inspections:result", args=[pk])
        waits = team and conclusion is None and (result is None or not result.is_seen_by_unit)
        yield Link(_("Draft result"), url, "file-earmark", primary=waits)
    if conclusion is not None or (result is not None and result.is_settled and team):
        url = reverse("inspections:conclusion", args=[pk])
        yield Link(_("Conclusion"), url, "file-earmark-text", primary=team and conclusion is None)
    if team:
        url = reverse("inspections:answers", args=[pk])
        yield Link(_("All answers as Excel"), url, "file-earmark-spreadsheet")
        report = reverse("documents:preview", args=[f"inspections.team_report:{pk}"])
        yield Link(_("Report of the team"), report, "file-earmark-text")
    if found.announced_on and found.extended_by is None and grants_time(user, found):
        yield Link(
            _("Extend the inspection"), reverse("inspections:extend", args=[pk]), "calendar-plus"
        )


def _is_signed(found: Any) -> bool:
    minutes = getattr(found, "record", None)
    return minutes is not None and minutes.state == RecordState.SIGNED


@offer("plans.plan")
def plan_pages(user: Any, plan: Any) -> Iterator[Link]:
    """How the plan's inspections run, their answers, the report on all of them."""
    if not may_edit(user, plan):
        return
    yield Link(
        _("Procedure of the inspections"),
        reverse("inspections:procedure", args=[plan.pk]),
        "sliders",
    )
    if Inspection.objects.filter(visit__plan=plan).exists():
        key = f"inspections.plan_report:{plan.pk}"
        yield Link(
            _("Report on the inspections"), reverse("documents:preview", args=[key]),
            "file-earmark-text",
        )  # fmt: skip
        url = reverse("inspections:plan_answers", args=[plan.pk])
        yield Link(_("All answers as Excel"), url, "file-earmark-spreadsheet")
