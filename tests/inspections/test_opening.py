"""An inspection opens with the notice, bound to the version of the criteria the plan names."""

from datetime import date

import pytest
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from inspections.domain.opening import open_inspection
from inspections.models import Inspection
from plans.models import ContentStream
from standards.domain.publishing import draft_new_version, publish_set
from standards.models import StandardSet
from tests.inspections.factories import make_inspection, make_plan
from tests.standards.factories import make_published
from tests.units.factories import make_person
from units.models import Membership

pytestmark = pytest.mark.django_db


def test_the_notice_opens_it_with_a_checklist_for_each_content(cast):
    assert [c.assessment.standard_set for c in cast.inspection.checklists.all()] == [
        cast.visit.streams.get().standard_set
    ]


def test_opening_it_again_changes_nothing(cast):
    again = open_inspection(visit=cast.visit, by=cast.specialist)
    assert again == cast.inspection
    assert again.checklists.count() == 1


def test_a_newer_version_of_the_set_does_not_reach_it(tree):
    bound = make_published(tree.department)
    specialist = make_person(tree.department, Role.SPECIALIST)
    plan = make_plan(tree.department, specialist, bound)
    cast = make_inspection(tree.department, tree.thpt, plan=plan)
    newer = draft_new_version(found=bound, owner=tree.department, by=specialist)
    StandardSet.objects.filter(pk=newer.pk).update(valid_from=timezone.localdate())
    newer.refresh_from_db()
    publish_set(found=newer, by=cast.leader)
    open_inspection(visit=cast.visit, by=specialist)
    assert cast.again().checklists.get().assessment.standard_set == bound


def test_a_second_visit_in_the_year_has_its_own_assessment(cast, tree):
    end = cast.visit.ends_at
    second = make_inspection(
        tree.department, tree.thpt, plan=cast.visit.plan, at=(end, end.replace(hour=end.hour + 1))
    )
    first, other = cast.checklist.assessment, second.checklist.assessment
    assert (first.subject, other.subject) == ("", "Lần 2")
    assert Inspection.objects.count() == 2


def test_a_member_who_moves_to_the_unit_does_not_inspect_it(cast, tree):
    Membership.objects.create(
        user=cast.second, unit=tree.thpt, role=Role.SCHOOL_OFFICER, valid_from=date(2020, 1, 1)
    )
    assert cast.second.pk not in cast.again().team_ids
    assert cast.first.pk in cast.again().team_ids
    moved = User.objects.get(pk=cast.second.pk)
    assert not Inspection.objects.carried_out_by(moved).exists()


def test_contents_judged_by_one_set_share_one_checklist(tree):
    judged = make_published()
    specialist = make_person(tree.department, Role.SPECIALIST)
    plan = make_plan(tree.department, specialist, judged)
    ContentStream.objects.create(
        plan=plan, order=2, key="phong-doc", title="Phòng đọc", standard_set=judged
    )
    cast = make_inspection(tree.department, tree.thpt, plan=plan)
    assert cast.visit.streams.count() == 2
    assert cast.inspection.checklists.count() == 1
