"""Opening an assessment, and filling one of its columns."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from standards.domain.assessing import Given
from standards.enums import AssessmentPurpose, QuestionKind
from standards.models import AnswerEvent, Assessment, Criterion, Standard, StandardSet
from standards.scoring import notation
from standards.scoring.answers import Answer, faults
from standards.scoring.scheme import Facts
from units.enums import SchoolLevel
from units.models import SchoolYear, Unit


class OpenForm(forms.Form):
    """Which unit, which year, and what the set asks beforehand."""

    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none())
    school_year = forms.ModelChoiceField(
        label=_("School year"), queryset=SchoolYear.objects.all(), empty_label=None
    )
    purpose = forms.ChoiceField(
        label=_("Purpose"), choices=AssessmentPurpose, widget=forms.RadioSelect
    )
    subject = forms.CharField(
        label=_("What is judged"), required=False, max_length=150,
        help_text=_("Where a unit has several: the name of the room."),
    )  # fmt: skip
    levels = forms.MultipleChoiceField(
        label=_("School levels judged"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: every level of the unit that the set knows."),
    )  # fmt: skip

    def __init__(self, *args: Any, found: StandardSet, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.queryset = units
        if units.count() == 1:
            unit.initial = units.first()
        levels: Any = self.fields["levels"]
        levels.choices = [(level, SchoolLevel(level).label) for level in found.level_list]
        self.asked = [row["key"] for row in found.attributes]
        for row in found.attributes:
            self.fields[f"asked_{row['key']}"] = attribute_field(row)

    @property
    def attributes(self) -> dict[str, str]:
        return {key: str(self.cleaned_data[f"asked_{key}"]) for key in self.asked}


def attribute_field(row: Mapping[str, Any]) -> forms.Field:
    if row.get("choices"):
        choices = [(choice["value"], choice["label"]) for choice in row["choices"]]
        return forms.ChoiceField(label=row["label"], choices=[("", "–"), *choices])
    return forms.DecimalField(label=row["label"], min_value=1, max_value=100_000)


@dataclass(frozen=True)
class Question:
    """One criterion on the form: its fields, and what stands beside it."""

    criterion: Criterion
    answers: tuple[Any, ...]
    further: tuple[Any, ...]
    is_open: bool


class StageForm(forms.Form):
    """All criteria that concern the unit, or `only` those named. What can be accepted is kept,
    whatever else is wrong.
    """

    def __init__(
        self, data: Any = None, *, assessment: Assessment, events: Mapping[int, AnswerEvent],
        only: Collection[int] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(data)
        self.facts, self.events = assessment.facts, events
        self.groups: list[tuple[Standard, list[Criterion]]] = []
        self.asked: dict[int, Criterion] = {}
        for standard in assessment.standard_set.standards.all():
            rows = [
                c for c in standard.criteria.all()
                if (only is None or c.pk in only) and _concerns(c, self.facts)
            ]  # fmt: skip
            self.groups.append((standard, rows))
            for criterion in rows:
                self.asked[criterion.pk] = criterion
                self._add(criterion)

    def questions(self) -> Iterator[tuple[Standard, list[Question]]]:
        """Standards with their questions, for the page."""
        for standard, rows in self.groups:
            yield standard, [self._question(criterion) for criterion in rows]

    def clean(self) -> dict[str, Any]:
        for pk, criterion in self.asked.items():
            answer = self._answer(pk, criterion)
            if answer is None or self._is_untouched(answer):
                continue
            for part, sentence in faults(criterion.as_value(), answer):
                self.add_error(f"c{pk}_{_PLACES[part]}", sentence)
        return self.cleaned_data

    def given(self) -> list[Given]:
        """Answers without a fault that differ from what is kept."""
        changed = []
        for pk, criterion in self.asked.items():
            if any(name.startswith(f"c{pk}_") for name in self.errors):
                continue
            answer = self._answer(pk, criterion)
            note = self.cleaned_data.get(f"c{pk}_note", "")
            before = self.events.get(pk)
            said = (answer.as_json() if answer else {}, note)
            kept = (before.value, before.note) if before else ({}, "")
            if answer is not None and said != kept and (before or not self._is_untouched(answer)):
                changed.append(Given(criterion, answer, note))
        return changed

    def _add(self, criterion: Criterion) -> None:
        prefix = f"c{criterion.pk}_"
        event = self.events.get(criterion.pk)
        kept = Answer.from_json(event.value) if event else Answer()
        value = kept.word if criterion.kind in _WORDS else _plain(kept.number)
        fields: dict[str, tuple[forms.Field, Any]] = {"value": (_value_field(criterion), value)}
        if criterion.kind in QuestionKind.of_two_figures():
            fields["den"] = _figure_field(criterion.denominator), _plain(kept.denominator)
        fields["na"] = (
            forms.BooleanField(label=_("Does not apply"), required=False), kept.not_applicable,
        )  # fmt: skip
        fields["reason"] = (
            forms.CharField(label=_("Reason for a blank, or why it does not apply"), required=False,
                            max_length=500), kept.reason,
        )  # fmt: skip
        fields["note"] = (
            forms.CharField(label=_("Note"), required=False, max_length=1000,
                            widget=forms.Textarea({"rows": 2})), event.note if event else "",
        )  # fmt: skip
        for name, (field, initial) in fields.items():
            field.initial = initial
            self.fields[prefix + name] = field

    def _question(self, criterion: Criterion) -> Question:
        prefix = f"c{criterion.pk}_"
        names = ["value", "den"] if f"{prefix}den" in self.fields else ["value"]
        further = tuple(self[prefix + name] for name in ("na", "reason", "note"))
        is_open = any(bound.errors or bound.value() for bound in further)
        return Question(
            criterion, tuple(self[prefix + name] for name in names), further, is_open
        )  # fmt: skip

    def _answer(self, pk: int, criterion: Criterion) -> Answer | None:
        """None where a field could not even be read."""
        prefix, values = f"c{pk}_", self.cleaned_data
        if f"{prefix}value" in self.errors or f"{prefix}den" in self.errors:
            return None
        value = values.get(f"{prefix}value")
        is_word = criterion.kind in _WORDS
        if values.get(f"{prefix}na"):
            return Answer(not_applicable=True, reason=values.get(f"{prefix}reason", ""))
        return Answer(
            None if is_word else value, values.get(f"{prefix}den"),
            (value or "") if is_word else "", reason=values.get(f"{prefix}reason", ""),
        )  # fmt: skip

    def _is_untouched(self, answer: Answer) -> bool:
        """Left for later: a draft may have gaps, handing in may not."""
        return answer == Answer()


class FigureField(forms.Field):
    """A number written with a comma or a point, at most 20 signs long."""

    def to_python(self, value: Any) -> Decimal | None:
        text = str(value or "").strip()
        if not text:
            return None
        if len(text) > 20:
            raise forms.ValidationError(
                gettext("“%(text)s” is not a number.") % {"text": text[:40]}
            )
        try:
            return notation.number(text)
        except notation.NotationError as error:
            raise forms.ValidationError(str(error)) from error


_WORDS = (QuestionKind.YES_NO, QuestionKind.TEXT, *QuestionKind.with_options())
_PLACES = {"number": "value", "word": "value", "denominator": "den", "reason": "reason"}


def _concerns(criterion: Criterion, facts: Facts) -> bool:
    """By level and attributes; what depends on an earlier answer is shown with its condition."""
    value = criterion.as_value()
    if value.levels and not value.levels & facts.levels:
        return False
    return all(
        check.holds(facts.attributes[check.key])
        for check in value.applies_if
        if check.key in facts.attributes
    )


def _plain(figure: Decimal | None) -> str:
    return "" if figure is None else f"{figure.normalize():f}".replace(".", ",")


def _figure_field(label: Any) -> FigureField:
    return FigureField(
        label=label, required=False,
        widget=forms.TextInput({"inputmode": "decimal", "class": "figure-input"}),
    )  # fmt: skip


def _value_field(criterion: Criterion) -> forms.Field:
    if criterion.kind == QuestionKind.YES_NO:
        return forms.ChoiceField(
            label=_("Answer"), choices=[("yes", _("Yes")), ("no", _("No"))], required=False,
            widget=forms.RadioSelect,
        )  # fmt: skip
    if criterion.kind in QuestionKind.with_options():
        options = [(o.value, o.label) for o in criterion.as_value().options]
        return forms.ChoiceField(label=_("Answer"), choices=[("", "–"), *options], required=False)
    if criterion.kind == QuestionKind.TEXT:
        return forms.CharField(
            label=_("Answer"), required=False, max_length=2000, widget=forms.Textarea({"rows": 3})
        )
    if criterion.kind in QuestionKind.of_two_figures():
        return _figure_field(criterion.numerator)
    if criterion.kind == QuestionKind.SCORE:
        most = _plain(criterion.points)
        return _figure_field(gettext("Points, from 0 to %(most)s") % {"most": most})
    return _figure_field(
        f"{gettext('Figure')} ({criterion.unit})" if criterion.unit else _("Figure")
    )
