"""What a city costs by its people: made, frozen and calculated, each in a process of its own.

``./dev bench scale`` takes the sizes of ``SIZES`` or those of the variable ``POLIMA_SCALE``
("100 4039 20000"). Besides the figures it draws ``build/scale.svg``: seconds against people.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import shutil
import time
from typing import NamedTuple

from tests.bench.city import polima
from tests.bench.figures import BUILD, Figure, keep

SIZES = (100, 4_039, 20_000, 100_000)
MONTH = "2021-01"
MOST_MEGABYTES = 3 * 1024
_WIDE, _HIGH, _EDGE = 720, 420, 60
_COLOURS = {"demo": "#1f5f8b", "freeze": "#b5541c", "calculate": "#3f7d3a"}


class Cost(NamedTuple):
    """What one verb took for a city of so many people."""

    people: int
    verb: str
    seconds: float
    megabytes: float


def measured(people: int) -> list[Cost]:
    """Make a city of that many people, freeze and calculate its month."""
    folder = BUILD / f"scale-{people}"
    shutil.rmtree(folder, ignore_errors=True)
    step = ("--store", str(folder / "polima.db"), "month")
    verbs = {
        "demo": ("demo", "--out", str(folder), "--employees", str(people)),
        "freeze": (*step, "freeze", MONTH),
        "calculate": (*step, "calculate", MONTH),
    }
    costs = [Cost(people, verb, *_run(arguments)) for verb, arguments in verbs.items()]
    shutil.rmtree(folder)
    return costs


def _run(arguments: tuple[str, ...]) -> tuple[float, float]:
    """Give seconds and peak megabytes of a verb; a fresh process knows of one child only."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_watched, (arguments,))


def _watched(arguments: tuple[str, ...]) -> tuple[float, float]:
    began = time.perf_counter()
    polima(*arguments)
    took = time.perf_counter() - began
    return took, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def figures(costs: list[Cost]) -> list[Figure]:
    """Give time and memory of every step; memory has a bound."""
    found = []
    for cost in costs:
        name = f"{cost.verb}, city of {cost.people:,}"
        each = f"{1000 * cost.seconds / cost.people:.2f} ms a person"
        found.append(Figure(f"{name}: time", cost.seconds, "s", note=each))
        found.append(Figure(f"{name}: memory", cost.megabytes, "MB", bound=MOST_MEGABYTES))
    return found


def curve(costs: list[Cost]) -> str:
    """Draw seconds against people as SVG, a line a verb; a straight line is linear growth."""
    most = max(cost.people for cost in costs)
    longest = max(cost.seconds for cost in costs)

    def point(cost: Cost) -> tuple[float, float]:
        x = _EDGE + (_WIDE - 2 * _EDGE) * cost.people / most
        return x, _HIGH - _EDGE - (_HIGH - 2 * _EDGE) * cost.seconds / longest

    shapes = []
    for number, (verb, colour) in enumerate(_COLOURS.items()):
        points = [point(cost) for cost in costs if cost.verb == verb]
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        shapes.append(f'<polyline points="{line}" fill="none" stroke="{colour}"/>')
        shapes += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in points]
        shapes.append(f'<text x="{_EDGE + 90 * number}" y="30" fill="{colour}">{verb}</text>')
    shapes.append(f'<text x="{_WIDE - 160}" y="{_HIGH - 20}">{most:,} people</text>')
    shapes.append(f'<text x="{_EDGE}" y="50">{longest:.0f} s</text>')
    size = f'width="{_WIDE}" height="{_HIGH}"'
    body = "\n".join(shapes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="13">\n'
        f'<rect {size} fill="white"/>\n{body}\n</svg>\n'
    )


if __name__ == "__main__":
    wanted = [int(word) for word in os.environ.get("POLIMA_SCALE", "").split()] or list(SIZES)
    taken = [cost for people in wanted for cost in measured(people)]
    (BUILD / "scale.svg").write_text(curve(taken), encoding="utf-8")
    keep(figures(taken))
