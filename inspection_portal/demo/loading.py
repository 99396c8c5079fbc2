"""Loading the demonstration, in the order in which things stand on one another."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max

from core.notifications.models import Message
from documents.domain.laws import load_legal_documents
from documents.models import LegalDocument
from inspection_portal.demo.assessments import load_assessments
from inspection_portal.demo.authorities import load_authorities
from inspection_portal.demo.counting import Counts
from inspection_portal.demo.ground import (
    load_calendar,
    load_delegations,
    load_people,
    load_units,
)
from inspection_portal.demo.inspections_played import write_inspections
from inspection_portal.demo.marks import known, mark, marked_units, read
from inspection_portal.demo.plan_life import (
    file_messages,
    lead_through,
    write_decision,
    write_letter,
)
from inspection_portal.demo.plan_parts import write_plan
from inspection_portal.demo.plan_schedule import write_proposal, write_schedule
from inspection_portal.demo.plan_visits import write_team, write_visits
from inspection_portal.demo.plan_words import PlanFile
from plans.models import InspectionPlan

PLANS = (
    "hiep_hoa_2017",
    "long_bien_2019",
    "an_giang_2019",
    "ben_cat_2020",
    "an_giang_2026_hoc_ky_1",
    "an_giang_2026",
)


def load(counts: Counts) -> None:
    """Everything that is not there yet; what people changed since stays as they left it."""
    for sentence, part in (
        ("Đơn vị", load_units),
        ("Người dùng và vai trò", load_people),
        ("Năm học, ngày nghỉ", load_calendar),
        ("Phân cấp", load_delegations),
        ("Người ký, văn bản pháp luật", _load_papers),
        ("Bộ tiêu chuẩn, phiếu đánh giá", load_assessments),
        ("Kế hoạch, lịch, đoàn kiểm tra", _load_plans),
    ):
        counts.say(f"{sentence} …")
        with transaction.atomic():
            part(counts)


def _load_papers(counts: Counts) -> None:
    if not LegalDocument.objects.exists():
        counts.add("legal_documents", load_legal_documents())
    load_authorities(counts)


def _load_plans(counts: Counts) -> None:
    units = marked_units()
    for name in PLANS:
        entry = read(f"plans/{name}.yaml")
        if known(InspectionPlan, entry["key"]) is None:
            load_plan(PlanFile(entry, units), counts)


def load_plan(file: PlanFile, counts: Counts) -> InspectionPlan:
    """One plan with its team, visits, papers and duties."""
    counts.say(f"  {file['title']} …")
    told_before = Message.objects.aggregate(last=Max("pk"))["last"] or 0
    plan = write_plan(file)
    mark(plan, file["key"])
    team = write_team(file, plan)
    placed = write_visits(file, plan, team)
    lead_through(file, plan, placed)
    decision = write_decision(file, team)
    letter = write_letter(file, plan, team, placed)
    write_schedule(file, plan)
    write_proposal(file, plan)
    file_messages(file, told_before)
    counts.add("inspections", write_inspections(file, plan))
    counts.add("plans")
    counts.add("visits", plan.visits.count())
    counts.add("letters", int(letter is not None))
    counts.add("team_decisions", int(decision is not None))
    counts.add("milestones", plan.milestones.count())
    counts.add("duties", sum(m.obligations.count() for m in plan.milestones.all()))
    return plan
