"""Reminders before the last day, and who hears of it when that day has passed; each once.

etools tells the doer once, a day late, and nobody else ever; here it climbs: the unit, then its
manager and whoever concluded, then the leader of the issuer. What was seen or asked for before
climbs one step sooner.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils import timezone

from core.notifications.sending import notify
from inspections.domain.following import verifiers_of, words_for
from inspections.domain.queries.recommendations import listed
from inspections.enums import EscalationLevel, RecommendationState
from inspections.models import Recommendation
from plans.domain.people import Recipient, people_who, recipients_by_unit
from units.domain.tree import managers_of
from units.models import Unit

REMIND_DAYS_BEFORE = (7, 2)
MANAGER_AFTER_DAYS = 7
LEADER_AFTER_DAYS = 30

_KINDS = {
    EscalationLevel.UNIT: "inspections.recommendation_overdue",
    EscalationLevel.MANAGER: "inspections.recommendation_escalated",
    EscalationLevel.LEADER: "inspections.recommendation_escalated",
}


def level_of(found: Recommendation, day: date | None = None) -> EscalationLevel:
    """How far up it has gone on a day; nowhere while the unit need not act."""
    late = ((day or timezone.localdate()) - found.due_on).days
    if late <= 0 or found.told_at is None or not found.is_awaited or found.continued_in:
        return EscalationLevel.NONE
    level = 1 + (late >= MANAGER_AFTER_DAYS) + (late >= LEADER_AFTER_DAYS)
    return EscalationLevel(min(level + found.is_repeat, EscalationLevel.LEADER))


def remind_recommendations(day: date | None = None) -> int:
    """Tell units 7 and 2 days ahead, and everybody a level names; returns new messages.

    Safe to run as often as one likes: each event is told once. A scheduler that slept catches up
    with the nearest reminder and with every level reached.
    """
    today = day or timezone.localdate()
    near = today + timedelta(days=max(REMIND_DAYS_BEFORE))
    awaited = Recommendation.objects.followed().filter(
        state__in=RecommendationState.awaited(), due_on__lte=near
    )
    rows = list(listed(awaited))
    owners = {row.owner_id for row in rows}
    people, managers = recipients_by_unit(owners), managers_of(owners, today)
    return sum(
        _remind(row, today, people[row.owner_id], managers.get(row.owner_id)) for row in rows
    )


def _remind(
    found: Recommendation, today: date, owners: list[Recipient], manager: Unit | None
) -> int:
    left = (found.due_on - today).days
    if left >= 0:
        threshold = min((days for days in REMIND_DAYS_BEFORE if days >= left), default=None)
        if threshold is None:
            return 0
        return _tell(found, "inspections.recommendation_due", f"T-{threshold}", owners)
    reached = level_of(found, today)
    return sum(
        _tell(found, _KINDS[level], f"level-{level.value}", _told_at(level, found, owners, manager))
        for level in EscalationLevel
        if EscalationLevel.NONE < level <= reached
    )


def _told_at(
    level: EscalationLevel, found: Recommendation, owners: list[Recipient], manager: Unit | None
) -> Iterable[Recipient]:
    if level == EscalationLevel.UNIT:
        return owners
    issuer = found.inspection.visit.plan.issuer
    if level == EscalationLevel.LEADER:
        return people_who(issuer, "plans.approve")
    managing = people_who(manager, "plans.edit") if manager else []
    return [*managing, *_concluded(found)]


def _concluded(found: Recommendation) -> list[Recipient]:
    """Who wrote and who approved the conclusion; while there is none, who verifies."""
    conclusion = getattr(found.inspection, "conclusion", None)
    people = [conclusion.written_by, conclusion.approver] if conclusion else []
    return [person for person in people if person is not None] or [*verifiers_of(found)]


def _tell(found: Recommendation, kind: str, event: str, recipients: Iterable[Recipient]) -> int:
    return notify(
        kind, event=f"recommendation:{found.pk}:{found.due_on}:{event}", recipients=recipients,
        context=words_for(found), url=found.get_absolute_url(),
    )  # fmt: skip
