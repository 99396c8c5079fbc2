"""PAdES signatures in a PDF by pyHanko, which is imported here only, and only when one is made or read.

Key and password live for the length of one call: the portal keeps neither.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from typing import Any

FIELD = "ChuKySo"


class CertificateUnusable(Exception):
    """The certificate file cannot sign; `fault` says which of `FAULTS` it is."""

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault


FAULTS = ("unreadable", "not_yet", "expired", "not_for_signing")


@dataclass(frozen=True)
class Certificate:
    """What papers and people are told of a certificate."""

    name: str
    issuer: str
    fingerprint: str


@dataclass(frozen=True)
class SignatureFound:
    """One signature of a file: whose, whether its bytes are untouched, whether it covers the file."""

    certificate: Certificate
    is_intact: bool
    covers_the_file: bool

    @property
    def holds(self) -> bool:
        return self.is_intact and self.covers_the_file


def signed(data: bytes, pkcs12: bytes, password: str, *, place: str) -> tuple[bytes, Certificate]:
    """The file with one more signature (PAdES, ETSI EN 319 142-1 level B-B), appended to what was.

    Raises:
        CertificateUnusable: wrong password, no key, or a certificate that may not sign today.
    """
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers

    signer = _signer(pkcs12, password)
    writer = IncrementalPdfFileWriter(BytesIO(data))
    used = {name for name, _value, _field in fields.enumerate_sig_fields(writer.prev)}
    metadata = signers.PdfSignatureMetadata(
        field_name=f"{FIELD}{len(used) + 1}", md_algorithm="sha256", location=place,
        subfilter=fields.SigSeedSubFilter.PADES,
    )  # fmt: skip
    out = _apart(partial(signers.sign_pdf, writer, metadata, signer=signer, in_place=False))
    return out.getvalue(), _described(signer.signing_cert)


def _apart(work: Callable[[], Any]) -> Any:
    """In a thread of its own: pyHanko opens an event loop, and the caller may stand in one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result()


def _signer(pkcs12: bytes, password: str) -> Any:
    """The key with its certificate, once it is clear that it may sign today."""
    from pyhanko.sign import signers

    try:
        signer = signers.SimpleSigner.load_pkcs12_data(
            pkcs12_bytes=pkcs12, other_certs=[], passphrase=password.encode()
        )
    except ValueError as error:
        raise CertificateUnusable("unreadable") from error
    if signer is None or signer.signing_cert is None:
        raise CertificateUnusable("unreadable")
    now, certificate = datetime.now(UTC), signer.signing_cert
    if now < certificate.not_valid_before:
        raise CertificateUnusable("not_yet")
    if now > certificate.not_valid_after:
        raise CertificateUnusable("expired")
    usage = certificate.key_usage_value
    if usage is not None and not {"digital_signature", "non_repudiation"} & usage.native:
        raise CertificateUnusable("not_for_signing")
    return signer


def signatures_of(data: bytes) -> list[SignatureFound]:
    """Every signature of a PDF, the oldest first. Whether its issuer deserves trust is not judged here.

    A signature is intact while later changes are nothing but further signatures.
    """
    from pyhanko.pdf_utils.reader import PdfFileReader

    reader = PdfFileReader(BytesIO(data), strict=False)
    return [_judged(embedded) for embedded in reader.embedded_regular_signatures]


def _judged(embedded: Any) -> SignatureFound:
    from pyhanko.pdf_utils.misc import PdfReadError
    from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    context = ValidationContext(trust_roots=[embedded.signer_cert], allow_fetching=False)
    validate = partial(validate_pdf_signature, embedded, signer_validation_context=context)
    try:
        status = _apart(validate)
    except PdfReadError:  # so damaged that what was signed cannot even be walked through
        return SignatureFound(_described(embedded.signer_cert), False, False)  # noqa: FBT003
    return SignatureFound(
        _described(embedded.signer_cert),
        is_intact=bool(status.intact and status.valid),
        covers_the_file=bool(
            status.coverage >= SignatureCoverageLevel.ENTIRE_REVISION and status.docmdp_ok
        ),
    )


def _described(certificate: Any) -> Certificate:
    return Certificate(
        name=_common_name(certificate.subject),
        issuer=_common_name(certificate.issuer),
        fingerprint=hashlib.sha256(certificate.dump()).hexdigest(),
    )


def _common_name(name: Any) -> str:
    return str(name.native.get("common_name") or name.human_friendly)[:200]
