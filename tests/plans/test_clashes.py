"""What keeps a visit from a day and a time, and what a written reason excuses."""

from datetime import time, timedelta

import pytest
from django.utils import timezone

from core.notifications.models import Message
from core.web.editing import StaleEdit
from core.workflow.engine import TransitionRefused
from plans.domain.absences import add_absence
from plans.domain.clashes import Proposal, clashes
from plans.domain.outside import note_outside
from plans.domain.planning import create_plan
from plans.domain.scheduling import (
    ClashRefused,
    assign_team,
    begin_visit,
    cancel_visit,
    finish_visit,
    notify_visit,
    postpone_visit,
    take_off,
)
from plans.domain.teams import Tie, declare
from plans.models import Booking, Cluster, InspectionPlan, OutsideInspection, Visit
from tests.plans.factories import LATE_MORNING, MORNING, far_day, make_team, make_visit, place
from units.domain.calendar import next_working_day
from units.enums import DayKind
from units.models import CalendarDay, Membership

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(plan, tree, people) -> Visit:
    return make_visit(plan, tree.thpt, people.specialist)


def refusal(visit, by, **how) -> str:
    with pytest.raises(ClashRefused) as refused:
        place(visit, by, **how)
    visit.refresh_from_db()
    assert visit.on is None
    return str(refused.value)


def test_a_unit_has_one_visit_at_a_time_whatever_the_plan(visit, plan, tree, people) -> None:
    place(visit, people.specialist)
    second = make_visit(plan, tree.thpt, people.specialist)

    sentence = refusal(second, people.specialist)

    assert "THPT Quốc Thái" in sentence
    assert plan.title in sentence
    assert place(second, people.specialist, at=LATE_MORNING).state == "scheduled"


def test_visits_that_overlap_by_half_an_hour_clash(visit, plan, tree, people) -> None:
    place(visit, people.specialist, at=(time(8), time(10)))
    second = make_visit(plan, tree.thpt, people.specialist)

    assert "08:00" in refusal(second, people.specialist, at=(time(9, 30), time(11)))


def test_a_team_is_at_one_place_at_a_time_and_its_people_are_not_listed_too(
    visit, plan, tree, people
) -> None:
    team = make_team(plan, people.specialist, [people.leader, people.specialist])
    place(visit, people.specialist, team=team)
    second = make_visit(plan, tree.thcs, people.specialist)

    found = clashes(second, Proposal(far_day(), *MORNING, team))

    assert [clash.sentence for clash in found] == [
        f"Đoàn số 1 đang làm việc tại {visit.unit} từ 08:30 đến 10:00."
    ]


def test_a_person_of_two_teams_is_at_one_place_at_a_time(visit, plan, tree, people) -> None:
    first = make_team(plan, people.specialist, [people.leader], "Đoàn số 1")
    second_team = make_team(
        plan, people.specialist, [people.specialist, people.leader], "Đoàn số 2"
    )
    place(visit, people.specialist, team=first)
    second = make_visit(plan, tree.thcs, people.specialist)

    assert "Lãnh đạo Sở" in refusal(second, people.specialist, team=second_team)


def test_nobody_inspects_the_unit_they_work_at(visit, plan, people) -> None:
    team = make_team(plan, people.specialist, [people.leader, people.principal])

    assert "Hiệu trưởng" in refusal(visit, people.specialist, team=team)


def test_who_left_the_unit_before_the_visit_inspects_it_only_with_a_reason(
    visit, plan, people
) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    Membership.objects.filter(user=people.principal).update(valid_to=yesterday)
    team = make_team(plan, people.specialist, [people.principal])

    assert "Hiệu trưởng" in refusal(visit, people.specialist, team=team)
    placed = place(visit, people.specialist, team=team, tie_reason="Chỉ ghi biên bản")

    assert placed.excuses == {"tie_reason": "Chỉ ghi biên bản"}


@pytest.mark.parametrize(
    ("at", "word"),
    [
        ((time(10), time(8, 30)), "kết thúc trước"),
        ((time(8, 15), time(10)), "giờ rưỡi"),
    ],
)
def test_times_that_make_no_sense_are_refused(visit, people, at, word) -> None:
    assert word in refusal(visit, people.specialist, at=at)


def test_an_examination_day_cannot_be_excused(visit, people) -> None:
    CalendarDay.objects.create(on=far_day(), kind=DayKind.EXAM, name="Thi học kỳ I")

    assert "Thi học kỳ I" in refusal(visit, people.specialist, off_day_reason="Cần gấp")


def test_a_holiday_needs_a_reason_which_is_kept(visit, people) -> None:
    day = far_day()
    CalendarDay.objects.create(on=day, kind=DayKind.HOLIDAY, name="Ngày nghỉ")
    assert "Ngày nghỉ" in refusal(visit, people.specialist, on=day)

    place(visit, people.specialist, on=day, off_day_reason="Trường đề nghị")

    assert Visit.objects.get(pk=visit.pk).excuses == {"off_day_reason": "Trường đề nghị"}


def test_a_saturday_needs_a_reason_unless_it_is_worked(visit, people) -> None:
    saturday = far_day() + timedelta(days=(5 - far_day().weekday()) % 7)
    refusal(visit, people.specialist, on=saturday)

    CalendarDay.objects.create(on=saturday, kind=DayKind.WORKING_SATURDAY, name="Làm bù")

    assert place(visit, people.specialist, on=saturday).on == saturday


def test_less_than_seven_days_of_notice_need_a_reason_which_is_kept(visit, people) -> None:
    soon = timezone.localdate() + timedelta(days=3)
    assert "7 ngày" in refusal(visit, people.specialist, on=soon, off_day_reason="Trường đề nghị")

    place(
        visit, people.specialist, on=soon, short_notice_reason="Chỉ đạo đột xuất",
        off_day_reason="Trường đề nghị",
    )  # fmt: skip

    assert Visit.objects.get(pk=visit.pk).excuses["short_notice_reason"] == "Chỉ đạo đột xuất"


def test_a_reason_that_nothing_asks_for_is_not_kept(visit, people) -> None:
    place(visit, people.specialist, short_notice_reason="Không cần")

    assert visit.excuses == {}


def test_a_day_outside_the_school_year_is_refused(visit, plan, people) -> None:
    late = plan.school_year.ends_on + timedelta(days=7)

    assert "2090-2091" in refusal(visit, people.specialist, on=late, off_day_reason="x")


def test_of_two_people_who_move_one_visit_the_second_sees_both_versions(visit, people) -> None:
    opened = Visit.objects.get(pk=visit.pk)
    place(visit, people.specialist)

    with pytest.raises(StaleEdit) as stale:
        place(opened, people.specialist, at=LATE_MORNING)

    assert stale.value.theirs.starts_at == time(8, 30)
    assert Booking.objects.filter(visit=visit).values_list("cell", flat=True)[0] == 17


def test_only_the_issuers_specialists_schedule(visit, people) -> None:
    for person in (people.leader, people.officer, people.principal, people.stranger):
        with pytest.raises(TransitionRefused):
            place(Visit.objects.get(pk=visit.pk), person)
    assert not Booking.objects.exists()


def test_a_visit_taken_off_the_calendar_frees_its_time(visit, plan, tree, people) -> None:
    place(visit, people.specialist)
    take_off(visit=visit, by=people.specialist)

    assert (visit.state, visit.on) == ("proposed", None)
    other = make_visit(plan, tree.thpt, people.specialist)
    assert place(other, people.specialist).state == "scheduled"


def test_a_unit_that_was_told_hears_of_every_change_once(visit, people) -> None:
    place(visit, people.specialist)
    notify_visit(visit=visit, by=people.specialist)
    place(visit, people.specialist, at=LATE_MORNING)
    postpone_visit(visit=visit, reason="Bão", by=people.specialist)
    cancel_visit(visit=visit, reason="Trùng đoàn khác", by=people.specialist)

    assert list(visit.notices.values_list("change", flat=True)) == [
        "first", "moved", "postponed", "cancelled",
    ]  # fmt: skip
    told = Message.objects.filter(recipient=people.principal, channel="in_app")
    assert told.count() == 4
    assert "Bão" in told.get(kind="plans.visit_postponed").body
    assert not Booking.objects.exists()


def test_a_unit_that_was_not_told_is_not_told_of_changes_either(visit, people) -> None:
    place(visit, people.specialist)
    place(visit, people.specialist, at=LATE_MORNING)
    postpone_visit(visit=visit, reason="Bão", by=people.specialist)

    assert not Message.objects.filter(recipient=people.principal).exists()
    assert not visit.notices.exists()


def test_a_visit_that_is_over_stays_where_it_was(visit, people) -> None:
    place(visit, people.specialist)
    notify_visit(visit=visit, by=people.specialist)
    begin_visit(visit=visit, by=people.specialist)
    finish_visit(visit=visit, by=people.specialist)

    with pytest.raises(TransitionRefused):
        place(visit, people.specialist, at=LATE_MORNING)

    assert Visit.objects.get(pk=visit.pk).starts_at == time(8, 30)


def test_another_team_is_sent_only_where_it_is_free(visit, plan, tree, people) -> None:
    busy = make_team(plan, people.specialist, [people.leader], "Đoàn bận")
    place(visit, people.specialist, team=busy)
    second = place(make_visit(plan, tree.thcs, people.specialist), people.specialist)

    with pytest.raises(ClashRefused):
        assign_team(visit=second, team=busy, version=second.version, by=people.specialist)
    second.refresh_from_db()
    free = make_team(plan, people.specialist, [people.specialist], "Đoàn rảnh")
    assign_team(visit=second, team=free, version=second.version, by=people.specialist)

    assert second.bookings.filter(resource=f"person:{people.specialist.pk}").count() == 3


def test_units_see_a_visit_from_its_notice_on(visit, people) -> None:
    def seen_by(person) -> bool:
        return Visit.objects.visible_to(person).filter(pk=visit.pk).exists()

    assert not seen_by(people.principal)
    place(visit, people.specialist)
    assert not seen_by(people.principal)
    notify_visit(visit=visit, by=people.specialist)

    assert seen_by(people.principal)
    assert not seen_by(people.officer)
    assert not seen_by(people.stranger)


def test_one_reason_excuses_every_clash_of_its_kind(visit, plan, tree, people) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    Membership.objects.filter(user__in=[people.principal, people.leader]).update(
        unit=tree.thpt, valid_to=yesterday
    )
    team = make_team(plan, people.specialist, [people.principal, people.leader])

    found = clashes(visit, Proposal(far_day(), *MORNING, team))

    assert [clash.excuse for clash in found] == ["tie_reason", "tie_reason"]
    placed = place(visit, people.specialist, team=team, tie_reason="Không còn ai khác")
    assign_team(visit=placed, team=team, version=placed.version, by=people.specialist)


def test_another_authority_at_the_unit_that_day_needs_a_reason(
    visit, tree, people, school_year
) -> None:
    theirs = create_plan(
        issuer=tree.other_department, school_year=school_year, title="Kế hoạch của tỉnh bạn",
        subject="Kiểm tra chuyên đề", by=people.stranger,
    )  # fmt: skip
    place(make_visit(theirs, tree.thpt, people.stranger), people.stranger)

    assert "08:30" in refusal(visit, people.specialist, at=LATE_MORNING)

    assert place(visit, people.specialist, at=LATE_MORNING, overlap_reason="Đã thống nhất").on


def test_the_own_authority_may_come_twice_a_day(visit, plan, tree, people) -> None:
    place(make_visit(plan, tree.thpt, people.specialist), people.specialist)

    assert place(visit, people.specialist, at=LATE_MORNING).excuses == {}


def test_an_inspection_noted_down_stands_in_the_way_on_its_days_only(visit, tree, people) -> None:
    note_outside(
        inspection=OutsideInspection(
            noted_for=tree.department, unit=tree.thpt, authority="Thanh tra tỉnh",
            subject="Thu chi đầu năm", starts_on=far_day() - timedelta(days=2), ends_on=far_day(),
        ),
        by=people.specialist,
    )  # fmt: skip
    assert "Thanh tra tỉnh" in refusal(visit, people.specialist)

    later = next_working_day(far_day() + timedelta(days=1))
    assert place(visit, people.specialist, on=later).state == "scheduled"


def test_a_team_makes_no_more_visits_a_day_than_its_plan_allows(visit, plan, tree, people) -> None:
    InspectionPlan.objects.filter(pk=plan.pk).update(most_visits_a_day=1)
    team = make_team(plan, people.specialist, [people.leader])
    place(make_visit(plan, tree.thcs, people.specialist), people.specialist, team=team)
    visit = Visit.objects.get(pk=visit.pk)
    assert "1 cuộc" in refusal(visit, people.specialist, team=team, at=LATE_MORNING)

    reasons = {"crowded_day_reason": "Hai trường cạnh nhau"}
    assert place(visit, people.specialist, team=team, at=LATE_MORNING, **reasons).on

    InspectionPlan.objects.filter(pk=plan.pk).update(most_visits_a_day=None)
    third = Visit.objects.get(pk=make_visit(plan, tree.th, people.specialist).pk)
    assert place(third, people.specialist, team=team, at=(time(14), time(15, 30))).excuses == {}


def test_a_unit_of_a_cluster_comes_on_the_day_of_its_cluster(visit, plan, tree, people) -> None:
    cluster = Cluster.objects.create(plan=plan, name="Cụm 1", host=tree.thpt)
    host = make_visit(plan, tree.thpt, people.specialist, cluster=cluster)
    member = make_visit(plan, tree.thcs, people.specialist, cluster=cluster)
    place(host, people.specialist)
    later = next_working_day(far_day() + timedelta(days=1))

    assert "Cụm 1" in refusal(member, people.specialist, on=later)

    assert place(member, people.specialist, at=LATE_MORNING).excuses == {}
    assert place(member, people.specialist, on=later, away_reason="Trường xin dời").on == later


def test_a_team_goes_without_who_is_away_only_with_a_reason(visit, plan, people) -> None:
    team = make_team(plan, people.specialist, [people.leader, people.specialist])
    add_absence(person=people.leader, first_on=far_day(), last_on=far_day(), by=people.specialist)
    sentence = refusal(visit, people.specialist, team=team)
    assert "Lãnh đạo Sở" in sentence
    assert "vắng" in sentence

    reasons = {"absent_reason": "Phó đoàn phụ trách"}
    assert place(visit, people.specialist, team=team, **reasons).excuses == reasons


def test_nobody_is_sent_to_a_unit_they_declared_a_tie_with(visit, tree, plan, people) -> None:
    team = make_team(plan, people.specialist, [people.leader])
    declare(team=team, ties=[Tie(tree.thpt, "relative")], by=people.leader)

    assert "Lãnh đạo Sở" in refusal(visit, people.specialist, team=team, tie_reason="Bất khả kháng")

    elsewhere = make_visit(plan, tree.thcs, people.specialist)
    assert place(elsewhere, people.specialist, team=team).state == "scheduled"
