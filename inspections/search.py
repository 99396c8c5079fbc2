"""What the search box finds in inspections."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.search.keys import search_key
from core.search.registry import Found, searchable
from inspections.models import Inspection, Recommendation


@searchable(
    "inspections", title=gettext_lazy("Inspections"), icon="clipboard-check",
    permission="plans.view", order=32,
)  # fmt: skip
def find_inspections(user: Any, text: str, limit: int) -> Iterator[Found]:
    found = Inspection.objects.visible_to(user)
    for word in search_key(text).split():
        found = found.filter(visit__unit__search_key__contains=word)
    rows = found.select_related("visit__unit", "visit__plan").order_by("-visit__on", "pk")
    for each in rows[:limit]:
        visit = each.visit
        day = f"{visit.on:%d/%m/%Y}" if visit.on else f"{visit.month:%m/%Y}"
        yield Found(f"{visit.unit}, {day}", each.get_absolute_url(), visit.plan.title)


@searchable(
    "recommendations", title=gettext_lazy("Recommendations"), icon="flag",
    permission="plans.view", order=34,
)  # fmt: skip
def find_recommendations(user: Any, text: str, limit: int) -> Iterator[Found]:
    found = Recommendation.objects.visible_to(user).search(text).select_related("owner")
    for each in found.order_by("-due_on", "pk")[:limit]:
        due = _("last day %(day)s") % {"day": f"{each.due_on:%d/%m/%Y}"}
        yield Found(str(each), each.get_absolute_url(), f"{each.owner}, {due}")
