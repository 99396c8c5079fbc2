"""Words as paragraphs and runs of Word."""

from __future__ import annotations

import re
from typing import Any
from unicodedata import normalize

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import _Cell as WordCell
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run as WordRun

from documents.blocks import Text, runs
from documents.layouts.docx.styles import ALIGN
from documents.layouts.html.words import UNBROKEN

# "01/2003/QĐ-BGDĐT", "2019 – 2020" and, for Word, "2019-2020" stay on one line.
_KEPT = re.compile(rf"{UNBROKEN.pattern}|\b\d{{4}}-\d{{4}}\b")
# What XML cannot hold at all; pasted text brings it along now and then.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """The words without characters that no XML file may carry, composed as Vietnamese is."""
    return normalize("NFC", _FORBIDDEN.sub("", text))


def write(
    paragraph: WordParagraph, text: Text, *, prefix: str = "", bold: bool | None = None
) -> WordParagraph:
    """Add the words to a paragraph in their styles, behind an unstyled prefix; returns it."""
    if prefix:
        paragraph.add_run(clean(prefix))
    for run in runs(text):
        made = paragraph.add_run()
        _add_words(made, clean(run.text))
        # None leaves the word to the style of its paragraph.
        made.bold = True if run.bold else bold
        made.italic = True if run.italic else None
        made.underline = True if run.underline else None
    return paragraph


def _add_words(run: WordRun, words: str) -> None:
    """The words, in which numbers of papers and school years are not broken at their hyphen."""
    end = 0
    for found in _KEPT.finditer(words):
        run.add_text(words[end : found.start()])
        first, *others = found.group().replace(" ", "\N{NO-BREAK SPACE}").split("-")
        run.add_text(first)
        for part in others:
            run._r.append(OxmlElement("w:noBreakHyphen"))  # has no API
            run.add_text(part)
        end = found.end()
    run.add_text(words[end:])


def line(place: Any, style: str, text: Text, *, align: str = "") -> WordParagraph:
    """A new paragraph at the end of a file or a cell; a cell's empty first one is used up."""
    fresh = isinstance(place, WordCell) and len(place.paragraphs) == 1 and not place.text
    paragraph = place.paragraphs[0] if fresh else place.add_paragraph()
    paragraph.style = style
    if align:
        paragraph.alignment = ALIGN[align]
    return write(paragraph, text)


def rule(place: Any, width_mm: float, of_mm: float) -> WordParagraph:
    """A drawn line of this width in the middle of a place that is `of_mm` wide."""
    paragraph: WordParagraph = place.add_paragraph()
    paragraph.style = "Paper Rule"
    aside = Mm(max(0.0, (of_mm - width_mm) / 2))
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = aside
    borders, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    paragraph._p.get_or_add_pPr().insert_element_before(  # borders have no API
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )
    return paragraph
