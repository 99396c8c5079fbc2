"""Kinds of papers that rooms above can make: from an aggregate to a tree of blocks.

A room declares its kinds in `<app>/documents.py`:

    @document_kind("plans.plan", title=_("Inspection plan"), formats=("xlsx",))
    class PlanPaper:
        def keys(self) -> Iterable[str]: ...            # "plans.plan:12", or just "12"
        def build(self, key: str) -> Document: ...      # `pk_of(key)` gives 12
        def workbook(self, key: str) -> bytes: ...      # only where "xlsx" is offered
        def may_read(self, user, key: str) -> bool: ... # who sees it before it is drafted
        def url(self, key: str) -> str: ...             # optional: the page it is made on
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from documents.blocks import Document

Format = Literal["pdf", "docx", "xlsx"]
# Made from the tree alone, so every kind has them.
FROM_THE_TREE: tuple[Format, ...] = ("pdf", "docx")
Source = TypeVar("Source")


class UnknownPaper(LookupError):
    """No registered kind can make this paper."""


@dataclass(frozen=True)
class PaperKind:
    """A registered kind: its key, its name in a list, and what makes the papers."""

    key: str
    title: Any
    formats: tuple[Format, ...]
    source: Any

    def keys(self) -> Iterator[str]:
        """Full keys of every paper that can be made now."""
        for key in self.source.keys():  # noqa: SIM118 - a method of ours, not a mapping
            yield str(key) if ":" in str(key) else f"{self.key}:{key}"


_kinds: dict[str, PaperKind] = {}


def document_kind(
    key: str, *, title: Any, formats: Iterable[Format] = ()
) -> Callable[[Source], Source]:
    """Register a kind of paper; a class is instantiated once, a function builds it on demand.

    PDF and Word are offered for every kind; `formats` names what else its source can make.
    """

    def register(source: Source) -> Source:
        maker = source() if isinstance(source, type) else source
        offered = tuple(dict.fromkeys((*FROM_THE_TREE, *formats)))
        if "xlsx" in offered and not hasattr(maker, "workbook"):
            raise TypeError(f"{key} offers xlsx and has no workbook(key)")
        _kinds[key] = PaperKind(key, title, offered, maker)
        return source

    return register


def kinds() -> list[PaperKind]:
    """Every registered kind, in the order of their keys."""
    return [_kinds[key] for key in sorted(_kinds)]


def kind_of(key: str) -> PaperKind:
    """The kind that makes "plans.plan:12".

    Raises:
        UnknownPaper: nobody registered it.
    """
    name, _colon, _rest = key.partition(":")
    if name not in _kinds:
        raise UnknownPaper(f"no kind of document makes {key!r}")
    return _kinds[name]


def pk_of(key: str) -> int:
    """The primary key in "plans.plan:12"."""
    return int(key.rpartition(":")[2])


def build(key: str) -> Document:
    """The paper as its source words it now, as a draft. Raises UnknownPaper."""
    document: Document = kind_of(key).source.build(key)
    return document


def workbook(key: str) -> bytes:
    """The Excel form of a paper. Raises UnknownPaper where there is none."""
    kind = kind_of(key)
    if "xlsx" not in kind.formats:
        raise UnknownPaper(f"{key} has no Excel form")
    content: bytes = kind.source.workbook(key)
    return content


def is_final(key: str) -> bool:
    """Whether a paper without a number has its last words: `is_final(key)` of its source."""
    kind = _kinds.get(key.partition(":")[0])
    return bool(kind and hasattr(kind.source, "is_final") and kind.source.is_final(key))


def source_url(key: str) -> str:
    """The page on which the paper is made; empty where its kind names none."""
    kind = _kinds.get(key.partition(":")[0])
    return kind.source.url(key) if kind and hasattr(kind.source, "url") else ""


def may_read(user: Any, key: str) -> bool:
    """Whether the source lets this person see the paper before it is drafted; else nobody does."""
    kind = _kinds.get(key.partition(":")[0])
    return bool(kind and hasattr(kind.source, "may_read") and kind.source.may_read(user, key))
