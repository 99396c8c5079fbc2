"""The editor's HTML as blocks of a paper.

The HTML is parsed, never printed: whatever is not one of the few known tags contributes its
words at most, and scripts, styles, pictures and addresses contribute nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from documents.blocks.tree import Heading, ListBlock, ListItem, Paragraph, Run, Text

if TYPE_CHECKING:
    from documents.blocks.tree import Block, Marker

_BOLD, _ITALIC, _LISTS = {"strong", "b"}, {"em", "i"}, {"ul", "ol"}
_PARAGRAPHS = {"p", "div", "h1", "h2", "h3", "h4", "blockquote", "pre", "tr"}
_SILENT = {"script", "style", "template", "iframe", "object", "svg", "math", "title", "noscript"}
_SPACES = re.compile(r"[ \t\r\n\f]+")
_DASHED = re.compile(r"^([-–+])\s+(?=\S)")


@dataclass(frozen=True)
class RichText:
    """Sanitised HTML of the editor; `blocks()` is what a paper prints."""

    html: str

    def blocks(self) -> tuple[Block, ...]:
        return blocks_of(self.html)


def blocks_of(html: str) -> tuple[Block, ...]:
    """Paragraphs, headings and lists of the editor's HTML, in their order."""
    parser = _Parser()
    parser.feed(html)
    parser.close()
    parser.end_paragraph()
    return tuple(_gathered(parser.blocks))


def inline(text: str) -> Text:
    """Plain text in which *words* between single stars are italic and **words** bold."""
    found: list[Run] = []
    for piece in re.split(r"(\*\*[^*]+\*\*|\*[^*]+\*)", text):
        bold = piece.startswith("**") and len(piece) > 4
        italic = not bold and piece.startswith("*") and len(piece) > 2
        bare = piece[2:-2] if bold else piece[1:-1] if italic else piece
        if bare:
            found.append(Run(bare, bold=bold, italic=italic))
    return (
        text
        if len(found) < 2 and not any(run.bold or run.italic for run in found)
        else tuple(found)
    )


class _Parser(HTMLParser):
    """Keeps a stack of open lists and the styles of the moment; everything else is words."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._runs: list[Run] = []
        self._lists: list[tuple[Marker, list[ListItem]]] = []
        self._depth = {"bold": 0, "italic": 0, "underline": 0, "silent": 0}
        self._heading = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self._runs.append(Run("\n"))
        elif tag in _LISTS:
            self.end_paragraph()
            self._lists.append(("ordered" if tag == "ol" else self._dash(), []))
        elif tag == "li" or tag in _PARAGRAPHS:
            self.end_paragraph()
            self._heading = tag if tag in {"h2", "h3"} else ""
        else:
            self._style(tag, 1)

    def handle_endtag(self, tag: str) -> None:
        if tag in _LISTS:
            self.end_paragraph()
            self._close_list()
        elif tag == "li" or tag in _PARAGRAPHS:
            self.end_paragraph()
        else:
            self._style(tag, -1)

    def handle_data(self, data: str) -> None:
        if not self._depth["silent"]:
            words = _SPACES.sub(" ", data.replace("\xa0", " "))
            self._runs.append(Run(words, **self._styles()))

    def end_paragraph(self) -> None:
        """What was gathered becomes an item of the innermost open list, else a block."""
        text = _tidy(self._runs)
        self._runs = []
        if not text:
            return
        if self._lists:
            self._lists[-1][1].append(ListItem(text))
        elif self._heading:
            self.blocks.append(Heading("clause", "", text))
        else:
            self.blocks.append(Paragraph(text))
        self._heading = ""

    def close(self) -> None:
        super().close()
        self.end_paragraph()
        while self._lists:
            self._close_list()

    def _close_list(self) -> None:
        if not self._lists:
            return
        marker, items = self._lists.pop()
        if not items:
            return
        block = ListBlock(tuple(items), marker)
        if not self._lists:
            self.blocks.append(block)
            return
        above = self._lists[-1][1]
        owner = above.pop() if above else ListItem("")
        above.append(replace(owner, children=(*owner.children, block)))

    def _dash(self) -> Marker:
        return "+" if self._lists else "-"

    def _style(self, tag: str, step: int) -> None:
        name = (
            "bold" if tag in _BOLD else "italic" if tag in _ITALIC
            else "underline" if tag == "u" else "silent" if tag in _SILENT else ""
        )  # fmt: skip
        if name:
            self._depth[name] = max(0, self._depth[name] + step)

    def _styles(self) -> dict[str, bool]:
        return {name: self._depth[name] > 0 for name in ("bold", "italic", "underline")}


def _tidy(found: list[Run]) -> Text:
    """Neighbours in one style joined, spaces at the ends and around breaks removed."""
    joined: list[Run] = []
    for run in found:
        last = joined[-1] if joined else None
        if (last and replace(last, text="") == replace(run, text="")) or (
            last and not run.text.strip(" ")
        ):
            joined[-1] = replace(last, text=last.text + run.text)
        else:
            joined.append(run)
    joined = [replace(run, text=re.sub(r" *\n *|  +", _shorter, run.text)) for run in joined]
    if joined:
        joined[0] = replace(joined[0], text=joined[0].text.lstrip())
        joined[-1] = replace(joined[-1], text=joined[-1].text.rstrip())
    kept = tuple(run for run in joined if run.text)
    return kept[0].text if len(kept) == 1 and kept[0] == Run(kept[0].text) else kept


def _shorter(match: re.Match[str]) -> str:
    return "\n" if "\n" in match.group() else " "


def _gathered(blocks: list[Block]) -> list[Block]:
    """Paragraphs typed as "- …" or "+ …" become lists, as the people who typed them meant."""
    kept: list[Block] = []
    for block in blocks:
        marker = _typed_marker(block)
        if not marker or not isinstance(block, Paragraph):
            kept.append(block)
            continue
        item = ListItem(_without_marker(block.text))
        last = kept[-1] if kept else None
        if isinstance(last, ListBlock) and last.marker == marker:
            kept[-1] = replace(last, items=(*last.items, item))
        elif marker == "+" and isinstance(last, ListBlock) and last.marker == "-":
            kept[-1] = _with_child(last, item)
        else:
            kept.append(ListBlock((item,), marker))
    return kept


def _typed_marker(block: Block) -> Marker | None:
    if not isinstance(block, Paragraph):
        return None
    first = block.text if isinstance(block.text, str) else block.text[0].text
    found = _DASHED.match(first)
    return ("+" if found.group(1) == "+" else "-") if found else None


def _without_marker(text: Text) -> Text:
    if isinstance(text, str):
        return _DASHED.sub("", text)
    return (replace(text[0], text=_DASHED.sub("", text[0].text)), *text[1:])


def _with_child(above: ListBlock, item: ListItem) -> ListBlock:
    """A "+" line belongs to the "-" line before it."""
    owner = above.items[-1]
    last = owner.children[-1] if owner.children else None
    if last and last.marker == "+":
        children = (*owner.children[:-1], replace(last, items=(*last.items, item)))
    else:
        children = (*owner.children, ListBlock((item,), "+"))
    return replace(above, items=(*above.items[:-1], replace(owner, children=children)))
