"""Further files of an issued paper: its PDF with a digital signature."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.files.models import StoredFile
from documents.models.issued import IssuedDocument


class SignedFile(models.Model):
    """The PDF of an issued paper with one more PAdES signature; the file before it stays too."""

    document = models.ForeignKey(
        IssuedDocument, models.PROTECT, related_name="signed_files", verbose_name=_("document")
    )
    file = models.ForeignKey(
        StoredFile, models.PROTECT, related_name="+", verbose_name=_("signed PDF")
    )
    signer = models.CharField(_("name in the certificate"), max_length=200)
    issuer = models.CharField(_("issuer of the certificate"), max_length=200)
    fingerprint = models.CharField(_("fingerprint of the certificate (SHA-256)"), max_length=64)
    signed_at = models.DateTimeField(_("signed at"), auto_now_add=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("signed by")
    )

    class Meta:
        verbose_name = _("signed file")
        verbose_name_plural = _("signed files")
        ordering = ["document", "signed_at", "pk"]

    def __str__(self) -> str:
        return f"{self.document.number_line} – {self.signer}"
