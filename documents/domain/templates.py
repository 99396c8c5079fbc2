"""A department's own Word templates: uploaded after a check, put into use, taken out of use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from core.audit.recording import record, snapshot
from core.files.sniffing import sniff
from core.files.storing import Accept, store
from documents.domain.refusals import DocumentRefused
from documents.domain.template_checks import gaps_of
from documents.enums import CURRENT_LAYOUT, Regime, TemplateState
from documents.kinds.samples import sample_of
from documents.layouts.docx import fill
from documents.models import WordTemplate
from documents.rules import may_issue
from units.models import Unit

if TYPE_CHECKING:
    from accounts.models import User

FIELDS = ["issuer", "kind", "number", "file", "note", "state"]


class TemplateRefused(DocumentRefused):
    """The file is no template; `gaps` names everything that has to be mended."""

    def __init__(self, gaps: list[str]) -> None:
        super().__init__(" ".join(gaps))
        self.gaps = gaps


@transaction.atomic
def upload_template(
    *, issuer: Unit, kind: str, upload: File[Any], note: str = "", by: User
) -> WordTemplate:
    """Keep a Word file as the next version for this kind; it is not in use yet.

    Raises:
        FileRefused: not a DOCX, too large, locked, with macros or otherwise dangerous.
        TemplateRefused: a DOCX that cannot be a template, with every reason; nothing is kept.
        DocumentRefused: not the issuer's clerk.
    """
    template = WordTemplate(issuer=issuer, kind=kind, note=note, uploaded_by=by)
    _refuse_strangers(template, by)
    _check(upload, kind)
    template.file = store(upload, accept=Accept.WORD, by=by)
    versions = WordTemplate.objects.filter(issuer=issuer, kind=kind)
    template.number = (versions.aggregate(last=Max("number"))["last"] or 0) + 1
    template.save()
    record("document.template", template, by=by, after=snapshot(template, FIELDS))
    return template


def _check(upload: File[Any], kind: str) -> None:
    """Before anything is kept. What is no DOCX at all is left to `store`, which says what it is."""
    if upload.size > settings.UPLOAD_MAX_BYTES:
        return
    upload.seek(0)
    data = upload.read()
    gaps = gaps_of(data, kind) if data and sniff(data) == "docx" else []
    if gaps:
        raise TemplateRefused(list(dict.fromkeys(gaps)))


@transaction.atomic
def activate_template(*, template: WordTemplate, by: User) -> WordTemplate | None:
    """Put a version into use; the one before goes out of use and is returned.

    Raises:
        DocumentRefused: not the issuer's clerk, or it is in use already.
    """
    _refuse_strangers(template, by)
    former = WordTemplate.objects.in_use(template.issuer_id, template.kind)
    before = former.exclude(pk=template.pk).first()
    if before:
        _step(before, TemplateState.RETIRED, by)
    _step(template, TemplateState.ACTIVE, by)
    return before


@transaction.atomic
def retire_template(*, template: WordTemplate, by: User) -> None:
    """Take the version in use out of use: papers follow the standard layout again.

    Raises:
        DocumentRefused: not the issuer's clerk, or it is out of use already.
    """
    _refuse_strangers(template, by)
    _step(template, TemplateState.RETIRED, by)


def preview_of(template: WordTemplate) -> bytes:
    """A sample paper of its kind in the template, as a Word file with the mark of a draft."""
    return fill(template.read(), sample_of(template.kind), CURRENT_LAYOUT[Regime.ND30])


def _step(template: WordTemplate, target: TemplateState, by: User) -> None:
    """One conditional update: of two people who press at once one succeeds."""
    before = snapshot(template, ["state"])
    rows = WordTemplate.objects.filter(pk=template.pk).exclude(state=target)
    try:
        with transaction.atomic():
            done = rows.update(state=target)
    except IntegrityError:  # another version of the kind came into use in the same moment
        done = 0
    if not done:
        raise DocumentRefused(_("Somebody else has done this already."))
    template.state = target
    record("document.template", template, by=by, before=before, after={"state": target.value})


def _refuse_strangers(template: WordTemplate, by: User) -> None:
    if not may_issue(by, template):
        raise DocumentRefused(_("You do not have the right to take this step."))
