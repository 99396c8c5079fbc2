"""Taking back a placing: the visit stands again where it stood before."""

from dataclasses import asdict, dataclass, field
from datetime import date, time
from typing import Any

from django.db import transaction

from accounts.models import User
from core.audit.recording import record, snapshot
from core.web.editing import StaleEdit, save_if_unchanged
from plans.domain.clashes import Proposal
from plans.domain.scheduling import place_visit, take_off
from plans.models import InspectionTeam, Visit


@dataclass(frozen=True)
class FormerPlace:
    """Where a visit stood; without a day it waited for one."""

    month: date
    team: int | None = None
    on: date | None = None
    starts_at: time | None = None
    ends_at: time | None = None
    excuses: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, visit: Visit) -> "FormerPlace":
        return cls(
            visit.month, visit.team_id, visit.on, visit.starts_at, visit.ends_at,
            dict(visit.excuses),
        )  # fmt: skip

    def as_values(self) -> dict[str, Any]:
        """As a form sends them; empty ones are left out."""
        return {
            name: value.isoformat() if isinstance(value, (date, time)) else value
            for name, value in (asdict(self) | self.excuses).items()
            if name != "excuses" and value is not None
        }


@transaction.atomic
def undo_placing(*, visit: Visit, former: FormerPlace, version: int, by: User) -> Visit:
    """Put a visit back; a unit that was told of its day is told of the former one.

    Raises:
        ClashRefused: something else stands in the former place by now.
        StaleEdit: the visit was changed after the placing.
        TransitionRefused: the unit was told meanwhile of its first day, or the visit is over.
    """
    team = InspectionTeam.objects.filter(plan=visit.plan_id, pk=former.team or 0).first()
    if former.on and former.starts_at and former.ends_at:
        return place_visit(
            visit=visit, proposal=Proposal(former.on, former.starts_at, former.ends_at, team),
            version=version, by=by,
            reasons=former.excuses,
        )  # fmt: skip
    if visit.version != version:
        raise StaleEdit(visit, visit, [])
    take_off(visit=visit, by=by)
    before = snapshot(visit, ["team", "month"])
    visit.team, visit.month = team, former.month
    save_if_unchanged(visit, ["team", "month"], visit.version)
    record(
        "visit.undo_placing", visit, by=by, before=before, after=snapshot(visit, ["team", "month"])
    )
    return visit
