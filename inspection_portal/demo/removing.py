"""Taking the demonstration away: its authorities with everything under them, its people, its marks.

What people added below a demonstration unit goes with it. The audit chain stays whole; people it
names stay too, without role and without the right to sign in. Public holidays and legal documents
are reference data and stay.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import Model, ProtectedError, Q, QuerySet

from accounts.models import User
from core.files.models import StoredFile
from core.jobs.models import Job
from core.notifications.models import Message
from core.workflow.models import WorkflowStep
from documents.models import IssuedDocument, NumberRegister, RegisteredNumber, SigningAuthority
from inspection_portal.demo.counting import Counts
from inspection_portal.demo.marks import marked, marked_units
from inspection_portal.demo.removing_inspections import remove_inspections
from libraries.models import Delegation
from plans.models import (
    InspectionPlan,
    Obligation,
    OutsideInspection,
    ScheduleLetter,
    TeamDecision,
    Visit,
)
from standards.models import Assessment, StageSheet, StandardSet
from standards.triggers import lifted
from units.models import Membership, SchoolYear, Unit, UnitReach, UnitRelation

_AT_ONCE = 500


@transaction.atomic
def remove(counts: Counts) -> None:
    """Everything of the demonstration."""
    roots = [unit.pk for unit in marked_units().values()]
    units = _with_everything_below(roots)
    counts.say(f"Đang gỡ {len(units)} đơn vị mẫu …")
    for some in _portions(units):
        _remove_plans(InspectionPlan.objects.filter(issuer__in=some), counts)
        _remove_papers(some, counts)
        _remove_assessments(some, counts)
    for some in _portions(units):
        _remove_sets(some, counts)
        _delete(
            Delegation.objects.filter(Q(office__in=some) | Q(department__in=some)), counts,
            "delegations",
        )  # fmt: skip
        OutsideInspection.objects.filter(Q(unit__in=some) | Q(noted_for__in=some)).delete()
        _delete(Membership.objects.filter(unit__in=some), counts, "memberships")
        UnitRelation.objects.filter(Q(unit__in=some) | Q(manager__in=some)).delete()
        UnitReach.objects.filter(Q(descendant__in=some) | Q(ancestor__in=some)).delete()
    for some in _portions(units):
        _delete(Unit.objects.filter(pk__in=some), counts, "units")
    _remove_people(counts)
    unused = marked(SchoolYear).filter(plans__isnull=True, assessments__isnull=True)
    _delete(SchoolYear.objects.filter(pk__in=list(unused.values_list("pk", flat=True))), counts,
            "school_years")  # fmt: skip


def _with_everything_below(roots: list[int]) -> list[int]:
    found = set(roots)
    for some in _portions(roots):
        below = UnitReach.objects.filter(ancestor__in=some).values_list("descendant", flat=True)
        found.update(below)
    return sorted(found)


def _portions(ids: list[int]) -> Iterable[list[int]]:
    for start in range(0, len(ids), _AT_ONCE):
        yield ids[start : start + _AT_ONCE]


def _delete(rows: QuerySet[Model], counts: Counts, kind: str) -> None:
    """Rows go with the steps of their workflow; counted without what hangs on them."""
    ids = list(rows.values_list("pk", flat=True))
    label = rows.model._meta.label_lower
    for some in _portions(ids):
        WorkflowStep.objects.filter(dossier_type=label, dossier_id__in=some).delete()
    rows.delete()
    counts.add(kind, len(ids))


def _remove_plans(plans: QuerySet[InspectionPlan], counts: Counts) -> None:
    ids = list(plans.values_list("pk", flat=True))
    remove_inspections(ids, counts)
    _delete(Obligation.objects.filter(milestone__plan__in=ids), counts, "duties")
    _delete(TeamDecision.objects.filter(team__plan__in=ids), counts, "team_decisions")
    _delete(ScheduleLetter.objects.filter(plan__in=ids), counts, "letters")
    _delete(Visit.objects.filter(plan__in=ids), counts, "visits")
    InspectionPlan.objects.filter(Q(parent__in=ids) | Q(amends__in=ids)).update(
        parent=None, amends=None
    )
    _delete(plans, counts, "plans")


def _remove_papers(units: list[int], counts: Counts) -> None:
    papers = IssuedDocument.objects.filter(issuer__in=units)
    files = list(papers.filter(pdf__isnull=False).values_list("pdf", flat=True))
    papers.update(superseded_by=None)
    RegisteredNumber.objects.filter(register__issuer__in=units).delete()
    NumberRegister.objects.filter(issuer__in=units).delete()
    _delete(papers, counts, "documents")
    _delete(SigningAuthority.objects.filter(unit__in=units), counts, "signing_authorities")
    Job.objects.filter(result_file__in=files).delete()
    for stored in StoredFile.objects.filter(pk__in=files):
        stored.content.delete(save=False)
        stored.delete()


def _remove_assessments(units: list[int], counts: Counts) -> None:
    """Assessments of these units with their columns and answers."""
    assessments = Assessment.objects.filter(unit__in=units)
    sheets = StageSheet.objects.filter(
        assessment__in=list(assessments.values_list("pk", flat=True))
    )
    _delete(sheets, counts, "assessment_columns")
    _delete(assessments, counts, "assessments")


def _remove_sets(units: list[int], counts: Counts) -> None:
    """Sets of these units; national ones are reference data and stay."""
    own = StandardSet.objects.filter(owner__in=units)
    if not own.exists():
        return
    with lifted(connection):  # what the demonstration published goes with its authority
        own.update(replaces=None)
        _delete(own, counts, "standard_sets")


def _remove_people(counts: Counts) -> None:
    people = User.objects.filter(is_demo=True, is_active=True)
    Message.objects.filter(recipient__is_demo=True).delete()
    for user in people:
        Membership.objects.filter(user=user).delete()
        try:
            with transaction.atomic():
                user.delete()
        except ProtectedError:
            User.objects.filter(pk=user.pk).update(is_active=False)
            counts.add("people_kept_for_the_audit")
        counts.add("people")
