"""Who of the team answers which criteria of a checklist."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.web.access import requires
from core.web.http import AuthenticatedRequest
from inspections.domain.filling import give_criteria
from inspections.domain.queries.assigning import Proposed, proposed_tasks
from inspections.domain.refusals import InspectionRefused
from inspections.models import Checklist
from inspections.rules import concludes
from inspections.views.scope import carried_checklist
from standards.models import Criterion, Standard

Given = dict[int, set[int]]


@requires("plans.view", "GET", "POST")
def assign(request: AuthenticatedRequest, pk: int, checklist: int) -> HttpResponse:
    """Boxes of members by criterion, or for a standard at once; the tasks' own words are proposed."""
    found = carried_checklist(request.user, pk, checklist)
    if not concludes(request.user, found.inspection):
        raise Http404
    present = _given(found)
    if request.method == "POST":
        try:
            _share_out(found, present, request)
        except InspectionRefused as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(request, _("Saved."))
        return redirect("inspections:assign", pk, checklist)
    members = found.inspection.members
    proposed = proposed_tasks(found, members)
    is_filled = "proposed" in request.GET
    shown = _with_proposed(present, proposed) if is_filled else present
    context = {
        "checklist": found, "inspection": found.inspection, "members": members,
        "groups": list(_rows(found, shown, [member.user_id for member in members])),
        "proposed": proposed, "is_filled": is_filled,
        "open_count": sum(not shown.get(c.pk) for c in _criteria(found)),
    }  # fmt: skip
    return render(request, "inspections/assign.html", context)


def _share_out(found: Checklist, present: Given, request: AuthenticatedRequest) -> None:
    """One call for all criteria that go to the same people; what stays as it is is left alone."""
    wanted = _wanted(found, present, request.POST)
    people = {member.user_id: member.user for member in found.inspection.members}
    together: dict[frozenset[int], list[Criterion]] = defaultdict(list)
    for criterion in _criteria(found):
        chosen = wanted[criterion.pk] & people.keys()
        if chosen != present.get(criterion.pk, set()):
            together[frozenset(chosen)].append(criterion)
    for chosen_ids, criteria in together.items():
        give_criteria(
            checklist=found, criteria=criteria, people=[people[pk] for pk in sorted(chosen_ids)],
            by=request.user,
        )  # fmt: skip


def _wanted(found: Checklist, present: Given, post: QueryDict) -> Given:
    """The boxes as sent; with the button of a standard its members for all its criteria, no others."""
    if "whole" in post:
        return {
            criterion.pk: _numbers(post.getlist(f"s{standard.pk}"))
            if str(standard.pk) == post["whole"] else present.get(criterion.pk, set())
            for standard in _standards(found) for criterion in standard.criteria.all()
        }  # fmt: skip
    return {
        criterion.pk: _numbers(post.getlist(f"c{criterion.pk}")) for criterion in _criteria(found)
    }


def _numbers(sent: Iterable[str]) -> set[int]:
    return {int(value) for value in sent if value.isdecimal() and len(value) < 10}


def _given(found: Checklist) -> Given:
    given: Given = {}
    for criterion, person in found.tasks.values_list("criterion_id", "person_id"):
        given.setdefault(criterion, set()).add(person)
    return given


def _with_proposed(present: Given, proposed: Iterable[Proposed]) -> Given:
    """What is given stays; criteria given to nobody take the proposal."""
    shown = {pk: set(people) for pk, people in present.items()}
    for each in proposed:
        for criterion in each.criteria:
            if criterion.pk not in present:
                shown.setdefault(criterion.pk, set()).add(each.person.pk)
    return shown


def _rows(found: Checklist, shown: Given, people: list[int]) -> Iterable[Any]:
    for standard in _standards(found):
        rows = []
        for criterion in standard.criteria.all():
            chosen = shown.get(criterion.pk, set())
            rows.append((criterion, [(person, person in chosen) for person in people]))
        whole = [
            (person, bool(rows) and all(boxes[place][1] for _criterion, boxes in rows))
            for place, person in enumerate(people)
        ]
        yield standard, rows, whole


def _standards(found: Checklist) -> list[Standard]:
    return list(found.assessment.standard_set.standards.all())


def _criteria(found: Checklist) -> list[Criterion]:
    return [criterion for standard in _standards(found) for criterion in standard.criteria.all()]
