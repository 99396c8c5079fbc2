"""Signing in and out, the lockout, the demonstration's short cut."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "mat-khau-thu-nghiem"
SIGN_IN = "/accounts/sign-in/"
LOCAL = {"HTTP_HOST": "localhost:8000", "REMOTE_ADDR": "127.0.0.1"}


def sign_in(client, email, password=PASSWORD, **fields):
    return client.post(SIGN_IN, {"username": email, "password": password} | fields)


def test_a_person_signs_in_with_an_address_in_any_case(client, user):
    response = sign_in(client, user.email.upper())
    assert response.status_code == 302
    assert response.url == reverse("home")


def test_the_page_asked_for_comes_after_sign_in(client, user):
    wanted = reverse("accounts:profile")
    asked = client.get(wanted)
    assert asked.url == f"{SIGN_IN}?next={wanted}"
    assert f'name="next" value="{wanted}"' in client.get(asked.url).content.decode()
    assert sign_in(client, user.email, next=wanted).url == wanted


@pytest.mark.parametrize("elsewhere", ["https://example.com/", "//example.com", "javascript:1"])
def test_nobody_is_sent_to_another_site(client, user, elsewhere):
    assert sign_in(client, user.email, next=elsewhere).url == reverse("home")


def test_one_refusal_for_a_wrong_password_an_unknown_and_a_blocked_person(client, user, make_user):
    make_user(email="blocked@example.vn", is_active=False)
    make_user(email="invited@example.vn", password=None)
    refusals = {
        tuple(sign_in(client, email, password).context["form"].non_field_errors())
        for email, password in [
            (user.email, "wrong"),
            ("nobody@example.vn", PASSWORD),
            ("blocked@example.vn", PASSWORD),
            ("invited@example.vn", PASSWORD),
        ]
    }
    assert len(refusals) == 1


def test_five_wrong_passwords_pause_the_address_in_words(client, user, settings):
    settings.AXES_ENABLED = True
    for _attempt in range(5):
        paused = sign_in(client, user.email, "wrong")
    assert paused.status_code == 429
    assert "15" in paused.content.decode()
    assert sign_in(client, user.email).status_code == 429


def test_the_pause_looks_the_same_for_an_address_nobody_has(client, settings):
    settings.AXES_ENABLED = True
    for _attempt in range(5):
        paused = sign_in(client, "nobody@example.vn", "wrong")
    assert paused.status_code == 429


def test_signing_out_needs_a_button_not_a_link(client, user):
    client.force_login(user)
    assert client.get("/accounts/sign-out/").status_code == 405
    client.post("/accounts/sign-out/")
    assert client.get("/accounts/profile/").status_code == 302


def test_the_session_of_a_person_who_is_blocked_ends_at_once(client, user):
    sign_in(client, user.email)
    assert client.get("/accounts/profile/").status_code == 200
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get("/accounts/profile/").status_code == 302


def test_the_screen_speaks_the_language_of_the_person(client, make_user):
    client.force_login(make_user(language="en"))
    assert 'lang="en"' in client.get("/accounts/profile/").content.decode()
    client.force_login(make_user(language="vi"))
    english = client.get("/accounts/profile/", headers={"accept-language": "en"})
    assert 'lang="vi"' in english.content.decode()


# The demonstration's short cut ----------------------------------------------------------------
@pytest.fixture
def demo_user(make_user, tree):
    return make_user(Role.SPECIALIST, tree.department, is_demo=True)


def enter(user, **meta):
    return Client().post("/accounts/enter/", {"user": user.pk}, **(LOCAL | meta))


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:8000", "[::1]:8000"])
def test_on_this_machine_a_button_enters_the_demonstration(demo_user, settings, host):
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
    response = enter(demo_user, HTTP_HOST=host)
    assert response.status_code == 302
    assert "session" in "".join(response.cookies)


@pytest.mark.parametrize(
    "meta",
    [
        {"HTTP_HOST": "testserver"},
        {"HTTP_HOST": "localhost.example.vn"},
        {"REMOTE_ADDR": "192.168.1.20"},
        {"REMOTE_ADDR": ""},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_FORWARDED": "for=127.0.0.1"},
        {"HTTP_X_REAL_IP": "127.0.0.1"},
    ],
)
def test_from_anywhere_else_the_short_cut_does_not_exist(demo_user, settings, meta):
    settings.ALLOWED_HOSTS = ["*"]
    assert enter(demo_user, **meta).status_code == 404


def test_outside_a_demonstration_the_short_cut_does_not_exist(demo_user, settings):
    settings.DEMO = False
    assert enter(demo_user).status_code == 404
    assert "/accounts/enter/" not in Client().get(SIGN_IN, **LOCAL).content.decode()


def test_only_people_of_the_demonstration_are_entered_as(user, demo_user, make_user):
    assert enter(user).status_code == 404
    assert enter(make_user(is_demo=True, is_active=False)).status_code == 404
    assert Client().post("/accounts/enter/", {"user": "x"}, **LOCAL).status_code == 404
    assert Client().get("/accounts/enter/", **LOCAL).status_code == 405


def test_the_sign_in_page_offers_one_person_per_role_with_the_unit(demo_user, make_user, tree):
    make_user(Role.SPECIALIST, tree.department, is_demo=True, full_name="Người thứ hai")
    make_user(Role.PRINCIPAL, tree.thpt, is_demo=True)
    page = Client().get(SIGN_IN, **LOCAL)
    first = page.context["demo_people"]
    assert [person.unit for person in first] == [
        tree.department.short_name,
        tree.thpt.short_name,
    ]
    assert len(page.context["more_demo_people"]) == 1
    assert "demo_people" not in Client().get(SIGN_IN).context
