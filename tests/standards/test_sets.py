"""Drafts, publishing, versions, and that a published set never changes."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.enums import Role
from core.audit.models import AuditEntry
from core.trash.keeping import restore
from core.trash.registry import RestoreRefused
from standards import triggers
from standards.domain.editing import change_set, move_part, remove_part, save_part
from standards.domain.publishing import draft_new_version, publish_set
from standards.domain.queries.sets import compare
from standards.domain.refusals import StandardsRefused
from standards.enums import SetState
from standards.models import Criterion, CriterionLink, OutcomeRule, Standard, StandardSet
from tests.standards.factories import make_published, make_set
from tests.units.factories import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def specialist(tree):
    return make_person(tree.department)


@pytest.fixture
def leader(tree):
    return make_person(tree.department, Role.LEADER)


def with_parts(found):
    return StandardSet.objects.with_parts().get(pk=found.pk)


def attempts(found):
    """Every way to write past the domain into a set."""
    criterion = Criterion.objects.filter(standard__standard_set=found).first()
    standard = found.standards.first()
    rule = found.rules.first()
    return {
        "points": lambda: Criterion.objects.filter(pk=criterion.pk).update(points=99),
        "criterion": criterion.delete,
        "standard": lambda: Standard.objects.filter(pk=standard.pk).update(title="Khác"),
        "rule": lambda: OutcomeRule.objects.filter(pk=rule.pk).update(conditions="total >= 1"),
        "added": lambda: Criterion.objects.create(standard=standard, code="9", text="x", kind="text"),
        "name": lambda: StandardSet.objects.filter(pk=found.pk).update(name="Khác"),
        "back": lambda: StandardSet.objects.filter(pk=found.pk).update(state=SetState.DRAFT),
        "from": lambda: StandardSet.objects.filter(pk=found.pk).update(valid_from=date(2018, 1, 1)),
        "gone": lambda: StandardSet.objects.filter(pk=found.pk).delete(),
    }  # fmt: skip


def stored(pk):
    """Every value of a set and its parts, as the tables hold them."""
    return [
        list(StandardSet.objects.filter(pk=pk).values()),
        list(Standard.objects.filter(standard_set=pk).order_by("pk").values()),
        list(Criterion.objects.filter(standard__standard_set=pk).order_by("pk").values()),
        list(OutcomeRule.objects.filter(standard_set=pk).order_by("pk").values()),
    ]


WAYS = ["points", "criterion", "standard", "rule", "added", "name", "back", "from", "gone"]


@pytest.mark.parametrize("way", WAYS)
def test_the_database_itself_refuses_to_change_a_published_set(way, tree):
    found = make_published(tree.department)
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        attempts(found)[way]()


@pytest.mark.parametrize("way", WAYS)
def test_the_control_without_the_triggers_nothing_stops_it(way, tree):
    found = make_published(tree.department)
    before = stored(found.pk)
    triggers.drop_triggers(connection)
    try:
        attempts(found)[way]()
        assert stored(found.pk) != before
    finally:
        triggers.install_triggers(connection)


def test_what_superseded_says_stays_too(tree):
    found = make_published(tree.department)
    StandardSet.objects.filter(pk=found.pk).update(state=SetState.SUPERSEDED)
    with pytest.raises(DatabaseError), transaction.atomic():
        StandardSet.objects.filter(pk=found.pk).update(valid_to=date(2030, 1, 1))


def test_the_domain_refuses_in_words(tree, specialist):
    found = make_published(tree.department)
    part = found.standards.first()
    for verb in (
        lambda: save_part(part=part, by=specialist), lambda: remove_part(part=part, by=specialist),
        lambda: move_part(part=part, step=1, by=specialist),
        lambda: change_set(found=found, by=specialist),
    ):  # fmt: skip
        with pytest.raises(StandardsRefused, match="phiên bản mới"):
            verb()


def test_a_draft_is_written_ordered_and_audited(tree, specialist):
    found = make_set(tree.department)
    first, second = found.standards.all()
    move_part(part=second, step=-1, by=specialist)
    assert list(found.standards.values_list("code", flat=True)) == ["2", "1"]
    first.title = "Tài liệu"
    save_part(part=first, by=specialist)
    entry = AuditEntry.objects.about(found).get(action="standards.part")
    assert (entry.before, entry.after) == ({"title": "Sách"}, {"title": "Tài liệu"})


def test_a_removed_standard_comes_back_with_its_criteria(tree, specialist):
    found = make_set(tree.department)
    item = remove_part(part=found.standards.get(code="1"), by=specialist)
    assert Criterion.objects.filter(standard__standard_set=found).count() == 2
    restore(item, by=specialist)
    assert Criterion.objects.filter(standard__standard_set=found).count() == 4


def test_nothing_comes_back_into_a_published_set(tree, specialist, leader):
    found = make_set(tree.department)
    item = remove_part(part=found.rules.first(), by=specialist)
    publish_set(found=with_parts(found), by=leader)
    with pytest.raises((RestoreRefused, DatabaseError)), transaction.atomic():
        restore(item, by=specialist)


def test_only_a_leader_publishes_and_only_what_is_whole(tree, specialist, leader):
    found = make_set(tree.department)
    with pytest.raises(StandardsRefused):
        publish_set(found=with_parts(found), by=specialist)
    Criterion.objects.filter(standard__standard_set=found, code="1.1").update(points=None)
    with pytest.raises(StandardsRefused, match="điểm tối đa"):
        publish_set(found=with_parts(found), by=leader)
    Criterion.objects.filter(standard__standard_set=found, code="1.1").update(points=4)
    publish_set(found=with_parts(found), by=leader)
    found.refresh_from_db()
    assert (found.state, found.published_by) == (SetState.PUBLISHED, leader)


def test_a_rule_that_names_nothing_keeps_the_set_from_being_published(tree, leader):
    found = make_set(tree.department)
    OutcomeRule.objects.filter(standard_set=found, title="Đạt chuẩn").update(
        conditions="criterion 7.7 met"
    )
    with pytest.raises(StandardsRefused, match=r"7\.7"):
        publish_set(found=with_parts(found), by=leader)


def test_a_new_version_ends_the_old_one_on_the_day_before(tree, specialist, leader):
    old = make_published(tree.department)
    draft = draft_new_version(found=old, owner=tree.department, by=specialist)
    assert (draft.version, draft.state, draft.replaces) == (2, SetState.DRAFT, old)
    Criterion.objects.filter(standard__standard_set=draft, code="2.1").update(
        requirements="TH: >= 45\nTHPT: >= 54"
    )
    StandardSet.objects.filter(pk=draft.pk).update(valid_from=date(2023, 1, 7))
    publish_set(found=with_parts(draft), by=leader)
    old.refresh_from_db()
    assert (old.state, old.valid_to) == (SetState.SUPERSEDED, date(2023, 1, 6))
    on = StandardSet.objects.in_force_on
    assert [s.version for s in on(date(2023, 1, 6)).filter(code=old.code)] == [1]
    assert [s.version for s in on(date(2023, 1, 7)).filter(code=old.code)] == [2]
    assert Criterion.objects.get(standard__standard_set=old, code="2.1").requirements == "TH: >= 40\nTHPT: >= 50"  # fmt: skip


def test_a_local_version_of_a_national_set_leaves_the_national_one_in_force(
    tree, specialist, leader
):
    national = make_published()
    draft = draft_new_version(found=national, owner=tree.department, by=specialist)
    StandardSet.objects.filter(pk=draft.pk).update(valid_from=date(2020, 1, 1))
    publish_set(found=with_parts(draft), by=leader)
    national.refresh_from_db()
    assert (national.state, national.valid_to) == (SetState.PUBLISHED, None)


def test_a_version_that_begins_before_the_old_one_is_refused_whole(tree, specialist, leader):
    old = make_published(tree.department)
    draft = draft_new_version(found=old, owner=tree.department, by=specialist)
    StandardSet.objects.filter(pk=draft.pk).update(valid_from=date(2018, 1, 1))
    with pytest.raises(StandardsRefused):
        publish_set(found=with_parts(draft), by=leader)
    draft.refresh_from_db()
    assert draft.state == SetState.DRAFT


def test_two_versions_side_by_side_say_what_became_of_each_criterion(tree, specialist):
    old = make_published(tree.department)
    draft = draft_new_version(found=old, owner=tree.department, by=specialist)
    Criterion.objects.filter(standard__standard_set=draft, code="1.1").update(points=Decimal(5))
    Criterion.objects.get(standard__standard_set=draft, code="2.2").delete()
    Criterion.objects.create(
        standard=draft.standards.get(code="2"), code="2.3", text="Mới", kind="yes_no", order=9
    )
    rows = compare(with_parts(old), with_parts(draft))
    states = {(row.new or row.old).criterion.code: row.state for row in rows}
    assert states == {"1.1": "changed", "1.2": "same", "2.1": "same", "2.3": "new", "2.2": "gone"}
    assert CriterionLink.objects.filter(new__standard__standard_set=draft).count() == 3


def test_drafts_are_seen_by_their_own_unit_only(tree, specialist):
    own, other = make_set(tree.department), make_set(tree.other_department)
    theirs, national = make_published(tree.other_department), make_published()
    seen = set(StandardSet.objects.visible_to(specialist))
    assert seen == {own, national}
    principal = make_person(tree.thpt, Role.PRINCIPAL)
    assert set(StandardSet.objects.visible_to(principal)) == {national}
    published = make_published(tree.department)
    assert published in StandardSet.objects.visible_to(principal)
    assert {other, theirs}.isdisjoint(seen)
