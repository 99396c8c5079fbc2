"""Types of papers with the abbreviations of NĐ 30/2020, Phụ lục III, read from their data file."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from documents.enums import DocumentKind

DATA = Path(__file__).resolve().parent.parent / "data" / "paper_types.yaml"


@dataclass(frozen=True, kw_only=True)
class PaperType:
    """A row of the table: name, abbreviation, number of the sample form it follows."""

    name: str
    abbreviation: str
    form: str
    addressed: bool = False
    copy: bool = False
    verified: bool = False


@cache
def paper_types() -> tuple[PaperType, ...]:
    """All rows, in the order of the decree."""
    rows: list[dict[str, Any]] = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    return tuple(PaperType(**row) for row in rows)


def type_of(kind: DocumentKind) -> PaperType:
    """The row of a kind the portal makes."""
    return next(row for row in paper_types() if row.name == kind.label)


def symbol_of(kind: DocumentKind, issuer: str, *, drafted_by: str = "") -> str:
    """As "QĐ-SGDĐT"; of an official letter, which has no abbreviation, "SGDĐT-GDTrH".

    A letter's symbol names who drafted it or the field it is about (Phụ lục I, Phần I, II.3.b).
    """
    abbreviation = type_of(kind).abbreviation
    parts = (abbreviation, issuer) if abbreviation else (issuer, drafted_by)
    return "-".join(part for part in parts if part)
