"""Putting visits on days and times, moving them, taking them off; telling the units."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit.recording import record, snapshot
from core.notifications.sending import notify
from core.web.editing import save_if_unchanged
from core.workflow.engine import TransitionRefused
from plans.domain.booking import DoubleBookingError, occupy, release
from plans.domain.clashes import Clash, Proposal, clashes
from plans.domain.people import people_who
from plans.enums import VisitState
from plans.models import (
    ContentStream,
    InspectionPlan,
    InspectionTeam,
    ScheduleLetter,
    Visit,
    VisitNotice,
)
from plans.rules import may_edit, may_schedule
from plans.signals import visit_told
from plans.workflow import VISIT
from units.models import Unit

VISIT_FIELDS = [
    "on",
    "starts_at",
    "ends_at",
    "team",
    "excuses",
]
DETAIL_FIELDS = ["month", "kind", "mode", "cluster", "note"]


class ClashRefused(Exception):
    """The proposal cannot stand; `clashes` says why in sentences."""

    def __init__(self, found: list[Clash]) -> None:
        super().__init__(" ".join(clash.sentence for clash in found))
        self.clashes = found


@transaction.atomic
def add_visit(
    *,
    plan: InspectionPlan,
    unit: Unit,
    month: date,
    streams: list[ContentStream],
    by: User,
    **details: object,
) -> Visit:
    """A visit with a month and no day yet."""
    if not may_edit(by, plan):
        raise TransitionRefused(_("You do not have the right to take this step."))
    visit = Visit.objects.create(plan=plan, unit=unit, month=month.replace(day=1), **details)
    visit.streams.set(streams)
    record("visit.add", visit, by=by, after={"unit": unit.pk, "month": str(visit.month)})
    return visit


@transaction.atomic
def place_visit(
    *,
    visit: Visit,
    proposal: Proposal,
    version: int,
    by: User,
    reasons: Mapping[str, str] | None = None,
) -> Visit:
    """Give a visit its day, time and team, or new ones; a notified unit is told of the change.

    `reasons` maps the `excuse` of a clash to the words that excuse it.

    Raises:
        ClashRefused: something stands in the way, or somebody was quicker by a moment.
        StaleEdit: the visit was changed since the page was opened.
        TransitionRefused: the visit is over, or the user may not schedule it.
    """
    words = _excused(visit, proposal, reasons or {})
    before, told_of = snapshot(visit, VISIT_FIELDS), (visit.on, visit.starts_at)
    visit.on, visit.starts_at, visit.ends_at = proposal.on, proposal.starts_at, proposal.ends_at
    visit.team, visit.month = proposal.team, proposal.on.replace(day=1)
    visit.excuses = words
    save_if_unchanged(visit, [*VISIT_FIELDS, "month"], version)
    _refuse_unmovable(visit, by)
    _occupy(visit, proposal)
    if visit.state in {VisitState.PROPOSED, VisitState.POSTPONED}:
        VISIT.step(visit, "schedule", by=by)
    record("visit.place", visit, by=by, before=before, after=snapshot(visit, VISIT_FIELDS))
    if visit.state == VisitState.NOTIFIED and told_of != (visit.on, visit.starts_at):
        tell_unit(visit=visit, change="moved", by=by)
    return visit


@transaction.atomic
def assign_team(*, visit: Visit, team: InspectionTeam | None, version: int, by: User) -> Visit:
    """Another team for a visit, with or without a day; its day and reasons stay as they are.

    Raises:
        ClashRefused: the team, or one of its people, is elsewhere then or belongs to the unit.
        StaleEdit, TransitionRefused: as for `place_visit`.
    """
    before = snapshot(visit, ["team"])
    proposal = None
    if visit.on and visit.starts_at and visit.ends_at:
        proposal = Proposal(visit.on, visit.starts_at, visit.ends_at, team)
        refused = [
            clash
            for clash in clashes(visit, proposal)
            if clash.is_about_team and clash.excuse not in visit.excuses
        ]
        if refused:
            raise ClashRefused(refused)
    visit.team = team
    save_if_unchanged(visit, ["team"], version)
    _refuse_unmovable(visit, by)
    if proposal:
        _occupy(visit, proposal)
    record("visit.assign_team", visit, by=by, before=before, after=snapshot(visit, ["team"]))
    return visit


@transaction.atomic
def change_visit(
    *, visit: Visit, streams: list[ContentStream], version: int, by: User
) -> Visit:  # fmt: skip
    """Save kind, mode, month, note and contents of a visit; the day is `place_visit`'s.

    Raises:
        StaleEdit, TransitionRefused: as for `place_visit`.
    """
    stored = Visit.objects.get(pk=visit.pk)
    before = {**snapshot(stored, DETAIL_FIELDS), "streams": _stream_keys(stored)}
    visit.month = visit.month.replace(day=1) if visit.on is None else visit.on.replace(day=1)
    save_if_unchanged(visit, DETAIL_FIELDS, version)
    _refuse_unmovable(visit, by)
    visit.streams.set(streams)
    after = {**snapshot(visit, DETAIL_FIELDS), "streams": _stream_keys(visit)}
    record("visit.change", visit, by=by, before=before, after=after)
    return visit


def _stream_keys(visit: Visit) -> list[str]:
    return sorted(visit.streams.values_list("key", flat=True))


def _excused(visit: Visit, proposal: Proposal, reasons: Mapping[str, str]) -> dict[str, str]:
    """The reasons given for what may be excused; refuses on everything else."""
    words = {name: text.strip() for name, text in reasons.items()}
    found = clashes(visit, proposal)
    refused = [clash for clash in found if not clash.excuse or not words.get(clash.excuse)]
    if refused:
        raise ClashRefused(refused)
    named = {clash.excuse for clash in found}
    return {name: text for name, text in words.items() if name in named}


def _refuse_unmovable(visit: Visit, by: User) -> None:
    """Asked after the conditional UPDATE: the row is ours by then, and its state is the true one."""
    visit.refresh_from_db(fields=["state"])
    if visit.state not in VisitState.movable():
        raise TransitionRefused(_("This step is not possible in the present state."))
    if not may_schedule(by, visit):
        raise TransitionRefused(_("You do not have the right to take this step."))


def _occupy(visit: Visit, proposal: Proposal) -> None:
    try:
        occupy(visit)
    except DoubleBookingError as error:
        raise ClashRefused(_just_taken(visit, proposal)) from error


def _just_taken(visit: Visit, proposal: Proposal) -> list[Clash]:
    return [clash for clash in clashes(visit, proposal) if not clash.excuse] or [
        Clash(_("Someone has just taken this time. Choose another one."))
    ]


@transaction.atomic
def take_off(*, visit: Visit, by: User) -> None:
    """Back to the visits without a day."""
    VISIT.step(visit, "unschedule", by=by)
    _clear_day(visit)


@transaction.atomic
def postpone_visit(*, visit: Visit, reason: str, by: User) -> None:
    """The day falls away; a notified unit is told why."""
    was_notified = visit.state == VisitState.NOTIFIED
    VISIT.step(visit, "postpone", by=by, comment=reason)
    if was_notified:
        tell_unit(visit=visit, change="postponed", reason=reason, by=by)
    _clear_day(visit)


@transaction.atomic
def cancel_visit(*, visit: Visit, reason: str, by: User) -> None:
    """The visit will not take place; a unit that had been told is told so."""
    VISIT.step(visit, "cancel", by=by, comment=reason)
    if visit.was_notified:
        tell_unit(visit=visit, change="cancelled", reason=reason, by=by)
    _clear_day(visit)


@transaction.atomic
def begin_visit(*, visit: Visit, by: User) -> None:
    VISIT.step(visit, "start", by=by)


@transaction.atomic
def finish_visit(*, visit: Visit, by: User) -> None:
    VISIT.step(visit, "finish", by=by)


@transaction.atomic
def notify_visit(*, visit: Visit, by: User, letter: ScheduleLetter | None = None) -> None:
    """The first notice to the unit; the visit becomes visible to it."""
    VISIT.step(visit, "notify", by=by)
    Visit.objects.filter(pk=visit.pk).update(was_notified=True)
    visit.was_notified = True
    tell_unit(visit=visit, change="first", by=by, letter=letter)
    visit_told.send(sender=Visit, visit=visit, by=by)


def tell_unit(
    *, visit: Visit, change: str, by: User, reason: str = "", letter: ScheduleLetter | None = None
) -> VisitNotice:
    """Record the notice and tell the unit, its manager and the team, once each."""
    notice = VisitNotice.objects.create(
        visit=visit, letter=letter, on=visit.on, starts_at=visit.starts_at, change=change,
        reason=reason.strip(), sent_by=by,
    )  # fmt: skip
    notify(
        f"plans.visit_{'notified' if change == 'first' else change}",
        event=f"visit-notice:{notice.pk}",
        recipients=concerned_people(visit),
        context={
            "unit": str(visit.unit),
            "plan": str(visit.plan),
            "day": date_format(visit.on, "d/m/Y") if visit.on else "",
            "time": f"{visit.starts_at:%H:%M}" if visit.starts_at else "",
            "reason": notice.reason,
        },
        url=visit.get_absolute_url(),
    )
    return notice


def concerned_people(visit: Visit) -> list[User]:
    """People who answer for the unit, for its manager, and the members of the team."""
    found = set(people_who(visit.unit, "plans.answer"))
    for link in visit.unit.ancestor_links.filter(depth=1, valid_to__isnull=True):
        if link.ancestor_id != visit.plan.issuer_id:
            found |= set(people_who(link.ancestor, "plans.answer"))
    if visit.team:
        found |= {member.user for member in visit.team.members.select_related("user")}
    return sorted(found, key=lambda user: user.pk)


def _clear_day(visit: Visit) -> None:
    """The day falls away, and is kept as the former one for calendars that showed it."""
    release(visit)
    names = ["on", "starts_at", "ends_at"]
    for name in names if visit.on else []:
        setattr(visit, f"former_{name}", getattr(visit, name))
    visit.on = visit.starts_at = visit.ends_at = None
    visit.version += 1
    visit.save(update_fields=[*names, *(f"former_{name}" for name in names), "version"])
