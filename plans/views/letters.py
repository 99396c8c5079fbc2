"""Schedule letters: the dossier of one, its words, its issue by the clerk."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from core.spreadsheets.writing import file_response
from core.trash.views import tell_thrown_away
from core.web.access import requires
from core.web.editing import StaleEdit
from core.web.http import AuthenticatedRequest
from core.web.pieces import Step
from core.workflow.engine import TransitionRefused
from core.workflow.models import WorkflowStep
from documents.domain import DocumentRefused
from documents.registry import workbook
from plans.domain.letters import (
    LetterRefused,
    change_letter,
    draft_letter,
    prepare_letter_paper,
    remove_letter,
)
from plans.domain.queries.visits import letters_of
from plans.enums import LetterState, VisitState
from plans.forms.letter import LetterForm
from plans.forms.posted import posted
from plans.models import InspectionPlan, ScheduleLetter
from plans.rules import may_edit, may_issue


@requires("plans.view")
def letter_list(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Letters of a plan."""
    plans = InspectionPlan.objects.visible_to(request.user).select_related("issuer", "school_year")
    plan = get_object_or_404(plans, pk=pk)
    seen = ScheduleLetter.objects.visible_to(request.user).values("pk")
    context = {
        "plan": plan,
        "letters": letters_of(plan.pk).filter(pk__in=seen),
        "may_edit": may_edit(request.user, plan),
    }
    return render(request, "plans/letter_list.html", context)


@requires("plans.edit", "POST")
def letter_new(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """A letter for every visit that has a day and has not been told to its unit."""
    plans = InspectionPlan.objects.editable_by(request.user).select_related("issuer", "document")
    plan = get_object_or_404(plans, pk=pk)
    visits = list(
        plan.visits.filter(state=VisitState.SCHEDULED).exclude(letters__state=LetterState.DRAFT)
        .select_related("unit").prefetch_related("streams")
    )  # fmt: skip
    if not visits:
        messages.error(request, _("No visit waits for a letter: give visits a day first."))
        return redirect("plans:letter_list", pk)
    return redirect(draft_letter(plan=plan, visits=visits, by=request.user))


def seen_letter(user: User, pk: int) -> ScheduleLetter:
    """A letter in the user's scope; 404 otherwise."""
    letters = ScheduleLetter.objects.visible_to(user).select_related(
        "plan__issuer", "plan__school_year", "team", "document", "created_by"
    )
    return get_object_or_404(letters, pk=pk)


@requires("plans.view")
def letter(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """One letter: what is missing, whom it tells, the paper itself."""
    found = seen_letter(request.user, pk)
    is_draft = found.state == LetterState.DRAFT
    context = {
        "letter": found,
        "plan": found.plan,
        "is_draft": is_draft,
        "steps": _steps(found),
        "gaps": found.missing() if is_draft else [],
        "visits": found.visits.select_related("unit", "team").order_by("on", "starts_at", "pk"),
        "may_edit": is_draft and may_edit(request.user, found.plan),
        "may_issue": is_draft and may_issue(request.user, found.plan),
        "preview_url": _preview_url(found, request.user),
    }
    return render(request, "plans/letter.html", context)


def _preview_url(letter: ScheduleLetter, user: User) -> str:
    """The paper for the frame: the stored one once there is one."""
    if not user.may("documents.view"):
        return ""
    if letter.document_id:
        return reverse("documents:paper", args=[letter.document_id])
    return reverse("documents:preview_paper", args=[f"plans.letter:{letter.pk}"])


def _steps(letter: ScheduleLetter) -> list[Step]:
    issued = WorkflowStep.objects.of(letter).filter(transition="issue").first()
    is_issued = letter.state == LetterState.ISSUED
    return [
        Step(_("Drafted"), "done" if is_issued else "now", letter.created_by or "", letter.created_at),
        Step(
            _("Numbered and issued"), "done" if is_issued else "next",
            issued.by if issued else "", issued.at if issued else None,
        ),
        Step(_("Units notified"), "done" if is_issued else "next", "", issued.at if issued else None),
    ]  # fmt: skip


def _draft_of(user: User, pk: int) -> ScheduleLetter:
    """A draft of a plan the user may write; 404 otherwise."""
    letters = ScheduleLetter.objects.filter(
        plan__in=InspectionPlan.objects.editable_by(user), state=LetterState.DRAFT
    )
    return get_object_or_404(letters.select_related("plan__issuer", "team"), pk=pk)


@requires("plans.edit", "GET", "POST")
def letter_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The words of a draft, its team and its visits."""
    found = _draft_of(request.user, pk)
    form = LetterForm(posted(request), instance=found)
    context: dict[str, Any] = {"letter": found, "plan": found.plan, "form": form}
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            change_letter(
                letter=form.instance, visits=list(values["visits"]), version=values["version"],
                by=request.user,
            )  # fmt: skip
        except StaleEdit as stale:
            context |= {"stale": stale}
            return render(request, "plans/letter_stale.html", context, status=409)
        except LetterRefused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Saved."))
            return redirect(found)
    return render(request, "plans/letter_edit.html", context)


@requires("documents.issue", "POST")
def letter_issue(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Lay the paper on the clerk's desk, where it gets its number; then the units are notified."""
    found = seen_letter(request.user, pk)
    if not may_issue(request.user, found.plan):
        raise Http404
    try:
        document = prepare_letter_paper(letter=found, by=request.user)
    except (TransitionRefused, DocumentRefused) as refusal:
        messages.error(request, str(refusal))
        return redirect(found)
    return redirect("documents:issue", document.pk)


@requires("plans.view")
def letter_excel(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Schedule and assignments as a workbook."""
    found = seen_letter(request.user, pk)
    name = found.document.number_line.replace("/", "-") if found.document else found.subject[:60]
    return file_response(name, workbook(f"plans.letter:{found.pk}"))


@requires("plans.edit", "POST")
def letter_remove(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    found = _draft_of(request.user, pk)
    plan = found.plan_id
    try:
        item = remove_letter(letter=found, by=request.user)
    except LetterRefused as refusal:
        messages.error(request, refusal.sentence)
        return redirect(found)
    tell_thrown_away(request, item)
    return redirect("plans:letter_list", plan)
