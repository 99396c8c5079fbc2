"""The drills there are. Each gives its figures with the guard on, and with the guard off."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Outcome:
    """One run: whether nothing was lost, and the figures that say so."""

    passed: bool
    figures: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class DrillReport:
    """The control is the same run without the guard: if it passes too, the drill proves nothing."""

    name: str
    passed: bool
    figures: dict[str, Any]
    control: Outcome

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


Drill = Callable[[], DrillReport]
_drills: dict[str, Drill] = {}


def drill(name: str) -> Callable[[Drill], Drill]:
    """Register a drill under its name."""

    def register(function: Drill) -> Drill:
        _drills[name] = function
        return function

    return register


def report(name: str, guarded: Outcome, control: Outcome) -> DrillReport:
    """A drill is passed when the guarded run lost nothing and the unguarded one did."""
    return DrillReport(name, guarded.passed and not control.passed, guarded.figures, control)


def drill_called(name: str) -> Drill:
    if name not in _drills:
        raise LookupError(f"No drill is called {name!r}. There are: {', '.join(all_drills())}.")
    return _drills[name]


def all_drills() -> list[str]:
    return sorted(_drills)
