"""What an inspector takes along: one inspection with its criteria and what is known so far."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils import timezone
from django.utils.formats import date_format, time_format

from accounts.models import User
from inspections.domain.filling import own_criteria
from inspections.models import Checklist, Inspection, Recommendation
from standards.domain.queries.assessments import latest_events
from standards.enums import Stage
from standards.models import AnswerEvent, Assessment, Criterion, Standard
from standards.scoring.answers import Answer, figure_of
from standards.scoring.scheme import Facts
from standards.scoring.wording import answer_words, requirement_words, unit_of

CANNED = Path(__file__).resolve().parents[2] / "data" / "canned_comments.yaml"
BESIDE = (Stage.SELF, Stage.OFFICE, Stage.DESK)

Plain = dict[str, Any]


@cache
def canned_comments() -> list[str]:
    """General sentences for the note of an answer, in the order of the file."""
    return [str(line) for line in yaml.safe_load(CANNED.read_text())]


def visit_row(inspection: Inspection, user: User) -> Plain:
    """One line of the list of visits: enough to choose by."""
    visit = inspection.visit
    return {
        "id": inspection.pk,
        "topic": f"inspections.inspection:{inspection.pk}",
        "unit": str(visit.unit),
        "address": inspection.place if inspection.place != visit.unit.name else "",
        "on": visit.on.isoformat() if visit.on else "",
        "day": date_format(visit.on, "l, d/m/Y") if visit.on else "",
        "starts": time_format(visit.starts_at, "H:i") if visit.starts_at else "",
        "ends": time_format(visit.ends_at, "H:i") if visit.ends_at else "",
        "state": visit.get_state_display(),
        "mode": visit.get_mode_display(),
        "mine": user.pk in inspection.team_ids,
    }


def field_package(inspection: Inspection, user: User) -> Plain:
    """Everything the device needs to work without a network. Figures are text, so none is rounded."""
    checklists = inspection.checklists.select_related(
        "assessment__unit", "assessment__school_year", "assessment__standard_set", "stream"
    ).prefetch_related(
        "assessment__standard_set__standards__criteria", "assessment__standard_set__rules"
    )
    return visit_row(inspection, user) | {
        "taken_at": timezone.now().isoformat(),
        "team": [
            {"name": str(m.user), "role": m.get_role_display(), "post": m.user.post}
            for m in inspection.members
        ],
        "checklists": [_checklist(each, user) for each in checklists],
        "recommendations": _recommendations(inspection),
        "findings": [
            {"id": str(f.client_id), "kind": f.kind, "text": f.text, "author": str(f.author),
             "mine": f.author_id == user.pk, "checklist": f.checklist_id,
             "criterion": f.criterion_id}
            for f in inspection.findings.filter(is_withdrawn=False).select_related("author")
        ],
        "present": [
            {"side": p.side, "name": p.name, "post": p.post}
            for p in inspection.attendances.all()
        ],
        "canned": canned_comments(),
    }  # fmt: skip


def _recommendations(inspection: Inspection) -> list[Plain]:
    """What earlier inspections asked of the unit and nobody has verified yet."""
    found = Recommendation.objects.unsettled().filter(owner=inspection.visit.unit_id)
    return [
        {"text": each.text, "due": date_format(each.due_on, "d/m/Y"),
         "state": each.get_state_display(), "late": each.due_on < timezone.localdate()}
        for each in found.order_by("due_on", "pk")
    ]  # fmt: skip


def _checklist(checklist: Checklist, user: User) -> Plain:
    assessment = checklist.assessment
    latest = latest_events(assessment)
    mine = own_criteria(checklist, user)
    own = _own_answers(assessment, user)
    before, year = _before(assessment)
    groups = [
        {
            "id": standard.pk, "code": standard.code, "title": standard.title,
            "criteria": [
                _criterion(criterion, assessment)
                | {
                    "mine": criterion.pk in mine,
                    "own": own.get(criterion.pk),
                    "beside": _beside(criterion, latest),
                    "before": _said(criterion, before.get(criterion.pk)),
                }
                for criterion in standard.criteria.all()
                if not criterion.level_list or set(criterion.level_list) & set(assessment.level_list)
            ],
        }
        for standard in assessment.standard_set.standards.all()
    ]  # fmt: skip
    return {
        "id": checklist.pk,
        "name": str(assessment.standard_set),
        "version": assessment.standard_set.version,
        "subject": assessment.subject,
        "attributes": assessment.attributes,
        "year_before": year,
        "groups": [group for group in groups if group["criteria"]],
    }


def _criterion(criterion: Criterion, assessment: Assessment) -> Plain:
    value = criterion.as_value()
    return {
        "id": criterion.pk,
        "code": criterion.code,
        "text": criterion.text,
        "kind": criterion.kind,
        "points": str(criterion.points) if criterion.points is not None else "",
        "unit": unit_of(value),
        "numerator": criterion.numerator,
        "denominator": criterion.denominator,
        "bounds": _bounds(criterion, assessment),
        "options": [{"value": o.value, "label": o.label} for o in value.options],
        "applies_if": [
            {"key": c.key, "values": sorted(c.values), "negated": c.negated}
            for c in value.applies_if
        ],
        "blank_needs_reason": criterion.blank_needs_reason,
        "guidance": criterion.guidance,
        "evidence": criterion.evidence,
        "clause": criterion.clause,
        "verified": criterion.is_verified,
    }


def _bounds(criterion: Criterion, assessment: Assessment) -> list[str]:
    """Bounds that concern this unit, in words."""
    value, names = criterion.as_value(), _names(assessment)
    facts: Facts = assessment.facts
    return [
        requirement_words(value, bound, names)
        for bound in value.requirements
        if bound.concerns(facts)
    ]


def _names(assessment: Assessment) -> Mapping[str, str]:
    names: dict[str, str] = {}
    for row in assessment.standard_set.attributes:
        names[row["key"]] = row["label"]
        for choice in row.get("choices", []):
            names[f"{row['key']}={choice['value']}"] = choice["label"]
    return names


def _own_answers(assessment: Assessment, user: User) -> dict[int, Plain]:
    """The person's own last answers on site."""
    events = assessment.events.filter(stage=Stage.ONSITE, author=user)
    return {
        event.criterion_id: {
            "value": event.value, "note": event.note, "event": str(event.client_id),
            "at": event.device_at.isoformat(),
        }
        for event in events.order_by("device_at", "client_id")
    }  # fmt: skip


def _beside(criterion: Criterion, latest: Mapping[str, Mapping[int, AnswerEvent]]) -> list[Plain]:
    """What the unit and the desk said of the criterion."""
    rows = []
    for stage in BESIDE:
        said = _said(criterion, latest[stage].get(criterion.pk))
        if said:
            rows.append({"stage": str(stage.label), **said})
    return rows


def _said(criterion: Criterion, event: AnswerEvent | None) -> Plain | None:
    if event is None:
        return None
    value, answer = criterion.as_value(), Answer.from_json(event.value)
    return {"words": answer_words(value, answer, figure_of(value, answer)), "note": event.note}


def _before(assessment: Assessment) -> tuple[dict[int, AnswerEvent], str]:
    """The unit's last official answers by the same set in an earlier year, and that year.

    Criteria of another version of the set are recognised by their code.
    """
    earlier = (
        Assessment.objects.filter(
            unit=assessment.unit_id, standard_set__code=assessment.standard_set.code,
            school_year__starts_on__lt=assessment.school_year.starts_on,
            events__stage=Stage.OFFICIAL,
        )
        .select_related("school_year").order_by("-school_year__starts_on", "-pk").first()
    )  # fmt: skip
    if earlier is None:
        return {}, ""
    here = {c.code: c.pk for c in _criteria(assessment.standard_set.standards.all())}
    events = earlier.events.filter(stage=Stage.OFFICIAL).select_related("criterion")
    return {
        here[event.criterion.code]: event
        for event in events.order_by("device_at", "client_id")
        if event.criterion.code in here
    }, str(earlier.school_year)


def _criteria(standards: Iterable[Standard]) -> Iterable[Criterion]:
    for standard in standards:
        yield from standard.criteria.all()
