"""Words as HTML, and the small rules of official Vietnamese typography."""

import re
from dataclasses import replace
from datetime import date

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from documents.blocks import Block, Heading, ListBlock, Paragraph, Picture, Run, Table, Text, runs

# Điểm are lettered by the Vietnamese alphabet, đ included (NĐ 30/2020, Phụ lục I).
VIETNAMESE_LETTERS = "abcdđeghiklmnopqrstuvxy"
_END = re.compile(r"[\s.;,/]*$")
# The name of a place begins a new line rather than being torn; next best is "VÀ".
_PLACE_OPENERS = {"TỈNH", "HUYỆN", "QUẬN", "THỊ", "THÀNH", "XÃ", "PHƯỜNG", "ĐẶC"}
ISSUER_LINE_LIMIT = 27
# "01/2003/QĐ-BGDĐT" and "2019 – 2020" stay on one line.
UNBROKEN = re.compile(r"(?:\d[^\s/<]*/)+[^\s<]*-[^\s<]*|\b\d{4} [–-] \d{4}\b")


def html_of(text: Text) -> SafeString:
    """Escaped words with their styles; nothing the user typed reaches the page as markup."""
    return mark_safe("".join(_run(run) for run in runs(text)))  # noqa: S308 - every run is escaped


def _run(run: Run) -> str:
    words = UNBROKEN.sub(r"<span class=nb>\g<0></span>", escape(run.text)).replace("\n", "<br>")
    for wanted, tag in ((run.underline, "u"), (run.italic, "em"), (run.bold, "strong")):
        if wanted:
            words = f"<{tag}>{words}</{tag}>"
    return words


def number_text(number: int | None) -> str:
    """Numbers under ten get a leading zero; a draft has dots."""
    return "…" if number is None else f"{number:02d}"


def day_text(day: date | None) -> str:
    """The words "ngày 05 tháng 3 năm 2020": a leading zero for days under 10, January, February."""
    if day is None:
        return "ngày … tháng … năm …"
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def ended(text: str, sign: str) -> str:
    """The text with exactly this sign at its end."""
    return _END.sub("", text) + sign


def listed(lines: tuple[str, ...]) -> list[str]:
    """Lines ending with ";", the last one with "."."""
    return [ended(line, "." if line is lines[-1] else ";") for line in lines]


def balanced(line: str, limit: int = ISSUER_LINE_LIMIT) -> list[str]:
    """A long name in as few lines as fit, of nearly the same length, broken where a reader would.

    "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO THỊ XÃ BẾN CÁT" → "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO" / "THỊ XÃ BẾN CÁT".
    """
    words = line.split()
    if len(line) <= limit or len(words) < 2:
        return [line]
    best = min(range(1, len(words)), key=lambda at: _cost(words, at, limit))
    head, tail = " ".join(words[:best]), " ".join(words[best:])
    return [*balanced(head, limit), *balanced(tail, limit)]


def _cost(words: list[str], at: int, limit: int) -> float:
    head, tail = " ".join(words[:at]), " ".join(words[at:])
    overfull = max(0, len(head) - limit) * 4
    split_name = 0 if words[at] in _PLACE_OPENERS else 6 if words[at] == "VÀ" else 12
    # "THỊ XÃ" and "THÀNH PHỐ" open a line with their first word only.
    torn = 8 if words[at - 1] in {"THỊ", "THÀNH", "VÀ"} else 0
    return abs(len(head) - len(tail)) + overfull + split_name + torn


def listed_marker(block: ListBlock, index: int) -> str:
    """The sign before the line: "-", "+", "3.", "đ)"."""
    at = block.start + index
    if block.marker == "ordered":
        return f"{at}."
    if block.marker == "letter":
        return f"{VIETNAMESE_LETTERS[(at - 1) % len(VIETNAMESE_LETTERS)]})"
    return "" if block.marker == "none" else block.marker


def closed(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The body with "./." at its end, as every paper is closed."""
    if not blocks:
        return blocks
    last = blocks[-1]
    if isinstance(last, (Paragraph, Heading)):
        return (*blocks[:-1], replace(last, text=_closed_text(last.text)))
    if isinstance(last, (Table, Picture)) or not last.items:
        return blocks
    return (*blocks[:-1], _closed_list(last))


def _closed_list(block: ListBlock) -> ListBlock:
    item = block.items[-1]
    if item.children:
        item = replace(item, children=(*item.children[:-1], _closed_list(item.children[-1])))
    else:
        item = replace(item, text=_closed_text(item.text))
    return replace(block, items=(*block.items[:-1], item))


def _closed_text(text: Text) -> Text:
    if isinstance(text, str):
        return ended(text, "./.")
    return (*text[:-1], replace(text[-1], text=ended(text[-1].text, "./.")))


def lines_html(lines: list[str]) -> SafeString:
    return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in lines))


def paragraph_html(css: str, marker: str, text: Text) -> SafeString:
    """A paragraph behind a sign, which no line break tears off its first word."""
    if not marker:
        return format_html('<p class="{}">{}</p>', css, html_of(text))
    return format_html('<p class="{}">{}\N{NO-BREAK SPACE}{}</p>', css, marker, html_of(text))
