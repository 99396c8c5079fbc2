"""Advice on capital letters in a paper, by NĐ 30/2020/NĐ-CP, Phụ lục II. It never forbids anything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

import yaml
from django.utils.translation import gettext as _

from documents.blocks.walking import Words, words_of

if TYPE_CHECKING:
    from documents.blocks import Document

DATA = Path(__file__).resolve().parent.parent / "data" / "capitals.yaml"
_SENTENCE_END = re.compile(r"(?:^|[.!?…][”\"’)]*\s+|\n\s*)[“\"‘(]*(?:[-–+*]\s+|\w{1,3}[.)]\s+)?$")
_SHOWN_AROUND = 24


@dataclass(frozen=True)
class Advice:
    """One spelling to look at again: where it was seen first, and how often."""

    words: Words
    found: str
    wanted: str
    around: str
    clause: str
    verified: bool
    times: int = 1

    @property
    def sentence(self) -> str:
        """What to write instead, where, and by which clause."""
        values = {
            "place": _place(self.words), "around": self.around, "found": self.found,
            "wanted": self.wanted, "clause": self.clause, "times": self.times,
        }  # fmt: skip
        if not self.verified:
            return _("%(place)s (“%(around)s”): usually “%(wanted)s”, not “%(found)s”.") % values
        if self.times > 1:
            return (
                _(
                    "%(place)s (“%(around)s”) and wherever else it stands, %(times)s times in all:"
                    " write “%(wanted)s”, not “%(found)s” (Decree 30/2020/NĐ-CP, Annex II, %(clause)s)."
                )
                % values
            )
        return (
            _(
                "%(place)s (“%(around)s”): write “%(wanted)s”, not “%(found)s”"
                " (Decree 30/2020/NĐ-CP, Annex II, %(clause)s)."
            )
            % values
        )


@dataclass(frozen=True)
class Rule:
    """What to look for, what should stand there, and where a capital is right all the same."""

    find: re.Pattern[str]
    write: str
    clause: str
    verified: bool
    inside_only: bool = False
    unless_after: tuple[str, ...] = ()
    is_name: bool = False

    def wanted(self, match: re.Match[str], before: str) -> str:
        """The right spelling of what was found; the same words where nothing is wrong."""
        found, begins = match.group(), bool(_SENTENCE_END.search(before))
        if found.isupper() or before.rstrip().casefold().endswith(self.unless_after):
            return found
        if begins and self.inside_only:
            return found
        right = self.write if self.is_name else match.expand(self.write)
        return f"{right[:1].upper()}{right[1:]}" if begins else right


def capital_advice(document: Document) -> list[Advice]:
    """Every doubtful spelling once, in reading order. No query; about 1 ms a page."""
    found: dict[tuple[str, str], Advice] = {}
    for words in words_of(document):
        for _at, advice in sorted(_in_words(words), key=lambda pair: pair[0]):
            known = found.get((advice.found, advice.wanted))
            found[advice.found, advice.wanted] = (
                advice if known is None else _once_more(known)
            )  # fmt: skip
    return list(found.values())


def _once_more(known: Advice) -> Advice:
    return Advice(**{**vars(known), "times": known.times + 1})


def _in_words(words: Words) -> Iterator[tuple[int, Advice]]:
    """Advice with the place at which it begins."""
    text = normalize("NFC", words.text)
    taken: list[tuple[int, int]] = []
    for rule in rules():
        for match in rule.find.finditer(text):
            wanted = rule.wanted(match, text[: match.start()])
            inside = any(start <= match.start() < end for start, end in taken)
            if not inside and wanted != match.group():
                yield match.start(), _advice(words, text, match, wanted, rule)
            taken.append(match.span())
    if words.whole:
        yield from _sentences(words, text)


def _sentences(words: Words, text: str) -> Iterator[tuple[int, Advice]]:
    """Small letters at the beginning of a sentence or of a line."""
    clause, verified, beginning = _beginnings()
    for match in beginning.finditer(text):
        word = match["word"]
        if not word.islower():
            continue
        wanted = f"{word[:1].upper()}{word[1:]}"
        around = _around(text, match.span("word"))
        yield match.start("word"), Advice(words, word, wanted, around, clause, verified)


def _advice(words: Words, text: str, match: re.Match[str], wanted: str, rule: Rule) -> Advice:
    around = _around(text, match.span())
    return Advice(words, match.group(), wanted, around, rule.clause, rule.verified)


def _around(text: str, span: tuple[int, int]) -> str:
    """The words with a few before and after them, so that they are found on the page."""
    start, end = max(0, span[0] - _SHOWN_AROUND), min(len(text), span[1] + _SHOWN_AROUND)
    shown = text[start:end].replace("\n", " ")
    if start:
        shown = f"… {shown.partition(' ')[2]}"
    return f"{shown.rpartition(' ')[0]} …" if end < len(text) else shown


def _place(words: Words) -> str:
    number = {"number": words.number}
    return {
        "subject": _("Subject"),
        "addressees": _("Addressee %(number)s") % number,
        "bases": _("Legal basis %(number)s") % number,
        "text": _("Paragraph %(number)s") % number,
        "table": _("Table %(number)s") % number,
        "annex": _("Annex %(number)s") % number,
        "recipients": _("Recipient %(number)s") % number,
    }[words.part]


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    return data


@cache
def rules() -> tuple[Rule, ...]:
    """All rules of the data file, longer names first: "Nhà giáo Nhân dân" before "Nhân dân"."""
    names = sorted(_data()["names"], key=lambda row: -len(row["wanted"]))
    return (
        *(_name(row) for row in names),
        *(_pattern(row) for row in _data()["patterns"]),
        *_places(_data()["places"]),
    )


def _name(row: dict[str, Any]) -> Rule:
    return Rule(
        re.compile(rf"(?<!\w){re.escape(row['wanted'])}(?!\w)", re.IGNORECASE),
        row["wanted"], row["clause"], row["verified"], is_name=True,
        unless_after=tuple(row.get("unless_after", ())),
    )  # fmt: skip


def _pattern(row: dict[str, Any]) -> Rule:
    return Rule(
        re.compile(rf"(?<!\w){row['find']}(?!\w)"), row["write"], row["clause"], row["verified"],
        inside_only=row.get("inside_only", False),
    )  # fmt: skip


def _places(data: dict[str, Any]) -> Iterator[Rule]:
    names = "|".join(re.escape(name) for name in data["names"])
    for noun in data["nouns"]:
        find = re.compile(rf"(?<!\w){noun} ({names})(?!\w)")
        write = rf"{noun[:1].lower()}{noun[1:]} \1"
        yield Rule(find, write, data["clause"], data["verified"], inside_only=True)


@cache
def _beginnings() -> tuple[str, bool, re.Pattern[str]]:
    """A word in small letters behind the end of a sentence, unless an abbreviation ended there."""
    data = _data()["sentences"]
    short = "".join(rf"(?<!\b{re.escape(word)}\.)" for word in data["abbreviations"])
    ends = rf"(?:^\s*|\n\s*|(?<=[\w”)][.!?]){short}(?<!\w\.\w\.)\s+)"
    beginning = re.compile(rf"{ends}(?P<word>[^\W\d_]+)(?=[\s,;])")
    return data["clause"], data["verified"], beginning
