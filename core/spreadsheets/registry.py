"""Kinds of imports: each room registers its own in `<app>/imports.py`."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy, override

from core.search.keys import search_key
from core.spreadsheets.layout import cell_reference

Values = dict[str, Any]


@dataclass(frozen=True)
class ImportField:
    """One thing a row may say: its heading, other headings people use, and how it is read.

    `parse` gets the text of a cell that is not empty and raises `CellRefused` with a sentence.
    """

    key: str
    heading: Any
    parse: Callable[[str], Any]
    guesses: Sequence[str] = ()
    required: bool = False
    help_text: Any = ""

    def answers_to(self, heading: str) -> bool:
        return _heading_key(heading) in _heading_keys(self)


@dataclass(frozen=True)
class Scope:
    """A unit under which a user may import, and the unit that gives them the permission."""

    owner_unit: int
    scope_unit: int
    label: str


@dataclass
class ParsedRow:
    """A row after its cells were read: `values` holds only fields whose cell was filled.

    `columns` says in which column each field stands.
    """

    number: int
    values: Values
    columns: Mapping[str, int] = field(default_factory=dict)
    problems: list[tuple[str, str]] = field(default_factory=list)
    choice: str = ""

    def blame(self, key: str, sentence: str) -> None:
        """Something is wrong with the cell of a field (or, without one, with the row)."""
        column = self.columns.get(key)
        cell = cell_reference(self.number, column) if column else ""
        self.problems.append((cell, sentence))


@dataclass
class Outcome:
    """What importing a row would do. `changes` are (field, old, new), the same in any language.

    `options` are decisions the person may take for the row: (value, words). `plan` is what the kind
    wants to see again when it writes.
    """

    status: str
    label: str = ""
    target: int | None = None
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    options: list[tuple[str, str]] = field(default_factory=list)
    plan: Any = None


@dataclass(frozen=True)
class Written:
    """An object that was made (`before` is None) or changed, in plain JSON values."""

    number: int
    target: int
    label: str
    before: Values | None
    after: Values


class ImportKind(ABC):
    """What is imported, who may, and how rows meet what is there. One instance, no state."""

    key: ClassVar[str]
    title: ClassVar[Any]
    permission: ClassVar[str]
    explanation: ClassVar[Any] = ""
    scope_label: ClassVar[Any]
    scope_help: ClassVar[Any] = gettext_lazy(
        "Rows without a managing unit of their own are put directly under it."
    )
    fields: ClassVar[Sequence[ImportField]]

    @abstractmethod
    def scopes(self, user: Any) -> list[Scope]:
        """Where the user may import."""

    @abstractmethod
    def examine(
        self, rows: Sequence[ParsedRow], scope_unit: int, *, lock: bool = False
    ) -> list[Outcome]:
        """One outcome a row, in order; problems are added to the rows. No query per row.

        With `lock`, what the rows refer to stays as it is until the transaction ends.
        """

    @abstractmethod
    def write(
        self, rows: Sequence[ParsedRow], outcomes: Sequence[Outcome], scope_unit: int, *, by: Any
    ) -> list[Written]:
        """Make and change what `examine` announced; called inside the commit's transaction."""

    @abstractmethod
    def obstacles(self, changes: Sequence[Written]) -> list[str]:
        """Why the changes cannot be undone: one sentence for each object in the way."""

    @abstractmethod
    def restore(self, changes: Sequence[Written], *, by: Any) -> None:
        """Bring every object back to `before`; called inside the undo's transaction."""

    def shown(self, key: str, value: str) -> str:
        """An old or new value of a field in words."""
        return value

    def address(self, target: int) -> str:
        """Where the object of a row is shown; empty when nowhere."""
        return ""

    def field(self, key: str) -> ImportField | None:
        return next((known for known in self.fields if known.key == key), None)

    def knows(self, heading: str) -> bool:
        return any(known.answers_to(heading) for known in self.fields)


_kinds: dict[str, ImportKind] = {}


def import_kind(cls: type[ImportKind]) -> type[ImportKind]:
    """Register a kind of import."""
    _kinds[cls.key] = cls()
    return cls


def kinds() -> list[ImportKind]:
    return list(_kinds.values())


def kind_of(key: str) -> ImportKind:
    """The kind of a batch.

    Raises:
        KeyError: no room registers it.
    """
    return _kinds[key]


@cache
def _heading_key(heading: str) -> str:
    return search_key(heading)


@cache
def _heading_keys(known: ImportField) -> frozenset[str]:
    names: Iterable[Any] = [*known.guesses]
    keys = {_heading_key(str(name)) for name in names}
    for language in ("vi", "en"):
        with override(language):
            keys.add(_heading_key(str(known.heading)))
    return frozenset(keys)
