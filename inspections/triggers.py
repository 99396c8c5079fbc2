"""Triggers that refuse to change minutes that were read back, and signatures, on both databases.

Minutes that were read back may be opened again (their state alone changes) or closed; their files
are attached once. A signature, and an earlier reading that was kept, never changes or goes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.backends.base.base import BaseDatabaseWrapper

RECORD, SIGNATURE = "inspections_inspectionrecord", "inspections_recordsignature"
READING = "inspections_recordreading"
TABLES = (RECORD, SIGNATURE, READING)
FROZEN = (
    "inspection_id", "remarks", "opinions", "number", "no_strengths", "no_shortcomings", "copies",
    "reading", "read_back_at", "blocks", "layout_version", "content_sha256",
)  # fmt: skip
ONCE = ("pdf_id", "signed_pdf_id", "signed_at")
_SENTENCE = "Minutes that were read back never change."
_SIGNED = "A signature is never changed."


def _guards() -> dict[str, tuple[str, str, str, str]]:
    """Name → (table, moment, condition in SQL, sentence). `<!>` stands for a difference with nulls."""
    changed = " OR ".join(f"NEW.{name} <!> OLD.{name}" for name in FROZEN)
    once = " OR ".join(f"(OLD.{name} IS NOT NULL AND NEW.{name} <!> OLD.{name})" for name in ONCE)
    guards = {
        "inspections_record_frozen": (
            RECORD, "UPDATE",
            (f"OLD.state <> 'draft' AND ({changed} OR {once}"
            " OR (OLD.state = 'signed' AND NEW.state <> 'signed'))"), _SENTENCE,
        ),
        "inspections_record_kept": (RECORD, "DELETE", "OLD.state <> 'draft'", _SENTENCE),
    }  # fmt: skip
    for table in (SIGNATURE, READING):
        for moment in ("UPDATE", "DELETE"):
            guards[f"{table}_{moment.lower()}"] = (table, moment, "1 = 1", _SIGNED)
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
    """The condition stands in the function: it names columns that a later migration may add."""
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
