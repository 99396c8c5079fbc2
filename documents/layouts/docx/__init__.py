"""The Word form of a paper: the same tree, in styles that a clerk can go on working with."""

from documents.layouts.docx.example import example_docx
from documents.layouts.docx.filling import fill, fits
from documents.layouts.docx.page import paper_docx

__all__ = ["example_docx", "fill", "fits", "paper_docx"]
