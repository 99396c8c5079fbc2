"""Reminders before the last day, and who hears of it afterwards; each once."""

import pytest

from accounts.enums import Role
from core.notifications.models import Message
from inspections.domain.escalation import level_of, remind_recommendations
from inspections.domain.recommending import extend_due, report_done, verify
from inspections.enums import EscalationLevel
from inspections.models import Conclusion
from inspections.tasks import remind_of_recommendations
from tests.inspections.asked import asked, days, fresh, photo, reported, told
from tests.inspections.factories import make_inspection
from tests.units.factories import make_person

pytestmark = pytest.mark.django_db


def heard(person, kind="inspections.recommendation_escalated"):
    return Message.objects.filter(recipient=person, kind=kind, channel="in_app").count()


def due_told(person):
    return heard(person, "inspections.recommendation_due")


def overdue_told(person):
    return heard(person, "inspections.recommendation_overdue")


def test_seven_and_two_days_before_each_once(cast):
    told(cast, due_on=days(20))
    for day, expected in ((12, 0), (13, 1), (14, 1), (17, 1), (18, 2), (19, 2), (20, 2)):
        remind_recommendations(days(day))
        remind_recommendations(days(day))
        assert due_told(cast.officer) == expected, day
    assert overdue_told(cast.officer) == 0


def test_overdue_the_unit_hears_first(cast):
    told(cast, due_on=days(-1))
    remind_of_recommendations()
    assert overdue_told(cast.officer) == 1
    assert overdue_told(cast.principal) == 1
    assert heard(cast.lead) == heard(cast.specialist) == heard(cast.leader) == 0
    assert remind_of_recommendations() == 0


def test_after_a_week_whoever_concluded_and_the_manager(tree):
    manager = make_person(tree.office, Role.OFFICE_OFFICER)
    cast = make_inspection(tree.department, tree.th)
    Conclusion.objects.create(inspection=cast.inspection, written_by=cast.secretary)
    Conclusion.objects.update(state="issued", approver=None)
    Conclusion.objects.all().delete()
    found = told(cast)
    Conclusion.objects.create(inspection=cast.inspection, written_by=cast.secretary)
    remind_recommendations(found.due_on + _days(6))
    assert heard(manager) == heard(cast.secretary) == 0
    remind_recommendations(found.due_on + _days(7))
    assert heard(manager) == heard(cast.secretary) == 1
    assert heard(cast.lead) == heard(cast.leader) == 0
    assert remind_recommendations(found.due_on + _days(8)) == 0


def _days(count):
    return days(count) - days(0)


def test_after_thirty_days_the_leader(cast):
    found = told(cast, due_on=days(-29))
    remind_recommendations()
    assert heard(cast.leader) == 0
    remind_recommendations(days(1))
    assert heard(cast.leader) == 1
    assert level_of(found, days(1)) == EscalationLevel.LEADER


def test_a_scheduler_that_slept_tells_every_level_reached(cast):
    told(cast, due_on=days(-40))
    remind_recommendations()
    assert overdue_told(cast.officer) == 1
    assert heard(cast.lead) == heard(cast.leader) == 1


def test_levels_by_day(cast):
    found = told(cast, due_on=days(0))
    expected = {0: 0, 1: 1, 6: 1, 7: 2, 29: 2, 30: 3, 300: 3}
    assert {day: level_of(found, days(day)).value for day in expected} == expected


def test_nobody_hears_of_what_is_untold_reported_or_verified(cast):
    asked(cast, "Chưa báo", due_on=days(0))
    remind_recommendations(days(40))
    assert not Message.objects.filter(kind__contains="recommendation_overdue").exists()
    waiting = reported(cast, text="Đã báo", due_on=days(-40))
    verify(recommendation=reported(cast, text="Đã xong", due_on=days(-40)), by=cast.lead)
    Message.objects.all().delete()
    # The first became the unit's with the others.
    assert level_of(waiting) == EscalationLevel.NONE
    remind_recommendations()
    assert not Message.objects.filter(url=waiting.get_absolute_url()).exists()


def test_returned_it_is_overdue_again(cast):
    from inspections.domain.recommending import send_back

    found = reported(cast, due_on=days(-2))
    send_back(recommendation=found, reason="Thiếu", by=cast.lead)
    assert level_of(fresh(found)) == EscalationLevel.UNIT


def test_more_time_ends_the_escalation_and_begins_the_reminders_anew(cast):
    found = told(cast, due_on=days(-10))
    remind_recommendations()
    extend_due(recommendation=found, due_on=days(5), reason="Mưa lũ", by=cast.lead)
    assert level_of(fresh(found)) == EscalationLevel.NONE
    remind_recommendations()
    assert due_told(cast.officer) == 1
    report_done(recommendation=fresh(found), text="x", files=[photo(None)], by=cast.officer)
    assert remind_recommendations(days(60)) == 0
