"""Legal documents that papers cite, with the days between which they are in force."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.files.models import StoredFile
from core.search.keys import normalise, search_key
from core.validity import in_force
from units.models import Unit

# Inside a set of a pattern: offices type every kind of dash, and Word turns them into others.
DASHES = r"\-\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_SEPARATORS = re.compile(rf"[/{DASHES}\s]+")
_MINISTRY = re.compile(rf"GD[{DASHES}/\s]*(?:VA)?[{DASHES}/\s]*DT")


def normalise_number(raw: str) -> str:
    """One spelling for all: "01/2003/QĐ/BGDĐT", "01/2003/QĐ – BGD&ĐT" → "1/2003/QD/BGDDT".

    Offices write "GDĐT", "GD&ĐT" and "GD-ĐT", "126 /KH-SGDĐT" and "PGDDT"; the parts are what counts.
    """
    text = unicodedata.normalize("NFD", raw.upper().replace("Đ", "D").replace("&", ""))
    text = "".join(sign for sign in text if not unicodedata.combining(sign))
    text = _MINISTRY.sub("GDDT", text)
    parts = [part for part in _SEPARATORS.split(text) if part and part != "SO"]
    return "/".join(part.lstrip("0") or "0" if part.isdigit() else part for part in parts)


class LegalDocumentQuerySet(models.QuerySet["LegalDocument"]):
    def on(self, day: date) -> LegalDocumentQuerySet:
        """Documents in force on a day; an unknown first or last day counts as open."""
        return self.filter(in_force(day))

    def numbered(self, raw: str) -> LegalDocumentQuerySet:
        """Documents with this number, however it is spelt."""
        return self.filter(number_key=normalise_number(raw))

    def search(self, text: str) -> LegalDocumentQuerySet:
        """By words of its number, subject and issuer; a number counts in any of its spellings."""
        words = Q()
        for word in search_key(text).split():
            words &= Q(search_key__contains=word)
        if any(map(str.isdigit, text)):
            words |= Q(number_key__contains=normalise_number(text))
        return self.filter(words)


class LegalDocument(models.Model):
    """A law, decree, circular, decision or guidance. `verified`: checked against its text."""

    number = models.CharField(_("number"), max_length=60)
    number_key = models.CharField(max_length=60, editable=False, db_index=True)
    kind = models.CharField(_("type"), max_length=60)
    issuer = models.CharField(_("issued by"), max_length=200)
    issued_on = models.DateField(_("dated"), null=True, blank=True)
    subject = models.CharField(_("subject"), max_length=600, blank=True)
    valid_from = models.DateField(_("in force from"), null=True, blank=True)
    valid_to = models.DateField(_("in force to"), null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaces",
        verbose_name=_("replaced by"),
    )  # fmt: skip
    verified = models.BooleanField(_("checked against the text"), default=False)
    source = models.CharField(_("source"), max_length=300, blank=True)
    link = models.URLField(
        _("address of the text"), max_length=500, blank=True,
        help_text=_("A page of an official data base where the text can be read."),
    )  # fmt: skip
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("file of the text"),
    )  # fmt: skip
    search_key = models.CharField(max_length=900, editable=False, db_index=True)

    objects = LegalDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("legal document")
        verbose_name_plural = _("legal documents")
        ordering = ["-issued_on", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["number_key", "issued_on"], name="legal_document_once",
                violation_error_message=_("This document is in the list already."),
            ),
            models.UniqueConstraint(
                fields=["number_key"], condition=Q(issued_on__isnull=True),
                name="undated_legal_document_once",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.citation

    def get_absolute_url(self) -> str:
        return reverse("documents:law", args=[self.pk])

    def save(self, *args: object, **kwargs: object) -> None:
        self.number, self.subject = normalise(self.number), normalise(self.subject)
        self.number_key = normalise_number(self.number)
        self.search_key = search_key(
            f"{self.kind} {self.number} {self.subject} {self.issuer}"
        )[:900]  # fmt: skip
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def citation(self) -> str:
        """As a paper cites it: "Quyết định số 01/2003/QĐ-BGDĐT ngày 02 tháng 01 năm 2003 của …"."""
        day = f" ngày {spelt_day(self.issued_on)}" if self.issued_on else ""
        about = f" {self.subject}" if self.subject else ""
        return f"{self.kind} số {self.number}{day} của {self.issuer}{about}"

    def warning(self, day: date) -> str:
        """Why citing it in a paper dated `day` needs a second look; empty when it does not."""
        if self.valid_from and day < self.valid_from:
            return gettext("%(document)s comes into force only on %(day)s.") % {
                "document": self.label, "day": date_format(self.valid_from, "d/m/Y"),
            }  # fmt: skip
        if self.valid_to and self.valid_to < day:
            return self._expired()
        return ""

    def _expired(self) -> str:
        assert self.valid_to is not None  # noqa: S101 - the caller has just compared it
        words = {"document": self.label, "day": date_format(self.valid_to, "d/m/Y")}
        if self.replaced_by is None:
            return gettext("%(document)s was in force until %(day)s.") % words
        return gettext("%(document)s was in force until %(day)s, replaced by %(new)s.") % {
            **words, "new": self.replaced_by.label,
        }  # fmt: skip

    @property
    def label(self) -> str:
        return f"{self.kind} {self.number}"


class LegalReading(models.Model):
    """A person confirmed on behalf of a unit that the document has been read there."""

    law = models.ForeignKey(
        LegalDocument, models.CASCADE, related_name="readings", verbose_name=_("legal document")
    )
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+", verbose_name=_("unit"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("person")
    )
    read_at = models.DateTimeField(_("read at"), auto_now_add=True)

    class Meta:
        verbose_name = _("reading of a legal document")
        verbose_name_plural = _("readings of legal documents")
        ordering = ["law", "read_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["law", "unit", "person"], name="law_read_once")
        ]

    def __str__(self) -> str:
        return f"{self.law.label}: {self.person} – {self.unit}"


def spelt_day(day: date) -> str:
    """As "02 tháng 01 năm 2003": leading zeros for days under 10 and for January and February."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{day.day:02d} tháng {month} năm {day.year}"
