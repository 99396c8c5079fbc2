"""The audit chain: it only grows, and whoever goes behind its back is found out."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import translation

from accounts.models import User
from core.audit.models import AuditEntry, AuditHead
from core.audit.recording import broken_links, digest, record, snapshot
from core.audit.triggers import TABLE, drop_triggers, install_triggers, missing_triggers

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain(user):
    for number in range(5):
        record("test.step", user, by=user, after={"post": f"Chức vụ {number}"})
    return list(AuditEntry.objects.order_by("sequence"))


@pytest.fixture
def behind_its_back(chain):
    drop_triggers(connection)
    yield chain
    install_triggers(connection)


def run(sql, params=()):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def save_changed(entry):
    entry.sentence = "sửa lại"
    entry.save()


TAMPERINGS = {
    "saving a changed entry": lambda chain: save_changed(chain[2]),
    "deleting one through the model": lambda chain: chain[2].delete(),
    "update() of a queryset": lambda chain: AuditEntry.objects.update(actor_name="Người khác"),
    "delete() of a queryset": lambda chain: AuditEntry.objects.all().delete(),
    "bulk_update": lambda chain: AuditEntry.objects.bulk_update(
        [setattr(entry, "action", "x") or entry for entry in chain], ["action"]
    ),
    "raw UPDATE": lambda chain: run(f"UPDATE {TABLE} SET sentence = 'x'"),
    "raw DELETE": lambda chain: run(f"DELETE FROM {TABLE} WHERE sequence = 5"),
    "shortening the head": lambda chain: AuditHead.objects.update(length=1),
    "deleting the head": lambda chain: run("DELETE FROM core_audithead"),
}


@pytest.mark.parametrize("tampering", TAMPERINGS.values(), ids=TAMPERINGS)
def test_the_database_refuses(tampering, chain):
    with pytest.raises(DatabaseError), transaction.atomic():
        tampering(chain)
    assert AuditEntry.objects.count() == 5
    assert list(broken_links()) == []


def test_an_entry_cannot_be_replaced_by_inserting_over_it(chain):
    column_names = [field.column for field in AuditEntry._meta.concrete_fields]
    columns = ", ".join(column_names)
    chosen = columns.replace("sentence", "'x'")
    if connection.vendor == "sqlite":
        sql = f"INSERT OR REPLACE INTO {TABLE} ({columns}) SELECT {chosen} FROM {TABLE}"
    else:
        sql = (
            f"INSERT INTO {TABLE} ({columns}) SELECT {columns} FROM {TABLE}"
            " ON CONFLICT (sequence) DO UPDATE SET sentence = 'x'"
        )
    with pytest.raises(DatabaseError), transaction.atomic():
        run(sql)
    assert not AuditEntry.objects.filter(sentence="x").exists()


def test_emptying_the_table_at_once_is_refused(chain):
    """PostgreSQL's TRUNCATE; SQLite does the same by DELETE."""
    sql = f"TRUNCATE {TABLE}" if connection.vendor == "postgresql" else f"DELETE FROM {TABLE}"
    with pytest.raises(DatabaseError), transaction.atomic():
        run(sql)


def test_without_its_triggers_the_database_lets_everything_pass(behind_its_back):
    """The control: it is the triggers that refuse."""
    assert missing_triggers(connection)
    assert AuditEntry.objects.update(sentence="x") == 5


def test_triggers_come_back_with_the_next_migrate(behind_its_back):
    install_triggers(connection)
    assert missing_triggers(connection) == []
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditEntry.objects.update(sentence="x")


@pytest.mark.parametrize(
    "field", ["sentence", "actor_name", "action", "target_id", "target_label", "request_id"]
)
def test_an_altered_text_breaks_the_chain(behind_its_back, field):
    AuditEntry.objects.filter(sequence=3).update(**{field: "khác"})
    assert any("3 was altered" in sentence for sentence in broken_links())


@pytest.mark.parametrize("change", [{"after": {"post": "Giám đốc"}}, {"before": {"post": "x"}}])
def test_altered_values_break_the_chain(behind_its_back, change):
    AuditEntry.objects.filter(sequence=3).update(**change)
    assert list(broken_links())


def test_a_moved_moment_breaks_the_chain(behind_its_back):
    from datetime import timedelta

    from django.db.models import F

    AuditEntry.objects.filter(sequence=3).update(at=F("at") - timedelta(seconds=1))
    assert list(broken_links())


def test_an_altered_entry_with_a_new_hash_breaks_the_chain_after_it(behind_its_back):
    entry = behind_its_back[2]
    entry.sentence = "khác"
    AuditEntry.objects.filter(sequence=3).update(sentence="khác", hash=digest(entry))
    assert any("4 does not follow" in sentence for sentence in broken_links())


def test_an_entry_cut_out_of_the_middle_is_missed(behind_its_back):
    AuditEntry.objects.filter(sequence=3).delete()
    assert any("3–3 are missing" in sentence for sentence in broken_links())


def test_a_tail_cut_off_is_missed(behind_its_back):
    AuditEntry.objects.filter(sequence__gte=4).delete()
    assert list(broken_links())


def test_the_whole_chain_taken_away_is_missed(behind_its_back):
    AuditEntry.objects.all().delete()
    assert list(broken_links())


def test_two_entries_that_changed_places_are_noticed(behind_its_back):
    AuditEntry.objects.filter(sequence=2).update(sequence=90)
    AuditEntry.objects.filter(sequence=3).update(sequence=2)
    AuditEntry.objects.filter(sequence=90).update(sequence=3)
    assert list(broken_links())


def test_an_entry_slipped_in_is_noticed(behind_its_back):
    forged = behind_its_back[-1]
    forged.sequence, forged.previous_hash = 6, forged.hash
    forged.sentence = "chưa từng xảy ra"
    forged.hash = digest(forged)
    forged.save(force_insert=True)
    assert list(broken_links())


def test_entries_are_numbered_without_gap(chain, user):
    @transaction.atomic
    def record_and_fail():
        record("test.rolled_back", user, by=user)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        record_and_fail()
    record("test.after", user, by=user)
    assert list(AuditEntry.objects.values_list("sequence", flat=True)) == [1, 2, 3, 4, 5, 6]
    assert list(broken_links()) == []


def test_changes_read_as_sentences_in_the_readers_language(user):
    before = snapshot(user, ["language", "post", "is_active", "date_joined"])
    user.language, user.post, user.is_active = "en", "Thủ thư", False
    entry = record(
        "accounts.change", user, by=user, before=before,
        after=snapshot(user, ["language", "post", "is_active", "date_joined"]),
    )  # fmt: skip
    entry.refresh_from_db()
    with translation.override("en"):
        lines = [str(line) for line in entry.lines]
    assert lines == [
        "Post: (empty) → Thủ thư",
        "Language: Vietnamese → English",
        "May sign in: yes → no",
    ]
    with translation.override("vi"):
        assert "Ngôn ngữ: Tiếng Việt → Tiếng Anh" in [str(line) for line in entry.lines]


def test_a_reference_reads_as_the_name_of_what_it_points_to(tree, user):
    from units.models import Membership

    membership = Membership.objects.create(user=user, unit=tree.th, role="principal")
    before = snapshot(membership, ["unit", "valid_from"])
    membership.unit = tree.thcs
    entry = record("test", membership, by=None, before=before, after=snapshot(membership, ["unit"]))
    with translation.override("vi"):
        assert f"{tree.th} → {tree.thcs}" in " ".join(map(str, entry.lines))


def test_an_entry_about_a_kind_that_no_longer_exists_still_reads(user):
    entry = AuditEntry(
        target_type="gone.model", before={}, after={"mot_truong": "giá trị"}, sequence=1
    )
    with translation.override("en"):
        assert [str(line) for line in entry.lines] == ["Mot truong: (empty) → giá trị"]


def test_the_history_shows_who_what_and_when(user, rf):
    from django.template.loader import render_to_string

    record("test", user, by=user, before={"post": "Thủ thư"}, after={"post": "<b>Hiệu trưởng</b>"})
    with translation.override("vi"):
        html = render_to_string("core/_history.html", {"entries": AuditEntry.objects.about(user)})
    assert str(user) in html
    assert "Thủ thư" in html
    assert "<b>Hiệu trưởng" not in html


def test_a_person_of_the_suite_is_a_real_one(user):
    assert User.objects.get(pk=user.pk).check_password("mat-khau-thu-nghiem")
