"""Every permission of the portal, each with its sentence. Users get roles, never single permissions."""

from functools import cache

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role


class Permission(models.TextChoices):
    """Codename, and the sentence a non-programmer reads."""

    VIEW_UNITS = "units.view", _("See the units of one's own subtree")
    EDIT_UNITS = "units.edit", _("Add and change units, their managers and their names")
    IMPORT_UNITS = "units.import", _("Import a list of units from Excel and undo an import")
    EDIT_CALENDAR = "units.calendar", _("Change school years, holidays and working Saturdays")
    MANAGE_PEOPLE = "units.people", _("Invite people and end their memberships")
    VIEW_PLANS = "plans.view", _("See plans, visits and duties that concern one's own units")
    EDIT_PLANS = "plans.edit", _("Write plans, schedules and teams")
    APPROVE_PLANS = "plans.approve", _("Approve plans or send them back")
    ISSUE_DOCUMENTS = "documents.issue", _("Give numbers to official documents and issue them")
    VIEW_DOCUMENTS = "documents.view", _("Read issued official documents")
    EDIT_REGISTERS = "documents.registers", _("Keep signing authorities and legal documents")
    ANSWER_DUTIES = "plans.answer", _("Fulfil a unit's duties")
    EXTEND_DUTIES = "plans.extend", _("Extend or waive a unit's duty, with a reason")
    VIEW_STANDARDS = (
        "standards.view",
        _("See sets of criteria and the assessments of one's own units"),
    )
    EDIT_STANDARDS = "standards.edit", _("Write sets of criteria")
    PUBLISH_STANDARDS = "standards.publish", _("Publish sets of criteria and replace old versions")
    ASSESS = "standards.assess", _("Fill in the self-assessment of one's own unit")
    INSPECT = "standards.inspect", _("Fill in the columns of those who inspect")
    REPLY = (
        "inspections.reply",
        _("Sign minutes, reply to draft results and report on recommendations for one's own unit"),
    )
    VIEW_AUDIT = "core.audit", _("Read who changed what")
    ADMINISTER = "core.administer", _("Open the reference tables and the state of the installation")


_READER = frozenset(
    {
        Permission.VIEW_UNITS,
        Permission.VIEW_PLANS,
        Permission.VIEW_DOCUMENTS,
        Permission.VIEW_STANDARDS,
    }
)
_PLANNER = _READER | {
    Permission.EDIT_PLANS,
    Permission.EDIT_UNITS,
    Permission.IMPORT_UNITS,
    Permission.EDIT_CALENDAR,
    Permission.EXTEND_DUTIES,
    Permission.EDIT_STANDARDS,
    Permission.INSPECT,
    Permission.VIEW_AUDIT,
    Permission.EDIT_REGISTERS,
}

ROLE_PERMISSIONS: dict[str, frozenset[Permission]] = {
    Role.SPECIALIST: _PLANNER,
    Role.LEADER: _READER
    | {
        Permission.APPROVE_PLANS,
        Permission.PUBLISH_STANDARDS,
        Permission.REPLY,
        Permission.VIEW_AUDIT,
    },
    Role.CLERK: _READER | {Permission.ISSUE_DOCUMENTS, Permission.EDIT_REGISTERS},
    Role.OFFICE_OFFICER: _PLANNER - {Permission.EDIT_CALENDAR} | {Permission.ANSWER_DUTIES},
    Role.PRINCIPAL: _READER
    | {
        Permission.ANSWER_DUTIES,
        Permission.ASSESS,
        Permission.MANAGE_PEOPLE,
        Permission.REPLY,
    },
    Role.SCHOOL_OFFICER: _READER | {Permission.ANSWER_DUTIES, Permission.ASSESS},
    Role.INSPECTOR: _READER | {Permission.INSPECT},
    Role.VIEWER: _READER,
    Role.ADMINISTRATOR: frozenset(
        {
            Permission.VIEW_UNITS,
            Permission.EDIT_UNITS,
            Permission.IMPORT_UNITS,
            Permission.EDIT_CALENDAR,
            Permission.MANAGE_PEOPLE,
            Permission.VIEW_AUDIT,
            Permission.EDIT_REGISTERS,
            Permission.ADMINISTER,
        }
    ),
}


@cache
def permissions_of(role: str) -> frozenset[Permission]:
    """Permissions of one role; an unknown role has none."""
    return ROLE_PERMISSIONS.get(role, frozenset())
