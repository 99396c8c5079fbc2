"""Choosing day, time and team of a visit; adding one; what it is about; proposals."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans.domain.clashes import Proposal
from plans.domain.queries.slots import Slot, slots_of
from plans.domain.undoing import FormerPlace
from plans.enums import Excuse, VisitKind
from plans.forms.parts import MonthInput
from plans.forms.plan import DateInput
from plans.models import ContentStream, InspectionPlan, InspectionTeam, Visit

FREE = "free"
_OPENS, _CLOSES = 6, 22


def half_hours(*kept: time | None) -> list[tuple[str, str]]:
    """Every half hour of a working day, and the times a visit has already."""
    moments = {time(hour, minute) for hour in range(_OPENS, _CLOSES) for minute in (0, 30)}
    moments |= {moment for moment in kept if moment}
    return [("", "–"), *((f"{m:%H:%M}", f"{m:%H:%M}") for m in sorted(moments))]


class ReasonsForm(forms.Form):
    """One optional field for each reason that may be asked for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in Excuse.values:
            self.fields[kind] = forms.CharField(required=False, max_length=1000)


class PlaceForm(ReasonsForm):
    """Day, slot or free time, team; the reasons are asked for by what stands in the way."""

    on = forms.DateField(
        label=gettext_lazy("Day"), widget=DateInput(),
        error_messages={"required": gettext_lazy("Choose a day.")},
    )  # fmt: skip
    slot = forms.ChoiceField(
        label=gettext_lazy("Time"), widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a time.")},
    )  # fmt: skip
    starts_at = forms.TimeField(
        label=gettext_lazy("Begins at"), required=False, widget=forms.Select
    )
    ends_at = forms.TimeField(label=gettext_lazy("Ends at"), required=False, widget=forms.Select)
    team = forms.ModelChoiceField(
        label=gettext_lazy("Team"), queryset=InspectionTeam.objects.none(), required=False,
        empty_label=gettext_lazy("No team yet"),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, visit: Visit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.visit = visit
        fields: dict[str, Any] = self.fields
        self.slots = slots_of(visit.plan)
        fields["slot"].choices = [
            *((slot.key, str(slot)) for slot in self.slots), (FREE, _("Another time")),
        ]  # fmt: skip
        times = half_hours(visit.starts_at, visit.ends_at)
        fields["starts_at"].widget.choices = fields["ends_at"].widget.choices = times
        fields["team"].queryset = visit.plan.teams.all()

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        chosen = next((slot for slot in self.slots if slot.key == values.get("slot")), None)
        if chosen:
            values["starts_at"], values["ends_at"] = chosen.starts_at, chosen.ends_at
        elif values.get("slot") == FREE:
            for name in ("starts_at", "ends_at"):
                if not values.get(name):
                    self.add_error(name, _("Choose when the visit begins and ends."))
        return values

    @property
    def proposal(self) -> Proposal:
        """What was chosen; only of a valid form."""
        values = self.cleaned_data
        return Proposal(values["on"], values["starts_at"], values["ends_at"], values["team"])

    @property
    def reasons(self) -> dict[str, str]:
        return given_reasons(self.cleaned_data)


class UndoForm(ReasonsForm):
    """Where a visit stood before it was placed, as the undo button sends it."""

    month = forms.DateField()
    team = forms.IntegerField(required=False)
    on = forms.DateField(required=False)
    starts_at = forms.TimeField(required=False)
    ends_at = forms.TimeField(required=False)
    version = forms.IntegerField()

    @property
    def version_asked(self) -> int:
        return int(self.cleaned_data["version"])

    @property
    def former(self) -> FormerPlace:
        """Only of a valid form."""
        others = {"version", *Excuse.values}
        values = {name: value for name, value in self.cleaned_data.items() if name not in others}
        return FormerPlace(**values, excuses=given_reasons(self.cleaned_data))


def given_reasons(values: Mapping[str, Any]) -> dict[str, str]:
    """The reasons that were written, by what they excuse."""
    return {kind: values[kind] for kind in Excuse.values if values.get(kind)}


def place_initial(
    visit: Visit, slots: list[Slot], asked: dict[str, str], suggestion: Proposal | None
) -> dict[str, Any]:
    """What the form opens with: what was asked for, else the visit's own time, else a free one."""
    on = _day(asked.get("on", "")) or visit.on or (suggestion.on if suggestion else visit.month)
    starts_at = _moment(asked.get("starts_at", "")) or visit.starts_at
    if starts_at is None and suggestion and suggestion.on == on:
        starts_at = suggestion.starts_at
    slot = next((slot for slot in slots if slot.starts_at == starts_at), None)
    ends_at = _moment(asked.get("ends_at", ""))
    if ends_at is None and visit.starts_at == starts_at:
        ends_at = visit.ends_at
    if slot and ends_at not in {None, slot.ends_at}:
        slot = None
    values: dict[str, Any] = {
        "on": on, "version": visit.version, "team": asked.get("team") or visit.team_id,
        "slot": slot.key if slot else FREE if starts_at else "",
        **visit.excuses,
    }  # fmt: skip
    if not slot and starts_at:
        values |= {
            "starts_at": f"{starts_at:%H:%M}",
            "ends_at": f"{ends_at:%H:%M}" if ends_at else "",
        }
    return values


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _moment(text: str) -> time | None:
    try:
        return time.fromisoformat(text)
    except ValueError:
        return None


def planned_kinds() -> list[tuple[str, Any]]:
    """Kinds of visits on the plan's list; an ad hoc inspection has a page and grounds of its own."""
    return [(key, label) for key, label in VisitKind.choices if key != VisitKind.AD_HOC]


class VisitForm(forms.ModelForm[Visit]):
    """What a visit is about; its day and team have a page of their own."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Visit
        fields = ["kind", "mode", "month", "streams", "cluster", "note"]
        widgets = {
            "month": MonthInput(),
            "streams": forms.CheckboxSelectMultiple,
            "note": forms.Textarea(attrs={"rows": 3}),
        }
        labels = {"streams": gettext_lazy("Contents of inspection")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        plan = self.instance.plan
        self.initial["version"] = self.instance.version
        fields["month"].input_formats = ["%Y-%m", "%m/%Y", "%Y-%m-%d"]
        fields["streams"].queryset = plan.streams.all()
        fields["cluster"].queryset = plan.clusters.all()
        if self.instance.on:
            del fields["month"]
        if self.instance.kind == VisitKind.AD_HOC:
            del fields["kind"]
        else:
            fields["kind"].choices = planned_kinds()


class ProposeForm(forms.Form):
    """For which contents every unit is visited."""

    streams = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Contents of every visit"), queryset=ContentStream.objects.none(),
        widget=forms.CheckboxSelectMultiple, required=False,
        help_text=gettext_lazy("Units with a named dossier are visited for that content too."),
    )  # fmt: skip

    def __init__(self, *args: Any, plan: InspectionPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["streams"].queryset = plan.streams.all()  # type: ignore[attr-defined]


class BulkTeamForm(forms.Form):
    """Which team goes on the chosen visits."""

    team = forms.ModelChoiceField(
        queryset=InspectionTeam.objects.none(),
        error_messages={"required": gettext_lazy("Choose the team that goes.")},
    )  # fmt: skip

    def __init__(self, *args: Any, teams: "QuerySet[InspectionTeam]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = teams  # type: ignore[attr-defined]
