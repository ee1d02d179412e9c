"""What a measurement is, how it is taken and how it is kept. Nothing here knows the program."""

from __future__ import annotations

import gc
import json
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

BUILD = Path(__file__).resolve().parents[2] / "build"


@dataclass(frozen=True)
class Figure:
    """A measured value beside what it must reach and beside a naive way of doing the same.

    ``bound`` is the most a time may be, or the least a rate (``per second``, ``F1``) must be.
    ``naive`` is the same quantity, in the same unit, of the way described in ``naive_way``.
    """

    name: str
    value: float
    unit: str
    bound: float | None = None
    naive: float | None = None
    naive_way: str = ""
    note: str = ""

    @property
    def reached(self) -> bool:
        """Tell whether the value is on the right side of its bound."""
        if self.bound is None:
            return True
        return self.value >= self.bound if self._is_rate else self.value <= self.bound

    @property
    def times_better(self) -> float | None:
        """How many times better than the naive way, or None if there is none."""
        if not self.naive:
            return None
        return self.value / self.naive if self._is_rate else self.naive / self.value

    @property
    def _is_rate(self) -> bool:
        return self.unit in ("per second", "F1")

    def __str__(self) -> str:
        bound = (
            "" if self.bound is None else f" (bound {self.bound:g}{'' if self.reached else '!'})"
        )
        times = self.times_better
        beside = (
            "" if times is None else f" · {self.naive_way}: {self.naive:.3f}, {times:.1f} times"
        )
        return f"{self.name}: {self.value:.3f} {self.unit}{bound}{beside}"


def seconds(work: Callable[[], object], repeats: int = 1) -> float:
    """Run ``work`` and give the shortest time; the garbage of others is collected before."""
    best = float("inf")
    for _ in range(repeats):
        gc.collect()
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


def peak_megabytes() -> float:
    """Give the most memory this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def keep(figures: list[Figure]) -> None:
    """Print the figures; write them to the path the asking process gave as first argument."""
    for figure in figures:
        print(figure, flush=True)
    if len(sys.argv) > 1:
        rows = [asdict(f) | {"reached": f.reached, "times_better": f.times_better} for f in figures]
        Path(sys.argv[1]).write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
