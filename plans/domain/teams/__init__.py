"""Verbs of teams: who goes, in which role, with which task, fit and free to do it."""

from plans.domain.teams.acting import acting_when, end_acting, name_acting_lead
from plans.domain.teams.decisions import (
    change_decision,
    complete_decision,
    draft_decision,
    override_gaps,
    prepare_decision_paper,
    remove_decision,
)
from plans.domain.teams.declaring import Tie, ask_to_declare, declare
from plans.domain.teams.eligibility import confirm_eligibility
from plans.domain.teams.following import latest_decision
from plans.domain.teams.guards import TeamRefused
from plans.domain.teams.keeping import change_team, copy_team, create_team, remove_team
from plans.domain.teams.members import (
    add_member,
    change_member,
    move_member,
    remove_member,
    replace_member,
    take_back,
)
from plans.domain.teams.tasks import remove_assignment, save_assignment, tick_dossier

__all__ = [
    "TeamRefused",
    "Tie",
    "acting_when",
    "add_member",
    "ask_to_declare",
    "change_decision",
    "change_member",
    "change_team",
    "complete_decision",
    "confirm_eligibility",
    "copy_team",
    "create_team",
    "declare",
    "draft_decision",
    "end_acting",
    "latest_decision",
    "move_member",
    "name_acting_lead",
    "override_gaps",
    "prepare_decision_paper",
    "remove_assignment",
    "remove_decision",
    "remove_member",
    "remove_team",
    "replace_member",
    "save_assignment",
    "take_back",
    "tick_dossier",
]
