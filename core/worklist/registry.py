"""What awaits a person: every room offers tasks, the home page shows them together."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Task:
    """One row of "Việc của tôi". `waiting_for` names who must act first, when it is not the user."""

    title: str
    url: str
    due_on: date | None = None
    context: str = ""
    waiting_for: str = ""


Provider = Callable[[Any], Iterable[Task]]
_providers: list[Provider] = []


def provider(function: Provider) -> Provider:
    """Register a room's tasks; called from `<app>/worklist.py`."""
    _providers.append(function)
    return function


def tasks_for(user: Any) -> list[Task]:
    """All tasks of a user, the most pressing first."""
    tasks = [task for offer in _providers for task in offer(user)]
    return sorted(tasks, key=lambda task: (task.due_on or date.max, task.title))
