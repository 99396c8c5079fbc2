"""Fitness, interests and the acting lead: what is asked about the people of a team."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans.domain.teams import Tie
from plans.enums import TeamRole, TieKind, VisitState
from plans.forms.plan import DateInput
from plans.forms.visit_add import units_to_visit
from plans.models import ConflictDeclaration, InspectionTeam, TeamDecision, TeamMember, Visit
from plans.requirements import TeamRequirement
from units.domain.naming import find_unit
from units.models import Unit

NONE, SOME = "none", "some"


class EligibilityForm(forms.Form):
    """Which requirements are met, and by what that is known."""

    met = forms.MultipleChoiceField(
        label=gettext_lazy("I confirm that this person"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    note = forms.CharField(
        label=gettext_lazy("How this is known"), required=False, max_length=300,
        help_text=gettext_lazy("For instance a certificate with its number, or a letter of the unit."),
    )  # fmt: skip

    def __init__(self, *args: Any, asked: list[TeamRequirement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["met"]
        field.choices = [(each.key, each.sentence) for each in asked]


class DeclareForm(forms.Form):
    """None, or some: the units stand in the rows below."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Is there a unit you should not inspect?"), widget=forms.RadioSelect,
        choices=[
            (NONE, gettext_lazy("No, I have no tie with any unit the team inspects")),
            (SOME, gettext_lazy("Yes, I name the units below")),
        ],
        error_messages={"required": gettext_lazy("Choose one of the two.")},
    )  # fmt: skip


class TieForm(forms.Form):
    """One unit and the tie; an empty row says nothing."""

    unit_text = forms.CharField(
        label=gettext_lazy("Unit"), max_length=200, required=False,
        widget=forms.TextInput(attrs={"list": "team-units", "autocomplete": "off"}),
    )  # fmt: skip
    kind = forms.ChoiceField(label=gettext_lazy("Kind of tie"), choices=TieKind)
    detail = forms.CharField(label=gettext_lazy("Details"), max_length=300, required=False)

    def __init__(self, *args: Any, within: "QuerySet[Unit]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.within = within
        self.unit: Unit | None = None
        self.fields["kind"].initial = TieKind.FORMER_WORKPLACE

    def clean_unit_text(self) -> str:
        text: str = self.cleaned_data["unit_text"].strip()
        if text:
            self.unit = find_unit(text, within=self.within).unit
            if self.unit is None:
                raise forms.ValidationError(
                    _(
                        "No unit of this plan has this name. Choose one of the list or type it in full."
                    )
                )
        return text

    @property
    def tie(self) -> Tie | None:
        """What the row says; None where it is empty."""
        if self.unit is None:
            return None
        return Tie(self.unit, self.cleaned_data["kind"], self.cleaned_data["detail"])


_Ties: Any = forms.formset_factory(TieForm, extra=2)


def tie_rows(data: Any, team: InspectionTeam, present: ConflictDeclaration | None) -> Any:
    """Rows of ties: those declared so far, and two empty ones."""
    initial = [
        {"unit_text": tie.unit.short_name, "kind": tie.kind, "detail": tie.detail}
        for tie in (present.ties.all() if present else [])
    ]
    within = units_to_visit(team.plan)
    return _Ties(data, prefix="ties", initial=initial, form_kwargs={"within": within})


class ActingForm(forms.Form):
    """Who acts for the lead, when and why."""

    member = forms.ModelChoiceField(
        label=gettext_lazy("Who acts for the lead?"), queryset=TeamMember.objects.none(),
        widget=forms.RadioSelect, empty_label=None,
        error_messages={"required": gettext_lazy("Choose a person.")},
    )  # fmt: skip
    begins_on = forms.DateField(label=gettext_lazy("First day"), required=False, widget=DateInput())
    ends_on = forms.DateField(
        label=gettext_lazy("Until and including"), required=False, widget=DateInput()
    )
    visit = forms.ModelChoiceField(
        label=gettext_lazy("Or only at one visit"), queryset=Visit.objects.none(), required=False,
        empty_label=gettext_lazy("On all visits between the two days"),
    )  # fmt: skip
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=300,
        error_messages={"required": gettext_lazy("Write the reason: the people concerned will read it.")},
    )  # fmt: skip

    def __init__(self, *args: Any, team: InspectionTeam, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        members = team.members.exclude(role=TeamRole.LEAD).select_related("user")
        fields["member"].queryset = members
        fields["member"].label_from_instance = _named
        fields["member"].initial = members.filter(role=TeamRole.DEPUTY).first()
        coming = team.visits.exclude(state__in=[VisitState.CANCELLED, VisitState.DONE])
        fields["visit"].queryset = coming.filter(on__isnull=False).select_related("unit")
        fields["visit"].label_from_instance = _visit_named


def _named(member: TeamMember) -> str:
    return f"{member.user.addressed_name} – {member.get_role_display()}"


def _visit_named(visit: Visit) -> str:
    return f"{visit.on:%d/%m/%Y} {visit.starts_at:%H:%M} · {visit.unit}"


class TeamDecisionForm(forms.ModelForm[TeamDecision]):
    """What is printed, in the order of the paper."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = TeamDecision
        fields = [
            "subject", "symbol", "authority", "bases", "proposed_by", "effective_on", "reason",
            "targets", "contents", "days", "duties", "recipients", "archive_mark",
        ]  # fmt: skip
        widgets = {
            "subject": forms.Textarea(attrs={"rows": 2}),
            "bases": forms.Textarea(attrs={"rows": 4}),
            "targets": forms.Textarea(attrs={"rows": 4}),
            "contents": forms.Textarea(attrs={"rows": 4}),
            "duties": forms.Textarea(attrs={"rows": 2}),
            "recipients": forms.Textarea(attrs={"rows": 4}),
            "effective_on": DateInput(),
        }
        help_texts = {
            "symbol": gettext_lazy("What follows the number, for instance QĐ-SGDĐT."),
            "duties": gettext_lazy("Printed before “chịu trách nhiệm thi hành Quyết định này”."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version
        dropped = (
            ("targets", "contents", "days")
            if self.instance.amends_id
            else ("effective_on", "reason")
        )
        for name in dropped:
            del self.fields[name]
