"""The facts and word lists the demo city is seeded with, read from ``resources/baubau``.

Where a fact comes from stands in the files themselves. No rule of the city's making lives here.
"""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from polima_desktop.assets import asset
from polima_desktop.domain.calendar import WEEKDAYS, Hours, parse_hours


class Place(NamedTuple):
    """A kelurahan (or the locality Wonco): its Kemendagri code, kecamatan and centroid."""

    name: str
    code: str
    district: str
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Names:
    """Parts of invented names."""

    male: tuple[str, ...]
    female: tuple[str, ...]
    family: tuple[str, ...]
    birthplaces: tuple[str, ...]


#: "Wonco and surroundings" is a locality, not a kelurahan; its point is invented near Bugi.
WONCO = Place("Wonco", "", "Sorawolio", -5.41900, 122.73300)


def read_rows(name: str) -> list[dict[str, str]]:
    """Give the rows of one CSV file of ``resources/baubau``."""
    path = asset("resources", "baubau", name)
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_toml(name: str) -> dict[str, Any]:
    """Give the content of one TOML file of ``resources/baubau``."""
    with asset("resources", "baubau", name).open("rb") as file:
        return tomllib.load(file)


@cache
def places() -> dict[str, Place]:
    """Give every kelurahan by name, and Wonco."""
    found = {
        row["kelurahan"]: Place(
            row["kelurahan"],
            row["code"],
            row["kecamatan"],
            float(row["latitude"]),
            float(row["longitude"]),
        )
        for row in read_rows("villages.csv")
    }
    return {**found, WONCO.name: WONCO}


@cache
def holidays() -> frozenset[date]:
    """Give the days off decreed for 2021."""
    return frozenset(date.fromisoformat(row["date"]) for row in read_rows("holidays-2021.csv"))


@cache
def names() -> Names:
    """Give the name parts."""
    content = read_toml("names.toml")
    return Names(**{key: tuple(words) for key, words in content.items()})


@cache
def working_week(pattern: str) -> tuple[Hours | None, ...]:
    """Give the ordinary hours of a pattern (``5 hari``), Monday first, as shipped."""
    table = next(p for p in _patterns() if p["code"] == pattern.replace(" ", "_"))
    hours = table["weeks"][0]["hours"]
    return tuple(parse_hours(hours[day]) if day in hours else None for day in WEEKDAYS)


def on_duty(pattern: str, day: date) -> Hours | None:
    """Give the hours of a weekly pattern on a day, None on a day off or a holiday."""
    return None if day in holidays() else working_week(pattern)[day.weekday()]


@cache
def shifts() -> tuple[Hours, ...]:
    """Give the windows of the shift pattern: morning, afternoon, night."""
    table = next(pattern for pattern in _patterns() if "shifts" in pattern)
    return tuple(parse_hours(shift["hours"]) for shift in table["shifts"])


def _patterns() -> list[dict[str, Any]]:
    return list(read_toml("work-patterns.toml")["patterns"])
