"""The shipped sets of criteria, and assessments with figures that are made up and marked so."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from inspection_portal.demo.counting import Counts
from inspection_portal.demo.inspections import answer_of
from inspection_portal.demo.marks import DATA, known, mark, marked_units, person, read
from standards.domain.assessing import Given, give_answers, hand_in, open_assessment
from standards.domain.loading import data_files, load_standard_sets
from standards.models import Assessment, Criterion, StandardSet
from units.models import SchoolYear

# Whose set a local data file is; the others hold in the whole country.
OWNERS = {
    "thdt_lb5296_2017.yaml": "LB-UBND",
    "cntt_ag126_2019.yaml": "AG-SO",
    "tbdh_ag126_2019.yaml": "AG-SO",
    "tvcd_ag126_2019.yaml": "AG-SO",
}

Entry = dict[str, Any]


def load_assessments(counts: Counts) -> None:
    """National sets, those of An Giang and Long Biên, two assessments of one school of An Giang."""
    units = marked_units()
    local = [path for path in data_files() if path.name in OWNERS]
    counts.add("standard_sets", load_standard_sets(set(data_files()) - set(local)))
    for path in local:
        counts.add("standard_sets", load_standard_sets([path], owner=units[OWNERS[path.name]]))
    example = DATA / "standards" / "thdt_long_bien_minh_hoa.yaml"
    counts.add("standard_sets", load_standard_sets([example], owner=units["LB-UBND"]))
    for entry in read("assessments.yaml"):
        if known(Assessment, entry["key"]) is None:
            _assess(entry, counts)


def _assess(entry: Entry, counts: Counts) -> None:
    found = StandardSet.objects.get(code=entry["set"], owner=None, version=1)
    assessment = open_assessment(
        unit=marked_units()[entry["unit"]], standard_set=found,
        school_year=SchoolYear.objects.get(name=entry["school_year"]), purpose=entry["purpose"],
        subject=entry.get("subject", ""), levels=entry["levels"],
        attributes=entry.get("attributes", {}), is_synthetic=True, by=None,
    )  # fmt: skip
    mark(assessment, entry["key"])
    counts.add("assessments")
    criteria = {
        criterion.code: criterion
        for criterion in Criterion.objects.filter(standard__standard_set=found).select_related(
            "standard"
        )
    }
    for column in entry["columns"]:
        at: datetime = column["at"]
        given = [
            Given(criteria[code], answer_of(said), device_at=at)
            for code, said in column["answers"].items()
        ]
        by = person(column["by"])
        give_answers(assessment=assessment, stage=column["stage"], given=given, by=by)
        if column["hand_in"]:
            hand_in(sheet=assessment.sheets.get(stage=column["stage"]), by=by)
