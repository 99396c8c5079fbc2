"""Twenty processes issue fifty papers each at the same time: a thousand numbers, no gap, no double."""

from __future__ import annotations

import multiprocessing
import time
from typing import Any, Literal

from django.db import connections, transaction

from documents.domain import issue, propose_number
from documents.domain.numbering import take_number
from documents.models import IssuedDocument, RegisteredNumber
from inspection_portal.drills.number_race import DAY, KIND, Desk, guard_off, set_up
from inspection_portal.drills.registry import DrillReport, Outcome, drill, report

PROCESSES, EACH = 20, 50
PATIENCE_SECONDS = 120
How = Literal["register", "issue", "looks first"]


def run(
    processes: int = PROCESSES, each: int = EACH, *, series: int = 11, how: How = "register"
) -> Outcome:
    """Forked processes with connections of their own; each takes the next free number, `each` times.

    "register" enters each paper into its book, "issue" goes the whole way to the frozen paper;
    "looks first" is the mistake the register guards against: a number read before the transaction.
    """
    desk = set_up(1, series)
    drafts = [desk.drafts[0].pk, *_more_drafts(desk, processes * each - 1, series)]
    context = multiprocessing.get_context("fork")
    gate, failed = context.Barrier(processes), context.Value("i", 0)
    connections.close_all()  # a connection must never be shared across a fork
    workers = [
        context.Process(target=_work, args=(desk, mine, gate, failed, how), daemon=True)
        for mine in (drafts[at::processes] for at in range(processes))
    ]
    began = time.monotonic()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(PATIENCE_SECONDS)
    return _outcome(desk, processes * each, failed.value, time.monotonic() - began)


def _more_drafts(desk: Desk, count: int, series: int) -> list[int]:
    """Copies of the first draft under keys of their own, in one go."""
    copies = [_copy(desk.drafts[0], f"{KIND}:{series * 100_000 + at}") for at in range(count)]
    return [paper.pk for paper in IssuedDocument.objects.bulk_create(copies, batch_size=200)]


def _copy(paper: IssuedDocument, key: str) -> IssuedDocument:
    values = {field.attname: getattr(paper, field.attname) for field in paper._meta.concrete_fields}
    return IssuedDocument(**{**values, "id": None, "key": key})


def _work(desk: Desk, drafts: list[int], gate: Any, failed: Any, how: How) -> None:
    connections.close_all()
    try:
        gate.wait(60)
        for pk in drafts:
            document = IssuedDocument.objects.select_related("issuer").get(pk=pk)
            _number(desk, document, how)
    except Exception:  # whatever it is, the parent counts it and the run has failed
        with failed.get_lock():
            failed.value += 1
        raise
    finally:
        connections.close_all()


def _number(desk: Desk, document: IssuedDocument, how: How) -> None:
    if how == "issue":
        issue(document=document, on=DAY, authority=desk.authority, by=desk.clerk)
        return
    seen = propose_number(document=document, on=DAY) if how == "looks first" else None
    with transaction.atomic():
        take_number(document=document, on=DAY, number=seen)


def _outcome(desk: Desk, wanted: int, failed: int, seconds: float) -> Outcome:
    held = RegisteredNumber.objects.filter(register__issuer=desk.authority.unit)
    taken = sorted(held.values_list("number", flat=True))
    figures = {
        "numbers": len(taken),
        "doubles": len(taken) - len(set(taken)),
        "gaps": len(set(range(1, wanted + 1)) - set(taken)),
        "failed_processes": failed,
        "seconds": round(seconds, 1),
    }
    return Outcome(taken == list(range(1, wanted + 1)) and not failed, figures)


@drill("number-register")
def number_register() -> DrillReport:
    """A thousand papers by twenty processes; the control looks for the number first, then issues."""
    guarded = run(how="issue")
    with guard_off():
        control = run(10, 20, series=12, how="looks first")
    return report("number-register", guarded, control)
