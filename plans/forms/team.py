"""Teams: their head, their people, their tasks."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from plans.enums import TeamRole
from plans.models import Assignment, InspectionPlan, InspectionTeam, TeamMember


class TeamForm(forms.ModelForm[InspectionTeam]):
    class Meta:
        model = InspectionTeam
        fields = ["name", "composition", "decision"]
        widgets = {"composition": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "name": gettext_lazy("How people call it, for instance “Đoàn số 1”."),
            "composition": gettext_lazy("Printed in the letter under “Thành phần”."),
            "decision": gettext_lazy("Number and day of the decision that set the team up."),
        }


class PersonForm(forms.Form):
    """A person found by name."""

    person = forms.ModelChoiceField(queryset=User.objects.filter(is_active=True), required=False)
    person_text = forms.CharField(
        label=gettext_lazy("Find a person"), required=False, max_length=150,
        help_text=gettext_lazy("By name, post or e-mail; diacritics are not needed."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if not values.get("person") and "person" not in self.errors:
            self._without_person(values)
        return values

    def _without_person(self, values: dict[str, Any]) -> None:
        self.add_error("person_text", _("Choose a person from the list."))


class MemberAddForm(PersonForm):
    """A person found by name, or a new one who has never signed in."""

    role = forms.ChoiceField(
        label=gettext_lazy("Role"), choices=TeamRole, initial=TeamRole.MEMBER,
        widget=forms.RadioSelect,
    )  # fmt: skip
    honorific = forms.ChoiceField(
        label=gettext_lazy("Form of address"), required=False,
        choices=[("", "–"), ("Ông", "Ông"), ("Bà", "Bà")],
    )  # fmt: skip
    full_name = forms.CharField(label=gettext_lazy("Full name"), required=False, max_length=150)
    post = forms.CharField(label=gettext_lazy("Post"), required=False, max_length=200)
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)

    def _without_person(self, values: dict[str, Any]) -> None:
        if not values.get("full_name"):
            self.add_error("person_text", _("Choose a person, or write down a new one below."))
        elif "email" not in self.errors and not values.get("email"):
            self.add_error("email", _("The e-mail address tells people of one name apart."))
        elif User.objects.filter(email__iexact=values.get("email", "")).exists():
            self.add_error("email", _("A person with this address is known. Find them above."))

    @property
    def is_new_person(self) -> bool:
        return bool(self.is_bound and not self.data.get("person") and self.data.get("full_name"))


class MemberForm(forms.ModelForm[TeamMember]):
    """Role, post and task of a member."""

    class Meta:
        model = TeamMember
        fields = ["role", "post", "assignment"]
        widgets = {"role": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["assignment"]
        field.queryset = self.instance.team.assignments.all()
        field.empty_label = _("No task yet")


class AssignmentForm(forms.ModelForm[Assignment]):
    """A task, what it needs, and everyone who shares it."""

    members = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Who does it"), queryset=TeamMember.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Several people may share one task; the annex prints it once."),
    )  # fmt: skip

    class Meta:
        model = Assignment
        fields = ["task", "dossiers"]
        widgets = {
            "task": forms.Textarea(attrs={"rows": 5}),
            "dossiers": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        team = self.instance.team
        field: Any = self.fields["members"]
        field.queryset = team.members.select_related("user")
        field.label_from_instance = lambda member: member.user.addressed_name
        if self.instance.pk:
            self.initial["members"] = list(self.instance.members.values_list("pk", flat=True))


class CopyTeamForm(forms.Form):
    plan = forms.ModelChoiceField(
        label=gettext_lazy("Into which plan?"), queryset=InspectionPlan.objects.none(),
        empty_label=None,
    )  # fmt: skip

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan"].queryset = InspectionPlan.objects.editable_by(user)  # type: ignore[attr-defined]
