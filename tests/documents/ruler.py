"""A clerk's ruler: finds words and lines of a PDF page and says where they stand, in millimetres."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Any

import pdfplumber

from documents.blocks import Document
from documents.domain import pdf_for

MM = 72 / 25.4


@dataclass(frozen=True)
class Line:
    """A line of text in one column, with the style of its first letter."""

    text: str
    left: float
    right: float
    baseline: float
    size: float
    font: str
    page: int

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2

    @property
    def is_bold(self) -> bool:
        return "Bold" in self.font

    @property
    def is_italic(self) -> bool:
        return "Italic" in self.font


def _is_tilted(found: dict[str, Any]) -> bool:
    return found["object_type"] == "char" and abs(found["matrix"][1]) > 0.01


class Sheet:
    """One page."""

    def __init__(self, page: Any, number: int) -> None:
        self.number = number
        self.width, self.height = page.width / MM, page.height / MM
        self.chars = [char for char in page.chars if not _is_tilted(char)]
        self.tilted = [char for char in page.chars if _is_tilted(char)]
        self.text = page.filter(lambda found: not _is_tilted(found)).extract_text()
        self.rules = [
            (rect["x0"] / MM, rect["x1"] / MM, rect["top"] / MM)
            for rect in page.rects
            if rect["height"] < 1.5 and rect["width"] > 10
        ]
        self.images = page.images
        self.lines = self._lines()

    def _lines(self) -> list[Line]:
        """Letters on one baseline without a gap of a column between them."""
        rows: dict[int, list[dict[str, Any]]] = {}
        for char in self.chars:
            rows.setdefault(round(char["matrix"][5]), []).append(char)
        found = []
        for row in rows.values():
            row.sort(key=lambda char: char["x0"])
            piece = [row[0]]
            for char in row[1:]:
                if char["x0"] - piece[-1]["x1"] > 12:
                    found.append(self._line(piece))
                    piece = []
                piece.append(char)
            found.append(self._line(piece))
        return found

    def _line(self, chars: list[dict[str, Any]]) -> Line:
        inked = [char for char in chars if char["text"].strip()] or chars
        return Line(
            "".join(char["text"] for char in chars).strip(),
            inked[0]["x0"] / MM, inked[-1]["x1"] / MM,
            self.height - inked[0]["matrix"][5] / MM,
            round(inked[0]["size"], 1), inked[0]["fontname"], self.number,
        )  # fmt: skip

    def line(self, text: str) -> Line:
        """The line that begins with these words."""
        found = [line for line in self.lines if line.text.startswith(text)]
        assert found, f"{text!r} is not on page {self.number}: {[line.text for line in self.lines]}"
        return found[0]

    def rule_under(self, line: Line) -> tuple[float, float]:
        """Ends of the drawn line right below a line of text."""
        below = [rule for rule in self.rules if 0 < rule[2] - line.baseline < 4]
        near = [rule for rule in below if rule[0] >= line.left - 1 and rule[1] <= line.right + 1]
        assert near, f"nothing is drawn under {line.text!r}: {self.rules}"
        return near[0][0], near[0][1]


@cache
def measured(document: Document, layout: str = "") -> list[Sheet]:
    """All pages of the paper as it is printed."""
    with pdfplumber.open(BytesIO(pdf_for(document, layout))) as opened:
        return [Sheet(page, number) for number, page in enumerate(opened.pages, start=1)]
