"""What a new store starts with: holidays, work patterns and the transition policy as shipped.

Only reads ``resources/baubau`` into domain values; ``attendance.calendar`` writes them. After that
the store's own dated rows rule, and the shipped files are looked at no more (but for the kecamatan
of each kelurahan, which is geography).
"""

from __future__ import annotations

import csv
import tomllib
from datetime import date
from typing import Any

from polima_desktop.assets import asset
from polima_desktop.domain.calendar import (
    WEEKDAYS,
    Calendar,
    Holiday,
    Pattern,
    Shift,
    Timetable,
    parse_hours,
    read_holiday_kind,
)
from polima_desktop.domain.precedence import Precedence, Source
from polima_desktop.domain.transition import Group, Permit, Policy, Scope

FOLDER = ("resources", "baubau")


def shipped_calendar() -> Calendar:
    """Read the shipped work patterns and the holidays of 2021."""
    tables = _toml("work-patterns.toml")["patterns"]
    patterns = {table["code"]: _pattern(table) for table in tables}
    return Calendar(patterns, {holiday.day: holiday for holiday in _holidays()})


def shipped_policy() -> Policy:
    """Read the shipped transition policy (DOMAIN §2)."""
    tables = _toml("transition.toml")
    groups = [_group(table) for table in tables["groups"]]
    spots = [spot for table in tables["blank_spots"] for spot in _spots(table)]
    named = tuple(group for group in groups if group.unit_kinds)
    everybody = next(group for group in groups if not group.unit_kinds)
    order = tuple(_precedence(table) for table in tables["precedence"])
    return Policy(named, everybody, tuple(spots), districts(), order)


def shipped_tolerance() -> int:
    """Read the minutes by which claim and record may differ and still agree."""
    return int(_toml("transition.toml")["tolerance_minutes"])


def districts() -> dict[str, str]:
    """Read the kecamatan of every kelurahan."""
    return {row["kelurahan"]: row["kecamatan"] for row in _csv("villages.csv")}


def _holidays() -> list[Holiday]:
    rows = _csv("holidays-2021.csv")
    return [
        Holiday(date.fromisoformat(row["date"]), row["name"], read_holiday_kind(row["kind"]))
        for row in rows
    ]


def _pattern(table: dict[str, Any]) -> Pattern:
    weeks = tuple(_timetable(week) for week in table["weeks"])
    windows = tuple(
        Shift(row["name"], parse_hours(row["hours"]), row["valid_from"], row.get("valid_to"))
        for row in table.get("shifts", ())
    )
    return Pattern(table["code"], weeks, windows)


def _timetable(table: dict[str, Any]) -> Timetable:
    hours = {day: parse_hours(text) for day, text in table["hours"].items()}
    week = tuple(hours.get(day) for day in WEEKDAYS)
    return Timetable(table["valid_from"], table.get("valid_to"), week, table["name"])


def _group(table: dict[str, Any]) -> Group:
    return Group(**{**table, "unit_kinds": tuple(table["unit_kinds"])})


def _spots(table: dict[str, Any]) -> list[Permit]:
    scope, span = Scope(table["scope"]), (table["valid_from"], table.get("valid_to"))
    return [
        Permit("Tempat tanpa sinyal", *span, table["source"], place, scope)
        for place in table["places"]
    ]


def _precedence(table: dict[str, Any]) -> Precedence:
    return Precedence(
        table["valid_from"], Source(table["first"]), table["objection_days"], table["source"]
    )


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(asset(*FOLDER, name).read_text(encoding="utf-8"))


def _csv(name: str) -> list[dict[str, str]]:
    with asset(*FOLDER, name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
