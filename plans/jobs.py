"""Background work: a schedule is calculated, and a long one accepted or taken back."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from core.jobs.context import JobContext
from core.jobs.registry import JobRefused, JobResult, job_kind
from plans.domain.queries.proposal_problem import problem_of, waiting_visits
from plans.domain.schedule_proposals import Outcome, accept, keep_proposal, take_back
from plans.domain.solving import solve
from plans.enums import PlacementState, ScheduleProposalState
from plans.models import InspectionPlan, ScheduleProposal
from plans.rules import may_edit

_REASONS_TOLD = 3


@job_kind("plans.propose_schedule", title=gettext_lazy("Proposed schedule"))
def propose_schedule(job: JobContext) -> JobResult:
    """Days, times and teams for every waiting visit of a plan; nothing changes until accepted."""
    plan = _plan(job)
    visits = waiting_visits(plan)
    if not visits:
        raise JobRefused(_("Every visit of the plan has its day."))
    problem, slots = problem_of(plan, visits)
    if not problem.crews:
        raise JobRefused(_("The plan has no team yet. Set one up first."))
    answer, simple = solve(problem, tell=lambda done, total: job.progress(done, total, _("Looking for the best days, month by month")))  # fmt: skip
    count = len(answer.placings)
    return JobResult(
        url=reverse("plans:schedule_proposal", args=[plan.pk]),
        sentence=ngettext("%(count)d visit has a proposed day.", "%(count)d visits have a proposed day.", count) % {"count": count},
        finish=lambda: keep_proposal(plan=plan, answer=answer, simple=simple, slots=slots, by=job.by),
    )  # fmt: skip


def _plan(job: JobContext) -> InspectionPlan:
    plans = InspectionPlan.objects.select_related("issuer", "school_year")
    found = plans.filter(pk=job.params["plan"]).first()
    if found is None or not may_edit(job.by, found):
        raise JobRefused(_("The plan no longer exists, or you may not change it any more."))
    return found


@job_kind("plans.accept_schedule", title=gettext_lazy("Accepting a proposed schedule"))
def accept_schedule(job: JobContext) -> JobResult:
    """The named placements of a proposal, one after the other; begun again it goes on."""
    proposal, by = _proposal(job)
    rows = proposal.placements.filter(
        pk__in=job.params["placements"], state=PlacementState.PROPOSED
    ).select_related("visit__unit", "team")
    outcome = accept(
        placements=rows, by=by,
        tell=lambda done, total: job.progress(done, total, _("Giving the visits their days")),
    )  # fmt: skip
    words = ngettext("%(count)d visit has its day now. The units have not been notified yet.", "%(count)d visits have their days now. The units have not been notified yet.", outcome.done)  # fmt: skip
    return _told(proposal, words % {"count": outcome.done}, outcome)


@job_kind("plans.take_back_schedule", title=gettext_lazy("Taking back an accepted schedule"))
def take_back_schedule(job: JobContext) -> JobResult:
    """Every accepted visit of a proposal that is unchanged since."""
    proposal, by = _proposal(job)
    outcome = take_back(
        proposal=proposal, by=by,
        tell=lambda done, total: job.progress(done, total, _("Taking the visits off their days")),
    )  # fmt: skip
    words = ngettext("%(count)d visit waits for a day again.", "%(count)d visits wait for a day again.", outcome.done)  # fmt: skip
    return _told(proposal, words % {"count": outcome.done}, outcome)


def _told(proposal: ScheduleProposal, done: str, outcome: Outcome) -> JobResult:
    """What was done, and the first reasons of what was not."""
    return JobResult(
        url=reverse("plans:schedule_proposal", args=[proposal.plan_id]),
        sentence=" ".join([done, *outcome.refused[:_REASONS_TOLD]]),
        data={"done": outcome.done, "refused": outcome.refused},
    )


def _proposal(job: JobContext) -> tuple[ScheduleProposal, User]:
    found = ScheduleProposal.objects.select_related("plan__issuer", "plan__school_year")
    proposal = found.filter(pk=job.params["proposal"], state=ScheduleProposalState.CURRENT).first()
    if job.by is None or proposal is None or not may_edit(job.by, proposal.plan):
        raise JobRefused(_("The plan no longer exists, or you may not change it any more."))
    return proposal, job.by
