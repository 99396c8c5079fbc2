"""Noting what was seen."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.enums import FindingKind
from inspections.models import Checklist, Finding, Inspection
from plans.forms.duty import ManyFilesField
from standards.models import Criterion


class FindingForm(forms.Form):
    """Kind, words, what it is about, photos. `about` is "checklist:criterion", either may lack."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is it?"), choices=FindingKind, widget=forms.RadioSelect,
        initial=FindingKind.SHORTCOMING,
    )  # fmt: skip
    text = forms.CharField(
        label=gettext_lazy("What was seen"), max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Write what was seen.")},
    )  # fmt: skip
    about = forms.ChoiceField(label=gettext_lazy("About which criterion"), required=False)
    photos = ManyFilesField(
        label=gettext_lazy("Photos"), required=False,
        help_text=gettext_lazy("PNG, JPG or WEBP, up to 20 MB each."),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, inspection: Inspection, finding: Finding | None = None, **kw: Any
    ) -> None:
        if finding is not None:
            kw["initial"] = {
                "kind": finding.kind, "text": finding.text, "version": finding.version,
                "about": f"{finding.checklist_id or ''}:{finding.criterion_id or ''}",
            }  # fmt: skip
        super().__init__(*args, **kw)
        self._checklists = {
            checklist.pk: checklist
            for checklist in inspection.checklists.select_related(
                "assessment__standard_set"
            ).prefetch_related("assessment__standard_set__standards__criteria")
        }
        self.fields["about"].choices = self._choices()  # type: ignore[attr-defined]
        self.fields["photos"].widget.attrs["accept"] = "image/png,image/jpeg,image/webp"

    def _choices(self) -> list[tuple[str, Any]]:
        groups = [
            (str(checklist), list(self._criteria(checklist)))
            for checklist in self._checklists.values()
        ]
        return [(":", _("No criterion: the unit as a whole")), *groups]

    def _criteria(self, checklist: Checklist) -> list[tuple[str, str]]:
        return [
            (f"{checklist.pk}:{criterion.pk}", f"{criterion.code}. {criterion.text[:80]}")
            for standard in checklist.assessment.standard_set.standards.all()
            for criterion in standard.criteria.all()
        ]

    def values(self) -> dict[str, Any]:
        """What the verb takes."""
        checklist, _colon, criterion = (self.cleaned_data.get("about") or ":").partition(":")
        return {
            "kind": self.cleaned_data["kind"],
            "text": self.cleaned_data["text"],
            "checklist": self._checklists[int(checklist)] if checklist else None,
            "criterion": (
                Criterion.objects.select_related("standard").get(pk=criterion)
                if criterion
                else None
            ),
        }
