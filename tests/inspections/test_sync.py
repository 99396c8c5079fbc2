"""What inspectors' devices send lands once, in any order, and nothing of it is lost."""

import html
import uuid
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from accounts.models import User
from core.sync.files import receive_file
from core.sync.models import JournalConflict, JournalEvent
from core.sync.receiving import receive
from inspections.domain.arrivals import accept_arrival
from inspections.domain.filling import give_criteria
from inspections.models import Attendance, Finding, FindingPhoto, InspectionRecord
from plans.models import TeamMember, Visit
from standards.domain.publishing import draft_new_version, publish_set
from standards.models import AnswerEvent, StageSheet, StandardSet
from tests.inspections.factories import criterion, make_inspection

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


# Nothing that changed meanwhile rejects somebody's work -------------------------------------------
def test_a_column_handed_in_takes_the_answer_with_a_flag(cast):
    StageSheet.objects.filter(assessment=cast.checklist.assessment, stage="onsite").update(
        state="done"
    )
    [receipt] = send(cast.first, answered(cast))
    assert (receipt.state, bool(receipt.reason)) == ("flagged", True)
    assert AnswerEvent.objects.count() == 1


def test_a_criterion_given_to_another_meanwhile_takes_the_answer_with_a_flag(cast):
    one = criterion(cast.checklist, "2.1")
    give_criteria(checklist=cast.checklist, criteria=[one], people=[cast.second], by=cast.lead)
    [mine] = send(cast.first, answered(cast))
    [theirs] = send(cast.second, answered(cast))
    assert (mine.state, theirs.state) == ("flagged", "applied")
    assert cast.second.full_name in mine.reason
    assert AnswerEvent.objects.count() == 2


def test_a_newer_version_of_the_set_changes_nothing_but_a_flag(cast, tree):
    bound = cast.checklist.assessment.standard_set
    newer = draft_new_version(found=bound, owner=tree.department, by=cast.specialist)
    assert send(cast.first, answered(cast))[0].state == "applied"
    StandardSet.objects.filter(pk=newer.pk).update(valid_from=timezone.localdate())
    newer.refresh_from_db()
    publish_set(found=newer, by=cast.leader)
    [receipt] = send(cast.first, answered(cast))
    assert receipt.state == "flagged"
    assert {e.criterion.standard.standard_set for e in AnswerEvent.objects.all()} == {bound}


def test_a_cancelled_visit_and_minutes_read_back_flag_what_comes_late(cast):
    Visit.objects.filter(pk=cast.visit.pk).update(state="cancelled")
    InspectionRecord.objects.create(
        inspection=cast.inspection, state="read_back", content_sha256="0" * 64
    )
    for event in (answered(cast), noted(cast, uuid.uuid4())):
        [receipt] = send(cast.first, event)
        assert receipt.state == "flagged"
        assert receipt.reason.count(".") >= 2
    assert Finding.objects.count() == AnswerEvent.objects.count() == 1


def test_a_member_taken_off_the_team_loses_nothing(cast):
    send(cast.first, answered(cast))
    TeamMember.objects.filter(user=cast.first).delete()
    person = User.objects.get(pk=cast.first.pk)
    [late] = send(person, answered(cast, "1.1", number="4"))
    assert (late.status, late.state) == (201, "held")
    accept_arrival(inspection=cast.again(), event=JournalEvent.objects.open().get(), by=cast.lead)
    assert AnswerEvent.objects.filter(author=person).count() == 2


# What cannot be taken in is held, and never a dead end ------------------------------------------------
@pytest.mark.parametrize(
    "wrong",
    [
        {"value": {"number": "120", "denominator": "100"}}, {"value": {"number": "1e5"}},
        {"value": {"number": "NaN", "denominator": "1"}}, {"value": None}, {"stage": "official"},
        {"checklist": 999_999}, {"checklist": None}, {"criterion": 999_999}, {"note": ["x"]},
        {"criterion": True}, {"value": {"number": 5, "denominator": 10}}, {"note": "x" * 5_001},
    ],
)  # fmt: skip
def test_an_answer_that_cannot_be_taken_in_is_kept_whole(cast, wrong):
    event = answered(cast, "1.2", number="90", denominator="100")
    event["payload"] |= wrong
    [receipt] = send(cast.first, event)
    assert (receipt.status, receipt.state, bool(receipt.reason)) == (201, "held", True)
    assert JournalEvent.objects.get().payload == event["payload"]
    assert not AnswerEvent.objects.exists()


def test_a_checklist_of_another_inspection_is_no_way_in(cast, tree):
    other = make_inspection(tree.other_department, tree.other_school)
    event = answered(cast)
    event["payload"] |= {"checklist": other.checklist.pk, "criterion": criterion(other.checklist, "2.1").pk}  # fmt: skip
    [receipt] = send(cast.first, event)
    assert receipt.state == "held"
    assert not AnswerEvent.objects.exists()


def test_the_lead_puts_a_held_answer_right(cast, client_for):
    send(cast.first, answered(cast, "1.2", number="120", denominator="100"))
    held = JournalEvent.objects.get()
    url = reverse("inspections:arrival", args=[cast.inspection.pk, held.pk])
    page = client_for(cast.lead).get(url).content.decode()
    assert "120" in page
    right = {"choice": "right", "number": "130", "denominator": "100"}
    again = client_for(cast.lead).post(url, right)
    assert again.status_code == 200
    assert JournalEvent.objects.open().count() == 1
    right |= {"number": "90,5", "note": "Đếm lại"}
    assert client_for(cast.lead).post(url, right).status_code == 302
    stored = AnswerEvent.objects.get()
    assert (stored.value, stored.author, stored.note) == (
        {"number": "90.5", "denominator": "100"}, cast.lead, "Đếm lại",
    )  # fmt: skip
    assert not JournalEvent.objects.open().exists()
    assert client_for(cast.lead).get(url).status_code == 404


def test_a_member_sees_what_arrived_and_decides_nothing(cast, client_for):
    send(cast.first, answered(cast, "1.2", number="120", denominator="100"))
    held = JournalEvent.objects.get()
    page = client_for(cast.second).get(reverse("inspections:arrivals", args=[cast.inspection.pk]))
    assert held.reason in html.unescape(page.content.decode())
    url = reverse("inspections:arrival", args=[cast.inspection.pk, held.pk])
    client_for(cast.second).post(url, {"choice": "aside", "aside-reason": "Thôi"})
    assert JournalEvent.objects.open().exists()
    assert client_for(cast.principal).get(url).status_code == 404


def test_of_two_contents_the_lead_lets_the_other_hold(cast, client_for):
    event = answered(cast, number="50")
    other = event | {"payload": event["payload"] | {"value": {"number": "45"}}}
    assert [r.status for r in send(cast.first, event, other)] == [201, 409]
    conflict = JournalConflict.objects.get()
    url = reverse("inspections:arrival_conflict", args=[cast.inspection.pk, conflict.pk])
    page = client_for(cast.lead).get(url).content.decode()
    assert "<dd>50</dd>" in page
    assert "<dd>45</dd>" in page
    assert client_for(cast.lead).post(url, {"choice": "take"}).status_code == 302
    last = AnswerEvent.objects.order_by("device_at", "client_id").last()
    assert (last.value, last.author) == ({"number": "45"}, cast.first)
    assert AnswerEvent.objects.count() == 2


# Findings and photos ------------------------------------------------------------------------------------
def test_a_finding_the_portal_changed_meanwhile_is_not_overwritten_unseen(cast):
    finding = uuid.uuid4()
    send(cast.first, noted(cast, finding, "Như đã ghi"))
    Finding.objects.update(text="Trưởng đoàn sửa lại")
    [late] = send(cast.first, noted(cast, finding, "Ghi thêm", minutes=5))
    assert late.state == "held"
    assert Finding.objects.get().text == "Trưởng đoàn sửa lại"
    held = JournalEvent.objects.open().get()
    accept_arrival(inspection=cast.inspection, event=held, by=cast.lead)
    assert Finding.objects.get().text == "Ghi thêm"


def test_nobody_rewrites_what_another_noted(cast):
    finding = uuid.uuid4()
    send(cast.first, noted(cast, finding, "Của tôi"))
    [theirs] = send(cast.second, noted(cast, finding, "Của người khác", minutes=5))
    assert theirs.state == "held"
    assert (Finding.objects.get().text, Finding.objects.get().author) == ("Của tôi", cast.first)


def test_a_photo_finds_its_finding_whichever_came_first(cast):
    for photo_first in (True, False):
        finding, file = uuid.uuid4(), uuid.uuid4()
        receive_file(client_id=file, upload=picture(), by=cast.first)
        photo = told(cast, "photo", {
            "photo": str(uuid.uuid4()), "file": str(file), "caption": "", "finding": str(finding),
            "latitude": "10.3712345678", "longitude": "105.4",
        })  # fmt: skip
        pair = [photo, noted(cast, finding)]
        send(cast.first, *(pair if photo_first else reversed(pair)))
        stored = FindingPhoto.objects.get(file__isnull=False, finding__client_id=finding)
        assert str(stored.latitude) == "10.371235"


def test_anothers_file_is_never_taken(cast):
    file = uuid.uuid4()
    receive_file(client_id=file, upload=picture(), by=cast.second)
    event = told(cast, "photo", {"photo": str(uuid.uuid4()), "file": str(file), "caption": ""})
    assert send(cast.first, event)[0].state == "held"
    assert not FindingPhoto.objects.exists()


def test_nobody_of_the_unit_inspected_sends_anything(cast, client_for):
    client = client_for(cast.officer)
    response = client.post(
        "/sync/events/", {"device": str(DEVICE), "events": [answered(cast)]},
        content_type="application/json",
    )  # fmt: skip
    assert response.status_code == 404
    assert not JournalEvent.objects.exists()
