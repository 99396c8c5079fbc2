"""One answer as a value, and what can be wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from standards.enums import QuestionKind
from standards.scoring.scheme import ZERO, Criterion

HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Answer:
    """What was answered. A share or an average has its two figures and no value of its own.

    `word` holds yes, no, the value of an option, or a text; `reason` says why the field is blank
    or why the criterion does not apply.
    """

    number: Decimal | None = None
    denominator: Decimal | None = None
    word: str = ""
    not_applicable: bool = False
    reason: str = ""

    @property
    def is_blank(self) -> bool:
        return self.number is None and not self.word and not self.not_applicable

    def as_json(self) -> dict[str, Any]:
        """Plain values, only those that say something; numbers as text, so none is rounded."""
        plain: dict[str, Any] = {}
        if self.number is not None:
            plain["number"] = str(self.number)
        if self.denominator is not None:
            plain["denominator"] = str(self.denominator)
        if self.not_applicable:
            plain["not_applicable"] = True
        return plain | {key: text for key in ("word", "reason") if (text := getattr(self, key))}

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> Answer:
        def figure(key: str) -> Decimal | None:
            return Decimal(plain[key]) if key in plain else None

        return cls(
            figure("number"), figure("denominator"), plain.get("word", ""),
            bool(plain.get("not_applicable")), plain.get("reason", ""),
        )  # fmt: skip


def figure_of(criterion: Criterion, answer: Answer | None) -> Decimal | None:
    """The figure that bounds are compared with: percent for a share, the quotient for an average."""
    if answer is None or answer.not_applicable:
        return None
    if criterion.kind in QuestionKind.of_two_figures():
        if answer.number is None or not answer.denominator:
            return None
        quotient = answer.number / answer.denominator
        return quotient * HUNDRED if criterion.kind == QuestionKind.RATIO else quotient
    if criterion.kind in QuestionKind.with_options():
        return Decimal(answer.word) if answer.word.isdecimal() else None
    return answer.number


def faults(criterion: Criterion, answer: Answer) -> Iterator[tuple[str, str]]:
    """(field of the answer, sentence) for everything that cannot be accepted."""
    if answer.not_applicable:
        if not answer.reason.strip():
            yield "reason", _("Say why the criterion does not apply.")
        return
    if answer.is_blank:
        if answer.denominator is not None:
            yield "number", _("The first of the two figures is missing.")
        elif criterion.blank_needs_reason and not answer.reason.strip():
            yield "reason", _("An answer is missing. Answer, or write why it stays blank.")
        return
    yield from _faults_of_value(criterion, answer)


def _faults_of_value(criterion: Criterion, answer: Answer) -> Iterator[tuple[str, str]]:
    if criterion.kind in QuestionKind.of_two_figures():
        yield from _faults_of_quotient(criterion, answer)
    elif criterion.kind == QuestionKind.YES_NO:
        if answer.word not in {"yes", "no"}:
            yield "word", _("Answer yes or no.")
    elif criterion.kind in QuestionKind.with_options():
        if criterion.option(answer.word) is None:
            yield "word", _("Choose one of the answers.")
    elif criterion.kind != QuestionKind.TEXT:
        yield from _faults_of_number(criterion, answer.number)


def _faults_of_quotient(criterion: Criterion, answer: Answer) -> Iterator[tuple[str, str]]:
    if answer.denominator is None:
        yield "denominator", _("The second of the two figures is missing.")
        return
    if answer.number is not None and answer.number < ZERO:
        yield "number", _("The figure cannot be negative.")
    if answer.denominator <= ZERO:
        yield "denominator", _("The figure divided by must be greater than 0.")
    elif criterion.kind == QuestionKind.RATIO and (answer.number or ZERO) > answer.denominator:
        yield "number", _("%(part)s is more than the whole, %(whole)s. Check both figures.") % {
            "part": answer.number, "whole": answer.denominator,
        }  # fmt: skip


def _faults_of_number(criterion: Criterion, given: Decimal | None) -> Iterator[tuple[str, str]]:
    if given is None:
        yield "number", _("Write a number.")
    elif given < ZERO:
        yield "number", _("The figure cannot be negative.")
    elif criterion.kind == QuestionKind.COUNT and given != given.to_integral_value():
        yield "number", _("Write a whole number.")
    elif criterion.kind == QuestionKind.SCORE and given > (criterion.points or ZERO):
        yield "number", _("At most %(points)s points can be given.") % {"points": criterion.points}
