"""The head of a plan, its chapters, and the words that go with a decision."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.web.rich_text import clean_html
from plans.domain.people import people_who
from plans.models import InspectionPlan, PlanSection
from units.domain.calendar import school_year_of
from units.models import Unit


class DateInput(forms.DateInput):
    """The browser's own calendar; it always speaks ISO on the wire."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class PlanForm(forms.ModelForm[InspectionPlan]):
    """Everything on the paper but its chapters and tables."""

    class Meta:
        model = InspectionPlan
        fields = [
            "title", "subject", "paper_type", "planned_on", "symbol", "archive_mark", "addressees",
            "intro", "closing", "owner_department", "contact", "notice_days", "most_visits_a_day",
            "has_schedule_annex",
        ]  # fmt: skip
        widgets = {
            "subject": forms.Textarea(attrs={"rows": 2}),
            "addressees": forms.Textarea(attrs={"rows": 2}),
            "intro": forms.Textarea(attrs={"rows": 3}),
            "closing": forms.Textarea(attrs={"rows": 4}),
            "planned_on": DateInput(),
        }
        help_texts = {
            "title": _("How people call it at work. It appears in lists."),
            "subject": _("Printed under the name of the paper, for instance “Kiểm tra việc …”."),
            "symbol": _("For instance KH-SGDĐT. The number is given when the plan is issued."),
            "notice_days": _("Units must know their day this many days ahead."),
        }


class NewPlanForm(forms.ModelForm[InspectionPlan]):
    """Just enough to begin."""

    class Meta:
        model = InspectionPlan
        fields = ["issuer", "school_year", "title", "subject"]
        widgets = {"subject": forms.Textarea(attrs={"rows": 2})}
        help_texts = {
            "title": _("How people call it at work. It appears in lists."),
            "subject": _("Printed under the name of the paper, for instance “Kiểm tra việc …”."),
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        issuer = self.fields["issuer"]
        issuer.queryset = Unit.objects.filter(pk__in=user.units_where("plans.edit"))  # type: ignore[attr-defined]
        issuer.empty_label = None  # type: ignore[attr-defined]
        present = school_year_of(timezone.localdate())
        if present:
            self.fields["school_year"].initial = present.pk


class SectionForm(forms.ModelForm[PlanSection]):
    """One chapter; the body comes from the rich-text editor and is cleaned here."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = PlanSection
        fields = ["marker", "heading", "body"]
        widgets = {"body": forms.Textarea(attrs={"rows": 18, "data-rich-text": "true"})}

    def clean_body(self) -> str:
        return clean_html(self.cleaned_data["body"])


class SubmitForm(forms.Form):
    """Who is asked to approve: a named person, never an office."""

    approver = forms.ModelChoiceField(
        label=_("Who approves?"), queryset=User.objects.none(), empty_label=None,
        widget=forms.RadioSelect,
    )  # fmt: skip

    def __init__(self, *args: Any, plan: InspectionPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        leaders = [person.pk for person in people_who(plan.issuer, "plans.approve")]
        field = self.fields["approver"]
        field.queryset = User.objects.filter(pk__in=leaders)  # type: ignore[attr-defined]
        field.label_from_instance = lambda person: f"{person} – {person.post}"  # type: ignore[attr-defined]
        field.error_messages["required"] = _("Choose who approves.")


class ReasonForm(forms.Form):
    """A reason that the people concerned will read."""

    comment = forms.CharField(
        label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write the reason: the people concerned will read it.")},
    )  # fmt: skip
