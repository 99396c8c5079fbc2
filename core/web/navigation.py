"""The entries of the navigation; a page shows them three times and works them out once."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import get_script_prefix
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.web.addresses import address_of
from core.web.icons import icon_svg


@dataclass(frozen=True)
class Entry:
    """An entry, for whoever may open it; a room not installed has none.

    It is the current one on its own page and on those below it; `also` names further addresses
    that belong to it, `without` those below it that have an entry of their own. `key` is the letter
    that opens it after "g".
    """

    address: str
    icon: str
    label: Any
    permission: str = ""
    in_bar: bool = False
    key: str = ""
    also: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


ENTRIES = (
    Entry("home", "check2-square", _("My work"), in_bar=True, key="h"),
    Entry(
        "plans:plan_list", "journal-text", _("Plans"), "plans.view", in_bar=True, key="k",
        without=("plans:calendar", "plans:visit_list", "plans:load", "plans:feeds",
                 "plans:absence_list", "plans:obligation_list", "plans:outside"),
    ),
    Entry(
        "plans:calendar", "calendar3", _("Visit calendar"), "plans.view", in_bar=True, key="l",
        also=("plans:visit_list", "plans:load", "plans:feeds", "plans:absence_list",
              "plans:outside"),
    ),
    Entry(
        "inspections:inspection_list", "clipboard2-check", _("Inspections"), "plans.view", key="i",
    ),
    Entry("plans:obligation_list", "alarm", _("Deadlines"), "plans.view", in_bar=True, key="n"),
    Entry("inspections:recommendation_list", "flag", _("Recommendations"), "plans.view"),
    Entry(
        "documents:document_list", "file-earmark-text", _("Documents"), "documents.view", key="v",
        without=("documents:register",),
    ),
    Entry("documents:register", "123", _("Register of numbers"), "documents.issue"),
    Entry(
        "units:unit_list", "building", _("Units"), "units.view", key="d",
        without=("units:people", "units:calendar"),
    ),
    Entry(
        "standards:set_list", "list-check", _("Criteria"), "standards.view", key="c",
        without=("standards:assessment_list",),
    ),
    Entry(
        "standards:assessment_list", "clipboard-check", _("Assessments"), "standards.view", key="t",
    ),
    Entry("libraries:delegation_list", "diagram-3", _("Delegations"), "units.view"),
    Entry("units:people", "people", _("People and roles"), "units.people"),
    Entry("core:trash", "trash3", _("Trash"), "plans.edit"),
    Entry("units:calendar", "calendar-week", _("School calendar"), "units.calendar"),
)  # fmt: skip


@dataclass(frozen=True)
class _Place:
    """Where an entry leads, and the roots of the pages on which it is the current one."""

    url: str
    roots: tuple[str, ...]
    excluded: tuple[str, ...]

    def holds(self, path: str) -> bool:
        return _is_below(path, self.roots) and not _is_below(path, self.excluded)


def navigation(request: HttpRequest) -> SafeString:
    """The entries as list items; for somebody not signed in there is none."""
    user: Any = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return mark_safe("")
    shown = tuple(
        (place.url, number, place.holds(request.path)) for number, place in _open_to(user)
    )
    return _rendered(get_language() or "", shown)


def keys_of(request: HttpRequest) -> list[tuple[str, Any]]:
    """(letter, label) of the entries a person may open by "g" and a letter."""
    entries = (ENTRIES[number] for number, _place in _open_to(request.user))
    return [(entry.key, entry.label) for entry in entries if entry.key]


def _open_to(user: Any) -> "Iterator[tuple[int, _Place]]":
    """Numbers and places of the entries a person may open."""
    may = {permission: user.may(permission) for permission in _PERMISSIONS}
    for number, place in enumerate(_places(settings.ROOT_URLCONF, get_script_prefix())):
        if place.url and may.get(ENTRIES[number].permission, True):
            yield number, place


_IN_BAR = mark_safe(' class="in-bar"')
_CURRENT = mark_safe(' aria-current="page"')
_PERMISSIONS = frozenset(entry.permission for entry in ENTRIES if entry.permission)


@lru_cache(maxsize=8)
def _places(urlconf: str, prefix: str) -> tuple[_Place, ...]:
    """Addresses do not change while the process lives; both arguments only keep them apart."""
    return tuple(
        _Place(
            address_of(entry.address),
            tuple(filter(None, map(address_of, (entry.address, *entry.also)))),
            tuple(filter(None, map(address_of, entry.without))),
        )
        for entry in ENTRIES
    )


@lru_cache(maxsize=256)
def _rendered(language: str, shown: tuple[tuple[str, int, bool], ...]) -> SafeString:
    """Of the language, the entries somebody may open and the current one; of nothing personal."""
    return format_html_join(
        "\n",
        '<li{}><a class="nav-link" href="{}"{}{}>{}<span>{}</span></a></li>',
        (
            (
                _IN_BAR if ENTRIES[number].in_bar else "",
                url,
                _CURRENT if current else "",
                format_html(' data-go="{}"', ENTRIES[number].key) if ENTRIES[number].key else "",
                icon_svg(ENTRIES[number].icon),
                ENTRIES[number].label,
            )
            for url, number, current in shown
        ),
    )


def _is_below(path: str, roots: tuple[str, ...]) -> bool:
    return any(path == root or (root != "/" and path.startswith(root)) for root in roots)
