"""Before the visit: last answers, open recommendations, what may repeat, one more checklist."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from inspections.domain.official import take_over
from inspections.domain.queries.preparing import agenda_of, last_time, owed_by
from inspections.enums import FindingKind, RecommendationState
from inspections.models import Finding, Recommendation
from inspections.views.scope import carried_checklist
from standards.domain.publishing import draft_new_version, publish_set
from standards.enums import SetPurpose, Stage
from standards.models import StandardSet
from standards.scoring.answers import Answer
from tests.inspections.factories import answer, criterion, make_inspection, make_plan
from tests.standards.factories import make_published
from tests.units.factories import make_person

pytestmark = pytest.mark.django_db


def again_at(cast, tree, **details):
    """A second inspection of the same school an hour and a half later that day."""
    end = cast.visit.ends_at
    plan = details.pop("plan", cast.visit.plan)
    return make_inspection(
        tree.department, tree.thpt, plan=plan, at=(end, end.replace(hour=end.hour + 1)), **details
    )


def decided(cast, **changed):
    answer(cast.checklist, cast.first)
    if changed:
        answer(cast.checklist, cast.first, **changed)
    take_over(checklist=cast.checklist, by=cast.lead)


def read(cast):
    return carried_checklist(cast.lead, cast.inspection.pk, cast.checklist.pk)


def test_the_last_official_answers_come_from_the_latest_inspection(cast, tree):
    decided(cast, c2_1=Answer(number=Decimal(30)))
    second = again_at(cast, tree)
    last = last_time(read(second))
    assert last.checklist == cast.checklist
    assert {row.criterion.code: row.met for row in last.rows}["2.1"] is False
    assert not any(row.is_mapped for row in last.rows)


def test_an_inspection_without_official_answers_tells_nothing(cast, tree):
    answer(cast.checklist, cast.first)
    assert last_time(read(again_at(cast, tree))) is None


def test_answers_to_an_older_version_stand_beside_the_criteria_that_continue_them(tree):
    old = make_published(tree.department)
    from accounts.enums import Role

    specialist = make_person(tree.department, Role.SPECIALIST)
    first = make_inspection(
        tree.department, tree.thpt, plan=make_plan(tree.department, specialist, old)
    )
    decided(first)
    new = draft_new_version(found=old, owner=tree.department, by=specialist)
    StandardSet.objects.filter(pk=new.pk).update(valid_from=timezone.localdate())
    new.refresh_from_db()
    publish_set(found=new, by=first.leader)
    plan = make_plan(tree.department, specialist, new)
    second = again_at(first, tree, plan=plan)
    last = last_time(read(second))
    assert last.checklist == first.checklist
    assert len(last.rows) == 4
    assert all(row.is_mapped and row.old.code == row.criterion.code for row in last.rows)


def test_the_agenda_is_where_self_and_desk_differ_and_what_is_unmet_again(cast, tree):
    decided(cast, c2_1=Answer(number=Decimal(30)))
    second = again_at(cast, tree)
    answer(second.checklist, second.principal, stage=Stage.SELF)
    answer(second.checklist, second.first, stage=Stage.DESK, c2_1=Answer(number=Decimal(31)))
    agenda = agenda_of(read(second))
    assert [row.criterion.code for row in agenda.differing] == ["2.1"]
    assert [row.criterion.code for row in agenda.still_unmet] == ["2.1"]


def recommend(cast, **changes):
    return Recommendation.objects.create(
        **{
            "inspection": cast.inspection, "text": "Bổ sung giá sách", "owner": cast.visit.unit,
            "due_on": timezone.localdate(), "told_at": timezone.now() - timedelta(days=40),
            **changes,
        }
    )  # fmt: skip


def test_open_recommendations_come_with_their_age(cast, tree):
    open_one = recommend(cast)
    recommend(cast, state=RecommendationState.VERIFIED)
    recommend(cast, told_at=None)
    second = again_at(cast, tree)
    [owed] = owed_by(second.inspection)
    assert (owed.recommendation, owed.age) == (open_one, 40)
    assert owed_by(cast.inspection) == []


def test_the_page_is_one_sheet_for_the_team_alone(cast, tree, client_for):
    decided(cast)
    recommend(cast)
    Finding.objects.create(
        inspection=cast.inspection, kind=FindingKind.SHORTCOMING, text="Sổ mượn chưa ghi ngày trả",
        author=cast.first, device_at=timezone.now(),
    )  # fmt: skip
    second = again_at(cast, tree)
    page = reverse("inspections:prepare", args=[second.inspection.pk])
    text = client_for(second.first).get(page).content.decode()
    for words in ("Bổ sung giá sách", "Sổ mượn chưa ghi ngày trả", "90 %", "data-print"):
        assert words in text
    assert client_for(second.principal).get(page).status_code == 404


# One more checklist ---------------------------------------------------------------------------
ROOM = [
    {"key": "room", "label": "Phòng", "choices": [{"value": "ly", "label": "Vật lí"}]},
    {"key": "size", "label": "Sĩ số"},
]


def test_a_set_that_asks_something_gets_its_answers_on_the_way(cast, client_for):
    rooms = make_published(cast.visit.plan.issuer, attributes=ROOM, purpose=SetPurpose.SUBJECT_ROOM)
    client = client_for(cast.lead)
    page = reverse("inspections:checklist_add", args=[cast.inspection.pk])
    assert str(rooms) in client.get(page).content.decode()
    chosen = f"{page}?set={rooms.pk}"
    assert "Sĩ số" in client.get(chosen).content.decode()
    refused = client.post(chosen, {"subject": "Phòng Lí 1", "asked_room": "ly", "asked_size": ""})
    assert refused.status_code == 200
    assert cast.inspection.checklists.count() == 1
    client.post(chosen, {"subject": "Phòng Lí 1", "asked_room": "ly", "asked_size": "42"})
    added = cast.inspection.checklists.get(assessment__standard_set=rooms)
    assert added.assessment.attributes == {"room": "ly", "size": "42"}
    assert added.assessment.subject == "Phòng Lí 1"


def test_an_unpublished_set_is_not_offered(cast, client_for):
    rooms = make_published(cast.visit.plan.issuer, levels=",MN,")
    page = reverse("inspections:checklist_add", args=[cast.inspection.pk])
    assert client_for(cast.lead).get(f"{page}?set={rooms.pk}").status_code == 404
    assert criterion(cast.checklist, "1.1")
