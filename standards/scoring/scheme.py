"""A set of criteria as a value: what is asked, what counts, which outcome follows."""

from __future__ import annotations

import operator
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from standards.enums import NotApplicable, QuestionKind

COMPARISONS = {
    ">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt, "=": operator.eq,
}  # fmt: skip
ZERO = Decimal(0)


@dataclass(frozen=True)
class Facts:
    """What is known of the unit before the first answer: its school levels, its attributes.

    A school of several levels has to satisfy what is asked of each of them.
    """

    levels: frozenset[str] = frozenset()
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Check:
    """`key` is one of (or, negated, none of) some values; an attribute or an earlier criterion."""

    key: str
    values: frozenset[str]
    negated: bool = False

    def holds(self, present: str) -> bool:
        return (present in self.values) is not self.negated


@dataclass(frozen=True)
class Requirement:
    """A bound on the figure of a criterion: a number, or a number times an attribute.

    Example: QĐ 37/2008 Điều 6.2 asks in lower secondary schools for 1.85 m² times the class size.
    """

    comparison: str
    number: Decimal
    times: str = ""
    levels: frozenset[str] = frozenset()
    when: tuple[Check, ...] = ()
    verified: bool = True
    source: str = ""

    def concerns(self, facts: Facts) -> bool:
        if self.levels and not self.levels & facts.levels:
            return False
        return all(check.holds(facts.attributes.get(check.key, "")) for check in self.when)

    def bound(self, facts: Facts) -> Decimal | None:
        """The number asked for; None while the attribute it depends on is not known."""
        if not self.times:
            return self.number
        known = facts.attributes.get(self.times, "")
        return self.number * Decimal(known) if is_number(known) else None


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    points: Decimal = ZERO


@dataclass(frozen=True)
class Criterion:
    """One question. `points` is the most it gives, before `weight` multiplies it."""

    code: str
    text: str
    kind: str
    points: Decimal | None = None
    weight: Decimal = Decimal(1)
    unit: str = ""
    requirements: tuple[Requirement, ...] = ()
    options: tuple[Option, ...] = ()
    levels: frozenset[str] = frozenset()
    applies_if: tuple[Check, ...] = ()
    blank_needs_reason: bool = True

    @property
    def maximum(self) -> Decimal:
        if self.kind in QuestionKind.with_options():
            most = max((option.points for option in self.options), default=ZERO)
        else:
            most = self.points or ZERO
        return most * self.weight

    def option(self, value: str) -> Option | None:
        return next((option for option in self.options if option.value == value), None)


@dataclass(frozen=True)
class Standard:
    code: str
    title: str
    criteria: tuple[Criterion, ...] = ()


@dataclass(frozen=True)
class Condition:
    """One line of an outcome rule.

    `subject` is "total", "standard", "every_standard", "criterion" or "all"; `of` the code of a
    standard or criterion. `comparison` "met" asks whether the criteria are met. `percent` compares
    a share of the maximum instead of points.
    """

    subject: str
    comparison: str
    of: str = ""
    number: Decimal = ZERO
    percent: bool = False
    levels: frozenset[str] = frozenset()
    verified: bool = True
    source: str = ""

    def concerns(self, facts: Facts) -> bool:
        return not self.levels or bool(self.levels & facts.levels)


@dataclass(frozen=True)
class OutcomeRule:
    """A title or level and all that it needs; the first rule of a scheme that holds wins."""

    title: str
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Scheme:
    standards: tuple[Standard, ...] = ()
    rules: tuple[OutcomeRule, ...] = ()
    not_applicable: str = NotApplicable.EXCLUDED

    def criteria(self) -> Iterator[Criterion]:
        for standard in self.standards:
            yield from standard.criteria


def is_number(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except ArithmeticError:
        return False
