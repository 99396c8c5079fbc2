"""The check on the system: members answer what is theirs, are reminded, finish it and open it again."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core.drafts.models import EditDraft
from core.notifications.models import Message
from inspections.domain.carrying_out import begin_inspection
from inspections.domain.desk import answer_criteria, finish_desk, reopen_desk
from inspections.domain.filling import give_criteria
from inspections.domain.queries.procedures import desk_due_on, procedure_of
from inspections.domain.queries.progress import progress_of, with_progress_parts
from inspections.domain.refusals import InspectionRefused
from inspections.domain.reminding import remind_desk
from inspections.models import Checklist, Procedure
from inspections.worklist.visits import inspection_tasks, self_assessment_tasks
from plans.enums import VisitMode
from standards.domain.assessing import Given, append_answers, hand_in
from standards.enums import Stage
from standards.models import AnswerEvent
from standards.scoring.answers import Answer
from tests.inspections.factories import GOOD, answer, criterion, make_inspection

pytestmark = pytest.mark.django_db


def given(checklist, *codes):
    return [Given(criterion(checklist, code), GOOD[code]) for code in codes]


def events(checklist, stage=Stage.DESK):
    return AnswerEvent.objects.filter(assessment=checklist.assessment, stage=stage)


# Answering ----------------------------------------------------------------------------------
def test_a_member_answers_own_criteria_and_a_repeat_is_stored_once(cast):
    rows = given(cast.checklist, "1.1", "2.2")
    for _again in range(2):
        answer_criteria(checklist=cast.checklist, stage=Stage.DESK, given=rows, by=cast.first)
    assert events(cast.checklist).count() == 2


def test_a_criterion_of_somebody_else_is_refused_with_the_name(cast):
    one = criterion(cast.checklist, "1.1")
    give_criteria(checklist=cast.checklist, criteria=[one], people=[cast.first], by=cast.lead)
    with pytest.raises(InspectionRefused) as refused:
        answer_criteria(checklist=cast.checklist, stage=Stage.DESK,
                        given=given(cast.checklist, "1.1"), by=cast.second)  # fmt: skip
    assert cast.first.addressed_name in refused.value.sentence
    assert not events(cast.checklist).exists()


@pytest.mark.parametrize("stage", [Stage.SELF, Stage.OFFICE, Stage.OFFICIAL])
def test_the_team_fills_no_other_column(cast, stage):
    with pytest.raises(InspectionRefused):
        answer_criteria(checklist=cast.checklist, stage=stage,
                        given=given(cast.checklist, "2.2"), by=cast.first)  # fmt: skip


def test_nobody_outside_the_team_answers(cast):
    for person in (cast.principal, cast.officer, cast.leader):
        with pytest.raises(InspectionRefused):
            answer_criteria(checklist=cast.checklist, stage=Stage.DESK,
                            given=given(cast.checklist, "2.2"), by=person)  # fmt: skip


def test_finishing_names_what_is_missing_and_closes_the_column(cast):
    answer(cast.checklist, cast.first, stage=Stage.DESK, codes=["1.1"])
    with pytest.raises(InspectionRefused) as refused:
        finish_desk(checklist=cast.checklist, by=cast.lead)
    assert "1.2" in refused.value.sentence
    answer(cast.checklist, cast.second, stage=Stage.DESK, codes=["1.2", "2.1", "2.2"])
    finish_desk(checklist=cast.checklist, by=cast.lead)
    with pytest.raises(InspectionRefused):
        answer_criteria(checklist=cast.checklist, stage=Stage.DESK,
                        given=given(cast.checklist, "2.2"), by=cast.first)  # fmt: skip
    with pytest.raises(InspectionRefused):
        reopen_desk(checklist=cast.checklist, reason=" ", by=cast.lead)
    reopen_desk(checklist=cast.checklist, reason="Trường bổ sung minh chứng", by=cast.lead)
    answer_criteria(checklist=cast.checklist, stage=Stage.DESK,
                    given=given(cast.checklist, "2.2"), by=cast.first)  # fmt: skip


# Days ---------------------------------------------------------------------------------------
def test_the_last_day_follows_the_plan_s_procedure_and_a_remote_visit_s_own_day(cast):
    on, plan = cast.visit.on, cast.visit.plan
    assert procedure_of(plan).pk is None
    assert desk_due_on(cast.inspection) == on - timedelta(days=2)
    Procedure.objects.create(plan=plan, source="x", desk_days=5)
    again = cast.again()
    assert desk_due_on(again) == on - timedelta(days=5)
    again.visit.mode = VisitMode.REMOTE
    assert desk_due_on(again) == on


def told(person, kind):
    return Message.objects.filter(recipient=person, kind=kind, channel="in_app").count()


def test_reminders_come_two_days_before_on_the_day_and_after_once_each(cast):
    answer(cast.checklist, cast.first, stage=Stage.DESK)
    one = criterion(cast.checklist, "1.1")
    give_criteria(checklist=cast.checklist, criteria=[one], people=[cast.second], by=cast.lead)
    due = desk_due_on(cast.inspection)
    assert remind_desk(due - timedelta(days=3)) == 0
    for day, expected in ((2, 1), (1, 1), (0, 2)):
        for _again in range(2):
            remind_desk(due - timedelta(days=day))
        assert told(cast.second, "inspections.desk_due") == expected, day
    for _again in range(2):
        remind_desk(due + timedelta(days=1))
    assert told(cast.second, "inspections.desk_overdue") == 1
    assert told(cast.first, "inspections.desk_due") == 0


def test_nobody_is_reminded_once_the_check_is_finished(cast):
    answer(cast.checklist, cast.first, stage=Stage.DESK)
    finish_desk(checklist=cast.checklist, by=cast.lead)
    assert remind_desk(desk_due_on(cast.inspection)) == 0


def test_the_team_learns_that_the_unit_handed_in(cast):
    append_answers(assessment=cast.checklist.assessment, stage=Stage.SELF,
                   given=given(cast.checklist, *GOOD), by=cast.principal)  # fmt: skip
    hand_in(sheet=cast.checklist.assessment.sheets.get(stage=Stage.SELF), by=cast.principal)
    for person in (cast.lead, cast.first):
        assert told(person, "inspections.self_handed_in") == 1
    assert told(cast.principal, "inspections.self_handed_in") == 0


# Tasks --------------------------------------------------------------------------------------
def titles(tasks):
    return [str(task.title) for task in tasks]


def near(cast, days):
    from django.utils import timezone

    cast.visit.on = timezone.localdate() + timedelta(days=days)
    cast.visit.save(update_fields=["on"])


def test_the_unit_s_task_goes_once_it_hands_in(cast):
    [task] = self_assessment_tasks(cast.principal)
    assert task.url.endswith("/self/")
    assert not list(self_assessment_tasks(cast.lead))
    answer(cast.checklist, cast.principal, stage=Stage.SELF)
    hand_in(sheet=cast.checklist.assessment.sheets.get(stage=Stage.SELF), by=cast.principal)
    assert not list(self_assessment_tasks(cast.principal))


def test_members_get_tasks_when_the_visit_is_near_and_none_for_what_is_answered(cast):
    assert not list(inspection_tasks(cast.first))
    near(cast, 5)
    [task] = inspection_tasks(cast.first)
    assert task.due_on == desk_due_on(cast.again())
    answer(cast.checklist, cast.first, stage=Stage.DESK)
    assert not list(inspection_tasks(cast.first))


def test_on_its_day_the_visit_is_a_task_and_then_the_lead_decides(cast):
    near(cast, 0)
    answer(cast.checklist, cast.first, stage=Stage.DESK)
    assert [task.url for task in inspection_tasks(cast.second)] == [
        cast.inspection.get_absolute_url()
    ]
    begin_inspection(inspection=cast.again(), by=cast.lead)
    answer(cast.checklist, cast.first)
    assert any(task.url.endswith("/official/") for task in inspection_tasks(cast.lead))
    assert not any(task.url.endswith("/official/") for task in inspection_tasks(cast.second))


def test_progress_tells_columns_and_members_apart(cast):
    one = criterion(cast.checklist, "1.1")
    give_criteria(checklist=cast.checklist, criteria=[one], people=[cast.first, cast.second],
                  by=cast.lead)  # fmt: skip
    answer(cast.checklist, cast.first, stage=Stage.DESK, codes=["1.1", "2.2"])
    people = {cast.inspection.pk: [cast.first, cast.second]}
    [row] = progress_of(with_progress_parts(Checklist.objects.all()), people)
    assert (row.columns[Stage.DESK].answered, row.columns[Stage.DESK].to_answer) == (2, 4)
    assert row.columns[Stage.ONSITE].answered == 0
    assert one.pk in row.open_for(cast.second.pk, Stage.DESK)
    assert one.pk not in row.open_for(cast.first.pk, Stage.DESK)
    assert len(row.open_for(cast.first.pk, Stage.DESK)) == 2


# The page -----------------------------------------------------------------------------------
def url(cast, name="fill", *more, stage="desk"):
    place = [cast.inspection.pk, cast.checklist.pk]
    return reverse(f"inspections:{name}", args=[*place, *((stage,) if stage else ()), *more])


def test_the_page_shows_my_criteria_with_the_unit_s_answer_and_those_of_others_apart(
    cast, client_for
):
    one = criterion(cast.checklist, "1.1")
    give_criteria(checklist=cast.checklist, criteria=[one], people=[cast.second], by=cast.lead)
    answer(cast.checklist, cast.principal, stage=Stage.SELF, codes=["2.1"],
           note="Xem https://thpt.edu.vn/so-do")  # fmt: skip
    text = client_for(cast.first).get(url(cast)).content.decode()
    assert f'id="c{criterion(cast.checklist, "2.1").pk}"' in text
    assert f'id="c{one.pk}"' not in text
    assert "50 m²" in text
    assert 'href="https://thpt.edu.vn/so-do"' in text
    assert cast.second.addressed_name in text


def test_one_answer_is_kept_at_once_and_the_progress_comes_with_it(cast, client_for):
    pk = criterion(cast.checklist, "2.2").pk
    response = client_for(cast.first).post(
        url(cast, "answer", pk), {f"c{pk}_value": "yes"}, headers={"HX-Request": "true"}
    )
    assert "data-state" not in response.content.decode()
    assert 'hx-swap-oob="true"' in response.content.decode()
    assert events(cast.checklist).get().value == {"word": "yes"}


def test_what_is_no_answer_yet_is_kept_as_a_draft_and_stands_there_again(cast, client_for):
    pk = criterion(cast.checklist, "1.2").pk
    client = client_for(cast.first)
    response = client.post(url(cast, "answer", pk), {f"c{pk}_value": "120", f"c{pk}_den": "100"},
                           headers={"HX-Request": "true"})  # fmt: skip
    assert "said-kept" in response.content.decode()
    assert not events(cast.checklist).exists()
    assert 'value="120"' in client.get(url(cast)).content.decode()
    client.post(url(cast, "answer", pk), {f"c{pk}_value": "90", f"c{pk}_den": "100"},
                headers={"HX-Request": "true"})  # fmt: skip
    assert events(cast.checklist).get().value == {"number": "90", "denominator": "100"}
    assert not EditDraft.objects.filter(user=cast.first).exists()


def test_without_script_the_answer_is_kept_and_leads_back_to_its_question(cast, client_for):
    pk = criterion(cast.checklist, "2.2").pk
    response = client_for(cast.first).post(url(cast, "answer", pk), {f"c{pk}_value": "no"})
    assert response["Location"].endswith(f"#c{pk}")
    assert events(cast.checklist).count() == 1


def test_on_site_the_desk_s_value_stands_beside_and_a_remote_visit_has_no_such_page(
    cast, client_for
):
    answer(cast.checklist, cast.second, stage=Stage.DESK, codes=["2.1"], note="Theo sơ đồ")
    client = client_for(cast.first)
    assert "Theo sơ đồ" in client.get(url(cast, stage="onsite")).content.decode()
    cast.visit.mode = VisitMode.REMOTE
    cast.visit.save(update_fields=["mode"])
    assert client.get(url(cast, stage="onsite")).status_code == 404
    assert client.get(url(cast)).status_code == 200


def test_the_unit_never_opens_the_team_s_pages(cast, client_for):
    for person in (cast.principal, cast.officer, cast.leader):
        assert client_for(person).get(url(cast)).status_code == 404


def test_finish_and_reopen_by_their_buttons(cast, client_for):
    answer(cast.checklist, cast.first, stage=Stage.DESK)
    client = client_for(cast.first)
    client.post(url(cast, "desk_finish", stage=""))
    sheet = cast.checklist.assessment.sheets.get(stage=Stage.DESK)
    assert sheet.is_done
    client.post(url(cast, "desk_reopen", stage=""), {"reason": "Thiếu minh chứng"})
    sheet.refresh_from_db()
    assert not sheet.is_done


def test_a_remote_visit_counts_the_desk_s_values_as_collected(tree):
    from inspections.domain.official import take_over

    cast = make_inspection(tree.department, tree.thpt, mode=VisitMode.REMOTE)
    answer(cast.checklist, cast.first, stage=Stage.DESK, c2_2=Answer(word="no"))
    assert len(take_over(checklist=cast.checklist, by=cast.lead)) == 1
