"""Reads whose SQL is worked out once a process and then run with other values.

Building a queryset and its SQL takes Django about a millisecond, running it on an index a tenth of
that. On pages opened all day the words of the query never change, only its values do:

    @prepared
    def _unread(*, recipient: int) -> QuerySet[Any]:
        return Message.objects.filter(recipient=recipient).unread().values_list("pk")

    _unread.count(recipient=user.pk)

The function is called with stand-ins once for every shape of its arguments; where they come out
among the parameters of the SQL, later calls put their own. Nothing is cached but the words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any, overload

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models import query as querysets
from django.db.models.query import ModelIterable, ValuesListIterable

Build = Callable[..., "QuerySet[Any, Any]"]
Row = tuple[Any, ...]
# By parameter or by place: the argument it comes from, and which item of a collection.
Origins = dict[Any, tuple[str, int | None]]

# More shapes than this and something is passed as a word that should be a number.
MOST_SHAPES = 500
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
# Stand-ins: numbers and days nobody has.
_FIRST_NUMBER, _FIRST_DAY = 1_900_000_000, date(9700, 1, 1)
_MANY = (list, tuple, set, frozenset)


class NotPrepared(TypeError):
    """The query changes a value on its way to the database, so it cannot be prepared."""


class Prepared:
    """A function from values to a queryset, run without building its query again.

    Rows are what the queryset gives: tuples of `values_list(…)`, or records with their
    `select_related` ones (but nothing prefetched: see `keep_related`).

    Values: whole numbers, dates and collections of numbers may differ from call to call; whatever
    else is passed (a word, a switch, None) belongs to the shape, and each shape is built once.
    The function may look at the shape, never at a number or a date.
    """

    def __init__(self, build: Build) -> None:
        self._build = build
        self._kept: dict[Any, _Statement | None] = {}
        self.__doc__ = build.__doc__

    def queryset(self, **values: Any) -> QuerySet[Any, Any]:
        """The same read, built anew."""
        return self._build(**values)

    def rows(self, **values: Any) -> list[Any]:
        """Every row."""
        statement = self._statement(values)
        return statement.run(values) if statement else []

    def count(self, *, at_most: int | None = None, **values: Any) -> int:
        """How many rows there are; counting stops at `at_most`."""
        statement = self._statement(values)
        return statement.count(values, at_most) if statement else 0

    def bind(self, **values: Any) -> Bound:
        """The read with its values, to be sliced and counted."""
        return Bound(self, values)

    def window(self, start: int, stop: int, **values: Any) -> list[Any]:
        """Rows `start` to `stop` without the latter."""
        statement = self._statement(values)
        return statement.run(values, (start, stop)) if statement else []

    def _statement(self, values: dict[str, Any]) -> _Statement | None:
        """None where the query is known to find nothing, as with an empty collection."""
        shape = (connection.vendor, *((name, _shape(value)) for name, value in values.items()))
        if shape not in self._kept:
            if len(self._kept) >= MOST_SHAPES:
                self._kept.clear()
            self._kept[shape] = _prepare(self._build, values)
        return self._kept[shape]


def prepared(build: Build) -> Prepared:
    """Prepare a function that takes keyword arguments and returns a queryset."""
    return Prepared(build)


@dataclass(frozen=True)
class Bound:
    """A prepared read with its values: sliced like a list, counted without being read."""

    read: Prepared
    values: dict[str, Any]

    @overload
    def __getitem__(self, at: slice) -> list[Any]: ...
    @overload
    def __getitem__(self, at: int) -> Any: ...
    def __getitem__(self, at: slice | int) -> Any:
        if isinstance(at, slice):
            return self.read.window(at.start or 0, at.stop, **self.values)
        return self.read.window(at, at + 1, **self.values)[0]

    def __iter__(self) -> Iterator[Any]:
        return iter(self.read.rows(**self.values))

    def count(self, at_most: int) -> int:
        """How many rows there are; counting stops at `at_most`."""
        return self.read.count(at_most=at_most, **self.values)


@dataclass(frozen=True)
class _Statement:
    """SQL, and where each of its parameters comes from: a value as it is, or a slot to fill."""

    sql: str
    parameters: tuple[Any, ...]
    slots: Origins
    width: int
    converters: dict[int, tuple[list[Any], Any]]
    made_of: Callable[[Row], Any] | None

    def run(self, values: dict[str, Any], window: tuple[int, int] | None = None) -> list[Any]:
        sql, parameters = self.sql, self._filled(values)
        if window:
            sql += " LIMIT %s OFFSET %s"
            parameters += [window[1] - window[0], window[0]]
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            found = cursor.fetchall()
        rows: list[Row] = [row[: self.width] for row in found]
        if self.converters:
            rows = [self._converted(row) for row in rows]
        return list(map(self.made_of, rows)) if self.made_of else rows

    def _converted(self, row: Row) -> Row:
        """The database's values as Python's, as Django would."""
        values = list(row)
        for place, (converters, expression) in self.converters.items():
            for convert in converters:
                values[place] = convert(values[place], expression, connection)
        return tuple(values)

    def count(self, values: dict[str, Any], at_most: int | None) -> int:
        parameters, inner = self._filled(values), self.sql
        if at_most is not None:
            inner += " LIMIT %s"
            parameters.append(at_most)
        with connection.cursor() as cursor:
            # The SQL is Django's own and carries its values apart.
            cursor.execute(f"SELECT COUNT(*) FROM ({inner}) counted", parameters)  # noqa: S608
            return int(cursor.fetchone()[0])

    def _filled(self, values: dict[str, Any]) -> list[Any]:
        lists = {name: list(value) for name, value in values.items() if _is_numbers(value)}
        filled = list(self.parameters)
        for place, (name, at) in self.slots.items():
            filled[place] = _adapted(values[name] if at is None else lists[name][at])
        return filled


def _prepare(build: Build, values: dict[str, Any]) -> _Statement | None:
    stand_ins, origins = _stand_ins(values)
    queryset = build(**stand_ins)
    as_records = queryset._iterable_class is ModelIterable
    if not as_records and queryset._iterable_class is not ValuesListIterable:
        raise NotPrepared(f"{build.__qualname__} gives neither records nor values_list(…)")
    if vars(queryset)["_prefetch_related_lookups"]:
        raise NotPrepared(f"{build.__qualname__} prefetches, which is another query")
    compiler: Any = queryset.query.get_compiler(queryset.db)
    try:
        sql, parameters = compiler.as_sql()
    except EmptyResultSet:
        return None
    slots = _slots(build, parameters, origins)
    columns = [column[0] for column in compiler.select[: compiler.col_count]]
    converters = compiler.get_converters(columns)
    made_of = _record_maker(compiler) if as_records else None
    return _Statement(sql, tuple(parameters), slots, len(columns), converters, made_of)


def _record_maker(compiler: Any) -> Callable[[Row], Any]:
    """What makes a record of a row, with its related ones and annotations, as Django does."""
    select, found = compiler.select, compiler.klass_info
    model, alias = found["model"], compiler.using
    first, last = found["select_fields"][0], found["select_fields"][-1] + 1
    names = [column[0].target.attname for column in select[first:last]]
    # Django's own, though not in its documentation: it makes `select_related` what it is.
    populators = vars(querysets)["get_related_populators"](found, select, alias)
    annotated = (compiler.annotation_col_map or {}).items()

    def made(row: Row) -> Any:
        record = model.from_db(alias, names, row[first:last])
        for populator in populators:
            populator.populate(row, record)
        for name, place in annotated:
            setattr(record, name, row[place])
        return record

    return made


def keep_related(owner: Any, name: str, rows: list[Any]) -> None:
    """Let `owner.name.all()` give these rows without asking, as if they had been prefetched."""
    kept = getattr(owner, name).get_queryset()
    kept._result_cache, kept._prefetch_done = rows, True
    vars(owner).setdefault("_prefetched_objects_cache", {})[name] = kept


def _slots(build: Build, parameters: Iterable[Any], origins: Origins) -> Origins:
    """Where among the parameters the values stand.

    Raises:
        NotPrepared: one does not arrive as it was given, or another was made on the way.
    """
    slots: Origins = {}
    for place, value in enumerate(parameters):
        if (key := _key(value)) in origins:
            slots[place] = origins[key]
        elif _is_baked(value):
            raise NotPrepared(f"{build.__qualname__} works out a number or a day by itself")
    lost = {name for name, _at in origins.values()} - {name for name, _at in slots.values()}
    if lost:
        raise NotPrepared(f"{build.__qualname__} does not use {', '.join(sorted(lost))} as given")
    return slots


def _is_baked(parameter: Any) -> bool:
    """A number made from a stand-in, or any day: kept, today would be today for ever."""
    if isinstance(parameter, int):
        return parameter >= _FIRST_NUMBER - 1
    return isinstance(parameter, (date, str)) and bool(_DAY.match(str(parameter)))


def _shape(value: Any) -> Any:
    if isinstance(value, datetime):
        raise NotPrepared("moments are not prepared; pass a date")
    if _is_numbers(value):
        return ("many", len(value))
    if _differs(value):
        return type(value).__name__
    return ("word", value)


def _is_numbers(value: Any) -> bool:
    return isinstance(value, _MANY) and all(isinstance(item, int) for item in value)


def _differs(value: Any) -> bool:
    """Whether a value is one of those that may change from call to call."""
    return isinstance(value, (int, date)) and not isinstance(value, bool)


def _stand_ins(values: dict[str, Any]) -> tuple[dict[str, Any], Origins]:
    """Values nobody has, in the shape of the given ones, and which argument each stands for."""
    numbers, days = count(_FIRST_NUMBER), count()
    stand_ins: dict[str, Any] = {}
    origins: Origins = {}
    for name, value in values.items():
        if _is_numbers(value):
            many: Collection[int] = [next(numbers) for _item in value]
            stand_ins[name] = many
            origins |= {_key(item): (name, at) for at, item in enumerate(many)}
        elif _differs(value):
            one = _FIRST_DAY + timedelta(next(days)) if isinstance(value, date) else next(numbers)
            stand_ins[name] = one
            origins[_key(_adapted(one))] = (name, None)
        else:
            stand_ins[name] = value
    return stand_ins, origins


def _key(parameter: Any) -> Any:
    """A number and a text that look alike are not the same."""
    return (
        (type(parameter).__name__, parameter) if isinstance(parameter, (int, str, date)) else None
    )


def _adapted(value: Any) -> Any:
    """As the database's driver takes it."""
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value
