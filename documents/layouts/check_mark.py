"""The QR code of an issued paper: drawn for the page, and as a picture for Word."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import segno
from django.utils.safestring import SafeString, mark_safe

from documents.blocks import CheckMark

# Side of the drawing with its white edge, mm: modules of a third of a millimetre and more, which
# the camera of a telephone reads from a printed page, within a bottom margin of 20.
SIDE_MM = 15
_WHITE_EDGE = 2


def qr_svg(mark: CheckMark) -> SafeString:
    """The drawing as inline SVG without a size of its own."""
    drawn: str = _code(mark).svg_inline(
        border=_WHITE_EDGE, svgclass="qr", lineclass=None, omitsize=True,
        title=qr_words(mark),
    )  # fmt: skip
    return mark_safe(drawn)  # noqa: S308 - drawn from numbers; the title is escaped by segno


def qr_words(mark: CheckMark) -> str:
    """What a screen reader says in place of the drawing."""
    return f"Mã QR tra cứu văn bản {mark.spoken}"


def qr_picture(mark: CheckMark) -> str:
    """The drawing as an SVG file of its own: a path of numbers, no word and no address."""
    picture = BytesIO()
    _code(mark).save(
        picture, kind="svg", border=_WHITE_EDGE, xmldecl=False, omitsize=True,
        svgclass=None, lineclass=None,
    )  # fmt: skip
    return picture.getvalue().decode()


def qr_png(mark: CheckMark) -> BytesIO:
    """The drawing as a picture of about 400 dots an inch."""
    picture = BytesIO()
    _code(mark).save(picture, kind="png", border=_WHITE_EDGE, scale=8)
    picture.seek(0)
    return picture


def _code(mark: CheckMark) -> Any:
    """Still read with a seventh of it stained ("M"); more would make the modules smaller."""
    return segno.make(mark.address, error="m", boost_error=False, micro=False)
