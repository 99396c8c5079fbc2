"""Triggers that refuse a change past the program, written once for both databases.

A room names its guards in its `triggers.py`:

    GUARDS = Guards({"room_frozen": Guard("room_thing", "UPDATE", "OLD.state <> 'draft'", "Never.")})
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True)
class Guard:
    """`moment` is UPDATE, INSERT or DELETE; `<!>` in the condition is a difference with nulls."""

    table: str
    moment: str
    condition: str
    sentence: str


class Guards:
    """The guards of a room by the names of their triggers."""

    def __init__(self, guards: Mapping[str, Guard]) -> None:
        self.guards = dict(guards)

    def install(self, connection: BaseDatabaseWrapper) -> None:
        """Put every trigger in place; run after every migrate, for SQLite loses them with the table."""
        self.drop(connection)
        writes = _postgresql if connection.vendor == "postgresql" else _sqlite
        with connection.cursor() as cursor:
            for name, guard in self.guards.items():
                for statement in writes(name, guard):
                    cursor.execute(statement)

    def drop(self, connection: BaseDatabaseWrapper) -> None:
        """Take them away; for going back before the migration, and for tests that tamper."""
        with connection.cursor() as cursor:
            for name, guard in self.guards.items():
                on_table = f" ON {guard.table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")

    @contextmanager
    def lifted(self, connection: BaseDatabaseWrapper) -> Iterator[None]:
        """Without the guards for a while, inside a transaction: only to take an authority away whole."""
        self.drop(connection)
        try:
            yield
        finally:
            self.install(connection)

    def put_back(self, connection: BaseDatabaseWrapper) -> None:
        """After a migrate: install them where every table is there."""
        tables = {guard.table for guard in self.guards.values()}
        if tables <= set(connection.introspection.table_names()):
            self.install(connection)


def _sqlite(name: str, guard: Guard) -> list[str]:
    test = guard.condition.replace("<!>", "IS NOT")
    return [
        (
            f"CREATE TRIGGER {name} BEFORE {guard.moment} ON {guard.table} WHEN {test}"
            f" BEGIN SELECT RAISE(ABORT, '{guard.sentence}'); END"
        )
    ]


def _postgresql(name: str, guard: Guard) -> list[str]:
    """The condition stands in the function: it may ask another table, or name a later column."""
    test = guard.condition.replace("<!>", "IS DISTINCT FROM")
    kept = "OLD" if guard.moment == "DELETE" else "NEW"
    return [
        (
            f"CREATE OR REPLACE FUNCTION {name}_refuse() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN IF {test} THEN RAISE EXCEPTION '{guard.sentence}'"
            f" USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {kept}; END $$"
        ),
        (
            f"CREATE TRIGGER {name} BEFORE {guard.moment} ON {guard.table}"
            f" FOR EACH ROW EXECUTE FUNCTION {name}_refuse()"
        ),
    ]
