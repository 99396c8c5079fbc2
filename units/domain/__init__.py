"""Verbs of the `units` room, offered to the rooms above."""

from units.domain.life import (
    add_code,
    add_unit,
    change_unit,
    dissolve,
    merge_units,
    rename_unit,
)
from units.domain.naming import Found, add_alias, find_unit, refresh_search_key, remove_alias
from units.domain.reach import rebuild_reach
from units.domain.refusals import ChangeRefused
from units.domain.tree import managed_by, managers_of, managers_on, set_manager

__all__ = [
    "ChangeRefused",
    "Found",
    "add_alias",
    "add_code",
    "add_unit",
    "change_unit",
    "dissolve",
    "find_unit",
    "managed_by",
    "managers_of",
    "managers_on",
    "merge_units",
    "rebuild_reach",
    "refresh_search_key",
    "remove_alias",
    "rename_unit",
    "set_manager",
]
