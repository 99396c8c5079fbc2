"""Codes by which anybody who holds a paper can ask whether it is genuine and still holds."""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING, Any

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from documents.enums import DocumentState
from documents.models import IssuedDocument
from documents.rendering.signing import SignatureFound, signatures_of

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

# Without 0, O, 1, I, L, U and vowels that make words: read aloud and typed from paper.
ALPHABET = "23456789BCDFGHJKMNPQRSTVWXYZ"
LENGTH = 12  # 57 bits: nobody finds a paper by trying


def new_code() -> str:
    """A code no paper has; the database refuses the improbable second."""
    return "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))


def typed_code(text: str) -> str:
    """What somebody typed, as codes are kept: capitals and digits, whatever stands between them."""
    return "".join(filter(str.isalnum, text.upper()))[: LENGTH * 2]


def paper_of(code: str) -> IssuedDocument | None:
    """The issued, superseded or revoked paper that carries a code; drafts carry none."""
    papers = IssuedDocument.objects.filter(state__in=DocumentState.published())
    related = ("issuer", "authority__person", "superseded_by__issuer")
    return papers.select_related(*related).filter(code=typed_code(code)).first()


def check_address(document: IssuedDocument) -> str:
    """The whole address of the public page, as the QR code holds it; empty for a draft."""
    if not document.code:
        return ""
    return f"{settings.SITE_URL}{reverse('documents:checked', args=[document.code])}"


def qr_svg(address: str, label: str) -> SafeString:
    """A QR code as an inline drawing with a name; survives a quarter of it being stained."""
    drawn: Any = segno.make(address, error="q", micro=False)
    # Without a size of its own it grows and shrinks with its place instead of being cut off.
    drawing: str = drawn.svg_inline(
        border=4, title=label, svgclass="qr", lineclass=None, omitsize=True
    )
    return mark_safe(drawing)  # noqa: S308 - drawn from numbers; the title is escaped by segno


def is_the_file(document: IssuedDocument, upload: UploadedFile) -> bool:
    """Whether a file is byte by byte the PDF of the issue, or one of its signed forms. Nothing is kept."""
    found = hashlib.sha256()
    for chunk in upload.chunks():
        found.update(chunk)
    hashes = {document.pdf_sha256, *document.signed_files.values_list("file__sha256", flat=True)}
    return found.hexdigest() in hashes - {""}


def signatures_in(document: IssuedDocument) -> list[SignatureFound]:
    """The signatures of the newest signed file, read and verified anew; none where it was not signed."""
    newest = document.signed_files.select_related("file").last()
    if newest is None:
        return []
    with newest.file.content.open("rb") as handle:
        return signatures_of(handle.read())
