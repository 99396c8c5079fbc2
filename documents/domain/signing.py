"""The digital signature of an issued paper: one more file beside the one that was issued."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.recording import record
from core.files.storing import keep_generated
from documents.domain.refusals import DocumentRefused
from documents.enums import DocumentState
from documents.models import IssuedDocument, SignedFile
from documents.rendering.signing import CertificateUnusable, signed
from documents.rules import may_issue

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def sign_document(
    *, document: IssuedDocument, certificate: bytes, password: str, by: User
) -> SignedFile:
    """Sign the newest file of a paper in force with a certificate file (PKCS#12) of the moment.

    Certificate and password are used and forgotten. A second signature (the body's after the
    person's) is appended to the first; each step is a file of its own.

    Raises:
        DocumentRefused: not this issuer's clerk, not in force, no PDF yet, or a useless certificate.
    """
    if not may_issue(by, document):
        raise DocumentRefused(_("You do not have the right to take this step."))
    if document.state != DocumentState.ISSUED:
        raise DocumentRefused(_("Only a paper in force is signed."))
    if document.pdf is None:
        raise DocumentRefused(_("The PDF of the paper is not made yet. Come back in a moment."))
    before = document.signed_files.select_related("file").last()
    with (before.file if before else document.pdf).content.open("rb") as handle:
        data = handle.read()
    try:
        written, found = signed(data, certificate, password, place=_place(document))
    except CertificateUnusable as fault:
        raise DocumentRefused(_sentence(fault.fault)) from fault
    name = f"{document.number_line.replace('/', '-')}-ky-so.pdf"
    kept = SignedFile.objects.create(
        document=document, file=keep_generated(name, written, "application/pdf", by),
        signer=found.name, issuer=found.issuer, fingerprint=found.fingerprint, signed_by=by,
    )  # fmt: skip
    record(
        "document.signed", document, by=by,
        sentence=_("digitally signed with the certificate of %(name)s") % {"name": found.name},
        after={"fingerprint": found.fingerprint, "sha256": kept.file.sha256},
    )  # fmt: skip
    return kept


def _place(document: IssuedDocument) -> str:
    return document.content().header.place


def _sentence(fault: str) -> str:
    return {
        "unreadable": _("The certificate file cannot be opened. Check the file (.p12 or .pfx) and its password."),
        "not_yet": _("The certificate is not valid yet."),
        "expired": _("The certificate has expired. Ask its issuer for a new one."),
        "not_for_signing": _("This certificate was not made for signing."),
    }[fault]  # fmt: skip
