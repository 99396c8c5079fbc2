"""Adding an inspection outside the plan's list."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from core.web.access import requires
from core.web.http import AuthenticatedRequest
from core.workflow.engine import TransitionRefused
from plans.domain.ad_hoc import add_ad_hoc
from plans.domain.clashes import Clash
from plans.domain.scheduling import ClashRefused
from plans.enums import AdHocBasis
from plans.forms.posted import posted
from plans.forms.visit_add import AdHocForm
from plans.models import InspectionPlan, Visit


@requires("plans.edit", "GET", "POST")
def ad_hoc_add(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """One form: unit, grounds, day, time, team. What stands in the way is said and asked for."""
    plans = InspectionPlan.objects.editable_by(request.user).select_related("school_year", "issuer")
    plan = get_object_or_404(plans, pk=pk)
    form = AdHocForm(posted(request), plan=plan, initial={"on": timezone.localdate()})
    context: dict[str, Any] = {"plan": plan, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            visit = _add(request, plan, form)
        except ClashRefused as refusal:
            context |= _refused(form, refusal.clashes)
        except TransitionRefused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(
                request, _("Added: %(what)s. The unit has not been told yet.") % {"what": visit}
            )
            return redirect(visit)
    # What was found by its name stays chosen while something else is mended.
    context["chosen"] = form.cleaned_data.get("unit") if form.is_bound else None
    return render(request, "plans/ad_hoc.html", context)


def _add(request: AuthenticatedRequest, plan: InspectionPlan, form: AdHocForm) -> Visit:
    values = form.cleaned_data
    return add_ad_hoc(
        plan=plan, unit=values["unit"], basis=AdHocBasis(values["basis"]),
        grounds=values["grounds"], proposal=form.proposal, streams=list(values["streams"]),
        mode=values["mode"], reasons=form.reasons, by=request.user,
    )  # fmt: skip


def _refused(form: AdHocForm, clashes: list[Clash]) -> dict[str, Any]:
    return {
        "blocking": [clash for clash in clashes if not clash.excuse],
        "excusable": [
            (clash, form.reasons.get(clash.excuse, "")) for clash in clashes if clash.excuse
        ],
    }
