"""Pages of an import. Each kind's addresses are guarded by its own permission, see `urls`."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from core.files.models import StoredFile
from core.files.storing import Accept, FileRefused, keep_generated, store
from core.spreadsheets import importing
from core.spreadsheets.checking import begin_check
from core.spreadsheets.forms import ColumnsForm, UploadForm
from core.spreadsheets.models import BatchState, ImportBatch
from core.spreadsheets.package import is_zip
from core.spreadsheets.preview import preview_context
from core.spreadsheets.refusals import ImportRefused, WorkbookRefused
from core.spreadsheets.registry import ImportKind, kind_of
from core.spreadsheets.writing import file_response
from core.web.http import AuthenticatedRequest
from core.web.pages import paginate

PROBLEMS_SHOWN = 20
CHOICE = "choice-"


def import_list(request: AuthenticatedRequest, kind: str) -> HttpResponse:
    """Earlier imports, and the form that begins a new one."""
    known = kind_of(kind)
    scopes = known.scopes(request.user)
    form = UploadForm(request.POST or None, request.FILES or None, kind=known, scopes=scopes)
    if request.method == "POST" and form.is_valid():
        batch = _begin(known, form, request)
        if batch:
            return redirect("core:import_columns", kind=kind, pk=batch.pk)
    batches = _batches(known, request).select_related("file", "uploaded_by", "committed_by")
    context = {"kind": known, "form": form, "page": paginate(request, batches, per_page=20)}
    return render(request, "core/import_list.html", context)


def import_template(request: AuthenticatedRequest, kind: str) -> HttpResponse:
    """An empty workbook with the headings that need no matching."""
    known = kind_of(kind)
    return file_response(str(known.title), importing.template_workbook(known))


def import_columns(request: AuthenticatedRequest, kind: str, pk: int) -> HttpResponseBase:
    """What each column means: guessed, or as last time; the person decides."""
    known = kind_of(kind)
    batch = _batch(known, request, pk)
    if batch.state in {BatchState.COMMITTED, BatchState.UNDONE}:
        return redirect("core:import_preview", kind=kind, pk=pk)
    form = ColumnsForm(request.POST or None, kind=known, batch=batch)
    if request.method == "POST" and form.is_valid():
        try:
            importing.match_columns(batch, form.mapping)
            return _after_check(request, batch)
        except (ImportRefused, WorkbookRefused) as refusal:
            form.add_error(None, str(refusal))
    context = {"kind": known, "batch": batch, "form": form}
    return render(request, "core/import_columns.html", context)


def import_preview(request: AuthenticatedRequest, kind: str, pk: int) -> HttpResponseBase:
    """What importing would do, row by row; decisions are taken here."""
    known = kind_of(kind)
    batch = _batch(known, request, pk)
    if batch.state in {BatchState.UPLOADED, BatchState.CHECKING}:
        return redirect("core:import_columns", kind=kind, pk=pk)
    if request.method == "POST":
        try:
            importing.choose(batch, _choices(request))
            return _after_check(request, batch)
        except (ImportRefused, WorkbookRefused) as refusal:
            messages.error(request, str(refusal))
    return render(request, "core/import_preview.html", preview_context(request, known, batch))


def import_commit(request: AuthenticatedRequest, kind: str, pk: int) -> HttpResponseBase:
    """Write everything, or nothing and say why."""
    batch = _batch(kind_of(kind), request, pk)
    try:
        importing.commit(batch, by=request.user)
    except ImportRefused as refusal:
        _tell(request, refusal)
        return _after_check(request, batch) if batch.state == BatchState.CHECKED else _shown(batch)
    messages.success(
        request,
        _("Imported: %(new)s new, %(changed)s changed. It can be undone for 30 days.")
        % {"new": batch.count("new"), "changed": batch.count("changed")},
    )
    return _shown(batch)


def import_undo(request: AuthenticatedRequest, kind: str, pk: int) -> HttpResponseBase:
    """Everything back to what it was, or nothing and say why."""
    batch = _batch(kind_of(kind), request, pk)
    try:
        importing.undo(batch, by=request.user)
    except ImportRefused as refusal:
        _tell(request, refusal)
    else:
        messages.success(request, _("The import was undone; everything is as it was before."))
    return _shown(batch)


def import_errors(request: AuthenticatedRequest, kind: str, pk: int) -> HttpResponse:
    """The person's own table with a column that says what to mend."""
    batch = _batch(kind_of(kind), request, pk)
    name = _("%(file)s with errors") % {"file": batch.file.name.rsplit(".", 1)[0]}
    return file_response(name, importing.error_workbook(batch))


def _batches(kind: ImportKind, request: AuthenticatedRequest) -> Any:
    return ImportBatch.objects.visible_to(request.user, kind.permission).filter(kind=kind.key)


def _batch(kind: ImportKind, request: AuthenticatedRequest, pk: int) -> ImportBatch:
    batch: ImportBatch = get_object_or_404(_batches(kind, request), pk=pk)
    return batch


def _begin(kind: ImportKind, form: UploadForm, request: AuthenticatedRequest) -> ImportBatch | None:
    """The file is judged first and kept only if it can be read."""
    upload: UploadedFile = form.cleaned_data["file"]
    try:
        sheet = importing.open_table(kind, upload.read(settings.UPLOAD_MAX_BYTES + 1))
        with transaction.atomic():
            file = _kept(upload, request)
            return importing.start(kind, file, sheet, form.chosen_scope, by=request.user)
    except (WorkbookRefused, FileRefused) as refusal:
        form.add_error("file", str(refusal))
        return None


def _kept(upload: UploadedFile, request: AuthenticatedRequest) -> StoredFile:
    """Tables come as workbooks or as text; text was proved to be UTF-8 when it was read."""
    upload.seek(0)
    name = str(upload.name)
    if name.lower().endswith(".csv"):
        data = upload.read()
        if not is_zip(data):
            return keep_generated(name, data, "text/csv; charset=utf-8", by=request.user)
    return store(upload, accept=Accept.EXCEL, by=request.user)


def _after_check(request: AuthenticatedRequest, batch: ImportBatch) -> HttpResponseBase:
    job = begin_check(batch, by=request.user)
    return redirect(job.get_absolute_url()) if job else _shown(batch)


def _shown(batch: ImportBatch) -> HttpResponseBase:
    return redirect("core:import_preview", kind=batch.kind, pk=batch.pk)


def _choices(request: AuthenticatedRequest) -> dict[int, str]:
    return {
        int(name.removeprefix(CHOICE)): str(value)
        for name, value in request.POST.items()
        if name.startswith(CHOICE) and name.removeprefix(CHOICE).isdecimal()
    }


def _tell(request: AuthenticatedRequest, refusal: ImportRefused) -> None:
    problems = [(problem,) for problem in refusal.problems[:PROBLEMS_SHOWN]]
    rest = len(refusal.problems) - PROBLEMS_SHOWN
    if rest > 0:
        problems.append((_("… and %(count)s more.") % {"count": rest},))
    listed = format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", problems))
    messages.error(request, format_html("{}{}", str(refusal), listed if problems else ""))
