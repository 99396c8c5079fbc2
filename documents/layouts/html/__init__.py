"""The HTML of a paper: the preview on the screen and the PDF are this same text."""

from documents.layouts.html.page import (
    LAYOUTS,
    Layout,
    addressee_lines,
    paper_html,
    recipient_lines,
)

__all__ = [
    "LAYOUTS",
    "Layout",
    "addressee_lines",
    "paper_html",
    "recipient_lines",
]
