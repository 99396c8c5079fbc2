"""The pages of delegations."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from libraries.models import Delegation
from tests.libraries.factories import DelegationFactory
from tests.units.factories import make_department, make_office, make_person

pytestmark = pytest.mark.django_db

LIST = reverse("libraries:delegation_list")
ADD = reverse("libraries:delegation_add")


@pytest.fixture
def department():
    return make_department()


@pytest.fixture
def office(department):
    return make_office(department, "Phòng GDĐT huyện Tri Tôn")


@pytest.fixture
def specialist(department):
    return make_person(department)


def answers(department, office, **changes):
    return {
        "department": department.pk, "office": office.pk, "kind": "library",
        "level_list": ["TH", "THCS"], "criteria": "", "basis": "Hướng dẫn số 24/HD-SGDĐT",
        "valid_from": "2019-08-26", "valid_to": "", **changes,
    }  # fmt: skip


def test_the_list_says_who_does_what_and_until_when(client_for, department, office, specialist):
    DelegationFactory(department=department, office=office, valid_to=date(2020, 5, 31))
    client = client_for(specialist)
    page = client.get(LIST).content.decode()
    assert "Phòng GDĐT huyện Tri Tôn" in page
    assert "Thư viện trường học" in page
    assert "Đã kết thúc" in page


def test_filters_leave_out_what_does_not_match(client_for, department, office, specialist):
    DelegationFactory(department=department, office=office, valid_to=date(2020, 5, 31))
    client = client_for(specialist)
    assert office.short_name in client.get(LIST, {"state": "ended"}).content.decode()
    assert office.short_name not in client.get(LIST, {"state": "now"}).content.decode()
    assert office.short_name not in client.get(LIST, {"kind": "subject_room"}).content.decode()


def test_a_specialist_delegates_in_the_browser(client_for, department, office, specialist):
    client = client_for(specialist)
    assert client.get(ADD).status_code == 200
    answer = client.post(ADD, answers(department, office))
    assert answer.status_code == 302, answer.context["form"].errors
    assert Delegation.objects.get().office == office


def test_a_refusal_is_shown_and_nothing_is_saved(client_for, department, office, specialist):
    DelegationFactory(department=department, office=office)
    client = client_for(specialist)
    answer = client.post(ADD, answers(department, office))
    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors()
    assert Delegation.objects.count() == 1


def test_ending_in_the_browser_sets_the_last_day(client_for, department, office, specialist):
    given = DelegationFactory(department=department, office=office)
    client = client_for(specialist)
    address = reverse("libraries:delegation_end", args=[given.pk])
    assert client.get(address).status_code == 200
    today = timezone.localdate()
    assert client.post(address, {"last_day": today, "reason": ""}).status_code == 200
    assert client.post(address, {"last_day": today, "reason": "Thay quy định"}).status_code == 302
    given.refresh_from_db()
    assert given.valid_to == today


@pytest.mark.parametrize("role", [Role.OFFICE_OFFICER, Role.PRINCIPAL, Role.VIEWER])
def test_whoever_may_not_delegate_finds_no_such_page(client_for, department, office, role):
    given = DelegationFactory(department=department, office=office)
    client = client_for(make_person(office, role))
    assert client.get(ADD).status_code == 404
    assert client.get(reverse("libraries:delegation_end", args=[given.pk])).status_code == 404
    assert office.short_name in client.get(LIST).content.decode()


def test_another_departments_specialist_neither_sees_nor_ends_it(client_for, department, office):
    given = DelegationFactory(department=department, office=office)
    client = client_for(make_person(make_department("Sở GDĐT Bình Dương")))
    assert office.short_name not in client.get(LIST).content.decode()
    assert client.get(reverse("libraries:delegation_end", args=[given.pk])).status_code == 404
