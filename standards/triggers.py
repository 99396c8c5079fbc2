"""Triggers that refuse to change what a published set says, and answers once given, on both databases.

A published set may still be superseded, when it also gets its last day. Answers are events: a new
one is added, none is changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.backends.base.base import BaseDatabaseWrapper

SET, STANDARD, CRITERION = "standards_standardset", "standards_standard", "standards_criterion"
RULE, EVENT = "standards_outcomerule", "standards_answerevent"
TABLES = (SET, STANDARD, CRITERION, RULE, EVENT)
FROZEN = (
    "code", "version", "name", "purpose", "legal_document_id", "basis", "levels", "provenance",
    "is_example", "not_applicable", "attributes", "owner_id", "replaces_id", "valid_from",
)  # fmt: skip
_SENTENCE = "A published set of criteria never changes."
_GIVEN = "An answer is never changed; a later one takes its place."

_OF_STANDARD = f"SELECT state FROM {SET} WHERE id = {{row}}.standard_set_id"  # noqa: S608
_OF_CRITERION = (
    f"SELECT s.state FROM {SET} s JOIN {STANDARD} t ON t.standard_set_id = s.id"  # noqa: S608
    " WHERE t.id = {row}.standard_id"
)
_PARTS = {STANDARD: _OF_STANDARD, RULE: _OF_STANDARD, CRITERION: _OF_CRITERION}
_ROWS = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}


def _guards() -> dict[str, tuple[str, str, str, str]]:
    """Name → (table, moment, condition in SQL, sentence). `<>` stands for a difference with nulls."""
    changed = " OR ".join(f"NEW.{name} <!> OLD.{name}" for name in FROZEN)
    guards = {
        "standards_set_frozen": (
            SET, "UPDATE",
            (f"OLD.state <> 'draft' AND ({changed} OR NEW.state = 'draft'"
            " OR (OLD.state = 'superseded' AND (NEW.state <> OLD.state"
            " OR NEW.valid_to <!> OLD.valid_to)))"), _SENTENCE,
        ),
        "standards_set_kept": (SET, "DELETE", "OLD.state <> 'draft'", _SENTENCE),
        "standards_answer_given": (EVENT, "UPDATE", "1 = 1", _GIVEN),
    }  # fmt: skip
    for table, states in _PARTS.items():
        for moment, rows in _ROWS.items():
            condition = " OR ".join(f"({states.format(row=row)}) <> 'draft'" for row in rows)
            name = f"{table}_{moment.lower()}_frozen"
            guards[name] = (table, moment, condition, _SENTENCE)
    return guards


def install_triggers(connection: BaseDatabaseWrapper) -> None:
    """Put every trigger in place; run after every migrate, for SQLite loses them with the table."""
    drop_triggers(connection)
    with connection.cursor() as cursor:
        for name, (table, moment, condition, sentence) in _guards().items():
            if connection.vendor == "postgresql":
                for statement in _postgresql(name, table, moment, condition, sentence):
                    cursor.execute(statement)
            else:
                cursor.execute(
                    f"CREATE TRIGGER {name} BEFORE {moment} ON {table}"
                    f" WHEN {condition.replace('<!>', 'IS NOT')}"
                    f" BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
                )


def _postgresql(name: str, table: str, moment: str, condition: str, sentence: str) -> list[str]:
    """A condition that asks another table stands inside the function there."""
    test = condition.replace("<!>", "IS DISTINCT FROM")
    kept = "OLD" if moment == "DELETE" else "NEW"
    return [
        (
            f"CREATE OR REPLACE FUNCTION {name}_refuse() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN IF {test} THEN RAISE EXCEPTION '{sentence}'"
            f" USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {kept}; END $$"
        ),
        (
            f"CREATE TRIGGER {name} BEFORE {moment} ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION {name}_refuse()"
        ),
    ]


def drop_triggers(connection: BaseDatabaseWrapper) -> None:
    """Take them away; for going back before the migration, and for tests that tamper."""
    with connection.cursor() as cursor:
        for name, (table, *_rest) in _guards().items():
            on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Without the guards for a while, inside a transaction: only to take an authority away whole."""
    drop_triggers(connection)
    try:
        yield
    finally:
        install_triggers(connection)
