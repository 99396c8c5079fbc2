"""The same submissions sent many times at once, by real threads to a live server."""

import http.client
import json
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection, connections, models

from core.sync.models import JournalConflict, JournalEvent
from core.sync.receiving import receive
from standards.models import AnswerEvent
from tests.inspections.factories import make_inspection
from tests.inspections.test_sync import DEVICE, answered

pytestmark = pytest.mark.django_db(transaction=True)
TIMES, SUBMISSIONS, BATCH = 10, 500, 50


@pytest.fixture
def cast(tree):
    return make_inspection(tree.department, tree.thpt)


class Device:
    """A connection of its own to the live server, with cookie and token as a browser has them."""

    def __init__(self, live_server, client):
        address = urlsplit(live_server.url)
        self.connection = http.client.HTTPConnection(address.hostname, address.port, timeout=120)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session}"}
        _status, said, cookies = self.ask("GET", "/sync/session/")
        token = cookies.split(";")[0]
        self.headers |= {
            "Cookie": f"{self.headers['Cookie']}; {token}", "X-CSRFToken": said["csrf"],
            "Content-Type": "application/json",
        }  # fmt: skip

    def ask(self, method, url, body=None):
        self.connection.request(method, url, body, self.headers)
        response = self.connection.getresponse()
        said = json.loads(response.read())
        return response.status, said, response.headers.get("Set-Cookie", "")

    def send(self, events):
        body = json.dumps({"device": str(DEVICE), "events": events}).encode()
        status, said, _cookies = self.ask("POST", "/sync/events/", body)
        assert status < 500, said
        return said["results"]


def at_once(work, count):
    """`work(n, gate)` in `count` threads that begin together."""
    gate = Barrier(count)

    def run(number):
        try:
            return work(number, gate)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def batches(events):
    return [events[start : start + BATCH] for start in range(0, len(events), BATCH)]


def test_each_of_500_submissions_sent_ten_times_at_once_is_stored_once(
    cast, live_server, client_for
):
    codes = ["1.1", "2.1"]
    events = [answered(cast, codes[n % 2], number=str(n % 5)) for n in range(SUBMISSIONS)]
    client = client_for(cast.first)

    def work(number, gate):
        device = Device(live_server, client)
        results = []
        for batch in batches(events):
            gate.wait(120)
            results += device.send(batch)
        device.connection.close()
        return results

    answers = [result for results in at_once(work, TIMES) for result in results]
    by_id = {}
    for each in answers:
        by_id.setdefault(each["id"], []).append(each["status"])
    assert len(answers) == SUBMISSIONS * TIMES
    assert Counter(each["state"] for each in answers) == {"applied": SUBMISSIONS * TIMES}
    assert {tuple(sorted(statuses)) for statuses in by_id.values()} == {(200,) * 9 + (201,)}
    assert JournalEvent.objects.count() == AnswerEvent.objects.count() == SUBMISSIONS


def test_a_single_submission_sent_ten_times_at_once_is_201_once_and_200_nine_times(
    cast, live_server, client_for
):
    event, client = answered(cast), client_for(cast.first)

    def work(number, gate):
        device = Device(live_server, client)
        body = json.dumps({"device": str(DEVICE), "events": [event]}).encode()
        gate.wait(60)
        status = device.ask("POST", "/sync/events/", body)[0]
        device.connection.close()
        return status

    assert sorted(at_once(work, TIMES)) == [200] * 9 + [201]


def test_of_ten_contents_under_one_id_the_first_lands_and_every_other_is_kept(cast):
    ident = uuid.uuid4()
    events = [answered(cast, ident=str(ident), number=str(40 + n)) for n in range(TIMES)]

    def work(number, gate):
        gate.wait(60)
        return receive(events=[events[number]], device=DEVICE, by=cast.first)[0].status

    assert sorted(at_once(work, TIMES)) == [201] + [409] * 9
    kept = [JournalEvent.objects.get().payload, *JournalConflict.objects.values_list("payload", flat=True)]  # fmt: skip
    assert sorted(p["value"]["number"] for p in kept) == [str(40 + n) for n in range(TIMES)]
    assert AnswerEvent.objects.count() == 1


@contextmanager
def guard_off():
    """The same tables without the constraints that let an id exist once."""
    fields = [(model, model._meta.get_field("client_id")) for model in (JournalEvent, AnswerEvent)]
    with connection.schema_editor() as editor:
        for model, field in fields:
            editor.alter_field(model, field, loose(field))
    yield
    for model, _field in fields:
        model.objects.all().delete()
    with connection.schema_editor() as editor:
        for model, field in fields:
            editor.alter_field(model, loose(field), field)


def loose(field):
    other = models.UUIDField(default=uuid.uuid4)
    other.set_attributes_from_name(field.name)
    other.model = field.model
    return other


def test_without_the_constraint_the_same_submissions_are_stored_several_times(cast):
    events = [answered(cast, number="50") for _n in range(20)]

    def work(number, gate):
        for event in events:
            gate.wait(60)
            receive(events=[event], device=DEVICE, by=cast.first)

    with guard_off():
        at_once(work, TIMES)
        assert JournalEvent.objects.count() > len(events)
