"""An invitation from the form to the first page, and everything that may go wrong with it."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from core.audit.models import AuditEntry
from core.notifications.models import Message
from units.domain.people import end_membership, hashed, invite_again, invite_person
from units.models import Invitation, Membership

PASSWORD = "ba-tu-de-nho-2026"
NEW = {"new_password1": PASSWORD, "new_password2": PASSWORD}


@pytest.fixture
def principal(make_user, tree):
    return make_user(Role.PRINCIPAL, tree.thpt)


@pytest.fixture
def invited(tree, principal):
    return invite_person(
        unit=tree.thpt, full_name="Cán bộ thư viện", email="Thu.Vien@example.vn ",
        role=Role.SCHOOL_OFFICER, by=principal,
    )  # fmt: skip


def fields(**values):
    return {
        "full_name": "Cán bộ thư viện",
        "email": "thuvien@example.vn",
        "role": Role.SCHOOL_OFFICER,
        "valid_from": "2026-11-01",
    } | values


def test_a_principal_invites_and_the_invited_person_enters(client_for, principal, tree, client):
    page = client_for(principal).post(reverse("units:invite", args=[tree.thpt.pk]), fields())
    path = page.context["link"].removeprefix("http://localhost:8000")
    assert path in page.content.decode()
    assert tree.thpt.name in client.get(path).content.decode()
    assert client.post(path, NEW).url == reverse("home")
    assert client.get(reverse("units:unit", args=[tree.thpt.pk])).status_code == 200
    assert client.get(reverse("units:unit", args=[tree.th.pk])).status_code == 404


def test_the_address_is_kept_in_lower_case_and_no_password_works_before(invited, client):
    user = invited.membership.user
    assert user.email == "thu.vien@example.vn"
    for password in ("", "password", "None"):
        client.post("/accounts/sign-in/", {"username": user.email, "password": password})
        assert "_auth_user_id" not in client.session


def test_only_the_hash_of_the_link_is_stored(invited):
    token = invited.path.split("/")[-2]
    invitation = Invitation.objects.get()
    assert invitation.token_hash == hashed(token)
    assert token not in str(Invitation.objects.values())


def test_a_link_is_used_once(invited, client):
    client.post(invited.path, NEW)
    other = Client().post(invited.path, NEW)
    assert other.status_code == 410


def test_a_link_ends_in_words(invited, client):
    Invitation.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    page = client.get(invited.path)
    assert page.status_code == 410
    assert reverse("accounts:sign_in") in page.content.decode()
    assert client.post(invited.path, NEW).status_code == 410


def test_a_made_up_link_and_one_of_a_blocked_person_open_nothing(invited, client):
    assert client.get("/units/invitation/abc/").status_code == 410
    User.objects.filter(pk=invited.membership.user_id).update(is_active=False)
    assert client.get(invited.path).status_code == 410


def test_a_newer_link_ends_the_older_one(invited, principal, client):
    newer = invite_again(membership=invited.membership, by=principal)
    assert client.get(invited.path).status_code == 410
    assert client.get(newer.path).status_code == 200


def test_the_invitation_goes_by_mail_only(invited):
    message = Message.objects.get()
    assert (message.channel, message.address) == ("email", "thu.vien@example.vn")
    assert message.url == invited.path


def test_someone_with_a_password_gets_the_role_and_no_link(make_user, principal, tree):
    known = make_user(email="known@example.vn")
    invited = invite_person(
        unit=tree.thpt, full_name="Tên khác", email="known@example.vn", role=Role.VIEWER,
        by=principal,
    )  # fmt: skip
    assert invited.path == ""
    assert not Invitation.objects.exists()
    known.refresh_from_db()
    assert known.full_name != "Tên khác"
    assert Message.objects.filter(recipient=known).exists()


def test_a_principal_never_sees_a_link_that_opens_the_department(make_user, principal, tree):
    make_user(Role.SPECIALIST, tree.department, email="sở@example.vn", password=None)
    invited = invite_person(
        unit=tree.thpt, full_name="X", email="sở@example.vn", role=Role.SCHOOL_OFFICER,
        by=principal,
    )  # fmt: skip
    assert invited.path == ""
    assert Message.objects.filter(channel="email").exists()


def test_a_role_held_already_is_refused_in_the_form(client_for, principal, tree, invited):
    page = client_for(principal).post(
        reverse("units:invite", args=[tree.thpt.pk]), fields(email="thu.vien@example.vn")
    )
    assert "Cán bộ thư viện" in str(page.context["form"].non_field_errors())


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.SPECIALIST, "king", ""])
def test_a_role_one_may_not_give_is_refused(client_for, principal, tree, role):
    page = client_for(principal).post(
        reverse("units:invite", args=[tree.thpt.pk]), fields(role=role)
    )
    assert "role" in page.context["form"].errors
    assert not User.objects.filter(email="thuvien@example.vn").exists()


def test_nobody_invites_to_another_school(client_for, principal, tree):
    for unit in (tree.th, tree.department, tree.other_school):
        address = reverse("units:invite", args=[unit.pk])
        assert client_for(principal).post(address, fields()).status_code == 404


def test_a_role_ends_on_its_last_day(client_for, principal, tree, invited):
    Membership.objects.filter(pk=invited.membership.pk).update(valid_from=date(2026, 1, 1))
    address = reverse("units:membership_end", args=[invited.membership.pk])
    client_for(principal).post(address, {"on": "2026-02-01"})
    invited.membership.refresh_from_db()
    assert invited.membership.valid_to == date(2026, 2, 1)
    assert AuditEntry.objects.about(tree.thpt).first().action == "units.end_membership"
    assert not invited.membership.user.roles


def test_a_role_that_has_not_begun_is_taken_back(principal, tree, invited):
    Membership.objects.filter(pk=invited.membership.pk).update(valid_from=date(2099, 1, 1))
    invited.membership.refresh_from_db()
    end_membership(membership=invited.membership, on=timezone.localdate(), by=principal)
    assert not Membership.objects.filter(unit=tree.thpt, role=Role.SCHOOL_OFFICER).exists()


def test_dates_in_the_wrong_order_are_named_at_their_field(client_for, principal, tree):
    page = client_for(principal).post(
        reverse("units:invite", args=[tree.thpt.pk]), fields(valid_to="2026-10-01")
    )
    assert "valid_to" in page.context["form"].errors
