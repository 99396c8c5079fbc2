"""Fixtures of the whole suite: people, a small tree of units, a browser, a real worker."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client, TransactionTestCase
from django.utils import translation

from accounts.models import User
from core.audit.triggers import drop_triggers, install_triggers
from inspection_portal.drills.laboratory import Worker, broker
from inspections import triggers as minutes_triggers
from standards import triggers as set_triggers
from units.domain import add_unit
from units.enums import UnitKind
from units.models import Membership, Unit

NARROW, WIDE = {"width": 390, "height": 844}, {"width": 1440, "height": 900}


# Chromium, a worker, LibreOffice are other programs: a machine that stalls for a moment fails them.
# They get one more try, which the summary shows; a fault of ours fails twice.
OTHER_PROGRAMS = {"browser", "worker", "office"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if OTHER_PROGRAMS & {marker.name for marker in item.iter_markers()}:
            item.add_marker(pytest.mark.flaky(reruns=1))


def pytest_unconfigure() -> None:
    if settings.configured:
        shutil.rmtree(settings.TEST_DIR, ignore_errors=True)


# Language -------------------------------------------------------------------------------------
@pytest.fixture(autouse=True)
def vietnamese() -> Iterator[None]:
    """Every test begins in the default language: a request of the test before leaves its own on."""
    translation.activate(settings.LANGUAGE_CODE)
    yield
    translation.deactivate()


# People ---------------------------------------------------------------------------------------
@pytest.fixture
def make_user(db: None) -> Callable[..., User]:
    """A person; with `role` and `unit` a membership too, in force since 2019."""
    numbers = count(1)

    def make(role: str = "", unit: Unit | None = None, **fields: Any) -> User:
        number = next(numbers)
        fields = {
            "email": f"user{number}@example.vn",
            "full_name": f"Chuyên viên số {number}",
            "password": "mat-khau-thu-nghiem",
        } | fields
        user = User.objects.create_user(**fields)
        if role:
            assert unit, "a role is held at a unit"
            Membership.objects.create(user=user, unit=unit, role=role, valid_from=date(2019, 1, 1))
        return user

    return make


@pytest.fixture
def user(make_user: Callable[..., User]) -> User:
    """A person without any role."""
    return make_user()


@pytest.fixture
def client_for() -> Callable[[User], Client]:
    """A signed-in client."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


# Units ----------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Tree:
    """A province in small, and a second one that has nothing to do with it."""

    department: Unit
    office: Unit
    thpt: Unit
    th: Unit
    thcs: Unit
    other_department: Unit
    other_school: Unit


@pytest.fixture
def tree(db: None) -> Tree:
    def unit(kind: str, name: str, manager: Unit | None = None, **fields: Any) -> Unit:
        return add_unit(kind=kind, name=name, manager=manager, by=None, **fields)

    department = unit(
        UnitKind.DEPARTMENT, "Sở Giáo dục và Đào tạo An Giang", short_name="Sở GDĐT An Giang",
        locality="An Giang", symbol="SGDĐT",
    )  # fmt: skip
    office = unit(
        UnitKind.DISTRICT_OFFICE, "Phòng Giáo dục và Đào tạo huyện Chợ Mới", department,
        short_name="Phòng GDĐT huyện Chợ Mới", district="Chợ Mới",
    )  # fmt: skip
    other = unit(UnitKind.DEPARTMENT, "Sở Giáo dục và Đào tạo Kiên Giang")
    return Tree(
        department=department,
        office=office,
        thpt=unit(UnitKind.SCHOOL, "Trường THPT Quốc Thái", department, levels=["THPT"]),
        th=unit(UnitKind.SCHOOL, "Trường Tiểu học A Long Điền", office, levels=["TH"]),
        thcs=unit(UnitKind.SCHOOL, "Trường THCS Vĩnh Lộc", office, levels=["THCS"]),
        other_department=other,
        other_school=unit(UnitKind.SCHOOL, "Trường THPT Kiên Lương", other, levels=["THPT"]),
    )


# The audit chain refuses deletion, which is how transactional tests clean up -------------------
@pytest.fixture(scope="session", autouse=True)
def flush_past_the_triggers() -> Iterator[None]:
    original = TransactionTestCase._fixture_teardown

    def teardown(case: TransactionTestCase) -> None:
        drop_triggers(connection)
        set_triggers.drop_triggers(connection)
        minutes_triggers.drop_triggers(connection)
        try:
            original(case)
        finally:
            install_triggers(connection)
            set_triggers.install_triggers(connection)
            minutes_triggers.install_triggers(connection)

    TransactionTestCase._fixture_teardown = teardown  # type: ignore[method-assign]
    yield
    TransactionTestCase._fixture_teardown = original  # type: ignore[method-assign]


# A browser --------------------------------------------------------------------------------------
@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """The system's Chromium."""
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.fail("These tests need Chromium: `make setup-dev` installs it.")
    # Playwright's loop runs in this thread; Django would take it for an asynchronous program.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=program,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Any, live_server: Any) -> Iterator[Any]:
    """A page in Vietnamese whose relative addresses open on the live server.

    A script error or a violation of the content security policy fails the test.
    """
    context = browser.new_context(
        base_url=live_server.url, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", viewport=WIDE
    )
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "console",
        lambda message: (
            faults.append(message.text) if "Content Security Policy" in message.text else None
        ),
    )
    yield page
    context.close()
    assert not faults, faults


@pytest.fixture
def enter(
    page: Any, live_server: Any, client_for: Callable[[User], Client]
) -> Callable[[User], Any]:
    """`enter(user)` signs the browser in as a person and returns the page."""

    def sign_in(user: User) -> Any:
        session = client_for(user).cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies(
            [{"name": session.key, "value": session.value, "url": live_server.url}]
        )
        return page

    return sign_in


# Background work --------------------------------------------------------------------------------
@pytest.fixture(scope="session")
def queue(django_db_setup: None) -> Iterator[None]:
    """A broker: the one of CELERY_BROKER_URL, else a private Redis on a socket."""
    with broker():
        yield


@pytest.fixture
def worker(transactional_db: None, queue: None) -> Iterator[Worker]:
    """A real Celery worker on the test database."""
    with Worker(settings.TEST_DIR / "worker.log", JOB_LEASE_SECONDS="2") as running:
        yield running
