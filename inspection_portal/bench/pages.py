"""Pages a specialist opens daily, against the bare view, with their query counts."""

import json
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import connection
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import clear_url_caches, reverse

from accounts.enums import Role
from accounts.models import User
from inspection_portal.bench.databases import bench_folder
from inspection_portal.bench.measuring import Action, Row, in_turns
from inspection_portal.bench.registry import SCALES, benchmark
from plans.models import InspectionPlan
from units.enums import UnitKind

ROUNDS = 15
DEMONSTRATED = "An Giang"
GOAL_FLOOR, GOAL_GROWTH = 3.0, 1.5
Figures = dict[str, Any]  # {"queries": {page: count}, "medians": {page: milliseconds}}


@dataclass(frozen=True)
class Visitor:
    """Who opens a page, signed in."""

    client: Client
    url: str


def specialist(department: str = "") -> User:
    """The specialist of a department, by default of the one with the most plans."""
    found = User.objects.filter(
        memberships__role=Role.SPECIALIST,
        memberships__unit__kind=UnitKind.DEPARTMENT,
        memberships__unit__name__contains=department,
    ).distinct()
    return max(
        found[:40], key=lambda user: (InspectionPlan.objects.visible_to(user).count(), -user.pk)
    )


def visitors() -> dict[str, Visitor]:
    """One a page.

    "plan" is the same plan at every scale, so that only the size of the installation can change
    its cost; "plan-large" is the plan of a department with 750 schools, where there is one.
    """
    user, an_giang = specialist(), specialist(DEMONSTRATED)
    client = _signed_in(user)
    pages = {
        "home": reverse("home"),
        "plans": reverse("plans:plan_list"),
        "calendar": reverse("plans:calendar"),
        "visits": reverse("plans:visit_list"),
        "units": reverse("units:unit_list"),
    }
    found = {name: Visitor(client, url) for name, url in pages.items()}
    found["plan"] = Visitor(_signed_in(an_giang), _plan_of(an_giang))
    if user != an_giang:
        found["plan-large"] = Visitor(client, _plan_of(user))
    return found


def _signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _plan_of(user: User) -> str:
    plan = (
        InspectionPlan.objects.visible_to(user)
        .annotate(size=Count("visits"))
        .order_by("-size", "pk")[0]
    )
    return reverse("plans:plan", args=[plan.pk])


@benchmark("pages", "Pages against a bare view with a table of fifty rows", per_scale=True)
def pages(scale: str) -> list[Row]:
    with override_settings(
        ROOT_URLCONF="inspection_portal.bench.floor",
        ALLOWED_HOSTS=["testserver"],
        SECURE_SSL_REDIRECT=False,
    ):
        clear_url_caches()
        wanted = visitors()
        queries = {name: _queries(visitor) for name, visitor in wanted.items()}
        actions: dict[str, Action] = {
            "floor": partial(_get, Visitor(wanted["home"].client, "/floor/"))
        }
        actions |= {name: partial(_get, visitor) for name, visitor in wanted.items()}
        medians = in_turns(actions, ROUNDS, warm_up=2)
    earlier = _remember(scale, {"queries": queries, "medians": medians})
    rows = [_time_row(scale, name, medians, queries[name]) for name in wanted]
    if earlier is None:
        return rows
    growth = (
        _growth_rows(scale, name, medians, queries, earlier)
        for name in wanted
        if name in earlier["queries"]
    )
    return rows + [row for grown in growth for row in grown]


def _get(visitor: Visitor) -> None:
    response = visitor.client.get(visitor.url)
    if response.status_code != 200:
        raise RuntimeError(f"{visitor.url} answered {response.status_code}")


def _queries(visitor: Visitor) -> int:
    _get(visitor)  # caches of the process are filled once, not by every request
    with CaptureQueriesContext(connection) as captured:
        _get(visitor)
    return len(captured)


def _time_row(scale: str, name: str, medians: dict[str, float], queries: int) -> Row:
    ours, floor = medians[name], medians["floor"]
    return Row(
        f"{name}@{scale}", ours, "ms", f"≤ {GOAL_FLOOR:g} × floor", ours <= GOAL_FLOOR * floor,
        floor=floor, note=f"{queries} queries",
    )  # fmt: skip


def _growth_rows(
    scale: str, name: str, medians: dict[str, float], queries: dict[str, int], earlier: Figures
) -> list[Row]:
    """Against the scale before: queries must not grow, time hardly."""
    before = SCALES[SCALES.index(scale) - 1]
    asked, asked_before = queries[name], earlier["queries"][name]
    rows = [
        Row(f"{name} queries@{scale}", asked, "queries", f"as at {before}", asked <= asked_before,
            peer=asked_before)
    ]  # fmt: skip
    if scale == "nation":
        slow, quick = medians[name], earlier["medians"][name]
        # The two were measured minutes apart: each is compared by its floor in the same minute.
        quick *= medians["floor"] / earlier["medians"]["floor"]
        rows.append(
            Row(f"{name} growth@{scale}", slow, "ms", f"≤ {GOAL_GROWTH:g} × {before}",
                slow <= GOAL_GROWTH * quick, peer=round(quick, 2))
        )  # fmt: skip
    return rows


def _remember(scale: str, figures: Figures) -> Figures | None:
    """Keep this scale's figures; give back those of the scale before, if it was measured."""
    kept = bench_folder() / "pages"
    kept.mkdir(exist_ok=True)
    (kept / f"{scale}.json").write_text(json.dumps(figures))
    position = SCALES.index(scale)
    if not position:
        return None
    path = kept / f"{SCALES[position - 1]}.json"
    earlier: Figures | None = json.loads(path.read_text()) if path.exists() else None
    return earlier
