"""Saving, changing and removing filters."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from core.saved.forms import SavedFilterForm
from core.saved.keeping import address_of_list, filters_in, keep_filter, remove_filter
from core.saved.models import SavedFilter
from core.web.access import signed_in
from core.web.http import AuthenticatedRequest
from core.web.undo import undoable


@signed_in("GET", "POST")
def filter_save(request: AuthenticatedRequest) -> HttpResponse:
    """A name for the filters in the address of a list."""
    asked = request.POST or request.GET
    page, query = asked.get("list", ""), filters_in(asked.get("query", ""))
    if not address_of_list(page):
        raise Http404
    form = SavedFilterForm(
        request.POST or None, instance=SavedFilter(owner=request.user, page=page)
    )
    if request.method == "POST" and form.is_valid():
        keep_filter(page=page, query=query, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved as “%(name)s”.") % {"name": form.cleaned_data["name"]})
        return _to_list(page, query)
    context = {"form": form, "page": page, "query": query, "back": _address(page, query)}
    return render(request, "core/saved/save.html", context)


@signed_in("GET", "POST")
def filter_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Another name, shared or not, opening the list or not. Only the owner's own."""
    saved = get_object_or_404(SavedFilter, pk=pk, owner=request.user)
    form = SavedFilterForm(request.POST or None, instance=saved)
    if request.method == "POST" and form.is_valid():
        keep_filter(
            page=saved.page, query=saved.query, by=request.user, saved=saved, **form.cleaned_data
        )
        messages.success(request, _("Saved."))
        return _to_list(saved.page, saved.query)
    context = {"form": form, "saved": saved, "back": _address(saved.page, saved.query)}
    return render(request, "core/saved/edit.html", context)


@signed_in("POST")
def filter_remove(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Gone at once, back at one press."""
    saved = get_object_or_404(SavedFilter, pk=pk, owner=request.user)
    former = remove_filter(saved=saved)
    sentence = _("The filter “%(name)s” has been removed.") % {"name": former["name"]}
    undoable(request, sentence, reverse("core:filter_restore"), former)
    return _to_list(former["page"], former["query"])


@signed_in("POST")
def filter_restore(request: AuthenticatedRequest) -> HttpResponse:
    """Takes a removal back."""
    page, name = request.POST.get("page", ""), request.POST.get("name", "")[:60].strip()
    if not address_of_list(page) or not name:
        raise Http404
    query = filters_in(request.POST.get("query", ""))
    keep_filter(
        page=page, name=name, query=query, shared="shared" in request.POST,
        opens_list="opens_list" in request.POST, by=request.user,
    )  # fmt: skip
    messages.success(request, _("“%(name)s” is back.") % {"name": name})
    return _to_list(page, query)


def _to_list(page: str, query: str) -> HttpResponse:
    return HttpResponseRedirect(_address(page, query))


def _address(page: str, query: str) -> str:
    return f"{address_of_list(page)}?{query or 'all=1'}"
