"""What the offline drill needs: an inspection of 120 questions, three inspectors, a web server."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time as clock
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, time
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from inspection_portal.drills.laboratory import ROOT, environment
from inspections.domain.opening import add_checklist, open_inspection
from inspections.models import Inspection
from plans.domain.planning import create_plan
from plans.domain.scheduling import add_visit
from plans.domain.teams import add_member, create_team
from plans.enums import VisitState
from plans.models import Visit
from standards.enums import QuestionKind, SetPurpose, SetState
from standards.models import Criterion, Standard, StandardSet
from units.domain import add_unit
from units.enums import SchoolLevel, UnitKind
from units.models import Membership, SchoolYear

GROUPS = 10
BACKEND = "django.contrib.auth.backends.ModelBackend"
START_SECONDS = 60


def questions(count: int) -> StandardSet:
    """A published set of yes-or-no questions in ten groups."""
    made = StandardSet(
        code=f"DIEN-TAP-{count}", name="Bộ tiêu chí diễn tập", purpose=SetPurpose.LIBRARY,
        valid_from=date(2020, 1, 1),
    )  # fmt: skip
    made.level_list = [SchoolLevel.UPPER_SECONDARY.value]
    made.save()
    for number in range(GROUPS):
        group = Standard.objects.create(
            standard_set=made, order=number, code=str(number + 1), title=f"Nhóm {number + 1}"
        )
        Criterion.objects.bulk_create(
            Criterion(
                standard=group, order=each, code=f"{number + 1}.{each + 1}",
                text=f"Câu hỏi {each + 1}", kind=QuestionKind.YES_NO,
            )
            for each in range(count // GROUPS)
        )  # fmt: skip
    StandardSet.objects.filter(pk=made.pk).update(state=SetState.PUBLISHED)
    made.refresh_from_db()
    return made


def inspection(count: int, people: int, series: str) -> tuple[Inspection, list[User]]:
    """A visit today whose team are the inspectors."""
    issuer = add_unit(kind=UnitKind.DEPARTMENT, name=f"Sở diễn tập {series}", by=None)
    school = add_unit(
        kind=UnitKind.SCHOOL, name=f"Trường diễn tập {series}", manager=issuer, by=None,
        levels=[SchoolLevel.UPPER_SECONDARY.value],
    )  # fmt: skip
    planner = User.objects.create_user(f"planner-{series}@example.vn", "Chuyên viên diễn tập")
    Membership.objects.create(
        user=planner, unit=issuer, role=Role.SPECIALIST, valid_from=date(2020, 1, 1)
    )
    today = timezone.localdate()
    year, _made = SchoolYear.objects.get_or_create(
        name=f"{today.year}-{today.year + 1}",
        defaults={"starts_on": date(today.year, 1, 1), "ends_on": date(today.year, 12, 31)},
    )
    plan = create_plan(
        issuer=issuer, school_year=year, title="Diễn tập", subject="Diễn tập", by=planner
    )
    team = create_team(plan=plan, name="Đoàn diễn tập", by=planner)
    members = [
        User.objects.create_user(f"inspector-{series}-{n}@example.vn", f"Thành viên {n}")
        for n in range(people)
    ]
    for member in members:
        add_member(team=team, user=member, by=planner)
    visit = add_visit(plan=plan, unit=school, month=today.replace(day=1), streams=[], by=planner)
    Visit.objects.filter(pk=visit.pk).update(
        team=team, on=today, starts_at=time(8), ends_at=time(11), state=VisitState.NOTIFIED
    )
    opened = open_inspection(visit=Visit.objects.get(pk=visit.pk), by=planner)
    add_checklist(inspection=opened, standard_set=questions(count), by=planner)
    return opened, members


def signed_in(user: User) -> str:
    """The key of a session of the person."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY], store[BACKEND_SESSION_KEY] = str(user.pk), BACKEND
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.save()
    return str(store.session_key)


@contextmanager
def web_server() -> Iterator[str]:
    """The portal itself on a free port, with its collected static files; yields its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://localhost:{port}"
    values = environment(SITE_URL=address)
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
    subprocess.run(collect, cwd=ROOT, env=values, check=True)  # noqa: S603
    command = [
        sys.executable, "-m", "gunicorn", "inspection_portal.wsgi", "--bind", f"127.0.0.1:{port}",
        "--workers", "2", "--log-level", "error",
    ]  # fmt: skip
    with Path(os.devnull).open("wb") as nowhere:
        process = subprocess.Popen(command, cwd=ROOT, env=values, stdout=nowhere)  # noqa: S603
    try:
        _wait(f"{address}/livez")
        yield address
    finally:
        process.terminate()
        process.wait()


def _wait(address: str) -> None:
    deadline = clock.monotonic() + START_SECONDS
    while clock.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310 - this machine's own port
                return
        except (urllib.error.URLError, OSError):
            clock.sleep(0.2)
    raise RuntimeError("The web server of the drill did not start.")
