"""Signing minutes on a device: read them, then draw or type the signature; or note a refusal."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.models import User
from core.web.access import requires
from core.web.http import AuthenticatedRequest
from documents.blocks import from_json
from inspections.documents.record import POSTS
from inspections.domain.refusals import InspectionRefused
from inspections.domain.signing import may_sign, refuse, sign
from inspections.enums import RecordState, Signer
from inspections.forms.record import RefusalForm, SignForm
from inspections.models import InspectionRecord
from inspections.models.record_gaps import signers_wanted
from inspections.rules import carries_out, replies_for
from inspections.views.reading import readable
from inspections.views.scope import seen_record


def _to_sign(user: User, record: InspectionRecord) -> list[Signer]:
    """Sides that have not signed and that this account may sign for."""
    held = {signature.role for signature in record.signatures_that_count()}
    wanted = signers_wanted(record.inspection)
    return [role for role in wanted if role not in held and may_sign(user, record, role)]


@requires("plans.view", "GET", "POST")
def record_sign(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The text that was read back, its hash, and the field to sign in."""
    found = seen_record(request.user, pk)
    roles = _to_sign(request.user, found)
    if found.state != RecordState.READ_BACK or not roles:
        return redirect(found)
    asked = request.GET.get("as", "")
    role = next((each for each in roles if each == asked), roles[0])
    form = SignForm(
        request.POST if request.method == "POST" else None,
        initial=_initial(found, role, request.user),
    )
    if request.method == "POST" and form.is_valid() and _signed(form, found, role, request):
        messages.success(request, _("Signed: %(who)s.") % {"who": role.label})
        rest = _to_sign(request.user, found)
        return redirect("inspections:record_sign" if rest else "inspections:record", pk)
    context = {
        "record": found, "inspection": found.inspection, "form": form, "role": role,
        "roles": roles, "is_own": role != Signer.UNIT or replies_for(request.user, found.inspection),
        "lines": readable(from_json(found.blocks)),
        "may_refuse": Signer.UNIT in roles and carries_out(request.user, found.inspection),
    }  # fmt: skip
    return render(request, "inspections/record_sign.html", context)


def _initial(record: InspectionRecord, role: Signer, user: User) -> dict[str, Any]:
    """Name and post: of the account that signs, or as the paper names the unit's representative."""
    values: dict[str, Any] = {"content": record.content_sha256}
    if role != Signer.UNIT or replies_for(user, record.inspection):
        return values | {"name": user.addressed_name, "post": user.post}
    tree = from_json(record.blocks)
    for place in (*tree.cosigners, tree.signature):
        if place.lines[0] == POSTS[Signer.UNIT]:
            held = record.inspection.attendances.filter(name=place.signer).first()
            values |= {"name": place.signer, "post": held.post if held else ""}
    return values


def _signed(
    form: SignForm, record: InspectionRecord, role: Signer, request: AuthenticatedRequest
) -> bool:
    """Whether the signature was taken; a refusal is shown on the form."""
    values = form.cleaned_data
    is_own = role != Signer.UNIT or replies_for(request.user, record.inspection)
    try:
        _refuse_other_content(values["content"], record)
        sign(
            record=record, role=role, name=values["name"], post=values["post"],
            user=request.user if is_own else None,
            sketch=None if values["typed"] else values["sketch"], by=request.user,
            client_id=values["client_id"],
        )  # fmt: skip
    except InspectionRefused as refusal:
        form.add_error(None, refusal.sentence)
        return False
    return True


def _refuse_other_content(seen: str, record: InspectionRecord) -> None:
    """What was on the screen is what is signed."""
    if seen != record.content_sha256:
        raise InspectionRefused(_("The minutes were changed after you opened this page. Read them again before you sign."))  # fmt: skip


@requires("plans.view", "GET", "POST")
def record_refuse(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The unit does not sign: reason and witness."""
    found = seen_record(request.user, pk)
    if not carries_out(request.user, found.inspection):
        raise Http404
    if Signer.UNIT not in _to_sign(request.user, found) or found.state != RecordState.READ_BACK:
        return redirect(found)
    initial = _initial(found, Signer.UNIT, request.user)
    form = RefusalForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid() and _refused(form, found, request):
        messages.success(request, _("The refusal is noted, with its witness."))
        return redirect(found)
    context = {"record": found, "inspection": found.inspection, "form": form}
    return render(request, "inspections/record_refuse.html", context)


def _refused(form: RefusalForm, record: InspectionRecord, request: AuthenticatedRequest) -> bool:
    values = form.cleaned_data
    try:
        _refuse_other_content(values["content"], record)
        refuse(
            record=record, role=Signer.UNIT, name=values["name"], post=values["post"],
            reason=values["reason"], witness_name=values["witness_name"],
            witness_post=values["witness_post"], witness_sketch=values["sketch"],
            by=request.user, client_id=values["client_id"],
        )  # fmt: skip
    except InspectionRefused as refusal:
        form.add_error(None, refusal.sentence)
        return False
    return True
