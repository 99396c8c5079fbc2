"""Small values views hand to the components of the design system."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

StepState = Literal["done", "now", "next", "back"]


@dataclass(frozen=True)
class Step:
    """One step of a dossier for `{% steps items %}`: who did it and when, or who is to do it."""

    label: Any
    state: StepState = "next"
    who: Any = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Tab:
    """One tab for `{% tabs items %}`; each tab has an address of its own."""

    label: Any
    url: str
    current: bool = False
    count: int | None = None
    icon: str = ""
