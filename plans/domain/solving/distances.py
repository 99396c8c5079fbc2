"""How far it is: great circles between units, with an honest stand-in where a place is unknown."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt

from plans.domain.solving.problem import DEFAULT_LEG_KM, Point, Stop

_EARTH_KM = 6371.0


def haversine_km(one: Point, other: Point) -> float:
    """The great circle between two points given in degrees."""
    lat, other_lat = radians(one[0]), radians(other[0])
    across = radians(other[1] - one[1])
    half = sin((other_lat - lat) / 2) ** 2 + cos(lat) * cos(other_lat) * sin(across / 2) ** 2
    return 2 * _EARTH_KM * asin(min(1.0, sqrt(half)))


class Distances:
    """Legs between stops, by their ids. A unit without coordinates stands in the middle of the
    known units of its district; without those every leg from or to it has a stated length.
    """

    def __init__(self, stops: Iterable[Stop], base: Point | None) -> None:
        known = list(stops)
        middles = _middles(known)
        self._points = {stop.id: stop.point or middles.get(stop.district) for stop in known}
        self._base = base
        self._legs: dict[tuple[int, int], float] = {}

    def leg(self, one: int, other: int) -> float:
        key = (one, other) if one < other else (other, one)
        if key not in self._legs:
            self._legs[key] = _leg(self._points[one], self._points[other])
        return self._legs[key]

    def is_known(self, one: int, other: int) -> bool:
        """Whether a leg is measured and not assumed."""
        return self._points[one] is not None and self._points[other] is not None

    def from_base(self, stop: int) -> float:
        """From where the crews set out; 0 where that is not known."""
        return _leg(self._base, self._points[stop]) if self._base else 0.0

    def tour(self, stops: Sequence[int]) -> float:
        """A day: out to the first one, from one to the next, and back."""
        if not stops:
            return 0.0
        between = sum(self.leg(one, other) for one, other in pairwise(stops))
        return self.from_base(stops[0]) + between + self.from_base(stops[-1])


def _leg(one: Point | None, other: Point | None) -> float:
    return haversine_km(one, other) if one and other else DEFAULT_LEG_KM


def _middles(stops: Iterable[Stop]) -> dict[str, Point]:
    places: dict[str, dict[int, Point]] = defaultdict(dict)
    for stop in stops:
        if stop.point and stop.district:
            places[stop.district][stop.unit] = stop.point
    return {
        district: (
            sum(lat for lat, _lng in points.values()) / len(points),
            sum(lng for _lat, lng in points.values()) / len(points),
        )
        for district, points in places.items()
    }
