"""Whether the people of a team meet what the law asks (NĐ 217/2025/NĐ-CP, Điều 12)."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit.recording import record
from plans.domain.teams.guards import TeamRefused, guard
from plans.models import EligibilityStatement, TeamMember
from plans.requirements import requirements_for


@transaction.atomic
def confirm_eligibility(
    *, member: TeamMember, met: Collection[str], note: str, by: User
) -> None:  # fmt: skip
    """Keep who confirmed which requirements and when; one no longer named is withdrawn.

    What was confirmed before keeps its name and hour.

    Raises:
        TeamRefused: somebody confirms themselves, or a key is not asked of this role.
    """
    guard(member.team.plan, by)
    asked = {each.key for each in requirements_for(member.role, member.team.plan.reference_day)}
    if set(met) - asked:
        raise TeamRefused(_("This is not asked of a person in this role."))
    if met and member.user_id == by.pk:
        raise TeamRefused(_("Nobody confirms themselves: ask a colleague to do it."))
    statements = EligibilityStatement.objects.filter(team=member.team, person=member.user)
    before = sorted(statements.values_list("requirement", flat=True))
    statements.exclude(requirement__in=met).delete()
    for key in sorted(set(met) - set(before)):
        EligibilityStatement.objects.create(
            team=member.team, person=member.user, requirement=key, note=note.strip(), confirmed_by=by
        )  # fmt: skip
    record(
        "team.eligibility", member.team, by=by, sentence=str(member.user),
        before={"met": before}, after={"met": sorted(met), "note": note.strip()},
    )  # fmt: skip
