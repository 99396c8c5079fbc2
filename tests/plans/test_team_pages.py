"""Pages of teams as people use them: confirm, act, draft, override, hand over, number."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from documents.enums import SigningMode
from documents.models import SigningAuthority
from plans.domain.teams import draft_decision
from plans.models import ActingLead, EligibilityStatement, TeamDecision
from tests.plans.factories import far_day, make_team, make_visit, place

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(plan, tree, people):
    SigningAuthority.objects.create(
        person=people.leader, unit=tree.department, mode=SigningMode.DEPUTY, post="Phó Giám đốc",
        head_post="Giám đốc", valid_from=date(2019, 1, 1),
    )  # fmt: skip
    found = make_team(plan, people.specialist, [people.leader, people.clerk])
    place(make_visit(plan, tree.thpt, people.specialist), people.specialist, team=found)
    return found


def page(browser, name: str, *args: int) -> str:
    response = browser.get(reverse(f"plans:{name}", args=args))
    assert response.status_code == 200
    return response.content.decode()


def test_a_member_is_confirmed_on_the_page_and_the_team_page_shows_by_whom(
    team, people, client_for
) -> None:
    browser, member = client_for(people.specialist), team.members.get(user=people.clerk)
    assert "Còn 2 điều kiện" in page(browser, "team", team.pk)
    url = reverse("plans:member_eligibility", args=[member.pk])

    browser.post(url, {"met": ["competent", "undisciplined"], "note": "Hồ sơ công chức"})

    assert EligibilityStatement.objects.filter(person=people.clerk).count() == 2
    assert "Hồ sơ công chức" in page(browser, "member_eligibility", member.pk)
    assert "Đã xác nhận" in page(browser, "team", team.pk)
    wrong = browser.post(url, {"met": ["trained"]})
    assert wrong.status_code == 200
    assert EligibilityStatement.objects.filter(person=people.clerk).count() == 2


def test_an_acting_lead_is_named_shown_and_sent_back(team, people, client_for) -> None:
    browser, member = client_for(people.specialist), team.members.get(user=people.clerk)
    url, day = reverse("plans:acting_add", args=[team.pk]), far_day()
    form = {"member": member.pk, "reason": "Đi công tác"}
    assert "ngày đầu" in browser.post(url, form).content.decode()
    assert not ActingLead.objects.exists()

    browser.post(url, {**form, "begins_on": day.isoformat(), "ends_on": day.isoformat()})

    acting = ActingLead.objects.get()
    assert "Đi công tác" in page(browser, "team", team.pk)
    visit = team.visits.get()
    assert "thay trưởng đoàn" in page(browser, "visit", visit.pk)
    browser.post(reverse("plans:acting_end", args=[acting.pk]))
    assert "thay trưởng đoàn" not in page(browser, "visit", visit.pk)


def test_a_decision_goes_from_its_draft_to_the_clerks_number(team, people, client_for) -> None:
    author, clerk = client_for(people.specialist), client_for(people.clerk)
    assert "chưa có quyết định" in page(author, "team_list", team.plan_id)
    author.post(reverse("plans:team_decision_new", args=[team.pk]))
    decision = TeamDecision.objects.get()
    assert "chưa kê khai xung đột lợi ích" in page(author, "team_decision", decision.pk)
    author.post(reverse("plans:team_decision_ready", args=[decision.pk]))
    decision.refresh_from_db()
    assert decision.document is None

    author.post(
        reverse("plans:team_decision_override", args=[decision.pk]),
        {"comment": "Kiểm tra đột xuất"},
    )
    assert "Kiểm tra đột xuất" in page(author, "team_decision", decision.pk)
    author.post(reverse("plans:team_decision_ready", args=[decision.pk]))
    desk = clerk.post(reverse("plans:team_decision_issue", args=[decision.pk]))
    decision.refresh_from_db()
    assert desk.url == reverse("documents:issue", args=[decision.document_id])
    answers = {
        "issued_on": timezone.localdate().isoformat(), "confirmed": "1",
        "authority": SigningAuthority.objects.get().pk,
    }  # fmt: skip
    clerk.post(desk.url, answers)

    decision.refresh_from_db()
    assert decision.state == "issued"
    number = decision.document.number_line
    assert "chưa có quyết định" not in page(author, "team_list", team.plan_id)
    assert number in page(author, "team", team.pk)
    assert number in page(client_for(people.clerk), "my_team", team.pk)
    assert "Kiểm tra đột xuất" in page(author, "team_decision", decision.pk)


def test_an_override_can_be_taken_back(team, people, client_for) -> None:
    author, decision = (
        client_for(people.specialist),
        draft_decision(team=team, by=people.specialist),
    )
    url = reverse("plans:team_decision_override", args=[decision.pk])
    assert author.post(url, {"comment": " "}).status_code == 200  # no reason, no override
    author.post(url, {"comment": "Gấp"})
    author.post(url, {"withdraw": "1"})
    decision.refresh_from_db()
    assert (decision.override_reason, decision.overridden_by) == ("", None)


def test_of_two_authors_the_later_sees_both_versions(team, people, client_for) -> None:
    author, decision = (
        client_for(people.specialist),
        draft_decision(team=team, by=people.specialist),
    )
    url = reverse("plans:team_decision_edit", args=[decision.pk])
    form = {
        "subject": "Thành lập Đoàn kiểm tra", "symbol": "QĐ-SGDĐT", "authority": "Giám đốc Sở",
        "bases": "Căn cứ A", "targets": "Trường X", "contents": "Thư viện", "days": "5",
        "duties": "", "recipients": "Như Điều 4", "archive_mark": "VT", "proposed_by": "",
        "version": decision.version,
    }  # fmt: skip
    assert author.post(url, form).status_code == 302
    stale = author.post(url, {**form, "days": "7"})
    assert stale.status_code == 409
    assert "5" in stale.content.decode()
    decision.refresh_from_db()
    assert decision.days == 5


def test_the_team_page_asks_as_often_for_many_people_as_for_few(
    team, people, make_user, tree, client_for, django_assert_max_num_queries
) -> None:
    browser, url = client_for(people.specialist), reverse("plans:team", args=[team.pk])
    browser.get(url)
    with django_assert_max_num_queries(40):
        few = browser.get(url)
    for number in range(8):
        team.members.create(
            user=make_user("inspector", tree.department, full_name=f"Người số {number}"), order=9
        )
    with django_assert_max_num_queries(40):
        many = browser.get(url)
    assert len(many.content) > len(few.content)
