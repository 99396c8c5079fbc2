"""Six numbers for a leader; each opens exactly the records it counts."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.web.addresses import address_of
from plans.enums import PlanState, VisitState
from plans.models import InspectionPlan, Obligation, Visit


@dataclass(frozen=True)
class Figure:
    """A number with its name; `tone` is late or soon when it asks for attention."""

    label: Any
    value: int
    url: str
    tone: str = ""


def figures_for(user: User) -> list[Figure]:
    """Plans, visits and duties in the leader's scope; three queries."""
    month = timezone.localdate().replace(day=1)
    plans = InspectionPlan.objects.visible_to(user).aggregate(
        waiting=Count("pk", filter=Q(state=PlanState.SUBMITTED), distinct=True),
        issued=Count("pk", filter=Q(state=PlanState.ISSUED), distinct=True),
    )
    visits = Visit.objects.visible_to(user).aggregate(
        planned=Count("pk", filter=Q(month=month), distinct=True),
        done=Count("pk", filter=Q(month=month, state=VisitState.DONE), distinct=True),
        undated=Count("pk", filter=Q(on__isnull=True), distinct=True),
    )
    late = Obligation.objects.visible_to(user).overdue().distinct().count()
    list_of = {name: address_of(f"plans:{name}_list") for name in ("plan", "visit", "obligation")}
    this_month = f"month={month:%Y-%m}"
    return [
        Figure(_("Plans to approve"), plans["waiting"], f"{list_of['plan']}?state=submitted",
               "soon" if plans["waiting"] else ""),
        Figure(_("Plans in force"), plans["issued"], f"{list_of['plan']}?state=issued"),
        Figure(_("Visits this month"), visits["planned"], f"{list_of['visit']}?{this_month}"),
        Figure(_("Visits done this month"), visits["done"],
               f"{list_of['visit']}?{this_month}&state=done"),
        Figure(_("Visits without a day"), visits["undated"], f"{list_of['visit']}?undated=on"),
        Figure(_("Duties overdue"), late, f"{list_of['obligation']}?state=late",
               "late" if late else ""),
    ]  # fmt: skip
