"""What the list of units can be narrowed by."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from core.search.keys import search_key
from core.web.bar import BarCheck, BarSelect, BarText
from units.domain.listing import districts_seen, managers_seen
from units.enums import SchoolLevel, UnitKind
from units.models.membership import MembershipQuerySet

_ANY = ("", _("All"))


class UnitFilterForm(forms.Form):
    """Search words and filters; the address of the list holds them all."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=120,
        widget=BarText(attrs={"type": "search", "placeholder": _("Name, code or place")}),
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False, widget=BarSelect)
    level = forms.ChoiceField(label=_("Level"), required=False, widget=BarSelect)
    district = forms.ChoiceField(label=_("Former district"), required=False, widget=BarSelect)
    manager = forms.ChoiceField(label=_("Managed by"), required=False, widget=BarSelect)
    ended = forms.BooleanField(
        label=_("Also units that have ended"), required=False, widget=BarCheck
    )

    def __init__(self, data: Any, *, user: User) -> None:
        super().__init__(data, label_suffix="")
        self._offer("kind", UnitKind.choices)
        self._offer("level", SchoolLevel.choices)
        self._offer("district", [(name, name) for name in districts_seen(user)])
        managers = managers_seen(user, self.data.get("manager", ""))
        self._offer("manager", [(str(pk), name) for pk, name in managers])

    def _offer(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - narrows the type
        field.choices = [_ANY, *choices]


class PeopleFilterForm(forms.Form):
    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=120,
        widget=BarText(attrs={"type": "search", "placeholder": _("Name, e-mail or unit")}),
    )
    role = forms.ChoiceField(
        label=_("Role"), required=False, choices=[_ANY, *Role.choices], widget=BarSelect
    )
    ended = forms.BooleanField(label=_("Also roles that have ended"), required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data, label_suffix="")


def narrowed_people(held: MembershipQuerySet, values: dict[str, Any]) -> MembershipQuerySet:
    if not values.get("ended"):
        lasting = Q(valid_to__isnull=True) | Q(valid_to__gte=timezone.localdate())
        held = held.filter(lasting)
    for word in search_key(values.get("q") or "").split():
        held = held.filter(Q(user__search_key__contains=word) | Q(unit__search_key__contains=word))
    if role := values.get("role"):
        held = held.filter(role=role)
    return held.order_by("user__full_name", "pk")
