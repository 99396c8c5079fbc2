"""Who may write and publish sets, and who fills which column of an assessment."""

from collections.abc import Callable
from typing import Any

from standards.enums import Stage
from units.rules import holds, holds_at

Filler = Callable[[Any, Any, str], bool]
_fillers: list[Filler] = []


def filler(rule: Filler) -> Filler:
    """Rooms above say who else fills a column: `rule(user, assessment, stage)`."""
    if rule not in _fillers:
        _fillers.append(rule)
    return rule


def may_edit(user: Any, found: Any) -> bool:
    """Whoever writes criteria at the unit that set them; national sets are edited by nobody."""
    return found.owner_id is not None and holds_at(user, "standards.edit", found.owner)


def may_change(user: Any, found: Any) -> bool:
    """Only a draft is changed; afterwards a new version is made."""
    return found.is_draft and may_edit(user, found)


def may_publish(user: Any, found: Any) -> bool:
    return found.owner_id is not None and holds_at(user, "standards.publish", found.owner)


def may_open(user: Any, unit: Any) -> bool:
    """The unit itself assesses itself; whoever inspects it opens an assessment too."""
    return holds_at(user, "standards.assess", unit) or holds(user, "standards.inspect", unit)


def may_fill(user: Any, assessment: Any, stage: str) -> bool:
    """The unit fills its self-assessment, its office the second column, inspectors the others.

    A department that manages a unit directly fills the second column itself.
    """
    if stage == Stage.SELF:
        return holds_at(user, "standards.assess", assessment.unit)
    if holds_at(user, "standards.assess", assessment.unit):
        return False
    inspects = holds(user, "standards.inspect", assessment.unit)
    return inspects or any(rule(user, assessment, stage) for rule in _fillers)


def may_hand_in(user: Any, sheet: Any) -> bool:
    return may_fill(user, sheet.assessment, sheet.stage)


Veil = Callable[[Any, Any], bool]
_veils: list[Veil] = []


def veil(rule: Veil) -> Veil:
    """Rooms above say which columns stay covered though handed in: `rule(user, sheet)`."""
    if rule not in _veils:
        _veils.append(rule)
    return rule


def sees_column(user: Any, sheet: Any) -> bool:
    """A column that others still fill is theirs alone until they hand it in, and while a room above
    covers it.
    """
    if may_fill(user, sheet.assessment, sheet.stage):
        return True
    return sheet.is_done and not any(rule(user, sheet) for rule in _veils)
