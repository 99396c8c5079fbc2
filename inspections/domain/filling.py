"""Who of a team answers which criterion, and their answers."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit.recording import record
from inspections.domain.refusals import InspectionRefused
from inspections.enums import ResultState
from inspections.models import Checklist, CriterionTask
from inspections.rules import carries_out, concludes, leads
from standards.enums import Stage
from standards.models import Assessment, Criterion
from units.rules import holds_at

COLLECTED_BY_TEAM = (Stage.DESK, Stage.ONSITE)


def may_collect(user: User, assessment: Assessment, stage: str) -> bool | None:
    """The team fills the desk's and the site's column of its checklist, its lead the official one."""
    if stage not in {*COLLECTED_BY_TEAM, Stage.OFFICIAL}:
        return None
    checklist = _checklist_of(assessment)
    if checklist is None:
        return None
    rule = leads if stage == Stage.OFFICIAL else carries_out
    return rule(user, checklist.inspection)


def _checklist_of(assessment: Assessment) -> Checklist | None:
    """Asked once an assessment, kept on it: a page asks for five columns."""
    kept = assessment.__dict__
    if "_taken_up_by" not in kept:
        related = Checklist.objects.select_related(
            "inspection__visit__plan__issuer", "inspection__visit__team", "inspection__result"
        )
        kept["_taken_up_by"] = related.filter(assessment=assessment).first()
    checklist: Checklist | None = kept["_taken_up_by"]
    return checklist


def is_withheld(user: User, assessment: Assessment, stage: str) -> bool:
    """What collectors found is the team's; the unit reads the official column once it is released."""
    if stage not in {*COLLECTED_BY_TEAM, Stage.OFFICIAL}:
        return False
    checklist = _checklist_of(assessment)
    if checklist is None or carries_out(user, checklist.inspection):
        return False
    if holds_at(user, "plans.view", checklist.inspection.visit.plan.issuer):
        return False
    result = getattr(checklist.inspection, "result", None)
    is_released = result is not None and result.state in ResultState.seen_by_unit()
    return not (stage == Stage.OFFICIAL and is_released)


def own_criteria(checklist: Checklist, user: User) -> set[int]:
    """Criteria that are this person's: those given to them, and those given to nobody."""
    given: dict[int, set[int]] = {}
    for criterion, person in checklist.tasks.values_list("criterion_id", "person_id"):
        given.setdefault(criterion, set()).add(person)
    of_set = Criterion.objects.filter(standard__standard_set=checklist.assessment.standard_set_id)
    return {pk for pk in of_set.values_list("pk", flat=True) if user.pk in given.get(pk, {user.pk})}


@transaction.atomic
def give_criteria(
    *, checklist: Checklist, criteria: Iterable[Criterion], people: Iterable[User], by: User
) -> None:
    """These criteria are these people's, and nobody else's; without people they are everybody's.

    Raises:
        InspectionRefused: not of those who arrange the visit, or a person outside the team.
    """
    if not concludes(by, checklist.inspection):
        raise InspectionRefused(_("You do not have the right to take this step."))
    chosen, wanted = list(people), list(criteria)
    for person in chosen:
        if person.pk not in checklist.inspection.team_ids:
            raise InspectionRefused(
                _("%(person)s is not in the team of this visit.") % {"person": person}
            )
    CriterionTask.objects.filter(checklist=checklist, criterion__in=wanted).delete()
    CriterionTask.objects.bulk_create(
        CriterionTask(checklist=checklist, criterion=criterion, person=person)
        for criterion in wanted
        for person in chosen
    )
    record(
        "inspection.give_criteria", checklist.inspection, by=by,
        after={"criteria": [c.code for c in wanted], "people": [p.pk for p in chosen]},
    )  # fmt: skip
