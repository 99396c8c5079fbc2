"""Absences of inspectors: a list, adding one, taking one out."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.web.access import requires
from core.web.http import AuthenticatedRequest
from core.web.markup import filled
from core.web.pages import paginate
from core.web.undo import undoable
from core.workflow.engine import TransitionRefused
from plans.domain.absences import add_absence, remove_absence
from plans.enums import VisitState
from plans.forms.absence import AbsenceForm
from plans.forms.posted import posted
from plans.models import Absence, Visit


@requires("plans.view")
def absence_list(request: AuthenticatedRequest) -> HttpResponse:
    """Absences of oneself and of people one knows: coming ones, or with `?past=1` those that are over."""
    today, is_past = timezone.localdate(), "past" in request.GET
    absences = Absence.objects.visible_to(request.user).select_related("person")
    if is_past:
        absences = absences.filter(last_on__lt=today).order_by("-last_on", "pk")
    else:
        absences = absences.filter(last_on__gte=today).order_by("first_on", "pk")
    page = paginate(request, absences)
    mine = Absence.objects.open_to(request.user).filter(pk__in=[row.pk for row in page.rows])
    context = {
        "page": page,
        "is_past": is_past,
        "today": today,
        "open": set(mine.values_list("pk", flat=True)),
    }
    return render(request, "plans/absence_list.html", context)


@requires("plans.view", "GET", "POST")
def absence_add(request: AuthenticatedRequest) -> HttpResponse:
    """Enter days away; visits that stand on them are named, so that somebody moves them."""
    form = AbsenceForm(posted(request), user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            absence = add_absence(by=request.user, **form.cleaned_data)
        except TransitionRefused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Away: %(what)s") % {"what": absence})
            _warn(request, absence)
            return redirect("plans:absence_list")
    return render(request, "plans/absence_add.html", {"form": form})


def _warn(request: AuthenticatedRequest, absence: Absence) -> None:
    """Say how many visits the person has then, with the way to them."""
    made = Visit.objects.visible_to(request.user).filter(
        Visit.objects.of_person(absence.person_id), state__in=VisitState.movable(),
        on__range=(absence.first_on, absence.last_on),
    )  # fmt: skip
    count = made.distinct().count()
    if not count:
        return
    query: dict[str, Any] = {
        "member": absence.person_id, "since": absence.first_on, "until": absence.last_on,
    }  # fmt: skip
    words = ngettext(
        "%(count)d visit stands on these days. Move it, or send somebody else.",
        "%(count)d visits stand on these days. Move them, or send somebody else.",
        count,
    )
    address = f"{reverse('plans:visit_list')}?{urlencode(query)}"
    link = filled('{} <a href="{}">{}</a>', words % {"count": count}, address, _("See them"))
    messages.warning(request, link)


@requires("plans.view", "POST")
def absence_remove(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Take days away out again; the message brings them back."""
    absence = get_object_or_404(Absence.objects.open_to(request.user), pk=pk)
    values = {
        "person": absence.person_id, "kind": absence.kind, "reason": absence.reason,
        "first_on": absence.first_on.isoformat(), "last_on": absence.last_on.isoformat(),
    }  # fmt: skip
    sentence = _("Removed: %(what)s") % {"what": absence}
    remove_absence(absence=absence, by=request.user)
    undoable(request, sentence, reverse("plans:absence_add"), values)
    return redirect("plans:absence_list")
