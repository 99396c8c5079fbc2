"""Small pieces of the ground floor: language, signs of life, discovery, upkeep."""

import json
import sys

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from core import discovery, tasks
from core.jobs.models import Pulse

pytestmark = pytest.mark.django_db


def choose(client, language, page="/notifications/"):
    return client.post(reverse("core:set_language"), {"language": language, "next": page})


def test_the_language_is_kept_with_the_person_and_the_page_stays(user, client_for):
    client = client_for(user)
    answer = choose(client, "en", "/notifications/?page=2")
    assert answer["Location"] == "/notifications/?page=2"
    user.refresh_from_db()
    assert user.language == "en"
    assert "Notices" in client.get(reverse("core:notifications")).content.decode()
    choose(client, "vi")
    assert "Thông báo" in client.get(reverse("core:notifications")).content.decode()


def test_before_sign_in_the_cookie_keeps_it(client, settings):
    assert choose(client, "en").cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"]
)
def test_choosing_a_language_never_leads_out(client, target):
    assert choose(client, "vi", target)["Location"] == "/"


def test_a_language_there_is_not_changes_nothing(user, client_for, settings):
    answer = choose(client_for(user), "xx")
    assert settings.LANGUAGE_COOKIE_NAME not in answer.cookies


def test_a_language_is_not_chosen_by_a_link(client):
    assert client.get(reverse("core:set_language")).status_code == 405


def test_the_process_answers_without_asking_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/livez").content == b"ok"
    assert client.get("/readyz").status_code == 200


def test_a_room_is_found_by_the_name_of_its_module_and_its_errors_are_not_hidden(
    tmp_path, monkeypatch
):
    package = tmp_path / "a_room"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "apps.py").write_text(
        "from django.apps import AppConfig\nclass A(AppConfig):\n    name = 'a_room'\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    from django.apps import apps
    from django.test.utils import modify_settings

    with modify_settings(INSTALLED_APPS={"append": "a_room"}):
        assert apps.is_installed("a_room")
        discovery.discover("a_thing_nobody_has")
        (package / "broken_thing.py").write_text("raise RuntimeError('half a registry')\n")
        with pytest.raises(RuntimeError, match="half a registry"):
            discovery.discover("broken_thing")
    sys.modules.pop("a_room", None)


def test_the_scheduler_leaves_a_sign_of_life():
    tasks.scheduler_heartbeat_task()
    tasks.scheduler_heartbeat_task()
    assert (timezone.now() - Pulse.objects.get().at).total_seconds() < 5


def test_the_porters_do_what_their_rooms_do():
    assert tasks.reconcile_jobs_task() == {"failed": 0, "requeued": 0, "sent": 0}
    assert tasks.deliver_mail_task() == 0


def test_reconciling_by_hand_prints_what_it_did(capsys):
    call_command("reconcile")
    assert json.loads(capsys.readouterr().out)["requeued"] == 0
