"""The pages of the ground floor in a real browser."""

import pytest
from django.urls import reverse

from core.jobs import JobResult, enqueue, job_kind, registry
from core.jobs.models import Job
from core.jobs.running import run_job
from core.notifications import registry as notices
from core.notifications.registry import IN_APP, NotificationKind
from core.notifications.sending import notify

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_page_of_a_job_shows_its_end_without_being_reloaded(enter, user, monkeypatch):
    monkeypatch.setattr(registry, "_kinds", dict(registry._kinds))
    job_kind("test.work", title="Tổng hợp báo cáo")(
        lambda job: JobResult(sentence="Xong 750 trường")
    )
    job = enqueue("test.work", {}, by=user)
    page = enter(user)
    page.goto(reverse("core:job", args=[job.pk]))
    assert page.get_by_text("Đang chờ đến lượt").is_visible()
    Job.objects.filter(pk=job.pk).update(done=12, total=40)
    page.get_by_text("12/40").wait_for()
    run_job(job.pk)
    page.get_by_text("Xong 750 trường").wait_for()
    assert page.get_by_role("button", name="Hủy việc này").count() == 0


def test_the_bell_opens_and_a_notice_leads_to_its_page(enter, user, monkeypatch):
    monkeypatch.setattr(notices, "_kinds", {})
    notices.register(NotificationKind("test.bell", "%(title)s", (IN_APP,)))
    notify(
        "test.bell", event="1", recipients=[user], context={"title": "Kế hoạch 760 đã ban hành"},
        url=reverse("core:job_list"),
    )  # fmt: skip
    page = enter(user)
    page.goto(reverse("core:notifications"))
    bell = page.locator("button[popovertarget=bell-menu]")
    assert "1" in bell.inner_text()
    bell.click()
    page.locator("#bell-menu").get_by_text("Kế hoạch 760 đã ban hành").click()
    page.wait_for_url("**/jobs/")
    assert "chưa đọc" not in page.locator("button[popovertarget=bell-menu]").inner_text()


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("address", ["core:notifications", "core:job_list"])
def test_nothing_scrolls_sideways(enter, user, monkeypatch, address, width):
    monkeypatch.setattr(notices, "_kinds", {})
    notices.register(NotificationKind("test.bell", "%(title)s", (IN_APP,)))
    notify("test.bell", event="1", recipients=[user], context={"title": "Kế hoạch " * 20}, url="/")
    enqueue("drill.count", {"seconds": 1}, by=user, title="Tổng hợp " * 25)
    page = enter(user)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(reverse(address))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
