"""People at a unit: invited with a link of their own, never with a default password."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.domain import set_password
from accounts.enums import Role
from accounts.models import User
from accounts.permissions import Permission
from core.audit.recording import record
from core.notifications.sending import notify
from units.domain.refusals import ChangeRefused
from units.models import Invitation, Membership, Unit
from units.rules import holds


@dataclass(frozen=True)
class Invited:
    """The membership given. `path` is the link to hand on, empty where only e-mail may carry it."""

    membership: Membership
    path: str = ""


@transaction.atomic
def invite_person(
    *,
    unit: Unit,
    full_name: str,
    email: str,
    role: str,
    by: User,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Invited:
    """Give a role at a unit; whoever has no password yet gets a link to choose one.

    Raises:
        ChangeRefused: the person holds the role already.
    """
    email = email.strip().lower()
    user = User.objects.filter(email=email).first() or User.objects.create_user(email, full_name)
    start = valid_from or timezone.localdate()
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gte=start)
    if Membership.objects.filter(lasting, user=user, unit=unit, role=role).exists():
        raise ChangeRefused(_("%(person)s holds this role here already.") % {"person": user})
    membership = Membership.objects.create(
        user=user, unit=unit, role=role, valid_from=start, valid_to=valid_to
    )
    record(
        "units.invite", unit, by=by,
        after={"person": user.full_name, "role": role, "from": start.isoformat()},
    )  # fmt: skip
    return invite_again(membership=membership, by=by)


@transaction.atomic
def invite_again(*, membership: Membership, by: User) -> Invited:
    """Send a new link; every earlier one of this person ends.

    The link opens the whole account. It is shown for copying only to someone who manages people
    wherever this person holds a role; in all other cases e-mail alone carries it.
    """
    user = membership.user
    if user.has_usable_password():
        _tell(membership, by)
        return Invited(membership)
    now = timezone.now()
    Invitation.objects.filter(membership__user=user, accepted_at=None, expires_at__gt=now).update(
        expires_at=now
    )
    token = secrets.token_urlsafe(32)
    Invitation.objects.create(
        membership=membership, token_hash=hashed(token), invited_by=by,
        expires_at=now + timedelta(days=settings.INVITATION_DAYS),
    )  # fmt: skip
    path = reverse("units:accept_invitation", args=[token])
    _tell(membership, by, path)
    return Invited(membership, path if _manages_everywhere(by, user) else "")


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def open_invitation(token: str) -> Invitation | None:
    """The invitation a link stands for, while it can be used."""
    return (
        Invitation.objects.filter(
            token_hash=hashed(token), accepted_at=None, expires_at__gt=timezone.now(),
            membership__user__is_active=True,
        )
        .select_related("membership__user", "membership__unit", "invited_by")
        .first()
    )  # fmt: skip


@transaction.atomic
def accept_invitation(*, invitation: Invitation, password: str) -> User:
    """Choose the password. Of two who press at once with one link, one succeeds.

    Raises:
        ChangeRefused: the link was used or ended meanwhile.
    """
    now = timezone.now()
    taken = Invitation.objects.filter(
        pk=invitation.pk, accepted_at=None, expires_at__gt=now
    ).update(accepted_at=now)
    user = invitation.membership.user
    if not taken or user.has_usable_password():
        raise ChangeRefused(_("This invitation was used already. Sign in with your password."))
    set_password(user=user, password=password, by=user)
    return user


@transaction.atomic
def end_membership(*, membership: Membership, on: date, by: User) -> None:
    """`on` is the last day of the role; a role that has not begun by then is taken back."""
    before = {"valid_to": membership.valid_to.isoformat() if membership.valid_to else None}
    record(
        "units.end_membership", membership.unit, by=by, before=before,
        after={"valid_to": on.isoformat(), "person": str(membership.user), "role": membership.role},
    )  # fmt: skip
    if membership.valid_from > on:
        membership.delete()
        return
    membership.valid_to = on
    membership.save(update_fields=["valid_to"])


def _manages_everywhere(by: User, user: User) -> bool:
    if user.is_staff or user.is_superuser:
        return False
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gte=timezone.localdate())
    held = user.memberships.filter(lasting).select_related("unit")
    return all(holds(by, Permission.MANAGE_PEOPLE, one.unit) for one in held)


def _tell(membership: Membership, by: User, path: str = "") -> None:
    """A link to choose a password with, or the news of one more role."""
    invitation = membership.invitations.order_by("-pk").first() if path else None
    event = f"invitation:{invitation.pk}" if invitation else f"role:{membership.pk}"
    notify(
        "units.invitation" if path else "units.new_role",
        event=event,
        recipients=[membership.user],
        context={
            "person": membership.user.addressed_name,
            "unit": membership.unit.name,
            "role": Role(membership.role).label,  # lazy: said in the reader's language
            "inviter": by.addressed_name,
            "days": settings.INVITATION_DAYS,
        },
        url=path or reverse("units:unit", args=[membership.unit_id]),
    )
