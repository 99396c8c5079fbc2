"""What the law asks of the people of a team, as dated rows: a new law is a new row.

A requirement holds for the roles it names, on papers dated between its days.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from plans.enums import TeamRole

# Nghị định số 217/2025/NĐ-CP came into force on the day it was signed.
DECREE_217_FROM = date(2025, 8, 5)
EVERYONE = tuple(TeamRole.values)


@dataclass(frozen=True)
class TeamRequirement:
    """One condition: its key in the record, its words, whom it concerns, where it stands."""

    key: str
    sentence: Any
    roles: tuple[str, ...]
    source: str
    valid_from: date
    valid_to: date | None = None

    def holds(self, role: str, day: date) -> bool:
        """Whether a person of this role must meet it on that day."""
        in_force = self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
        return in_force and role in self.roles


_SOURCE = "Nghị định số 217/2025/NĐ-CP, Điều 12"
REQUIREMENTS = (
    TeamRequirement(
        "competent", _("has the professional competence this inspection needs"), EVERYONE, _SOURCE,
        DECREE_217_FROM,
    ),
    TeamRequirement(
        "undisciplined", _("is not under disciplinary action"), EVERYONE, _SOURCE, DECREE_217_FROM
    ),
    TeamRequirement(
        "trained", _("has been trained in inspection work"), (TeamRole.LEAD,), _SOURCE,
        DECREE_217_FROM,
    ),
)  # fmt: skip


def requirements_for(role: str, day: date) -> list[TeamRequirement]:
    """What a person of this role must meet on a day; nothing before the decree."""
    return [requirement for requirement in REQUIREMENTS if requirement.holds(role, day)]


def declaration_needed(day: date) -> bool:
    """Whether members declare conflicts of interest before their first visit (Điều 12)."""
    return day >= DECREE_217_FROM


def decision_needed(day: date) -> bool:
    """Whether a team goes out on a decision that sets it up (Điều 11)."""
    return day >= DECREE_217_FROM


def longest_days(*, at_commune: bool) -> int:
    """Longest inspection in days from its announcement: 10, at a commune 7 (Điều 13.2)."""
    return 7 if at_commune else 10
