"""The design system's tags; a builtin of every template, shown with real content on /design/.

What stands in the rows of a table is built as text here (`icon`, `state_chip`, `due`, `person`);
what stands once on a page is a template in templates/components/.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django import template
from django.forms import BoundField
from django.http import HttpRequest
from django.template import Context
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core.audit.tellers import is_told
from core.saved.keeping import filters_in, filters_of_list
from core.web.columns import ColumnChoice
from core.web.deadlines import deadline
from core.web.form_errors import error_lines
from core.web.icons import icon_svg
from core.web.markup import filled, filled_each
from core.web.pages import Filters, ListPage, query_with
from core.web.pieces import Step, Tab
from core.web.tones import tone_and_icon

register = template.Library()
_BAR = '<div class="{0}">{1}{2}</div>'
_TICK = '<div class="{0}"><div class="check">{2}{1}</div></div>'


@register.simple_tag
def icon(name: str) -> SafeString:
    """{% icon "calendar3" %}: decoration; the word beside it carries the meaning."""
    return icon_svg(name)


@register.simple_tag
def state_chip(label: Any, tone: str = "neutral", icon: str = "") -> SafeString:
    """{% state_chip plan.get_state_display plan.state %}: `tone` is a tone or a state's name."""
    tone, icon = tone_and_icon(tone, icon)
    return filled('<span class="chip chip-{}">{}{}</span>', tone, icon_svg(icon), label)


@register.simple_tag
def due(on: date | datetime | None, *, done: bool = False) -> SafeString | str:
    """{% due task.due_on %}: "3 days left" and the day itself; nothing when there is no day."""
    if on is None:
        return ""
    seen = deadline(on, done=done)
    day = date_format(seen.on, "SHORT_DATE_FORMAT")
    return filled(
        '<span class="due due-{}"><span class="due-words">{}{}</span> '
        '<time datetime="{}" title="{}">{}</time></span>',
        seen.tone, icon_svg(seen.icon), seen.words, seen.on.isoformat(),
        date_format(seen.on, "l d/m/Y"), day,
    )  # fmt: skip


@register.simple_tag
def person(user: Any) -> SafeString | str:
    """{% person user %}: name, and the post under it."""
    if user is None:
        return ""
    post = getattr(user, "post", "")
    under = filled('<span class="person-post">{}</span>', post) if post else ""
    name = getattr(user, "addressed_name", "") or str(user)
    return filled('<span class="person">{}{}</span>', name, under)


@register.simple_tag
def cells(*labelled: Any) -> SafeString:
    """{% cells kind_label row.kind place_label row.place %}: cells of a row, each with its label.

    On a phone, where a row becomes a card, the label stands before the value.
    """
    return filled('<td data-label="{}">{}</td>' * (len(labelled) // 2), *labelled)


@register.simple_tag(takes_context=True)
def url_with(context: Context, **changes: Any) -> str:
    """{% url_with page=2 %}: this page's query string with some values changed."""
    return query_with(context["request"].GET, **changes)


@register.simple_tag(takes_context=True)
def th_sort(context: Context, key: str, label: Any, default: str = "", css: str = "") -> SafeString:
    """{% th_sort "name" _("Name") %}: a column head that sorts by `?sort=name` / `-name`."""
    query = context["request"].GET
    present = query.get("sort", default)
    direction = {key: "ascending", f"-{key}": "descending"}.get(present, "none")
    wanted = f"-{key}" if direction == "ascending" else key
    arrow = {"ascending": "arrow-up", "descending": "arrow-down", "none": "arrow-down-up"}
    return filled(
        '<th scope="col" class="{}" aria-sort="{}"><a href="{}">{}{}</a></th>',
        css, direction, query_with(query, sort=wanted, page=None), label,
        icon_svg(arrow[direction]),
    )  # fmt: skip


@register.simple_tag(takes_context=True)
def column_heads(context: Context, columns: ColumnChoice) -> SafeString:
    """{% column_heads columns %}: the heads of the columns that are shown."""
    heads = [
        th_sort(context, column.sort, column.label)
        if column.sort
        else filled('<th scope="col">{}</th>', column.label)
        for column in columns.shown
    ]
    return mark_safe("".join(heads))  # noqa: S308 - every head is escaped


@register.simple_tag
def row_cells(columns: ColumnChoice, row: Any) -> SafeString:
    """{% row_cells columns row %}: the cells of one row."""
    return columns.cells(row)


@register.inclusion_tag("components/_column_choice.html", takes_context=True)
def column_choice(context: Context, columns: ColumnChoice) -> dict[str, Any]:
    """{% column_choice columns %}: boxes to tick; the rest of the address stays."""
    return {"columns": columns, "kept": _rest_of(context["request"], "column", "page")}


@register.simple_tag(takes_context=True)
def keep(context: Context, *names: str) -> SafeString:
    """{% keep "sort" "column" %}: these parts of the address as hidden fields of a GET form."""
    query = context["request"].GET
    rows = [(name, value) for name in names for value in query.getlist(name)]
    return filled_each('<input type="hidden" name="{}" value="{}">', rows)


def _rest_of(request: HttpRequest, *without: str) -> list[tuple[str, str]]:
    query = request.GET
    return [(name, value) for name in query if name not in without for value in query.getlist(name)]


@register.inclusion_tag("components/_field.html")
def field(bound: BoundField) -> dict[str, Any]:
    """{% field form.name %}: label, help, errors and widget in the order people read them."""
    widget = bound.field.widget
    kind = getattr(widget, "input_type", "")
    return {
        "field": bound,
        "is_check": kind == "checkbox" and not bound.use_fieldset,
        "is_file": kind == "file",
    }


@register.simple_tag
def bar_fields(form: Any, *names: str) -> SafeString:
    """{% bar_fields filters.form "q" "state" %}: fields of the bar above a list, by default all.

    Nothing there is required, so no label says so; one with a fault is drawn as on any form.
    """
    written = []
    for bound in (form[name] for name in names or form.fields):
        if bound.errors:
            written.append(render_to_string("components/_field.html", field(bound)))
            continue
        if bound.is_hidden:
            written.append(bound.as_widget())
            continue
        label = filled('<label for="{}">{}</label>', bound.id_for_label, bound.label)
        is_check = getattr(bound.field.widget, "input_type", "") == "checkbox"
        css = "field grow" if bound.name == "q" else "field"
        written.append(filled(_TICK if is_check else _BAR, css, label, bound.as_widget()))
    return mark_safe("".join(written))  # noqa: S308 - every part is escaped


@register.inclusion_tag("components/_form_fields.html")
def form_fields(form: Any) -> dict[str, Any]:
    """{% form_fields form %}: every field of a form in its order, hidden ones included."""
    return {"form": form}


@register.inclusion_tag("components/_error_summary.html")
def error_summary(*forms: Any) -> dict[str, Any]:
    """{% error_summary form %}: what must be mended, each line a link to its field."""
    return {"lines": [line for form in forms for line in error_lines(form)]}


@register.inclusion_tag("components/_pager.html", takes_context=True)
def pager(context: Context, page: ListPage[Any]) -> dict[str, Any]:
    """{% pager page %}: which rows are seen, previous and next."""
    query = context["request"].GET
    return {
        "page": page,
        "previous_url": query_with(query, page=page.previous_number),
        "next_url": query_with(query, page=page.next_number),
    }


@register.inclusion_tag("components/_chips.html")
def chips(filters: Filters) -> dict[str, Any]:
    """{% chips filters %}: active filters, each removable."""
    return {"chips": filters.chips, "clear_url": filters.clear_url}


@register.inclusion_tag("components/_saved_filters.html", takes_context=True)
def saved_filters(context: Context) -> dict[str, Any]:
    """{% saved_filters %}: the saved filters of this list, and saving the present ones."""
    request = context["request"]
    page, query = request.resolver_match.view_name, filters_in(request.GET.urlencode())
    saved = filters_of_list(request.user, page, query)
    names = urlencode({"list": page, "query": query})
    return {
        "saved": saved,
        "may_save": bool(query) and not any(entry.is_open for entry in saved),
        "save_url": f"{reverse('core:filter_save')}?{names}",
    }


@register.inclusion_tag("components/_steps.html")
def steps(items: list[Step], label: Any = "") -> dict[str, Any]:
    """{% steps items %}: where a dossier stands, who brought it there and when."""
    return {"items": items, "label": label}


@register.inclusion_tag("components/_tabs.html")
def tabs(items: list[Tab], label: Any = "") -> dict[str, Any]:
    """{% tabs items %}: the parts of a dossier, each with its own address."""
    return {"items": items, "label": label}


@register.inclusion_tag("components/_empty.html", name="empty_state")
@register.inclusion_tag("components/_empty.html")
def empty(icon: str, title: Any, text: Any = "", url: str = "", label: Any = "") -> dict[str, Any]:
    """{% empty "calendar3" title text url label %}: what a list is for, and its one next step.

    Directly inside a loop's body write `empty_state`: there `empty` is the loop's own word.
    """
    return {"icon": icon, "title": title, "text": text, "url": url, "label": label}


@register.inclusion_tag("components/_gaps.html")
def gaps(items: Iterable[Any]) -> dict[str, Any]:
    """{% gaps missing %}: what is still missing (`core.workflow.Gap`), each linking to its place."""
    return {"gaps": list(items)}


@register.simple_tag
def history_link(thing: Any) -> str:
    """{% history_link team %}: to the page that tells who changed what in it."""
    if not is_told(thing):
        return ""
    url = reverse("core:history", args=[thing._meta.label_lower, thing.pk])
    words = _("Who changed what")
    return filled('<a href="{}">{}{}</a>', url, icon_svg("clock-history"), words)


@register.inclusion_tag("components/_progress.html")
def progress(done: int, total: int, label: Any = "") -> dict[str, Any]:
    """{% progress 12 40 %}: a bar and its figures."""
    full = total > 0 and done >= total
    return {"done": done, "total": total, "max": max(total, 1), "full": full, "label": label}
