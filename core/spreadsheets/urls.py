"""Addresses of imports: one set a kind, each guarded by the kind's own permission."""

from collections.abc import Iterator

from django.urls import URLPattern, path

from core.spreadsheets import views
from core.spreadsheets.registry import ImportKind, kinds
from core.web.access import requires


def import_patterns() -> list[URLPattern]:
    """For `core.urls`; `kind` is a fixed argument, so `reverse` takes it like any other."""
    return [pattern for kind in kinds() for pattern in _patterns(kind)]


def _patterns(kind: ImportKind) -> Iterator[URLPattern]:
    root, fixed, may = f"imports/{kind.key}/", {"kind": kind.key}, kind.permission
    read, write = requires(may, "GET"), requires(may, "POST")
    both = requires(may, "GET", "POST")
    yield path(root, both(views.import_list), fixed, name="import_list")
    yield path(f"{root}template/", read(views.import_template), fixed, name="import_template")
    yield path(f"{root}<int:pk>/", both(views.import_preview), fixed, name="import_preview")
    yield path(f"{root}<int:pk>/columns/", both(views.import_columns), fixed, name="import_columns")
    yield path(f"{root}<int:pk>/commit/", write(views.import_commit), fixed, name="import_commit")
    yield path(f"{root}<int:pk>/undo/", write(views.import_undo), fixed, name="import_undo")
    yield path(f"{root}<int:pk>/errors/", read(views.import_errors), fixed, name="import_errors")
