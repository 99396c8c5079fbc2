"""What the search box finds in planning."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.search.keys import search_key
from core.search.registry import Found, searchable
from plans.models import InspectionPlan, Visit


@searchable("plans", title=_("Plans"), icon="journal-text", permission="plans.view", order=20)
def find_plans(user: Any, text: str, limit: int) -> Iterator[Found]:
    plans = InspectionPlan.objects.visible_to(user).search(text)
    for plan in plans.select_related("issuer", "school_year")[:limit]:
        context = f"{plan.issuer.short_name}, {plan.school_year}"
        yield Found(plan.title, plan.get_absolute_url(), context)


@searchable("visits", title=_("Visits"), icon="calendar3", permission="plans.view", order=30)
def find_visits(user: Any, text: str, limit: int) -> Iterator[Found]:
    visits = Visit.objects.visible_to(user)
    for word in search_key(text).split():
        visits = visits.filter(unit__search_key__contains=word)
    visits = visits.select_related("unit", "plan").order_by("-month", "-on", "pk")
    for visit in visits[:limit]:
        day = f"{visit.on:%d/%m/%Y}" if visit.on else f"{visit.month:%m/%Y}"
        yield Found(f"{visit.unit}, {day}", visit.get_absolute_url(), visit.plan.title)
