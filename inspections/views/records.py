"""Minutes of an inspection: what is missing, the paper itself, the steps, the files."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from core.files.storing import MEDIA_TYPES
from core.spreadsheets.writing import file_response
from core.web.access import requires
from core.web.editing import StaleEdit
from core.web.http import AuthenticatedRequest
from core.web.pieces import Step
from core.workflow.engine import TransitionRefused
from core.workflow.models import WorkflowStep
from documents.domain import current_html
from documents.kinds import PaperIncomplete
from documents.registry import workbook
from inspections.domain.record_files import record_word, shown_paper
from inspections.domain.recording import (
    change_record,
    close_record,
    draft_record,
    make_pdf,
    note_present,
    note_times,
    read_back,
    reopen_record,
)
from inspections.domain.refusals import InspectionRefused
from inspections.domain.signing import may_sign
from inspections.enums import RecordState
from inspections.forms.record import SIDES, RecordForm, ReopenForm
from inspections.models import InspectionRecord
from inspections.models.record_gaps import signers_wanted
from inspections.rules import carries_out, writes_record
from inspections.views.scope import seen_inspection, seen_record


@requires("plans.view")
def record(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The minutes; where there are none yet, whoever writes them may begin."""
    inspection = seen_inspection(request.user, pk)
    if not InspectionRecord.objects.filter(inspection=inspection).exists():
        if not writes_record(request.user, inspection):
            raise Http404
        return render(request, "inspections/record_new.html", {"inspection": inspection})
    found = seen_record(request.user, pk)
    return render(request, "inspections/record.html", _page(found, request.user))


def _page(found: InspectionRecord, user: User) -> dict[str, Any]:
    held = found.signatures_that_count()
    signed = {signature.role for signature in held}
    wanted = signers_wanted(found.inspection)
    may_write = writes_record(user, found.inspection)
    gaps = found.missing() if found.state != RecordState.SIGNED else []
    return {
        "record": found,
        "inspection": found.inspection,
        "visit": found.inspection.visit,
        "steps": _steps(found, f"{len(signed & set(wanted))}/{len(wanted)}"),
        "gaps": gaps,
        "signatures": held,
        "void": found.signatures.exclude(pk__in=[s.pk for s in held]).order_by("reading", "pk"),
        "readings": found.readings.all(),
        "may_write": may_write,
        "may_sign": found.state == RecordState.READ_BACK
        and any(role not in signed and may_sign(user, found, role) for role in wanted),
        "may_tell": carries_out(user, found.inspection),
        "has_paper": _has_paper(found),
        "is_draft": found.state == RecordState.DRAFT,
        "is_closed": found.state == RecordState.SIGNED,
    }


def _has_paper(found: InspectionRecord) -> bool:
    if found.is_frozen:
        return True
    try:
        shown_paper(found)
    except PaperIncomplete:
        return False
    return True


def _steps(found: InspectionRecord, count: str) -> list[Step]:
    taken = {step.transition: step for step in WorkflowStep.objects.of(found)}
    read, closed = taken.get("read_back"), taken.get("close")
    state = found.state
    reading = state == RecordState.READ_BACK
    frozen, done = found.is_frozen, state == RecordState.SIGNED
    return [
        Step(_("Written"), "done" if frozen else "now", found.written_by or ""),
        Step(
            _("Read back"), "done" if frozen else "next", read.by if read and frozen else "",
            found.read_back_at if frozen else None,
        ),
        Step(_("Signatures %(count)s") % {"count": count}, "done" if done else "now" if reading else "next"),
        Step(
            _("Minutes closed"), "done" if done else "next", closed.by if closed else "",
            found.signed_at,
        ),
    ]  # fmt: skip


@requires("plans.view", "POST")
def record_new(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    inspection = seen_inspection(request.user, pk)
    if not writes_record(request.user, inspection):
        raise Http404
    draft_record(inspection=inspection, by=request.user)
    return redirect("inspections:record_edit", pk)


def _written(user: User, pk: int) -> InspectionRecord:
    """Minutes this person writes; 404 otherwise."""
    found = seen_record(user, pk)
    if not writes_record(user, found.inspection):
        raise Http404
    return found


@requires("plans.view", "GET", "POST")
def record_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Times, people, remarks, opinions: what the answers do not say."""
    found = _written(request.user, pk)
    if found.state != RecordState.DRAFT:
        messages.info(request, _("The minutes were read back. Open them again before they change."))
        return redirect(found)
    form = RecordForm(request.POST if request.method == "POST" else None, instance=found)
    context = {"record": found, "inspection": found.inspection, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            _save(form, request.user)
        except StaleEdit as stale:
            return render(request, "inspections/record_stale.html", context | {"stale": stale}, status=409)  # fmt: skip
        except InspectionRefused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Saved."))
            return redirect(found)
    return render(request, "inspections/record_edit.html", context)


def _save(form: RecordForm, by: User) -> None:
    values, found = form.cleaned_data, form.instance
    change_record(record=found, version=values["version"], by=by, **form.own)
    note_times(
        record=found, begun_at=values["begun_at"], ended_at=values["ended_at"],
        place=values["place"], by=by,
    )  # fmt: skip
    for name, side in SIDES.items():
        note_present(record=found, side=side, people=form.people(name), by=by)


@requires("plans.view", "POST")
def record_step(request: AuthenticatedRequest, pk: int, step: str) -> HttpResponse:
    """Read back, or close."""
    found = _written(request.user, pk)
    verbs = {"read_back": read_back, "close": close_record}
    if step not in verbs:
        raise Http404
    try:
        verbs[step](record=found, by=request.user)
    except (TransitionRefused, InspectionRefused) as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, found.get_state_display())
    return redirect(found)


@requires("plans.view", "GET", "POST")
def record_reopen(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Open minutes that were read back, with a reason."""
    found = _written(request.user, pk)
    form = ReopenForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            reopen_record(record=found, reason=form.cleaned_data["reason"], by=request.user)
        except TransitionRefused as refusal:
            messages.error(request, refusal.sentence)
            return redirect(found)
        messages.success(
            request, _("The minutes are open again. Signatures given before are void.")
        )
        return redirect("inspections:record_edit", pk)
    context = {"record": found, "inspection": found.inspection, "form": form}
    return render(request, "inspections/record_reopen.html", context)


@requires("plans.view")
def record_paper(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The bare paper, for the frame of the preview."""
    found = seen_record(request.user, pk)
    try:
        tree = shown_paper(found)
    except PaperIncomplete as gap:
        raise Http404(gap.sentence) from gap
    nonce = str(getattr(request, "csp_nonce", ""))
    return HttpResponse(
        current_html(tree, found.layout_version if found.is_frozen else "", nonce=nonce)
    )


@requires("plans.view", "GET", "POST")
def record_file(request: AuthenticatedRequest, pk: int, kind: str) -> HttpResponse:
    """Word and Excel at once; a PDF as soon as it is made, else the work that makes it."""
    found = seen_record(request.user, pk)
    name = f"{_('Minutes')} {found.inspection.visit.unit.short_name}"
    if kind == "xlsx" and carries_out(request.user, found.inspection):
        return file_response(name, workbook(f"inspections.record:{found.pk}"))
    if kind == "docx" and _has_paper(found):
        response = HttpResponse(record_word(found), content_type=MEDIA_TYPES["docx"])
        response["Content-Disposition"] = f'attachment; filename="bien-ban-{pk}.docx"'
        return response
    if kind not in {"pdf", "signed"} or not found.is_frozen:
        raise Http404
    stored = found.signed_pdf_id if kind == "signed" else found.pdf_id
    if stored:
        return redirect("core:file", stored)
    if request.method == "POST" and (kind == "signed") == (found.state == RecordState.SIGNED):
        return redirect("core:job", make_pdf(found, request.user).pk)
    return redirect(reverse("inspections:record", args=[pk]))
