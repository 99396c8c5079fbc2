"""Measuring fairly on a shared machine: in turns, many times, the median counts."""

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

Action = Callable[[], object]


@dataclass(frozen=True)
class Row:
    """One line of `bench.json`.

    `floor` is the least that the work can cost on this stack, `peer` what another good tool
    needs for the same; both were measured in turns with `ours`.
    """

    name: str
    ours: float
    unit: str
    goal: str
    ok: bool
    floor: float | None = None
    peer: float | None = None
    note: str = ""

    @property
    def ratio_floor(self) -> float | None:
        return round(self.ours / self.floor, 2) if self.floor else None

    @property
    def ratio_peer(self) -> float | None:
        return round(self.ours / self.peer, 2) if self.peer else None

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"ratio_floor": self.ratio_floor, "ratio_peer": self.ratio_peer}


def in_turns(actions: Mapping[str, Action], rounds: int, warm_up: int = 1) -> dict[str, float]:
    """Median milliseconds of each action; one of each per round, so that noise meets all alike."""
    taken: dict[str, list[float]] = {name: [] for name in actions}
    for number in range(warm_up + rounds):
        for name, action in actions.items():
            begun = time.perf_counter()
            action()
            elapsed = (time.perf_counter() - begun) * 1000
            if number >= warm_up:
                taken[name].append(elapsed)
    return {name: round(statistics.median(values), 2) for name, values in taken.items()}


def table(rows: list[Row]) -> str:
    """The rows as people read them."""
    heads = ("name", "ours", "floor", "× floor", "peer", "× peer", "goal", "")
    cells = [
        (
            row.name,
            f"{row.ours:,.1f} {row.unit}",
            _figure(row.floor),
            _figure(row.ratio_floor, 2),
            _figure(row.peer),
            _figure(row.ratio_peer, 2),
            row.goal,
            ("ok" if row.ok else "MISSED") + (f"  {row.note}" if row.note else ""),
        )
        for row in rows
    ]
    widths = [max(len(line[column]) for line in [heads, *cells]) for column in range(len(heads))]
    return "\n".join(
        "  ".join(
            text.ljust(width) if column in {0, 6, 7} else text.rjust(width)
            for column, (text, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in [heads, *cells]
    )


def _figure(value: float | None, digits: int = 1) -> str:
    return "–" if value is None else f"{value:,.{digits}f}"
