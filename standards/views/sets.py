"""The list of sets, a set, two sets side by side, and how a telephone will show one."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from core.spreadsheets import Sheet, excel_response
from core.web.access import requires
from core.web.http import AuthenticatedRequest
from core.web.pages import Filters, paginate
from core.workflow.models import WorkflowStep
from standards.domain.queries.sets import compare, groups_of, related_sets, rules_of, unverified
from standards.filters import SetFilterForm
from standards.models import Criterion, StandardSet
from standards.rules import may_change, may_edit, may_publish
from standards.tables import criterion_columns
from standards.views.opening import units_to_assess


@requires("standards.view")
def set_list(request: AuthenticatedRequest) -> HttpResponse:
    """Sets of criteria one may read: what holds today, or on a day."""
    filters = Filters(request, SetFilterForm(request.GET))
    visible = StandardSet.objects.visible_to(request.user).select_related("legal_document", "owner")
    context = {
        "page": paginate(request, filters.form.apply(visible)), "filters": filters,
        "today": timezone.localdate(), "may_create": request.user.may("standards.edit"),
    }  # fmt: skip
    return render(request, "standards/set_list.html", context)


@requires("standards.view")
def standard_set(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """What is asked, what counts, which title follows from it."""
    found = set_seen(request, pk)
    visible = StandardSet.objects.visible_to(request.user)
    changing, publishing = may_change(request.user, found), may_publish(request.user, found)
    context = {
        "set": found,
        "groups": groups_of(found),
        "rules": rules_of(found),
        "unverified": unverified(found),
        "related": related_sets(found, visible),
        "gaps": found.gaps() if found.is_draft and (changing or publishing) else [],
        "history": WorkflowStep.objects.of(found),
        "may_change": changing,
        "may_map": may_edit(request.user, found),
        "may_publish": publishing and found.is_draft,
        "may_copy": request.user.may("standards.edit") and not found.is_draft,
        "may_assess": not found.is_draft and units_to_assess(request.user, found).exists(),
        "in_force": found.is_in_force(),
    }
    return render(request, "standards/set.html", context)


@requires("standards.view")
def set_preview(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """One standard a screen, as the telephone of an inspector will show it."""
    found = set_seen(request, pk)
    groups = groups_of(found)
    asked = request.GET.get("step", "1")
    step = min(max(int(asked), 1), max(len(groups), 1)) if asked.isdecimal() else 1
    context: dict[str, Any] = {
        "set": found, "groups": groups, "step": step, "count": len(groups),
        "group": groups[step - 1] if groups else None,
        "next": step + 1 if step < len(groups) else None, "back": step - 1 if step > 1 else None,
    }  # fmt: skip
    return render(request, "standards/preview.html", context)


@requires("standards.view")
def set_compare(request: AuthenticatedRequest, pk: int, other: int) -> HttpResponse:
    """An old and a new set beside each other; `pk` is the newer one."""
    new, old = set_seen(request, pk), set_seen(request, other)
    context = {"new": new, "old": old, "rows": compare(old, new)}
    return render(request, "standards/compare.html", context)


@requires("standards.view")
def set_excel(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The criteria as a workbook: to read, and of a draft to edit and bring back."""
    found = set_seen(request, pk)
    criteria = Criterion.objects.filter(standard__standard_set=found).select_related("standard")
    rows = criteria.order_by("standard__order", "order", "pk")
    lines = [found.name, f"{found.code}, {_('version')} {found.version}"]
    sheet = Sheet(_("Criteria of a draft"), criterion_columns(), rows, lines)
    return excel_response(f"{found.code}-{found.version}", [sheet])


def set_seen(request: AuthenticatedRequest, pk: int) -> StandardSet:
    """The set with its parts, if the person may see it; else 404."""
    visible = StandardSet.objects.visible_to(request.user).with_parts()
    found: StandardSet = get_object_or_404(visible.select_related("replaces"), pk=pk)
    return found


def changeable(request: AuthenticatedRequest, pk: int) -> StandardSet:
    """The set, if it is the person's to write; published or not."""
    found: StandardSet | None = (
        StandardSet.objects.editable_by(request.user).select_related("owner").filter(pk=pk).first()
    )
    if found is None:
        raise Http404
    return found
