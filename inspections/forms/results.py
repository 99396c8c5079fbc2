"""Words of a draft result, the unit's reply, the team's decisions, the conclusion."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from inspections.models import Conclusion, DraftResult, Inspection, Procedure
from plans.domain.people import people_who
from plans.forms.plan import DateInput
from standards.forms.assessments import StageForm
from standards.models import AnswerEvent, Assessment, Criterion

AGREE, EXPLAIN = "agree", "explain"


class VersionedForm(forms.ModelForm):  # type: ignore[type-arg] # each form names its model
    """Knows which version of the row it was opened with."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version


class ResultForm(VersionedForm):
    """The overall assessment, printed under the findings."""

    class Meta:
        model = DraftResult
        fields = ["summary"]
        widgets = {"summary": forms.Textarea(attrs={"rows": 8})}
        help_texts = {
            "summary": _(
                "What the values and findings amount to: a line is a paragraph on the paper."
            )
        }


class ConclusionForm(VersionedForm):
    """The words of the conclusion."""

    class Meta:
        model = Conclusion
        fields = ["summary", "demands", "due_on", "recipients"]
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 8}),
            "demands": forms.Textarea(attrs={"rows": 5}),
            "recipients": forms.Textarea(attrs={"rows": 3}),
            "due_on": DateInput(),
        }
        help_texts = {
            "demands": _("In addition to the recommendations, which are printed as a table."),
            "due_on": _("Last day for what is demanded here."),
        }


class SubmitForm(forms.Form):
    """Who decides."""

    approver = forms.ModelChoiceField(
        label=_("To be approved by"), queryset=User.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, inspection: Inspection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        leaders = people_who(inspection.visit.plan.issuer, "plans.approve")
        field: Any = self.fields["approver"]
        field.queryset = User.objects.filter(pk__in=[person.pk for person in leaders])


class SendBackForm(forms.Form):
    comment = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 4}))


class ReplyForm(forms.Form):
    """The reply as a whole."""

    answer = forms.ChoiceField(
        label=_("Does the unit agree with the draft result?"), widget=forms.RadioSelect,
        choices=[
            (AGREE, _("Yes, with everything")), (EXPLAIN, _("No: see the explanations or the words below")),
        ],
        error_messages={"required": _("Choose one of the two.")},
    )  # fmt: skip
    text = forms.CharField(
        label=_("Reply as a whole"), required=False, max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip


class DecisionForm(forms.Form):
    """Accepted, or not and why; the reason is asked for by the verb."""

    accepted = forms.ChoiceField(choices=[("yes", _("Accept")), ("no", _("Do not accept"))])
    reason = forms.CharField(required=False, max_length=2000)


class ExtensionForm(forms.Form):
    """The one extension."""

    days = forms.IntegerField(label=_("Days added"), min_value=1)
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 4}))


class ProcedureForm(VersionedForm):
    """Every figure of a plan's procedure."""

    class Meta:
        model = Procedure
        fields = [
            "desk_days", "record_days", "reply_days", "conclusion_days", "is_announced",
            "duration_days", "extension_days", "counts_working_days",
        ]  # fmt: skip


class ValueForm(StageForm):
    """The official value of one criterion, as the form of its column asks it."""

    def __init__(
        self, data: Any = None, *, assessment: Assessment, criterion: Criterion,
        events: Mapping[int, AnswerEvent],
    ) -> None:  # fmt: skip
        forms.Form.__init__(self, data)
        self.facts, self.events = assessment.facts, events
        self.groups = [(criterion.standard, [criterion])]
        self.asked = {criterion.pk: criterion}
        self._add(criterion)
