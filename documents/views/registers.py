"""Number books, and who may sign."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from core.jobs.queueing import enqueue
from core.spreadsheets.writing import file_response
from core.web.access import requires
from core.web.http import AuthenticatedRequest
from core.web.pages import paginate
from documents.domain import DocumentRefused, reserve_number, save_authority
from documents.domain.books import book_workbook, outgoing_book
from documents.domain.numbering import book_lines, books_with_counts
from documents.forms import AuthorityForm, ReserveForm
from documents.models import NumberRegister, SigningAuthority
from documents.rules import may_issue


@requires("documents.view")
def register(request: AuthenticatedRequest) -> HttpResponse:
    """All number books of one's units."""
    books = books_with_counts(NumberRegister.objects.visible_to(request.user))
    context = {"page": paginate(request, books), "may_issue": request.user.may("documents.issue")}
    return render(request, "documents/register_list.html", context)


@requires("documents.view", "GET", "POST")
def register_book(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """One book as offices print it: every number of a year, holes shown as holes."""
    book = _visible_book(request, pk)
    keeps = may_issue(request.user, book)
    form = ReserveForm(request.POST or None, initial={"number": book.next_free()})
    if request.method == "POST" and keeps and form.is_valid():
        try:
            reserve_number(register=book, **form.cleaned_data, by=request.user)
        except DocumentRefused as refusal:
            form.add_error("number", refusal.sentence)
        else:
            messages.success(request, _("The number is kept."))
            return redirect(book)
    lines = book_lines(book)
    context = {
        "book": book, "lines": lines, "form": form if keeps else None,
        "unexplained": sum(line.last - line.first + 1 for line in lines if line.entry is None),
    }  # fmt: skip
    return render(request, "documents/register.html", context)


@requires("documents.view", "POST")
def register_print(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The printed book: a job, for a year may have thousands of numbers."""
    found = _visible_book(request, pk)
    job = enqueue(
        "documents.book", {"register": found.pk}, by=request.user,
        key=f"{found.pk}:{outgoing_book(found).fingerprint}", title=str(found)[:250],
    )  # fmt: skip
    return redirect("core:job", job.pk)


@requires("documents.view")
def register_excel(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The book as a workbook, gaps explained on its second sheet."""
    found = _visible_book(request, pk)
    name = f"so-dang-ky-van-ban-di-{found.series.strip('*') or 'chung'}-{found.year}"
    return file_response(name, book_workbook(outgoing_book(found)))


def _visible_book(request: AuthenticatedRequest, pk: int) -> NumberRegister:
    visible = NumberRegister.objects.visible_to(request.user).select_related("issuer")
    return get_object_or_404(visible, pk=pk)


@requires("documents.registers")
def authority_list(request: AuthenticatedRequest) -> HttpResponse:
    """Who may sign for one's units, today and before."""
    visible = SigningAuthority.objects.visible_to(request.user).select_related("unit", "person")
    today = timezone.localdate()
    context = {
        "page": paginate(request, visible), "today": today,
        "may_issue": request.user.may("documents.issue"),
    }  # fmt: skip
    return render(request, "documents/authority_list.html", context)


@requires("documents.registers", "GET", "POST")
def authority_new(request: AuthenticatedRequest) -> HttpResponse:
    form = AuthorityForm(request.POST or None, user=request.user)
    return _authority_page(request, form)


@requires("documents.registers", "GET", "POST")
def authority(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    editable = SigningAuthority.objects.editable_by(request.user)
    found = get_object_or_404(editable, pk=pk)
    form = AuthorityForm(request.POST or None, user=request.user, instance=found)
    return _authority_page(request, form)


def _authority_page(request: AuthenticatedRequest, form: AuthorityForm) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            save_authority(authority=form.instance, by=request.user)
        except DocumentRefused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Saved."))
            return redirect("documents:authority_list")
    return render(request, "documents/authority_form.html", {"form": form})
