"""Sharing out criteria: read from the tasks' words as a proposal, given by box or by standard."""

import pytest
from django.urls import reverse

from inspections.domain.filling import give_criteria
from inspections.domain.queries.assigning import named_criteria, proposed_tasks
from inspections.models import CriterionTask
from plans.models import Assignment, TeamMember
from tests.inspections.factories import criterion

pytestmark = pytest.mark.django_db


@pytest.fixture
def standards(cast):
    return list(cast.checklist.assessment.standard_set.standards.all())


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Kiểm tra Tiêu chuẩn 1: Tiêu chí 1,2. Kiểm tra hồ sơ quản lý.", ["1.1", "1.2"]),
        ("Tiêu chuẩn 1: tiêu chí 2; Tiêu chuẩn 2: Tiêu chí 1 và 2", ["1.2", "2.1", "2.2"]),
        ("Tiêu chuẩn 2", ["2.1", "2.2"]),
        ("TIÊU CHUẨN 1 và 2", ["1.1", "1.2", "2.1", "2.2"]),
        ("Phụ trách tiêu chí 1.1, 2.2", ["1.1", "2.2"]),
        ("Tiêu chí 1.1 - 1.2", ["1.1", "1.2"]),
        ("Tiêu chuẩn 1: tiêu chí 1 đến 2", ["1.1", "1.2"]),
        ("Ghi chép biên bản, 3 bản, ngày 17/10/2019", []),
    ],
)
def test_the_words_of_a_task(standards, text, codes):
    found, unknown = named_criteria(text, standards)
    assert [each.code for each in found] == codes
    assert unknown == ()


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("Tiêu chuẩn 1: Tiêu chí 1, 7", ("Tiêu chí 7",)),
        ("Tiêu chuẩn 9: Tiêu chí 1", ("Tiêu chuẩn 9",)),
        ("Tiêu chí 3", ("Tiêu chí 3",)),
    ],
)
def test_what_the_set_does_not_have_is_said(standards, text, unknown):
    assert named_criteria(text, standards)[1] == unknown


@pytest.fixture
def tasked(cast):
    task = Assignment.objects.create(
        team=cast.visit.team, task="Kiểm tra Tiêu chuẩn 1: Tiêu chí 1, 2", order=1
    )
    TeamMember.objects.filter(team=cast.visit.team, user=cast.first).update(assignment=task)
    return cast


def page(cast, **query):
    place = [cast.inspection.pk, cast.checklist.pk]
    return reverse("inspections:assign", args=place, query=query or None)


def given(cast, code):
    tasks = CriterionTask.objects.filter(checklist=cast.checklist, criterion__code=code)
    return set(tasks.values_list("person", flat=True))


def test_a_proposal_is_shown_and_ticked_but_never_saved_by_itself(tasked, client_for):
    cast = tasked
    [proposal] = proposed_tasks(cast.checklist, cast.inspection.members)
    assert proposal.person == cast.first
    pk = criterion(cast.checklist, "1.1").pk
    box = f'name="c{pk}" value="{cast.first.pk}" checked'
    client = client_for(cast.lead)
    assert box not in client.get(page(cast)).content.decode()
    assert box in client.get(page(cast, proposed=1)).content.decode()
    assert not CriterionTask.objects.exists()


def test_a_proposal_leaves_alone_what_is_given(tasked, client_for):
    cast = tasked
    one = criterion(cast.checklist, "1.1")
    give_criteria(checklist=cast.checklist, criteria=[one], people=[cast.second], by=cast.lead)
    text = client_for(cast.lead).get(page(cast, proposed=1)).content.decode()
    assert f'name="c{one.pk}" value="{cast.first.pk}" checked' not in text
    assert f'name="c{one.pk}" value="{cast.second.pk}" checked' in text


def test_several_members_share_a_criterion(cast, client_for):
    pk = criterion(cast.checklist, "2.1").pk
    client_for(cast.lead).post(page(cast), {f"c{pk}": [cast.first.pk, cast.second.pk]})
    assert given(cast, "2.1") == {cast.first.pk, cast.second.pk}
    assert given(cast, "1.1") == set()


def test_a_standard_is_given_at_once_and_the_others_stay(cast, client_for):
    one = criterion(cast.checklist, "2.1")
    give_criteria(checklist=cast.checklist, criteria=[one], people=[cast.second], by=cast.lead)
    standard = criterion(cast.checklist, "1.1").standard_id
    client_for(cast.lead).post(page(cast), {"whole": standard, f"s{standard}": [cast.first.pk]})
    assert given(cast, "1.1") == given(cast, "1.2") == {cast.first.pk}
    assert given(cast, "2.1") == {cast.second.pk}


def test_somebody_outside_the_team_cannot_be_ticked(cast, client_for):
    pk = criterion(cast.checklist, "2.1").pk
    client_for(cast.lead).post(page(cast), {f"c{pk}": [cast.principal.pk]})
    assert given(cast, "2.1") == set()


def test_a_plain_member_does_not_share_out(cast, client_for):
    assert client_for(cast.first).get(page(cast)).status_code == 404
    assert client_for(cast.secretary).get(page(cast)).status_code == 200
    assert client_for(cast.principal).get(page(cast)).status_code == 404
