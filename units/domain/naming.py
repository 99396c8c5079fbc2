"""Finding a unit by what people type: a code, a name, another spelling, without diacritics."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.models import User
from core.audit.recording import record
from core.search.keys import normalise, search_key
from units.models import Unit, UnitAlias

SUGGESTIONS = 5
CANDIDATES = 400
_LEVEL_WORDS = {"mn", "mg", "th", "thcs", "thpt", "ptdtnt", "ptdtbt", "tt", "gdtx", "gdnn"}
_KEY_LENGTH = 900


@dataclass(frozen=True)
class Found:
    """The unit meant, or those that may have been meant."""

    unit: Unit | None
    suggestions: list[Unit] = field(default_factory=list)

    def __bool__(self) -> bool:
        return self.unit is not None


def key_of(unit: Unit, aliases: Iterable[str] = (), codes: Iterable[str] = ()) -> str:
    """Every word by which a unit may be searched, each once, in the order of importance."""
    texts = [unit.name, unit.short_name, *aliases, *codes, unit.district, unit.commune]
    words = dict.fromkeys(word for text in texts for word in search_key(text).split())
    return " ".join(words)[:_KEY_LENGTH]


def refresh_search_key(unit: Unit) -> None:
    """Write the key anew after a change of names, aliases, codes or place."""
    unit.search_key = key_of(
        unit,
        unit.aliases.values_list("name", flat=True),
        unit.codes.values_list("value", flat=True),
    )
    Unit.objects.filter(pk=unit.pk).update(search_key=unit.search_key)


@transaction.atomic
def add_alias(*, unit: Unit, name: str, by: User | None) -> UnitAlias | None:
    """Another spelling of a unit's name; None when the unit answers to that key already."""
    name, key = normalise(name), search_key(name)
    known = UnitAlias.objects.filter(unit=unit, search_key=key).first()
    if not key or known or name in {unit.name, unit.short_name}:
        return known
    alias = UnitAlias.objects.create(unit=unit, name=name)
    refresh_search_key(unit)
    record("units.add_alias", unit, by=by, after={"alias": name})
    return alias


@transaction.atomic
def remove_alias(*, alias: UnitAlias, by: User | None) -> None:
    record("units.remove_alias", alias.unit, by=by, before={"alias": alias.name})
    UnitAlias.objects.filter(pk=alias.pk).delete()
    refresh_search_key(alias.unit)


def find_unit(text: str, within: QuerySet[Unit] | None = None) -> Found:
    """The one unit a text names, by code, name, short name or other spelling.

    "THPT Nguyễn Bình Khiêm" finds THPT Nguyễn Bỉnh Khiêm, "THCS và THPT" is "THCS&THPT"; a district
    or commune behind the name tells namesakes apart, and so do the diacritics when they are given.
    Without exactly one match the closest names are offered instead.
    """
    units = Unit.objects.all() if within is None else within
    text = normalise(text)
    key = search_key(text)
    if not key:
        return Found(None)
    coded = list(units.filter(codes__value__iexact=text).distinct()[:2])
    if len(coded) == 1:
        return Found(coded[0])
    near = list(units.search(key).prefetch_related("aliases")[:CANDIDATES])  # type: ignore[attr-defined]
    exact = _told_apart(text, [unit for unit in near if key in _spellings(unit)])
    if len(exact) == 1:
        return Found(exact[0])
    return Found(None, exact[:SUGGESTIONS] or _closest(key, near or _sharing_a_word(units, key)))


def _spellings(unit: Unit) -> set[str]:
    """Keys that mean exactly this unit: each name, alone, without its level, or with its place."""
    names = [unit.name, unit.short_name, *(alias.name for alias in unit.aliases.all())]
    keys = {search_key(name) for name in names}
    keys |= {bare for key in keys if (bare := _without_level(key))}
    places = [place for place in (search_key(unit.district), search_key(unit.commune)) if place]
    return keys | {f"{key} {place}" for key in keys for place in places}


def _without_level(key: str) -> str:
    words = key.split()
    while words and words[0] in _LEVEL_WORDS:
        words.pop(0)
    return " ".join(words)


def _told_apart(text: str, units: list[Unit]) -> list[Unit]:
    """Of several namesakes, those whose written name has the same diacritics, if any has."""
    if len(units) < 2:
        return units
    written = text.casefold()
    same = [u for u in units if written in {u.name.casefold(), u.short_name.casefold()}]
    key = search_key(text)
    full = [u for u in units if key in {search_key(u.name), search_key(u.short_name)}]
    return same or full or units


def _sharing_a_word(units: QuerySet[Unit], key: str) -> list[Unit]:
    """Units with at least one distinctive word of the text, for a text with a misprint."""
    words = [word for word in key.split() if word not in _LEVEL_WORDS]
    either = Q()
    for word in words:
        either |= Q(search_key__contains=word[:4])
    return list(units.filter(either)[:CANDIDATES]) if words else []


def _closest(key: str, units: list[Unit]) -> list[Unit]:
    by_key: dict[str, Unit] = {}
    for unit in units:
        by_key.setdefault(search_key(unit.short_name), unit)
    names = difflib.get_close_matches(key, by_key, n=SUGGESTIONS, cutoff=0.4)
    return [by_key[name] for name in names]
