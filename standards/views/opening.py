"""Opening an assessment by a set."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.models import User
from core.web.access import requires
from core.web.http import AuthenticatedRequest
from standards.domain.assessing import open_assessment
from standards.domain.refusals import StandardsRefused
from standards.forms.assessments import OpenForm
from standards.models import StandardSet
from units.models import Unit
from units.models.unit import UnitQuerySet


def units_to_assess(user: User, found: StandardSet) -> UnitQuerySet:
    """Schools a person may open an assessment for: one's own, and those one inspects."""
    places = user.units_where("standards.assess") | user.units_where("standards.inspect")
    fitting = Q(levels="")  # a unit whose levels are not recorded: the form asks
    for level in found.level_list:
        fitting |= Q(levels__contains=f",{level},")
    return Unit.objects.under(places).inspected().filter(fitting)


@requires("standards.view", "GET", "POST")
def assessment_new(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Which unit is judged by this set, in which year."""
    published = StandardSet.objects.visible_to(request.user).published()
    found = get_object_or_404(published, pk=pk)
    units = units_to_assess(request.user, found)
    if not units.exists():
        raise Http404
    form = OpenForm(request.POST or None, found=found, units=units)
    if request.method == "POST" and form.is_valid():
        try:
            assessment = open_assessment(
                standard_set=found, attributes=form.attributes, by=request.user, **_values(form)
            )
        except StandardsRefused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("The assessment is open."))
            return redirect(assessment)
    return render(request, "standards/assessment_new.html", {"form": form, "set": found})


def _values(form: OpenForm) -> dict[str, Any]:
    names = ("unit", "school_year", "purpose", "subject", "levels")
    return {name: form.cleaned_data[name] for name in names}
