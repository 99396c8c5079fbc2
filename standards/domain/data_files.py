"""Sets of criteria as files: read strictly, with every error at once, each with its line and path."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from standards.enums import NotApplicable, QuestionKind, SetPurpose
from standards.scoring import notation
from units.enums import SchoolLevel

Entry = dict[str, Any]


@dataclass(frozen=True)
class Fault:
    """Line of the file (from 1), path such as "standards[0].criteria[2].kind", and what is wrong."""

    line: int
    path: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.line}: {self.path}: {self.sentence}"


class DataRefused(Exception):
    """The file cannot be loaded; `faults` are all that is wrong with it, in the file's order."""

    def __init__(self, path: Path, faults: list[Fault]) -> None:
        self.faults = sorted(faults, key=lambda fault: (fault.line, fault.path))
        super().__init__("\n".join(f"{path.name}:{fault}" for fault in self.faults))


Read = Callable[["Reader", yaml.Node, str], Any]


@dataclass(frozen=True)
class Key:
    read: Read
    required: bool = False


@dataclass
class Reader:
    """Turns nodes into values and gathers what is wrong instead of stopping at it."""

    faults: list[Fault] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)

    def blame(self, node: yaml.Node, path: str, sentence: str) -> None:
        self.faults.append(Fault(node.start_mark.line + 1, path or "/", sentence))

    def mapping(self, node: yaml.Node, path: str, keys: Mapping[str, Key]) -> Entry:
        self.lines[path] = node.start_mark.line + 1
        if not isinstance(node, yaml.MappingNode):
            self.blame(node, path, _("names with values are expected here"))
            return {}
        values: Entry = {}
        for name_node, value_node in node.value:
            name = str(name_node.value)
            below = f"{path}.{name}".lstrip(".")
            if name not in keys:
                self.blame(name_node, below, _("this name is not known here"))
            elif name in values:
                self.blame(name_node, below, _("this name is given twice"))
            else:
                values[name] = keys[name].read(self, value_node, below)
        for name, key in keys.items():
            if key.required and name not in values:
                self.blame(node, f"{path}.{name}".lstrip("."), _("this is missing"))
        return values

    def items(self, node: yaml.Node, path: str) -> list[tuple[yaml.Node, str]]:
        if not isinstance(node, yaml.SequenceNode):
            self.blame(node, path, _("a list is expected here"))
            return []
        return [(item, f"{path}[{place}]") for place, item in enumerate(node.value)]


def _scalar(reader: Reader, node: yaml.Node, path: str) -> str | None:
    if isinstance(node, yaml.ScalarNode):
        return str(node.value).strip()
    reader.blame(node, path, _("a single value is expected here"))
    return None


def text(limit: int) -> Read:
    def read(reader: Reader, node: yaml.Node, path: str) -> str:
        found = _scalar(reader, node, path) or ""
        if len(found) > limit:
            reader.blame(node, path, _("at most %(limit)s characters") % {"limit": limit})
        return found

    return read


def truth(reader: Reader, node: yaml.Node, path: str) -> bool:
    found = _scalar(reader, node, path)
    if found not in {"true", "false"}:
        reader.blame(node, path, _("true or false is expected here"))
    return found == "true"


def figure(reader: Reader, node: yaml.Node, path: str) -> Decimal | None:
    try:
        return notation.number(_scalar(reader, node, path) or "")
    except notation.NotationError as error:
        reader.blame(node, path, str(error))
        return None


def day(reader: Reader, node: yaml.Node, path: str) -> date | None:
    try:
        return date.fromisoformat(_scalar(reader, node, path) or "")
    except ValueError:
        reader.blame(node, path, _("a day such as 2003-01-17 is expected here"))
        return None


def one_of(values: list[str]) -> Read:
    def read(reader: Reader, node: yaml.Node, path: str) -> str:
        found = _scalar(reader, node, path) or ""
        if found not in values:
            known = ", ".join(values)
            reader.blame(node, path, _("one of these is expected: %(known)s") % {"known": known})
        return found

    return read


def many_of(values: list[str]) -> Read:
    single = one_of(values)

    def read(reader: Reader, node: yaml.Node, path: str) -> list[str]:
        return [single(reader, item, below) for item, below in reader.items(node, path)]

    return read


def lines(parse: Callable[[str], Any]) -> Read:
    """A list of lines in the notation; kept as one text."""

    def read(reader: Reader, node: yaml.Node, path: str) -> str:
        found = []
        for item, below in reader.items(node, path):
            line = _scalar(reader, item, below) or ""
            try:
                parse(line)
            except notation.NotationError as error:
                reader.blame(item, below, str(error))
            found.append(line)
        return "\n".join(found)

    return read


def entries(keys: Mapping[str, Key]) -> Read:
    def read(reader: Reader, node: yaml.Node, path: str) -> list[Entry]:
        return [reader.mapping(item, below, keys) for item, below in reader.items(node, path)]

    return read


_LEVELS = many_of(list(SchoolLevel.values))
_SOURCED = {"verified": Key(truth, required=True), "source": Key(text(400), required=True)}
_CRITERION = {
    "code": Key(text(20), required=True), "text": Key(text(600), required=True),
    "kind": Key(one_of(list(QuestionKind.values)), required=True), "points": Key(figure),
    "weight": Key(figure), "unit": Key(text(30)), "numerator": Key(text(150)),
    "denominator": Key(text(150)), "requires": Key(lines(notation.requirement)),
    "options": Key(lines(notation.option)), "levels": Key(_LEVELS),
    "applies_if": Key(lines(notation.check)), "blank_needs_reason": Key(truth),
    "evidence": Key(text(2000)), "guidance": Key(text(2000)), "clause": Key(text(200)), **_SOURCED,
}  # fmt: skip
_STANDARD = {
    "code": Key(text(20), required=True), "title": Key(text(250), required=True),
    "clause": Key(text(200)), "criteria": Key(entries(_CRITERION), required=True), **_SOURCED,
}  # fmt: skip
_RULE = {
    "title": Key(text(150), required=True), "conditions": Key(lines(notation.condition)),
    "note": Key(text(2000)), "clause": Key(text(200)), **_SOURCED,
}  # fmt: skip
_CHOICE = {"value": Key(text(40), required=True), "label": Key(text(150), required=True)}
_ATTRIBUTE = {
    "key": Key(text(40), required=True), "label": Key(text(150), required=True),
    "choices": Key(entries(_CHOICE)),
}  # fmt: skip
_LINK = {
    "set": Key(text(40), required=True), "old": Key(text(20), required=True),
    "new": Key(text(20), required=True), "note": Key(text(300)),
}  # fmt: skip
_SET = {
    "code": Key(text(40), required=True), "version": Key(figure, required=True),
    "name": Key(text(250), required=True),
    "purpose": Key(one_of(list(SetPurpose.values)), required=True),
    "law": Key(text(60)), "basis": Key(text(600)), "valid_from": Key(day), "valid_to": Key(day),
    "levels": Key(_LEVELS, required=True), "provenance": Key(text(4000), required=True),
    "local": Key(truth), "example": Key(truth), "not_applicable": Key(one_of(list(NotApplicable.values))),
    "publish": Key(truth, required=True), "attributes": Key(entries(_ATTRIBUTE)),
    "standards": Key(entries(_STANDARD), required=True), "outcomes": Key(entries(_RULE)),
    "continues": Key(entries(_LINK)),
}  # fmt: skip


def read_set(path: Path) -> Entry:
    """One set as its file says it.

    Raises:
        DataRefused: with everything that is wrong.
    """
    reader = Reader()
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise DataRefused(path, [Fault(line, "/", str(error.problem))]) from error
    if root is None:
        raise DataRefused(path, [Fault(1, "/", _("the file is empty"))])
    entry = reader.mapping(root, "", _SET)
    _check_codes(reader, entry)
    _check_references(reader, entry)
    if reader.faults:
        raise DataRefused(path, reader.faults)
    return entry


def _check_codes(reader: Reader, entry: Entry) -> None:
    """Codes are unique in the whole set: conditions and mappings name them."""
    seen: set[str] = set()
    for place, code in _codes(entry):
        if code in seen:
            line = reader.lines.get(place, 1)
            sentence = _("the code “%(code)s” is given twice") % {"code": code}
            reader.faults.append(Fault(line, f"{place}.code", sentence))
        seen.add(code)


def _codes(entry: Entry) -> list[tuple[str, str]]:
    found = []
    for number, standard in enumerate(entry.get("standards", [])):
        found.append((f"standards[{number}]", f"standard {standard.get('code', '')}"))
        found += [
            (f"standards[{number}].criteria[{place}]", criterion.get("code", ""))
            for place, criterion in enumerate(standard.get("criteria", []))
        ]
    return found


def _check_references(reader: Reader, entry: Entry) -> None:
    codes = {code for _place, code in _codes(entry)}
    for place, rule in enumerate(entry.get("outcomes", [])):
        for line in rule.get("conditions", "").splitlines():
            _check_condition(reader, f"outcomes[{place}]", line, codes)


def _check_condition(reader: Reader, path: str, line: str, codes: set[str]) -> None:
    try:
        condition = notation.condition(line)
    except notation.NotationError:
        return  # blamed where it was read
    of = f"standard {condition.of}" if condition.subject == "standard" else condition.of
    if of and of not in codes:
        sentence = _("there is no “%(code)s” in the set") % {"code": of}
        reader.faults.append(Fault(reader.lines.get(path, 1), f"{path}.conditions", sentence))
