"""Members of the team answer their criteria; the check on the system is finished and reopened."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit.recording import record
from inspections.domain.filling import COLLECTED_BY_TEAM, own_criteria
from inspections.domain.guards import refuse_closed_minutes, refuse_outsiders
from inspections.domain.refusals import InspectionRefused
from inspections.models import Checklist
from standards.domain.assessing import Given, SameIdOtherAnswer, give_answers, hand_in, reopen
from standards.domain.refusals import StandardsRefused
from standards.enums import Stage
from standards.models import AnswerEvent, StageSheet


@transaction.atomic
def answer_criteria(
    *, checklist: Checklist, stage: str, given: Iterable[Given], by: User
) -> list[AnswerEvent]:
    """A member's answers in the desk's or the site's column, to criteria that are the member's.

    What arrives twice is stored once. Returns the new events.

    Raises:
        InspectionRefused: not of the team, a column the team does not fill or that is finished, a
            criterion given to others, an answer that cannot be accepted, minutes read back.
        SameIdOtherAnswer: an id was used before for another answer.
    """
    refuse_outsiders(checklist.inspection, by)
    refuse_closed_minutes(checklist.inspection)
    if stage not in COLLECTED_BY_TEAM:
        raise InspectionRefused(_("The team does not fill this column."))
    rows = list(given)
    _refuse_of_others(checklist, rows, by)
    try:
        return give_answers(assessment=checklist.assessment, stage=stage, given=rows, by=by)
    except SameIdOtherAnswer:
        raise
    except StandardsRefused as refusal:
        raise InspectionRefused(refusal.sentence) from refusal


def _refuse_of_others(checklist: Checklist, rows: list[Given], by: User) -> None:
    own = own_criteria(checklist, by)
    foreign = [each.criterion for each in rows if each.criterion.pk not in own]
    if not foreign:
        return
    tasks = checklist.tasks.filter(criterion=foreign[0]).select_related("person")
    names = ", ".join(task.person.addressed_name for task in tasks)
    words = {"code": foreign[0].code, "people": names}
    raise InspectionRefused(
        _("Criterion %(code)s was given to %(people)s. The lead can share it out anew.") % words
        if names
        else _("Criterion %(code)s belongs to another checklist.") % words
    )


@transaction.atomic
def finish_desk(*, checklist: Checklist, by: User) -> StageSheet:
    """The check on the system is done: every criterion is answered, or says why not.

    Raises:
        InspectionRefused: not of the team, finished already, or answers are missing; each is named.
    """
    refuse_outsiders(checklist.inspection, by)
    sheet = _desk_sheet(checklist)
    try:
        hand_in(sheet=sheet, by=by)
    except StandardsRefused as refusal:
        raise InspectionRefused(refusal.sentence) from refusal
    record("inspection.finish_desk", checklist.inspection, by=by, after={"checklist": checklist.pk})
    return sheet


@transaction.atomic
def reopen_desk(*, checklist: Checklist, reason: str, by: User) -> StageSheet:
    """Open the check on the system again; what was answered stays and may be answered anew.

    Raises:
        InspectionRefused: no reason, not of the team, not finished, or minutes read back.
    """
    refuse_outsiders(checklist.inspection, by)
    refuse_closed_minutes(checklist.inspection)
    sheet = _desk_sheet(checklist)
    try:
        reopen(sheet=sheet, reason=reason, by=by)
    except StandardsRefused as refusal:
        raise InspectionRefused(refusal.sentence) from refusal
    record(
        "inspection.reopen_desk", checklist.inspection, by=by, sentence=reason.strip(),
        after={"checklist": checklist.pk},
    )  # fmt: skip
    return sheet


def _desk_sheet(checklist: Checklist) -> StageSheet:
    return checklist.assessment.sheets.select_related("assessment").get(stage=Stage.DESK)
