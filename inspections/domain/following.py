"""A recommendation on its way: reported done, verified, returned, opened again, given more time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit.recording import record
from core.files.models import StoredFile
from core.notifications.sending import notify
from core.workflow.models import WorkflowStep
from inspections.domain.refusals import InspectionRefused
from inspections.models import DueExtension, Recommendation, RecommendationReport, ReportFile
from inspections.rules import extends_due
from inspections.workflow import RECOMMENDATION
from plans.domain.people import Recipient, people_who, recipients_by_unit
from plans.enums import TeamRole


@transaction.atomic
def report_done(
    *, recommendation: Recommendation, text: str, files: Iterable[StoredFile], by: User
) -> RecommendationReport:
    """The owner says what was done, with proof. Each report is kept.

    Raises:
        TransitionRefused: not of the owner, no words, no proof where it is asked for, or it
            continues in a later inspection.
    """
    report = RecommendationReport.objects.create(
        recommendation=recommendation, text=text.strip(), reported_by=by
    )
    for stored in files:
        ReportFile.objects.create(report=report, file=stored)
    log = _step(recommendation, "report", by)
    recommendation.reported_by = by
    recommendation.save(update_fields=["reported_by"])
    _tell(recommendation, log, verifiers_of(recommendation))
    return report


@transaction.atomic
def verify(*, recommendation: Recommendation, by: User) -> None:
    """Somebody else has seen that it is done. What it continues is settled with it.

    Raises:
        TransitionRefused: whoever reported it, anybody of the units concerned, not of the team.
    """
    log = _step(recommendation, "verify", by)
    _settle(recommendation, by)
    older = recommendation.carried_from
    while older is not None and not older.is_settled:
        RECOMMENDATION.step(older, "settle", by=by, comment=str(recommendation.inspection.visit))
        _settle(older, by)
        older = older.carried_from
    _tell(recommendation, log, _owner_people(recommendation))


@transaction.atomic
def send_back(*, recommendation: Recommendation, reason: str, by: User) -> None:
    """Not enough: the owner reads why, and reports again.

    Raises:
        TransitionRefused: as `verify`, or no reason.
    """
    log = _step(recommendation, "send_back", by, reason)
    _tell(recommendation, log, _owner_people(recommendation))


@transaction.atomic
def reopen(*, recommendation: Recommendation, reason: str, by: User) -> None:
    """It was verified and does not hold.

    Raises:
        TransitionRefused: as `verify`, or no reason.
        InspectionRefused: it was settled through a later one.
    """
    if recommendation.continued_in is not None:
        raise InspectionRefused(_("It continues in a later inspection: open that one again."))
    log = _step(recommendation, "reopen", by, reason)
    recommendation.verified_by = recommendation.settled_at = None
    recommendation.save(update_fields=["verified_by", "settled_at"])
    _tell(recommendation, log, _owner_people(recommendation))


@transaction.atomic
def extend_due(
    *, recommendation: Recommendation, due_on: date, reason: str, by: User
) -> DueExtension:
    """More time for one recommendation, with reason and grantor; the days before are kept.

    Raises:
        InspectionRefused: no right, settled, not told, no reason, or no later day.
    """
    if not extends_due(by, recommendation):
        raise InspectionRefused(_("You do not have the right to take this step."))
    if recommendation.told_at is None or recommendation.is_settled:
        raise InspectionRefused(_("More time is given to what the unit was told and still owes."))
    if not reason.strip():
        raise InspectionRefused(_("Write the reason: the people concerned will read it."))
    if due_on <= max(recommendation.due_on, timezone.localdate()):
        raise InspectionRefused(
            _("The new last day must lie after the present one and after today.")
        )
    before = recommendation.due_on
    granted = DueExtension.objects.create(
        recommendation=recommendation, due_before=before, until=due_on, reason=reason.strip(),
        granted_by=by,
    )  # fmt: skip
    recommendation.due_on = due_on
    recommendation.save(update_fields=["due_on"])
    record(
        "recommendation.extend", recommendation, by=by, before={"due_on": str(before)},
        after={"due_on": str(due_on)}, sentence=reason.strip(),
    )  # fmt: skip
    notify(
        "inspections.recommendation_extended",
        event=f"recommendation:{recommendation.pk}:extended:{granted.pk}",
        recipients=_owner_people(recommendation),
        context=words_for(recommendation, granted.reason), url=recommendation.get_absolute_url(),
    )  # fmt: skip
    return granted


def verifiers_of(recommendation: Recommendation) -> list[User]:
    """Who is asked to verify: lead and secretary, and the issuer's specialists; nobody of the unit."""
    inspection = recommendation.inspection
    writing = {TeamRole.LEAD, TeamRole.SECRETARY}
    team = [member.user for member in inspection.members if member.role in writing]
    people = {user.pk: user for user in team}
    for user in people_who(inspection.visit.plan.issuer, "plans.edit"):
        people.setdefault(user.pk, user)
    concerned = {recommendation.owner_id, inspection.visit.unit_id}
    return [
        user for user in people.values() if not concerned & {unit for unit, _role in user.grants}
    ]


def words_for(recommendation: Recommendation, comment: str = "") -> dict[str, str]:
    """What every message about a recommendation may say."""
    return {
        "unit": str(recommendation.owner),
        "text": Truncator(recommendation.text).chars(120),
        "due": date_format(recommendation.due_on, "d/m/Y"),
        "comment": comment,
    }


def _step(recommendation: Recommendation, name: str, by: User, comment: str = "") -> WorkflowStep:
    return RECOMMENDATION.step(recommendation, name, by=by, comment=comment)


def _settle(recommendation: Recommendation, by: User) -> None:
    recommendation.verified_by, recommendation.settled_at = by, timezone.now()
    recommendation.save(update_fields=["verified_by", "settled_at"])


def _owner_people(recommendation: Recommendation) -> list[Recipient]:
    return recipients_by_unit([recommendation.owner_id])[recommendation.owner_id]


def _tell(
    recommendation: Recommendation, log: WorkflowStep, recipients: Iterable[Recipient]
) -> None:
    kind = RECOMMENDATION.transitions[log.transition].notifies
    if kind:
        notify(
            kind, event=f"recommendation:{recommendation.pk}:step:{log.pk}",
            recipients=recipients, context=words_for(recommendation, log.comment),
            url=recommendation.get_absolute_url(),
        )  # fmt: skip
