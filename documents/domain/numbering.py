"""Numbers: one series a year, each number once, whoever presses first.

The database's UNIQUE is the guard; a clash is answered by trying the next number or, where a
number was asked for, by a sentence.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import Count, Max, QuerySet
from django.utils.translation import gettext as _

from core.audit.models import AuditHead
from core.audit.recording import record
from documents.domain.refusals import DocumentRefused
from documents.models import NumberingRule, NumberRegister, RegisteredNumber

if TYPE_CHECKING:
    from accounts.models import User
    from documents.models import IssuedDocument
    from units.models import Unit

# So many people may be one step ahead of a request; each failure means one of them has won.
ATTEMPTS = 200
LONGEST_RUN = 500


def propose_number(*, document: IssuedDocument, on: date) -> int:
    """The next free number of the series and year the paper would belong to. Takes nothing."""
    series = NumberingRule.series_for(document.issuer, document.kind)
    register = NumberRegister.objects.filter(
        issuer=document.issuer, year=on.year, series=series
    ).first()
    return register.next_free() if register else 1


def open_register(*, issuer: Unit, year: int, kind: str) -> NumberRegister:
    """The number book of a type of paper and a year, opened on its first use."""
    series = NumberingRule.series_for(issuer, kind)
    register, _created = NumberRegister.objects.get_or_create(
        issuer=issuer, year=year, series=series
    )
    return register


def take_number(*, document: IssuedDocument, on: date, number: int | None) -> int:
    """Enter the paper into its book: under the number asked for, else under the next free one.

    Belongs inside the transaction that issues the paper; undone with it, so no gap stays behind.

    Raises:
        DocumentRefused: the number asked for is taken.
    """
    wait_for_turn()
    register = open_register(issuer=document.issuer, year=on.year, kind=document.kind)
    if number is not None:
        if not (_use_reserved(register, number, document) or _enter(register, number, document)):
            raise DocumentRefused(_taken(register, number))
        return number
    for _attempt in range(ATTEMPTS):
        candidate = register.next_free()
        if _enter(register, candidate, document):
            return candidate
    raise DocumentRefused(_("Too many papers are being numbered at this moment. Try once more."))


@transaction.atomic
def reserve_number(
    *, register: NumberRegister, number: int, note: str, by: User, last: int | None = None
) -> None:
    """Keep a number for a paper that is not made here, or account for one that was spoilt.

    With `last` the same note explains the whole run, so that a gap is one answer.

    Raises:
        DocumentRefused: without a note, the run is too long or backwards, or a number is taken.
    """
    if not note.strip():
        raise DocumentRefused(_("Write for what the number is kept."))
    last = number if last is None else last
    if not 0 <= last - number < LONGEST_RUN:
        raise DocumentRefused(
            _("A run goes from the lower number to the higher, over at most %(most)d numbers.")
            % {"most": LONGEST_RUN}
        )
    wait_for_turn()
    for each in range(number, last + 1):
        if not _enter(register, each, None, note.strip()):
            raise DocumentRefused(_taken(register, each))
    after = {"number": number, "note": note} | ({"last": last} if last > number else {})
    record("document.reserve_number", register, by=by, after=after)


@dataclass(frozen=True)
class BookLine:
    """A line of the printed number book: an entry, or a run of numbers nobody used."""

    entry: RegisteredNumber | None
    first: int
    last: int


def book_lines(register: NumberRegister) -> list[BookLine]:
    """Every number of the book in order, unused runs between them included. Causes one query."""
    lines: list[BookLine] = []
    expected = 1
    related = ("document__authority__person", "document__superseded_by")
    for entry in register.numbers.select_related(*related).order_by("number"):
        if entry.number > expected:
            lines.append(BookLine(None, expected, entry.number - 1))
        lines.append(BookLine(entry, entry.number, entry.number))
        expected = entry.number + 1
    return lines


def books_with_counts(books: QuerySet[NumberRegister]) -> QuerySet[NumberRegister]:
    """Books with how many numbers they hold and the highest of them."""
    counted = books.select_related("issuer")
    return counted.annotate(taken=Count("numbers"), highest=Max("numbers__number"))


def wait_for_turn() -> None:
    """Take the audit chain's lock first.

    Every issue writes to the chain in the end. Whoever takes that lock before the number and
    whoever takes it after would wait for one another on PostgreSQL; so everybody takes it first.
    """
    AuditHead.objects.get_or_create(pk=1)
    AuditHead.objects.select_for_update().get(pk=1)


def _enter(
    register: NumberRegister, number: int, document: IssuedDocument | None, note: str = ""
) -> bool:
    try:
        with transaction.atomic():
            RegisteredNumber.objects.create(
                register=register, number=number, document=document, note=note
            )
    except IntegrityError:
        return False
    return True


def _use_reserved(register: NumberRegister, number: int, document: IssuedDocument) -> bool:
    reserved = register.numbers.filter(number=number, document__isnull=True)
    return bool(reserved.update(document=document))


def _taken(register: NumberRegister, number: int) -> str:
    holder = (
        register.numbers.filter(number=number).select_related("document", "document__issuer")
    ).first()  # fmt: skip
    words = {
        "number": f"{number:02d}", "book": register, "next": f"{register.next_free():02d}",
        "holder": holder.document.title if holder and holder.document else "",
    }  # fmt: skip
    if words["holder"]:
        return _(
            "Number %(number)s of the book “%(book)s” has been given to “%(holder)s”."
            " The next free number is %(next)s."
        ) % words  # fmt: skip
    return (
        _("Number %(number)s of the book “%(book)s” is taken. The next free number is %(next)s.")
        % words
    )
