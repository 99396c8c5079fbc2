"""The end of a paper in Word: who signs it, one or several, and who receives it."""

from __future__ import annotations

from typing import Any

from docx.shared import Mm, Pt

from documents.blocks import Document, Signature
from documents.layouts.docx.pictures import add_sketch
from documents.layouts.docx.tables import borderless, keep_whole
from documents.layouts.docx.words import line
from documents.layouts.html import recipient_lines

ROOM_MM = 165.0
SEAL_MM = 30
# Over the closing, points: with the 6 below the text these are the 12 of the page. The smaller
# letters of "Nơi nhận:" need two more to stand on the line of the signer's post.
ABOVE, SMALLER = 6, 2
# Over the recipients of a record, which follow its signatures.
BELOW = 11


def add_closing(file: Any, document: Document) -> None:
    """Recipients beside the signature; of a record the signatures side by side, then them."""
    if file.paragraphs:
        # At least the last lines of the text go with the signature.
        file.paragraphs[-1].paragraph_format.keep_with_next = True
    if document.cosigners:
        add_signatures(file, document)
        if any(recipient_lines(document.recipients).values()):
            file.add_paragraph(style="Paper Rule")
            add_recipients(file, document).space_before = Pt(BELOW)
        return
    left, right = borderless(file, (ROOM_MM / 2, ROOM_MM / 2)).rows[0].cells
    add_recipients(left, document).space_before = Pt(ABOVE + SMALLER)
    _posts(right, document.signature)
    _name(right, document.signature)


def add_signatures(file: Any, document: Document) -> None:
    """All who sign, side by side in the order given."""
    signatures = (*document.cosigners, document.signature)
    table = borderless(file, (ROOM_MM / len(signatures),) * len(signatures))
    _signed_together(table, signatures)


def _signed_together(table: Any, signatures: tuple[Signature, ...]) -> None:
    """Posts in one row and names in the next: names stand level however long the posts are."""
    for cell, signature in zip(table.rows[0].cells, signatures, strict=True):
        _posts(cell, signature)
    names = table.add_row()
    keep_whole(names)
    for cell, signature in zip(names.cells, signatures, strict=True):
        _name(cell, signature)


def _posts(place: Any, signature: Signature) -> None:
    for at, post in enumerate(signature.lines):
        made = line(place, "Paper Signature", post.upper()).paragraph_format
        made.space_before, made.keep_with_next = Pt(0 if at else ABOVE), True


def _name(place: Any, signature: Signature) -> None:
    height = SEAL_MM
    if signature.sketch is not None and signature.sketch.data:
        height -= add_sketch(place, signature.sketch)
    made = line(place, "Paper Signature", signature.signer)
    # The seal's room: the name stands this far under the post.
    made.paragraph_format.space_before = Mm(height)


def add_recipients(place: Any, document: Document) -> Any:
    """The list; returns the format of its first line."""
    groups = recipient_lines(document.recipients)
    top = line(place, "Paper Recipients Head", "Nơi nhận:")
    for name, head in (("paper", "Gửi bản giấy:"), ("electronic", "Gửi bản điện tử:")):
        if groups["both"]:
            line(place, "Paper Recipients", head)
        for text in groups[name]:
            line(place, "Paper Recipients", f"- {text}")
    for text in groups["archive"]:
        line(place, "Paper Recipients", f"- {text}")
    return top.paragraph_format
