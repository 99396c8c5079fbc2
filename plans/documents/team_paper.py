"""Decisions on teams as papers: from the portal's rows to plain values, then to the paper."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from documents.blocks import Document
from documents.enums import Regime
from documents.registry import document_kind, pk_of
from plans.documents.letter import ROLE_WORDS
from plans.documents.plan import header_of
from plans.documents.team_decision import (
    Amendment,
    Duty,
    Frame,
    MemberChange,
    Person,
    Terms,
    team_decision,
)
from plans.enums import TeamRole
from plans.models import InspectionTeam, TeamDecision
from plans.models.team_changes import roster_changes
from plans.phrases import lines_of, spelt_citation
from plans.requirements import decision_needed


@document_kind("plans.team_decision", title=_("Decision on a team"))
class TeamDecisionPaper:
    """Founding and amending decisions of all teams."""

    def keys(self) -> Iterator[str]:
        for pk in TeamDecision.objects.order_by("pk").values_list("pk", flat=True):
            yield str(pk)

    def build(self, key: str) -> Document:
        return decision_paper(_decision(key))

    def may_read(self, user: Any, key: str) -> bool:
        return TeamDecision.objects.visible_to(user).filter(pk=pk_of(key)).exists()

    def url(self, key: str) -> str:
        return reverse("plans:team_decision", args=[pk_of(key)])


def _decision(key: str) -> TeamDecision:
    related = ("team__plan__issuer", "document", "amends__document", "amends__team__plan__issuer")
    return TeamDecision.objects.select_related(*related).get(pk=pk_of(key))


def decision_paper(decision: TeamDecision) -> Document:
    """The decision as its draft and its team word it now."""
    roster = decision.team.roster()
    frame = Frame(
        header=header_of(decision.team.plan.issuer, decision.symbol),
        regime=Regime.on(decision.reference_day),
        subject=decision.subject,
        authority=decision.authority,
        bases=tuple(lines_of(decision.bases)),
        proposed_by=decision.proposed_by,
        duties=decision.duties,
        recipients=tuple(lines_of(decision.recipients)),
        archive=decision.archive_mark,
    )
    people = [_person(entry) for entry in roster]
    duties = _duties(decision.team)
    if decision.amends is None:
        return team_decision(frame=frame, people=people, duties=duties, terms=_terms(decision))
    amendment = _amendment(decision, decision.amends, roster)
    return team_decision(frame=frame, people=people, duties=duties, amendment=amendment)


def _person(entry: Mapping[str, Any]) -> Person:
    role = ROLE_WORDS[TeamRole(entry["role"])]
    return Person(entry["name"], role, entry["post"], entry["unit"])


def _terms(decision: TeamDecision) -> Terms:
    return Terms(
        targets=tuple(lines_of(decision.targets)),
        contents=tuple(lines_of(decision.contents)),
        days=decision.days,
        under_decree_217=decision_needed(decision.reference_day),
    )


def _amendment(
    decision: TeamDecision, before: TeamDecision, roster: Sequence[Mapping[str, Any]]
) -> Amendment:  # fmt: skip
    changes = tuple(
        MemberChange(
            old=_person(change.old) if change.old else None,
            new=_person(change.new) if change.new else None,
        )
        for change in roster_changes(before.roster, roster)
    )
    return Amendment(
        founded_by=_founded_by(before), changes=changes, effective_on=decision.effective_on,
        reason=decision.reason,
    )  # fmt: skip


def _founded_by(decision: TeamDecision) -> str:
    """The first of the chain, which every amendment names."""
    first = decision
    while first.amends is not None:
        first = first.amends
    document = first.document
    return spelt_citation(document, first.team.plan.issuer.name, "") if document else "Quyết định"


def _duties(team: InspectionTeam) -> list[Duty]:
    duties = []
    for row in team.annex_rows():
        names = tuple(member.user.addressed_name for member in row.members)
        if row.assignment is None:
            duties.append(Duty(names, ROLE_WORDS[TeamRole(row.members[0].role)]))
        else:
            duties.append(Duty(names, row.assignment.task.strip(), row.assignment.dossiers.strip()))
    return duties
