"""Bringing the sets of the data files into the database; a set that is there stays as it is."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.audit.recording import record
from documents.models import LegalDocument
from standards.domain.data_files import DataRefused, Entry, Fault, read_set
from standards.enums import SetState
from standards.models import Criterion, CriterionLink, OutcomeRule, Standard, StandardSet
from units.models import Unit

DATA = Path(__file__).resolve().parent.parent / "data"
_TEXTS = ("clause", "source", "verified")
_CRITERION = (
    "code", "text", "kind", "points", "weight", "unit", "numerator", "denominator", "options",
    "applies_if", "blank_needs_reason", "evidence", "guidance", *_TEXTS,
)  # fmt: skip


def data_files() -> list[Path]:
    return sorted(DATA.glob("*.yaml"))


@transaction.atomic
def load_standard_sets(paths: Iterable[Path] | None = None, *, owner: Unit | None = None) -> int:
    """Add the sets that are not there yet; returns how many. `owner` empty: national sets.

    Local sets, which one authority made for itself, and drafts in the files are added only for an
    owner: the country has no such set, and a national draft nobody could edit.

    Raises:
        DataRefused: a file is wrong; nothing is added then.
    """
    files = [(path, read_set(path)) for path in (data_files() if paths is None else paths)]
    added = []
    for path, entry in files:
        there = StandardSet.objects.filter(
            code=entry["code"], version=int(entry["version"]), owner=owner
        )
        national = entry["publish"] and not entry.get("local", False)
        if there.exists() or (owner is None and not national):
            continue
        added.append((path, entry, _add(path, entry, owner)))
    for path, entry, found in added:
        _link(path, entry, found)
        if entry["publish"]:
            _publish(found)
    return len(added)


def _add(path: Path, entry: Entry, owner: Unit | None) -> StandardSet:
    plain = {
        name: entry[name]
        for name in ("code", "name", "purpose", "basis", "valid_from", "valid_to", "provenance",
                     "not_applicable", "attributes")
        if name in entry
    }  # fmt: skip
    found = StandardSet(
        **plain, version=int(entry["version"]), owner=owner,
        is_example=entry.get("example", False), legal_document=_law(path, entry),
    )  # fmt: skip
    found.level_list = entry["levels"]
    found.save()
    for order, standard in enumerate(entry["standards"], start=1):
        _add_standard(found, order, standard)
    for order, rule in enumerate(entry.get("outcomes", []), start=1):
        names = ("title", "conditions", "note", *_TEXTS)
        OutcomeRule.objects.create(standard_set=found, order=order, **_chosen(rule, names))
    record("standards.load", found, by=None, after={"state": found.state}, sentence=path.name)
    return found


def _add_standard(found: StandardSet, order: int, entry: Entry) -> None:
    standard = Standard.objects.create(
        standard_set=found, order=order, **_chosen(entry, ("code", "title", *_TEXTS))
    )
    criteria = []
    for place, row in enumerate(entry["criteria"], start=1):
        criterion = Criterion(standard=standard, order=place, **_chosen(row, _CRITERION))
        criterion.requirements = row.get("requires", "")
        criterion.levels = f",{','.join(row['levels'])}," if row.get("levels") else ""
        criteria.append(criterion)
    Criterion.objects.bulk_create(criteria)


def _chosen(entry: Entry, names: Iterable[str]) -> dict[str, Any]:
    return {name: entry[name] for name in names if name in entry}


def _law(path: Path, entry: Entry) -> LegalDocument | None:
    """The legal document with this number, however it is spelt."""
    if not entry.get("law"):
        return None
    law = LegalDocument.objects.numbered(entry["law"]).order_by("issued_on").first()
    if law is None:
        sentence = _("no legal document has this number: %(number)s") % {"number": entry["law"]}
        raise DataRefused(path, [Fault(1, "law", sentence)])
    return law


def _link(path: Path, entry: Entry, found: StandardSet) -> None:
    for place, row in enumerate(entry.get("continues", [])):
        old = Criterion.objects.filter(
            standard__standard_set__code=row["set"], standard__standard_set__owner=found.owner,
            code=row["old"],
        ).order_by("-standard__standard_set__version").first()  # fmt: skip
        new = Criterion.objects.filter(standard__standard_set=found, code=row["new"]).first()
        if old is None or new is None:
            sentence = _("one of the two criteria does not exist")
            raise DataRefused(path, [Fault(1, f"continues[{place}]", sentence)])
        CriterionLink.objects.create(old=old, new=new, note=row.get("note", ""))


def _publish(found: StandardSet) -> None:
    """A set of the data files is published by nobody in particular: it came with the portal."""
    StandardSet.objects.filter(pk=found.pk).update(
        state=SetState.PUBLISHED, published_at=timezone.now()
    )
    found.state = SetState.PUBLISHED
