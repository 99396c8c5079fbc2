"""Files of minutes: what is printed from the frozen content, and kept with it once."""

from __future__ import annotations

from core.files.models import StoredFile
from documents.blocks import Document, from_json
from documents.domain import pdf_for
from documents.domain.papers import word_for
from inspections.documents.record import record_paper
from inspections.documents.record_signed import signed_paper
from inspections.enums import RecordState
from inspections.models import InspectionRecord


def shown_paper(record: InspectionRecord) -> Document:
    """What people see now: the draft, what was read back, with signatures as far as there are any.

    Raises:
        PaperIncomplete: a draft lacks a time, a place or a person.
    """
    if record.is_frozen and record.signatures_that_count():
        return signed_paper(record)
    return record_paper(record)


def record_pdf(record: InspectionRecord, *, signed: bool) -> bytes:
    """The frozen minutes in the layout they were read back in. Seconds: for a job."""
    tree = signed_paper(record) if signed else from_json(record.blocks)
    return pdf_for(tree, record.layout_version)


def record_word(record: InspectionRecord) -> bytes:
    """The Word file of what people see now."""
    return word_for(shown_paper(record), record.layout_version if record.is_frozen else "")


def attach(record: InspectionRecord, stored: StoredFile, *, signed: bool) -> None:
    """Keep a PDF with the reading it was made from; a second one, or a stale one, is let go."""
    name = "signed_pdf" if signed else "pdf"
    state = [RecordState.SIGNED] if signed else [RecordState.READ_BACK, RecordState.SIGNED]
    InspectionRecord.objects.filter(
        pk=record.pk, reading=record.reading, state__in=state, **{f"{name}__isnull": True}
    ).update(**{name: stored})
