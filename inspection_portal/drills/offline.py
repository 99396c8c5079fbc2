"""Three phones without a network, tabs killed, replies lost: what of it is on the server, how often."""

from __future__ import annotations

import io
import os
import random
import shutil
import time as clock
from dataclasses import dataclass, field
from typing import Any

from PIL import Image

from accounts.models import User
from core.sync.models import JournalConflict
from inspection_portal.drills.offline_ground import inspection, signed_in, web_server
from inspection_portal.drills.registry import DrillReport, Outcome, drill, report
from inspections.models import FindingPhoto, Inspection
from standards.models import AnswerEvent

DEVICES, ANSWERS, PHOTOS, LOST_REPLIES = 3, 120, 20, 3
KILLS = 6
SENT_WITHIN = 120_000
ON_DISK = 1_000  # ms within which the app promises to have written what was entered
FORGETFUL = """() => {
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (value, key) {
    return this.name === "events" ? this.count() : put.call(this, value, key);
  };
}"""


@dataclass
class Phone:
    """One browser context with its person, and what the person entered."""

    context: Any
    user: User
    dice: random.Random
    page: Any = None
    given: dict[int, str] = field(default_factory=dict)
    photos: int = 0
    lost: int = 0

    def open(self) -> Any:
        self.page = self.context.new_page()
        self.page.goto("/field/")
        return self.page

    def kill(self) -> None:
        """The tab ends without a word, and the app is opened again without a network."""
        self.page.wait_for_timeout(ON_DISK)
        self.page.close(run_before_unload=False)
        self.open()

    def lose(self, route: Any) -> None:
        """The server saves, its reply does not arrive."""
        if self.lost >= LOST_REPLIES:
            route.continue_()
            return
        route.fetch()
        self.lost += 1
        route.abort()


def picture(seed: int) -> dict[str, Any]:
    out = io.BytesIO()
    Image.effect_noise((1200, 900), 40 + seed % 40).convert("RGB").save(out, "JPEG", quality=90)
    return {"name": "anh.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def take_along(phone: Phone) -> None:
    page = phone.open()
    page.locator(".offer button").first.click()
    page.locator(".visit-link").wait_for()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    phone.context.set_offline(True)


def work(phone: Phone, found: Inspection, answers: int, photos: int, kills: int) -> None:
    """Answer every question and take photos here and there; the tab is killed at random."""
    checklist = found.checklists.get()
    groups = list(checklist.assessment.standard_set.standards.prefetch_related("criteria"))
    ends = set(phone.dice.sample(range(5, answers), kills))
    shots = set(phone.dice.sample(range(answers), photos))
    number = 0
    for group in groups:
        enter(phone, found, checklist.pk, group.pk)
        for criterion in group.criteria.all():
            card = phone.page.locator(f'[data-criterion="{criterion.pk}"]')
            word = phone.dice.choice(("yes", "no"))
            card.locator(f'.choice input[value="{word}"]').check(force=True)
            phone.given[criterion.pk] = word
            if number in shots:
                card.locator("input[type=file]").set_input_files(picture(number))
                card.locator(".photos li").first.wait_for()
                phone.photos += 1
            if number in ends:
                phone.kill()
                enter(phone, found, checklist.pk, group.pk)
            number += 1


def enter(phone: Phone, found: Inspection, checklist: int, group: int) -> None:
    place = f"#/visit/{found.pk}/{checklist}/{group}/"
    phone.page.goto(f"/field/{place}")
    phone.page.locator(f'.foot-bar, [href="{place}"]').first.wait_for()


def deliver(phone: Phone) -> bool:
    """The network is back; whether the app says that it is safe to close."""
    phone.context.set_offline(False)
    try:
        phone.page.locator('#light[data-tone="done"]').wait_for(timeout=SENT_WITHIN)
    except Exception:  # noqa: BLE001 - Playwright's own error, whatever its class is called
        return False
    return True


def forge(phone: Phone) -> bool:
    """An id of the phone with other content: whether the server told a conflict."""
    told = phone.context.request.get("/sync/session/").json()
    event = AnswerEvent.objects.filter(author=phone.user).first()
    if event is None:
        return False
    checklist = Inspection.objects.get(checklists__assessment=event.assessment)
    content = {
        "id": str(event.client_id), "kind": "inspections.answer", "sequence": 1,
        "topic": f"inspections.inspection:{checklist.pk}", "at": event.device_at.isoformat(),
        "payload": {"note": "Nội dung khác"},
    }  # fmt: skip
    answer = phone.context.request.post(
        "/sync/events/", data={"device": str(event.client_id), "events": [content]},
        headers={"X-CSRFToken": told["csrf"], "Referer": phone.page.url},
    )  # fmt: skip
    return bool(answer.status == 409)


def count(phones: list[Phone]) -> dict[str, int]:
    """What each person entered against what the server holds of that person."""
    lost = twice = 0
    for phone in phones:
        held = list(
            AnswerEvent.objects.filter(author=phone.user).order_by("device_at", "client_id")
            .values_list("criterion_id", "value")
        )  # fmt: skip
        last = {criterion: value.get("word") for criterion, value in held}
        lost += sum(last.get(criterion) != word for criterion, word in phone.given.items())
        twice += len(held) - len(last)
        pictures = FindingPhoto.objects.filter(author=phone.user).count()
        lost += max(phone.photos - pictures, 0)
        twice += max(pictures - phone.photos, 0)
    return {"lost": lost, "twice": twice}


def run(address: str, *, devices: int, answers: int, photos: int, kept: bool) -> Outcome:
    """`kept` false: the app writes its queue nowhere, so a killed tab takes it along."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - a development package

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs in this thread
    began, series = clock.monotonic(), "kept" if kept else "forgetful"
    found, members = inspection(answers, devices, series)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        phones = [
            _phone(browser, address, user, seed, kept=kept) for seed, user in enumerate(members)
        ]
        for phone in phones:
            take_along(phone)
            work(phone, found, answers, photos, KILLS)
        safe = [deliver(phone) for phone in phones]
        conflicts = [forge(phone) for phone in phones] if kept else []
        figures: dict[str, Any] = {
            "devices": devices, "answers": devices * answers, "photos": devices * photos,
            "tabs_killed": devices * KILLS, "replies_lost": sum(p.lost for p in phones),
            **count(phones), "safe_to_close": sum(safe), "conflicts_made": len(conflicts),
            "conflicts_told": sum(conflicts), "conflicts_kept": JournalConflict.objects.count(),
            "seconds": round(clock.monotonic() - began, 1),
        }  # fmt: skip
        browser.close()
    nothing_lost = not figures["lost"] and not figures["twice"]
    return Outcome(nothing_lost and all(safe) and all(conflicts), figures)


def _phone(browser: Any, address: str, user: User, seed: int, *, kept: bool) -> Phone:
    context = browser.new_context(
        base_url=address, locale="vi-VN", viewport={"width": 390, "height": 844}
    )
    context.add_cookies([{"name": "session", "value": signed_in(user), "url": address}])
    phone = Phone(context, user, random.Random(seed))  # noqa: S311 - a drill repeats itself
    context.route("**/sync/events/", phone.lose)
    if not kept:
        context.add_init_script(f"({FORGETFUL})()")
    return phone


@drill("offline")
def offline() -> DrillReport:
    """3 phones × 120 answers and 20 photos; then one phone whose app does not keep its queue."""
    with web_server() as address:
        guarded = run(address, devices=DEVICES, answers=ANSWERS, photos=PHOTOS, kept=True)
        control = run(address, devices=1, answers=40, photos=2, kept=False)
    return report("offline", guarded, control)
