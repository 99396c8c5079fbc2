"""A set as its page shows it: everything in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from standards.models import Criterion, CriterionLink, OutcomeRule, Standard, StandardSet
from standards.scoring.scheme import Requirement
from standards.scoring.wording import check_words, requirement_words, rule_words


@dataclass(frozen=True)
class CriterionLine:
    """A criterion with its bounds and conditions in words."""

    criterion: Criterion
    bounds: tuple[tuple[Requirement, str], ...]
    applies: tuple[str, ...]
    options: tuple[Any, ...]

    @property
    def said(self) -> tuple[Any, ...]:
        """What two versions are compared by."""
        row = self.criterion
        words = tuple(text for _bound, text in self.bounds)
        return (row.text, row.kind, row.points, row.weight, words, row.options, row.applies_if)


@dataclass(frozen=True)
class RuleLine:
    rule: OutcomeRule
    conditions: tuple[tuple[Any, str], ...]


@dataclass(frozen=True)
class PairLine:
    """A criterion of the old set beside the one that continues it; either side may be missing."""

    old: CriterionLine | None
    new: CriterionLine | None
    note: str = ""

    @property
    def state(self) -> str:
        if self.old is None:
            return "new"
        if self.new is None:
            return "gone"
        return "same" if self.old.said == self.new.said else "changed"


def names_of(found: StandardSet) -> dict[str, str]:
    """Words of the attributes and of their values, by "room" and "room=tin_hoc"."""
    names = {}
    for row in found.attributes:
        names[row["key"]] = row["label"]
        for choice in row.get("choices", []):
            names[f"{row['key']}={choice['value']}"] = choice["label"]
    return names


def criterion_line(criterion: Criterion, names: dict[str, str]) -> CriterionLine:
    value = criterion.as_value()
    return CriterionLine(
        criterion,
        tuple((bound, requirement_words(value, bound, names)) for bound in value.requirements),
        (*criterion.level_list, *(check_words(check, names) for check in value.applies_if)),
        value.options,
    )


def groups_of(found: StandardSet) -> list[tuple[Standard, list[CriterionLine]]]:
    """Standards with their criteria; read the set `with_parts`."""
    names = names_of(found)
    return [
        (standard, [criterion_line(criterion, names) for criterion in standard.criteria.all()])
        for standard in found.standards.all()
    ]


def rules_of(found: StandardSet) -> list[RuleLine]:
    return [
        RuleLine(rule, tuple(rule_words(found.scheme, rule.as_value())))
        for rule in found.rules.all()
    ]


def unverified(found: StandardSet) -> int:
    """How many criteria and outcome rules were not checked against the text."""
    criteria = [c for standard in found.standards.all() for c in standard.criteria.all()]
    open_criteria = sum(not criterion.is_verified for criterion in criteria)
    return open_criteria + sum(not rule.verified for rule in found.rules.all())


def related_sets(found: StandardSet, visible: Any) -> list[StandardSet]:
    """Sets with which this one can be compared: those its criteria continue, or that continue it."""
    links = CriterionLink.objects.filter(
        Q(new__standard__standard_set=found) | Q(old__standard__standard_set=found)
    )
    pairs = links.values_list("old__standard__standard_set", "new__standard__standard_set")
    numbers = {number for pair in pairs.distinct() for number in pair} - {found.pk}
    return list(visible.filter(pk__in=numbers).order_by("valid_from", "version"))


def heir_on(found: StandardSet, day: date) -> StandardSet | None:
    """The set that judges the same on another day: itself, the only one of its purpose and owner
    in force then, or none. One query.
    """
    if found.holds_on(day):
        return found
    heirs = StandardSet.objects.in_force_on(day).filter(purpose=found.purpose)
    rows = list(heirs.filter(owner=found.owner_id) if found.owner_id else heirs.filter(owner=None))
    return rows[0] if len(rows) == 1 else None


def compare(old: StandardSet, new: StandardSet) -> list[PairLine]:
    """The criteria of two sets side by side, in the order of the new one; dropped ones at the end."""
    olds, news = dict(_lines(old)), dict(_lines(new))
    links = CriterionLink.objects.filter(old__in=olds, new__in=news)
    continued: dict[int, list[CriterionLink]] = {}
    for link in links:
        continued.setdefault(link.new_id, []).append(link)
    rows = []
    for pk, line in news.items():
        linked = continued.get(pk, [])
        rows += [PairLine(olds[link.old_id], line, link.note) for link in linked]
        if not linked:
            rows.append(PairLine(None, line))
    kept = {link.old_id for link in links}
    return rows + [PairLine(line, None) for pk, line in olds.items() if pk not in kept]


def _lines(found: StandardSet) -> Iterator[tuple[int, CriterionLine]]:
    for _standard, lines in groups_of(found):
        for line in lines:
            yield line.criterion.pk, line
