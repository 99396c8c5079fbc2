"""Word styles of official papers: the measures of NĐ 30/2020 once, under names in Word's list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

FONT = "Times New Roman"
ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
# Word's single line of this typeface is 1.149 em; the page sets 1.2.
LINE_SPACING = 1.2 / 1.149
_SCRIPTS = ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs")
_GRID = "Table Grid"
_SIDES = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_RULED = f"<w:tblPr {nsdecls('w')}><w:tblBorders>{_SIDES}</w:tblBorders></w:tblPr>"
_THEMES = ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme")


@dataclass(frozen=True)
class Look:
    """A paragraph style: sizes and spaces in points, the first line's indent in millimetres."""

    size: float = 14
    bold: bool = False
    italic: bool = False
    align: str = "left"
    indent: float = 0
    before: float = 0
    after: float = 0
    with_next: bool = False


# Names that Word itself knows ("Title", "Heading 1", …) keep its outline and navigation pane.
LOOKS = {
    "Normal": Look(),
    "Title": Look(bold=True, align="center", before=10, with_next=True),
    "Subtitle": Look(bold=True, align="center", with_next=True),
    "Heading 1": Look(bold=True, align="center", before=12, after=6, with_next=True),
    "Heading 2": Look(bold=True, align="justify", indent=12.7, before=6, after=6, with_next=True),
    "Heading 3": Look(bold=True, align="justify", indent=12.7, before=6, after=6, with_next=True),
    "Heading 4": Look(align="justify", indent=12.7, before=6, after=6),
    "Body Text": Look(align="justify", indent=12.7, before=6, after=6),
    "List Paragraph": Look(align="justify", indent=12.7, before=6, after=6),
    "Caption": Look(13, bold=True, align="center", before=6, after=4, with_next=True),
    "Header": Look(13, align="center"),
    "Paper Basis": Look(italic=True, align="justify", indent=12.7, before=6, after=6),
    "Paper Authority": Look(bold=True, align="center", before=6, after=6, with_next=True),
    "Paper Addressee": Look(align="center", before=12, after=12),
    "Paper Superior": Look(12, align="center"),
    "Paper Issuer": Look(12, bold=True, align="center"),
    "Paper Motto": Look(13, bold=True, align="center"),
    "Paper Number": Look(13, align="center", before=6),
    "Paper Day": Look(13, italic=True, align="center", before=6),
    "Paper About": Look(12, align="center", before=6),
    "Paper Rule": Look(2, align="center"),
    "Paper Cell": Look(13, before=2, after=2),
    "Paper Head Cell": Look(13, bold=True, align="center", before=2, after=2),
    "Paper Recipients Head": Look(12, bold=True, italic=True),
    "Paper Recipients": Look(11),
    "Paper Signature": Look(bold=True, align="center"),
    "Paper Check": Look(8),
    "Paper Annex Origin": Look(italic=True, align="center"),
}


def dress(file: Any, *, italic_bases: bool) -> None:
    """Give a new file every style of a paper, in black Times New Roman for all scripts."""
    for name, look in LOOKS.items():
        known = {style.name for style in file.styles}
        style = (
            file.styles[name]
            if name in known
            else file.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        )
        _apply(style, look)
    file.styles["Paper Basis"].font.italic = italic_bases
    _in_vietnamese(file.styles["Normal"])


def dress_missing(file: Any, *, italic_bases: bool) -> None:
    """Give a department's template the styles of a paper that it lacks; its own stay as they are."""
    known = {style.name for style in file.styles}
    for name, look in LOOKS.items():
        if name not in known:
            _apply(file.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH), look)
    if "Paper Basis" not in known:
        file.styles["Paper Basis"].font.italic = italic_bases
    if _GRID not in known:
        grid = file.styles.add_style(_GRID, WD_STYLE_TYPE.TABLE)
        grid.element.append(parse_xml(_RULED))


def _apply(style: Any, look: Look) -> None:
    font, space = style.font, style.paragraph_format
    _font(style)
    font.size, font.bold, font.italic = Pt(look.size), look.bold, look.italic
    font.color.rgb = RGBColor(0, 0, 0)
    _set(style.element.get_or_add_rPr(), "w:szCs", str(round(look.size * 2)))
    for border in style.element.findall(f".//{qn('w:pBdr')}"):
        border.getparent().remove(border)
    for tight in style.element.findall(f".//{qn('w:contextualSpacing')}"):
        tight.getparent().remove(tight)  # Word's "List Paragraph" leaves no space between its own
    space.alignment, space.first_line_indent = ALIGN[look.align], Mm(look.indent)
    space.left_indent, space.line_spacing = Mm(0), LINE_SPACING
    space.space_before, space.space_after = Pt(look.before), Pt(look.after)
    space.keep_with_next, space.widow_control = look.with_next, True


def _font(style: Any) -> None:
    """Word's own styles name a theme font, which would win over ours."""
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in _THEMES:
        fonts.attrib.pop(qn(theme), None)
    for script in _SCRIPTS:
        fonts.set(qn(script), FONT)
    for spacing in style.element.findall(f".//{qn('w:rPr')}/{qn('w:spacing')}"):
        spacing.getparent().remove(spacing)  # the letter spacing of Word's "Title"


def _in_vietnamese(style: Any) -> None:
    """The spelling checker of the reader's Word."""
    language = OxmlElement("w:lang")
    for name in ("w:val", "w:eastAsia"):
        language.set(qn(name), "vi-VN")
    style.element.get_or_add_rPr().append(language)


def _set(parent: Any, tag: str, value: str) -> None:
    for old in parent.findall(qn(tag)):
        parent.remove(old)
    made = OxmlElement(tag)
    made.set(qn("w:val"), value)
    size = parent.find(qn("w:sz"))
    size.addnext(made)
