"""Which inspections of a demonstration plan were carried out, and how far."""

from __future__ import annotations

from inspection_portal.demo.conclusions import conclude
from inspection_portal.demo.inspections import Played, clock_at, played
from inspection_portal.demo.marks import DATA
from inspection_portal.demo.plan_words import PlanFile
from inspections.models import Inspection
from plans.models import InspectionPlan

# Data files by the key of their plan.
FILES = {"long-bien-2018-2019": "long_bien_2019", "an-giang-2019-2020": "an_giang_2019"}


def write_inspections(file: PlanFile, plan: InspectionPlan) -> int:
    """Each one prepared; those played are carried out on their days. Returns how many were opened."""
    name = FILES.get(file["key"], "")
    opened = Inspection.objects.filter(visit__plan=plan)
    if not name or not (DATA / "inspections" / f"{name}.yaml").exists():
        return opened.count()
    words = played(name)
    by_unit = {each.visit.unit_id: each for each in opened.for_pages()}
    done = set()
    for entry in words["played"]:
        unit = file.units[entry["unit"]]
        one = Played(entry, by_unit[unit.pk], words.get("tasks", {}))
        with clock_at(one.begun_at):
            one.prepare()
            one.visit()
        with clock_at(one.ended_at):
            one.minutes()
        conclude(one, words)
        done.add(unit.pk)
    for pk, inspection in by_unit.items():
        if pk not in done and words.get("tasks"):
            Played(
                {"onsite": {"begun_at": None, "ended_at": None}}, inspection, words["tasks"]
            ).prepare()
    return opened.count()
