"""Annexes as data for Typst, and the one source that lays them out."""

from documents.layouts.typst.annexes import annexes_data, has_long_annex, source

__all__ = ["annexes_data", "has_long_annex", "source"]
