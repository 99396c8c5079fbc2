"""A template to begin with: the standard layout of a kind of paper with its places left open."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import docx
from docx.shared import Mm, Pt

from documents.enums import Regime
from documents.layouts.docx.closing import ABOVE, ROOM_MM, SEAL_MM
from documents.layouts.docx.page import GAP_MM, HEADER_MM, MOTTO_MM, TITLE_ASIDE_MM
from documents.layouts.docx.placeholders import COUNTRY, MOTTO, known_in
from documents.layouts.docx.sheets import first_sheet, room_mm
from documents.layouts.docx.styles import dress
from documents.layouts.docx.tables import borderless
from documents.layouts.docx.words import line, rule


def example_docx(kind: str) -> bytes:
    """A Word file on the decree's pattern that passes the check as it is; a clerk only edits it."""
    file = docx.Document()
    dress(file, italic_bases=True)
    first_sheet(file, Regime.ND30, draft=False)
    places = known_in(kind)
    titled = kind in places["ten_loai"].required
    _header(file, dated=kind in places["dia_danh_ngay"].required, about=not titled)
    if titled:
        line(file, "Title", "{{ten_loai}}")
        subject = line(file, "Subtitle", "{{trich_yeu}}").paragraph_format
        subject.left_indent = subject.right_indent = Mm(TITLE_ASIDE_MM)
        rule(file, 45, room_mm("portrait")).paragraph_format.space_after = Pt(12)
    for name, style in (("kinh_gui", "Paper Addressee"), ("can_cu", "Paper Basis"),
                        ("noi_dung", "Body Text")):  # fmt: skip
        line(file, style, places[name].written)
    _closing(file, together="chu_ky" in places)
    written = BytesIO()
    file.save(written)
    return written.getvalue()


def _header(file: Any, *, dated: bool, about: bool) -> None:
    table = borderless(file, HEADER_MM)
    left, right = table.rows[0].cells
    line(left, "Paper Superior", "{{co_quan_chu_quan}}")
    line(left, "Paper Issuer", "{{co_quan_ban_hanh}}")
    rule(left, HEADER_MM[0] * 0.3, HEADER_MM[0] - GAP_MM)
    line(right, "Paper Issuer", COUNTRY)
    line(right, "Paper Motto", MOTTO)
    rule(right, MOTTO_MM, HEADER_MM[1])
    left, right = table.add_row().cells
    line(left, "Paper Number", "Số: {{so_ky_hieu}}")
    if about:
        line(left, "Paper About", "{{trich_yeu}}")
    if dated:
        line(right, "Paper Day", "{{dia_danh_ngay}}")


def _closing(file: Any, *, together: bool) -> None:
    if together:
        line(file, "Body Text", "{{chu_ky}}")
        line(file, "Paper Recipients", "{{noi_nhan}}")
        return
    left, right = borderless(file, (ROOM_MM / 2, ROOM_MM / 2)).rows[0].cells
    line(left, "Paper Recipients", "{{noi_nhan}}")
    line(right, "Paper Signature", "{{chuc_vu_ky}}").paragraph_format.space_before = Pt(ABOVE)
    name = line(right, "Paper Signature", "{{nguoi_ky}}")
    name.paragraph_format.space_before = Mm(SEAL_MM)
