"""Which unit a row of somebody's list means: by code, by name under a manager, or nearly so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from core.search.keys import normalise
from units.domain.roster import KnownUnit, spelling
from units.models import Unit, UnitCode

SHORTEST_WORD = 3


class Roster:
    """Units indexed for rows that arrive by the thousand; no query after the first."""

    def __init__(self, known: dict[int, KnownUnit], scope: int) -> None:
        self.known = known
        self.scope = known[scope]
        self._asked: dict[str, list[KnownUnit]] = {}
        self.by_code: dict[str, KnownUnit] = {}
        self.by_name: dict[str, list[KnownUnit]] = defaultdict(list)
        for unit in known.values():
            for code in unit.codes:
                if code.valid_to is None:
                    self.by_code[code.value.casefold()] = unit
            for key in unit.name_keys:
                self.by_name[key].append(unit)
        self.above = Unit.objects.filter(pk=self.scope.manager_id or 0).first()

    def coded(self, code: str) -> KnownUnit | None:
        return self.by_code.get(normalise(code).casefold())

    def named(self, name: str, manager: int | None) -> list[KnownUnit]:
        """Units with exactly this name (without diacritics), under a manager if one is given.

        Of namesakes, the one whose written name is the same to the letter comes alone.
        """
        found = [
            unit
            for unit in self.by_name.get(spelling(name), [])
            if manager is None or unit.manager_id == manager
        ]
        written = normalise(name).casefold()
        same = [
            u for u in found if written in {u.unit.name.casefold(), u.unit.short_name.casefold()}
        ]
        return same if len(found) > 1 and same else found

    def managers(self, text: str) -> list[KnownUnit]:
        """Managing units named by a code, a name, or a name with its district."""
        if text not in self._asked:
            self._asked[text] = self._managers(text)
        return self._asked[text]

    def _managers(self, text: str) -> list[KnownUnit]:
        coded = self.coded(text)
        if coded and not coded.unit.is_inspected:
            return [coded]
        key = spelling(text)
        found = [unit for unit in self.by_name.get(key, []) if not unit.unit.is_inspected]
        return found or [unit for unit in self._managing if key in _with_place(unit)]

    def resembling(self, name: str, manager: int) -> KnownUnit | None:
        """A unit under the same manager whose name differs by a slip of the pen."""
        key = spelling(name)
        for shape in _shapes(key):
            for unit, other in self._shaped.get((manager, shape), []):
                if alike(key, other):
                    return unit
        return None

    @cached_property
    def _managing(self) -> list[KnownUnit]:
        return [unit for unit in self.known.values() if not unit.unit.is_inspected]

    @cached_property
    def _shaped(self) -> dict[tuple[int, str], list[tuple[KnownUnit, str]]]:
        shaped: dict[tuple[int, str], list[tuple[KnownUnit, str]]] = defaultdict(list)
        for unit in self.known.values():
            for key in unit.name_keys:
                for shape in _shapes(key):
                    shaped[unit.manager_id or 0, shape].append((unit, key))
        return shaped


def codes_taken_outside(codes: Iterable[str], known: dict[int, KnownUnit]) -> set[str]:
    """Of these codes, those that other units carry today."""
    rows = UnitCode.objects.filter(value__in=list(codes), valid_to=None)
    return {value for value, unit in rows.values_list("value", "unit_id") if unit not in known}


def alike(one: str, other: str) -> bool:
    """Keys that are the same words in another order, or differ by one letter in one long word.

    "th le loi 1" and "th le loi 2", "th a phu my" and "th b phu my" are different schools.
    """
    first, second = one.split(), other.split()
    if sorted(first) == sorted(second):
        return True
    if len(first) != len(second):
        return "".join(first) == "".join(second)
    pairs = [(a, b) for a, b in zip(first, second, strict=True) if a != b]
    return len(pairs) == 1 and _one_letter_apart(*pairs[0])


def _one_letter_apart(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if len(short) < SHORTEST_WORD or not (one + other).isalpha() or len(long) - len(short) > 1:
        return False
    start = next(
        (i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short)
    )
    rest = start + (len(short) == len(long))
    return short[rest:] == long[start + 1 :]


def _shapes(key: str) -> set[str]:
    """Spellings under which nearly equal keys meet: a word left out, words sorted, words joined."""
    words = key.split()
    left_out = {
        " ".join([*words[:index], "*", *words[index + 1 :]])
        for index, word in enumerate(words)
        if len(word) >= SHORTEST_WORD
    }
    return left_out | {" ".join(sorted(words)), "".join(words)}


def _with_place(unit: KnownUnit) -> set[str]:
    places = [spelling(unit.unit.district), spelling(unit.unit.commune)]
    return {f"{key} {place}" for key in unit.name_keys for place in places if place}
