"""The way from a visit to its inspection."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.web.offers import Link, offer
from inspections.models import Inspection, InspectionRecord, Recommendation
from inspections.rules import carries_out, concludes, writes_record
from plans.enums import VisitState
from plans.rules import may_carry_out

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
