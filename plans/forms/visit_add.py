"""One more unit to visit: on the plan's list, or ad hoc on grounds of its own."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.search.keys import search_key
from plans.enums import AdHocBasis, VisitMode
from plans.forms.parts import MonthInput
from plans.forms.visit import PlaceForm, planned_kinds
from plans.models import ContentStream, InspectionPlan, Visit
from units.domain.naming import find_unit
from units.models import Unit


def units_to_visit(plan: InspectionPlan) -> "QuerySet[Unit]":
    """Schools and centres under the plan's issuer on the plan's day."""
    return Unit.objects.under([plan.issuer_id], plan.reference_day).inspected()


class UnitChoice(forms.Form):
    """A unit is typed; several that fit are offered to choose from."""

    unit_text = forms.CharField(
        label=gettext_lazy("Unit"), max_length=200, required=False,
        help_text=gettext_lazy("A name without diacritics or a part of it is enough."),
    )  # fmt: skip
    unit = forms.ModelChoiceField(queryset=Unit.objects.none(), required=False)
    streams = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Contents of inspection"), queryset=ContentStream.objects.none(),
        widget=forms.CheckboxSelectMultiple, required=False,
    )  # fmt: skip
    mode = forms.ChoiceField(label=gettext_lazy("Mode"), choices=VisitMode)

    def __init__(self, *args: Any, plan: InspectionPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        self.within = units_to_visit(plan)
        fields["unit"].queryset = self.within
        fields["streams"].queryset = plan.streams.all()
        self.suggestions: list[Unit] = []

    def found(self, text: str, limit: int = 8) -> list[Unit]:
        """Units that fit what is being typed."""
        words = search_key(text).split()
        units = self.within
        for word in words:
            units = units.filter(search_key__contains=word)
        return list(units.order_by("sort_key")[:limit]) if words else []

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        text = (values.get("unit_text") or "").strip()
        if values.get("unit") or "unit" in self.errors:
            return values
        if not text:
            self.add_error("unit_text", _("Say which unit is visited."))
            return values
        found = find_unit(text, within=self.within)
        values["unit"], self.suggestions = found.unit, found.suggestions
        if found.unit is None:
            self.add_error("unit_text", _("No single unit fits. Choose one below or type more."))
        return values


class VisitAddForm(UnitChoice):
    """One more unit on the plan's list, with its month."""

    month = forms.DateField(
        label=gettext_lazy("Month"), input_formats=["%Y-%m", "%m/%Y", "%Y-%m-%d"],
        widget=MonthInput(),
    )  # fmt: skip
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=planned_kinds)


class AdHocForm(UnitChoice, PlaceForm):
    """An inspection outside the plan's list: on what it rests, and at once day, time and team."""

    basis = forms.ChoiceField(
        label=gettext_lazy("What it rests on"), choices=AdHocBasis, widget=forms.RadioSelect,
        help_text=gettext_lazy("Decree 217/2025/NĐ-CP, Article 7, clause 2, point a."),
        error_messages={"required": gettext_lazy("Say what the inspection rests on.")},
    )  # fmt: skip
    grounds = forms.CharField(
        label=gettext_lazy("Grounds"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "Which signs and from where, or who assigned it by which paper. Only planners read it."
        ),
        error_messages={"required": gettext_lazy("Write the grounds of the inspection.")},
    )  # fmt: skip

    def __init__(self, *args: Any, plan: InspectionPlan, **kwargs: Any) -> None:
        super().__init__(*args, plan=plan, visit=Visit(plan=plan), **kwargs)
        team: Any = self.fields["team"]
        teams = list(team.queryset[:2])
        team.initial = teams[0].pk if len(teams) == 1 else None
        team.required = True
        team.empty_label = _("Choose a team")
        team.error_messages["required"] = _("Choose the team that goes.")
