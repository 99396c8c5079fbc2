"""Bounds, conditions and options as one line each: in data files, in Excel and in the editor alike.

    THCS, room!=cong_nghe: >= 1.85*class_size ? # nguồn    a bound on a criterion's figure
    total >= 80                                            a condition of an outcome
    standard 2 >= 90 %
    every standard > 75
    THCS: criterion 1.9 >= 1
    all met
    2 | Mức độ 2 | 10                                      an option: value, words, points
    room=vat_li|hoa_hoc                                    when a criterion applies

A question mark says that the figure was not checked against the text of the law; what follows `#`
is its source.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import TypeVar

from django.utils.translation import gettext as _

from standards.scoring.scheme import Check, Condition, Option, Requirement, is_number
from units.enums import SchoolLevel

Parsed = TypeVar("Parsed")
_CODE = r"[\w.\-]+"
_BOUND = re.compile(r"(>=|<=|>|<|=)\s*([\d.,]+)\s*(?:\*\s*([a-z_]+))?")
_CHECK = re.compile(rf"({_CODE})\s*(!?=)\s*(.+)")
_COMPARED = re.compile(rf"(total|every standard|(?:standard|criterion) {_CODE})\s*(>=|<=|>|<|=)\s*([\d.,]+)\s*(%?)")  # fmt: skip
_MET = re.compile(rf"(all|every standard|(?:standard|criterion) {_CODE}) met")


class NotationError(ValueError):
    """A line that cannot be read; the message says which and why."""


def lines_of(text: str, parse: Callable[[str], Parsed]) -> tuple[Parsed, ...]:
    """Every line that is not empty, parsed.

    Raises:
        NotationError: of the first line that cannot be read.
    """
    return tuple(parse(line) for line in text.splitlines() if line.strip())


def number(text: str) -> Decimal:
    """A decimal number, written with a point or a comma."""
    plain = text.strip().replace(",", ".")
    if not is_number(plain):
        raise NotationError(_("“%(text)s” is not a number.") % {"text": text.strip()[:40]})
    return Decimal(plain)


def requirement(line: str) -> Requirement:
    body, verified, source = _marked(line)
    place, _sep, expression = body.rpartition(":")
    found = _BOUND.fullmatch(expression.strip())
    if not found:
        raise NotationError(
            _("“%(line)s” is not a bound. Write for example “THCS: >= 1.85*class_size”.")
            % {"line": line.strip()[:80]}
        )
    levels, when = _place(place)
    return Requirement(
        found[1], number(found[2]), found[3] or "", levels, when, verified, source
    )  # fmt: skip


def condition(line: str) -> Condition:
    body, verified, source = _marked(line)
    place, _sep, expression = body.rpartition(":")
    levels, when = _place(place)
    if when:
        raise NotationError(_("An outcome depends on school levels only, not on attributes."))
    expression = " ".join(expression.split())
    if met := _MET.fullmatch(expression):
        subject, of = _subject(met[1])
        return Condition(
            subject, "met", of, levels=levels, verified=verified, source=source
        )  # fmt: skip
    compared = _COMPARED.fullmatch(expression)
    if not compared:
        raise NotationError(
            _("“%(line)s” is not a condition. Write for example “total >= 80”, “standard 2 >= 90 %%” or “criterion 1.1 met”.")
            % {"line": line.strip()[:80]}
        )  # fmt: skip
    subject, of = _subject(compared[1])
    return Condition(
        subject, compared[2], of, number(compared[3]), bool(compared[4]), levels, verified, source
    )


def option(line: str) -> Option:
    parts = [part.strip() for part in line.split("|")]
    if len(parts) not in {2, 3} or not all(parts):
        raise NotationError(
            _("“%(line)s” is not an answer. Write “value | words | points”.")
            % {"line": line.strip()[:80]}
        )
    return Option(parts[0], parts[1], number(parts[2]) if len(parts) == 3 else Decimal(0))


def check(line: str) -> Check:
    found = _CHECK.fullmatch(line.strip())
    if not found:
        raise NotationError(
            _("“%(line)s” is not a condition. Write for example “room=cong_nghe” or “1.1=yes”.")
            % {"line": line.strip()[:80]}
        )
    values = frozenset(value.strip() for value in found[3].split("|") if value.strip())
    return Check(found[1], values, negated=found[2] == "!=")


def _marked(line: str) -> tuple[str, bool, str]:
    """The line without its marks, whether it was checked, its source."""
    body, _sep, source = line.partition("#")
    body = body.strip()
    verified = not body.endswith("?")
    return body.removesuffix("?").strip(), verified, source.strip()


def _place(text: str) -> tuple[frozenset[str], tuple[Check, ...]]:
    levels, checks = set(), []
    for part in (part.strip() for part in text.split(",") if part.strip()):
        if "=" in part:
            checks.append(check(part))
        elif part in SchoolLevel.values:
            levels.add(part)
        else:
            raise NotationError(_("“%(text)s” is not a school level.") % {"text": part[:40]})
    return frozenset(levels), tuple(checks)


def _subject(text: str) -> tuple[str, str]:
    if text == "every standard":
        return "every_standard", ""
    name, _sep, code = text.partition(" ")
    return name, code
