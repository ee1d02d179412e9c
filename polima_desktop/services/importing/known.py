"""What a file is read against: the units, people and activities the store knows."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from datetime import date
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from polima_desktop.domain.periods import Month
from polima_desktop.domain.rules import load
from polima_desktop.imports.catalogues import Catalogues, Variable
from polima_desktop.imports.reading import UnitNames
from polima_desktop.storage.rules import registry, versions
from polima_desktop.storage.staff import numbers, people, units

if TYPE_CHECKING:
    from sqlalchemy import Connection

SHIFTS = "giliran"


def unit_names(connection: Connection, day: date) -> UnitNames:
    """Give the units that exist on a day, by code, name, short name and alias."""
    rows = units.as_of(connection, day)
    other = units.aliases(connection, day)
    pairs = [
        (text, unit.code)
        for unit in rows
        for text in (unit.code, unit.name, unit.short_name, *other.get(unit.id, ()))
        if text
    ]
    return UnitNames.of(pairs, {unit.code: unit.name for unit in rows})


def export_names(connection: Connection, day: date) -> dict[str, str]:
    """Give for each unit's code the name an import finds it by again: its own, else the code."""
    names = unit_names(connection, day)
    return {code: label if names.means_one(label) else code for code, label in names.labels.items()}


def shift_workers(connection: Connection, day: date) -> set[str]:
    """Give the NIPs of the people whose unit works in shifts on a day."""
    rows = {unit.id: unit for unit in units.as_of(connection, day)}

    def pattern(unit_id: int | None) -> str | None:
        seen: set[int] = set()
        while unit_id in rows and unit_id not in seen:
            seen.add(unit_id)
            if rows[unit_id].pattern:
                return rows[unit_id].pattern
            unit_id = rows[unit_id].parent_id
        return None

    on_shifts = {unit_id for unit_id in rows if pattern(unit_id) == SHIFTS}
    return people.nips_of_units(connection, day, on_shifts) if on_shifts else set()


class AskedNips(Container[str]):
    """The NIPs of the master list, asked for one by one: for files that name a few people."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._answers: dict[object, bool] = {}

    def __contains__(self, nip: object) -> bool:
        """Whether somebody has this NIP."""
        if nip not in self._answers:
            self._answers[nip] = bool(numbers.owners_of(self._connection, [str(nip)]))
        return self._answers[nip]

    @cached_property
    def now(self) -> dict[str, str]:
        """What each former NIP is today."""
        return numbers.as_held(self._connection, date.max)


class AskedShiftWorkers(Container[str]):
    """The NIPs of people on shifts, read when first asked for: most files never ask."""

    def __init__(self, connection: Connection, day: date) -> None:
        self._connection, self._day = connection, day

    @cached_property
    def _nips(self) -> set[str]:
        return shift_workers(self._connection, self._day)

    def __contains__(self, nip: object) -> bool:
        """Whether this NIP is of somebody on shifts."""
        return nip in self._nips


def catalogues(connection: Connection) -> Catalogues:
    """Give the activities in force in each month, as published: drafts are in none."""
    starts = sorted({Month.of(day) for day in registry.starts(connection)})
    found = ((month, versions.in_force(connection, month)) for month in starts)
    return Catalogues(tuple((m.first, _activities(row.toml)) for m, row in found if row))


@lru_cache(maxsize=64)
def _activities(toml: str) -> dict[str, dict[str, Variable]]:
    return {
        code: {
            name: Variable(
                given.label, given.decimals, given.low, given.high, given.kind, given.values
            )
            for name, given in activity.inputs.items()
        }
        for code, activity in load(toml).activities.items()
    }


def activity_families(connection: Connection) -> Callable[[date], Mapping[str, str]]:
    """Give what tells each activity's job family by the rules published for a day's month."""
    found: dict[Month, Mapping[str, str]] = {}

    def on(day: date) -> Mapping[str, str]:
        month = Month.of(day)
        if month not in found:
            row = versions.in_force(connection, month)
            found[month] = _families(row.toml) if row else {}
        return found[month]

    return on


@lru_cache(maxsize=64)
def _families(toml: str) -> dict[str, str]:
    return {code: activity.family for code, activity in load(toml).activities.items()}
