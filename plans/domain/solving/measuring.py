"""What a filled board costs, who does how much of it, and why each visit is where it is."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from plans.domain.solving.board import Board
from plans.domain.solving.distances import Distances
from plans.domain.solving.problem import MonthAnswer, Placing, Share, Stop


def measured(month: date, stops: Iterable[Stop], board: Board, distances: Distances) -> MonthAnswer:
    """Kilometres, team-days and the reason of each placing."""
    by_id = {stop.id: stop for stop in stops}
    days = crew_days(board.placings)
    return MonthAnswer(
        month=month,
        placings=tuple(one for day in days for one in _explained(day, by_id, distances)),
        missing=len(by_id) - len(board.placings),
        shares=tuple(_shares(days, distances)),
    )


def crew_days(placings: Iterable[Placing]) -> list[list[Placing]]:
    """Each crew's visits of a day, in order."""
    days: dict[tuple[date, int], list[Placing]] = defaultdict(list)
    for one in sorted(placings, key=lambda one: (one.day, one.crew, one.slot)):
        days[one.day, one.crew].append(one)
    return list(days.values())


def _shares(days: Iterable[Sequence[Placing]], distances: Distances) -> Iterator[Share]:
    by_crew: dict[int, list[Sequence[Placing]]] = defaultdict(list)
    for day in days:
        by_crew[day[0].crew].append(day)
    for crew, own in sorted(by_crew.items()):
        km = sum(distances.tour([one.stop for one in day]) for day in own)
        yield Share(crew, sum(map(len, own)), len(own), km)


def _explained(
    day: Sequence[Placing], stops: dict[int, Stop], distances: Distances
) -> Iterator[Placing]:
    districts = [stops[one.stop].district for one in day]
    for place, one in enumerate(day):
        previous = day[place - 1].stop if place else None
        yield replace(
            one,
            previous=previous,
            leg_km=_leg(previous, one.stop, distances),
            same_district=districts.count(districts[place]) - 1 if districts[place] else 0,
        )


def _leg(previous: int | None, stop: int, distances: Distances) -> float | None:
    """Nobody is told a distance that was only assumed."""
    if previous is None or not distances.is_known(previous, stop):
        return None
    return distances.leg(previous, stop)
