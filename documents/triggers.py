"""Triggers that refuse to change what an issued paper says, on both databases.

A paper may still be superseded or revoked, and gets its PDF once.
"""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "documents_issueddocument"
NAME = "documents_issued_frozen"
FROZEN = (
    "key", "kind", "issuer_id", "only_for_id", "title", "subject", "regime", "layout_version", "blocks",
    "blocks_sha256", "number", "symbol", "issued_on", "authority_id", "signed_on", "code",
)  # fmt: skip
_SENTENCE = "An issued document never changes."
_FUNCTION = f"""
CREATE OR REPLACE FUNCTION documents_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{_SENTENCE}' USING ERRCODE = 'integrity_constraint_violation'; END $$
"""


def _condition(differs: str, columns: set[str]) -> str:
    changed = " OR ".join(f"NEW.{name} {differs} OLD.{name}" for name in FROZEN if name in columns)
    replaced = " OR ".join(
        f"(OLD.{name} IS NOT NULL AND NEW.{name} {differs} OLD.{name})" for name in ("pdf_id",)
    )
    back = "NEW.state = 'draft'"
    return f"OLD.state <> 'draft' AND ({changed} OR {replaced} OR {back})"


def install_triggers(connection: BaseDatabaseWrapper) -> None:
    """Put the trigger in place; run after every migrate, for SQLite loses it with an altered table."""
    drop_triggers(connection)
    with connection.cursor() as cursor:
        # Earlier migrations put it on a table that lacks the later columns.
        columns = {column.name for column in _columns(connection, cursor)}
        if connection.vendor == "postgresql":
            cursor.execute(_FUNCTION)
            condition = _condition("IS DISTINCT FROM", columns)
            cursor.execute(
                f"CREATE TRIGGER {NAME} BEFORE UPDATE ON {TABLE} FOR EACH ROW"
                f" WHEN ({condition}) EXECUTE FUNCTION documents_refuse()"
            )
            return
        condition = _condition("IS NOT", columns)
        cursor.execute(
            f"CREATE TRIGGER {NAME} BEFORE UPDATE ON {TABLE} WHEN {condition}"
            f" BEGIN SELECT RAISE(ABORT, '{_SENTENCE}'); END"
        )


def _columns(connection: BaseDatabaseWrapper, cursor: Any) -> Any:
    return connection.introspection.get_table_description(cursor, TABLE)


def drop_triggers(connection: BaseDatabaseWrapper) -> None:
    """Take it away; for going back before the migration, and for tests that tamper."""
    on_table = f" ON {TABLE}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER IF EXISTS {NAME}{on_table}")
