"""Addresses of the `inspections` room."""

from inspections.domain.carrying_out import attend
from tests.addresses import Address, Place
from tests.inspections.factories import criterion as criterion_of
from tests.inspections.places import (
    cast_in,
    drafted_record,
    finding_in,
    inspection,
    read_record,
    reported_in,
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
}
