"""Keeping, changing and removing saved filters; which ones a list shows."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import NoReverseMatch, reverse

from core.prepared import prepared
from core.saved.models import SavedFilter, SavedFilterReader

if TYPE_CHECKING:
    from accounts.models import User

MAX_QUERY = 2_000
# What belongs to one look at the list and not to its filters.
_PASSING = ("page", "all", "csrfmiddlewaretoken")


@dataclass(frozen=True)
class SavedEntry:
    """One saved filter as the list above it shows it."""

    pk: int
    name: str
    url: str
    is_own: bool
    is_open: bool
    opens_list: bool


def address_of_list(page: str) -> str:
    """Where a list stands, or an empty text when there is no such list."""
    try:
        return reverse(page)
    except NoReverseMatch:
        return ""


def filters_in(text: str) -> str:
    """The lasting part of a query string, in one order, so that equal filters are equal texts."""
    query = QueryDict(text[:MAX_QUERY], mutable=True)
    for name in _PASSING:
        query.pop(name, None)
    kept = QueryDict(mutable=True)
    for name in sorted(query):
        kept.setlist(name, [value for value in query.getlist(name) if value])
    return kept.urlencode()


@transaction.atomic
def keep_filter(
    *, page: str, name: str, query: str, shared: bool, opens_list: bool, by: "User",
    saved: SavedFilter | None = None,
) -> SavedFilter:  # fmt: skip
    """Save filters under a name; the same name on the same list is written over.

    `shared`: with the people of every unit at which `by` holds a role today.
    """
    own = SavedFilter.objects.filter(owner=by, page=page)
    saved = saved or own.filter(name=name).first() or SavedFilter(owner=by, page=page)
    if opens_list:
        own.exclude(pk=saved.pk).update(opens_list=False)
    saved.name, saved.query, saved.opens_list = name, filters_in(query), opens_list
    saved.save()
    saved.readers.all().delete()
    places = {unit for unit, _role in by.grants} if shared else set()
    SavedFilterReader.objects.bulk_create(
        SavedFilterReader(saved_filter=saved, place=place) for place in sorted(places)
    )
    return saved


def remove_filter(*, saved: SavedFilter) -> dict[str, Any]:
    """Delete it; what is returned are the arguments of `keep_filter` that bring it back."""
    former = {
        "page": saved.page, "name": saved.name, "query": saved.query,
        "shared": saved.readers.exists(), "opens_list": saved.opens_list,
    }  # fmt: skip
    saved.delete()
    return former


@prepared
def _shown(*, page: str, person: int, places: Any) -> QuerySet[Any, Any]:
    seen = SavedFilter.objects.filter(page=page).seen_by(person, places)
    return seen.order_by("name", "pk").values_list("pk", "name", "query", "owner_id", "opens_list")


def filters_of_list(user: "User", page: str, query: str) -> list[SavedEntry]:
    """Saved filters a person sees above a list, the one that is in the address marked.

    One query a request: whoever opens the list and whoever draws what stands above it share it.
    """
    root, present = address_of_list(page), filters_in(query)
    return [
        SavedEntry(
            pk, name, f"{root}?{kept}" if kept else f"{root}?all=1", owner == user.pk,
            kept == present, opens_list,
        )
        for pk, name, kept, owner, opens_list in _read_once(user, page)
    ]  # fmt: skip


def opening_query(user: "User", page: str) -> str:
    """The filters with which a person wants a list to open; empty for none."""
    own = (
        kept for _pk, _name, kept, owner, opens in _read_once(user, page) if opens and owner == user.pk
    )  # fmt: skip
    return next(own, "")


def _read_once(user: "User", page: str) -> list[Any]:
    """Rows kept with the person of this request, who is another object in the next one."""
    kept: dict[str, list[Any]] = vars(user).setdefault("_saved_filters", {})
    if page not in kept:
        places = sorted({unit for unit, _role in user.grants})
        kept[page] = _shown.rows(page=page, person=user.pk, places=places)
    return kept[page]
