"""Pages of visits, calendar, teams and letters."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from plans.models import InspectionTeam, ScheduleLetter, TeamMember, Visit
from tests.plans.factories import (
    LATE_MORNING,
    far_day,
    make_letter,
    make_slots,
    make_team,
    make_visit,
    place,
)
from tests.units.factories import make_school
from units.enums import DayKind
from units.models import CalendarDay

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(plan, tree, people) -> Visit:
    return make_visit(plan, tree.thpt, people.specialist)


@pytest.fixture
def client(client_for, people):
    return client_for(people.specialist)


def placing(**changes) -> dict:
    return {
        "on": far_day().isoformat(), "slot": "08:30-10:00", "team": "", "version": 1, **changes
    }  # fmt: skip


def queries(client, url) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


# Scope -------------------------------------------------------------------------------------
def test_pages_of_another_authority_do_not_exist(visit, plan, people, client_for) -> None:
    team = make_team(plan, people.specialist, [people.leader])
    letter = make_letter(plan, [visit], people.specialist)
    stranger = client_for(people.stranger)
    pages = [
        *(f"plans:{name}" for name in ("visit", "visit_edit", "visit_place", "visit_clashes")),
    ]
    addresses = [reverse(name, args=[visit.pk]) for name in pages]
    addresses += [reverse("plans:visit_step", args=[visit.pk, "cancel"])]
    addresses += [reverse(f"plans:{name}", args=[team.pk]) for name in ("team", "member_add")]
    addresses += [reverse(f"plans:{name}", args=[letter.pk]) for name in ("letter", "letter_edit")]
    addresses += [reverse(f"plans:{name}", args=[plan.pk]) for name in ("propose", "team_list")]

    assert {address: stranger.get(address).status_code for address in addresses} == dict.fromkeys(
        addresses, 404
    )


def test_a_school_finds_its_visit_once_it_was_told(visit, people, client_for) -> None:
    school = client_for(people.principal)
    assert school.get(visit.get_absolute_url()).status_code == 404
    place(visit, people.specialist)
    Visit.objects.filter(pk=visit.pk).update(state="notified", was_notified=True)

    page = school.get(visit.get_absolute_url())

    assert page.status_code == 200
    assert "Xếp lịch" not in page.content.decode()
    assert school.get(reverse("plans:visit_place", args=[visit.pk])).status_code == 404


# Choosing the day ----------------------------------------------------------------------------
def test_the_form_opens_with_the_first_free_slot(visit, plan, tree, people, client) -> None:
    make_slots(plan)
    Visit.objects.filter(pk=visit.pk).update(month=far_day(8).replace(day=1))
    form = client.get(reverse("plans:visit_place", args=[visit.pk])).context["form"]

    first = form.initial["on"]
    assert (first.year, first.month) == (far_day(8).year, far_day(8).month)
    assert form.initial["slot"] == "08:30-10:00"


def test_a_visit_is_placed_on_a_slot(visit, plan, people, client) -> None:
    make_slots(plan)
    answer = client.post(reverse("plans:visit_place", args=[visit.pk]), placing())

    visit.refresh_from_db()
    assert answer.status_code == 302
    assert (visit.on, f"{visit.starts_at:%H:%M}", visit.state) == (far_day(), "08:30", "scheduled")


def test_a_clash_is_shown_before_the_save_and_refused_on_it(
    visit, plan, tree, people, client
) -> None:
    make_slots(plan)
    team = make_team(plan, people.specialist, [people.leader])
    other = make_visit(plan, tree.thcs, people.specialist)
    place(other, people.specialist, team=team)
    asked = placing(team=team.pk)

    shown = client.get(reverse("plans:visit_clashes", args=[visit.pk]), asked).content.decode()
    saved = client.post(reverse("plans:visit_place", args=[visit.pk]), asked).content.decode()

    sentence = "Đoàn số 1 đang làm việc tại THCS Vĩnh Lộc từ 08:30 đến 10:00."
    assert sentence in shown
    assert sentence in saved
    visit.refresh_from_db()
    assert visit.on is None


def test_looking_at_clashes_changes_nothing(visit, plan, client) -> None:
    make_slots(plan)
    before = Visit.objects.values().get(pk=visit.pk)
    client.get(reverse("plans:visit_clashes", args=[visit.pk]), placing())
    assert Visit.objects.values().get(pk=visit.pk) == before


def test_a_reason_is_asked_for_exactly_when_it_helps(visit, plan, client) -> None:
    make_slots(plan)
    soon = (timezone.localdate() + timedelta(days=2)).isoformat()
    address = reverse("plans:visit_clashes", args=[visit.pk])

    assert 'name="short_notice_reason"' in client.get(address, placing(on=soon)).content.decode()
    assert 'name="short_notice_reason"' not in client.get(address, placing()).content.decode()


def test_a_reason_lets_a_short_notice_stand(visit, plan, client) -> None:
    make_slots(plan)
    day = far_day(0)
    reasons = {"short_notice_reason": "Chỉ đạo đột xuất", "off_day_reason": "Chỉ đạo đột xuất"}
    client.post(
        reverse("plans:visit_place", args=[visit.pk]), placing(on=day.isoformat(), **reasons)
    )
    visit.refresh_from_db()
    assert visit.on == day


def test_two_people_at_once_see_both_versions_and_choose(visit, plan, people, client) -> None:
    make_slots(plan)
    place(visit, people.specialist)  # somebody else, after the form was opened
    address = reverse("plans:visit_place", args=[visit.pk])

    stale = client.post(address, placing(slot="10:00-11:30"))
    assert stale.status_code == 409
    text = stale.content.decode()
    assert "08:30" in text
    assert "10:00" in text
    client.post(address, placing(slot="10:00-11:30", version=2))

    visit.refresh_from_db()
    assert f"{visit.starts_at:%H:%M}" == "10:00"


def test_after_saving_one_returns_to_the_calendar_but_never_to_another_site(
    visit, plan, client
) -> None:
    make_slots(plan)
    address = reverse("plans:visit_place", args=[visit.pk])
    home = client.post(address, placing(next="/plans/calendar/?view=week"))
    assert home.url == "/plans/calendar/?view=week"
    away = client.post(
        address, placing(next="https://evil.example/", slot="10:00-11:30", version=2)
    )
    assert away.url == visit.get_absolute_url()


def test_another_time_needs_both_ends(visit, client) -> None:
    address = reverse("plans:visit_place", args=[visit.pk])
    refused = client.post(address, placing(slot="free", starts_at="09:00"))
    assert refused.status_code == 200
    assert "ends_at" in refused.context["form"].errors
    client.post(address, placing(slot="free", starts_at="09:00", ends_at="11:30"))
    visit.refresh_from_db()
    assert f"{visit.ends_at:%H:%M}" == "11:30"


# Steps ---------------------------------------------------------------------------------------
def test_steps_are_asked_for_once_and_a_postponement_needs_words(visit, people, client) -> None:
    place(visit, people.specialist)
    notify = reverse("plans:visit_step", args=[visit.pk, "notify"])
    assert "Hiệu trưởng" in client.get(notify).content.decode()
    client.post(notify)
    postpone = reverse("plans:visit_step", args=[visit.pk, "postpone"])

    assert client.post(postpone, {"comment": " "}).status_code == 200
    assert Visit.objects.get(pk=visit.pk).state == "notified"
    client.post(postpone, {"comment": "Bão số 5"})

    assert Visit.objects.get(pk=visit.pk).state == "postponed"
    assert "Bão số 5" in client.get(visit.get_absolute_url()).content.decode()


def test_the_expected_step_is_the_primary_one(visit, people, client) -> None:
    def primary() -> list[str]:
        actions = client.get(visit.get_absolute_url()).context["actions"]
        return [action.url.rstrip("/").rsplit("/", 1)[-1] for action in actions if action.primary]

    assert primary() == ["place"]
    place(visit, people.specialist)
    assert primary() == ["notify"]
    client.post(reverse("plans:visit_step", args=[visit.pk, "notify"]))
    assert primary() == []  # its day has not come yet


def test_a_step_that_does_not_exist_is_404(visit, client) -> None:
    assert client.get(reverse("plans:visit_step", args=[visit.pk, "schedule"])).status_code == 404


# Lists -----------------------------------------------------------------------------------------
def listed(client, **query) -> list[int]:
    """Numbers of the visits on the first page of the list."""
    return [row.pk for row in client.get(reverse("plans:visit_list"), query).context["page"].rows]


def test_visits_are_found_without_diacritics(visit, plan, tree, people, client) -> None:
    make_visit(plan, tree.thcs, people.specialist)
    assert listed(client, q="quoc thai") == [visit.pk]


def test_unknown_parameters_change_nothing(visit, client) -> None:
    odd = {
        "sort": "drop table", "page": "abc", "plan": "x", "team": "-1", "state": "?", "month": "13",
        "nonsense": "1", "day": "x",
    }  # fmt: skip
    assert listed(client, **odd) == [visit.pk]
    odd |= {"on": "2019-99-99", "view": "decade"}
    assert client.get(reverse("plans:calendar"), odd).status_code == 200


@pytest.mark.parametrize("key", ["unit", "-unit", "on", "-on", "team", "state"])
def test_the_list_is_sorted_as_asked(visit, plan, tree, people, client, key) -> None:
    second = place(make_visit(plan, tree.thcs, people.specialist), people.specialist)
    rows = listed(client, sort=key)
    first = {"unit": second, "-unit": visit, "on": second, "-on": second, "state": visit}
    assert set(rows) == {visit.pk, second.pk}
    assert rows[0] == (first[key].pk if key in first else rows[0])


def test_the_excel_file_holds_what_the_list_shows_with_links(
    visit, plan, tree, people, client
) -> None:
    make_visit(plan, tree.thcs, people.specialist)
    answer = client.get(reverse("plans:visit_export"), {"q": "quoc thai"})
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    texts = [str(cell) for row in rows for cell in row]

    assert "THPT Quốc Thái" in texts
    assert "THCS Vĩnh Lộc" not in texts
    assert any(text.endswith(visit.get_absolute_url()) for text in texts)


def test_the_excel_file_has_the_columns_that_the_list_shows(visit, client) -> None:
    query = {"column": ["plan", "state"]}
    answer = client.get(reverse("plans:visit_export"), query)
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    heads = next(row for row in rows if "Đơn vị" in row)
    shown = client.get(reverse("plans:visit_list"), query).content.decode()

    assert [head for head in heads if head] == ["Đơn vị", "Kế hoạch", "Trạng thái", "Đường dẫn"]
    assert any(visit.plan.title in row for row in rows)
    assert f'data-label="Kế hoạch"><span class="one-line">{visit.plan.title}' in shown
    assert 'data-label="Nội dung' not in shown


def test_the_list_takes_the_same_number_of_queries_for_one_and_three_rows(
    visit, plan, tree, people, client
) -> None:
    place(visit, people.specialist)
    for name in ("visit_list", "visit_export", "calendar"):
        url = reverse(f"plans:{name}")
        few = queries(client, url)
        for unit in (tree.thcs, tree.th):
            place(make_visit(plan, unit, people.specialist), people.specialist)
        assert queries(client, url) == few, name
        Visit.objects.exclude(pk=visit.pk).delete()


def test_bulk_actions_reach_exactly_what_was_chosen(visit, plan, tree, people, client) -> None:
    second = make_visit(plan, tree.thcs, people.specialist)
    third = make_visit(plan, tree.th, people.specialist)
    team = make_team(plan, people.specialist, [people.leader])
    bulk = reverse("plans:visit_bulk")

    client.post(bulk, {"pick": [visit.pk, third.pk], "team": team.pk, "action": "team"})
    assert set(Visit.objects.filter(team=team)) == {visit, third}

    client.post(f"{bulk}?q=vinh+loc", {"all": "1", "team": team.pk, "action": "team"})
    assert set(Visit.objects.filter(team=team)) == {visit, second, third}


def test_bulk_names_the_visits_it_could_not_change(visit, plan, tree, people, client) -> None:
    team = make_team(plan, people.specialist, [people.leader])
    place(visit, people.specialist, team=team)
    second = place(make_visit(plan, tree.thcs, people.specialist), people.specialist)

    page = client.post(
        reverse("plans:visit_bulk"), {"pick": [second.pk], "team": team.pk, "action": "team"},
        follow=True,
    )  # fmt: skip

    assert "THCS Vĩnh Lộc: Đoàn số 1 đang làm việc tại THPT Quốc Thái" in page.content.decode()


def test_a_letter_is_drafted_from_exactly_the_filtered_visits(
    visit, plan, tree, people, client
) -> None:
    place(visit, people.specialist)
    place(make_visit(plan, tree.thcs, people.specialist), people.specialist)
    client.post(f"{reverse('plans:visit_bulk')}?q=quoc+thai", {"all": "1", "action": "letter"})
    assert list(ScheduleLetter.objects.get().visits.all()) == [visit]


def test_bulk_never_touches_the_visits_of_others(visit, people, client_for) -> None:
    other = client_for(people.stranger)
    other.post(reverse("plans:visit_bulk"), {"all": "1", "action": "letter"})
    other.post(reverse("plans:visit_bulk"), {"pick": [visit.pk], "action": "letter"})
    assert not ScheduleLetter.objects.exists()


# Calendar ----------------------------------------------------------------------------------------
def test_the_month_marks_special_days_in_words(visit, plan, people, client) -> None:
    day = far_day()
    place(visit, people.specialist)
    CalendarDay.objects.create(on=day + timedelta(days=1), kind=DayKind.EXAM, name="Thi thử")
    page = client.get(reverse("plans:calendar"), {"on": day.isoformat()})
    text = page.content.decode()

    assert "Thi thử" in text
    assert "08:30" in text
    shown = [each for week in page.context["span"].weeks for each in week]
    assert len(shown) % 7 == 0
    assert [card.pk for each in shown for card in each.visits] == [visit.pk]


def test_the_week_has_the_plans_slots_and_other_times_as_rows(
    visit, plan, tree, people, client
) -> None:
    make_slots(plan)
    place(visit, people.specialist, at=LATE_MORNING)
    odd = make_visit(plan, tree.thcs, people.specialist)
    from datetime import time

    place(odd, people.specialist, at=(time(9), time(10)))
    query = {"view": "week", "on": far_day().isoformat(), "plan": plan.pk}
    rows = client.get(reverse("plans:calendar"), query).context["rows"]

    assert [str(row.slot) for row in rows] == [
        "08:30–10:00", "09:00–10:00", "10:00–11:30", "14:00–15:30", "15:30–17:00",
    ]  # fmt: skip
    assert sum(len(visits) for row in rows for _day, visits in row.cells) == 2


def test_visits_without_a_day_wait_under_their_month(visit, plan, tree, people, client) -> None:
    make_visit(plan, tree.thcs, people.specialist, month=far_day(12))
    waiting = client.get(reverse("plans:calendar")).context["waiting"]
    assert [month.count for month in waiting] == [1, 1]


def test_a_calendar_of_the_past_opens_where_its_visits_are(visit, plan, client) -> None:
    from datetime import date, time

    Visit.objects.filter(pk=visit.pk).update(
        on=date(2019, 5, 14), starts_at=time(8, 30), ends_at=time(10), state="done"
    )
    span = client.get(reverse("plans:calendar"), {"plan": plan.pk}).context["span"]
    assert span.first <= date(2019, 5, 14) <= span.last


# Adding, teams, letters ------------------------------------------------------------------------------
def test_a_unit_is_added_by_what_people_type(plan, tree, client) -> None:
    form = {
        "unit_text": "thpt quoc thai",
        "month": "2091-01",
        "kind": "thematic",
        "mode": "on_site",
    }
    client.post(reverse("plans:visit_add", args=[plan.pk]), form)
    assert plan.visits.get().unit == tree.thpt


def test_a_unit_of_another_authority_cannot_be_added(plan, tree, client) -> None:
    form = {"unit": tree.other_school.pk, "month": "2091-01", "kind": "thematic", "mode": "on_site"}
    assert client.post(reverse("plans:visit_add", args=[plan.pk]), form).status_code == 200
    assert not plan.visits.exists()


def test_several_units_that_fit_are_offered(plan, tree, client) -> None:
    for name in ("Trường THPT Quốc Thái A", "Trường THPT Quốc Thái B"):
        make_school(tree.department, name)
    form = {"unit_text": "Quốc Thai X", "month": "2091-01", "kind": "thematic", "mode": "on_site"}
    page = client.post(reverse("plans:visit_add", args=[plan.pk]), form)
    assert len(page.context["form"].suggestions) > 1
    found = client.get(reverse("plans:unit_search", args=[plan.pk]), {"unit_text": "quoc thai"})
    assert found.content.decode().count('name="unit"') == 3


def test_proposals_are_shown_before_they_are_added(plan, client) -> None:
    address = reverse("plans:propose", args=[plan.pk])
    assert "THPT Quốc Thái" in client.get(address).content.decode()
    assert not plan.visits.exists()
    client.post(address, {"chosen": "1", "streams": [plan.streams.get().pk]})
    assert plan.visits.get().streams.count() == 1


def test_a_team_is_built_on_its_pages(plan, people, client) -> None:
    client.post(reverse("plans:team_add", args=[plan.pk]), {"name": "Đoàn số 1"})
    team = InspectionTeam.objects.get()
    found = client.get(reverse("plans:people_search", args=[team.pk]), {"person_text": "lanh dao"})
    assert f'value="{people.leader.pk}"' in found.content.decode()
    join = reverse("plans:member_add", args=[team.pk])
    client.post(join, {"person": people.leader.pk, "role": "lead"})
    refused = client.post(join, {"person": people.leader.pk, "role": "member"})
    assert "Lãnh đạo Sở" in str(refused.context["form"].non_field_errors())
    client.post(
        join,
        {
            "full_name": "Bùi Dương",
            "email": "duong@example.vn",
            "role": "member",
            "honorific": "Ông",
        },
    )
    members = list(TeamMember.objects.values_list("pk", flat=True))
    task = {"task": "Kiểm tra hồ sơ", "dossiers": "", "members": members}
    client.post(reverse("plans:assignment_add", args=[team.pk]), task)

    page = client.get(reverse("plans:team", args=[team.pk])).content.decode()

    assert "Ông Bùi Dương" in page
    assert 'rowspan="2"' in page


def test_a_clerk_lays_the_letter_on_the_desk_and_a_specialist_cannot(
    visit, plan, people, client, client_for
) -> None:
    team = make_team(plan, people.specialist, [people.leader])
    place(visit, people.specialist, team=team)
    letter = make_letter(plan, [visit], people.specialist)
    address = reverse("plans:letter_issue", args=[letter.pk])

    assert client.post(address).status_code == 404
    answer = client_for(people.clerk).post(address)

    letter.refresh_from_db()
    assert answer.url == reverse("documents:issue", args=[letter.document_id])
    assert client_for(people.clerk).get(answer.url).status_code == 200


def test_the_plan_page_shows_schedule_teams_and_letters(visit, plan, people, client) -> None:
    make_team(plan, people.specialist, [people.leader], "Đoàn số 7")
    make_letter(plan, [visit], people.specialist)
    page = client.get(plan.get_absolute_url())

    assert "Đoàn số 7" in page.content.decode()
    assert page.context["schedule"].total == 1
    assert len(page.context["letters"]) == 1
