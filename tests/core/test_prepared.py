"""Prepared reads give what the queryset gives, for other values than they were prepared with."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import Count, QuerySet
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from core.prepared import MOST_SHAPES, NotPrepared, keep_related, prepared
from units.models import Membership, Unit, UnitReach, UnitRelation

pytestmark = pytest.mark.django_db


@prepared
def under(*, units: Any, today: Any, **narrow: Any) -> QuerySet[Any, Any]:
    found = Unit.objects.filter(pk__in=UnitReach.objects.ids_under(units, today))
    if "kind" in narrow:
        found = found.filter(kind=narrow["kind"])
    return found.order_by("sort_key", "pk").values_list("pk", "short_name", "valid_to")


def test_other_values_of_the_same_shape_are_answered_by_the_same_statement(tree, monkeypatch):
    today = date(2026, 11, 26)
    under.rows(units=[tree.department.pk], today=today)
    with monkeypatch.context() as patch:
        patch.setattr(QuerySet, "filter", None)  # whoever builds a query now, fails
        office = under.rows(units=[tree.office.pk], today=today)
        other = under.rows(units=[tree.other_department.pk], today=today)
    assert {row[0] for row in office} == {tree.office.pk, tree.th.pk, tree.thcs.pk}
    assert {row[0] for row in other} == {tree.other_department.pk, tree.other_school.pk}


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_rows_are_those_of_the_queryset(tree, count):
    values = {
        "units": [tree.office.pk, tree.other_department.pk, tree.thpt.pk][:count],
        "today": date(2026, 1, 1),
    }
    expected = list(under.queryset(**values))
    assert under.rows(**values) == expected
    assert under.count(**values) == len(expected)
    assert under.bind(**values)[1:3] == expected[1:3]
    assert list(under.bind(**values)) == expected


def test_a_word_makes_a_shape_of_its_own(tree):
    values = {"units": [tree.department.pk], "today": date(2026, 1, 1)}
    schools = under.rows(kind="school", **values)
    assert {row[0] for row in schools} == {tree.thpt.pk, tree.th.pk, tree.thcs.pk}
    offices = under.rows(kind="district_office", **values)
    assert [row[0] for row in offices] == [tree.office.pk]


def test_the_day_is_the_one_of_the_call(tree):
    link = UnitRelation.objects.get(unit=tree.th)
    UnitReach.objects.filter(descendant=tree.th, ancestor=tree.office).update(
        valid_to=date(2025, 6, 30)
    )
    assert link.manager == tree.office
    before = under.rows(units=[tree.office.pk], today=date(2025, 6, 30))
    after = under.rows(units=[tree.office.pk], today=date(2025, 7, 1))
    assert tree.th.pk in {row[0] for row in before}
    assert tree.th.pk not in {row[0] for row in after}


def test_counting_stops_where_it_is_told(tree):
    values = {"units": [tree.department.pk], "today": date(2026, 1, 1)}
    assert under.count(at_most=2, **values) == 2
    assert under.bind(**values).count(at_most=99) == 5


# Values that come back as Python's ----------------------------------------------------------------
def test_days_and_records_come_back_as_django_makes_them(tree, make_user):
    user = make_user("specialist", tree.department)
    held = prepared(
        lambda *, person: Membership.objects.filter(user=person).values_list("valid_from")
    )
    assert held.rows(person=user.pk) == [(date(2019, 1, 1),)]

    related = prepared(
        lambda *, person: Membership.objects.filter(user=person)
        .select_related("unit", "user").annotate(links=Count("unit__manager_links"))
    )  # fmt: skip
    (record,) = related.rows(person=user.pk)
    (expected,) = related.queryset(person=user.pk)
    assert record == expected
    assert record.links == expected.links == 0
    with CaptureQueriesContext(connection) as asked:
        assert (record.unit, record.user) == (tree.department, user)
    assert len(asked) == 0


def test_rows_kept_for_a_relation_are_not_asked_again(tree, make_user):
    user = make_user("specialist", tree.department)
    rows = list(Membership.objects.filter(user=user))
    keep_related(user, "memberships", rows)
    with CaptureQueriesContext(connection) as asked:
        assert list(user.memberships.all()) == rows
        assert user.memberships.exists()
    assert len(asked) == 0


# What cannot be prepared says so ------------------------------------------------------------------
def by_tomorrow(*, day: Any) -> QuerySet[Any, Any]:
    return Membership.objects.filter(valid_from=day + timedelta(days=1)).values_list("pk")


def by_today(*, person: Any) -> QuerySet[Any, Any]:
    day = date(2026, 11, 26)  # what `timezone.localdate()` would give for ever
    return Membership.objects.filter(user=person, valid_from__lte=day).values_list("pk")


def by_next_number(*, person: Any) -> QuerySet[Any, Any]:
    return Membership.objects.filter(user=person, unit=person + 1).values_list("pk")


def not_at_all(*, person: Any) -> QuerySet[Any, Any]:
    return Membership.objects.filter(role="viewer").values_list("pk")


def as_dictionaries(*, person: Any) -> QuerySet[Any, Any]:
    return Membership.objects.filter(user=person).values("pk")


def with_prefetched(*, person: Any) -> QuerySet[Any, Any]:
    return User.objects.filter(pk=person).prefetch_related("memberships")


@pytest.mark.parametrize(
    ("build", "values"),
    [
        (by_tomorrow, {"day": date(2026, 1, 1)}),
        (by_today, {"person": 1}),
        (by_next_number, {"person": 1}),
        (not_at_all, {"person": 1}),
        (as_dictionaries, {"person": 1}),
        (with_prefetched, {"person": 1}),
    ],
)
def test_a_value_that_is_changed_lost_or_baked_in_is_refused(build, values):
    with pytest.raises(NotPrepared):
        prepared(build).rows(**values)


def test_shapes_do_not_grow_without_end(tree):
    read = prepared(lambda *, word, pk: Unit.objects.filter(name=word, pk=pk).values_list("pk"))
    for number in range(MOST_SHAPES + 5):
        assert read.rows(word=f"x{number}", pk=1) == []
    assert len(read._kept) <= MOST_SHAPES
