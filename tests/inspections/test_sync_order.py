"""A thousand operations of three devices end in one state, whatever the order in which they arrive.

Three whole orders are replayed against the database; a hundred are folded in memory by the rule
that the portal promises (the last by the devices' clocks holds) and compared with what it stored.
"""

import random
import uuid
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from core.sync.models import JournalEvent
from core.sync.receiving import receive
from inspections.domain.queries.collected import official_sheet
from inspections.models import Attendance, Finding
from tests.inspections.factories import criterion

pytestmark = pytest.mark.django_db
OPERATIONS, SHUFFLES, REPLAYS = 1000, 100, 3
CODES = {"1.1": ["0", "1", "2", "3", "4"], "2.1": ["40", "50", "60"]}


def operations(cast, rng):
    """Answers, findings rewritten and withdrawn, people present: by three people, ids and clocks mixed."""
    people = [cast.lead, cast.first, cast.second]
    findings = {p.pk: [str(uuid.UUID(int=rng.getrandbits(128))) for _n in range(8)] for p in people}
    criteria = {code: criterion(cast.checklist, code).pk for code in CODES}
    begun = timezone.now() - timedelta(hours=6)
    made = []
    for number in range(OPERATIONS):
        person = people[number % 3]
        kind = rng.choices(["answer", "finding", "finding_withdrawn", "attendance"], [70, 20, 5, 5])[0]  # fmt: skip
        payload = {
            "answer": lambda: _answer(cast, criteria, rng),
            "finding": lambda person=person: {
                "finding": rng.choice(findings[person.pk]), "kind": "shortcoming",
                "text": f"Lần ghi {rng.randrange(1000)}", "checklist": None, "criterion": None,
            },
            "finding_withdrawn": lambda person=person: {"finding": rng.choice(findings[person.pk])},
            "attendance": lambda: {
                "side": "unit", "name": rng.choice(["Lê Thị Bình", "lê thị bình", "Trần Văn Cường"]),
                "post": rng.choice(["", "Hiệu trưởng", "Văn thư"]),
            },
        }[kind]()  # fmt: skip
        # Coarse clocks: many events of different devices share a moment, the id decides then.
        at = begun + timedelta(minutes=rng.randrange(300))
        event = {
            "id": str(uuid.UUID(int=rng.getrandbits(128), version=4)), "kind": f"inspections.{kind}",
            "topic": f"inspections.inspection:{cast.inspection.pk}", "sequence": number,
            "at": at.isoformat(), "payload": payload,
        }  # fmt: skip
        made.append((person, event))
    return made


def _answer(cast, criteria, rng):
    code = rng.choice(list(CODES))
    return {
        "checklist": cast.checklist.pk, "criterion": criteria[code], "stage": "onsite",
        "value": {"number": rng.choice(CODES[code])}, "note": f"ghi chú {rng.randrange(100)}",
    }  # fmt: skip


def stored(cast):
    """What pages show: by criterion and collector, by finding, by person present."""
    rows = official_sheet(cast.again().checklists.get()).rows
    answers = {
        (row.criterion.pk, each.author.pk): (each.event.value["number"], each.note)
        for row in rows for each in row.collected
    }  # fmt: skip
    findings = {
        str(f.client_id): (f.text, f.is_withdrawn, f.author_id) for f in Finding.objects.all()
    }
    people = [(a.name, a.post) for a in Attendance.objects.order_by("order")]
    return answers, findings, people


def folded(made):
    """The promise, in a few lines: everything in the order of the clocks, then of the ids."""
    answers, texts, withdrawn, people = {}, {}, {}, {}
    for person, event in sorted(made, key=lambda each: (each[1]["at"], each[1]["id"])):
        said = event["payload"]
        kind = event["kind"].partition(".")[2]
        if kind == "answer":
            answers[said["criterion"], person.pk] = (said["value"]["number"], said["note"])
        elif kind == "attendance":
            name, post = people.get(said["name"].casefold(), (said["name"], ""))
            people[said["name"].casefold()] = (name, said["post"] or post)
        else:
            withdrawn[said["finding"]] = kind == "finding_withdrawn"
            if kind == "finding":
                texts[said["finding"]] = (said["text"], person.pk)
    findings = {key: (text, withdrawn[key], by) for key, (text, by) in texts.items()}
    return answers, findings, list(people.values())


def replay(cast, made):
    """Send in this order, thirty at a time, each device its own; every tenth twice. Then undo it."""
    with transaction.atomic():
        for start in range(0, len(made), 30):
            by_person = {}
            for number, (person, event) in enumerate(made[start : start + 30]):
                again = [event, event] if number % 10 == 0 else [event]
                by_person.setdefault(person, []).extend(again)
            for person, events in by_person.items():
                receipts = receive(events=events, device=uuid.UUID(int=person.pk), by=person)
                assert {r.state for r in receipts} == {"applied"}
        assert JournalEvent.objects.count() == OPERATIONS
        state = stored(cast)
        transaction.set_rollback(True)
    return state


def test_the_order_of_arrival_changes_nothing(cast):
    rng = random.Random(20261126)
    made = operations(cast, rng)
    expected = folded(made)
    for _n in range(SHUFFLES):
        rng.shuffle(made)
        assert folded(made) == expected
    for _n in range(REPLAYS):
        rng.shuffle(made)
        assert replay(cast, made) == expected


def test_by_the_order_of_arrival_alone_the_states_would_differ(cast):
    """The control: without the clocks two orders end differently."""
    rng = random.Random(1)
    made = operations(cast, rng)
    ends = set()
    for _n in range(3):
        rng.shuffle(made)
        blind = [
            (p, e | {"at": f"{n:06}", "id": ""}) for n, (p, e) in enumerate(made)
        ]  # fmt: skip
        ends.add(str(folded(blind)))
    assert len(ends) == 3
