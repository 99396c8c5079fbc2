"""One thing in the way of a visit, and the day, time and team it is about."""

from dataclasses import dataclass
from datetime import date, time

from django.utils.formats import date_format

from plans.models import InspectionTeam


@dataclass(frozen=True)
class Clash:
    """`excuse` names the reason (`plans.enums.Excuse`) that lets it stand; empty if none does."""

    sentence: str
    excuse: str = ""
    is_about_team: bool = False


@dataclass(frozen=True)
class Proposal:
    """A day, a time and a team for a visit."""

    on: date
    starts_at: time
    ends_at: time
    team: InspectionTeam | None = None

    def __str__(self) -> str:
        return f"{self.starts_at:%H:%M}, {date_format(self.on, 'SHORT_DATE_FORMAT')}"
