"""Triggers that refuse to change minutes that were read back, and signatures, on both databases.

Minutes that were read back may be opened again (their state alone changes) or closed; their files
are attached once. A signature, and an earlier reading that was kept, never changes or goes.
"""

from __future__ import annotations

from core.triggers import Guard, Guards

RECORD, SIGNATURE = "inspections_inspectionrecord", "inspections_recordsignature"
READING = "inspections_recordreading"
FROZEN = (
    "inspection_id", "remarks", "opinions", "number", "no_strengths", "no_shortcomings", "copies",
    "reading", "read_back_at", "blocks", "layout_version", "content_sha256",
)  # fmt: skip
ONCE = ("pdf_id", "signed_pdf_id", "signed_at")
_SENTENCE = "Minutes that were read back never change."
_SIGNED = "A signature is never changed."


def _guards() -> dict[str, Guard]:
    """By the names of their triggers."""
    changed = " OR ".join(f"NEW.{name} <!> OLD.{name}" for name in FROZEN)
    once = " OR ".join(f"(OLD.{name} IS NOT NULL AND NEW.{name} <!> OLD.{name})" for name in ONCE)
    guards = {
        "inspections_record_frozen": Guard(
            RECORD, "UPDATE",
            (f"OLD.state <> 'draft' AND ({changed} OR {once}"
            " OR (OLD.state = 'signed' AND NEW.state <> 'signed'))"), _SENTENCE,
        ),
        "inspections_record_kept": Guard(RECORD, "DELETE", "OLD.state <> 'draft'", _SENTENCE),
    }  # fmt: skip
    for table in (SIGNATURE, READING):
        for moment in ("UPDATE", "DELETE"):
            guards[f"{table}_{moment.lower()}"] = Guard(table, moment, "1 = 1", _SIGNED)
    return guards


GUARDS = Guards(_guards())
install_triggers, drop_triggers, lifted = GUARDS.install, GUARDS.drop, GUARDS.lifted
