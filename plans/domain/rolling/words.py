"""Text, bases and contents as they are proposed for the next year."""

import re
from collections.abc import Iterator
from datetime import date

from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from documents.models import LegalDocument
from plans.domain.rolling.changes import Change, Group, Passage
from plans.models import LegalBasis
from standards.domain.queries.sets import heir_on
from standards.models import StandardSet

_DAY = re.compile(r"\b\d{1,2}/\d{1,2}/\d{4}\b")
_NUMBER = re.compile(r"\b\d+/(?:\d{4}/)?[A-ZĐ][\w&-]*(?:-[A-ZĐ]\w*)*")


def section_changes(passage: Passage) -> Iterator[Change]:
    for section in passage.source.sections.all():
        days = len(_DAY.findall(strip_tags(section.body)))
        reason = _("Copied; the name of the school year is changed in the text.")
        if days:
            reason = ngettext(
                "Copied. %(count)d date in the text is still last year's: read it again.",
                "Copied. %(count)d dates in the text are still last year's: read it again.",
                days,
            ) % {"count": days}
        yield Change(
            f"section:{section.pk}", Group.SECTIONS, str(section), reason, is_warning=bool(days)
        )


def basis_changes(passage: Passage) -> Iterator[Change]:
    """A basis no longer in force is not ticked; what replaced it is proposed in its place."""
    for basis in passage.source.bases.select_related("legal_document__replaced_by"):
        law = basis.legal_document
        warning = law.warning(passage.day) if law else ""
        reason = warning or (
            _("In force on the day of the new plan.") if law
            else _("Not tied to a document on file: whether it is in force is for you to check.")
        )  # fmt: skip
        yield Change(
            f"basis:{basis.pk}", Group.BASES, basis.text, reason, checked=not warning,
            is_warning=bool(warning) or law is None,
        )  # fmt: skip
        if warning and law and (heir := successor_in_force(law, passage.day)):
            yield _successor(basis, law, heir)


def _successor(basis: LegalBasis, law: LegalDocument, heir: LegalDocument) -> Change:
    unchecked = "" if heir.verified else _("Not checked against the text yet.")
    reason = _("Replaces %(old)s.") % {"old": law.label}
    return Change(
        f"heir:{basis.pk}", Group.BASES, f"Căn cứ {heir.citation}"[:600],
        f"{reason} {unchecked}".strip(), is_warning=not heir.verified, data={"law": heir},
    )  # fmt: skip


def successor_in_force(law: LegalDocument, day: date) -> LegalDocument | None:
    """The document in force on a day that took this one's place, over as many steps as needed."""
    seen = {law.pk}
    heir = law.replaced_by
    while heir is not None and heir.pk not in seen:
        if not heir.warning(day):
            return heir
        seen.add(heir.pk)
        heir = heir.replaced_by
    return None


def content_changes(passage: Passage) -> Iterator[Change]:
    streams = passage.source.streams.select_related("standard_set")
    for stream in streams.prefetch_related("preparations"):
        reason = _with_dossiers(len(stream.preparations.all()))
        worn = [law.warning(passage.day) for law in _cited(stream.criteria)]
        worn += [_judged(stream.standard_set, passage.day)] if stream.standard_set else []
        yield Change(
            f"stream:{stream.pk}", Group.CONTENTS, stream.title,
            " ".join([reason, *filter(None, worn)]), is_warning=any(worn),
        )  # fmt: skip


def _judged(found: StandardSet, day: date) -> str:
    """What becomes of the set of criteria on the later year's day; empty where it still holds."""
    heir = heir_on(found, day)
    if heir == found:
        return ""
    if heir is None:
        return _("“%(set)s” is not in force any more: choose another set.") % {"set": found}
    return _("Judged by “%(heir)s”, which holds in the place of “%(set)s”.") % {
        "heir": heir, "set": found,
    }  # fmt: skip


def _with_dossiers(count: int) -> str:
    if not count:
        return _("Copied as it is.")
    return ngettext(
        "With %(count)d dossier to prepare.", "With %(count)d dossiers to prepare.", count
    ) % {"count": count}


def _cited(text: str) -> list[LegalDocument]:
    """Documents on file whose numbers a text names."""
    found = [LegalDocument.objects.numbered(number).first() for number in _NUMBER.findall(text)]
    return [law for law in found if law is not None]
