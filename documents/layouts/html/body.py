"""Blocks of a body or an annex as HTML, with the widths of their tables as one small style sheet."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from documents.blocks import Block, Cell, Heading, ListBlock, Paragraph, Picture, Table, plain
from documents.layouts.html.words import (
    html_of,
    listed_marker,
    paragraph_html,
)


@dataclass
class Widths:
    """Column widths of every table of a paper: no style attribute passes the page's policy."""

    tables: int = 0
    rules: list[str] = field(default_factory=list)

    def add(self, table: Table) -> str:
        """The class under which this table's widths are known."""
        self.tables += 1
        name = f"t{self.tables}"
        for at, column in enumerate(table.columns, start=1):
            if column.width_mm is not None:
                width = f"{float(column.width_mm):g}mm"
                self.rules.append(f".{name} col:nth-child({at}){{width:{width}}}")
        return name

    @property
    def css(self) -> SafeString:
        return mark_safe("\n".join(self.rules))  # noqa: S308 - numbers and our own names only


def blocks_html(blocks: Iterable[Block], widths: Widths) -> SafeString:
    """All blocks one after another."""
    return format_html_join("\n", "{}", ((_block(block, widths),) for block in blocks))


def _block(block: Block, widths: Widths) -> SafeString:
    if isinstance(block, Paragraph):
        indent = "" if block.indent and block.align == "justify" else " flush"
        return format_html('<p class="text {}{}">{}</p>', block.align, indent, html_of(block.text))
    if isinstance(block, Heading):
        return _heading(block)
    if isinstance(block, ListBlock):
        return _list(block)
    if isinstance(block, Picture):
        return picture_html(block)
    return _table(block, widths)


def picture_html(picture: Picture) -> SafeString:
    """A photo over its caption. Without its content, as in a file that was lost, the caption says so."""
    image = ""
    if picture.data:
        image = format_html('<img src="{}" alt="{}">', picture.data, picture.caption)
    return format_html(
        '<figure class="picture">{}<figcaption>{}</figcaption></figure>', image, picture.caption
    )


def _heading(block: Heading) -> SafeString:
    if block.level in {"part", "chapter"}:
        return format_html(
            '<h2 class="{}"><span>{}</span><br>{}</h2>',
            block.level, block.marker, plain(block.text).upper(),
        )  # fmt: skip
    if block.level == "article":
        return format_html(
            '<p class="text justify article"><strong>{}</strong> {}</p>',
            block.marker, html_of(block.text),
        )  # fmt: skip
    tag = mark_safe("h3" if block.level == "section" else "h4")  # noqa: S308 - one of two literals
    words = plain(block.text)
    words = words.upper() if block.level == "section" else words
    return format_html(
        '<{} class="{}">{}</{}>', tag, block.level, f"{block.marker} {words}".strip(), tag
    )


def _list(block: ListBlock) -> SafeString:
    """Lines of a list are paragraphs behind a sign: that is how official papers set them."""
    lines: list[SafeString] = []
    for index, item in enumerate(block.items):
        lines.append(paragraph_html("text justify item", listed_marker(block, index), item.text))
        lines.extend(_list(child) for child in item.children)
    return format_html_join("\n", "{}", ((line,) for line in lines))


def _table(table: Table, widths: Widths) -> SafeString:
    caption = format_html("<caption>{}</caption>", table.caption) if table.caption else ""
    head = format_html_join(
        "", '<th scope="col">{}</th>', ((html_of(column.title),) for column in table.columns)
    )
    columns = mark_safe("<col>" * len(table.columns))  # noqa: S308 - a literal
    return format_html(
        '<table class="ruled {}">{}<colgroup>{}</colgroup><thead><tr>{}</tr></thead>'
        "<tbody>{}</tbody></table>",
        widths.add(table), caption, columns, head, _rows(table),
    )  # fmt: skip


def _rows(table: Table) -> SafeString:
    """Cells with the alignment of their column, counting the columns that a rowspan holds."""
    held: dict[int, int] = {}
    rows: list[SafeString] = []
    for row in table.rows:
        cells: list[SafeString] = []
        at, taken = 0, {column for column, left in held.items() if left > 0}
        held = {column: left - 1 for column, left in held.items() if left > 1}
        for raw in row:
            cell = raw if isinstance(raw, Cell) else Cell(raw)
            while at in taken:
                at += 1
            cells.append(_cell(cell, cell.align or _align(table, at)))
            if cell.rowspan > 1:
                held.update(dict.fromkeys(range(at, at + cell.colspan), cell.rowspan - 1))
            at += cell.colspan
        rows.append(format_html("<tr>{}</tr>", mark_safe("".join(cells))))  # noqa: S308 - escaped
    return mark_safe("\n".join(rows))  # noqa: S308 - escaped cell by cell


def _align(table: Table, at: int) -> str:
    return table.columns[at].align if at < len(table.columns) else "left"


def _cell(cell: Cell, align: str) -> SafeString:
    spans = "".join(
        f' {name}="{int(span)}"'
        for name, span in (("rowspan", cell.rowspan), ("colspan", cell.colspan))
        if span > 1
    )
    css = f"{align} bold" if cell.bold else align
    return format_html(
        '<td class="{}"{}>{}</td>',
        css, mark_safe(spans), html_of(cell.text),  # noqa: S308 - integers
    )  # fmt: skip
