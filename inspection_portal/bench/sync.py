"""Taking in what a device sends, through the real WSGI handler, with every commit really made."""

import io
import json
import statistics
import time
import uuid
from typing import Any
from wsgiref.util import setup_testing_defaults

from django.core.wsgi import get_wsgi_application
from django.db import transaction
from django.test import Client
from django.test.utils import override_settings
from django.utils import timezone

from accounts.models import User
from core.sync.models import JournalEvent
from inspection_portal.bench.measuring import Row
from inspection_portal.bench.registry import benchmark
from inspections.domain.opening import open_inspection
from inspections.models import Checklist
from plans.models import Visit
from standards.enums import QuestionKind, Stage
from standards.models import AnswerEvent, Criterion

ANSWERS, VISITS, POSTS = 120, 7, 100
GOAL_MS, GOAL_RATE = 2000, 50


class Device:
    """Speaks to the application as a server would hand a request over."""

    def __init__(self, person: User) -> None:
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        said = client.get("/sync/session/", SERVER_NAME="localhost")
        cookies = "; ".join(f"{name}={each.value}" for name, each in client.cookies.items())
        self.headers = {"HTTP_COOKIE": cookies, "HTTP_X_CSRFTOKEN": said.json()["csrf"]}
        self.application = get_wsgi_application()
        self.id = uuid.uuid4()

    def post(self, events: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Send events; what became of each."""
        body = json.dumps({"device": str(self.id), "events": events}).encode()
        environ: dict[str, Any] = {
            "REQUEST_METHOD": "POST", "PATH_INFO": "/sync/events/", "HTTP_HOST": "localhost",
            "CONTENT_TYPE": "application/json", "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body), **self.headers,
        }  # fmt: skip
        setup_testing_defaults(environ)
        response = self.application(
            environ, lambda _status, _headers, _fault=None: io.BytesIO().write
        )
        said = json.loads(b"".join(response))
        response.close()
        results: list[dict[str, Any]] = said["results"]
        return results

    def forget(self) -> None:
        """Take everything out again that this device sent."""
        sent = JournalEvent.objects.filter(device=self.id)
        AnswerEvent.objects.filter(client_id__in=list(sent.values_list("client_id", flat=True))).delete()  # fmt: skip
        sent.delete()


def carried_checklist() -> Checklist:
    """One of a visit with a team, opened if none is."""
    found = Checklist.objects.filter(inspection__visit__team__members__isnull=False)
    if not found.exists():
        visits = Visit.objects.filter(
            team__members__isnull=False, streams__standard_set__isnull=False, on__isnull=False
        )
        for visit in visits.distinct()[:50]:
            if open_inspection(visit=visit, by=None).checklists.exists():
                break
    checklist = found.select_related("inspection__visit__team", "assessment").first()
    if checklist is None:
        raise LookupError("No visit of the demonstration has a team and a set of criteria.")
    return checklist


def answers(checklist: Checklist, criteria: list[Criterion], count: int) -> list[dict[str, Any]]:
    at = timezone.now().isoformat()
    return [
        {
            "id": str(uuid.uuid4()), "kind": "inspections.answer", "sequence": number, "at": at,
            "topic": f"inspections.inspection:{checklist.inspection_id}",
            "payload": {
                "checklist": checklist.pk, "criterion": criteria[number % len(criteria)].pk,
                "stage": "onsite", "value": {"reason": "đo"}, "note": f"câu {number}",
            },
        }
        for number in range(count)
    ]  # fmt: skip


def _floor(checklist: Checklist, criteria: list[Criterion]) -> float:
    """Milliseconds for the least that can be done: each answer a row, each row a commit."""
    rows = [
        AnswerEvent(
            assessment=checklist.assessment, criterion=criteria[number % len(criteria)],
            stage=Stage.ONSITE, value={"reason": "đo"}, device_at=timezone.now(),
        )
        for number in range(ANSWERS)
    ]  # fmt: skip
    begun = time.perf_counter()
    for row in rows:
        with transaction.atomic():
            row.save(force_insert=True)
    taken = (time.perf_counter() - begun) * 1000
    AnswerEvent.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return taken


@benchmark("sync", "What a device sends, against bare rows")
def sync(scale: str) -> list[Row]:
    with override_settings(SECURE_SSL_REDIRECT=False, ALLOWED_HOSTS=["localhost", "testserver"]):
        checklist = carried_checklist()
        criteria = list(
            Criterion.objects.filter(standard__standard_set=checklist.assessment.standard_set)
            .exclude(kind=QuestionKind.TEXT)
        )  # fmt: skip
        device = Device(checklist.inspection.members[0].user)
        try:
            return _rows(device, checklist, criteria)
        finally:
            device.forget()


def _rows(device: Device, checklist: Checklist, criteria: list[Criterion]) -> list[Row]:
    taken, floor = [], []
    for _visit in range(VISITS):
        taken.append(_timed(device, answers(checklist, criteria, ANSWERS)))
        floor.append(_floor(checklist, criteria))
    visit = round(statistics.median(taken), 1)
    singles = sum(_timed(device, [each]) for each in answers(checklist, criteria, POSTS))
    rate, batch_rate = POSTS / singles * 1000, ANSWERS / visit * 1000
    return [
        Row(
            "sync-visit", visit, "ms", f"< {GOAL_MS} ms", visit < GOAL_MS,
            floor=round(statistics.median(floor), 1), note=f"{ANSWERS} answers in one request",
        ),
        Row(
            "sync-rate", round(rate, 1), "answers/s", f"≥ {GOAL_RATE}", rate >= GOAL_RATE,
            note=f"a request each, one after another; {batch_rate:.0f} answers/s in one request",
        ),
    ]  # fmt: skip


def _timed(device: Device, events: list[dict[str, Any]]) -> float:
    """Milliseconds of one request in which everything lands."""
    begun = time.perf_counter()
    results = device.post(events)
    taken = (time.perf_counter() - begun) * 1000
    lost = [each for each in results if each["state"] not in {"applied", "flagged"}]
    if lost or len(results) != len(events):
        raise RuntimeError(f"Not everything landed: {lost[:1]}")
    return taken
