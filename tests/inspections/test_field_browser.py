"""The field app in a real browser with the network really off: nothing lost, nothing twice."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from PIL import Image
from playwright.sync_api import expect

from core.sync.models import JournalEvent
from inspections.models import Finding, FindingPhoto
from inspections.views import field
from standards.models import AnswerEvent
from tests.inspections.factories import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}
SAFE = "An toàn để đóng"


class Phone:
    """One device: a browser context that keeps what it stores, with tabs that can be killed."""

    def __init__(self, browser: Any, address: str) -> None:
        self.context = browser.new_context(
            base_url=address, locale="vi-VN", viewport=PHONE, timezone_id="Asia/Ho_Chi_Minh"
        )
        self.address = address
        self.faults: list[str] = []
        self.page: Any = None

    def sign_in(self, client: Any) -> None:
        morsel = client.cookies["session"]
        self.context.add_cookies([{"name": "session", "value": morsel.value, "url": self.address}])

    def sign_off(self) -> None:
        self.context.clear_cookies()

    def open(self, place: str = "") -> Any:
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", self._hear)
        page.goto(f"/field/{place}")
        self.page = page
        return page

    def _hear(self, message: Any) -> None:
        if "Content Security Policy" in message.text:
            self.faults.append(message.text)

    def kill(self) -> None:
        """The tab is gone without a word, as when the phone closes the browser."""
        self.page.close(run_before_unload=False)

    def offline(self, off: bool = True) -> None:
        self.context.set_offline(off)


@pytest.fixture
def phones(browser, live_server) -> Iterator[Any]:
    made: list[Phone] = []

    def make() -> Phone:
        made.append(Phone(browser, live_server.url))
        return made[-1]

    yield make
    for phone in made:
        phone.context.close()
    assert [fault for phone in made for fault in phone.faults] == []


@pytest.fixture
def phone(phones, client_for, cast) -> Phone:
    """A member of the team has taken the visit along; the app is kept on the device."""
    device = phones()
    device.sign_in(client_for(cast.first))
    page = device.open()
    page.get_by_role("button", name="Mang theo").click()
    expect(page.locator(".visit-link")).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    return device


def first_group(page: Any) -> None:
    page.locator(".visit-link").click()
    page.locator(".groups a").first.click()


def question(page: Any, code: str) -> Any:
    return page.locator("[data-criterion]").filter(
        has=page.locator(".code").get_by_text(code, exact=True)
    )


def fill(page: Any, code: str, first: str, second: str = "") -> None:
    fields = question(page, code).locator("input[type=text][inputmode]")
    fields.nth(0).fill(first)
    if second:
        fields.nth(1).fill(second)


def picture() -> dict[str, Any]:
    """A photo as large as phones take them."""
    image, out = Image.effect_noise((2400, 1800), 60), io.BytesIO()
    image.convert("RGB").save(out, "JPEG", quality=92)
    return {"name": "anh.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def light(page: Any) -> Any:
    return page.locator("#light")


def values(cast: Cast) -> dict[str, Any]:
    """The last answer of each criterion on the server."""
    events = AnswerEvent.objects.filter(assessment=cast.checklist.assessment)
    return {
        event.criterion.code: event.value
        for event in events.select_related("criterion").order_by("device_at", "client_id")
    }


def test_answers_and_photos_without_a_network_survive_a_killed_tab(phone, cast) -> None:
    page = phone.page
    phone.offline()
    first_group(page)
    fill(page, "1.1", "4")
    fill(page, "1.2", "90", "100")
    expect(question(page, "1.2").locator(".echo")).to_have_text("90 %")
    question(page, "1.1").locator("input[type=file]").set_input_files(picture())
    expect(question(page, "1.1").locator(".photos li")).to_have_count(1)
    expect(light(page)).to_contain_text("3 câu chưa lên máy chủ")
    phone.kill()

    page = phone.open()
    expect(light(page)).to_contain_text("3 câu chưa lên máy chủ")
    first_group(page)
    expect(question(page, "1.1").locator("input[inputmode]")).to_have_value("4")
    expect(question(page, "1.1")).to_contain_text("trên máy này")
    assert not JournalEvent.objects.exists()

    phone.offline(False)
    expect(light(page)).to_contain_text(SAFE, timeout=20_000)
    assert values(cast) == {"1.1": {"number": "4"}, "1.2": {"number": "90", "denominator": "100"}}
    assert JournalEvent.objects.count() == 3
    photo = FindingPhoto.objects.get()
    assert photo.file.size <= 500 * 1024
    assert photo.latitude is None


def test_a_share_above_the_whole_is_refused_in_words_and_kept_as_typed(phone, cast) -> None:
    page = phone.page
    first_group(page)
    fill(page, "1.2", "120", "100")
    expect(question(page, "1.2").locator(".fault")).to_contain_text("120 lớn hơn tổng số 100")
    expect(light(page)).to_contain_text("1 câu chưa lên máy chủ")
    phone.kill()
    page = phone.open()
    first_group(page)
    expect(question(page, "1.2").locator("input[inputmode]").first).to_have_value("120")
    assert not JournalEvent.objects.exists()
    fill(page, "1.2", "20")
    expect(light(page)).to_contain_text(SAFE, timeout=15_000)
    assert values(cast) == {"1.2": {"number": "20", "denominator": "100"}}


def test_a_blank_and_what_does_not_apply_need_a_reason(phone, cast) -> None:
    page = phone.page
    page.goto("/field/")
    page.locator(".visit-link").click()
    page.locator(".groups a").nth(1).click()
    question(page, "2.2").get_by_role("radio", name="Không áp dụng").check(force=True)
    expect(question(page, "2.2").locator(".fault")).to_contain_text("vì sao tiêu chí không áp dụng")
    question(page, "2.2").get_by_label("Lý do").fill("Trường không có nhà đa năng")
    expect(question(page, "2.2").locator(".fault")).to_have_text("")
    expect(light(page)).to_contain_text(SAFE, timeout=15_000)
    assert values(cast)["2.2"] == {
        "not_applicable": True, "reason": "Trường không có nhà đa năng"
    }  # fmt: skip


def test_a_reply_lost_after_the_server_saved_makes_no_double(phone, cast) -> None:
    page = phone.page
    lost: list[int] = []

    def lose(route: Any) -> None:
        if len(lost) < 2:
            lost.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    phone.context.route("**/sync/events/", lose)
    first_group(page)
    fill(page, "1.1", "4")
    expect(light(page)).to_contain_text(SAFE, timeout=30_000)
    assert lost == [201, 200]
    assert JournalEvent.objects.count() == AnswerEvent.objects.count() == 1


def test_two_tabs_cannot_edit_one_draft(phone, cast) -> None:
    first = phone.page
    first_group(first)
    second = phone.open()
    expect(second.get_by_role("heading", name="Đang mở ở thẻ khác")).to_be_visible()
    expect(second.locator("[data-criterion]")).to_have_count(0)
    second.get_by_role("button", name="Tiếp tục ở đây").click()
    expect(second.locator(".visit-link")).to_be_visible()
    expect(first.get_by_role("heading", name="Đang mở ở thẻ khác")).to_be_visible()


def test_an_expired_session_with_a_full_queue_loses_nothing(phone, cast, client_for) -> None:
    page = phone.page
    phone.offline()
    first_group(page)
    fill(page, "1.1", "3")
    expect(light(page)).to_contain_text("1 câu chưa lên máy chủ")
    Session.objects.all().delete()
    phone.offline(False)
    expect(light(page)).to_contain_text("1 câu cần xem lại", timeout=20_000)
    light(page).click()
    expect(page.locator("#queue")).to_contain_text("Phiên đăng nhập đã hết hạn")
    phone.kill()
    phone.sign_in(client_for(cast.first))
    page = phone.open()
    expect(light(page)).to_contain_text(SAFE, timeout=20_000)
    assert values(cast) == {"1.1": {"number": "3"}}


def test_an_upgrade_with_a_full_queue_loses_nothing(phone, cast, monkeypatch) -> None:
    page = phone.page
    phone.offline()
    first_group(page)
    fill(page, "1.1", "2")
    expect(light(page)).to_contain_text("1 câu chưa lên máy chủ")
    phone.context.route("**/sync/events/", lambda route: route.abort())
    phone.kill()
    monkeypatch.setattr(field, "build_id", lambda: "the-next-build")
    phone.offline(False)
    page = phone.open()
    expect(page.locator("#update")).to_be_visible(timeout=20_000)
    expect(light(page)).to_contain_text("1 câu chưa lên máy chủ")
    page.get_by_role("button", name="Cập nhật").click()
    page.wait_for_event("load")
    assert "the-next-build" in page.evaluate("document.getElementById('field-facts').dataset.build")
    expect(light(page)).to_contain_text("Không có kết nối", timeout=15_000)
    phone.context.unroute("**/sync/events/")
    light(page).click()
    page.get_by_role("button", name="Gửi ngay").click()
    expect(light(page)).to_contain_text(SAFE, timeout=30_000)
    assert values(cast) == {"1.1": {"number": "2"}}


OLD_SCHEMA = """user => new Promise((resolve, reject) => {
  const open = indexedDB.open(`field-${user}`, 1);
  open.onupgradeneeded = () => {
    open.result.createObjectStore("meta");
    for (const name of ["events", "files", "packages"]) open.result.createObjectStore(name, { keyPath: "id" });
  };
  open.onerror = () => reject(open.error);
  open.onsuccess = async () => {
    const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const event = EVENT;
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, new TextEncoder().encode(JSON.stringify(event)));
    const tx = open.result.transaction(["meta", "events"], "readwrite");
    tx.objectStore("meta").put(key, "key");
    tx.objectStore("meta").put(event.device, "device");
    tx.objectStore("events").put({ id: event.id, iv, sealed });
    tx.oncomplete = () => { open.result.close(); resolve(true); };
  };
})"""


def test_a_queue_of_the_schema_before_is_brought_along(phones, cast, client_for) -> None:
    device = phones()
    device.sign_in(client_for(cast.first))
    page = device.context.new_page()
    page.goto("/livez")
    checklist = cast.checklist
    criterion = checklist.assessment.standard_set.standards.first().criteria.first()
    event = {
        "id": "6f1c5f0e-8d6e-4a53-9b43-0a4d6a5b8f01", "sequence": 1, "at": "2026-01-02T03:04:05.000Z",
        "device": "0d0b3d0a-5f8a-4f0e-8c58-1d2f5b7f9a11", "attempts": 0, "code": 0, "reason": "",
        "topic": f"inspections.inspection:{cast.inspection.pk}", "kind": "inspections.answer",
        "key": f"answer:{checklist.pk}:{criterion.pk}", "state": "here",
        "payload": {"checklist": checklist.pk, "criterion": criterion.pk, "stage": "onsite",
                    "value": {"number": "4"}, "note": ""},
    }  # fmt: skip
    page.evaluate(OLD_SCHEMA.replace("EVENT", json.dumps(event)), cast.first.pk)
    page = device.open()
    expect(light(page)).to_contain_text(SAFE, timeout=20_000)
    assert values(cast) == {"1.1": {"number": "4"}}


def test_a_rescue_file_is_taken_in_on_another_device_once(phone, phones, cast, client_for) -> None:
    page = phone.page
    phone.offline()
    first_group(page)
    fill(page, "1.1", "4")
    question(page, "1.1").locator("input[type=file]").set_input_files(picture())
    expect(question(page, "1.1").locator(".photos li")).to_have_count(1)
    light(page).click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Lưu tệp cứu hộ").click()
    content = download.value.path().read_bytes()
    assert len(json.loads(content)["events"]) == 2

    other = phones()
    other.sign_in(client_for(cast.first))
    second = other.open("#/queue")
    for count in ("2 mục mới", "0 mục mới"):
        second.locator("input[type=file]").set_input_files(
            {"name": "cuu-ho.json", "mimeType": "application/json", "buffer": content}
        )
        expect(second.locator("#toasts")).to_contain_text(count)
    expect(light(second)).to_contain_text(SAFE, timeout=20_000)
    phone.offline(False)
    expect(light(page)).to_contain_text(SAFE, timeout=20_000)
    assert values(cast) == {"1.1": {"number": "4"}}
    assert (JournalEvent.objects.count(), FindingPhoto.objects.count()) == (2, 1)


def test_another_person_on_the_device_sees_nothing_of_the_first(phone, cast, client_for) -> None:
    page = phone.page
    phone.offline()
    first_group(page)
    fill(page, "1.1", "4")
    expect(light(page)).to_contain_text("1 câu chưa lên máy chủ")
    phone.kill()
    phone.sign_off()
    phone.sign_in(client_for(cast.second))
    phone.offline(False)
    page = phone.open()
    expect(page.get_by_role("button", name="Mang theo")).to_be_visible()
    expect(page.locator(".visit-link")).to_have_count(0)
    expect(light(page)).to_contain_text(SAFE, timeout=15_000)
    assert not JournalEvent.objects.exists()
    stored = page.evaluate(
        """async user => {
          const db = await new Promise((ok) => { const r = indexedDB.open(`field-${user}`); r.onsuccess = () => ok(r.result); });
          const rows = await new Promise((ok) => { const r = db.transaction("events").objectStore("events").getAll(); r.onsuccess = () => ok(r.result); });
          const key = await new Promise((ok) => { const r = db.transaction("meta").objectStore("meta").get("key"); r.onsuccess = () => ok(r.result); });
          const open = await crypto.subtle.exportKey("raw", key).then(() => true, () => false);
          return { fields: Object.keys(rows[0]), open };
        }""",
        cast.first.pk,
    )
    assert stored == {"fields": ["id", "iv", "sealed"], "open": False}
    phone.kill()
    phone.sign_off()
    phone.sign_in(client_for(cast.first))
    page = phone.open()
    expect(light(page)).to_contain_text(SAFE, timeout=20_000)
    assert values(cast) == {"1.1": {"number": "4"}}


def test_signing_out_warns_while_unsent_and_wipes_when_all_is_sent(phone, cast) -> None:
    page = phone.page
    phone.context.route("**/sync/events/", lambda route: route.abort())
    first_group(page)
    fill(page, "1.1", "4")
    expect(light(page)).to_contain_text("1 câu chưa lên máy chủ")
    page.goto("/field/#/leave")
    expect(page.locator("main")).to_contain_text("Còn 1 mục chưa lên máy chủ")
    said: list[str] = []
    portal = phone.context.new_page()
    portal.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    portal.goto(reverse("home"))
    portal.locator("button[popovertarget=user-menu]").click()
    portal.get_by_role("button", name="Đăng xuất").click()
    assert "chưa lên máy chủ" in said[0]
    portal.close()
    phone.context.unroute("**/sync/events/")
    page.get_by_role("button", name="Gửi ngay").click()
    expect(light(page)).to_contain_text(SAFE, timeout=15_000)
    page.reload()
    page.get_by_role("button", name="Đăng xuất").click()
    page.wait_for_url("**/sign-in/**")
    assert page.evaluate("indexedDB.databases().then((all) => all.length)") == 0


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (403, "từ chối"),
        (409, "nội dung khác"),
        (413, "Quá lớn"),
        (422, "chưa nhận được"),
        (500, "sự cố"),
    ],
)
def test_each_refusal_is_said_in_words(phone, cast, status, words) -> None:
    page = phone.page
    phone.context.route("**/sync/events/", lambda route: route.fulfill(status=status, body="{}"))
    first_group(page)
    fill(page, "1.1", "4")
    expect(light(page)).to_contain_text("1 câu cần xem lại")
    light(page).click()
    expect(page.locator("#queue")).to_contain_text(words)
    phone.context.unroute("**/sync/events/")
    page.get_by_role("button", name="Gửi lại" if status in (409, 413, 422) else "Gửi ngay").click()
    expect(light(page)).to_contain_text(SAFE, timeout=15_000)


def test_a_lost_assignment_is_said_in_words(phone, cast) -> None:
    """404 comes from the server itself."""
    page = phone.page
    phone.offline()
    first_group(page)
    fill(page, "1.1", "4")
    expect(light(page)).to_contain_text("1 câu chưa lên máy chủ")
    cast.visit.team.members.filter(user=cast.first).delete()
    phone.offline(False)
    expect(light(page)).to_contain_text("1 câu cần xem lại", timeout=20_000)
    light(page).click()
    expect(page.locator("#queue")).to_contain_text("không thấy cuộc kiểm tra này")


def test_findings_of_both_kinds_and_people_present(phone, cast) -> None:
    page = phone.page
    page.locator(".visit-link").click()
    page.get_by_role("link", name="Ưu điểm và tồn tại").click()
    for kind, text in (("Ưu điểm", "Thư viện mở cả giờ ra chơi"), ("Tồn tại", "Thiếu sổ mượn")):
        page.locator("form .choice", has_text=kind).locator("input").check(force=True)
        page.get_by_label("Nội dung ghi nhận").fill(text)
        page.get_by_role("button", name="Ghi lại").click()
        expect(page.locator(".finding", has_text=text)).to_be_visible()
    page.locator(".finding", has_text="Thiếu sổ mượn").get_by_role("button", name="Rút lại").click()
    expect(page.locator(".finding")).to_have_count(1)
    expect(light(page)).to_contain_text(SAFE, timeout=15_000)
    assert [f.text for f in Finding.objects.filter(is_withdrawn=False)] == [
        "Thư viện mở cả giờ ra chơi"
    ]


def test_targets_are_thumb_size_and_nothing_scrolls_sideways(phone, cast) -> None:
    page = phone.page
    first_group(page)
    small = page.evaluate(
        """() => [...document.querySelectorAll("a, button, summary, select, textarea, .choice, label.button, input[inputmode]")]
          .filter((each) => each.offsetParent && each.getBoundingClientRect().height < 44 && !each.classList.contains("unseen"))
          .map((each) => each.outerHTML.slice(0, 80))"""
    )
    assert small == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
