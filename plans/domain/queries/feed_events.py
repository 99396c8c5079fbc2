"""What a calendar address tells: the visits of a person or a team, and the days that fell away."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from plans.enums import VisitMode, VisitState
from plans.models import CalendarFeed, Visit

# Calendars keep what is over for a year; what lies further back is read in the portal.
KEPT_BACK = timedelta(days=400)
TENTATIVE, CONFIRMED, CANCELLED = "TENTATIVE", "CONFIRMED", "CANCELLED"


@dataclass(frozen=True)
class FeedEvent:
    """One visit as an event; `sequence` grows with every change of the visit."""

    pk: int
    sequence: int
    begins: datetime
    ends: datetime
    status: str
    summary: str
    location: str
    description: str
    path: str
    point: tuple[float, float] | None = None

    def facts(self) -> dict[str, Any]:
        """Plain values, for a digest of the whole."""
        return asdict(self)


def feed_events(feed: CalendarFeed) -> list[FeedEvent]:
    """The events of a feed by their time; two queries."""
    visits = feed_visits(feed).select_related("unit", "team", "plan").prefetch_related("streams")
    found = [event for visit in visits if (event := _event(visit))]
    return sorted(found, key=lambda event: (event.begins, event.pk))


def feed_visits(feed: CalendarFeed) -> "QuerySet[Visit]":
    """Visits with a day, and those that lost theirs.

    Whoever holds no role at the plan's issuer reads only visits of which the unit was told: what is
    still being arranged is the issuer's own.
    """
    own = {unit for unit, _role in feed.owner.grants}
    whose = Q(team=feed.team_id) if feed.team_id else Visit.objects.of_person(feed.owner_id)
    earliest = timezone.localdate() - KEPT_BACK
    placed = Q(on__gte=earliest, state__in=VisitState.occupying())
    lost = Q(on__isnull=True, former_on__gte=earliest)
    open_to_owner = Q(plan__issuer__in=own) | Q(was_notified=True)
    return Visit.objects.filter(whose, placed | lost, open_to_owner).order_by("pk")


def _event(visit: Visit) -> FeedEvent | None:
    is_placed = visit.on is not None
    on = visit.on or visit.former_on
    starts_at = visit.starts_at if is_placed else visit.former_starts_at
    ends_at = visit.ends_at if is_placed else visit.former_ends_at
    if on is None or starts_at is None or ends_at is None:
        return None
    unit = visit.unit
    known = unit.latitude is not None and unit.longitude is not None
    return FeedEvent(
        pk=visit.pk, sequence=visit.version, begins=_moment(on, starts_at),
        ends=_moment(on, ends_at), status=_status(visit), summary=_summary(visit),
        location=", ".join(part for part in (unit.name, unit.commune, unit.district) if part),
        description=_description(visit), path=visit.get_absolute_url(),
        point=(float(unit.latitude), float(unit.longitude)) if known else None,  # type: ignore[arg-type]
    )  # fmt: skip


def _moment(on: date, at: Any) -> datetime:
    return datetime.combine(on, at, tzinfo=timezone.get_default_timezone())


def _status(visit: Visit) -> str:
    if visit.on is None:
        return CANCELLED
    return TENTATIVE if visit.state == VisitState.SCHEDULED else CONFIRMED


def _summary(visit: Visit) -> str:
    words = {"unit": visit.unit.short_name}
    if visit.state == VisitState.CANCELLED:
        return _("Cancelled: inspection at %(unit)s") % words
    if visit.on is None:
        return _("Off this day: inspection at %(unit)s") % words
    if visit.mode == VisitMode.REMOTE:
        return _("Remote inspection of %(unit)s") % words
    return _("Inspection at %(unit)s") % words


def _description(visit: Visit) -> str:
    lines = [visit.plan.title, "; ".join(stream.title for stream in visit.streams.all())]
    lines += [visit.get_mode_display(), visit.team.name if visit.team else ""]
    lines.append(_("State: %(state)s") % {"state": visit.get_state_display()})
    return "\n".join(line for line in lines if line)
