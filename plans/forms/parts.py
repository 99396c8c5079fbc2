"""One form per kind of part."""

from datetime import date
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from plans.enums import Audience
from plans.forms.plan import DateInput
from plans.models import (
    Cluster,
    ContentStream,
    CoverageRule,
    DossierTarget,
    InspectionPlan,
    LegalBasis,
    Milestone,
    MilestoneDue,
    MonthWindow,
    PlanRecipient,
    PreparationItem,
    Target,
    VisitSlot,
)
from standards.models import StandardSet
from units.enums import SchoolLevel, UnitKind
from units.models import Unit


def sets_for(issuer: Unit, day: date, stream: ContentStream) -> "models.QuerySet[StandardSet]":
    """Sets of criteria in force on a day, of the country or of the issuer and those above it; and
    the one the content has already.
    """
    owners = Unit.objects.over([issuer.pk], day).values("pk")
    own = models.Q(owner__isnull=True) | models.Q(owner=issuer) | models.Q(owner__in=owners)
    offered = StandardSet.objects.in_force_on(day).filter(own)
    return offered | StandardSet.objects.filter(pk=stream.standard_set_id or 0)


class PartForm(forms.ModelForm[Any]):
    """A part of `plan`; fields that choose among the plan's own rows or units are narrowed."""

    def __init__(self, *args: Any, plan: InspectionPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = self.instance.plan = plan
        under = Unit.objects.under([plan.issuer_id], plan.reference_day)
        narrowed: dict[str, models.QuerySet[Any]] = {
            "stream": plan.streams.all(),
            "host": under.inspected(),
            "unit": under.inspected(),
            "managers": under.filter(kind__in=UnitKind.offices()),
            "share_of": plan.targets.all(),
        }
        for name, queryset in narrowed.items():
            if name in self.fields:
                self.fields[name].queryset = queryset  # type: ignore[attr-defined]


class BasisForm(PartForm):
    class Meta:
        model = LegalBasis
        fields = ["text", "legal_document"]
        widgets = {"text": forms.Textarea(attrs={"rows": 2})}
        help_texts = {"text": _("As printed, beginning with “Căn cứ” or “Thực hiện”.")}


class RecipientForm(PartForm):
    class Meta:
        model = PlanRecipient
        fields = ["text", "purpose", "electronic"]
        help_texts = {"purpose": _("For instance: để báo cáo; để thực hiện.")}


class StreamForm(PartForm):
    class Meta:
        model = ContentStream
        fields = ["title", "key", "owner", "criteria", "criteria_verified", "standard_set"]
        help_texts = {"key": _("A short name without spaces, for instance thu-vien.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["standard_set"]
        field.queryset = sets_for(self.plan.issuer, self.plan.reference_day, self.instance)
        field.empty_label = _("None: free words only")


class PreparationForm(PartForm):
    class Meta:
        model = PreparationItem
        fields = ["stream", "text", "form_code", "applies_to", "office_units_only"]
        widgets = {"text": forms.Textarea(attrs={"rows": 2})}


class MonthInput(forms.DateInput):
    """A month; stored as its first day."""

    input_type = "month"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m", **kwargs)


class WindowForm(PartForm):
    month = forms.DateField(
        label=_("Month"), input_formats=["%Y-%m", "%m/%Y", "%Y-%m-%d"], widget=MonthInput()
    )
    level_choices = forms.MultipleChoiceField(
        label=_("Levels of the direct units"), choices=SchoolLevel, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    class Meta:
        model = MonthWindow
        fields = ["month", "managers", "text"]
        widgets = {
            "text": forms.Textarea(attrs={"rows": 3}),
            "managers": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["level_choices"] = self.instance.levels.split(",")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.instance.levels = ",".join(cleaned.get("level_choices", []))
        month = cleaned.get("month")
        if month:
            cleaned["month"] = month.replace(day=1)
        return cleaned


class ClusterForm(PartForm):
    members = forms.ModelMultipleChoiceField(
        label=_("Members"), queryset=Unit.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Units that bring their dossiers to the host."),
    )  # fmt: skip

    class Meta:
        model = Cluster
        fields = ["name", "host", "stream", "verified"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["members"]
        field.queryset = self.fields["host"].queryset  # type: ignore[attr-defined]
        if self.instance.pk:
            self.initial["members"] = list(self.instance.members.values_list("unit", flat=True))

    def save_related(self) -> None:
        """Write the members; called after the cluster itself is saved."""
        chosen = {unit.pk for unit in self.cleaned_data["members"]}
        self.instance.members.exclude(unit__in=chosen).delete()
        known = set(self.instance.members.values_list("unit", flat=True))
        for unit in sorted(chosen - known):
            self.instance.members.create(unit_id=unit)


class DossierTargetForm(PartForm):
    class Meta:
        model = DossierTarget
        fields = ["stream", "unit", "note"]


class TargetForm(PartForm):
    class Meta:
        model = Target
        fields = [
            "code", "text", "numerator", "denominator", "percent", "level", "share_of", "source",
        ]  # fmt: skip


class SlotForm(PartForm):
    class Meta:
        model = VisitSlot
        fields = ["starts_at", "ends_at"]
        widgets = {
            "starts_at": forms.TimeInput(attrs={"type": "time", "step": 1800}),
            "ends_at": forms.TimeInput(attrs={"type": "time", "step": 1800}),
        }


class MilestoneForm(PartForm):
    """A milestone with one due date per audience: the dates differ per kind of manager."""

    class Meta:
        model = Milestone
        fields = ["title", "deliverables", "form_code", "is_event", "answered_by", "note", "source"]
        widgets = {"deliverables": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {due.audience: due for due in self.instance.dues.all()} if self.instance.pk else {}
        for audience in Audience:
            owed = audience.value in known
            self.fields[f"owed_{audience.value}"] = forms.BooleanField(
                label=audience.label, required=False, initial=owed
            )
            self.fields[f"due_{audience.value}"] = forms.DateField(
                label=_("Last day for: %(who)s") % {"who": audience.label}, required=False,
                widget=DateInput(), initial=known[audience.value].due_on if owed else None,
                help_text=_("Leave empty until it is announced."),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        day = self.plan.reference_day
        for audience in Audience:
            due = cleaned.get(f"due_{audience.value}")
            if due and due < day:
                self.add_error(
                    f"due_{audience.value}",
                    _("%(due)s lies before the paper's own date, %(day)s.")
                    % {"due": f"{due:%d/%m/%Y}", "day": f"{day:%d/%m/%Y}"},
                )
        return cleaned

    def save_related(self) -> None:
        """Write the due dates; called after the milestone itself is saved."""
        for audience in Audience:
            due = self.cleaned_data.get(f"due_{audience.value}")
            if not due and not self.cleaned_data.get(f"owed_{audience.value}"):
                self.instance.dues.filter(audience=audience.value).delete()
                continue
            MilestoneDue.objects.update_or_create(
                milestone=self.instance, audience=audience.value, defaults={"due_on": due}
            )


class CoverageRuleForm(PartForm):
    """How many units of which kind the plan reaches (A-38, A-39)."""

    level_choices = forms.MultipleChoiceField(
        label=_("Only these levels"), choices=SchoolLevel, required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("None ticked: every level."),
    )  # fmt: skip

    class Meta:
        model = CoverageRule
        fields = ["source", "percent", "unit_kind", "managers", "each_manager", "basis", "verified"]
        widgets = {"managers": forms.CheckboxSelectMultiple}
        help_texts = {
            "percent": _("100: every unit. Less: a draw by lot, rounded up to whole units."),
            "managers": _("None ticked: all of them."),
        }

    field_order = [
        "source", "percent", "level_choices", "unit_kind", "managers", "each_manager", "basis",
        "verified",
    ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["level_choices"] = self.instance.level_list
        kinds: Any = self.fields["unit_kind"]
        kinds.choices = [("", _("Schools and centres"))] + [
            (kind.value, kind.label) for kind in UnitKind.inspected()
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen = cleaned.get("level_choices", [])
        self.instance.levels = f",{','.join(chosen)}," if chosen else ""
        return cleaned
