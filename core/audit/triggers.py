"""Triggers that refuse to change or take away what the audit chain holds, on both databases."""

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE, HEAD = "core_auditentry", "core_audithead"
_SENTENCE = "The audit chain only grows."

# SQLite replaces a conflicting row without firing a delete trigger, hence the trigger on insert.
_SQLITE = {
    "core_audit_no_update": f"BEFORE UPDATE ON {TABLE}",
    "core_audit_no_delete": f"BEFORE DELETE ON {TABLE}",
    "core_audit_no_replace": (
        f"BEFORE INSERT ON {TABLE} WHEN EXISTS (SELECT 1 FROM {TABLE}"  # noqa: S608 - constants
        " WHERE sequence = NEW.sequence OR hash = NEW.hash)"
    ),
    "core_audit_head_no_delete": f"BEFORE DELETE ON {HEAD}",
    "core_audit_head_no_shortening": (
        f"BEFORE UPDATE ON {HEAD} WHEN NEW.length < OLD.length OR NEW.id <> OLD.id"
    ),
    "core_audit_head_no_replace": (
        f"BEFORE INSERT ON {HEAD} WHEN EXISTS (SELECT 1 FROM {HEAD} WHERE id = NEW.id)"  # noqa: S608
    ),
}
_POSTGRESQL = {
    "core_audit_no_change": (
        TABLE, f"BEFORE UPDATE OR DELETE OR TRUNCATE ON {TABLE} FOR EACH STATEMENT"
    ),
    "core_audit_head_no_delete": (
        HEAD, f"BEFORE DELETE OR TRUNCATE ON {HEAD} FOR EACH STATEMENT"
    ),
    "core_audit_head_no_shortening": (
        HEAD,
        f"BEFORE UPDATE ON {HEAD} FOR EACH ROW WHEN (NEW.length < OLD.length OR NEW.id <> OLD.id)",
    ),
}  # fmt: skip
_FUNCTION = f"""
CREATE OR REPLACE FUNCTION core_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{_SENTENCE}' USING ERRCODE = 'integrity_constraint_violation'; END $$
"""


def install_triggers(connection: BaseDatabaseWrapper) -> None:
    """Put every trigger in place that is not there yet.

    Besides the migration this runs after every migrate: SQLite rebuilds a table to alter it, and
    its triggers go with the old one.
    """
    absent = missing_triggers(connection)
    if not absent:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_FUNCTION)
        for name in absent:
            cursor.execute(_creation(connection.vendor, name))


def drop_triggers(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away; for going back before the migration, and for tests."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for name, (table, _moment) in _POSTGRESQL.items():
                cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            return
        for name in _SQLITE:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


def missing_triggers(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of triggers that should guard the chain and do not."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'")
            wanted = list(_POSTGRESQL)
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            wanted = list(_SQLITE)
        present = {row[0] for row in cursor.fetchall()}
    return [name for name in wanted if name not in present]


def _creation(vendor: str, name: str) -> str:
    if vendor == "postgresql":
        _table, moment = _POSTGRESQL[name]
        return f"CREATE TRIGGER {name} {moment} EXECUTE FUNCTION core_audit_refuse()"
    return f"CREATE TRIGGER {name} {_SQLITE[name]} BEGIN SELECT RAISE(ABORT, '{_SENTENCE}'); END"
