"""How the list of visits is sorted: `?sort=` names one of these, with "-" for the other way."""

from typing import Any

from django.db.models import F, QuerySet

from plans.models import Visit

_SORTS: dict[str, tuple[str, ...]] = {
    "unit": ("unit__sort_key",),
    "on": ("on", "starts_at"),
    "month": ("month", "on", "starts_at"),
    "team": ("team__name", "on", "starts_at"),
    "state": ("state", "on", "starts_at"),
}
DEFAULT_SORT = "month"


def known_sort(key: str) -> str:
    """The asked order if there is one of that name, else the usual one."""
    return (
        key if key.lstrip("-") in _SORTS and len(key) - len(key.lstrip("-")) < 2 else DEFAULT_SORT
    )


def sorted_visits(visits: "QuerySet[Visit]", key: str) -> "QuerySet[Visit]":
    """Visits in the asked order; an unknown order is the usual one. Days not chosen come last."""
    backwards = key.startswith("-")
    fields = _SORTS.get(key.lstrip("-"), _SORTS[DEFAULT_SORT])
    order: list[Any] = [
        F(name).desc(nulls_last=True) if backwards else F(name).asc(nulls_last=True)
        for name in fields
    ]
    return visits.order_by(*order, "unit__sort_key", "pk")
