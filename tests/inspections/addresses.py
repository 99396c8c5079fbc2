"""Addresses of the `inspections` room."""

from tests.addresses import Address, Place
from tests.inspections.places import cast_in, drafted_record, inspection, read_record


def visit(place: Place) -> dict[str, int]:
    return {"pk": cast_in(place).visit.pk}


ADDRESSES = {
    "inspections:open": Address(visit),
    "inspections:inspection": Address(inspection),
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
