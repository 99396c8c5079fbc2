"""The contract of docs/sync.md, with events of a toy room: any room's events are taken in like that."""

import hashlib
import json
import uuid
from collections import Counter
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from core.files.models import StoredFile
from core.files.owners import may_open
from core.sync import files as sync_files
from core.sync.content import content_sha256
from core.sync.models import JournalConflict, JournalEvent, JournalFile, JournalFileConflict
from core.sync.registry import Held, Outcome, event_kind, handler, topic
from core.sync.settling import SettleRefused, accept, put_right, set_aside, take_other

pytestmark = pytest.mark.django_db
DEVICE, OTHER_DEVICE = str(uuid.UUID(int=7)), str(uuid.UUID(int=8))
NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
EVENTS = "/sync/events/"


@pytest.fixture(autouse=True)
def toys():
    """A box everybody may open but number 2; "toys.put" refuses broken toys."""

    @topic("toys.box")
    def box(user, number):
        return None if number == "2" and user is not None and not user.is_superuser else number

    if event_kind("toys.put", "toys.box:1") is None:

        @handler("toys.put", topic="toys.box")
        def put(event, place):
            toy = event.payload.get("toy")
            if toy == "broken":
                raise Held("Đồ chơi hỏng.")
            if toy == "crash":
                raise RuntimeError("a fault of the program")
            if toy == "photo":
                wanted = uuid.UUID(event.payload["file"])
                if not JournalFile.objects.filter(client_id=wanted).exists():
                    raise Held("Chưa có ảnh.", awaits=wanted)
            return Outcome("Hộp đã khóa." if toy == "late" else "")


def put(toy="car", *, ident=None, box=1, at=None, **more):
    return {
        "id": ident or str(uuid.uuid4()), "kind": "toys.put", "topic": f"toys.box:{box}",
        "sequence": 1, "at": (at or NOW).isoformat(), "payload": {"toy": toy} | more,
    }  # fmt: skip


def post(client, *events, device=DEVICE):
    body = {"device": device, "events": list(events)}
    return client.post(EVENTS, body, content_type="application/json")


def only(response):
    [result] = response.json()["results"]
    return result


@pytest.fixture
def mine(user, client_for):
    return client_for(user)


def picture(colour="red", name="anh.png", size=4):
    data = BytesIO()
    Image.new("RGB", (size, size), colour).save(data, "PNG")
    return SimpleUploadedFile(name, data.getvalue(), "image/png")


# Once, and the same answer again ----------------------------------------------------------------
def test_the_first_time_is_201_and_the_same_again_is_the_same_success(mine):
    event = put()
    first, again = post(mine, event), post(mine, event)
    assert (first.status_code, again.status_code) == (201, 200)
    assert only(first) | {"status": 200} == only(again)
    assert only(first)["state"] == "applied"
    assert JournalEvent.objects.count() == 1


def test_a_batch_is_200_with_a_status_for_each(mine):
    ident = str(uuid.uuid4())
    events = [put(ident=ident), put(ident=ident), put("ball", ident=ident), put(box=2), {"id": 3}]
    response = post(mine, *events)
    assert response.status_code == 200
    assert [each["status"] for each in response.json()["results"]] == [201, 200, 409, 404, 422]


def test_other_content_under_a_known_id_is_kept_beside_the_first(mine):
    event = put()
    post(mine, event)
    changed = event | {"payload": {"toy": "ball"}}
    for _again in range(2):
        response = post(mine, changed)
        assert response.status_code == 409
        assert only(response)["state"] == "conflict"
    assert JournalEvent.objects.get().payload == {"toy": "car"}
    assert JournalConflict.objects.get().payload == {"toy": "ball"}
    assert post(mine, event).status_code == 200


def test_another_persons_id_is_a_conflict_and_tells_nothing_of_them(mine, make_user, client_for):
    event = put()
    post(client_for(make_user()), event)
    response = post(mine, event)
    assert response.status_code == 409
    assert JournalEvent.objects.count() == JournalConflict.objects.count() == 1


# Outside the scope --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "strange",
    [
        {"topic": "toys.box:2"},
        {"topic": "toys.nothing:1"},
        {"kind": "toys.nothing"},
        {"kind": "inspections.answer"},
    ],
)
def test_what_is_unknown_or_anothers_is_refused_and_kept_nowhere(mine, strange):
    response = post(mine, put() | strange)
    assert (response.status_code, only(response)["state"]) == (404, "refused")
    assert only(response)["reason"]
    assert not JournalEvent.objects.exists()


def test_whoever_left_after_sending_something_loses_nothing(user, mine):
    user.is_superuser = True
    user.save()
    post(mine, put(box=2))
    user.is_superuser = False
    user.save()
    late = post(mine, put("ball", box=2))
    assert (late.status_code, only(late)["state"]) == (201, "held")
    assert JournalEvent.objects.count() == 2


# Held, flagged, clocks --------------------------------------------------------------------------------
def test_what_a_room_refuses_is_held_with_its_sentence(mine):
    event = put("broken")
    response = post(mine, event)
    assert (response.status_code, only(response)["state"]) == (201, "held")
    assert only(response)["reason"] == "Đồ chơi hỏng."
    assert only(post(mine, event)) == only(response) | {"status": 200}
    assert JournalEvent.objects.open().get().payload == {"toy": "broken"}


def test_a_fault_of_the_program_loses_no_event_and_stops_no_other(mine, caplog):
    response = post(mine, put("crash"), put("ball"))
    assert [each["state"] for each in response.json()["results"]] == ["held", "applied"]
    assert "could not be taken in" in caplog.text


def test_what_changed_meanwhile_is_flagged(mine):
    assert only(post(mine, put("late")))["state"] == "flagged"


def test_a_clock_far_ahead_is_flagged_and_kept_as_it_is(mine):
    ahead = datetime.now(UTC) + timedelta(hours=25)
    assert only(post(mine, put(at=ahead)))["state"] == "flagged"
    assert only(post(mine, put(at=datetime.now(UTC) + timedelta(hours=23))))["state"] == "applied"
    assert JournalEvent.objects.filter(device_at=ahead).exists()
    assert only(post(mine, put(at=datetime(2020, 1, 1, tzinfo=UTC))))["state"] == "applied"


# What is not an event -------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "wrong",
    [
        {"id": "abc"}, {"id": None}, {"id": "{" + str(uuid.UUID(int=1)) + "}"}, {"kind": ""},
        {"kind": 3}, {"topic": "toys.box"}, {"topic": "toys.box:" + "1" * 80}, {"sequence": -1},
        {"sequence": True}, {"sequence": 1.0}, {"sequence": 2**63}, {"at": "2026-11-26"},
        {"at": "2026-11-26T09:00:00"}, {"at": "2026-99-26T09:00:00Z"}, {"at": 5}, {"payload": []},
        {"payload": {"toy": 1.5}}, {"payload": {"toy": 2**53}}, {"payload": {"toy": "a\0b"}},
        {"payload": {"toy": "\ud800"}}, {"payload": {"Toy": 1}}, {"payload": {"": 1}},
        {"payload": {"toy": [[[[[[[[[1]]]]]]]]]}},
    ],
)  # fmt: skip
def test_what_two_machines_would_write_differently_is_refused(mine, wrong):
    response = post(mine, put() | wrong)
    assert response.status_code == 422, response.content
    assert only(response)["reason"]
    assert not JournalEvent.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"nonsense", b'{"events": []}', b'{"device": "x", "events": []}',
        b'{"device": "00000000-0000-0000-0000-000000000007", "events": {}}',
        b"[" * 100_000, b"\xff\xfe", b'{"device": ' + b"9" * 5000 + b', "events": []}',
    ],
    ids=range(10),
)  # fmt: skip
def test_a_malformed_request_is_400_with_a_sentence(mine, body):
    response = mine.post(EVENTS, body, content_type="application/json")
    assert response.status_code == 400
    assert response.json()["reason"]


def test_too_many_events_and_too_many_bytes_are_413(mine):
    assert post(mine, *[put() for _n in range(201)]).status_code == 413
    assert post(mine, put(note="x" * 1_000_001)).status_code == 413
    assert post(mine, put(note="x" * 3_000_000)).status_code == 413
    assert not JournalEvent.objects.exists()
    assert post(mine, *[put() for _n in range(200)]).status_code == 200


# Who asks -------------------------------------------------------------------------------------------
def test_the_signed_out_get_401_and_json_never_a_redirect(client):
    for url in ("/sync/session/", "/sync/receipt/"):
        assert client.get(url).status_code == 401
    for url in (EVENTS, f"/sync/files/{uuid.uuid4()}/"):
        assert client.post(url).json()["reason"]
        assert Client(enforce_csrf_checks=True).post(url).status_code == 401


def test_without_the_token_a_device_gets_json_and_a_person_the_page(user):
    client = Client(enforce_csrf_checks=True)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    refused = post(client, put())
    assert (refused.status_code, refused["Content-Type"]) == (403, "application/json")
    page = client.post(reverse("core:draft_save"))
    assert (page.status_code, page["Content-Type"].split(";")[0]) == (403, "text/html")
    token = client.get("/sync/session/").json()["csrf"]
    body = {"device": DEVICE, "events": [put()]}
    taken = client.post(EVENTS, body, content_type="application/json", headers={"X-CSRFToken": token})  # fmt: skip
    assert taken.status_code == 201


def test_the_session_says_who_is_signed_in(user, mine):
    said = mine.get("/sync/session/").json()
    assert (said["user"], said["name"], said["language"]) == (user.pk, str(user), "vi")


# Content and receipt -----------------------------------------------------------------------------------
def test_the_hash_is_the_one_the_contract_gives_as_example():
    payload = {"note": "Đủ", "checklist": 3}
    canonical = '{"kind":"inspections.answer","payload":{"checklist":3,"note":"Đủ"},"topic":"inspections.inspection:12"}'
    found = content_sha256("inspections.answer", "inspections.inspection:12", payload)
    assert found == hashlib.sha256(canonical.encode()).hexdigest()
    assert found == "c3a7b58d53abc8b673111a9c6ff1e94e32f79ce9af1f85ca96f70ff9e322efce"


def test_the_hash_of_every_kind_of_value_is_what_a_browser_computes():
    payload = {"b": [1, -2, None, True, {"z": "", "a": '\u2028\x7f\x01"\\/\n😀'}], "a": {}}
    text = json.dumps(
        {"kind": "k", "payload": {"a": {}, "b": [1, -2, None, True, {"a": "X", "z": ""}]}, "topic": "t:1"},
        separators=(",", ":"),
    )  # fmt: skip
    # As JSON.stringify writes it: only quotes, backslashes and control characters are escaped.
    text = text.replace('"X"', '"\u2028\x7f\\u0001\\"\\\\/\\n😀"')
    assert content_sha256("k", "t:1", payload) == hashlib.sha256(text.encode()).hexdigest()


def receipt_of(*events):
    lines = sorted(
        f"{e['id']}:{content_sha256(e['kind'], e['topic'], e['payload'])}\n" for e in events
    )
    return {"count": len(lines), "sha256": hashlib.sha256("".join(lines).encode()).hexdigest()}


def test_the_receipt_covers_what_is_stored_held_events_too(mine, make_user, client_for):
    events = [put(), put("broken"), put("late")]
    post(mine, *events)
    post(mine, events[0] | {"payload": {"toy": "other"}}, put(box=2), put() | {"id": "x"})
    elsewhere = put("ball")
    post(mine, elsewhere, device=OTHER_DEVICE)
    post(client_for(make_user()), put())
    ask = {"topic": "toys.box:1"}
    assert mine.get("/sync/receipt/", ask | {"device": DEVICE}).json() == receipt_of(*events)
    assert mine.get("/sync/receipt/", ask).json() == receipt_of(*events, elsewhere)
    assert mine.get("/sync/receipt/", {"topic": "toys.box:2"}).json() == receipt_of()
    assert mine.get("/sync/receipt/", ask | {"device": "x"}).status_code == 400


# Files ------------------------------------------------------------------------------------------------
def send_file(client, upload, ident=None, **more):
    url = reverse("core:sync_file", args=[ident or uuid.uuid4()])
    return client.post(url, {"file": upload} | more)


def test_a_file_is_kept_once_and_another_under_its_id_beside_it(mine):
    ident = uuid.uuid4()
    first = send_file(mine, picture(), ident)
    assert (first.status_code, send_file(mine, picture(), ident).status_code) == (201, 200)
    assert first.json() == {"id": str(ident), "sha256": JournalFile.objects.get().sha256}
    for _again in range(2):
        assert send_file(mine, picture("blue"), ident).status_code == 409
    assert JournalFileConflict.objects.count() == 1
    assert StoredFile.objects.count() == 2


def test_a_file_is_opened_by_whoever_sent_it_only(user, mine, make_user):
    send_file(mine, picture())
    stored = StoredFile.objects.get()
    assert may_open(user, stored)
    assert not may_open(make_user(), stored)


def test_what_is_no_picture_or_damaged_or_too_large_is_not_kept(mine):
    text = SimpleUploadedFile("anh.png", b"not a picture", "image/png")
    assert send_file(mine, text).status_code == 422
    pdf = SimpleUploadedFile("anh.pdf", b"%PDF-1.4", "application/pdf")
    assert send_file(mine, pdf).status_code == 422
    assert send_file(mine, picture(), sha256="0" * 64).status_code == 422
    large = SimpleUploadedFile("anh.png", b"\x89PNG" + b"0" * 2_000_001, "image/png")
    assert send_file(mine, large).status_code == 413
    assert mine.post(reverse("core:sync_file", args=[uuid.uuid4()])).status_code == 400
    assert not StoredFile.objects.exists()


def test_an_event_waits_for_its_file_and_is_taken_in_when_it_comes(mine):
    ident = uuid.uuid4()
    waiting = put("photo", file=str(ident))
    assert only(post(mine, waiting))["state"] == "held"
    send_file(mine, picture())
    assert only(post(mine, waiting))["state"] == "held"
    send_file(mine, picture("blue"), ident)
    assert only(post(mine, waiting)) == {"id": waiting["id"], "status": 200, "state": "applied", "reason": ""}  # fmt: skip


def test_a_file_stored_while_its_event_was_on_the_way_is_found_by_the_event(
    mine, user, monkeypatch
):
    """The file's own look for waiting events came too early: the next word of the device mends it."""
    monkeypatch.setattr(sync_files, "_take_up", lambda arrived: None)
    ident = uuid.uuid4()
    waiting = put("photo", file=str(ident))
    post(mine, waiting)
    send_file(mine, picture(), ident)
    assert JournalEvent.objects.open().count() == 1
    assert only(post(mine, waiting))["state"] == "applied"


# Settling -----------------------------------------------------------------------------------------------
def test_a_held_event_is_put_right_by_a_new_one_in_the_name_of_whoever_decides(mine, make_user):
    post(mine, put("broken"))
    lead, held = make_user(), JournalEvent.objects.get()
    with pytest.raises(SettleRefused):
        accept(event=held, by=lead)
    with pytest.raises(SettleRefused):
        put_right(event=held, payload={"toy": "broken"}, by=lead)
    assert JournalEvent.objects.get().is_open
    right = put_right(event=held, payload={"toy": "mended"}, by=lead)
    assert (right.user, right.state, right.device) == (lead, "applied", None)
    assert not JournalEvent.objects.open().exists()
    with pytest.raises(SettleRefused):
        set_aside(what=held, reason="Thôi", by=lead)


def test_setting_aside_needs_a_reason_and_keeps_what_was_sent(mine, make_user):
    post(mine, put("broken"))
    lead, held = make_user(), JournalEvent.objects.get()
    with pytest.raises(SettleRefused):
        set_aside(what=held, reason=" ", by=lead)
    set_aside(what=held, reason="Đồ chơi của đoàn khác", by=lead)
    held.refresh_from_db()
    assert (held.is_open, held.payload, held.settled_by) == (False, {"toy": "broken"}, lead)


def test_the_other_content_may_hold_and_becomes_an_ordinary_event(user, mine, make_user):
    event = put()
    post(mine, event, event | {"payload": {"toy": "ball"}})
    before = mine.get("/sync/receipt/", {"topic": "toys.box:1"}).json()
    conflict = JournalConflict.objects.get()
    taken = take_other(conflict=conflict, by=make_user())
    assert (taken.user, taken.payload) == (user, {"toy": "ball"})
    with pytest.raises(SettleRefused):
        take_other(conflict=conflict, by=user)
    assert Counter(JournalEvent.objects.values_list("state", flat=True)) == {"applied": 2}
    # The device compares with what it sent itself.
    assert mine.get("/sync/receipt/", {"topic": "toys.box:1"}).json() == before
