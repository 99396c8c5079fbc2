"""Lists: pages of a queryset, filters shown as removable chips, sortable columns."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, overload

from django.db.models import Model, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.prepared import Bound

# Counting everything is slow on a large table and nobody reads page 900: both are bounded.
COUNT_CAP = 10_000
Row = TypeVar("Row")
Record = TypeVar("Record", bound=Model)


@dataclass
class ListPage(Generic[Row]):
    """One page of a list. Iterate over it for the rows."""

    rows: list[Row]
    number: int
    per_page: int
    counted: int
    capped: bool

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def last_number(self) -> int:
        return max(1, -(-self.counted // self.per_page))

    @property
    def previous_number(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next_number(self) -> int | None:
        return self.number + 1 if self.number < self.last_number else None

    @property
    def count_words(self) -> str:
        """How many: "214 rows", or "more than 10,000 rows" where counting stopped."""
        if self.capped:
            return _("more than %(n)s rows") % {"n": localize(COUNT_CAP)}
        return ngettext("%(n)s row", "%(n)s rows", self.counted) % {"n": localize(self.counted)}

    @property
    def range_words(self) -> str:
        if not self.rows:
            return self.count_words
        first = (self.number - 1) * self.per_page + 1
        return _("%(first)s–%(last)s of %(count)s") % {
            "first": localize(first),
            "last": localize(first + len(self.rows) - 1),
            "count": self.count_words,
        }


@overload
def paginate(request: HttpRequest, queryset: Bound, per_page: int = 50) -> ListPage[Any]: ...
@overload
def paginate(
    request: HttpRequest, queryset: "QuerySet[Record, Any]", per_page: int = 50
) -> ListPage[Record]: ...
def paginate(
    request: HttpRequest, queryset: "QuerySet[Any, Any] | Bound", per_page: int = 50
) -> ListPage[Any]:
    """The page named by `?page=`, clamped to what exists; of a queryset or of a prepared read.

    Causes two queries: a count that stops at `COUNT_CAP`, and the rows. Because pages end where
    counting ends, OFFSET never exceeds `COUNT_CAP`; whoever needs more narrows the filter.
    """
    if isinstance(queryset, Bound):
        counted = queryset.count(at_most=COUNT_CAP + 1)
    else:
        queryset = queryset if queryset.ordered else queryset.order_by("pk")
        counted = queryset.order_by()[: COUNT_CAP + 1].count()
    capped = counted > COUNT_CAP
    counted = min(counted, COUNT_CAP)
    last = max(1, -(-counted // per_page))
    asked = request.GET.get("page", "1")
    number = min(max(int(asked), 1), last) if asked.isdecimal() and len(asked) < 9 else 1
    start = (number - 1) * per_page
    return ListPage(list(queryset[start : start + per_page]), number, per_page, counted, capped)


def query_with(query: QueryDict, **changes: Any) -> str:
    """The query string with some values changed; None or an empty text removes one."""
    changed = query.copy()
    for name, value in changes.items():
        if value is None or value == "":
            changed.pop(name, None)
        else:
            changed[name] = str(value)
    encoded = changed.urlencode()
    return f"?{encoded}" if encoded else "?"


def _said(query: str) -> str:
    """Without any filter, said so: an address with nothing in it opens with the reader's own."""
    return "?all=1" if query == "?" else query


@dataclass(frozen=True)
class FilterChip:
    """One active filter: what it says, and the address of the list without it."""

    label: str
    value: str
    url: str


class Filters:
    """The active filters of a list, read from a bound form.

    `Filters(request, form)` needs a `forms.Form` whose fields all are `required=False`.
    `chips` are for `{% chips filters %}`; an invalid value is ignored and shown by the form.
    """

    def __init__(self, request: HttpRequest, form: Any, *, skip: Iterable[str] = ("q",)) -> None:
        self.form = form
        form.label_suffix = ""
        form.is_valid()
        self.values: dict[str, Any] = form.cleaned_data
        self._query = request.GET
        self._skip = frozenset(skip)

    def __bool__(self) -> bool:
        return any(value not in (None, "", [], False) for value in self.values.values())

    @property
    def chips(self) -> list[FilterChip]:
        return [
            FilterChip(
                str(self.form.fields[name].label or name),
                self._shown(name, value),
                _said(query_with(self._query, **{name: None, "page": None})),
            )
            for name, value in self.values.items()
            if name not in self._skip and value not in (None, "", [], False)
        ]

    @property
    def words(self) -> list[str]:
        """The active filters as lines of a printed or exported list."""
        return [f"{chip.label}: {chip.value}" for chip in self.chips]

    @property
    def clear_url(self) -> str:
        return _said(query_with(self._query, **dict.fromkeys([*self.values, "page"])))

    def _shown(self, name: str, value: Any) -> str:
        if value is True:
            return _("yes")
        choices = dict(getattr(self.form.fields[name], "choices", ()) or ())
        if isinstance(value, (list, tuple, QuerySet)):
            return ", ".join(str(choices.get(item, item)) for item in value)
        return str(
            choices.get(value, localize(value)) if isinstance(value, str) else localize(value)
        )
