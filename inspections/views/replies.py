"""The unit's pages: the draft result point by point, checking, sending, the receipt."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.files.storing import Accept, FileRefused, store
from core.web.access import requires
from core.web.http import AuthenticatedRequest
from core.workflow.engine import TransitionRefused
from inspections.domain.queries.replies import ReplySheet, key_of, reply_sheet
from inspections.domain.refusals import InspectionRefused
from inspections.domain.replying import (
    explain,
    remove_explanation,
    send_reply,
    take_back_explanation_file,
)
from inspections.enums import ResultState
from inspections.forms.results import AGREE, ReplyForm
from inspections.models import DraftResult, ExplanationFile
from inspections.rules import replies_for
from inspections.views.scope import told_result
from standards.models import Criterion


@requires("plans.answer")
def reply(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Every point: the official value beside the unit's own; agree, or explain."""
    found = told_result(request.user, pk)
    return _page(request, found)


def _page(
    request: AuthenticatedRequest, found: DraftResult, refused: dict[str, str] | None = None
) -> HttpResponse:
    context: dict[str, Any] = _context(request, found) | {
        "refused": refused or {},
        "paper_key": f"inspections.result:{found.pk}",
    }
    return render(request, "inspections/reply.html", context)


def _context(request: AuthenticatedRequest, found: DraftResult) -> dict[str, Any]:
    is_open = found.state == ResultState.RELEASED
    return {
        "inspection": found.inspection,
        "result": found,
        "sheet": reply_sheet(found, with_explanations=True),
        "is_open": is_open,
        "may_send": is_open and replies_for(request.user, found.inspection),
    }


@requires("plans.answer", "POST")
def reply_explain(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Keep one explanation; empty words mean that the unit agrees here.

    Answers a request of the page itself with one line: kept, when; or why not.
    """
    found = told_result(request.user, pk)
    about = _about(request, found)
    try:
        words = _keep(request, found, about)
    except (InspectionRefused, FileRefused) as refusal:
        if request.htmx:
            line = {"refused": refusal.sentence}
            return render(request, "inspections/_kept.html", line)
        return _page(request, found, {_key(about): refusal.sentence})
    if request.htmx:
        return render(request, "inspections/_kept.html", {"words": words, "at": timezone.now()})
    return redirect(f"{reverse('inspections:reply', args=[pk])}#{_key(about)}")


def _about(request: AuthenticatedRequest, found: DraftResult) -> dict[str, Any]:
    """The point that is meant; 404 where it is none of this inspection."""
    numbers = {
        name: int(value) if (value := request.POST.get(name, "")).isdigit() else None
        for name in ("checklist", "criterion", "finding")
    }
    if numbers["finding"]:
        seen = found.inspection.findings.filter(is_withdrawn=False)
        return {"finding": get_object_or_404(seen, pk=numbers["finding"])}
    checklist = get_object_or_404(
        found.inspection.checklists.select_related("assessment"), pk=numbers["checklist"]
    )
    of_set = Criterion.objects.filter(standard__standard_set=checklist.assessment.standard_set_id)
    asked = get_object_or_404(of_set.select_related("standard"), pk=numbers["criterion"])
    return {"checklist": checklist, "criterion": asked}


def _key(about: dict[str, Any]) -> str:
    numbers = {name: thing.pk for name, thing in about.items()}
    return key_of(numbers.get("checklist"), numbers.get("criterion"), numbers.get("finding"))


@transaction.atomic
def _keep(request: AuthenticatedRequest, found: DraftResult, about: dict[str, Any]) -> str:
    text = request.POST.get("text", "").strip()
    uploads = request.FILES.getlist("attachments")
    if not text and not uploads:
        for explanation in found.explanations.filter(**about):
            explanation.result = found
            remove_explanation(explanation=explanation, by=request.user)
        return _("The unit agrees here.")
    files = [store(upload, accept=Accept.DOCUMENT, by=request.user) for upload in uploads]
    explain(result=found, text=text, files=files, by=request.user, **about)
    return _("Kept as a draft.")


@requires("plans.answer", "POST")
def reply_file(request: AuthenticatedRequest, pk: int, sent: int) -> HttpResponse:
    """Take back a file added by mistake."""
    found = told_result(request.user, pk)
    files = ExplanationFile.objects.filter(explanation__result=found)
    file = get_object_or_404(files.select_related("explanation", "file"), pk=sent)
    explanation = file.explanation
    explanation.result = found
    key = key_of(explanation.checklist_id, explanation.criterion_id, explanation.finding_id)
    try:
        take_back_explanation_file(sent=file, by=request.user)
    except InspectionRefused as refusal:
        messages.error(request, refusal.sentence)
    return redirect(f"{reverse('inspections:reply', args=[pk])}#{key}")


@requires("inspections.reply", "GET", "POST")
def reply_check(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Everything the unit says, once more; the head sends it."""
    found = told_result(request.user, pk)
    if found.state != ResultState.RELEASED:
        return redirect("inspections:reply", pk)
    if not replies_for(request.user, found.inspection):
        raise Http404
    context = _context(request, found)
    form = ReplyForm(
        request.POST if request.method == "POST" else None, initial=_begun(context["sheet"])
    )
    if request.method == "POST" and form.is_valid():
        agrees = form.cleaned_data["answer"] == AGREE
        text = form.cleaned_data["text"]
        try:
            send_reply(result=found, text=text, agrees=agrees, by=request.user)
        except (InspectionRefused, TransitionRefused) as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return redirect("inspections:reply_receipt", pk)
    return render(request, "inspections/reply_check.html", context | {"form": form})


def _begun(sheet: ReplySheet) -> dict[str, str]:
    """Where something is explained, the unit does not agree with everything."""
    return {"answer": "explain"} if sheet.explained else {}


@requires("plans.answer")
def reply_receipt(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Sent: when, by whom, under which code, and what comes next."""
    found = told_result(request.user, pk)
    if found.state != ResultState.REPLIED:
        return redirect("inspections:reply", pk)
    return render(request, "inspections/reply_receipt.html", _context(request, found))
