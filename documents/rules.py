"""Who may do what with papers and their registers."""

from typing import Any

from units.rules import holds_at


def may_draft(user: Any, document: Any) -> bool:
    """Specialists and clerks of the issuer itself."""
    return holds_at(user, "plans.edit", document.issuer) or may_issue(user, document)


def may_issue(user: Any, document: Any) -> bool:
    """Clerks of the issuer itself: a manager does not number an office's papers."""
    return holds_at(user, "documents.issue", document.issuer)


def may_keep_registers(user: Any, unit: Any) -> bool:
    return holds_at(user, "documents.registers", unit)
