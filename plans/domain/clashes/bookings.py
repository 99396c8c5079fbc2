"""Half hours that the unit, the team or one of its people has given away already."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from accounts.models import User
from plans.domain.booking import taken_by_others
from plans.domain.clashes.clash import Clash, Proposal
from plans.models import Booking, Visit


def bookings(visit: Visit, proposal: Proposal) -> Iterator[Clash]:
    team_id = proposal.team.pk if proposal.team else None
    if proposal.ends_at <= proposal.starts_at:
        return
    rows = taken_by_others(
        visit,
        on=proposal.on,
        starts_at=proposal.starts_at,
        ends_at=proposal.ends_at,
        team_id=team_id,
    )
    people = _people(rows)
    for row in rows:
        yield Clash(taken_sentence(row, people), is_about_team=not row.resource.startswith("unit:"))


def _people(rows: list[Booking]) -> dict[int, User]:
    named = [row.resource.split(":") for row in rows]
    return User.objects.in_bulk([int(pk) for kind, pk in named if kind == "person"])


def taken_sentence(row: Booking, people: Mapping[int, User]) -> str:
    """Who is where, and until when; `people` names the persons that may be meant."""
    other = row.visit
    facts = {
        "unit": other.unit,
        "start": f"{other.starts_at:%H:%M}",
        "end": f"{other.ends_at:%H:%M}",
        "plan": other.plan,
        "team": other.team or "",
    }
    kind, _colon, pk = row.resource.partition(":")
    if kind == "unit":
        return _("%(unit)s has a visit from %(start)s to %(end)s already (%(plan)s).") % facts
    if kind == "team":
        return _("%(team)s is at %(unit)s from %(start)s to %(end)s.") % facts
    facts["person"] = people[int(pk)]
    return _("%(person)s is at %(unit)s from %(start)s to %(end)s.") % facts
