"""A forgotten password, a changed password, one's own profile."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.domain.passwords import reset_url
from core.audit.models import AuditEntry
from core.notifications.models import Message

pytestmark = pytest.mark.django_db
NEW = "ba-tu-de-nho-2026"


def ask(client, email):
    return client.post("/accounts/reset/", {"email": email})


def choose(client, url, password=NEW):
    return client.post(url, {"new_password1": password, "new_password2": password})


def test_a_known_and_an_unknown_address_get_the_same_answer(client, user):
    known, unknown = ask(client, user.email), ask(client, "nobody@example.vn")
    assert known.url == unknown.url == reverse("accounts:reset_sent")
    assert [message.recipient for message in Message.objects.all()] == [user]


def test_only_e_mail_carries_the_link(client, user):
    ask(client, user.email)
    message = Message.objects.get()
    assert message.channel == "email"
    assert re.match(r"/accounts/reset/\w+/\w+-\w+/", message.url)


def test_pressing_ten_times_sends_one_mail(client, user):
    for _press in range(10):
        ask(client, user.email)
    assert Message.objects.count() == 1


def test_blocked_and_never_invited_people_get_no_link(client, make_user):
    ask(client, make_user(is_active=False).email)
    ask(client, make_user(password=None).email)
    assert not Message.objects.exists()


def test_the_link_sets_a_password_once(client, user):
    url = reset_url(user)
    assert choose(client, url).url == reverse("accounts:sign_in")
    user.refresh_from_db()
    assert user.check_password(NEW)
    assert choose(client, url, "noch-einmal-anders-1").status_code == 410


def test_the_link_ends_after_two_hours(client, user, monkeypatch):
    url = reset_url(user)
    later = timezone.localtime().replace(tzinfo=None) + timedelta(hours=2, minutes=1)
    monkeypatch.setattr(
        "django.contrib.auth.tokens.PasswordResetTokenGenerator._now", lambda self: later
    )
    assert client.get(url).status_code == 410


def test_a_broken_link_says_so(client):
    for uid in ("AA", "zzzz", "MTIz", "____"):
        assert client.get(f"/accounts/reset/{uid}/abc-def/").status_code == 410


def test_a_weak_password_is_refused_in_words(client, user):
    for weak in ("12345678", "password1234", user.email):
        page = choose(client, reset_url(user), weak)
        assert page.context["form"].errors["new_password2"]


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(client, user):
    other = Client()
    other.force_login(user)
    client.force_login(user)
    fields = {"old_password": "mat-khau-thu-nghiem", "new_password1": NEW, "new_password2": NEW}
    assert client.post("/accounts/profile/password/", fields).status_code == 302
    assert client.get("/accounts/profile/").status_code == 200
    assert other.get("/accounts/profile/").status_code == 302


def test_the_present_password_is_needed_for_a_new_one(client, user):
    client.force_login(user)
    fields = {"old_password": "wrong", "new_password1": NEW, "new_password2": NEW}
    assert client.post("/accounts/profile/password/", fields).context["form"].errors


def test_a_person_changes_their_profile_and_it_is_on_record(client, user):
    client.force_login(user)
    fields = {
        "full_name": "Đào Thị B",
        "honorific": "Bà",
        "post": "",
        "phone": "",
        "language": "en",
    }
    assert client.post("/accounts/profile/", fields).status_code == 302
    user.refresh_from_db()
    assert user.addressed_name == "Bà Đào Thị B"
    assert AuditEntry.objects.about(user).first().after["language"] == "en"
    assert 'lang="en"' in client.get("/accounts/profile/").content.decode()


def test_a_profile_cannot_reach_for_rights(client, user):
    client.force_login(user)
    fields = {"full_name": "X", "language": "vi", "is_staff": "on", "email": "other@example.vn"}
    client.post("/accounts/profile/", fields)
    user.refresh_from_db()
    assert not user.is_staff
    assert user.email != "other@example.vn"


def test_the_profile_lists_the_roles_held(client, make_user, tree):
    client.force_login(make_user("principal", tree.thpt))
    assert tree.thpt.short_name in client.get("/accounts/profile/").content.decode()
