"""What follows from inspections asks of a person: to report what was mended, to verify it."""

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from core.worklist.registry import Task, provider
from inspections.enums import RecommendationState
from inspections.models import Recommendation
from plans.enums import TeamRole

SHOWN = 20


@provider
def recommendation_tasks(user: User) -> Iterator[Task]:
    """What the user's own units were asked to mend; one query."""
    answering = user.units_where("plans.answer") | user.units_where("inspections.reply")
    if not answering:
        return
    owed = Recommendation.objects.followed().filter(
        owner__in=answering, state__in=RecommendationState.awaited()
    )
    for found in owed.select_related("owner").order_by("due_on", "pk")[:SHOWN]:
        again = found.state == RecommendationState.RETURNED
        verb = _("Add to the report that was returned") if again else _("Report what was mended")
        yield Task(verb, found.get_absolute_url(), found.due_on, str(found))


@provider
def verifying_tasks(user: User) -> Iterator[Task]:
    """What units reported done, for those who verify; one query."""
    own = {unit for unit, _role in user.grants}
    writing = user.units_where("plans.edit")
    if not (writing or user.may("standards.inspect")):
        return
    roles = [TeamRole.LEAD, TeamRole.SECRETARY]
    team = Q(
        inspection__visit__team__members__user=user,
        inspection__visit__team__members__role__in=roles,
    )
    waiting = (
        Recommendation.objects.followed()
        .filter(state=RecommendationState.EVIDENCE_SENT)
        .filter(team | Q(inspection__visit__plan__issuer__in=writing))
        .exclude(Q(owner__in=own) | Q(inspection__visit__unit__in=own) | Q(reported_by=user))
    )
    shown = waiting.select_related("owner").distinct().order_by("due_on", "pk")
    for found in shown[:SHOWN]:
        yield Task(
            _("Verify what was mended"), found.get_absolute_url(), found.due_on,
            f"{found.owner} · {found}",
        )  # fmt: skip


@provider
def overdue_tasks(user: User) -> Iterator[Task]:
    """How many are overdue after one's own inspections: one row, which opens the list; one query."""
    deciding = user.units_where("plans.edit") | user.units_where("plans.approve")
    if not deciding:
        return
    late = Recommendation.objects.overdue().filter(inspection__visit__plan__issuer__in=deciding)
    count = late.order_by().count()
    if count:
        words = ngettext(
            "%(n)d recommendation is overdue", "%(n)d recommendations are overdue", count
        )
        first = late.order_by("due_on").values_list("due_on", flat=True).first()
        url = f"{reverse('inspections:recommendation_list')}?state=overdue"
        yield Task(words % {"n": count}, url, first, _("Remind the unit, or give more time"))
