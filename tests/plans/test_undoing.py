"""A placing is taken back: the former place, the former team, nothing over what others did since."""

import pytest
from django.urls import reverse

from core.workflow.engine import TransitionRefused
from plans.domain.clashes import Proposal
from plans.domain.scheduling import ClashRefused, notify_visit, place_visit
from plans.domain.undoing import FormerPlace, undo_placing
from plans.models import Visit, VisitNotice
from tests.plans.factories import LATE_MORNING, MORNING, far_day, make_team, make_visit, place

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(people):
    return people.specialist


@pytest.fixture
def visit(plan, tree, by) -> Visit:
    return make_visit(plan, tree.thpt, by, month=far_day(9))


def state(visit):
    found = Visit.objects.get(pk=visit.pk)
    names = ("month", "on", "starts_at", "ends_at", "team_id", "state", "excuses")
    return [*(getattr(found, name) for name in names), found.bookings.count()]


def test_a_first_day_is_taken_back_with_its_team_and_month(visit, plan, people, by):
    before, former = state(visit), FormerPlace.of(visit)
    place(visit, by, team=make_team(plan, by, [people.leader]))
    assert state(visit) != before
    undo_placing(visit=visit, former=former, version=visit.version, by=by)
    assert state(visit) == before


def test_a_moved_visit_goes_back_and_a_unit_that_was_told_is_told_again(visit, by):
    place(visit, by)
    notify_visit(visit=visit, by=by)
    visit.refresh_from_db()
    before, former = state(visit), FormerPlace.of(visit)
    place(visit, by, on=far_day(4), at=LATE_MORNING)
    undo_placing(visit=visit, former=former, version=visit.version, by=by)
    assert state(visit) == before
    moved = VisitNotice.objects.filter(visit=visit, change="moved").order_by("pk")
    assert [(notice.on, notice.starts_at) for notice in moved] == [
        (far_day(4), LATE_MORNING[0]), (far_day(), MORNING[0]),
    ]  # fmt: skip


def test_a_place_somebody_took_meanwhile_is_not_taken_from_them(visit, plan, tree, people, by):
    team = make_team(plan, by, [people.leader])
    place(visit, by, team=team)
    former = FormerPlace.of(visit)
    place(visit, by, at=LATE_MORNING, team=team)
    place(make_visit(plan, tree.thcs, by), by, team=team)
    after = state(visit)
    with pytest.raises(ClashRefused):
        undo_placing(visit=visit, former=former, version=visit.version, by=by)
    assert state(visit) == after


def test_what_was_changed_since_is_not_undone(visit, by, client_for):
    former = FormerPlace.of(visit)
    place(visit, by)
    version = visit.version
    again = Visit.objects.get(pk=visit.pk)
    place_visit(
        visit=again, proposal=Proposal(far_day(), *LATE_MORNING), version=again.version, by=by
    )
    after = state(visit)
    values = former.as_values() | {"version": version}
    answer = client_for(by).post(reverse("plans:visit_undo", args=[visit.pk]), values, follow=True)
    assert "không còn gì để hoàn tác" in answer.content.decode()
    assert state(visit) == after


def test_a_unit_that_was_told_of_its_first_day_keeps_it(visit, by):
    former = FormerPlace.of(visit)
    place(visit, by)
    notify_visit(visit=visit, by=by)
    visit.refresh_from_db()
    with pytest.raises(TransitionRefused):
        undo_placing(visit=visit, former=former, version=visit.version, by=by)
    assert state(visit)[1] == far_day()


@pytest.mark.parametrize("values", [{}, {"month": "x", "version": "1"}, {"month": "2026-12-01"}])
def test_a_broken_undo_does_nothing(visit, by, client_for, values):
    place(visit, by)
    after = state(visit)
    address = reverse("plans:visit_undo", args=[visit.pk])
    assert client_for(by).post(address, values).status_code == 404
    assert state(visit) == after
