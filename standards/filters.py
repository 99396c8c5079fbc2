"""Filters of the lists of this room; every field is optional and lives in the address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.search.keys import search_key
from core.web.bar import BarDate, BarSelect, BarText, offer
from standards.enums import SetPurpose, SetState
from standards.models.assessment import AssessmentQuerySet
from standards.models.standard_set import StandardSetQuerySet
from units.enums import SchoolLevel
from units.models import SchoolYear


class SetFilterForm(forms.Form):
    q = forms.CharField(label=_("Search"), required=False, max_length=100, widget=BarText)
    on = forms.DateField(
        label=_("In force on"), required=False, widget=BarDate({"type": "date"}, format="%Y-%m-%d")
    )
    purpose = forms.ChoiceField(
        label=_("Judges"), choices=[("", _("Everything")), *SetPurpose.choices], required=False,
        widget=BarSelect,
    )  # fmt: skip
    level = forms.ChoiceField(
        label=_("School level"), choices=[("", _("All levels")), *SchoolLevel.choices],
        required=False, widget=BarSelect,
    )  # fmt: skip
    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("All states")), *SetState.choices], required=False,
        widget=BarSelect,
    )  # fmt: skip

    def apply(self, sets: StandardSetQuerySet) -> StandardSetQuerySet:
        """Narrow a queryset by what is valid."""
        values: dict[str, Any] = getattr(self, "cleaned_data", {})
        if values.get("q"):
            sets = sets.search(values["q"])
        if values.get("on"):
            sets = sets.in_force_on(values["on"])
        if values.get("level"):
            sets = sets.with_level(values["level"])
        exact = {name: values[name] for name in ("purpose", "state") if values.get(name)}
        return sets.filter(**exact)


class AssessmentFilterForm(forms.Form):
    q = forms.CharField(label=_("Search"), required=False, max_length=100, widget=BarText)
    school_year = forms.ModelChoiceField(
        label=_("School year"), queryset=SchoolYear.objects.all(), required=False,
        empty_label=_("All school years"), widget=BarSelect,
    )  # fmt: skip
    purpose = forms.ChoiceField(
        label=_("Judges"), choices=[("", _("Everything")), *SetPurpose.choices], required=False,
        widget=BarSelect,
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(
            self, "school_year", _("All school years"),
            lambda: SchoolYear.objects.values_list("pk", "name"),
        )  # fmt: skip

    def apply(self, assessments: AssessmentQuerySet) -> AssessmentQuerySet:
        values: dict[str, Any] = getattr(self, "cleaned_data", {})
        for word in search_key(values.get("q") or "").split():
            assessments = assessments.filter(unit__search_key__contains=word)
        if values.get("school_year"):
            assessments = assessments.filter(school_year=values["school_year"])
        if values.get("purpose"):
            assessments = assessments.filter(standard_set__purpose=values["purpose"])
        return assessments
