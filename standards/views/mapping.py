"""Putting the criteria of an older set beside those of a newer one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from core.web.access import requires
from core.web.http import AuthenticatedRequest
from standards.domain.mapping import map_criteria
from standards.forms.mapping import MappingForm
from standards.models import StandardSet
from standards.views.sets import changeable, set_seen


@requires("standards.edit")
def set_mapping_choose(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """With which older set: those that judge the same."""
    new = changeable(request, pk)
    others = StandardSet.objects.visible_to(request.user).filter(purpose=new.purpose)
    context = {"new": new, "others": others.exclude(pk=new.pk).order_by("valid_from", "version")}
    return render(request, "standards/mapping_choose.html", context)


@requires("standards.edit", "GET", "POST")
def set_mapping(request: AuthenticatedRequest, pk: int, other: int) -> HttpResponse:
    """Which criterion continues which; saved as a whole."""
    new, old = changeable(request, pk), set_seen(request, other)
    get_object_or_404(StandardSet.objects.exclude(pk=new.pk), pk=old.pk)
    form = MappingForm(request.POST or None, new=new, old=old)
    if request.method == "POST" and form.is_valid():
        map_criteria(new=new, old=old, pairs=form.pairs(), by=request.user)
        messages.success(request, _("Saved."))
        return redirect("standards:set_compare", new.pk, old.pk)
    return render(request, "standards/mapping.html", {"new": new, "old": old, "form": form})
