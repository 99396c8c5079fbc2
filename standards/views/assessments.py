"""Assessments: the list, the columns side by side, filling and handing in one column."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from core.web.access import requires
from core.web.http import AuthenticatedRequest
from core.web.pages import Filters, paginate
from standards.domain.assessing import give_answers, hand_in, reopen
from standards.domain.queries.assessments import (
    assessment_with_parts,
    latest_events,
    missing_answers,
    outcome_of,
    side_by_side,
)
from standards.domain.queries.sets import names_of
from standards.domain.refusals import StandardsRefused
from standards.filters import AssessmentFilterForm
from standards.forms.assessments import StageForm
from standards.models import Assessment, StageSheet
from standards.rules import may_fill, sees_column


@requires("standards.view")
def assessment_list(request: AuthenticatedRequest) -> HttpResponse:
    """Assessments of the units one may see."""
    filters = Filters(request, AssessmentFilterForm(request.GET))
    visible = Assessment.objects.visible_to(request.user).for_rows()
    context = {"page": paginate(request, filters.form.apply(visible)), "filters": filters}
    return render(request, "standards/assessment_list.html", context)


@requires("standards.view")
def assessment(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The five columns side by side, their outcomes, and where they differ."""
    found = _seen(request, pk)
    sheets = list(found.sheets.all())
    seen = [sheet.stage for sheet in sheets if sees_column(request.user, sheet)]
    names = names_of(found.standard_set)
    known = [
        (names.get(key, key), names.get(f"{key}={value}", value))
        for key, value in found.attributes.items()
    ]
    context = {
        "assessment": found, "view": side_by_side(found, seen), "known": known,
        "fillable": {s.stage for s in sheets if may_fill(request.user, found, s.stage)},
    }  # fmt: skip
    return render(request, "standards/assessment.html", context)


@requires("standards.view", "GET", "POST")
def assessment_fill(request: AuthenticatedRequest, pk: int, stage: str) -> HttpResponse:
    """One column: what can be accepted is kept; what cannot is said at its field."""
    found, sheet = _column(request, pk, stage)
    if sheet.is_done:
        messages.error(request, _("These answers were handed in. Open them again to change them."))
        return redirect(found)
    form = StageForm(
        request.POST if request.method == "POST" else None,
        assessment=found,
        events=latest_events(found)[stage],
    )  # fmt: skip
    if request.method == "POST":
        done = _take(request, form, sheet)
        if done:
            return done
    context = {
        "assessment": found, "sheet": sheet, "form": form, "groups": list(form.questions()),
        "outcome": outcome_of(found, stage),
    }  # fmt: skip
    return render(request, "standards/fill.html", context)


def _take(
    request: AuthenticatedRequest, form: StageForm, sheet: StageSheet
) -> HttpResponse | None:  # fmt: skip
    """Keep what is good; a redirect when nothing is left to mend."""
    is_good = form.is_valid()
    found = sheet.assessment
    give_answers(assessment=found, stage=sheet.stage, given=form.given(), by=request.user)
    if not is_good:
        messages.warning(request, _("Kept, except for the answers marked below."))
        return None
    if "hand_in" not in request.POST:
        messages.success(request, _("Kept as a draft."))
        return redirect("standards:assessment_fill", found.pk, sheet.stage)
    missing = missing_answers(found, sheet.stage)
    if missing:
        for criterion in missing:
            form.add_error(
                f"c{criterion.pk}_value",
                _("An answer is missing. Answer, or write why it stays blank."),
            )
        return None
    hand_in(sheet=sheet, by=request.user)
    messages.success(request, _("The answers are handed in."))
    return redirect(found)


@requires("standards.view", "POST")
def assessment_reopen(request: AuthenticatedRequest, pk: int, stage: str) -> HttpResponse:
    """Open a column again, with a reason."""
    found, sheet = _column(request, pk, stage)
    try:
        reopen(sheet=sheet, reason=request.POST.get("reason", ""), by=request.user)
    except StandardsRefused as refusal:
        messages.error(request, refusal.sentence)
        return redirect(found)
    messages.success(request, _("The answers are open again."))
    return redirect("standards:assessment_fill", pk, stage)


def _seen(request: AuthenticatedRequest, pk: int) -> Assessment:
    found = assessment_with_parts(Assessment.objects.visible_to(request.user), pk)
    if found is None:
        raise Http404
    return found


def _column(request: AuthenticatedRequest, pk: int, stage: str) -> tuple[Assessment, StageSheet]:
    """An assessment and the column the person may fill; else 404."""
    found = _seen(request, pk)
    sheet = get_object_or_404(StageSheet, assessment=found, stage=stage)
    sheet.assessment = found
    if not may_fill(request.user, found, stage):
        raise Http404
    return found, sheet
