"""Who may open a stored file: the rooms that use it say so in their `file_rules.py`."""

from collections.abc import Callable
from typing import Any

from core.files.models import StoredFile

OwnerRule = Callable[[Any, StoredFile], bool]
_rules: list[OwnerRule] = []


def owner_rule(rule: OwnerRule) -> OwnerRule:
    """Register a rule: does this file belong to something the person may see?"""
    if rule not in _rules:
        _rules.append(rule)
    return rule


def may_open(user: Any, stored: StoredFile) -> bool:
    """Whether any room says yes; a file nobody answers for stays closed."""
    return any(rule(user, stored) for rule in _rules)
