"""Triggers that refuse to change what a published set says, and answers once given, on both databases.

A published set may still be superseded, when it also gets its last day. Answers are events: a new
one is added, none is changed.
"""

from __future__ import annotations

from core.triggers import Guard, Guards

SET, STANDARD, CRITERION = "standards_standardset", "standards_standard", "standards_criterion"
RULE, EVENT = "standards_outcomerule", "standards_answerevent"
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


def _guards() -> dict[str, Guard]:
    """By the names of their triggers."""
    changed = " OR ".join(f"NEW.{name} <!> OLD.{name}" for name in FROZEN)
    guards = {
        "standards_set_frozen": Guard(
            SET, "UPDATE",
            (f"OLD.state <> 'draft' AND ({changed} OR NEW.state = 'draft'"
            " OR (OLD.state = 'superseded' AND (NEW.state <> OLD.state"
            " OR NEW.valid_to <!> OLD.valid_to)))"), _SENTENCE,
        ),
        "standards_set_kept": Guard(SET, "DELETE", "OLD.state <> 'draft'", _SENTENCE),
        "standards_answer_given": Guard(EVENT, "UPDATE", "1 = 1", _GIVEN),
    }  # fmt: skip
    for table, states in _PARTS.items():
        for moment, rows in _ROWS.items():
            condition = " OR ".join(f"({states.format(row=row)}) <> 'draft'" for row in rows)
            name = f"{table}_{moment.lower()}_frozen"
            guards[name] = Guard(table, moment, condition, _SENTENCE)
    return guards


GUARDS = Guards(_guards())
install_triggers, drop_triggers, lifted = GUARDS.install, GUARDS.drop, GUARDS.lifted
