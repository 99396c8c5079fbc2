"""Who may delegate."""

from typing import Any

from units.rules import holds_at


def may_delegate(user: Any, department: Any) -> bool:
    """Specialists of the department itself."""
    return holds_at(user, "plans.edit", department)
