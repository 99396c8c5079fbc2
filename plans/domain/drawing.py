"""Drawing units by lot so that anyone can draw them again.

Every unit gets the SHA-256 of the text "seed:number of the unit"; the lowest values are drawn. Unlike
`random.sample`, whose choice may change with the version of Python, this can be computed with any
tool, and the order in which a database returns the units does not matter.
"""

from collections.abc import Iterable
from decimal import ROUND_CEILING, Decimal
from hashlib import sha256

Listed = tuple[int, int]
"""A unit and who manages it, by their numbers."""


def lot(seed: int, unit: int) -> str:
    """The lot of one unit, as 64 hexadecimal digits."""
    return sha256(f"{seed}:{unit}".encode()).hexdigest()


def share_of(count: int, percent: Decimal) -> int:
    """How many of `count` units a share is: rounded up, so that the share is reached."""
    return int((count * Decimal(percent) / 100).to_integral_value(rounding=ROUND_CEILING))


def draw(
    listed: Iterable[Listed], *, percent: Decimal, seed: int, each_manager: bool = False
) -> list[int]:
    """Numbers of the units drawn, rising. With `each_manager` each manager's units are a list apart."""
    groups: dict[int, list[int]] = {}
    for unit, manager in listed:
        groups.setdefault(manager if each_manager else 0, []).append(unit)
    drawn: list[int] = []
    for units in groups.values():
        ranked = sorted(units, key=lambda unit: (lot(seed, unit), unit))
        drawn += ranked[: share_of(len(units), percent)]
    return sorted(drawn)
