"""Photos and drawn signatures in a Word file."""

from __future__ import annotations

from base64 import b64decode
from io import BytesIO
from typing import Any

from docx.shared import Mm

from documents.blocks import Picture
from documents.layouts.docx.words import line

PHOTO_MM = 110
# Of the seal's room, which is 30 mm high.
SKETCH_MM = 18


def add_picture(file: Any, picture: Picture) -> None:
    """A photo over its caption, both centred."""
    if picture.data:
        made = line(file, "Paper Signature", "")
        made.paragraph_format.keep_with_next = True
        made.add_run().add_picture(_content(picture), width=Mm(PHOTO_MM))
    caption = line(file, "Paper Signature", picture.caption)
    for run in caption.runs:
        run.bold = False
        run.italic = True


def add_sketch(place: Any, picture: Picture) -> int:
    """A signature under the post; returns the height it takes in mm."""
    made = line(place, "Paper Signature", "")
    made.paragraph_format.keep_with_next = True
    made.add_run().add_picture(_content(picture), height=Mm(SKETCH_MM))
    return SKETCH_MM


def _content(picture: Picture) -> BytesIO:
    return BytesIO(b64decode(picture.data.partition(",")[2]))
