"""Units that ended, units nobody visited for years, people who left their posts."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Max
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from plans.domain.duties import audience_units
from plans.domain.rolling.changes import Change, Group, Passage, names
from plans.enums import Audience, VisitState
from plans.models import TeamMember, Visit
from units.domain.tree import managers_of
from units.models import Membership, Unit


def gone_units(passage: Passage) -> Iterator[Change]:
    """Every unit of the old plan's area that no longer exists, with who took over; only told."""
    source = passage.source
    area = {unit for audience in Audience for unit in audience_units(source, audience)}
    area |= set(source.visits.values_list("unit", flat=True))
    area |= set(source.dossier_targets.values_list("unit", flat=True))
    ended = area - passage.alive(area)
    for unit in Unit.objects.filter(pk__in=ended).order_by("sort_key", "pk"):
        heirs = passage.heirs(unit)
        last = date_format(unit.valid_to, "d/m/Y") if unit.valid_to else "–"
        yield Change(
            f"gone:{unit.pk}", Group.UNITS_GONE, unit.short_name,
            _("Ended on %(day)s.") % {"day": last}, old=unit.short_name,
            new=names(heirs) or _("nobody on file"), is_told=True, is_warning=True,
        )  # fmt: skip


def unvisited_units(passage: Passage, years: int) -> Iterator[Change]:
    """Units the issuer has not visited for so many years before the new one begins.

    Those visited once, long ago, are ticked. Of those without a visit on file nothing is known, so
    they are left to the reader.
    """
    since = _years_before(passage.year.starts_on, years)
    units = _area(passage)
    last = _last_visits(passage, list(units))
    managers = managers_of(list(units), passage.day)
    for pk, unit in units.items():
        on = last.get(pk)
        if on and on > since:
            continue
        manager = managers.get(pk)
        yield Change(
            f"unvisited:{pk}", Group.UNVISITED, unit.short_name,
            _("Visited last long ago.") if on else _("No visit on file."),
            old=date_format(on, "d/m/Y") if on else "–",
            new=manager.short_name if manager else "", checked=on is not None,
        )  # fmt: skip


def _years_before(day: date, years: int) -> date:
    return day.replace(year=day.year - years, day=min(day.day, 28))


def _area(passage: Passage) -> dict[int, Unit]:
    """Units under the issuer on the new day; with 100 % of the direct units only the offices'."""
    ids = audience_units(passage.source, Audience.OFFICE_UNITS, passage.day)
    return {unit.pk: unit for unit in Unit.objects.filter(pk__in=ids).order_by("sort_key", "pk")}


def _last_visits(passage: Passage, units: list[int]) -> dict[int, date]:
    """The last day each unit was visited under any plan of the issuer, before the new year."""
    made = Visit.objects.filter(
        plan__issuer=passage.source.issuer_id, unit__in=units, state=VisitState.DONE,
        on__lt=passage.year.starts_on,
    )  # fmt: skip
    return dict(made.order_by().values("unit").annotate(last=Max("on")).values_list("unit", "last"))


def team_changes(passage: Passage) -> Iterator[Change]:
    """Teams are carried over with those still in post; who left is told by name."""
    for team in passage.source.teams.prefetch_related("members__user"):
        left = members_who_left([*team.members.all()], passage.day)
        yield Change(
            f"team:{team.pk}", Group.TEAMS, team.name,
            _("The decision that sets it up is made anew."),
            new=", ".join(str(m.user) for m in team.members.all() if m not in left),
        )  # fmt: skip
        for member in left:
            yield Change(
                f"member:{member.pk}", Group.TEAMS, str(member.user),
                _("Holds no post any more on the day of the new plan; left out."),
                old=member.post, is_told=True, is_warning=True,
            )  # fmt: skip


def members_who_left(members: list[TeamMember], day: date) -> list[TeamMember]:
    """Those who held posts on file, none of which lasts until the day; two queries."""
    people = [member.user_id for member in members]
    held = Membership.objects.filter(user__in=people)
    known = set(held.values_list("user", flat=True))
    lasting = set(held.in_force(day).values_list("user", flat=True))
    began_later = set(held.filter(valid_from__gt=day).values_list("user", flat=True))
    return [m for m in members if m.user_id in known - lasting - began_later]
