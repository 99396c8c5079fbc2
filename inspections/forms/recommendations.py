"""Asking for something, reporting it done, deciding on the report, giving more time."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.files.storing import Accept
from inspections.models import Inspection, Recommendation
from plans.forms.duty import ManyFilesField
from plans.forms.plan import DateInput, ReasonForm
from units.domain.tree import managers_of
from units.models import Unit

USUAL_DAYS = 30


class RecommendationForm(forms.ModelForm[Recommendation]):
    """What is to be done, by whom, until when; mostly by the unit inspected, else by who manages it."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Recommendation
        fields = ["finding", "text", "owner", "due_on", "needs_file"]
        widgets = {"text": forms.Textarea(attrs={"rows": 4}), "due_on": DateInput()}
        help_texts = {
            "text": _("One thing to be mended, so that it can be seen whether it was done."),
            "finding": _("The shortcoming it mends."),
        }

    def __init__(self, *args: Any, inspection: Inspection, **kw: Any) -> None:
        super().__init__(*args, **kw)
        visit = inspection.visit
        manager = managers_of([visit.unit_id], timezone.localdate()).get(visit.unit_id)
        own = [visit.unit_id, visit.plan.issuer_id, *([manager.pk] if manager else [])]
        fields: dict[str, Any] = self.fields
        fields["owner"].queryset = Unit.objects.filter(pk__in=own)
        fields["owner"].empty_label = None
        fields["owner"].label_from_instance = lambda unit: unit.short_name
        fields["finding"].queryset = inspection.findings.standing().faults()
        fields["finding"].empty_label = _("No finding in particular")
        fields["finding"].label_from_instance = lambda finding: finding.text[:100]
        if self.instance.pk is None:
            fields["owner"].initial = visit.unit_id
            fields["due_on"].initial = timezone.localdate() + timedelta(days=USUAL_DAYS)

    def values(self) -> dict[str, Any]:
        """What the verb takes."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class ReportForm(forms.Form):
    """What was done, with proof."""

    text = forms.CharField(
        label=_("What was done"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write what was done.")},
    )  # fmt: skip
    attachments = ManyFilesField(
        label=_("Proof"), help_text=_("PDF, Word, Excel or photos, up to 20 MB each."),
        error_messages={"required": _("Add a file that proves it: a photo, a paper, a list.")},
    )  # fmt: skip

    def __init__(self, *args: Any, needs_file: bool, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["attachments"].required = needs_file
        self.fields["attachments"].widget.attrs["accept"] = Accept.DOCUMENT.html_accept


class ExtendDueForm(ReasonForm):
    """A later last day, with a reason."""

    due_on = forms.DateField(label=_("New last day"), widget=DateInput())
    field_order = ["due_on", "comment"]
