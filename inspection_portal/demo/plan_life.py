"""The way of a demonstration plan: submitted, approved, numbered, issued, its units told.

Taken through the verbs people use; afterwards the days of the steps are set to those of the papers.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from django.db.models import Model
from django.utils import timezone

from core.audit.recording import record
from core.notifications.models import Message, MessageState
from core.notifications.registry import EMAIL
from core.workflow.models import WorkflowStep
from documents.domain import issue
from documents.models import IssuedDocument
from inspection_portal.demo.authorities import authority_of
from inspection_portal.demo.marks import person
from inspection_portal.demo.plan_words import Entry, PlanFile
from plans.domain.issuing import prepare_paper
from plans.domain.letters import change_letter, draft_letter, prepare_letter_paper
from plans.domain.planning import approve_plan, submit_plan
from plans.domain.scheduling import notify_visit
from plans.domain.teams import (
    confirm_eligibility,
    declare,
    draft_decision,
    override_gaps,
    prepare_decision_paper,
)
from plans.enums import ObligationState, PlanState
from plans.models import (
    InspectionPlan,
    InspectionTeam,
    Obligation,
    ScheduleLetter,
    TeamDecision,
    Visit,
    VisitNotice,
)
from plans.requirements import requirements_for

SETTLED_NOTE = "Dữ liệu mẫu"
_OFFICE_OPENS = time(9, 0)
_ON_TIME = 0.9
_LETTER_WORDS = (
    "symbol", "archive_mark", "subject", "addressees", "intro", "contents", "method",
    "preparation", "note", "closing", "recipients",
)  # fmt: skip


def lead_through(file: PlanFile, plan: InspectionPlan, visits: list[Visit]) -> None:
    """As far as the plan's paper says; without a paper it stays a draft, or approved."""
    paper, steps = file.get("paper"), file.get("steps")
    if not paper and not steps:
        return
    submit_plan(plan=plan, approver=file.leader, by=file.author)
    approve_plan(plan=plan, by=file.leader)
    if paper:
        steps = paper.get("steps", {})
        _issue(file, prepare_paper(plan=plan, by=file.clerk), paper)
        plan.refresh_from_db()
        if plan.state != PlanState.ISSUED:
            raise RuntimeError(f"{plan} was numbered, yet it is {plan.state}")
        _settle_the_past(file, plan)
    _date_steps(plan, steps)
    if file.get("visits", {}).get("notify"):
        for visit in visits:
            notify_visit(visit=visit, by=file.author)


def _issue(file: PlanFile, document: IssuedDocument, paper: Entry) -> IssuedDocument:
    signer = person(paper["signer"]) if "signer" in paper else file.leader
    authority = authority_of(signer, file.issuer)
    if authority is None:
        raise LookupError(f"{signer} has no signing authority at {file.issuer}")
    on = file.on_paper(paper)
    document = issue(
        document=document, on=on, authority=authority, number=paper.get("number"), by=file.clerk
    )
    _date_steps(document, {"issue": on})
    return document


def _date_steps(dossier: Model, days: dict[str, date]) -> None:
    for name, day in days.items():
        WorkflowStep.objects.of(dossier).filter(transition=name).update(at=_moment(day))


def date_notices(visit: Visit, day: date) -> None:
    """Notices and steps of a visit of years past bear the day of the data file."""
    visit.notices.update(sent_at=_moment(day))
    WorkflowStep.objects.of(visit).update(at=_moment(day))


def _moment(day: date, minutes: int = 0) -> datetime:
    opened = datetime.combine(day, _OFFICE_OPENS, timezone.get_current_timezone())
    return opened + timedelta(minutes=minutes)


def _settle_the_past(file: PlanFile, plan: InspectionPlan) -> None:
    """Duties that fell due years ago are shown as done: who sent what is synthetic, and says so."""
    past = Obligation.objects.awaited().filter(milestone__plan=plan, due_on__lt=file.today)
    rows = list(past.order_by("pk"))
    if not rows or file.get("synthetic"):
        return
    chance = Random(file["key"])
    for row in rows:
        row.was_late = chance.random() > _ON_TIME
        day = row.due_on + timedelta(days=chance.randint(1, 6) * (1 if row.was_late else -1))
        row.fulfilled_at = _moment(day, chance.randint(0, 420))
        row.state, row.note = ObligationState.FULFILLED, SETTLED_NOTE
    Obligation.objects.bulk_update(rows, ["was_late", "fulfilled_at", "state", "note"])
    record("demo.settle", plan, by=None, after={"duties": len(rows)}, sentence=SETTLED_NOTE)


def file_messages(file: PlanFile, after: int) -> None:
    """Nobody is written to about the demonstration; news of years past is read already."""
    messages = Message.objects.filter(pk__gt=after, recipient__is_demo=True)
    messages.filter(channel=EMAIL).delete()
    day = file.paper_day
    if day and day < file.today:
        told = _moment(day)
        messages.update(created_at=told, sent_at=told, read_at=told, state=MessageState.READ)


def write_letter(
    file: PlanFile, plan: InspectionPlan, team: InspectionTeam | None, visits: list[Visit]
) -> ScheduleLetter | None:
    """The letter with its own words, numbered and sent to the units it names."""
    words = file.get("letter")
    if not words:
        return None
    letter = draft_letter(plan=plan, visits=visits, team=team, by=file.author)
    for name in _LETTER_WORDS:
        setattr(letter, name, words[name].strip())
    letter.bases = "\n".join(words["bases"])
    change_letter(letter=letter, visits=visits, version=letter.version, by=file.author)
    paper: dict[str, Any] = words["paper"]
    document = _issue(file, prepare_letter_paper(letter=letter, by=file.clerk), paper)
    letter.refresh_from_db()
    _date_steps(letter, {"issue": paper["day"]})
    notices = VisitNotice.objects.filter(letter=letter)
    notices.update(sent_at=_moment(document.issued_on or paper["day"]))
    return letter


def write_decision(file: PlanFile, team: InspectionTeam | None) -> TeamDecision | None:
    """The decision on the team, numbered; what is not confirmed or declared is left to be done."""
    words: Entry = file.get("team", {}).get("decision")
    if not words or team is None:
        return None
    asked = [requirement.key for requirement in requirements_for("member", file.today)]
    for member in team.members.select_related("user", "team__plan__issuer"):
        key = member.user.email.partition("@")[0]
        if key in words["confirmed"]:
            confirm_eligibility(member=member, met=asked, note=SETTLED_NOTE, by=file.author)
        if key in words["declared"]:
            declare(team=team, ties=[], by=member.user)
    decision = draft_decision(team=team, by=file.author)
    override_gaps(decision=decision, reason=words["override_reason"], by=file.author)
    _issue(file, prepare_decision_paper(decision=decision, by=file.author), words["paper"])
    return decision
