"""Addresses of the `inspections` room."""

from tests.addresses import Address, Place
from tests.inspections.places import (
    accepted_in,
    cast_in,
    concluded_in,
    inspection,
    plan_in,
    released_in,
    replied_in,
    resulted_in,
)


def visit(place: Place) -> dict[str, int]:
    return {"pk": cast_in(place).visit.pk}


ADDRESSES = {
    "inspections:open": Address(visit),
    "inspections:inspection": Address(inspection),
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
