"""Nothing typed is lost, and nobody's words are overwritten silently."""

import threading

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import translation

from core.drafts import keeping
from core.drafts.keeping import discard_draft, draft_for, keep_draft, typed
from core.drafts.models import EditDraft
from core.web.editing import StaleEdit, save_if_unchanged
from units.models import Unit

pytestmark = pytest.mark.django_db


def test_whoever_saves_first_wins_and_the_second_sees_both_versions(tree):
    mine, theirs = Unit.objects.get(pk=tree.th.pk), Unit.objects.get(pk=tree.th.pk)
    version = mine.version
    theirs.phone = "0296 111"
    save_if_unchanged(theirs, ["phone"], version)
    mine.phone = "0296 222"
    with pytest.raises(StaleEdit) as stale:
        save_if_unchanged(mine, ["phone"], version)
    with translation.override("en"):
        assert stale.value.differences == [("telephone", "0296 222", "0296 111")]
    assert Unit.objects.get(pk=tree.th.pk).phone == "0296 111"


def test_saving_counts_the_version_up_and_touches_only_the_named_fields(tree):
    unit = Unit.objects.get(pk=tree.th.pk)
    version = unit.version
    unit.phone, unit.email = "0296 333", "chua-luu@example.vn"
    save_if_unchanged(unit, ["phone"], version)
    assert unit.version == version + 1
    fresh = Unit.objects.get(pk=tree.th.pk)
    assert (fresh.phone, fresh.email, fresh.version) == ("0296 333", "", version + 1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("guarded", [True, False], ids=["guard on", "guard off"])
def test_of_pairs_who_save_at_once_nobody_overwrites_silently(tree, guarded):
    """With the guard off (the control) the later one of each pair wins without a word."""
    told, saved = [], []

    def save(number, start):
        try:
            unit = Unit.objects.get(pk=tree.th.pk)
            unit.phone = str(number)
            start.wait()
            try:
                if guarded:
                    save_if_unchanged(unit, ["phone"], unit.version)
                else:
                    Unit.objects.filter(pk=unit.pk).update(phone=unit.phone)
                saved.append(number)
            except StaleEdit:
                told.append(number)
        finally:
            connection.close()

    for pair in range(20):
        start = threading.Barrier(2)
        threads = [threading.Thread(target=save, args=(pair * 2 + n, start)) for n in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert (len(saved), len(told)) == ((20, 20) if guarded else (40, 0))


# Drafts -------------------------------------------------------------------------------------------
def post(client, **fields):
    return client.post(reverse("core:draft_save"), {"key": "plans.section:7", **fields})


def test_what_is_typed_comes_back_after_a_crash(user, client_for):
    answer = post(client_for(user), text="Mục đích, yêu cầu", picks=["1", "2"])
    assert answer.status_code == 200
    draft = draft_for(user, "plans.section:7")
    assert draft.data == {"text": ["Mục đích, yêu cầu"], "picks": ["1", "2"]}
    assert typed(draft).getlist("picks") == ["1", "2"]


def test_the_answer_says_when_it_was_kept(user, client_for, time_machine_at):
    user.language = "vi"
    user.save()
    assert post(client_for(user), text="x").content.decode() == "Đã lưu 10:32"


@pytest.fixture
def time_machine_at():
    import time_machine

    with time_machine.travel("2026-11-20 03:32:00+00:00", tick=False):
        yield


def test_the_last_words_replace_the_earlier_ones(user, client_for):
    client = client_for(user)
    post(client, text="một")
    post(client, text="hai")
    assert EditDraft.objects.count() == 1
    assert draft_for(user, "plans.section:7").data["text"] == ["hai"]


def test_a_draft_is_ones_own(user, make_user, client_for):
    post(client_for(user), text="riêng")
    assert draft_for(make_user(), "plans.section:7") is None


def test_a_saved_form_leaves_no_draft(user, client_for):
    post(client_for(user), text="x")
    discard_draft(user, "plans.section:7")
    assert draft_for(user, "plans.section:7") is None


def test_a_draft_is_bounded(user, client_for, monkeypatch):
    monkeypatch.setattr(keeping, "MAX_BYTES", 100)
    answer = post(client_for(user), text="ă" * 200)
    assert answer.status_code == 413
    assert not EditDraft.objects.exists()


def test_the_oldest_draft_gives_way_when_there_are_too_many(user, monkeypatch):
    from django.http import QueryDict

    monkeypatch.setattr(keeping, "MAX_DRAFTS", 3)
    for number in range(5):
        keep_draft(key=f"k{number}", fields=QueryDict("a=1"), by=user)
    assert set(EditDraft.objects.values_list("key", flat=True)) == {"k2", "k3", "k4"}


@pytest.mark.parametrize("key", ["", "k" * 121])
def test_a_form_without_a_proper_name_is_not_kept(user, client_for, key):
    assert client_for(user).post(reverse("core:draft_save"), {"key": key}).status_code == 413
