"""Whose history planning tells, and to whom: those who write it, and who owes it."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.audit.tellers import describe, told
from plans.models import (
    InspectionPlan,
    InspectionTeam,
    Obligation,
    OutsideInspection,
    ScheduleLetter,
)


def _written(model: "type[InspectionTeam] | type[ScheduleLetter]", user: Any) -> "QuerySet[Any]":
    return model._default_manager.filter(plan__in=InspectionPlan.objects.editable_by(user))


told(InspectionTeam, lambda user: _written(InspectionTeam, user))
told(ScheduleLetter, lambda user: _written(ScheduleLetter, user))
told(Obligation, Obligation.objects.visible_to)
told(OutsideInspection, OutsideInspection.objects.editable_by)

describe(
    {
        "visit.add": _("put the visit in the plan"),
        "visit.place": _("gave the visit its day"),
        "visit.undo_placing": _("took the placing back"),
        "visit.assign_team": _("sent a team"),
        "visit.dossier": _("answered a dossier"),
        "visit.dossier_file_removed": _("took back a file"),
        "visit.check_in": _("received the unit at the host"),
        "visit.check_in_undone": _("withdrew the arrival at the host"),
        "team.create": _("set up the team"),
        "team.member": _("put a person in the team or changed their part"),
        "team.member_removed": _("took a person out of the team"),
        "team.replace": _("replaced a person"),
        "team.assignment": _("gave out a task"),
        "team.assignment_removed": _("took away a task"),
        "letter.draft": _("drafted the letter"),
        "letter.change": _("changed the letter"),
        "obligation.fulfil": _("sent what was owed"),
        "obligation.extend": _("granted more time"),
        "obligation.waive": _("waived the duty"),
        "plan.create": _("began the plan"),
        "plan.amendment": _("drafted an amendment"),
        "plan.section": _("wrote in a chapter"),
        "plan.propose_visits": _("added the visits of the months"),
        "plan.propose_schedule": _("had a schedule proposed"),
        "outside.note": _("noted the inspection"),
    }
)
