"""The list and the dossier: whose they are, what is next, what the unit sees; the visit itself."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from core.audit.models import AuditEntry
from inspections.domain.carrying_out import (
    announce,
    attend,
    begin_inspection,
    end_inspection,
    leave_out,
)
from inspections.domain.queries.dossier import InspectionPage
from inspections.domain.queries.listed import with_phase
from inspections.domain.refusals import InspectionRefused
from inspections.enums import ConclusionState, Phase, RecordState, ResultState
from inspections.models import (
    Conclusion,
    DraftResult,
    Inspection,
    InspectionRecord,
    Recommendation,
)
from plans.enums import VisitMode, VisitState
from standards.domain.assessing import hand_in
from standards.enums import Stage
from tests.inspections.factories import answer, criterion, make_inspection
from tests.units.factories import make_school

pytestmark = pytest.mark.django_db

LIST = reverse("inspections:inspection_list")


# Beginning, ending, announcing -------------------------------------------------------------
def test_beginning_and_ending_step_the_visit_too_and_happen_once(cast):
    at = timezone.now() - timedelta(hours=2)
    begin_inspection(inspection=cast.again(), by=cast.lead, at=at)
    begun = begin_inspection(inspection=cast.again(), by=cast.second)
    assert begun.begun_at == at
    assert begun.visit.state == VisitState.IN_PROGRESS
    end_inspection(inspection=cast.again(), by=cast.lead)
    ended = cast.again()
    assert ended.visit.state == VisitState.DONE
    assert end_inspection(inspection=ended, by=cast.lead).ended_at == ended.ended_at


def test_it_cannot_end_before_it_began_nor_without_beginning(cast):
    with pytest.raises(InspectionRefused):
        end_inspection(inspection=cast.again(), by=cast.lead)
    begin_inspection(inspection=cast.again(), by=cast.lead)
    with pytest.raises(InspectionRefused):
        end_inspection(inspection=cast.again(), by=cast.lead, at=timezone.now() - timedelta(days=1))


def test_the_unit_neither_begins_nor_ends_it(cast):
    for person in (cast.principal, cast.leader, cast.clerk):
        with pytest.raises(InspectionRefused):
            begin_inspection(inspection=cast.again(), by=person)


def test_a_day_of_announcement_lies_not_ahead(cast):
    today = timezone.localdate()
    announce(inspection=cast.again(), on=today, by=cast.lead)
    assert cast.again().announced_on == today
    with pytest.raises(InspectionRefused):
        announce(inspection=cast.again(), on=today + timedelta(days=1), by=cast.lead)


def test_people_are_named_once_and_taken_out_until_the_minutes_are_read_back(cast):
    inspection = cast.again()
    there = attend(
        inspection=inspection, side="team", name=" Nguyễn  An ", user=cast.first, by=cast.lead
    )
    assert there.name == "Nguyễn An"
    for wrong in (
        {"user": cast.first, "name": "Nguyễn An"},
        {"name": "  "},
        {"side": "x", "name": "A"},
    ):
        with pytest.raises(InspectionRefused):
            attend(**{"inspection": inspection, "side": "team", "by": cast.lead, **wrong})
    InspectionRecord.objects.create(
        inspection=inspection, state=RecordState.READ_BACK, content_sha256="a" * 64
    )
    with pytest.raises(InspectionRefused):
        leave_out(attendance=there, by=cast.lead)
    InspectionRecord.objects.update(state=RecordState.DRAFT)
    there.inspection = cast.again()
    leave_out(attendance=there, by=cast.lead)
    assert not inspection.attendances.exists()
    assert AuditEntry.objects.filter(action="inspection.leave_out").exists()


def test_the_team_is_ticked_and_others_are_named_on_one_page(cast, client_for):
    client, page = (
        client_for(cast.secretary),
        reverse("inspections:people", args=[cast.inspection.pk]),
    )
    client.post(page, {"team": "1", "members": [cast.lead.pk, cast.first.pk]})
    client.post(page, {"side": "unit", "name": "Lê Thị Hoa", "post": "Hiệu trưởng"})
    names = set(cast.inspection.attendances.values_list("name", flat=True))
    assert names == {cast.lead.addressed_name, cast.first.addressed_name, "Lê Thị Hoa"}
    text = client.get(page).content.decode()
    assert "Lê Thị Hoa" in text
    assert text.count("btn-primary") == 1


# The dossier ---------------------------------------------------------------------------------
def on_day(cast, days=0):
    cast.visit.on = timezone.localdate() + timedelta(days=days)
    cast.visit.save(update_fields=["on"])


def action(cast, person):
    found = InspectionPage(cast.again(), person).action
    return found.url if found else ""


def give_all(cast):
    from inspections.domain.filling import give_criteria

    rows = [criterion(cast.checklist, code) for code in ("1.1", "1.2", "2.1", "2.2")]
    give_criteria(checklist=cast.checklist, criteria=rows, people=[cast.first], by=cast.lead)


def test_each_person_is_led_to_their_own_next_step(cast):
    assert action(cast, cast.lead).endswith("/assign/")
    assert action(cast, cast.first).endswith("/desk/")
    assert action(cast, cast.principal).endswith("/self/")
    assert action(cast, cast.leader) == ""
    give_all(cast)
    assert action(cast, cast.first).endswith("/desk/")
    assert action(cast, cast.second).endswith("/prepare/")
    on_day(cast)
    assert action(cast, cast.second).endswith("/begin/")
    begin_inspection(inspection=cast.again(), by=cast.lead)
    assert action(cast, cast.first).endswith("/onsite/")
    assert action(cast, cast.lead).endswith("/official/")
    answer(cast.checklist, cast.first)
    assert action(cast, cast.first).endswith("/end/")


def test_at_a_remote_visit_the_desk_s_column_is_the_one_to_fill(tree):
    cast = make_inspection(tree.department, tree.thpt, mode=VisitMode.REMOTE)
    give_all(cast)
    begin_inspection(inspection=cast.again(), by=cast.lead)
    assert action(cast, cast.first).endswith("/desk/")
    answer(cast.checklist, cast.first, stage=Stage.DESK)
    assert action(cast, cast.lead).endswith("/official/")


def test_a_combined_visit_has_both_columns(tree, client_for):
    cast = make_inspection(tree.department, tree.thpt, mode=VisitMode.BOTH)
    text = client_for(cast.lead).get(cast.inspection.get_absolute_url()).content.decode()
    assert "/desk/" in text
    assert "/onsite/" in text


def steps(cast, person):
    return [step.state for step in InspectionPage(cast.again(), person).steps]


def test_the_steps_follow_from_what_exists(cast):
    assert steps(cast, cast.lead) == ["now"] + ["next"] * 6
    answer(cast.checklist, cast.principal, stage=Stage.SELF)
    hand_in(sheet=cast.checklist.assessment.sheets.get(stage=Stage.SELF), by=cast.principal)
    assert steps(cast, cast.lead)[:2] == ["done", "now"]
    begin_inspection(inspection=cast.again(), by=cast.lead)
    end_inspection(inspection=cast.again(), by=cast.lead)
    assert steps(cast, cast.lead)[:4] == ["done", "done", "done", "now"]


def test_the_unit_sees_its_part_and_nothing_of_the_collectors(cast, client_for):
    answer(cast.checklist, cast.first, stage=Stage.DESK, note="Nhận xét nội bộ")
    attend(inspection=cast.again(), side="team", name="Trần Nội Bộ", by=cast.lead)
    text = client_for(cast.principal).get(cast.inspection.get_absolute_url()).content.decode()
    assert "/self/" in text
    for hidden in ("Nhận xét nội bộ", "Trần Nội Bộ", "/desk/", "/official/", "/prepare/"):
        assert hidden not in text
    assert text.count("btn-primary") == 1
    assert (
        "Trần Nội Bộ"
        in client_for(cast.leader).get(cast.inspection.get_absolute_url()).content.decode()
    )


def test_what_is_missing_is_told_to_those_who_inspect(cast):
    assert InspectionPage(cast.again(), cast.lead).gaps
    assert InspectionPage(cast.again(), cast.principal).gaps == []


def test_begin_and_end_by_their_buttons(cast, client_for):
    client = client_for(cast.lead)
    client.post(reverse("inspections:begin", args=[cast.inspection.pk]))
    assert cast.again().begun_at
    client.post(reverse("inspections:end", args=[cast.inspection.pk]))
    assert cast.again().ended_at


# The list ------------------------------------------------------------------------------------
def phase(cast):
    return with_phase(Inspection.objects.filter(pk=cast.inspection.pk)).get().phase


def test_the_phase_follows_from_visit_minutes_and_papers(cast):
    assert phase(cast) == Phase.PREPARING
    begin_inspection(inspection=cast.again(), by=cast.lead)
    assert phase(cast) == Phase.VISIT
    end_inspection(inspection=cast.again(), by=cast.lead)
    assert phase(cast) == Phase.MINUTES
    inspection, now = cast.inspection, timezone.now()
    InspectionRecord.objects.create(
        inspection=inspection, state=RecordState.SIGNED, content_sha256="a" * 64
    )
    assert phase(cast) == Phase.RESULT
    result = DraftResult.objects.create(
        inspection=inspection, state=ResultState.RELEASED, released_at=now, reply_by=now.date()
    )
    assert phase(cast) == Phase.RESULT
    DraftResult.objects.filter(pk=result.pk).update(state=ResultState.SILENT)
    assert phase(cast) == Phase.CONCLUSION
    Conclusion.objects.create(inspection=inspection, state=ConclusionState.ISSUED)
    assert phase(cast) == Phase.CLOSED
    Recommendation.objects.create(
        inspection=inspection, text="Bổ sung", owner=cast.visit.unit, due_on=now.date()
    )
    assert phase(cast) == Phase.FOLLOW_UP


def names(client, **query):
    text = client.get(LIST, query).content.decode()
    return {name for name in ("THPT Quốc Thái", "THPT Châu Phú") if f">{name}</a>" in text}


@pytest.fixture
def two(cast, tree):
    school = make_school(tree.department, "Trường THPT Châu Phú", levels=["THPT"])
    return cast, make_inspection(tree.department, school)


def test_the_list_is_searched_without_marks_and_narrowed(two, client_for):
    cast, other = two
    client = client_for(cast.specialist)
    assert names(client) == {"THPT Quốc Thái", "THPT Châu Phú"}
    assert names(client, q="chau phu") == {"THPT Châu Phú"}
    assert names(client, plan=other.visit.plan.pk) == {"THPT Châu Phú"}
    begin_inspection(inspection=cast.again(), by=cast.lead)
    assert names(client, phase="visit") == {"THPT Quốc Thái"}
    assert names(client, school_year=cast.visit.plan.school_year_id) == {
        "THPT Quốc Thái", "THPT Châu Phú",
    }  # fmt: skip


def test_only_mine_are_those_of_my_teams_and_units(two, client_for):
    cast, other = two
    assert names(client_for(cast.lead), mine="on") == {"THPT Quốc Thái"}
    assert names(client_for(other.principal)) == {"THPT Châu Phú"}
    assert names(client_for(cast.specialist), mine="on") == set()


def test_the_file_holds_what_is_seen_with_links(two, client_for):
    cast, _other = two
    response = client_for(cast.specialist).get(
        reverse("inspections:inspection_export"), {"q": "quoc thai"}
    )
    book = CalamineWorkbook.from_filelike(BytesIO(response.content))
    cells = [str(cell) for row in book.get_sheet_by_index(0).to_python() for cell in row]
    assert any("Quốc Thái" in cell for cell in cells)
    assert not any("Châu Phú" in cell for cell in cells)


def test_fifty_rows_cost_no_more_queries_than_one(
    cast, tree, client_for, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = client_for(cast.specialist)
    client.get(LIST)
    with CaptureQueriesContext(connection) as one:
        client.get(LIST)
    for number in range(4):
        school = make_school(tree.department, f"Trường THPT số {number}", levels=["THPT"])
        make_inspection(tree.department, school)
    with django_assert_num_queries(len(one)):
        client.get(LIST)
