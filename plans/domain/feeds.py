"""Calendar addresses: made, renewed, withdrawn, found again by their secret."""

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit.recording import record
from core.workflow.engine import TransitionRefused
from plans.models import CalendarFeed, InspectionTeam

SECRET_BYTES = 32
# How often the hour of the last reading is written down.
_NOTED_EVERY = timedelta(minutes=10)


def hashed(secret: str) -> str:
    """What is stored of a secret; with 256 random bits a plain hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def teams_to_follow(user: Any) -> "QuerySet[InspectionTeam]":
    """Teams one belongs to, and those of plans one's units issued."""
    own = {unit for unit, _role in user.grants}
    mine = InspectionTeam.objects.filter(members__user=user.pk).order_by().values("pk")
    return InspectionTeam.objects.filter(Q(plan__issuer__in=own) | Q(pk__in=mine))


@transaction.atomic
def open_feed(*, team: InspectionTeam | None, by: User) -> tuple[CalendarFeed, str]:
    """Make one's address, of oneself or of a team, or renew it: the former one is dead at once.

    Returns:
        The feed and its secret, which is stored nowhere and cannot be shown again.

    Raises:
        TransitionRefused: the user may not follow this team.
    """
    if team is not None and not teams_to_follow(by).filter(pk=team.pk).exists():
        raise TransitionRefused(_("You do not have the right to take this step."))
    secret = secrets.token_urlsafe(SECRET_BYTES)
    CalendarFeed.objects.filter(owner=by, team=team).delete()
    feed = CalendarFeed.objects.create(owner=by, team=team, secret_hash=hashed(secret))
    record("feed.open", feed, by=by, after={"team": team.pk if team else None})
    return feed, secret


@transaction.atomic
def revoke_feed(*, feed: CalendarFeed, by: User) -> None:
    """The address is dead at once. Only its owner withdraws it.

    Raises:
        TransitionRefused: somebody else's address.
    """
    if feed.owner_id != by.pk:
        raise TransitionRefused(_("You do not have the right to take this step."))
    record("feed.revoke", feed, by=by, before={"team": feed.team_id})
    feed.delete()


def feed_of(secret: str) -> CalendarFeed | None:
    """The feed of an address, while its owner may sign in and may still follow its team."""
    feeds = CalendarFeed.objects.filter(secret_hash=hashed(secret), owner__is_active=True)
    feed = feeds.select_related("owner", "team").first()
    if feed and feed.team_id and not teams_to_follow(feed.owner).filter(pk=feed.team_id).exists():
        return None
    return feed


def note_content(feed: CalendarFeed, digest: str) -> None:
    """Remember since when the feed says what it says now, and that it is read."""
    now = timezone.now()
    values: dict[str, Any] = {}
    if feed.digest != digest or feed.changed_at is None:
        values |= {"digest": digest, "changed_at": now.replace(microsecond=0)}
    if feed.read_at is None or now - feed.read_at > _NOTED_EVERY:
        values["read_at"] = now
    if values:
        CalendarFeed.objects.filter(pk=feed.pk).update(**values)
        for name, value in values.items():
            setattr(feed, name, value)
