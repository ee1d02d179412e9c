"""The kinds of list: who may import each, and how it is read, decided and written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from polima_desktop.domain.access import Permission
from polima_desktop.domain.errors import WrongUsage
from polima_desktop.domain.progress import Progress
from polima_desktop.imports.backup import Backup, read_backup
from polima_desktop.imports.duty_rosters import read_duty_rosters
from polima_desktop.imports.employees import read_employees
from polima_desktop.imports.events import read_events
from polima_desktop.imports.holidays import read_holidays
from polima_desktop.imports.points import read_points
from polima_desktop.imports.punches import read_punches
from polima_desktop.imports.reading import FileRead, KnownNips, Reading, UnitNames
from polima_desktop.imports.records import Records, read_activities, read_attendance
from polima_desktop.imports.sheets import Book
from polima_desktop.imports.units import read_units
from polima_desktop.imports.working_hours import read_working_hours
from polima_desktop.services.importing import (
    claims,
    duty_rosters,
    employees,
    events,
    holidays,
    known,
    points,
    punches,
    records,
    roster,
    units,
    working_hours,
)
from polima_desktop.services.importing.plan import Decided, Options, Settled
from polima_desktop.services.importing.words import (
    KIND_LABELS,
    PERMISSIONS,
    ROSTER_PERMISSION,
    SOURCES,
)
from polima_desktop.storage.staff import numbers, people
from polima_desktop.storage.unit_of_work import Work

if TYPE_CHECKING:
    from sqlalchemy import Connection


class Against(NamedTuple):
    """What a file is read and decided against.

    ``settled``: whether a row (sheet, number) of this very file was accepted before. It is not
    news: what was changed since then by a decree or by hand is not set back by the same old file.
    """

    connection: Connection
    options: Options
    today: date
    progress: Progress
    settled: Settled

    @property
    def units(self) -> UnitNames:
        """The units that exist on the effective day."""
        return known.unit_names(self.connection, self.options.effective(self.today))

    @property
    def nips(self) -> KnownNips:
        """The NIPs of the master list, also those people had once."""
        now = numbers.as_held(self.connection, date.max)
        return KnownNips(people.ids_by_nip(self.connection), now)

    @property
    def shift_workers(self) -> set[str]:
        """The NIPs of people on shifts."""
        return known.shift_workers(self.connection, self.today)


class Kind(NamedTuple):
    """How one kind of list goes into the store."""

    permission: Permission
    read: Callable[[Book, Against], FileRead]
    decide: Callable[[Any, Against], Decided]
    write: Callable[[Work, int, Any], None]


def kind_of(kind: str, source: str) -> Kind:
    """Give a kind; another office's staff list is kept apart from the master list."""
    if source not in SOURCES:
        raise WrongUsage(f"Sumber ‘{source}’ tidak dikenal.", "Pilih bkpsdm atau kominfo.")
    if kind not in _KINDS:
        raise WrongUsage(
            f"Jenis impor ‘{kind}’ tidak dikenal.", f"Pilih: {', '.join(KIND_LABELS)}."
        )
    if kind == "employees" and source == "kominfo":
        return _ROSTER
    return _KINDS[kind]


def _read_units(book: Book, against: Against) -> Reading:
    return read_units(book, against.units, against.options.layouts)


def _read_employees(book: Book, against: Against) -> Reading:
    options, names = against.options, against.units
    unit = names.find(options.unit) if options.unit else None
    return read_employees(book, names, options.layouts, unit, against.progress)


def _read_roster(book: Book, against: Against) -> Reading:
    return roster.lenient(_read_employees(book, against))


def _read_events(book: Book, against: Against) -> Reading:
    return read_events(book, against.units, against.nips, against.options.layouts)


def _read_holidays(book: Book, against: Against) -> Reading:
    return read_holidays(book, against.units, against.options.layouts)


def _read_hours(book: Book, against: Against) -> Reading:
    return read_working_hours(book, against.units, against.options.layouts)


def _read_duty_rosters(book: Book, against: Against) -> Reading:
    return read_duty_rosters(book, against.nips, against.options.layouts)


def _read_points(book: Book, against: Against) -> Reading:
    return read_points(book, against.units, against.options.layouts)


def _read_attendance(book: Book, against: Against) -> Records:
    return read_attendance(
        book,
        against.nips,
        against.today,
        against.shift_workers,
        against.options.layouts,
        against.progress,
    )


def _read_punches(book: Book, against: Against) -> Records:
    return read_punches(
        book, against.nips, against.today, against.options.layouts, against.progress
    )


def _read_activities(book: Book, against: Against) -> Records:
    catalogues = known.catalogues(against.connection)
    return read_activities(
        book,
        against.nips,
        catalogues,
        against.today,
        against.options.layouts,
        against.progress,
    )


def _read_backup(book: Book, against: Against) -> Backup:
    catalogues = known.catalogues(against.connection)
    return read_backup(
        book,
        known.AskedNips(against.connection),
        catalogues,
        against.today,
        known.AskedShiftWorkers(against.connection, against.today),
        against.progress,
    )


def _decide_units(reading: Reading, against: Against) -> Decided:
    return units.decide(
        against.connection, reading, against.options, against.today, against.settled
    )


def _decide_employees(reading: Reading, against: Against) -> Decided:
    return employees.decide(
        against.connection, reading, against.options, against.today, against.settled
    )


def _decide_events(reading: Reading, against: Against) -> Decided:
    return events.decide(against.connection, reading, against.options, against.today)


def _decide_holidays(reading: Reading, against: Against) -> Decided:
    return holidays.decide(against.connection, reading, against.settled)


def _decide_hours(reading: Reading, against: Against) -> Decided:
    return working_hours.decide(against.connection, reading, against.settled)


def _decide_duty_rosters(reading: Reading, against: Against) -> Decided:
    return duty_rosters.decide(against.connection, reading, against.settled)


def _decide_points(reading: Reading, against: Against) -> Decided:
    return points.decide(against.connection, reading, against.settled)


def _decide_roster(reading: Reading, against: Against) -> Decided:
    return roster.decide(against.connection, reading, against.options.source)


def _decide_days(reading: Records, against: Against) -> Decided:
    return records.decide_days(against.connection, reading, against.settled)


def _decide_punches(reading: Records, against: Against) -> Decided:
    return punches.decide(against.connection, reading)


def _decide_entries(reading: Records, against: Against) -> Decided:
    return records.decide_entries(
        against.connection, reading, against.settled, whole_days=against.options.whole_days
    )


def _decide_claims(reading: Backup, against: Against) -> Decided:
    return claims.decide(against.connection, reading, against.settled)


_P = PERMISSIONS
_KINDS: dict[str, Kind] = {
    "units": Kind(_P["units"], _read_units, _decide_units, units.write),
    "employees": Kind(_P["employees"], _read_employees, _decide_employees, employees.write),
    "events": Kind(_P["events"], _read_events, _decide_events, events.write),
    "holidays": Kind(_P["holidays"], _read_holidays, _decide_holidays, holidays.write),
    "patterns": Kind(_P["patterns"], _read_hours, _decide_hours, working_hours.write),
    "rosters": Kind(_P["rosters"], _read_duty_rosters, _decide_duty_rosters, duty_rosters.write),
    "points": Kind(_P["points"], _read_points, _decide_points, points.write),
    "attendance": Kind(_P["attendance"], _read_attendance, _decide_days, records.write_days),
    "punches": Kind(_P["punches"], _read_punches, _decide_punches, punches.write),
    "activities": Kind(_P["activities"], _read_activities, _decide_entries, records.write_entries),
    "backup": Kind(_P["backup"], _read_backup, _decide_claims, claims.write),
}
_ROSTER = Kind(ROSTER_PERMISSION, _read_roster, _decide_roster, roster.write)
