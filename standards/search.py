"""What the search box finds among sets of criteria and assessments."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.search.keys import search_key
from core.search.registry import Found, searchable
from standards.models import Assessment, StandardSet


@searchable(
    "standards", title=_("Criteria"), icon="list-check", permission="standards.view", order=50
)
def find_sets(user: Any, text: str, limit: int) -> Iterator[Found]:
    for found in StandardSet.objects.visible_to(user).search(text)[:limit]:
        yield Found(found.name, found.get_absolute_url(), found.get_state_display())


@searchable(
    "assessments", title=_("Assessments"), icon="clipboard-check", permission="standards.view",
    order=60,
)  # fmt: skip
def find_assessments(user: Any, text: str, limit: int) -> Iterator[Found]:
    found = Assessment.objects.visible_to(user)
    for word in search_key(text).split():
        found = found.filter(unit__search_key__contains=word)
    for assessment in found.select_related("unit", "standard_set", "school_year")[:limit]:
        yield Found(
            str(assessment), assessment.get_absolute_url(), assessment.standard_set.name
        )  # fmt: skip
