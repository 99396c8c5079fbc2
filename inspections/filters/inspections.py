"""Filters of the list of inspections; every field is optional and lives in the address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.web.bar import BarCheck, BarSelect, BarText, offer
from inspections.enums import Phase
from plans.models import InspectionPlan
from units.models import SchoolYear


class InspectionFilterForm(forms.Form):
    q = forms.CharField(label=_("Search"), required=False, max_length=100, widget=BarText)
    phase = forms.ChoiceField(
        label=_("State"), choices=[("", _("All states")), *Phase.choices], required=False,
        widget=BarSelect,
    )  # fmt: skip
    plan = forms.ChoiceField(label=_("Plan"), required=False, widget=BarSelect)
    school_year = forms.ChoiceField(label=_("School year"), required=False, widget=BarSelect)
    mine = forms.BooleanField(label=_("Only mine"), required=False, widget=BarCheck)

    def __init__(self, *args: Any, inspections: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._plans = inspections.order_by().values("visit__plan")
        offer(self, "plan", _("All plans"), self._of_plans)
        offer(
            self, "school_year", _("All school years"),
            lambda: SchoolYear.objects.values_list("pk", "name"),
        )  # fmt: skip

    def _of_plans(self) -> Any:
        return InspectionPlan.objects.filter(pk__in=self._plans).values_list("pk", "title")
