"""The history of a thing as a page: in words, and for those who may read it."""

import pytest
from django.urls import reverse

from tests.plans.factories import make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(plan, people):
    return make_team(plan, people.specialist, [people.leader])


def page(client, thing):
    return client.get(reverse("core:history", args=[thing._meta.label_lower, thing.pk]))


def test_who_did_what_is_told_in_words(team, people, client_for) -> None:
    text = page(client_for(people.specialist), team).content.decode()

    assert "thành lập đoàn" in text
    assert "Lãnh đạo Sở" in text
    assert "Chuyên viên Sở" in text


def test_the_teams_page_leads_there(team, people, client_for) -> None:
    address = reverse("core:history", args=["plans.inspectionteam", team.pk])

    text = client_for(people.specialist).get(reverse("plans:team", args=[team.pk])).content.decode()

    assert f'href="{address}"' in text


@pytest.mark.parametrize("role", ["principal", "stranger", "officer"])
def test_who_does_not_write_the_plan_finds_nothing(team, people, client_for, role) -> None:
    assert page(client_for(getattr(people, role)), team).status_code == 404


@pytest.mark.parametrize(
    ("kind", "pk"), [("accounts.user", "1"), ("no.such", "1"), ("plans.inspectionteam", "x")]
)
def test_what_no_room_tells_is_not_told(people, client_for, kind, pk) -> None:
    client = client_for(people.specialist)

    assert client.get(reverse("core:history", args=[kind, pk])).status_code == 404
