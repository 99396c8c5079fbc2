"""The library of legal documents: what holds when, what it replaced, and who has read it."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.audit.models import AuditEntry
from core.files.storing import Accept, FileRefused, store
from core.saved.opening import opens_as_saved
from core.web.access import requires
from core.web.http import AuthenticatedRequest
from core.web.pages import Filters, paginate
from core.web.undo import undoable
from documents.domain.laws import acknowledge, save_legal_document, take_back_reading
from documents.domain.queries.readings import reading_count, readings_of, units_with_reading
from documents.filters import LegalFilterForm, ReadingFilterForm
from documents.forms import LegalDocumentForm
from documents.models import LegalDocument, LegalReading

HISTORY = 20


@requires("documents.view")
@opens_as_saved
def law_list(request: AuthenticatedRequest) -> HttpResponse:
    """Legal documents that papers cite, with the days between which they hold."""
    filters = Filters(request, LegalFilterForm(request.GET, user=request.user))
    laws = filters.form.apply(LegalDocument.objects.select_related("replaced_by"))
    page = paginate(request, laws)
    own = LegalReading.objects.filter(person=request.user, law__in=page.rows)
    read = set(own.values_list("law", flat=True))
    context = {
        "page": page, "filters": filters, "today": timezone.localdate(), "read": read,
        "may_edit": request.user.may("documents.registers"),
    }  # fmt: skip
    return render(request, "documents/law_list.html", context)


@requires("documents.view")
def law(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """One document: when it holds, what it replaced, its text, who has read it."""
    found = get_object_or_404(LegalDocument.objects.select_related("replaced_by", "file"), pk=pk)
    units = units_with_reading(found, request.user, timezone.localdate())
    filters = Filters(request, ReadingFilterForm(request.GET))
    page = paginate(request, filters.form.apply(units))
    who = readings_of(found, page.rows)
    context = {
        "law": found,
        "today": timezone.localdate(),
        "replaces": found.replaces.all(),
        "filters": filters,
        "page": page,
        "rows": [(unit, who.get(unit.pk, [])) for unit in page],
        "count": reading_count(units),
        "my_reading": found.readings.filter(person=request.user).first(),
        "may_edit": request.user.may("documents.registers"),
        "log": AuditEntry.objects.about(found)[:HISTORY],
    }
    return render(request, "documents/law.html", context)


@requires("documents.view", "POST")
def law_read(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """One press: I have read it. Pressed by mistake, the same address takes it back."""
    found = get_object_or_404(LegalDocument, pk=pk)
    if "undo" in request.POST:
        take_back_reading(law=found, by=request.user)
        messages.success(request, _("Your confirmation was taken back."))
    elif acknowledge(law=found, by=request.user):
        sentence = _("You have confirmed that you read %(law)s.") % {"law": found.label}
        undoable(request, sentence, reverse("documents:law_read", args=[pk]), {"undo": "1"})
    return redirect(found)


@requires("documents.registers", "GET", "POST")
def law_new(request: AuthenticatedRequest) -> HttpResponse:
    return _law_page(request, LegalDocumentForm(request.POST or None, request.FILES or None))


@requires("documents.registers", "GET", "POST")
def law_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(LegalDocument, pk=pk)
    form = LegalDocumentForm(request.POST or None, request.FILES or None, instance=found)
    return _law_page(request, form)


def _law_page(request: AuthenticatedRequest, form: LegalDocumentForm) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, form)
        except FileRefused as refusal:
            form.add_error("upload", refusal.sentence)
        else:
            messages.success(request, _("Saved."))
            return redirect(form.instance)
    context: dict[str, Any] = {"form": form}
    return render(request, "documents/law_form.html", context)


@transaction.atomic
def _save(request: AuthenticatedRequest, form: LegalDocumentForm) -> None:
    upload = form.cleaned_data["upload"]
    if upload:
        form.instance.file = store(upload, accept=Accept.DOCUMENT, by=request.user)
    save_legal_document(law=form.instance, by=request.user)
