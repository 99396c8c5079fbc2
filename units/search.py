"""What the search box finds among units and their people."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.search.keys import search_key
from core.search.registry import Found, searchable
from units.models import Membership, Unit


@searchable("units", title=_("Units"), icon="building", permission="units.view", order=10)
def find_units(user: Any, text: str, limit: int) -> Iterator[Found]:
    units = Unit.objects.visible_to(user).search(text).order_by("sort_key", "pk")
    for unit in units[:limit]:
        place = unit.commune or unit.district
        context = f"{unit.name}, {place}" if place else unit.name
        yield Found(unit.short_name, reverse("units:unit", args=[unit.pk]), context)


@searchable("people", title=_("People"), icon="people", permission="units.view", order=60)
def find_people(user: Any, text: str, limit: int) -> Iterator[Found]:
    held = Membership.objects.visible_to(user).in_force()
    for word in search_key(text).split():
        held = held.filter(user__search_key__contains=word)
    for membership in held.select_related("user", "unit").order_by("user__full_name", "pk")[:limit]:
        url = reverse("units:unit_people", args=[membership.unit_id])
        context = f"{membership.get_role_display()}, {membership.unit}"
        yield Found(str(membership.user), url, context)
