"""Addresses of the `inspections` room."""

from tests.addresses import Address, Place
from tests.inspections.places import (
    cast_in,
    finding_in,
    inspection,
    reported_in,
    told_in,
    untold_in,
)


def visit(place: Place) -> dict[str, int]:
    return {"pk": cast_in(place).visit.pk}


ADDRESSES = {
    "inspections:open": Address(visit),
    "inspections:inspection": Address(inspection),
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
}
