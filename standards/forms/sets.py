"""The head of a draft and its parts."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from standards.models import Criterion, OutcomeRule, SetPart, Standard, StandardSet
from units.enums import SchoolLevel
from units.models import Unit

_KEY = re.compile(r"[a-z][a-z0-9_]*")


def _day() -> forms.DateInput:
    return forms.DateInput({"type": "date"}, format="%Y-%m-%d")


def _rows(count: int) -> forms.Textarea:
    return forms.Textarea({"rows": count})


class SetForm(forms.ModelForm[StandardSet]):
    level_choices = forms.MultipleChoiceField(
        label=_("School levels"), choices=SchoolLevel, widget=forms.CheckboxSelectMultiple
    )
    asked = forms.CharField(
        label=_("Asked beforehand"), required=False, widget=_rows(3),
        help_text=_("One line each: “class_size | Pupils of the class”, or with answers “room | Room | tin_hoc=Informatics; vat_li=Physics”."),
    )  # fmt: skip

    class Meta:
        model = StandardSet
        fields = [
            "owner", "code", "name", "purpose", "legal_document", "basis", "valid_from",
            "valid_to", "level_choices", "not_applicable", "asked", "is_example", "provenance",
        ]  # fmt: skip
        widgets = {
            "valid_from": _day(), "valid_to": _day(), "provenance": _rows(3),
            "purpose": forms.RadioSelect, "not_applicable": forms.RadioSelect,
        }  # fmt: skip
        help_texts = {
            "code": _("Short and lasting, for instance TV-AG-2026; versions share it."),
            "valid_to": _("Empty: until a new version replaces it."),
            "provenance": _("From which papers the criteria and figures were taken."),
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Unit.objects.filter(pk__in=user.units_where("standards.edit")).order_by("kind")
        owner: Any = self.fields["owner"]
        owner.queryset, owner.required, owner.empty_label = own, True, None
        for name in ("purpose", "not_applicable"):
            choices: Any = self.fields[name]
            choices.choices = [choice for choice in choices.choices if choice[0]]
        self.initial.setdefault("owner", own.first())
        self.initial["level_choices"] = self.instance.level_list
        self.initial["asked"] = attribute_lines(self.instance.attributes)

    def clean_asked(self) -> list[dict[str, Any]]:
        lines = self.cleaned_data["asked"].splitlines()
        return [_attribute(line) for line in lines if line.strip()]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        self.instance.level_list = values.get("level_choices", [])
        self.instance.attributes = values.get("asked", [])
        return values


def attribute_lines(attributes: list[dict[str, Any]]) -> str:
    """Attributes as the lines people write."""
    lines = []
    for row in attributes:
        choices = "; ".join(f"{c['value']}={c['label']}" for c in row.get("choices", []))
        lines.append(" | ".join(part for part in (row["key"], row["label"], choices) if part))
    return "\n".join(lines)


def _attribute(line: str) -> dict[str, Any]:
    parts = [part.strip() for part in line.split("|")]
    if len(parts) not in {2, 3} or not _KEY.fullmatch(parts[0]) or not parts[1]:
        raise forms.ValidationError(
            gettext("“%(line)s”: write “key | words”, or “key | words | value=words; value=words”.")
            % {"line": line.strip()[:80]}
        )
    row: dict[str, Any] = {"key": parts[0], "label": parts[1]}
    if len(parts) == 3:
        pairs = [choice.partition("=") for choice in parts[2].split(";") if choice.strip()]
        row["choices"] = [
            {"value": v.strip(), "label": w.strip() or v.strip()} for v, _s, w in pairs
        ]
    return row


class PartForm(forms.ModelForm[Any]):
    """A part of a draft."""

    def __init__(self, *args: Any, found: StandardSet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = found


class StandardForm(PartForm):
    class Meta:
        model = Standard
        fields = ["code", "title", "clause", "verified", "source"]


class CriterionForm(PartForm):
    level_choices = forms.MultipleChoiceField(
        label=_("Only for levels"), choices=SchoolLevel, required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("None ticked: for every level of the set."),
    )  # fmt: skip

    class Meta:
        model = Criterion
        fields = [
            "standard", "code", "text", "kind", "points", "weight", "unit", "numerator",
            "denominator", "requirements", "options", "level_choices", "applies_if",
            "blank_needs_reason", "evidence", "guidance", "clause", "verified", "source",
        ]  # fmt: skip
        widgets = {
            "text": _rows(2), "requirements": _rows(3), "options": _rows(3),
            "applies_if": _rows(2), "evidence": _rows(2), "guidance": _rows(2),
        }  # fmt: skip
        help_texts = {
            "points": _("The most it gives. For answers to choose from, each answer has its own."),
            "weight": _("Points are multiplied by it; 1 leaves them as they are."),
            "numerator": _("For a share or an average: what is counted."),
            "denominator": _("For a share or an average: what it is divided by."),
            "requirements": _("One line each, for instance “THCS: >= 60” or “THPT, room=tin_hoc: >= 2*class_size”. A question mark at the end: not checked against the text."),
            "options": _("One line each: “value | words | points”."),
            "applies_if": _("One line each, for instance “room=tin_hoc” or, of an earlier answer, “1.5=yes”."),
        }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        standard: Any = self.fields["standard"]
        standard.queryset, standard.empty_label = self.found.standards.all(), None
        self.initial["level_choices"] = self.instance.level_list

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        levels = values.get("level_choices") or []
        self.instance.levels = f",{','.join(levels)}," if levels else ""
        same = Criterion.objects.filter(
            standard__standard_set=self.found, code=values.get("code", "")
        )
        if same.exclude(pk=self.instance.pk).exists():
            self.add_error("code", gettext("Another criterion of this set has this code."))
        return values


class RuleForm(PartForm):
    class Meta:
        model = OutcomeRule
        fields = ["title", "conditions", "note", "clause", "verified", "source"]
        widgets = {"conditions": _rows(6), "note": _rows(2)}
        help_texts = {
            "conditions": _("All must hold. One line each: “total >= 80”, “standard 2 >= 90 %”, “every standard > 75”, “criterion 1.1 met”, “THCS: criterion 1.10 >= 1”, “all met”."),
        }  # fmt: skip


PART_FORMS: dict[str, tuple[type[SetPart], type[PartForm]]] = {
    "standard": (Standard, StandardForm),
    "criterion": (Criterion, CriterionForm),
    "rule": (OutcomeRule, RuleForm),
}
