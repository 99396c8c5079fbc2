"""A calculated schedule: asked for, shown with its reasons, accepted, refused, taken back."""

import time

import pytest
from django.urls import reverse

from core.audit.models import AuditEntry
from core.jobs.context import JobContext
from core.jobs.models import Job, JobState
from core.jobs.registry import JobRefused, kind_of
from plans.domain.absences import add_absence
from plans.domain.outside import note_outside
from plans.domain.queries.proposal_problem import problem_of, waiting_visits
from plans.domain.schedule_proposals import accept, keep_proposal, refuse, take_back
from plans.domain.solving import solve
from plans.domain.teams import Tie, declare
from plans.enums import PlacementState, ScheduleProposalState, VisitState
from plans.models import Cluster, InspectionPlan, OutsideInspection, Visit
from tests.plans.factories import far_day, make_slots, make_team, make_visit, place
from tests.units.factories import make_school
from units.enums import DayKind
from units.models import CalendarDay, Membership

pytestmark = pytest.mark.django_db

NAMES = ["THPT Chu Văn An", "THPT Vọng Thê", "THPT Tịnh Biên"]


@pytest.fixture
def ready(plan, tree, people, make_user):
    """Three visits without a day, four slots a day and one team."""
    make_slots(plan)
    inspector = make_user("inspector", tree.department, full_name="Thanh Tra Viên")
    make_team(plan, people.specialist, [inspector])
    for name in NAMES:
        school = make_school(tree.department, f"Trường {name}", district="Phú Tân", levels=["THPT"])
        make_visit(plan, school, people.specialist)
    return plan


def proposed(plan, by):
    problem, slots = problem_of(plan, waiting_visits(plan))
    answer, simple = solve(problem)
    return keep_proposal(plan=plan, answer=answer, simple=simple, slots=slots, by=by)


def rows_of(proposal, state=PlacementState.PROPOSED):
    return proposal.placements.filter(state=state).select_related("visit__unit", "team")


@pytest.fixture
def proposal(ready, people):
    return proposed(ready, people.specialist)


def run_now(job):
    """As a worker does that has claimed the job; what it reports."""
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, lease_token="test")
    job.refresh_from_db()
    return kind_of(job.kind).run(JobContext(job)).data


def page(plan, client, person, **headers):
    client.force_login(person)
    return client.get(reverse("plans:schedule_proposal", args=[plan.pk]), **headers)


def send(plan, client, person, action, **data):
    client.force_login(person)
    address = reverse("plans:schedule_proposal_step", args=[plan.pk, action])
    return client.post(address, data, follow=True)


def test_accepted_visits_stand_on_the_calendar_with_an_audit_entry(proposal, people) -> None:
    outcome = accept(placements=rows_of(proposal), by=people.specialist)

    assert (outcome.done, outcome.refused) == (3, [])
    visits = list(Visit.objects.filter(plan=proposal.plan))
    assert {visit.state for visit in visits} == {VisitState.SCHEDULED}
    assert len({visit.on for visit in visits}) == 1, "neighbours share a day"
    assert AuditEntry.objects.filter(action="visit.place").count() == 3


def test_a_school_is_left_alone_on_its_own_examination_day(ready, people) -> None:
    first = proposed(ready, people.specialist)
    row = rows_of(first).order_by("visit").first()
    CalendarDay.objects.create(on=row.on, kind=DayKind.EXAM, name="Thi học kỳ", unit=row.visit.unit)

    again = proposed(ready, people.specialist)

    assert rows_of(again).get(visit=row.visit).on != row.on
    assert rows_of(again).count() == 3


def test_what_clashes_meanwhile_is_named_and_stays_proposed(ready, proposal, people, tree) -> None:
    row = rows_of(proposal).first()
    other = make_visit(ready, tree.thpt, people.specialist)
    place(other, people.specialist, on=row.on, at=(row.starts_at, row.ends_at), team=row.team)

    outcome = accept(placements=rows_of(proposal), by=people.specialist)

    assert outcome.done == 2
    assert len(outcome.refused) == 1
    assert row.visit.unit.short_name in outcome.refused[0]
    row.refresh_from_db()
    assert row.state == PlacementState.PROPOSED


def test_a_visit_that_got_a_day_otherwise_is_outdated(proposal, people) -> None:
    row = rows_of(proposal).first()
    place(row.visit, people.specialist, on=far_day(5))

    assert accept(placements=rows_of(proposal), by=people.specialist).done == 2
    row.refresh_from_db()
    assert row.state == PlacementState.OUTDATED
    assert row.visit.on == far_day(5)


def test_undo_takes_back_what_is_unchanged(proposal, people) -> None:
    accept(placements=rows_of(proposal), by=people.specialist)
    moved = rows_of(proposal, PlacementState.ACCEPTED).first().visit
    place(moved, people.specialist, on=far_day(5))

    outcome = take_back(proposal=proposal, by=people.specialist)

    assert outcome.done == 2
    assert len(outcome.refused) == 1
    waiting = Visit.objects.filter(plan=proposal.plan, on__isnull=True, state=VisitState.PROPOSED)
    assert waiting.count() == 2
    assert rows_of(proposal).count() == 2


def test_a_new_proposal_replaces_the_former_one(proposal, ready, people) -> None:
    refuse(proposal=proposal, picked=[rows_of(proposal).first().pk], by=people.specialist)
    newer = proposed(ready, people.specialist)

    proposal.refresh_from_db()
    assert (proposal.state, newer.state) == (
        ScheduleProposalState.REPLACED,
        ScheduleProposalState.CURRENT,
    )
    assert rows_of(proposal, PlacementState.OUTDATED).count() == 2


def test_nobody_is_sent_to_where_they_belong_or_belonged(ready, people) -> None:
    visit = ready.visits.first()
    member = ready.teams.get().members.get()
    Membership.objects.create(
        user=member.user, unit=visit.unit, role="principal",
        valid_from=far_day(-60), valid_to=far_day(-50),
    )  # fmt: skip

    problem, _slots = problem_of(ready, waiting_visits(ready))

    assert visit.unit_id in problem.crews[0].barred


def test_the_page_says_why_and_what_is_missing(client, proposal, ready, people) -> None:
    proposal.totals["missing"] = {"2026-10": 3}
    proposal.save()

    text = page(ready, client, people.specialist, HTTP_ACCEPT_LANGUAGE="vi").content.decode()

    assert "Tháng 10/2026 thiếu 3 buổi" in text
    assert "Phú Tân" in text
    assert "Đoàn số 1" in text


def test_one_month_the_picked_ones_or_all(client, proposal, ready, people) -> None:
    first = rows_of(proposal).first()
    send(ready, client, people.specialist, "refuse", pick=[first.pk])
    assert rows_of(proposal).count() == 2
    send(ready, client, people.specialist, "accept", month="2001-01")
    assert rows_of(proposal).count() == 2
    send(ready, client, people.specialist, "accept", month=f"{first.on:%Y-%m}")
    assert rows_of(proposal, PlacementState.ACCEPTED).count() == 2
    send(ready, client, people.specialist, "undo")
    assert rows_of(proposal).count() == 2
    send(ready, client, people.specialist, "accept", all="1")
    assert rows_of(proposal, PlacementState.ACCEPTED).count() == 2


def test_the_page_says_how_good_the_proposal_is(client, proposal, ready, people) -> None:
    assert proposal.totals["bound"] == proposal.totals["cost"]
    text = page(ready, client, people.specialist, HTTP_ACCEPT_LANGUAGE="vi").content.decode()
    assert "Không thể có lịch nào tốt hơn." in text
    assert "tính ngang 30 km" in text

    proposal.totals |= {
        "cost": 507.0, "bound": 500.0, "simple_km": 1390.0, "km": 90.0, "team_days": 3,
        "simple_team_days": 1,
    }  # fmt: skip
    proposal.save()
    text = page(ready, client, people.specialist, HTTP_ACCEPT_LANGUAGE="vi").content.decode()
    assert "Chênh tối đa 1,4% so với mức tốt nhất có thể." in text
    assert "bớt 1.300 km" in text
    assert "thêm 2 ngày đoàn đi" in text

    proposal.totals["bound"] = None
    proposal.save()
    text = page(ready, client, people.specialist, HTTP_ACCEPT_LANGUAGE="vi").content.decode()
    assert "Chưa biết" in text


def test_what_falls_to_each_team_is_kept(proposal, ready) -> None:
    (share,) = proposal.totals["shares"].values()
    assert (share["visits"], share["days"]) == (3, 1)
    assert list(proposal.totals["months"].values()) == [
        {key: proposal.totals[key] for key in ("km", "team_days", "cost", "bound")}
    ]


def test_a_unit_named_only_as_the_visit_before_may_be_deleted(proposal, tree) -> None:
    row = rows_of(proposal).exclude(previous=None).first()
    passing = make_school(tree.department, "Trường THPT Ba Chúc")
    row.previous, visit = passing, row.visit
    row.save()

    passing.delete()

    row.refresh_from_db()
    assert row.previous is None
    assert (row.state, row.visit) == (PlacementState.PROPOSED, visit)


@pytest.fixture
def few_at_once(monkeypatch):
    monkeypatch.setattr("plans.views.schedule_proposals.MOST_AT_ONCE", 2)


def test_many_are_accepted_and_taken_back_by_jobs(
    client, proposal, ready, people, few_at_once
) -> None:
    other = rows_of(proposal).last()
    place(other.visit, people.specialist, on=far_day(5))
    send(ready, client, people.specialist, "accept", all="1")
    job = Job.objects.get(kind="plans.accept_schedule")
    assert rows_of(proposal).count() == 3, "nothing happens within the request"

    assert run_now(job)["done"] == 2
    assert rows_of(proposal, PlacementState.ACCEPTED).count() == 2
    job.refresh_from_db()
    assert (job.done, job.total) == (3, 3)

    assert run_now(job)["done"] == 0, "a job begun again does nothing twice"
    assert AuditEntry.objects.filter(action="visit.place").count() == 3

    proposal.placements.filter(pk=other.pk).update(
        state=PlacementState.ACCEPTED, former={"month": "2026-12-01"}, accepted_version=0
    )
    send(ready, client, people.specialist, "undo")
    outcome = run_now(Job.objects.get(kind="plans.take_back_schedule"))
    assert outcome["done"] == 2
    assert len(outcome["refused"]) == 1, "moved by hand since"
    assert Visit.objects.filter(plan=ready, on__isnull=True).count() == 2


def test_few_are_accepted_within_the_request(client, proposal, ready, people, few_at_once) -> None:
    picked = [row.pk for row in rows_of(proposal)[:2]]
    send(ready, client, people.specialist, "accept", pick=picked)
    assert rows_of(proposal, PlacementState.ACCEPTED).count() == 2
    send(ready, client, people.specialist, "undo")
    assert rows_of(proposal).count() == 3
    assert not Job.objects.exists()


@pytest.mark.parametrize("kind", ["plans.accept_schedule", "plans.take_back_schedule"])
def test_a_job_of_somebody_without_the_right_is_refused(proposal, people, kind) -> None:
    params = {"proposal": proposal.pk, "placements": [row.pk for row in rows_of(proposal)]}
    job = Job.objects.create(kind=kind, params=params, requested_by=people.leader)
    with pytest.raises(JobRefused):
        run_now(job)
    assert rows_of(proposal).count() == 3


@pytest.mark.parametrize("who", ["leader", "principal", "stranger"])
def test_only_who_may_edit_the_plan_finds_the_page(client, proposal, ready, people, who) -> None:
    person = getattr(people, who)
    assert page(ready, client, person).status_code == 404
    assert send(ready, client, person, "accept", all="1").status_code == 404
    assert rows_of(proposal).count() == 3


@pytest.mark.worker
@pytest.mark.django_db(transaction=True)
def test_a_worker_proposes_a_schedule(client, worker, ready, people) -> None:
    send(ready, client, people.specialist, "ask")
    job = Job.objects.get(kind="plans.propose_schedule")
    deadline = time.monotonic() + 40
    while not job.is_over and time.monotonic() < deadline:
        time.sleep(0.2)
        job.refresh_from_db()

    assert job.state == JobState.DONE, f"{job.error} {worker.log.read_text()}"
    assert job.result_address == reverse("plans:schedule_proposal", args=[ready.pk])
    assert ready.schedule_proposals.get().placements.count() == 3


def test_the_solver_is_told_of_everything_that_would_refuse_its_visits(ready, people, tree) -> None:
    """Whatever `place_visit` refuses or wants a reason for is no choice of the solver's."""
    team = ready.teams.get()
    member = team.members.get().user
    month = ready.visits.first().month
    first, second, third = ready.visits.order_by("pk")
    free = list(problem_of(ready, waiting_visits(ready))[0].days[month])
    add_absence(person=member, first_on=free[0], last_on=free[0], by=people.specialist)
    note_outside(
        inspection=OutsideInspection(
            noted_for=tree.department, unit=second.unit, authority="Thanh tra tỉnh",
            subject="Thu chi", starts_on=free[1], ends_on=free[1],
        ),
        by=people.specialist,
    )  # fmt: skip
    declare(team=team, ties=[Tie(third.unit, "relative")], by=member)
    InspectionPlan.objects.filter(pk=ready.pk).update(most_visits_a_day=2)
    ready.refresh_from_db()

    problem, _slots = problem_of(ready, waiting_visits(ready))

    (crew,) = problem.crews
    assert problem.most_a_day == 2
    assert crew.away == {free[0]}
    assert third.unit_id in crew.barred
    assert {(f"unit:{second.unit_id}", free[1], slot) for slot in range(4)} <= problem.taken
    answer, _simple = solve(problem)
    assert first.pk in {placing.stop for placing in answer.placings}
    assert third.pk not in {placing.stop for placing in answer.placings}
    assert free[0] not in {placing.day for placing in answer.placings}


def test_visits_of_a_cluster_are_left_to_the_planner_and_the_page_says_so(
    ready, people, client
) -> None:
    host, member, _alone = ready.visits.order_by("pk")
    cluster = Cluster.objects.create(plan=ready, name="Cụm 1", host=host.unit)
    ready.visits.filter(pk__in=[host.pk, member.pk]).update(cluster=cluster)

    assert len(waiting_visits(ready)) == 1
    shown = page(ready, client, people.specialist)
    assert shown.context["in_clusters"] == 2
    assert "2 cuộc" in shown.content.decode()
