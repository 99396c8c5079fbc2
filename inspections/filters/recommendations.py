"""Filters of the lists of inspections; every field is optional and lives in the address."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.web.bar import BarSelect, BarText, offer
from inspections.enums import RecommendationState
from inspections.models import Recommendation
from plans.models import InspectionPlan
from units.domain.tree import managers_of
from units.models import SchoolYear, Unit, UnitRelation


class RecommendationFilterForm(forms.Form):
    """State, overdue, owner, year; the unit, manager, plan and inspection come with a link."""

    OVERDUE, UNSETTLED, COUNTED = "overdue", "unsettled", "counted"
    NOBODY = "none"

    q = forms.CharField(label=_("Search"), required=False, max_length=100, widget=BarText)
    state = forms.ChoiceField(
        label=_("State"), required=False, widget=BarSelect,
        choices=[
            ("", _("All states")), (OVERDUE, _("Overdue")), (UNSETTLED, _("Not settled")),
            *RecommendationState.choices, (COUNTED, _("Told, each counted once")),
        ],
    )  # fmt: skip
    year = forms.ChoiceField(label=_("School year"), required=False, widget=BarSelect)
    owner = forms.ChoiceField(label=_("To be done by"), required=False, widget=BarSelect)
    manager = forms.ChoiceField(label=_("Managed by"), required=False, widget=BarSelect)
    unit = forms.ChoiceField(label=_("Unit inspected"), required=False, widget=forms.HiddenInput)
    plan = forms.ChoiceField(label=_("Plan"), required=False, widget=forms.HiddenInput)
    inspection = forms.ChoiceField(label=_("Inspection"), required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, seen: "QuerySet[Recommendation]", **kw: Any) -> None:
        super().__init__(*args, **kw)
        self._seen = seen.order_by()
        offer(self, "year", _("All school years"), self._years)
        offer(self, "owner", _("All units"), lambda: self._units("owner"))
        offer(self, "manager", _("All managers"), self._managers)
        offer(self, "unit", "", lambda: self._units("inspection__visit__unit"))
        offer(self, "plan", "", self._plans)
        offer(self, "inspection", "", self._inspections)

    def _years(self) -> Any:
        years = self._seen.values("inspection__visit__plan__school_year")
        return SchoolYear.objects.filter(pk__in=years).values_list("pk", "name")

    def _units(self, path: str) -> Any:
        units = Unit.objects.filter(pk__in=self._seen.values(path)).order_by("sort_key", "pk")
        return units.values_list("pk", "short_name")

    def _managers(self) -> list[tuple[Any, Any]]:
        owners = Unit.objects.filter(pk__in=self._seen.values("owner"))
        found = {unit.pk: unit for unit in managers_of(owners, timezone.localdate()).values()}
        known = sorted(found.values(), key=lambda unit: unit.sort_key)
        return [*((unit.pk, unit.short_name) for unit in known), (self.NOBODY, _("No manager"))]

    def _plans(self) -> Any:
        plans = self._seen.values("inspection__visit__plan")
        return InspectionPlan.objects.filter(pk__in=plans).values_list("pk", "title")

    def _inspections(self) -> Any:
        rows = self._seen.values_list("inspection", "inspection__visit__unit__short_name")
        return rows.distinct()

    def apply(self, found: "QuerySet[Recommendation]") -> "QuerySet[Recommendation]":
        """Narrow a queryset by what is valid."""
        values: dict[str, Any] = getattr(self, "cleaned_data", {})
        if values.get("q"):
            found = found.search(values["q"])  # type: ignore[attr-defined]
        if values.get("manager"):
            found = self._managed_by(found, values["manager"])
        for name, path in _PATHS.items():
            if values.get(name):
                found = found.filter(**{path: values[name]})
        return self._in_state(found, values.get("state"))

    def _managed_by(
        self, found: "QuerySet[Recommendation]", manager: str
    ) -> "QuerySet[Recommendation]":
        links = UnitRelation.objects.on(timezone.localdate())
        if manager == self.NOBODY:
            return found.exclude(owner__in=links.values("unit"))
        return found.filter(owner__in=links.filter(manager=int(manager)).values("unit"))

    def _in_state(
        self, found: "QuerySet[Recommendation]", state: str | None
    ) -> "QuerySet[Recommendation]":
        if state == self.OVERDUE:
            return found.overdue()  # type: ignore[attr-defined,no-any-return]
        if state == self.UNSETTLED:
            return found.followed()  # type: ignore[attr-defined,no-any-return]
        if not state:
            return found
        found = found.counted()  # type: ignore[attr-defined]
        return found if state == self.COUNTED else found.filter(state=state)


_PATHS = {
    "owner": "owner", "inspection": "inspection", "unit": "inspection__visit__unit",
    "plan": "inspection__visit__plan", "year": "inspection__visit__plan__school_year",
}  # fmt: skip
