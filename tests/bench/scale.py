"""What a city costs by its people: made, frozen and calculated, each in a process of its own.

``./dev bench scale`` takes the sizes of ``SIZES`` or those of the variable ``POLIMA_SCALE``
("100 4039 20000"); "100000=FOLDER" takes the city that ``polima demo`` made there, which alone is
half an hour, and leaves it as it is. Besides the figures it draws ``build/scale.svg``: seconds
against people, the making of a city and its month each in its own frame, with the line on which
every size would cost as much a person as the largest.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.bench.city import polima
from tests.bench.figures import BUILD, Figure, keep

SIZES = (100, 4_039, 20_000, 100_000)
MONTH = "2021-01"
MOST_MEGABYTES = 3 * 1024
MOST_SECONDS = {100_000: 45}
"""Of a month, frozen and calculated."""
_WIDE, _HIGH, _EDGE = 460, 380, 60
_COLOURS = {"demo": "#1f5f8b", "freeze": "#b5541c", "calculate": "#3f7d3a"}
_FRAMES = {"the city made and imported": ("demo",), "its month": ("freeze", "calculate")}


class Cost(NamedTuple):
    """What one verb took for a city of so many people; ``busy``: seconds of a processor."""

    people: int
    verb: str
    seconds: float
    megabytes: float
    busy: float


def measured(people: int, made: Path | None = None) -> list[Cost]:
    """Make a city of that many people or copy a made one, freeze and calculate its month."""
    folder = BUILD / f"scale-{people}"
    shutil.rmtree(folder, ignore_errors=True)
    step = ("--store", str(folder / "polima.db"), "month")
    verbs = {
        "demo": ("demo", "--out", str(folder), "--employees", str(people)),
        "freeze": (*step, "freeze", MONTH),
        "calculate": (*step, "calculate", MONTH),
    }
    if made is not None:
        del verbs["demo"]
        folder.mkdir(parents=True)
        for store in made.glob("polima.db*"):
            _copy(store, folder / store.name)
    costs = [Cost(people, verb, *_run(arguments)) for verb, arguments in verbs.items()]
    shutil.rmtree(folder)
    return costs


def _copy(store: Path, to: Path) -> None:
    """Copy a file to the disk itself: else it would be written while the month is timed."""
    shutil.copyfile(store, to)
    with to.open("rb+") as copy:
        os.fsync(copy.fileno())


def wanted(words: str) -> list[tuple[int, Path | None]]:
    """Read the sizes that were asked for, some with the folder of a city that is made."""
    pairs = [word.partition("=") for word in words.split()]
    return [(int(size), Path(folder) if folder else None) for size, _, folder in pairs] or [
        (size, None) for size in SIZES
    ]


def _run(arguments: tuple[str, ...]) -> tuple[float, float, float]:
    """Give seconds, peak megabytes and processor seconds of a verb.

    A fresh process knows of one child only.
    """
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_watched, (arguments,))


def _watched(arguments: tuple[str, ...]) -> tuple[float, float, float]:
    began = time.perf_counter()
    polima(*arguments)
    took = time.perf_counter() - began
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return took, used.ru_maxrss / 1024, used.ru_utime + used.ru_stime


def figures(costs: list[Cost]) -> list[Figure]:
    """Give time and memory of every step; memory has a bound."""
    found = []
    for cost in costs:
        name = f"{cost.verb}, city of {cost.people:,}"
        each = f"{1000 * cost.seconds / cost.people:.2f} ms a person, {cost.busy:.1f} s processor"
        found.append(Figure(f"{name}: time", cost.seconds, "s", note=each))
        found.append(Figure(f"{name}: memory", cost.megabytes, "MB", bound=MOST_MEGABYTES))
    for people in dict.fromkeys(cost.people for cost in costs):
        month = sum(c.seconds for c in costs if c.people == people and c.verb != "demo")
        name = f"month, city of {people:,}: time"
        found.append(Figure(name, month, "s", bound=MOST_SECONDS.get(people)))
    return found


def curve(costs: list[Cost]) -> str:
    """Draw seconds against people as SVG, a line a verb; straight through 0 is linear growth."""
    frames = [
        (title, [cost for cost in costs if cost.verb in verbs]) for title, verbs in _FRAMES.items()
    ]
    drawn = [_frame(*frame, place) for place, frame in enumerate(f for f in frames if f[1])]
    body = "\n".join(shape for shapes in drawn for shape in shapes)
    size = f'width="{_WIDE * len(drawn)}" height="{_HIGH}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="13">\n'
        f'<rect {size} fill="white"/>\n{body}\n</svg>\n'
    )


def _frame(title: str, costs: list[Cost], place: int) -> Iterator[str]:
    """Draw one frame, with its scales and for each verb the line of equal cost a person."""
    most = max(cost.people for cost in costs)
    longest = max(cost.seconds for cost in costs)
    left, right, top, bottom = _WIDE * place + _EDGE, _WIDE * (place + 1) - 40, 70, _HIGH - _EDGE

    def point(people: float, seconds: float) -> tuple[float, float]:
        x = left + (right - left) * people / most
        return round(x, 1), round(bottom - (bottom - top) * seconds / longest, 1)

    yield f'<text x="{left}" y="24" font-weight="bold">{title}</text>'
    yield f'<path d="M{left} {top}V{bottom}H{right}" fill="none" stroke="#888"/>'
    yield f'<text x="{left - 8}" y="{top + 5}" text-anchor="end">{longest:.0f} s</text>'
    for people in sorted({cost.people for cost in costs if cost.people >= most / 10}):
        x, _ = point(people, 0)
        yield f'<text x="{x}" y="{bottom + 20}" text-anchor="middle">{people:,}</text>'
    for number, verb in enumerate(dict.fromkeys(cost.verb for cost in costs)):
        points = [point(cost.people, cost.seconds) for cost in sorted(costs) if cost.verb == verb]
        colour = _COLOURS[verb]
        yield f'<text x="{left + 90 * number}" y="46" fill="{colour}">{verb}</text>'
        yield (f'<path d="M{left} {bottom}L{points[-1][0]} {points[-1][1]}" stroke="{colour}" '
               'stroke-dasharray="3 4"/>')  # fmt: skip
        line = " ".join(f"{x},{y}" for x, y in points)
        yield f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="1.5"/>'
        for x, y in points:
            yield f'<circle cx="{x}" cy="{y}" r="3.5" fill="{colour}"/>'


if __name__ == "__main__":
    asked = wanted(os.environ.get("POLIMA_SCALE", ""))
    taken = [cost for people, made in asked for cost in measured(people, made)]
    (BUILD / "scale.svg").write_text(curve(taken), encoding="utf-8")
    keep(figures(taken))
