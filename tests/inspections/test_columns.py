"""Who fills and who sees the columns of an assessment that an inspection has taken up."""

import pytest

from inspections.enums import ResultState
from inspections.models import DraftResult
from standards.enums import SheetState, Stage
from standards.models import StageSheet
from standards.rules import may_fill, sees_column
from tests.standards.factories import make_assessment, make_published

pytestmark = pytest.mark.django_db


def handed_in(cast, stage):
    sheet = cast.checklist.assessment.sheets.get(stage=stage)
    StageSheet.objects.filter(pk=sheet.pk).update(state=SheetState.DONE)
    return StageSheet.objects.select_related("assessment").get(pk=sheet.pk)


@pytest.mark.parametrize("stage", [Stage.DESK, Stage.ONSITE, Stage.OFFICIAL])
def test_the_unit_does_not_see_what_the_team_found(cast, stage):
    sheet = handed_in(cast, stage)
    assert not sees_column(cast.principal, sheet)
    assert sees_column(cast.lead, sheet)
    assert sees_column(cast.leader, sheet)


def test_a_released_result_shows_the_official_column_alone(cast):
    DraftResult.objects.create(inspection=cast.inspection, state=ResultState.DRAFT)
    assert not sees_column(cast.principal, handed_in(cast, Stage.OFFICIAL))
    day = cast.visit.on
    DraftResult.objects.update(
        state=ResultState.RELEASED, released_at=cast.inspection.opened_at, reply_by=day
    )
    assert sees_column(cast.principal, handed_in(cast, Stage.OFFICIAL))
    assert not sees_column(cast.principal, handed_in(cast, Stage.ONSITE))


def test_only_the_lead_fills_the_official_column(cast):
    official = (cast.checklist.assessment, Stage.OFFICIAL)
    assert may_fill(cast.lead, *official)
    assert not may_fill(cast.first, *official)
    assert not may_fill(cast.specialist, *official)


def test_without_an_inspection_the_rule_of_the_room_holds(cast, tree):
    alone = make_assessment(tree.thpt, make_published())
    assert may_fill(cast.specialist, alone, Stage.OFFICIAL)
    sheet = alone.sheets.get(stage=Stage.DESK)
    StageSheet.objects.filter(pk=sheet.pk).update(state=SheetState.DONE)
    sheet.refresh_from_db()
    assert sees_column(cast.principal, sheet)
