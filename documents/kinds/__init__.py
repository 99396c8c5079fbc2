"""A builder for every kind of paper: plain values in, a tree in the decree's order out."""

from documents.kinds.decision import Article, Clause, decision
from documents.kinds.frame import FieldGap, Frame, PaperIncomplete
from documents.kinds.letters import Part, announcement, letter, report, submission
from documents.kinds.meetings import Party, Person, Sitting, invitation, minutes
from documents.kinds.types import PaperType, paper_types, symbol_of, type_of

__all__ = [
    "Article",
    "Clause",
    "FieldGap",
    "Frame",
    "PaperIncomplete",
    "PaperType",
    "Part",
    "Party",
    "Person",
    "Sitting",
    "announcement",
    "decision",
    "invitation",
    "letter",
    "minutes",
    "paper_types",
    "report",
    "submission",
    "symbol_of",
    "type_of",
]
