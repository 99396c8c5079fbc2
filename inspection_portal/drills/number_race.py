"""Fifty people issue papers at the same moment: for one number one wins, and no number is lost."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from threading import Barrier

from django.db import connection, connections

from accounts.enums import Role
from accounts.models import User
from documents.blocks import Document, Header, Recipients, Signature, Title
from documents.domain import DocumentRefused, issue, open_draft
from documents.enums import Regime, SigningMode
from documents.models import IssuedDocument, RegisteredNumber, SigningAuthority
from documents.registry import document_kind
from inspection_portal.drills.registry import DrillReport, Outcome, drill, report
from units.domain import add_unit
from units.enums import UnitKind
from units.models import Membership

DAY = date(2019, 9, 17)
KIND = "drill.paper"
GUARD = "number_once_a_book"


class DrillPapers:
    """Papers whose words do not matter: only their number does."""

    def keys(self) -> Iterator[str]:
        yield from IssuedDocument.objects.filter(key__startswith=KIND).values_list("key", flat=True)

    def build(self, key: str) -> Document:
        return Document(
            kind_code="KH",
            regime=Regime.TT01,
            header=Header(("SỞ GIÁO DỤC VÀ ĐÀO TẠO",), "KH-SGDĐT", "An Giang"),
            title=Title("KẾ HOẠCH", f"Diễn tập {key}"),
            signature=Signature(()),
            recipients=Recipients(),
        )


@dataclass(frozen=True)
class Desk:
    """Who issues, who signs, and the drafts on the table."""

    clerk: User
    authority: SigningAuthority
    drafts: list[IssuedDocument]


def set_up(requests: int, series: int) -> Desk:
    """A department with a clerk, a director and that many drafts."""
    document_kind(KIND, title="Paper of a drill")(DrillPapers)
    unit = add_unit(kind=UnitKind.DEPARTMENT, name=f"Sở diễn tập {series}", by=None)
    clerk = User.objects.create_user(f"clerk{series}@example.vn", "Văn thư diễn tập")
    Membership.objects.create(user=clerk, unit=unit, role=Role.CLERK, valid_from=DAY)
    authority = SigningAuthority.objects.create(
        person=clerk, unit=unit, mode=SigningMode.DIRECT, post="Giám đốc", head_post="Giám đốc",
        valid_from=DAY,
    )  # fmt: skip
    keys = [f"{KIND}:{series * 1000 + at}" for at in range(requests)]
    drafts = [open_draft(key=key, issuer=unit, by=None) for key in keys]
    return Desk(clerk, authority, drafts)


def race(requests: int = 50, *, series: int = 1) -> Outcome:
    """All ask for number 126, then those who lost for any number; both at the same moment."""
    desk = set_up(requests, series)
    began = time.monotonic()
    wanted = _at_once(desk, desk.drafts, 126)
    losers = [draft for draft, told in zip(desk.drafts, wanted, strict=True) if told]
    given = _at_once(desk, losers, None)
    numbers = sorted(
        RegisteredNumber.objects.filter(register__issuer=desk.authority.unit)
        .values_list("number", flat=True)
    )  # fmt: skip
    expected = list(range(126, 126 + requests))
    figures = {
        "requests": requests,
        "got_the_number": wanted.count(""),
        "told_in_words": sum("126" in told for told in wanted),
        "then_numbered": given.count(""),
        "doubles": len(numbers) - len(set(numbers)),
        "gaps": len(set(expected) - set(numbers)),
        "seconds": round(time.monotonic() - began, 1),
    }
    one_winner = wanted.count("") == 1 and figures["told_in_words"] == requests - 1
    return Outcome(one_winner and numbers == expected and not any(given), figures)


def _at_once(desk: Desk, drafts: list[IssuedDocument], number: int | None) -> list[str]:
    """Every draft in a thread and on a connection of its own; "" where it was issued."""
    if not drafts:
        return []
    gate = Barrier(len(drafts))
    with ThreadPoolExecutor(len(drafts)) as pool:
        return list(
            pool.map(lambda draft: _closing(lambda: _try(desk, draft, number, gate)), drafts)
        )


def _try(desk: Desk, draft: IssuedDocument, number: int | None, gate: Barrier) -> str:
    connection.ensure_connection()
    gate.wait(60)
    try:
        issue(document=draft, number=number, on=DAY, authority=desk.authority, by=desk.clerk)
    except DocumentRefused as refusal:
        return refusal.sentence
    return ""


def _closing(work: Callable[[], str]) -> str:
    try:
        return work()
    finally:
        connections.close_all()


@contextmanager
def guard_off() -> Iterator[None]:
    """The same database without the constraint that lets a number exist once.

    SQLite rebuilds the table from what the model declares, so the model forgets it for a while.
    """
    declared = RegisteredNumber._meta.constraints
    guard = next(each for each in declared if each.name == GUARD)
    RegisteredNumber._meta.constraints = [each for each in declared if each is not guard]
    try:
        with connection.schema_editor() as editor:
            editor.remove_constraint(RegisteredNumber, guard)
        yield
        _forget_doubles()
    finally:
        RegisteredNumber._meta.constraints = declared
        with connection.schema_editor() as editor:
            editor.add_constraint(RegisteredNumber, guard)


def _forget_doubles() -> None:
    seen: set[tuple[int, int]] = set()
    for row in RegisteredNumber.objects.order_by("pk"):
        place = (row.register_id, row.number)
        if place in seen:
            row.delete()
        seen.add(place)


@drill("number-race")
def number_race() -> DrillReport:
    """The race as the portal runs it, and without the constraint."""
    guarded = race(50, series=1)
    with guard_off():
        control = race(50, series=2)
    return report("number-race", guarded, control)
