"""Who may write and publish sets, and who fills which column of an assessment."""

from collections.abc import Callable
from typing import Any

from standards.enums import Stage
from units.rules import holds, holds_at

Filler = Callable[[Any, Any, str], bool | None]
Withholder = Callable[[Any, Any, str], bool]
_fillers: list[Filler] = []
_withholders: list[Withholder] = []


def filler(rule: Filler) -> Filler:
    """Rooms above decide who fills a column of what is theirs: `rule(user, assessment, stage)`.

    None: not theirs, the rule of this room holds.
    """
    if rule not in _fillers:
        _fillers.append(rule)
    return rule


def withholder(rule: Withholder) -> Withholder:
    """Rooms above say from whom a column is withheld, for instance until a result is released."""
    if rule not in _withholders:
        _withholders.append(rule)
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
    verdicts = (rule(user, assessment, stage) for rule in _fillers)
    decided = next((verdict for verdict in verdicts if verdict is not None), None)
    return holds(user, "standards.inspect", assessment.unit) if decided is None else decided


def may_hand_in(user: Any, sheet: Any) -> bool:
    return may_fill(user, sheet.assessment, sheet.stage)


def sees_column(user: Any, sheet: Any) -> bool:
    """A column that others still fill is theirs alone until they hand it in, or longer."""
    assessment, stage = sheet.assessment, sheet.stage
    if any(rule(user, assessment, stage) for rule in _withholders):
        return False
    return sheet.is_done or may_fill(user, assessment, stage)
