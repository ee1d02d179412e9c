"""Reconciling: time, memory and F1 beside VLOOKUP, and beside a public engine if one is named.

``POLIMA_RECORDLINKAGE`` names an interpreter that has ``recordlinkage``; without it that figure is
left out and said to be.
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
from tests.bench.figures import Figure, keep, peak_megabytes
from tests.measure import Score, measure
from tests.rosters import Rosters, make

LOOK_UP, PUBLIC = "VLOOKUP on the raw NIP", "recordlinkage"
ENGINE = os.environ.get("POLIMA_RECORDLINKAGE", "")


def figures() -> list[Figure]:
    """Measure the city's size, normal and dirty, then 100,000 × 100,000."""
    found = []
    for dirt, least in ((1, 0.999), (3, 0.998)):
        found += _city(dirt, least)
    return [*found, *_large()]


def _city(dirt: int, least: float) -> list[Figure]:
    rosters = make(4039, 31, dirt)
    taken, score = _timed(rosters)
    began = time.perf_counter()
    plain = _vlookup(rosters)
    looked_up = time.perf_counter() - began
    words = f"{dirt} × dirt, {len(rosters.left):,} × {len(rosters.right):,}"
    kinds = "; ".join(
        f"{kind}: {right} right, {false} false, {missed} missed"
        for kind, (right, false, missed) in score.by_kind.items()
    )
    found = [
        Figure(f"reconcile, {words}", taken, "s", 1.5, looked_up, LOOK_UP),
        Figure(f"F1, {words}", score.f1, "F1", least, plain, LOOK_UP, kinds),
        Figure(f"false among sure, {words}", score.false_sure, "links", 0),
        Figure(f"review load, {words}", score.review, "of rows", 0.01 if dirt == 1 else 0.03),
        Figure(f"memory so far, {words}", peak_megabytes(), "MB", 200),
    ]
    public = _public(rosters)
    if public is not None:
        seconds, f1 = public
        found += [
            Figure(f"reconcile beside it, {words}", taken, "s", None, seconds, PUBLIC),
            Figure(f"F1 beside it, {words}", score.f1, "F1", None, f1, PUBLIC),
        ]
    else:
        print("POLIMA_RECORDLINKAGE is not set: no public engine beside it")
    return found


def _large() -> list[Figure]:
    rosters = make(100_000, 31)
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


def _public(rosters: Rosters) -> tuple[float, float] | None:
    if not ENGINE:
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
    return said["seconds"], said["f1"]


if __name__ == "__main__":
    keep(figures())
