"""What changed between the people a decision named and those of the team now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Entry = Mapping[str, Any]


@dataclass(frozen=True)
class RosterChange:
    """`old` is who stood in the decision, `new` who stands in the team; one of them may be missing."""

    kind: Literal["replaced", "added", "removed", "role"]
    old: Entry | None = None
    new: Entry | None = None


def roster_changes(before: Sequence[Entry], now: Sequence[Entry]) -> list[RosterChange]:
    """Replacements and new roles in the order of the team, then who joined, then who left.

    Posts and the order of the list are no change of the team.
    """
    old = {entry["member"]: entry for entry in before}
    new = {entry["member"]: entry for entry in now}
    found = [
        change
        for key, entry in new.items()
        if key in old and (change := _changed(old[key], entry)) is not None
    ]
    found += [RosterChange("added", new=entry) for key, entry in new.items() if key not in old]
    found += [RosterChange("removed", old=entry) for key, entry in old.items() if key not in new]
    return found


def _changed(old: Entry, new: Entry) -> RosterChange | None:
    if old["user"] != new["user"]:
        return RosterChange("replaced", old, new)
    return RosterChange("role", old, new) if old["role"] != new["role"] else None


def lead_in(roster: Sequence[Entry]) -> Entry | None:
    """Who leads according to a list of people."""
    return next((entry for entry in roster if entry["role"] == "lead"), None)
