"""A member answers: one question after the other, each kept as soon as it is given."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.drafts.keeping import DraftRefused, discard_draft, keep_draft
from core.drafts.models import EditDraft
from core.web.access import requires
from core.web.http import AuthenticatedRequest
from inspections.domain.desk import answer_criteria, finish_desk, reopen_desk
from inspections.domain.guards import minutes_are_closed
from inspections.domain.queries.beside import MemberSheet, member_sheet
from inspections.domain.queries.procedures import desk_due_on
from inspections.domain.refusals import InspectionRefused
from inspections.forms.carrying_out import ReasonForm
from inspections.models import Checklist
from inspections.views.scope import carried_checklist
from plans.domain.queries.dossiers import asked_of
from plans.enums import VisitMode
from standards.enums import Stage
from standards.forms.assessments import StageForm
from standards.models import Criterion

STAGES = (Stage.DESK, Stage.ONSITE)


@requires("plans.view")
def fill(request: AuthenticatedRequest, pk: int, checklist: int, stage: str) -> HttpResponse:
    """My criteria first, the unit's own answer beside each; those of others under them."""
    found = _column(request, pk, checklist, stage)
    sheet = member_sheet(found, stage, request.user)
    form = StageForm(assessment=found.assessment, events=sheet.answers, only=sheet.own)
    drafts = _drafts(request, found, stage)
    _put_back(form, drafts)
    closed = next(each for each in found.assessment.sheets.all() if each.stage == stage)
    context = {
        "checklist": found, "inspection": found.inspection, "sheet": sheet, "stage": closed,
        "groups": _groups(form, sheet, drafts), "due_on": _due(found, stage),
        "is_closed": closed.is_done or minutes_are_closed(found.inspection),
        "sent_ahead": _sent_ahead(found), "reason_form": ReasonForm(),
    }  # fmt: skip
    return render(request, "inspections/fill.html", context)


@requires("plans.view", "POST")
def answer(
    request: AuthenticatedRequest, pk: int, checklist: int, stage: str, criterion: int
) -> HttpResponse:
    """One answer, kept at once; what is no answer yet stays as a draft."""
    found = _column(request, pk, checklist, stage)
    asked = get_object_or_404(
        Criterion, pk=criterion, standard__standard_set=found.assessment.standard_set_id
    )
    sheet = member_sheet(found, stage, request.user)
    form = StageForm(
        request.POST, assessment=found.assessment, events=sheet.answers, only={asked.pk}
    )
    said = _take(request, found, stage, asked, form)
    if not request.htmx:
        if said["state"] != "saved":
            messages.error(request, " ".join(said["sentences"]))
        address = reverse("inspections:fill", args=[pk, checklist, stage])
        return redirect(f"{address}#c{criterion}")
    sheet = member_sheet(found, stage, request.user)
    return render(
        request, "inspections/_said.html", {"said": said, "sheet": sheet, "is_live": True}
    )


def _take(
    request: AuthenticatedRequest, found: Checklist, stage: str, asked: Criterion, form: StageForm
) -> dict[str, Any]:
    """What came of it: saved, kept as a draft with what is missing, or refused."""
    key = _key(found, stage, asked.pk)
    sentences = []
    if form.is_valid():
        try:
            answer_criteria(checklist=found, stage=stage, given=form.given(), by=request.user)
        except InspectionRefused as refusal:
            sentences = [refusal.sentence]
        else:
            discard_draft(request.user, key)
            return {"state": "saved", "at": timezone.now(), "sentences": []}
    else:
        sentences = [str(error) for errors in form.errors.values() for error in errors]
    try:
        keep_draft(key=key, fields=_typed(request.POST, asked.pk), by=request.user)
    except DraftRefused as refusal:
        sentences.append(str(refusal))
    return {"state": "kept", "at": timezone.now(), "sentences": sentences}


@requires("plans.view", "POST")
def desk_finish(request: AuthenticatedRequest, pk: int, checklist: int) -> HttpResponse:
    """The check on the system of one checklist is done."""
    found = carried_checklist(request.user, pk, checklist)
    try:
        finish_desk(checklist=found, by=request.user)
    except InspectionRefused as refusal:
        messages.error(request, refusal.sentence)
        return redirect("inspections:fill", pk, checklist, Stage.DESK)
    messages.success(request, _("The check on the system is finished."))
    return redirect(found.inspection)


@requires("plans.view", "POST")
def desk_reopen(request: AuthenticatedRequest, pk: int, checklist: int) -> HttpResponse:
    """Open it again, with a reason."""
    found = carried_checklist(request.user, pk, checklist)
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        reopen_desk(checklist=found, reason=reason, by=request.user)
    except InspectionRefused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("The answers are open again."))
    return redirect("inspections:fill", pk, checklist, Stage.DESK)


def _column(request: AuthenticatedRequest, pk: int, checklist: int, stage: str) -> Checklist:
    """A column the team fills at this visit: a remote one has nothing on site."""
    found = carried_checklist(request.user, pk, checklist)
    nothing_there = found.inspection.visit.mode == VisitMode.REMOTE and stage == Stage.ONSITE
    if stage not in STAGES or nothing_there:
        raise Http404
    return found


def _key(found: Checklist, stage: str, criterion: int) -> str:
    return f"checklist:{found.pk}:{stage}:{criterion}"


def _typed(post: QueryDict, criterion: int) -> QueryDict:
    fields = QueryDict(mutable=True)
    for name in post:
        if name.startswith(f"c{criterion}_"):
            fields.setlist(name, post.getlist(name))
    return fields


def _drafts(request: AuthenticatedRequest, found: Checklist, stage: str) -> dict[int, EditDraft]:
    prefix = _key(found, stage, 0)[:-1]
    drafts = EditDraft.objects.filter(user=request.user, key__startswith=prefix)
    return {int(draft.key.removeprefix(prefix)): draft for draft in drafts}


def _put_back(form: StageForm, drafts: dict[int, EditDraft]) -> None:
    """What was typed and is no answer yet stands in its fields again."""
    for pk, draft in drafts.items():
        for name, values in draft.data.items():
            if name in form.fields and name.startswith(f"c{pk}_"):
                form.fields[name].initial = values[0] if values else ""


def _groups(form: StageForm, sheet: MemberSheet, drafts: dict[int, EditDraft]) -> list[Any]:
    return [
        (standard, [(q, sheet.beside[q.criterion.pk], drafts.get(q.criterion.pk)) for q in questions])
        for standard, questions in form.questions() if questions
    ]  # fmt: skip


def _due(found: Checklist, stage: str) -> Any:
    return desk_due_on(found.inspection) if stage == Stage.DESK else None


def _sent_ahead(found: Checklist) -> list[Any]:
    """Dossiers of the visit's contents that the unit says it has, with their files."""
    return [
        asked for _title, rows in asked_of(found.inspection.visit) for asked in rows
        if asked.answer is not None
    ]  # fmt: skip
