"""What is still free while a month is being filled."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from plans.domain.solving.problem import Crew, Placing, Problem, Stop


class Board:
    """Free crews and slots of one month; placings are put on it one by one."""

    def __init__(self, problem: Problem, month: date) -> None:
        self.problem = problem
        self.days = problem.open_days(month)
        self.placings: list[Placing] = []
        self.loads: Counter[int] = Counter()
        self._taken = set(problem.taken)
        self._held = Counter(problem.held)

    def room(self, crew: Crew, day: date) -> int:
        """How many more visits the crew can make on a day."""
        if day in crew.away:
            return 0
        left = self.problem.most_a_day - self._held[crew.id, day]
        return max(0, min(left, len(self.free_slots(crew, day))))

    def free_slots(self, crew: Crew, day: date) -> list[int]:
        return [
            slot
            for slot in range(self.problem.slots)
            if not any((name, day, slot) in self._taken for name in crew.resources)
        ]

    def may_visit(self, crew: Crew, stop: Stop, day: date, slot: int) -> bool:
        """Whether the unit is free then and the crew may go there; the crew's time is not asked."""
        return stop.unit not in crew.barred and (stop.resource, day, slot) not in self._taken

    def put(self, crew: Crew, stop: Stop, day: date, slot: int) -> None:
        self.placings.append(Placing(stop.id, day, slot, crew.id))
        self.loads[crew.id] += 1
        self._held[crew.id, day] += 1
        for name in (*crew.resources, stop.resource):
            self._taken.add((name, day, slot))

    def crews_by_load(self) -> list[Crew]:
        """The least busy first."""
        return sorted(self.problem.crews, key=lambda crew: (self.loads[crew.id], crew.id))

    def crew_days(self) -> Iterator[tuple[date, Crew]]:
        """From the first day on, on each day the least busy crew first; loads are asked anew."""
        for day in self.days:
            for crew in self.crews_by_load():
                yield day, crew


def slots_in_order(
    board: Board, crew: Crew, day: date, stops: Sequence[Stop]
) -> list[tuple[Stop, int]] | None:
    """Free slots for stops seen one after the other, the earliest ones; None if they do not fit."""
    if board.room(crew, day) < len(stops):
        return None
    found: list[tuple[Stop, int]] = []
    free = iter(board.free_slots(crew, day))
    for stop in stops:
        slot = next((slot for slot in free if board.may_visit(crew, stop, day, slot)), None)
        if slot is None:
            return None
        found.append((stop, slot))
    return found
