"""Which criteria a task of a team names in its text: a proposal, never applied by itself.

Decisions of teams write "Kiểm tra Tiêu chuẩn 1: Tiêu chí 1, 3" (QĐ of LB760, annex 3).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from inspections.models import Checklist
from standards.models import Criterion, Standard

_NUMBER = r"\d+(?:\.\d+)*"
_LIST = rf"{_NUMBER}(?:\s*(?:,|;|và|-|–|đến)\s*(?:tiêu\s+chí\s+)?{_NUMBER}(?!\d))*"
_STANDARD = re.compile(rf"tiêu\s+chuẩn\s+(?P<list>{_LIST})", re.IGNORECASE)
_CRITERIA = re.compile(rf"tiêu\s+chí\s+(?P<list>{_LIST})", re.IGNORECASE)
_RANGE = re.compile(rf"({_NUMBER})\s*(?:-|–|đến)\s*({_NUMBER})")


@dataclass(frozen=True)
class Proposed:
    """What one member's task names: criteria of this checklist, and words no criterion answers to."""

    person: Any
    task: str
    criteria: tuple[Criterion, ...]
    unknown: tuple[str, ...] = ()


def proposed_tasks(checklist: Checklist, members: Iterable[Any]) -> list[Proposed]:
    """A proposal for each member whose task names criteria or standards."""
    standards = list(checklist.assessment.standard_set.standards.all())
    found = []
    for member in members:
        if member.assignment is None:
            continue
        criteria, unknown = named_criteria(member.assignment.task, standards)
        if criteria or unknown:
            found.append(Proposed(member.user, member.assignment.task, criteria, unknown))
    return found


def named_criteria(
    text: str, standards: list[Standard]
) -> tuple[tuple[Criterion, ...], tuple[str, ...]]:
    """Criteria a text names, in the order of the set; what it names and the set does not have."""
    chosen: set[int] = set()
    unknown: list[str] = []
    marks = list(_STANDARD.finditer(text))
    head = text[: marks[0].start()] if marks else text
    for number in _numbers(_CRITERIA.findall(head)):
        _choose(number, standards, chosen, unknown)
    for place, mark in enumerate(marks):
        end = marks[place + 1].start() if place + 1 < len(marks) else len(text)
        _of_standards(mark["list"], text[mark.end() : end], standards, chosen, unknown)
    ordered = [c for standard in standards for c in standard.criteria.all() if c.pk in chosen]
    return tuple(ordered), tuple(dict.fromkeys(unknown))


def _of_standards(
    named: str, after: str, standards: list[Standard], chosen: set[int], unknown: list[str]
) -> None:
    """The criteria that follow a standard are its own; a standard without any is meant as a whole."""
    codes = list(_numbers([named]))
    within = [standard for standard in standards if standard.code in codes]
    known = {standard.code for standard in within}
    unknown += [f"Tiêu chuẩn {code}" for code in codes if code not in known]
    numbers = list(_numbers(_CRITERIA.findall(after)))
    if not numbers:
        chosen.update(c.pk for standard in within for c in standard.criteria.all())
    for number in numbers if within else ():
        _choose(number, within, chosen, unknown)


def _choose(
    number: str, standards: list[Standard], chosen: set[int], unknown: list[str]
) -> None:  # fmt: skip
    """The criterion with this code, or with this number inside the only standard it can be of."""
    found = [
        criterion.pk
        for standard in standards
        for criterion in standard.criteria.all()
        if criterion.code == number
        or (len(standards) == 1 and criterion.code == f"{standard.code}.{number}")
    ]
    if found:
        chosen.update(found)
    else:
        unknown.append(f"Tiêu chí {number}")


def _numbers(lists: Iterable[str]) -> Iterator[str]:
    """Each number of "1, 3 và 5-7", ranges of whole or last numbers written out."""
    for text in lists:
        written = _RANGE.sub(lambda match: ", ".join(_between(match[1], match[2])), text)
        yield from re.findall(_NUMBER, written)


def _between(first: str, last: str) -> list[str]:
    *stem, low = first.split(".")
    *end_stem, high = last.split(".")
    if (end_stem and end_stem != stem) or not int(low) <= int(high) <= int(low) + 99:
        return [first, last]
    return [".".join([*stem, str(number)]) for number in range(int(low), int(high) + 1)]
