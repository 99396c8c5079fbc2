"""Sheets of Word: margins, turned pages, page numbers and the mark of a draft."""

from __future__ import annotations

from typing import Any

from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_ALIGN_VERTICAL
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm

from documents.blocks import CheckMark, Run
from documents.blocks.tree import Orientation
from documents.enums import Regime
from documents.layouts.check_mark import SIDE_MM, qr_png
from documents.layouts.docx.tables import without_lines
from documents.layouts.docx.words import line

PORTRAIT_MM = (210, 297)
# Top, right, bottom, left; NĐ 30/2020, Phụ lục I, allows 20-25, 15-20, 20-25, 30-35.
MARGINS_MM = (20, 15, 20, 30)
_DRAFT = """<w:pict {names} xmlns:v="urn:schemas-microsoft-com:vml"
  xmlns:o="urn:schemas-microsoft-com:office:office">
  <v:shapetype id="draft" coordsize="21600,21600" o:spt="136" adj="10800"
    path="m@7,l@8,m@5,21600l@6,21600e">
    <v:path textpathok="t" o:connecttype="rect"/><v:textpath on="t" fitshape="t"/></v:shapetype>
  <v:shape id="DraftMark{at}" type="#draft" alt="" fillcolor="#e4e4e4" stroked="f"
    style="position:absolute;width:440pt;height:105pt;rotation:-40;z-index:-251658752;
    mso-position-horizontal:center;mso-position-horizontal-relative:margin;
    mso-position-vertical:center;mso-position-vertical-relative:margin">
    <v:textpath style="font-family:'Times New Roman';font-weight:bold" string="DỰ THẢO"/>
  </v:shape></w:pict>"""


def room_mm(orientation: Orientation) -> float:
    """Width between the margins."""
    width = PORTRAIT_MM[1 if orientation == "landscape" else 0]
    return width - MARGINS_MM[1] - MARGINS_MM[3]


def first_sheet(file: Any, regime: str, *, draft: bool) -> None:
    """The section of the body. Sections of annexes take over its heads and feet."""
    section = file.sections[0]
    _lay(section, "portrait")
    top = regime == Regime.ND30
    _number(section.header if top else section.footer, centred=top)
    if draft:
        draft_mark(section)


def draft_mark(section: Any) -> None:
    """The mark "DỰ THẢO" across the pages of a section."""
    for at, head in enumerate((section.header, section.first_page_header)):
        pict = parse_xml(_DRAFT.format(names=nsdecls("w"), at=at))
        place = head.paragraphs[0] if head.paragraphs else head.add_paragraph()
        place.add_run()._r.append(pict)  # Word's own mark is VML


def check_foot(file: Any, mark: CheckMark) -> None:
    """Code and QR code in the foot of the first page, which annexes do not take over."""
    section = file.sections[0]
    section.footer_distance = Mm(4)
    foot = section.first_page_footer
    room = room_mm("portrait")
    table = without_lines(foot.add_table(1, 2, Mm(room)), (SIDE_MM + 2.0, room - SIDE_MM - 2))
    drawing, words = table.rows[0].cells
    for cell in (drawing, words):
        cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    picture = line(drawing, "Paper Check", "").add_run().add_picture(qr_png(mark), Mm(SIDE_MM))
    for side in ("distT", "distB", "distL", "distR"):
        picture._inline.set(side, "0")  # LibreOffice would leave 3 mm around it
    picture._inline.docPr.set("descr", f"Mã QR tra cứu văn bản {mark.spoken}")
    line(words, "Paper Check", (Run("Mã tra cứu: "), Run(mark.spoken, bold=True)))
    line(words, "Paper Check", f"Tra cứu tại: {mark.page}")
    last = foot.paragraphs[0]  # it stood before the table; Word wants a paragraph behind one
    last.style = "Paper Rule"
    foot._element.append(last._p)


def annex_sheet(file: Any, orientation: Orientation) -> None:
    """A new page that counts from 1 and does not print its first number."""
    section = file.add_section(WD_SECTION.NEW_PAGE)
    _lay(section, orientation)
    section.first_page_footer.is_linked_to_previous = False
    kind = OxmlElement("w:pgNumType")
    kind.set(qn("w:start"), "1")
    properties = section._sectPr  # page numbers have no API
    for old in properties.findall(qn("w:pgNumType")):
        properties.remove(old)
    properties.insert_element_before(kind, "w:cols", "w:titlePg", "w:docGrid")


def _lay(section: Any, orientation: Orientation) -> None:
    turned = orientation == "landscape"
    width, height = PORTRAIT_MM[::-1] if turned else PORTRAIT_MM
    section.orientation = WD_ORIENT.LANDSCAPE if turned else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    top, right, bottom, left = MARGINS_MM
    section.top_margin, section.bottom_margin = Mm(top), Mm(bottom)
    section.left_margin, section.right_margin = Mm(left), Mm(right)
    section.header_distance = section.footer_distance = Mm(8)
    section.different_first_page_header_footer = True


def _number(place: Any, *, centred: bool) -> None:
    """The page number as a field that Word counts."""
    paragraph = place.paragraphs[0]
    paragraph.style = "Header"
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.RIGHT
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    run = OxmlElement("w:r")
    run.text = "2"
    field.append(run)
    paragraph._p.append(field)  # fields have no API
