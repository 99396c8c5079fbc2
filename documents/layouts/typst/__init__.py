"""Annexes and whole papers as data for Typst, and the sources that lay them out."""

from documents.layouts.typst.annexes import annexes_data, has_long_annex, source
from documents.layouts.typst.papers import can_be_set, paper_data, revised

__all__ = [
    "annexes_data",
    "can_be_set",
    "has_long_annex",
    "paper_data",
    "revised",
    "source",
]
