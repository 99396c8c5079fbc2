"""Addresses of the `inspections` room."""

from uuid import uuid4

from django.utils import timezone

from core.sync.models import JournalConflict, JournalEvent
from inspections.domain.carrying_out import attend
from tests.addresses import Address, Place
from tests.inspections.factories import criterion as criterion_of
from tests.inspections.places import (
    accepted_in,
    cast_in,
    concluded_in,
    drafted_record,
    finding_in,
    inspection,
    plan_in,
    read_record,
    released_in,
    replied_in,
    reported_in,
    resulted_in,
    told_in,
    untold_in,
)


def visit(place: Place) -> dict[str, int]:
    return {"pk": cast_in(place).visit.pk}


def checklist(place: Place) -> dict[str, int]:
    return {**inspection(place), "checklist": cast_in(place).checklist.pk}


def column(place: Place) -> dict[str, object]:
    return {**checklist(place), "stage": "desk"}


def decided(place: Place) -> dict[str, int]:
    return {**checklist(place), "criterion": criterion_of(cast_in(place).checklist, "2.2").pk}


def answered(place: Place) -> dict[str, object]:
    return {**decided(place), "stage": "desk"}


def present(place: Place) -> dict[str, int]:
    cast = cast_in(place)
    named = cast.inspection.attendances.first() or attend(
        inspection=cast.inspection, side="unit", name="Bà Lê Thị Hoa", by=cast.specialist
    )
    return {**inspection(place), "person": named.pk}


ADDRESSES = {
    "inspections:open": Address(visit),
    "inspections:inspection": Address(inspection),
    # The list, preparing and carrying out in the browser
    "inspections:inspection_list": Address(),
    "inspections:inspection_export": Address(),
    "inspections:prepare": Address(inspection),
    "inspections:begin": Address(inspection),
    "inspections:end": Address(inspection),
    "inspections:announce": Address(inspection),
    "inspections:people": Address(inspection),
    "inspections:person_remove": Address(present),
    "inspections:checklist_add": Address(inspection),
    "inspections:assign": Address(checklist),
    "inspections:desk_finish": Address(checklist),
    "inspections:desk_reopen": Address(checklist),
    "inspections:official": Address(checklist),
    "inspections:official_take_over": Address(checklist),
    "inspections:official_decide": Address(decided),
    "inspections:fill": Address(column),
    "inspections:answer": Address(answered),
    "inspections:findings": Address(inspection),
    "inspections:finding_edit": Address(finding_in),
    "inspections:finding_withdraw": Address(finding_in, succeeds=False),
    "inspections:finding_reinstate": Address(finding_in, succeeds=False),
    "inspections:finding_repeat": Address(finding_in, succeeds=False),
    "inspections:recommendations": Address(inspection),
    "inspections:recommendation_add": Address(inspection),
    "inspections:recommendation_carry": Address(inspection, succeeds=False),
    "inspections:recommendation_list": Address(),
    "inspections:recommendation_export": Address(),
    "inspections:recommendation_summary": Address(),
    "inspections:recommendation": Address(told_in),
    "inspections:recommendation_edit": Address(untold_in),
    "inspections:recommendation_remove": Address(untold_in, succeeds=False),
    "inspections:recommendation_report": Address(told_in),
    "inspections:recommendation_extend": Address(told_in),
    "inspections:recommendation_step": Address(
        lambda place: reported_in(place) | {"name": "verify"}
    ),
    "inspections:record": Address(inspection),
    "inspections:record_new": Address(inspection),
    "inspections:record_edit": Address(drafted_record),
    "inspections:record_paper": Address(read_record),
    "inspections:record_reopen": Address(read_record),
    "inspections:record_step": Address(
        lambda place: {**drafted_record(place), "step": "read_back"}
    ),
    "inspections:record_file": Address(lambda place: {**read_record(place), "kind": "docx"}),
    "inspections:record_sign": Address(read_record),
    "inspections:record_refuse": Address(read_record),
    # Draft result, reply, conclusion
    "inspections:procedure": Address(plan_in),
    "inspections:procedure_choose": Address(plan_in),
    "inspections:extend": Address(inspection),
    "inspections:result": Address(resulted_in),
    "inspections:result_new": Address(inspection),
    "inspections:result_edit": Address(resulted_in),
    "inspections:result_release": Address(resulted_in),
    "inspections:result_lapse": Address(released_in),
    "inspections:reply": Address(released_in),
    "inspections:reply_explain": Address(released_in, succeeds=False),
    "inspections:reply_file_remove": Address(accepted_in("sent")),
    "inspections:reply_check": Address(released_in),
    "inspections:reply_receipt": Address(replied_in),
    "inspections:explanations": Address(replied_in),
    "inspections:explanation_decide": Address(accepted_in("explanation")),
    "inspections:explanation_value": Address(accepted_in("explanation")),
    "inspections:conclusion": Address(concluded_in),
    "inspections:conclusion_new": Address(inspection),
    "inspections:conclusion_edit": Address(concluded_in),
    "inspections:conclusion_submit": Address(concluded_in),
    "inspections:conclusion_withdraw": Address(concluded_in),
    "inspections:conclusion_decide": Address(concluded_in),
    "inspections:conclusion_issue": Address(concluded_in),
    "inspections:conclusion_demand": Address(concluded_in),
    "inspections:answers": Address(inspection),
    "inspections:team_report": Address(inspection),
    "inspections:plan_answers": Address(plan_in),
    "inspections:plan_report": Address(plan_in),
}

# What arrived from devices ---------------------------------------------------------------------


def _held(place: Place) -> dict[str, int]:
    found = cast_in(place).inspection
    event = JournalEvent.objects.create(
        kind="inspections.answer", topic=f"inspections.inspection:{found.pk}",
        user=place.specialist, device=uuid4(), device_at=timezone.now(), state="held",
        reason="Tử số lớn hơn mẫu số", content_sha256="0" * 64, payload={"checklist": 1},
    )  # fmt: skip
    return {"pk": found.pk, "event": event.pk}


def _conflict(place: Place) -> dict[str, int]:
    keys = _held(place)
    event = JournalEvent.objects.get(pk=keys["event"])
    other = JournalConflict.objects.create(
        event=event, kind=event.kind, topic=event.topic, user=event.user, device_at=event.device_at,
        content_sha256="1" * 64, payload={"checklist": 2},
    )  # fmt: skip
    return {"pk": keys["pk"], "conflict": other.pk}


ADDRESSES |= {
    "inspections:arrivals": Address(inspection),
    "inspections:arrival": Address(_held, data={"choice": "aside", "aside-reason": "Gửi nhầm"}),
    "inspections:arrival_conflict": Address(_conflict, data={"choice": "aside"}),
    "field:shell": Address(),
    "field:worker": Address(),
    "field:manifest": Address(),
    "field:visits": Address(),
    "field:visit": Address(inspection),
}
