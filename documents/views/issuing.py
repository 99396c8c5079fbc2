"""The clerk's desk: number, check, issue; revoke."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from core.web.access import requires
from core.web.http import AuthenticatedRequest
from core.workflow.engine import TransitionRefused
from documents import registry
from documents.domain import (
    DocumentRefused,
    draft_of,
    issue,
    issue_warnings,
    propose_number,
    revoke,
)
from documents.domain.capitals import capital_advice
from documents.enums import DocumentState
from documents.forms import IssueForm, RevokeForm
from documents.layouts.html.words import day_text, number_text
from documents.models import IssuedDocument


@requires("documents.issue", "GET", "POST")
def issue_document(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Three answers, then what will be printed, then the button."""
    found = _at_ones_own_unit(request, pk)
    if found.state != DocumentState.DRAFT:
        messages.info(request, _("This paper has been issued already."))
        return redirect(found)
    form = IssueForm(request.POST or None, document=found)
    context = {"document": found, "form": form, "source_url": registry.source_url(found.key)}
    if request.method == "POST" and form.is_valid() and "change" not in request.POST:
        if "confirmed" in request.POST and _issued(request, found, form):
            return redirect(found)
        context |= _as_printed(found, form.cleaned_data)
    if "printed" in context and not form.errors:
        return render(request, "documents/issue_check.html", context)
    return render(request, "documents/issue.html", context)


def _issued(request: AuthenticatedRequest, found: IssuedDocument, form: IssueForm) -> bool:
    values = form.cleaned_data
    try:
        issue(
            document=found, number=values["number"], on=values["issued_on"],
            authority=values["authority"], by=request.user,
        )  # fmt: skip
    except (DocumentRefused, TransitionRefused) as refusal:
        form.add_error(None, refusal.sentence)
        for gap in getattr(refusal, "gaps", []):
            form.add_error(None, gap.sentence)
        return False
    words = {"number": found.number_line}
    messages.success(request, _("%(number)s is issued. Its PDF is being made.") % words)
    return True


def _as_printed(found: IssuedDocument, values: dict[str, Any]) -> dict[str, Any]:
    """The lines of the paper that the answers decide, and what a careful clerk would ask."""
    tree = draft_of(found.key)
    header = tree.header
    day, number = values["issued_on"], values["number"]
    proposed = number or propose_number(document=found, on=day)
    return {
        "printed": {
            "number": f"Số: {number_text(proposed)}/{header.symbol}",
            "day": f"{header.place}, {day_text(day)}",
            "lines": values["authority"].lines,
            "signer": values["authority"].person.full_name,
        },
        "warnings": issue_warnings(document=found, on=day, number=number),
        "capitals": [advice.sentence for advice in capital_advice(tree)],
    }


@requires("documents.issue", "GET", "POST")
def revoke_document(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Take a paper back, with the reason everyone will read."""
    found = _at_ones_own_unit(request, pk)
    form = RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            revoke(document=found, reason=form.cleaned_data["reason"], by=request.user)
        except TransitionRefused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("The paper is revoked. Its number stays taken."))
            return redirect(found)
    return render(request, "documents/revoke.html", {"document": found, "form": form})


def _at_ones_own_unit(request: AuthenticatedRequest, pk: int) -> IssuedDocument:
    own = request.user.units_where("documents.issue")
    found = IssuedDocument.objects.filter(issuer__in=own).select_related("issuer")
    return get_object_or_404(found, pk=pk)
