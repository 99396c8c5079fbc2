"""Filters of the lists of planning; every field is optional and lives in the address."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.search.keys import search_key
from core.web.bar import BarCheck, BarDate, BarSelect, BarText, offer
from plans.domain.queries.planning_seen import PlanningSeen
from plans.enums import ObligationState, PlanState, VisitState
from plans.models import InspectionPlan, Obligation
from units.models import SchoolYear


class PlanFilterForm(forms.Form):
    q = forms.CharField(label=_("Search"), required=False, max_length=100, widget=BarText)
    school_year = forms.ModelChoiceField(
        label=_("School year"), queryset=SchoolYear.objects.all(), required=False,
        empty_label=_("All school years"), widget=BarSelect,
    )  # fmt: skip
    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("All states")), *PlanState.choices], required=False,
        widget=BarSelect,
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(
            self,
            "school_year",
            _("All school years"),
            lambda: SchoolYear.objects.values_list("pk", "name"),
        )

    def apply(self, plans: "QuerySet[InspectionPlan]") -> "QuerySet[InspectionPlan]":
        """Narrow a queryset by what is valid."""
        values: dict[str, Any] = getattr(self, "cleaned_data", {})
        if values.get("q"):
            plans = plans.search(values["q"])  # type: ignore[attr-defined]
        if values.get("school_year"):
            plans = plans.filter(school_year=values["school_year"])
        if values.get("state"):
            plans = plans.filter(state=values["state"])
        return plans


class ObligationFilterForm(forms.Form):
    LATE = "late"

    q = forms.CharField(label=_("Search"), required=False, max_length=100, widget=BarText)
    state = forms.ChoiceField(
        label=_("State"), required=False, widget=BarSelect,
        choices=[("", _("All states")), (LATE, _("Overdue")), *ObligationState.choices],
    )  # fmt: skip
    plan = forms.ModelChoiceField(
        label=_("Plan"), queryset=InspectionPlan.objects.none(), required=False,
        empty_label=_("All plans"), widget=BarSelect,
    )  # fmt: skip

    def __init__(self, *args: Any, plans: "QuerySet[InspectionPlan]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan"].queryset = plans.filter(milestones__isnull=False).distinct()  # type: ignore[attr-defined]

    def apply(self, duties: "QuerySet[Obligation]") -> "QuerySet[Obligation]":
        values: dict[str, Any] = getattr(self, "cleaned_data", {})
        for word in search_key(values.get("q") or "").split():
            duties = duties.filter(unit__search_key__contains=word)
        if values.get("plan"):
            duties = duties.filter(milestone__plan=values["plan"])
        if values.get("state") == self.LATE:
            duties = duties.overdue()  # type: ignore[attr-defined]
        elif values.get("state"):
            duties = duties.filter(state=values["state"])
        return duties


class VisitFilterForm(forms.Form):
    """What narrows visits, on the list and on the calendar alike; `VisitScope` applies it."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100, widget=BarText)
    plan = forms.ChoiceField(label=_("Plan"), required=False, widget=BarSelect)
    team = forms.ChoiceField(label=_("Team"), required=False, widget=BarSelect)
    manager = forms.ChoiceField(label=_("Managed by"), required=False, widget=BarSelect)
    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("All states")), *VisitState.choices], required=False,
        widget=BarSelect,
    )  # fmt: skip
    month = forms.DateField(
        label=_("Month"), required=False, input_formats=["%Y-%m", "%m/%Y"],
        widget=BarDate(attrs={"type": "month"}, format="%Y-%m"),
    )  # fmt: skip
    day = forms.DateField(label=_("Day"), required=False, widget=forms.HiddenInput)
    undated = forms.BooleanField(label=_("Without a day"), required=False, widget=BarCheck)
    member = forms.ChoiceField(label=_("Inspector"), required=False, widget=forms.HiddenInput)
    since = forms.DateField(label=_("From"), required=False, widget=forms.HiddenInput)
    until = forms.DateField(label=_("To"), required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, seen: PlanningSeen, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self._seen = seen
        offer(self, "plan", _("All plans"), self._plans)
        offer(self, "team", _("All teams"), self._teams)
        offer(self, "manager", _("All managers"), lambda: seen.managers)
        offer(self, "member", "", lambda: seen.people)

    def _plans(self) -> list[tuple[int, str]]:
        return [(plan.pk, plan.title) for plan in self._seen.plans.values()]

    def _teams(self) -> list[tuple[int, str]]:
        """Teams of the chosen plan, else of all."""
        chosen = self.data.get("plan", "")
        return [
            (team.pk, team.name)
            for team in self._seen.teams
            if not chosen or str(team.plan.pk) == chosen
        ]


class LoadFilterForm(forms.Form):
    """Whose visits are counted: of a school year or between two days, of one plan or of all."""

    school_year = forms.ChoiceField(label=_("School year"), required=False, widget=BarSelect)
    plan = forms.ChoiceField(label=_("Plan"), required=False, widget=BarSelect)
    since = forms.DateField(
        label=_("From"), required=False, widget=BarDate(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=_("To"), required=False, widget=BarDate(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, seen: PlanningSeen, years: list[SchoolYear], **kw: Any) -> None:
        super().__init__(*args, **kw)
        plans = seen.plans.values()
        offer(self, "school_year", _("This school year"), lambda: [(y.pk, y.name) for y in years])
        offer(self, "plan", _("All plans"), lambda: [(plan.pk, plan.title) for plan in plans])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        since, until = values.get("since"), values.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day lies before the first."))
        return values
