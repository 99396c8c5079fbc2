"""The life of a paper: drafted, numbered and frozen, replaced, revoked, checked."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.audit.recording import record
from core.jobs.queueing import enqueue
from core.workflow.engine import TransitionRefused
from documents import registry
from documents.blocks import CheckMark, digest, to_json
from documents.domain.checking import check_address, new_code
from documents.domain.laws import basis_warnings
from documents.domain.numbering import take_number, wait_for_turn
from documents.domain.refusals import DocumentRefused
from documents.enums import CURRENT_LAYOUT, DocumentState, Regime
from documents.kinds import PaperIncomplete
from documents.models import IssuedDocument, NumberingRule, NumberRegister
from documents.rules import may_issue
from documents.signals import document_issued, document_revoked
from documents.workflow import DOCUMENT

if TYPE_CHECKING:
    from accounts.models import User
    from documents.blocks import Document
    from documents.models import SigningAuthority
    from units.models import Unit


@transaction.atomic
def open_draft(
    *, key: str, issuer: Unit, by: User | None, title: str = "", is_demo: bool = False,
    only_for: Unit | None = None,
) -> IssuedDocument:  # fmt: skip
    """The draft of the paper called `key`, made or brought up to date from its source.

    A paper `only_for` one unit is read by that unit and those above it, not by its neighbours.

    Raises:
        DocumentRefused: the paper has been issued, or lacks what its kind needs.
        UnknownPaper: no kind makes such papers.
    """
    tree = _worded(key)
    document = IssuedDocument.objects.live().filter(key=key).first()
    if document and document.is_issued:
        raise DocumentRefused(
            _("This paper has been issued as %(number)s.") % {"number": document.number_line}
        )
    document = document or IssuedDocument(
        key=key, issuer=issuer, is_demo=is_demo, only_for=only_for
    )
    is_new = document.pk is None
    _describe(document, tree, title)
    document.save()
    if is_new:
        record("document.draft", document, by=by, after={"key": key})
    return document


def _worded(key: str) -> Document:
    """The paper as its source words it now; what it lacks becomes a refusal."""
    try:
        return registry.build(key)
    except PaperIncomplete as gap:
        raise DocumentRefused(gap.sentence) from gap


def _describe(document: IssuedDocument, tree: Document, title: str = "") -> None:
    """What lists show of the paper, taken from its tree."""
    document.kind = tree.kind_code
    document.title = (title or document.title or tree.heading)[:300]
    document.subject = (tree.title.subject if tree.title else tree.subject_line)[:600]
    document.symbol = tree.header.symbol
    document.regime = tree.regime
    document.layout_version = CURRENT_LAYOUT[Regime(tree.regime)]


@transaction.atomic
def issue(
    *,
    document: IssuedDocument,
    on: date,
    authority: SigningAuthority,
    by: User,
    number: int | None = None,
    signed_on: date | None = None,
) -> IssuedDocument:
    """Number, date and freeze a paper; its PDF is rendered once the transaction has committed.

    Without `number` the next free one is taken. The law of the layout follows the date.

    Raises:
        DocumentRefused: the number is taken, or this person cannot sign this paper on that day.
        TransitionRefused: issued already, or the user is not the issuer's clerk.
    """
    wait_for_turn()
    document.refresh_from_db()
    _refuse(document, on, authority, by)
    tree = replace(_worded(document.key), regime=Regime.on(on).value)
    _describe(document, tree)
    document.number = take_number(document=document, on=on, number=number)
    document.code = new_code()
    check = CheckMark(document.code, check_address(document))
    tree = tree.issued(
        number=document.number, on=on, signature=authority.signature(), check=check
    )  # fmt: skip
    document.blocks = to_json(tree)
    document.blocks_sha256 = digest(document.blocks)
    document.issued_on, document.authority, document.signed_on = on, authority, signed_on or on
    document.save()
    DOCUMENT.step(document, "issue", by=by)
    record(
        "document.number", document, by=by, sentence=document.number_line,
        after={"number": document.number_line, "sha256": document.blocks_sha256},
    )  # fmt: skip
    document_issued.send(IssuedDocument, document=document, by=by)
    render_later(document, by=by)
    return document


def render_later(document: IssuedDocument, *, by: User | None) -> None:
    """Ask for the PDF; asked twice, it is still rendered once."""
    enqueue(
        "documents.render", {"document": document.pk}, by=by,
        key=f"{document.pk}:{document.blocks_sha256}", title=str(document)[:250],
    )  # fmt: skip


def _refuse(document: IssuedDocument, on: date, authority: SigningAuthority, by: User) -> None:
    if document.state != DocumentState.DRAFT:
        raise TransitionRefused(
            _("This paper has been issued as %(number)s.") % {"number": document.number_line}
        )
    if not may_issue(by, document):
        raise TransitionRefused(_("You do not have the right to take this step."))
    refusal = authority.refusal(document.issuer, on)
    if refusal:
        raise DocumentRefused(refusal)


def issue_warnings(
    *, document: IssuedDocument, on: date, number: int | None = None
) -> list[str]:  # fmt: skip
    """What a careful clerk would ask before pressing the button; none of it forbids."""
    series = NumberingRule.series_for(document.issuer, document.kind)
    register = NumberRegister.objects.filter(
        issuer=document.issuer, year=on.year, series=series
    ).first()
    found = [*_order_warnings(register, on, number)] if register else []
    if on > timezone.localdate():
        found.append(_("The day of the paper, %(day)s, lies in the future.") % {"day": _shown(on)})
    tree = registry.build(document.key)
    return [*found, *basis_warnings(tree.bases, on)]


def _order_warnings(register: NumberRegister, on: date, number: int | None) -> list[str]:
    """Numbers and days of one book run the same way, without holes."""
    found = []
    entries = register.numbers.filter(document__isnull=False).select_related("document")
    wanted = number if number is not None else register.next_free()
    before = entries.filter(number__lt=wanted).order_by("-number").first()
    if before and before.document and before.document.issued_on and on < before.document.issued_on:
        found.append(
            _("Number %(number)s is dated %(day)s: this paper would have a later number and an earlier day.")
            % {"number": before.document.number_line, "day": _shown(before.document.issued_on)}
        )  # fmt: skip
    next_free = register.next_free()
    if wanted > next_free:
        found.append(
            _("Numbers %(first)s to %(last)s would stay unused.")
            % {"first": f"{next_free:02d}", "last": f"{wanted - 1:02d}"}
        )
    return found


def _shown(day: date) -> str:
    return date_format(day, "d/m/Y")


@transaction.atomic
def supersede(*, document: IssuedDocument, new: IssuedDocument, by: User) -> None:
    """A later paper takes the place of this one; both stay readable."""
    DOCUMENT.step(document, "supersede", by=by, comment=new.number_line)
    document.superseded_by = new
    document.save(update_fields=["superseded_by"])


@transaction.atomic
def revoke(*, document: IssuedDocument, reason: str, by: User) -> None:
    """The paper no longer holds; its number is not given again."""
    DOCUMENT.step(document, "revoke", by=by, comment=reason)
    document.revoked_reason = reason.strip()
    document.save(update_fields=["revoked_reason"])
    document_revoked.send(IssuedDocument, document=document, by=by)


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """Whether an issued paper is still what was issued."""

    content_intact: bool
    pdf_intact: bool | None
    sentence: str

    @property
    def ok(self) -> bool:
        return self.content_intact and self.pdf_intact is not False


def verify(document: IssuedDocument) -> Verdict:
    """Compare content and PDF with the hashes taken at issue. Reads the whole file."""
    content_intact = document.is_intact
    pdf_intact = None
    if document.pdf is not None:
        with document.pdf.content.open("rb") as handle:
            pdf_intact = hashlib.file_digest(handle, "sha256").hexdigest() == document.pdf_sha256
    if not content_intact:
        sentence = _("The content is not the one that was issued.")
    elif pdf_intact is False:
        sentence = _("The PDF file is not the one that was rendered at issue.")
    else:
        sentence = _("Content and file are exactly those that were issued.")
    return Verdict(content_intact=content_intact, pdf_intact=pdf_intact, sentence=sentence)
