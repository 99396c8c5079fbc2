"""Verbs of papers: draft, number, issue, supersede, revoke, check."""

from documents.domain.authorities import end_authority, save_authority
from documents.domain.issuing import (
    issue,
    issue_warnings,
    open_draft,
    revoke,
    supersede,
    verify,
)
from documents.domain.numbering import open_register, propose_number, reserve_number
from documents.domain.papers import (
    content_of,
    current_html,
    draft_of,
    pdf_for,
    word_for,
    workbook_for,
)
from documents.domain.refusals import DocumentRefused

__all__ = [
    "DocumentRefused",
    "content_of",
    "current_html",
    "draft_of",
    "end_authority",
    "issue",
    "issue_warnings",
    "open_draft",
    "open_register",
    "pdf_for",
    "propose_number",
    "reserve_number",
    "revoke",
    "save_authority",
    "supersede",
    "verify",
    "word_for",
    "workbook_for",
]
