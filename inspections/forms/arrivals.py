"""Deciding on what a device sent: putting an answer right, setting something aside."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from standards.enums import QuestionKind
from standards.forms.assessments import FigureField
from standards.models import Criterion

_WORDS = (QuestionKind.YES_NO, QuestionKind.TEXT, *QuestionKind.with_options())


class AsideForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it does not count"), max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Write why it does not count.")},
    )  # fmt: skip


class RightAnswerForm(forms.Form):
    """The answer as it should read, with the fields its criterion needs."""

    def __init__(self, data: Any = None, *, criterion: Criterion, sent: dict[str, Any]) -> None:
        super().__init__(data)
        value = sent.get("value")
        kept = value if isinstance(value, dict) else {}
        if criterion.kind in _WORDS:
            self._add("word", _word_field(criterion), kept)
        else:
            two = criterion.kind in QuestionKind.of_two_figures()
            label = criterion.numerator if two else _("Figure")
            self._add("number", FigureField(label=label, required=False), kept)
            if two:
                whole = FigureField(label=criterion.denominator, required=False)
                self._add("denominator", whole, kept)
        self._add("not_applicable", forms.BooleanField(label=_("Does not apply"), required=False), kept)  # fmt: skip
        reason = forms.CharField(
            label=_("Reason for a blank, or why it does not apply"), required=False, max_length=500
        )
        self._add("reason", reason, kept)
        note = forms.CharField(
            label=_("Note"), required=False, max_length=1000, widget=forms.Textarea({"rows": 2})
        )
        self._add("note", note, sent)

    def _add(self, name: str, field: forms.Field, kept: dict[str, Any]) -> None:
        field.initial = kept.get(name)
        self.fields[name] = field

    @property
    def value(self) -> dict[str, Any]:
        """As a device would send it: figures as text."""
        said = {name: given for name, given in self.cleaned_data.items() if name != "note"}
        return {
            name: f"{given:f}" if isinstance(given, Decimal) else given
            for name, given in said.items()
            if given not in (None, "", False)
        }


def _word_field(criterion: Criterion) -> forms.Field:
    if criterion.kind == QuestionKind.TEXT:
        return forms.CharField(
            label=_("Answer"), required=False, max_length=2000, widget=forms.Textarea({"rows": 3})
        )
    options = [(each.value, each.label) for each in criterion.as_value().options]
    if criterion.kind == QuestionKind.YES_NO:
        options = [("yes", str(_("Yes"))), ("no", str(_("No")))]
    return forms.ChoiceField(label=_("Answer"), choices=[("", "–"), *options], required=False)
