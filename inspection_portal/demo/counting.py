"""What a run of the demonstration added or removed."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Counts:
    """Rows by kind; words about the progress go to standard error."""

    rows: Counter[str] = field(default_factory=Counter)
    quiet: bool = False

    def add(self, kind: str, number: int = 1) -> None:
        self.rows[kind] += number

    def say(self, sentence: str) -> None:
        if not self.quiet:
            print(sentence, file=sys.stderr, flush=True)  # noqa: T201 - progress of a command

    def __bool__(self) -> bool:
        return any(self.rows.values())
