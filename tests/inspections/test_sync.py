"""What inspectors' devices send lands once, in any order, and nothing of it is lost."""

import uuid
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from core.sync.files import receive_file
from core.sync.models import JournalEvent
from core.sync.receiving import receive
from inspections.models import Attendance, Finding, FindingPhoto
from standards.models import AnswerEvent
from tests.inspections.factories import criterion

pytestmark = pytest.mark.django_db
DEVICE = uuid.UUID(int=1)


def told(cast, kind, payload, *, ident=None, minutes=0):
    return {
        "id": str(ident or uuid.uuid4()), "kind": f"inspections.{kind}",
        "topic": f"inspections.inspection:{cast.inspection.pk}", "sequence": 1,
        "at": (timezone.now() + timedelta(minutes=minutes)).isoformat(), "payload": payload,
    }  # fmt: skip


def answered(cast, code="2.1", ident=None, minutes=0, note="", **value):
    payload = {
        "checklist": cast.checklist.pk, "criterion": criterion(cast.checklist, code).pk,
        "stage": "onsite", "value": value or {"number": "50"}, "note": note,
    }  # fmt: skip
    return told(cast, "answer", payload, ident=ident, minutes=minutes)


def noted(cast, finding, text="Sách xếp đúng nhãn", minutes=0, **changed):
    payload = {"finding": str(finding), "kind": "strength", "text": text, "checklist": None, "criterion": None}  # fmt: skip
    return told(cast, "finding", payload | changed, minutes=minutes)


def send(person, *events):
    return receive(events=events, device=DEVICE, by=person)


def picture(colour="red", name="anh.jpg"):
    data = BytesIO()
    Image.new("RGB", (8, 8), colour).save(data, "JPEG")
    return SimpleUploadedFile(name, data.getvalue(), "image/jpeg")


def test_an_answer_lands_under_the_id_of_its_event(cast):
    event = answered(cast)
    [first] = send(cast.first, event)
    [again] = send(cast.first, event)
    assert (first.status, first.state, again.status) == (201, "applied", 200)
    stored = AnswerEvent.objects.get(client_id=event["id"])
    assert (stored.author, stored.value) == (cast.first, {"number": "50"})


def test_a_photo_waits_for_its_file(cast):
    file, photo = uuid.uuid4(), uuid.uuid4()
    event = told(cast, "photo", {"photo": str(photo), "file": str(file), "caption": "Kệ sách"})
    [held] = send(cast.first, event)
    assert (held.status, held.state) == (201, "held")
    receive_file(client_id=file, upload=picture(), by=cast.first)
    assert FindingPhoto.objects.get().caption == "Kệ sách"
    assert JournalEvent.objects.get().state == "applied"


def test_a_finding_is_rewritten_and_withdrawn_in_any_order(cast):
    finding = uuid.uuid4()
    withdrawn = told(cast, "finding_withdrawn", {"finding": str(finding)}, minutes=3)
    events = [withdrawn, noted(cast, finding, "Mới", minutes=2), noted(cast, finding, "Cũ")]
    assert {r.state for r in send(cast.first, *events)} == {"applied"}
    stored = Finding.objects.get()
    assert (stored.text, stored.is_withdrawn) == ("Mới", True)


def test_whoever_two_devices_name_is_one_person(cast):
    one = {"side": "unit", "name": "Nguyễn Văn A", "post": "Hiệu trưởng"}
    send(cast.first, told(cast, "attendance", one))
    send(
        cast.second, told(cast, "attendance", {"side": "unit", "name": "nguyễn văn a", "post": ""})
    )
    assert [(a.name, a.post) for a in Attendance.objects.all()] == [("Nguyễn Văn A", "Hiệu trưởng")]


def test_outside_the_team_nothing_is_known_and_nothing_is_kept(cast, make_user):
    for person in (make_user(), cast.principal):
        [refused] = send(person, answered(cast))
        assert (refused.status, refused.state) == (404, "refused")
    assert not JournalEvent.objects.exists()
