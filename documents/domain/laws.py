"""Legal documents: loaded from data, found in what papers cite, doubted when out of force."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.recording import record, snapshot
from documents.models import LegalDocument, LegalReading
from documents.models.legal import DASHES, normalise_number
from units.models import Unit

if TYPE_CHECKING:
    from accounts.models import User

DATA = Path(__file__).resolve().parent.parent / "data" / "legal_documents.yaml"
# "01/2003/QĐ – BGD&ĐT", "126 /KH-SGDĐT", "46/2019/QH14": letters of a symbol, never of a word.
_PART = r"[A-ZĐƯ][A-ZĐƯ&]*[a-z]?[0-9]*(?![a-zà-ỹ])"
_CITED = re.compile(
    rf"\b\d+\s?(?:/\s?\d{{4}}\s?)?/\s?{_PART}(?:\s?[/{DASHES}]\s?{_PART})*"
)  # fmt: skip
_FIELDS = ("number", "kind", "issuer", "issued_on", "subject", "valid_from", "valid_to", "verified",
           "source")  # fmt: skip
FIELDS = [*_FIELDS, "replaced_by", "link", "file"]


@transaction.atomic
def load_legal_documents(path: Path = DATA) -> int:
    """Bring the list up to what the data file says; rows added by people stay. Returns the count."""
    rows: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    known: dict[str, LegalDocument] = {}
    for row in rows:
        values = {name: row[name] for name in _FIELDS if name in row}
        key = normalise_number(row["number"])
        document, _created = LegalDocument.objects.update_or_create(
            number_key=key, issued_on=row.get("issued_on"), defaults=values
        )
        known[key] = document
    for row in rows:
        if "replaced_by" in row:
            document = known[normalise_number(row["number"])]
            document.replaced_by = known[normalise_number(row["replaced_by"])]
            document.save(update_fields=["replaced_by"])
    return len(rows)


@transaction.atomic
def save_legal_document(*, law: LegalDocument, by: User) -> LegalDocument:
    """Enter a document or correct one."""
    before = snapshot(LegalDocument.objects.get(pk=law.pk), FIELDS) if law.pk else {}
    law.save()
    record("document.law", law, by=by, before=before, after=snapshot(law, FIELDS))
    return law


@transaction.atomic
def acknowledge(*, law: LegalDocument, by: User) -> int:
    """The person has read the document, for every unit of theirs; returns for how many newly."""
    fresh = 0
    for unit in Unit.objects.filter(pk__in={unit for unit, _role in by.grants}):
        _reading, is_new = LegalReading.objects.get_or_create(law=law, unit=unit, person=by)
        fresh += is_new
    if fresh:
        record("document.law_read", law, by=by, sentence=_("has read it"))
    return fresh


@transaction.atomic
def take_back_reading(*, law: LegalDocument, by: User) -> None:
    """The person pressed by mistake: their own confirmation goes."""
    if law.readings.filter(person=by).delete()[0]:
        record("document.law_read", law, by=by, sentence=_("took back that it was read"))


def numbers_in(text: str) -> set[str]:
    """The numbers of documents that a text cites, each in its one spelling."""
    return {normalise_number(found) for found in _CITED.findall(text)}


def cited_in(texts: Iterable[str]) -> list[LegalDocument]:
    """Known documents whose numbers occur in the texts, however spelt. Causes one query."""
    keys = {key for text in texts for key in numbers_in(text)}
    return list(
        LegalDocument.objects.filter(number_key__in=keys).select_related("replaced_by")
    )  # fmt: skip


def basis_warnings(texts: Iterable[str], day: date) -> list[str]:
    """Cited documents that are not in force on the day of the paper, as sentences."""
    return [warning for law in cited_in(texts) if (warning := law.warning(day))]
