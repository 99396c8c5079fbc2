"""Quyết định thành lập đoàn: drafted from the plan, numbered by the clerk, changed by a later one."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit.recording import record, snapshot
from core.notifications.sending import notify
from core.trash.keeping import throw_away
from core.trash.models import TrashedItem
from core.web.editing import save_if_unchanged
from core.workflow.engine import TransitionRefused
from documents.domain import open_draft
from documents.models import IssuedDocument
from plans.domain.teams.declaring import ask_to_declare
from plans.domain.teams.following import latest_decision, open_amendment, tell_units_of_lead
from plans.domain.teams.guards import TeamRefused, guard
from plans.domain.teams.wording import founding_words
from plans.enums import TeamDecisionState
from plans.models import InspectionTeam, TeamDecision
from plans.models.team_changes import lead_in
from plans.requirements import declaration_needed
from plans.rules import may_edit, may_issue
from plans.workflow import TEAM_DECISION

DECISION_FIELDS = [
    "subject", "symbol", "authority", "bases", "proposed_by", "targets", "contents", "days",
    "effective_on", "reason", "duties", "recipients", "archive_mark",
]  # fmt: skip


@transaction.atomic
def draft_decision(*, team: InspectionTeam, by: User) -> TeamDecision:
    """The draft that sets the team up; once it is in force, the draft of one that changes it.

    A draft that lies there already is given back. Members who have not declared are asked to.
    """
    guard(team.plan, by)
    lying = team.decisions.filter(state=TeamDecisionState.DRAFT).first()
    if lying is not None:
        return lying
    amends = latest_decision(team)
    if amends is not None:
        return open_amendment(team=team, amends=amends, by=by)
    decision = TeamDecision.objects.create(team=team, created_by=by, **founding_words(team))
    record("team_decision.draft", decision, by=by, after=snapshot(decision, ["subject"]))
    if declaration_needed(decision.reference_day):
        ask_to_declare(team=team, by=by)
    return decision


@transaction.atomic
def change_decision(*, decision: TeamDecision, version: int, by: User) -> TeamDecision:
    """Save the words of a draft.

    Raises:
        StaleEdit: somebody saved after the form was opened.
        TeamRefused: the decision is issued.
    """
    guard(decision.team.plan, by)
    stored = TeamDecision.objects.get(pk=decision.pk)
    _refuse_issued(stored)
    before = snapshot(stored, DECISION_FIELDS)
    save_if_unchanged(decision, DECISION_FIELDS, version)
    record(
        "team_decision.change", decision, by=by, before=before,
        after=snapshot(decision, DECISION_FIELDS),
    )  # fmt: skip
    return decision


@transaction.atomic
def override_gaps(*, decision: TeamDecision, reason: str, by: User) -> None:
    """Let the decision go out although people are not confirmed or have not declared.

    The reason and the name stay with the decision and in the chain; an empty reason takes it back.
    """
    guard(decision.team.plan, by)
    _refuse_issued(TeamDecision.objects.get(pk=decision.pk))
    before = snapshot(decision, ["override_reason", "overridden_by"])
    gaps = [gap.sentence for gap in decision.excusable()]
    decision.override_reason = reason.strip()
    decision.overridden_by = by if decision.override_reason else None
    decision.save(update_fields=["override_reason", "overridden_by"])
    after = {**snapshot(decision, ["override_reason", "overridden_by"]), "gaps": len(gaps)}
    record("team_decision.override", decision, by=by, before=before, after=after)


@transaction.atomic
def remove_decision(*, decision: TeamDecision, by: User) -> TrashedItem:
    """Throw a draft away; it can be brought back from the trash."""
    guard(decision.team.plan, by)
    _refuse_issued(decision)
    if decision.document is not None:
        raise TeamRefused(
            _("Its paper lies at the clerk's desk. Change the words instead of throwing it away.")
        )
    record("team_decision.remove", decision, by=by, before=snapshot(decision, ["subject"]))
    team = decision.team
    return throw_away(
        decision, place=team.plan.issuer_id, where=str(team),
        url=reverse("plans:team", args=[team.pk]), by=by,
    )  # fmt: skip


@transaction.atomic
def prepare_decision_paper(*, decision: TeamDecision, by: User) -> IssuedDocument:
    """The draft paper the clerk will number, made or brought up to date.

    Raises:
        TransitionRefused: something is missing, or the user neither writes nor issues it.
    """
    plan = decision.team.plan
    if not (may_edit(by, plan) or may_issue(by, plan)):
        raise TransitionRefused(_("You do not have the right to take this step."))
    gaps = decision.missing()
    if gaps:
        raise TransitionRefused(_("Something is still missing."), gaps)
    document = open_draft(
        key=f"plans.team_decision:{decision.pk}", issuer=plan.issuer, by=by,
        title=decision.subject, is_demo=plan.is_demo,
    )  # fmt: skip
    if decision.document_id != document.pk:
        decision.document = document
        decision.save(update_fields=["document"])
    return document


@transaction.atomic
def complete_decision(*, decision: TeamDecision, document: IssuedDocument, by: User) -> None:
    """Called inside the transaction that numbers the paper; whatever fails here undoes the number.

    Side effects: the people are kept as the paper names them; members are told; where the lead
    changed, the units already told of a visit hear of it.

    Raises:
        TransitionRefused: something is missing by now.
    """
    decision.document = document
    decision.roster = decision.team.roster()
    decision.save(update_fields=["document", "roster"])
    TEAM_DECISION.step(decision, "issue", by=by)
    _tell_members(decision, document)
    before = lead_in(decision.amends.roster) if decision.amends else None
    now = lead_in(decision.roster)
    if before and now and before["user"] != now["user"]:
        tell_units_of_lead(visits=decision.team.visits.all(), name=now["name"], by=by)


def _tell_members(decision: TeamDecision, document: IssuedDocument) -> None:
    """Those named now, and those the decision before named: nobody is silently dropped."""
    named = {entry["user"] for entry in decision.roster}
    if decision.amends:
        named |= {entry["user"] for entry in decision.amends.roster}
    notify(
        "plans.team_decided",
        event=f"plans.team_decided:{decision.pk}",
        recipients=User.objects.filter(pk__in=named, is_active=True),
        context={"number": document.number_line, "subject": decision.subject},
        url=decision.get_absolute_url(),
    )


def _refuse_issued(decision: TeamDecision) -> None:
    if decision.state != TeamDecisionState.DRAFT:
        raise TeamRefused(_("An issued decision no longer changes."))
