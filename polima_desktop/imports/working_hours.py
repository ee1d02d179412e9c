"""A list of working hours: of a pattern or a unit, by weekday or by shift, from a day on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from polima_desktop.domain.calendar import DAY, Hours, read_pattern
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.working_hours import read_weekdays, weekdays_of
from polima_desktop.imports import values
from polima_desktop.imports.columns import PATTERNS
from polima_desktop.imports.convert import convert, problem_at, repeated, require
from polima_desktop.imports.headers import Layout
from polima_desktop.imports.problems import Findings
from polima_desktop.imports.reading import AcceptedRow, Reading, UnitNames, read_tables
from polima_desktop.imports.rows import Table
from polima_desktop.imports.sheets import Book

KIND_LABEL = "jam kerja"


class HoursStated(NamedTuple):
    """What a row states of a pattern's or a unit's ``weekdays``, or of one ``shift``.

    ``hours`` None: off. It holds from ``since`` to before ``until`` (None: until further notice).
    """

    pattern: str | None
    unit: str | None
    shift: str | None
    weekdays: tuple[int, ...]
    hours: Hours | None
    since: date
    until: date | None
    name: str | None
    basis: str | None


def read_working_hours(
    book: Book, units: UnitNames, layouts: Sequence[Layout] | None = None
) -> Reading:
    """Read a list of hours; each accepted row's ``stated`` is a ``HoursStated``."""
    tables = read_tables(book, PATTERNS, KIND_LABEL, layouts)
    findings = Findings()
    read = [_stated(table, units, findings) for table in tables]
    keys = [[None if one is None else _key(one) for one in rows] for rows in read]
    words = "Pola atau unit, hari, giliran, dan masa berlaku"
    repeated(tables, keys, "starts", words, findings)
    accepted = [
        AcceptedRow(table.sheet.name, row, {"stated": one})
        for table, rows in zip(tables, read, strict=True)
        for row, one in zip(table.rows, rows, strict=True)
        if one is not None and (table.sheet.name, row) not in findings.rejected
    ]
    return Reading(tables, findings, accepted)


def _key(one: HoursStated) -> tuple[Any, ...]:
    return one.pattern, one.unit, one.shift, one.weekdays, one.since, one.until


def _stated(table: Table, units: UnitNames, findings: Findings) -> list[HoursStated | None]:
    require(table, "starts", "Tanggal mulai kosong.", "Isi sejak kapan jamnya berlaku.", findings)
    readers = {
        "starts": values.day,
        "ends": values.day,
        "pattern": lambda cell: read_pattern(values.text_of(cell)),
        "unit": units.find,
        "weekdays": lambda cell: read_weekdays(values.text_of(cell)),
        "clock_in": _clock_or_off,
        "clock_out": _clock_or_off,
        "shift": values.text(40),
        "name": values.text(80),
        "basis": values.text(160),
    }
    read = {name: convert(table, name, reader, findings) for name, reader in readers.items()}
    return [_row(table, index, read, findings) for index in range(len(table))]


_OFF = "libur"


def _clock_or_off(value: object) -> int | str:
    """Read a time of day, or the word for a day off."""
    if values.text_of(value).casefold() in (_OFF, "off", "tutup"):
        return _OFF
    return values.clock(value)


def _row(
    table: Table, index: int, read: dict[str, list[Any]], findings: Findings
) -> HoursStated | None:
    """Join the cells of a row; None where it is refused, with the reason among the findings."""
    if (table.sheet.name, table.rows[index]) in findings.rejected:
        return None
    cells = {name: column[index] for name, column in read.items()}
    try:
        return _joined(cells)
    except _Misfit as misfit:
        problem = problem_at(table, index, misfit.field, "error", misfit.message, misfit.advice)
        findings.add(problem)
        return None


class _Misfit(Refused):
    """The cells of a row do not go together; ``field`` is the one to look at."""

    def __init__(self, field: str, message: str, advice: str) -> None:
        super().__init__(message, advice)
        self.field = field


def _joined(cells: dict[str, Any]) -> HoursStated:
    pattern, unit, since = cells["pattern"], cells["unit"], cells["starts"]
    if (pattern is None) == (unit is None):
        both = "Pola dan unit terisi dua-duanya." if pattern else "Pola dan unit kosong."
        raise _Misfit(
            "pattern", both, "Isi salah satu: pola kerja, atau unit yang punya jam sendiri."
        )
    until = None if cells["ends"] is None else cells["ends"] + timedelta(1)
    if until is not None and until <= since:
        raise _Misfit("ends", "Tanggal akhir lebih awal daripada mulai.", "Periksa keduanya.")
    hours = _hours(cells["clock_in"], cells["clock_out"])
    weekdays = _weekdays(cells, until)
    if cells["shift"] and hours is None:
        raise _Misfit("clock_in", "Jam giliran kosong.", "Isi jam masuk dan pulangnya.")
    place = pattern, unit, cells["shift"], weekdays, hours, since, until
    return HoursStated(*place, cells["name"], cells["basis"])


def _hours(came: int | str | None, left: int | str | None) -> Hours | None:
    if came is None and left is None:
        raise _Misfit(
            "clock_in", "Jam masuk dan pulang kosong.", "Isi keduanya, atau tulis libur di MASUK."
        )
    if _OFF in (came, left):
        return None
    if isinstance(came, int) and isinstance(left, int):
        return Hours(came, left if left > came else left + DAY)
    field = "clock_in" if came is None else "clock_out"
    raise _Misfit(field, "Hanya satu jam yang diisi.", "Isi jam masuk dan jam pulang.")


def _weekdays(cells: dict[str, Any], until: date | None) -> tuple[int, ...]:
    """Give the weekdays of a row; a span shorter than a week names its days by itself."""
    stated: tuple[int, ...] | None = cells["weekdays"]
    if cells["shift"]:
        return ()
    occurring = weekdays_of(cells["starts"], until)
    if stated is None:
        if len(occurring) == len(weekdays_of(cells["starts"], None)):
            raise _Misfit("weekdays", "Hari kosong.", "Tulis misalnya Senin–Kamis.")
        return occurring
    if not set(stated) & set(occurring):
        raise _Misfit(
            "weekdays", "Hari itu tidak ada dalam masa berlakunya.", "Periksa tanggalnya."
        )
    return stated
