"""People of teams who are not known to the portal yet."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core.audit.recording import record
from plans.domain.teams import add_member
from plans.models import InspectionTeam, TeamMember
from units.models import Membership, Unit


@transaction.atomic
def new_person(
    *,
    team: InspectionTeam,
    full_name: str,
    email: str,
    role: str,
    by: User,
    honorific: str = "",
    post: str = "",
) -> TeamMember:
    """A person of another agency joins a team. They get no password; an invitation may follow."""
    user = User.objects.create_user(email, full_name, honorific=honorific, post=post)
    record("accounts.add_person", user, by=by, after={"name": full_name, "post": post})
    return add_member(team=team, user=user, role=role, post=post, by=by)


def unit_of(user: User) -> Unit | None:
    """Where a person works today; the first of several places."""
    memberships = Membership.objects.filter(user=user).in_force(timezone.localdate())
    place = memberships.select_related("unit").order_by("valid_from", "pk").first()
    return place.unit if place else None
