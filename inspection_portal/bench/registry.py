"""The benchmarks by name, and the database each is measured on."""

from collections.abc import Callable
from dataclasses import dataclass

from inspection_portal.bench.measuring import Row

Measure = Callable[[str], list[Row]]
SCALES = ("demo", "province", "nation")


@dataclass(frozen=True)
class Benchmark:
    """`per_scale`: measured once on the data of every scale up to the one asked for."""

    name: str
    title: str
    measure: Measure
    per_scale: bool


_benchmarks: dict[str, Benchmark] = {}


def benchmark(name: str, title: str, *, per_scale: bool = False) -> Callable[[Measure], Measure]:
    """Register a function from a scale to rows."""

    def register(measure: Measure) -> Measure:
        _benchmarks[name] = Benchmark(name, title, measure, per_scale)
        return measure

    return register


def benchmarks() -> dict[str, Benchmark]:
    return _benchmarks


def scales_up_to(scale: str) -> tuple[str, ...]:
    return SCALES[: SCALES.index(scale) + 1]
