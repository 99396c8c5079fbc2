"""Calendar addresses: the file is read back by icalendar; the secret is the only key, and it dies."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from core.audit.models import AuditEntry
from core.workflow.engine import TransitionRefused
from plans.domain.feeds import open_feed, revoke_feed
from plans.domain.scheduling import cancel_visit, notify_visit, postpone_visit, take_off
from plans.models import CalendarFeed, ContentStream, TeamMember, Visit
from plans.views.feeds import MOST_AN_HOUR
from tests.plans.factories import LATE_MORNING, far_day, make_team, make_visit, place
from tests.units.factories import make_school
from units.models import Unit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_counts() -> None:
    cache.clear()


@pytest.fixture
def team(plan, people):
    """Led by the department's leader; the officer of another unit goes along."""
    return make_team(plan, people.specialist, [people.leader, people.officer])


@pytest.fixture
def visit(plan, tree, people, team) -> Visit:
    return place(make_visit(plan, tree.thpt, people.specialist), people.specialist, team=team)


def asked(secret: str, **headers: str) -> Any:
    return Client().get(reverse("plans:feed_file", args=[secret]), headers=headers)


def events(secret: str) -> dict[str, Any]:
    answer = asked(secret)
    assert answer.status_code == 200
    calendar = Calendar.from_ical(answer.content)
    return {str(event["uid"]).partition("@")[0]: event for event in calendar.walk("VEVENT")}


def of(user, team=None) -> str:
    return open_feed(team=team, by=user)[1]


def told(visit: Visit) -> Visit:
    Visit.objects.filter(pk=visit.pk).update(state="notified", was_notified=True)
    visit.refresh_from_db()
    return visit


# The file ------------------------------------------------------------------------------------
def test_an_event_says_when_where_what_and_leads_back(visit, tree, people, settings) -> None:
    Unit.objects.filter(pk=tree.thpt.pk).update(
        district="huyện Tịnh Biên", latitude="10.5", longitude="105.25"
    )
    event = events(of(people.leader))[f"visit-{visit.pk}"]

    begins = event.decoded("dtstart")
    assert begins.replace(tzinfo=None) == datetime.combine(visit.on, visit.starts_at)
    assert begins.utcoffset() == timedelta(hours=7)
    assert event["dtstart"].params["TZID"] == "Asia/Ho_Chi_Minh"
    assert event.decoded("dtend").hour == visit.ends_at.hour
    assert str(event["summary"]) == "Kiểm tra tại THPT Quốc Thái"
    assert str(event["location"]) == f"{tree.thpt.name}, huyện Tịnh Biên"
    assert event["geo"].to_ical() == "10.5;105.25"
    url = f"{settings.SITE_URL}{visit.get_absolute_url()}"
    assert str(event["url"]) == url
    assert url in str(event["description"])
    assert "Đoàn số 1" in str(event["description"])
    assert int(event["sequence"]) == visit.version


def test_the_file_brings_its_time_zone_and_its_rhythm(visit, people) -> None:
    answer = asked(of(people.leader))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(answer.content)
    (zone,) = calendar.walk("VTIMEZONE")
    assert str(zone["tzid"]) == "Asia/Ho_Chi_Minh"
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H" in answer.content
    assert str(calendar["x-wr-calname"]) == "Lịch kiểm tra: Lãnh đạo Sở"
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))


def test_words_of_users_cannot_forge_an_event(visit, plan, people) -> None:
    ContentStream.objects.filter(plan=plan).update(title="a\nEND:VEVENT\nBEGIN:VEVENT;x,\\")
    assert len(events(of(people.leader))) == 1


def test_the_number_of_an_event_stays_and_its_sequence_grows(visit, people) -> None:
    secret = of(people.leader)
    (before,) = events(secret).items()
    place(visit, people.specialist, at=LATE_MORNING, team=visit.team)
    (after,) = events(secret).items()
    assert before[0] == after[0]
    assert int(after[1]["sequence"]) > int(before[1]["sequence"])
    assert after[1].decoded("dtstart").hour == 10


def test_a_visit_is_tentative_until_the_unit_was_told(visit, people) -> None:
    secret = of(people.leader)
    assert str(events(secret)[f"visit-{visit.pk}"]["status"]) == "TENTATIVE"
    notify_visit(visit=visit, by=people.specialist)
    assert str(events(secret)[f"visit-{visit.pk}"]["status"]) == "CONFIRMED"


@pytest.mark.parametrize("way", ["cancel", "postpone", "take_off"])
def test_a_day_that_fell_away_is_called_off_where_it_stood(visit, people, way) -> None:
    secret = of(people.leader)
    day, sequence = visit.on, visit.version
    if way == "take_off":
        take_off(visit=visit, by=people.specialist)
    else:
        verb = cancel_visit if way == "cancel" else postpone_visit
        verb(visit=visit, reason="Bão số 5", by=people.specialist)
    event = events(secret)[f"visit-{visit.pk}"]
    assert str(event["status"]) == "CANCELLED"
    assert event.decoded("dtstart").date() == day
    assert int(event["sequence"]) > sequence


def test_cancelling_what_was_postponed_keeps_the_former_day(visit, people) -> None:
    day = visit.on
    postpone_visit(visit=visit, reason="Bão số 5", by=people.specialist)
    cancel_visit(visit=visit, reason="Trường giải thể", by=people.specialist)
    event = events(of(people.leader))[f"visit-{visit.pk}"]
    assert event.decoded("dtstart").date() == day
    assert str(event["summary"]).startswith("Đã huỷ")


def test_a_visit_without_a_day_is_no_event(plan, tree, people, team) -> None:
    make_visit(plan, tree.thpt, people.specialist, team=team)
    assert events(of(people.leader)) == {}


# Whose ------------------------------------------------------------------------------------------
def test_one_reads_the_visits_one_makes_and_no_others(visit, plan, tree, people) -> None:
    other = make_team(plan, people.specialist, [people.clerk], "Đoàn số 2")
    place(make_visit(plan, tree.thcs, people.specialist), people.specialist, team=other)
    assert set(events(of(people.leader))) == {f"visit-{visit.pk}"}
    assert len(events(of(people.clerk))) == 1
    assert events(of(people.specialist)) == {}
    assert set(events(of(people.specialist, other))) != set(events(of(people.leader)))


def test_people_of_other_units_read_a_visit_once_its_unit_was_told(visit, team, people) -> None:
    """Only the plan's issuer sees what is still being arranged; the leader is the control."""
    mine, teams = of(people.officer), of(people.officer, team)
    assert events(mine) == events(teams) == {}
    assert len(events(of(people.leader))) == 1
    told(visit)
    assert len(events(mine)) == len(events(teams)) == 1


def test_a_team_is_followed_by_its_people_and_its_issuer_only(visit, team, people) -> None:
    for user in (people.stranger, people.principal):
        with pytest.raises(TransitionRefused):
            open_feed(team=team, by=user)
    secret = of(people.officer, team)
    told(visit)
    assert len(events(secret)) == 1
    TeamMember.objects.filter(user=people.officer).delete()
    assert asked(secret).status_code == 404


# The secret ------------------------------------------------------------------------------------
def test_the_secret_is_stored_nowhere(visit, people, client_for) -> None:
    page = client_for(people.leader).post(reverse("plans:feed_open"))
    text = page.content.decode()
    address = text.split('id="feed-address"')[1].split('value="')[1].split('"')[0]
    secret = address.rsplit("/", 1)[1].removesuffix(".ics")

    assert page["Cache-Control"] == "no-store"
    assert asked(secret).status_code == 200
    assert len(secret) >= 43
    stored = [*CalendarFeed.objects.values_list("secret_hash", "digest")]
    stored += [*AuditEntry.objects.values_list("sentence", "after", "before", "target_label")]
    assert secret not in str(stored)
    assert secret not in client_for(people.leader).get(reverse("plans:feeds")).content.decode()


def test_renewing_and_withdrawing_kill_the_address(visit, people) -> None:
    first = of(people.leader)
    feed, second = open_feed(team=None, by=people.leader)
    assert asked(first).status_code == 404
    assert asked(second).status_code == 200
    revoke_feed(feed=feed, by=people.leader)
    assert asked(second).status_code == 404
    assert asked("x").status_code == 404


def test_the_address_dies_with_its_owners_right_to_sign_in(visit, people) -> None:
    secret = of(people.leader)
    assert asked(secret).status_code == 200
    type(people.leader).objects.filter(pk=people.leader.pk).update(is_active=False)
    assert asked(secret).status_code == 404


def test_nobody_withdraws_the_address_of_another(people, client_for) -> None:
    feed, secret = open_feed(team=None, by=people.leader)
    address = reverse("plans:feed_revoke", args=[feed.pk])
    assert client_for(people.specialist).post(address).status_code == 404
    with pytest.raises(TransitionRefused):
        revoke_feed(feed=feed, by=people.specialist)
    assert asked(secret).status_code == 200
    client_for(people.leader).post(address)
    assert asked(secret).status_code == 404


# Reading it often ------------------------------------------------------------------------------
def test_an_unchanged_feed_is_the_same_file_and_not_sent_again(visit, people) -> None:
    secret = of(people.leader)
    first, second = asked(secret), asked(secret)
    assert first.content == second.content
    assert asked(secret, if_none_match=first["ETag"]).status_code == 304
    assert asked(secret, if_modified_since=first["Last-Modified"]).status_code == 304
    take_off(visit=visit, by=people.specialist)
    changed = asked(secret, if_none_match=first["ETag"])
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


def test_what_is_renamed_changes_the_file_though_no_visit_did(visit, team, people) -> None:
    secret = of(people.leader)
    first = asked(secret)
    type(team).objects.filter(pk=team.pk).update(name="Đoàn liên ngành")
    assert asked(secret, if_none_match=first["ETag"]).status_code == 200


def test_a_program_that_runs_wild_is_told_to_wait(visit, people) -> None:
    secret, other = of(people.leader), of(people.clerk)
    answers = {asked(secret).status_code for _n in range(MOST_AN_HOUR)}
    assert answers == {200}
    refused = asked(secret)
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 0
    assert asked(other).status_code == 200


def test_the_feed_asks_the_same_few_questions_however_long_it_is(
    visit, plan, tree, people, team
) -> None:
    secret = of(people.leader)

    def count() -> int:
        asked(secret)
        with CaptureQueriesContext(connection) as seen:
            asked(secret)
        return len(seen)

    few = count()
    for number in range(6):
        school = make_school(tree.department, f"Trường THPT số {number}")
        place(
            make_visit(plan, school, people.specialist), people.specialist, team=team,
            on=far_day(4 + number),
        )  # fmt: skip
    assert count() == few
    assert few <= 6


def test_what_is_long_over_is_left_out(visit, people) -> None:
    secret = of(people.leader)
    old = timezone.localdate() - timedelta(days=500)
    Visit.objects.filter(pk=visit.pk).update(on=old, state="done")
    assert events(secret) == {}


def test_the_page_explains_and_offers_the_teams(visit, team, people, client_for) -> None:
    text = client_for(people.leader).get(reverse("plans:feeds")).content.decode()
    assert "Google Calendar" in text
    assert "Outlook" in text
    assert f'<option value="{team.pk}">' in text
    client = client_for(people.leader)
    assert client.post(reverse("plans:feed_open"), {"team": team.pk}).status_code == 200
    assert client.post(reverse("plans:feed_open"), {"team": "x"}).status_code == 404
    assert (
        client_for(people.stranger).post(reverse("plans:feed_open"), {"team": team.pk}).status_code
        == 404
    )
    assert CalendarFeed.objects.get().team == team
