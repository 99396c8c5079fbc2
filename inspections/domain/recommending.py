"""What a unit is asked to mend: written by the team, told with the conclusion, carried over."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit.recording import record, snapshot
from core.notifications.sending import notify
from core.trash.keeping import throw_away
from core.trash.models import TrashedItem
from core.web.editing import save_if_unchanged
from inspections.domain.closing_time import recommendations_closed, refuse
from inspections.domain.following import extend_due, reopen, report_done, send_back, verify
from inspections.domain.queries.recommendations import to_carry
from inspections.domain.refusals import InspectionRefused
from inspections.models import Finding, Inspection, Recommendation
from inspections.rules import concludes
from plans.domain.people import recipients_by_unit
from units.models import Unit

__all__ = [
    "carry_over", "change_recommendation", "extend_due", "recommend", "remove_recommendation",
    "reopen", "report_done", "send_back", "tell_recommendations", "verify",
]  # fmt: skip

FIELDS = ["text", "owner", "due_on", "needs_file", "finding"]
# What is carried over is due so many days after the carrying, where its own day has passed; the
# team changes it until the conclusion is submitted.
CARRIED_DAYS = 30


@transaction.atomic
def recommend(
    *, inspection: Inspection, text: str, owner: Unit, due_on: date,
    finding: Finding | None = None, needs_file: bool = True, by: User,
) -> Recommendation:  # fmt: skip
    """Ask `owner` to mend something until a day. It is told with the conclusion.

    Raises:
        InspectionRefused: not of those who conclude, conclusion submitted, no words, a day that
            has passed, or a finding of another inspection.
    """
    fresh = Recommendation(
        inspection=inspection, text=text.strip(), owner=owner, due_on=due_on, finding=finding,
        needs_file=needs_file,
    )  # fmt: skip
    _guard(inspection, by)
    refuse(_faulty(fresh))
    return _add(fresh, "recommendation.recommend", by)


def _add(fresh: Recommendation, action: str, by: User) -> Recommendation:
    last = fresh.inspection.recommendations.aggregate(last=Max("order"))["last"] or 0
    fresh.order = last + 1
    fresh.save()
    record(action, fresh, by=by, after=snapshot(fresh, FIELDS))
    return fresh


def _faulty(found: Recommendation) -> str:
    if not found.text:
        return _("Write what is to be done.")
    if found.due_on < timezone.localdate():
        return _("The last day has passed already. Choose a later one.")
    if found.finding is not None and found.finding.inspection_id != found.inspection_id:
        return _("This finding belongs to another inspection.")
    return ""


@transaction.atomic
def change_recommendation(
    *, recommendation: Recommendation, text: str, owner: Unit, due_on: date,
    finding: Finding | None = None, needs_file: bool = True, version: int, by: User,
) -> Recommendation:  # fmt: skip
    """Change it until it is told. Afterwards only its last day changes, by `extend_due`.

    Raises:
        InspectionRefused: as `recommend`, or told already.
        StaleEdit: somebody else saved in between.
    """
    _guard_untold(recommendation, by)
    before = snapshot(recommendation, FIELDS)
    recommendation.text, recommendation.owner = text.strip(), owner
    recommendation.due_on, recommendation.finding = due_on, finding
    recommendation.needs_file = needs_file
    refuse(_faulty(recommendation))
    save_if_unchanged(recommendation, FIELDS, version)
    recommendation.save(update_fields=["search_key"])
    record(
        "recommendation.change", recommendation, by=by, before=before,
        after=snapshot(recommendation, FIELDS),
    )  # fmt: skip
    return recommendation


@transaction.atomic
def remove_recommendation(*, recommendation: Recommendation, by: User) -> TrashedItem:
    """Not asked for after all; it can be brought back from the trash.

    Raises:
        InspectionRefused: told already, not of those who conclude, or conclusion submitted.
    """
    _guard_untold(recommendation, by)
    record("recommendation.remove", recommendation, by=by, before=snapshot(recommendation, FIELDS))
    inspection = recommendation.inspection
    return throw_away(
        recommendation, place=inspection.visit.plan.issuer_id, where=str(inspection),
        url=reverse("inspections:recommendations", args=[inspection.pk]), by=by,
    )  # fmt: skip


@transaction.atomic
def tell_recommendations(*, inspection: Inspection, by: User) -> int:
    """The conclusion is issued: each owner is told what is asked of it. Returns how many are new.

    Told once, however often this runs.
    """
    untold = inspection.recommendations.filter(told_at__isnull=True).select_related("owner")
    by_owner: dict[Unit, list[Recommendation]] = defaultdict(list)
    for found in untold:
        found.told_at = timezone.now()
        found.save(update_fields=["told_at"])
        record("recommendation.tell", found, by=by, after={"told_at": found.told_at.isoformat()})
        by_owner[found.owner].append(found)
    recipients = recipients_by_unit([owner.pk for owner in by_owner])
    for owner, asked in by_owner.items():
        notify(
            "inspections.recommendations_told",
            event=f"inspection:{inspection.pk}:recommendations:{asked[0].pk}",
            recipients=recipients[owner.pk],
            context={
                "unit": str(inspection.visit.unit), "count": len(asked),
                "due": date_format(min(each.due_on for each in asked), "d/m/Y"),
            },
            url=f"{reverse('inspections:recommendation_list')}?inspection={inspection.pk}",
        )  # fmt: skip
    return sum(len(asked) for asked in by_owner.values())


@transaction.atomic
def carry_over(*, inspection: Inspection, by: User) -> list[Recommendation]:
    """What the unit still owes from earlier inspections and years is asked for again here.

    The old ones stay as they are; once these are told, the old ones are settled through them.
    Carrying over twice adds nothing.

    Raises:
        InspectionRefused: not of those who conclude, or conclusion submitted.
    """
    _guard(inspection, by)
    earliest = timezone.localdate() + timedelta(days=CARRIED_DAYS)
    return [
        _add(
            Recommendation(
                inspection=inspection, text=old.text, owner=old.owner, carried_from=old,
                due_on=max(old.due_on, earliest) if old.due_on < timezone.localdate() else old.due_on,
                needs_file=old.needs_file,
            ),
            "recommendation.carry", by,
        )
        for old in to_carry(inspection)
    ]  # fmt: skip


def _guard(inspection: Inspection, by: User) -> None:
    if not concludes(by, inspection):
        raise InspectionRefused(_("You do not have the right to take this step."))
    refuse(recommendations_closed(inspection))


def _guard_untold(recommendation: Recommendation, by: User) -> None:
    if recommendation.told_at is not None:
        raise InspectionRefused(
            _("The unit was told of it. Only its last day can change now: extend it.")
        )
    _guard(recommendation.inspection, by)
