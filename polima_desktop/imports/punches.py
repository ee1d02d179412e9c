"""A list of single punches of a clock: who and when, where and which way if the machine says.

Which duty a punch belongs to is ``domain.pairing``'s; here a punch only keeps its moment.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from polima_desktop.domain.calendar import DAY
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.pairing import Way
from polima_desktop.domain.progress import Progress
from polima_desktop.imports import values
from polima_desktop.imports.clocks import Moment, clock
from polima_desktop.imports.columns import PUNCHES
from polima_desktop.imports.convert import problem_at
from polima_desktop.imports.events import known_nip
from polima_desktop.imports.headers import Layout
from polima_desktop.imports.problems import Findings
from polima_desktop.imports.reading import read_tables
from polima_desktop.imports.records import Records, past_day, read_columns
from polima_desktop.imports.rows import Table
from polima_desktop.imports.sheets import Book

_WAYS: dict[str, Way] = {
    "masuk": "in", "in": "in", "datang": "in", "check in": "in", "checkin": "in", "i": "in",
    "c/in": "in", "pulang": "out", "keluar": "out", "out": "out", "check out": "out",
    "checkout": "out", "o": "out", "c/out": "out",
}  # fmt: skip


class Touch(NamedTuple):
    """A punch as the file gives it; ``seconds`` since the day's midnight, less than ``DAY``."""

    nip: str
    day: date
    seconds: int
    way: Way
    lat: float | None
    lon: float | None
    location: str | None
    device: str | None
    mock: bool | None
    sheet: str
    row: int


def read_punches(
    book: Book,
    nips: Container[str],
    today: date,
    layouts: Sequence[Layout] | None = None,
    progress: Progress | None = None,
) -> Records:
    """Read punches; ``rows`` are ``Touch``. The date stands in WAKTU, or in a column of its own.

    Args:
        book: the opened file.
        nips: the NIPs of the master list.
        today: no punch may be later.
        layouts: corrected layouts; guessed when None.
        progress: told which column is being checked; may cancel.
    """
    readers: dict[str, Callable[[Any], Any]] = {
        "nip": known_nip(nips),
        "at": clock,
        "day": past_day(today),
        "way": _way,
        "lat": values.degrees(90),
        "lon": values.degrees(180),
        "location": values.text(120),
        "device": values.text(80),
        "mock": values.yes_no,
    }
    tables = read_tables(book, PUNCHES, "ketukan absen", layouts)
    findings, rows = Findings(), list[Any]()
    for table in tables:
        read = read_columns(table, readers, PUNCHES, findings, progress)
        rows += _touches(table, read, past_day(today), findings)
    return Records(tables, findings, rows)


def _way(value: object) -> Way:
    written = " ".join(values.text_of(value).casefold().split())
    if written not in _WAYS:
        raise Refused(
            f"Arah ‘{written}’ tidak dikenal.", "Tulis masuk atau pulang, atau kosongkan."
        )
    return _WAYS[written]


def _touches(
    table: Table,
    read: dict[str, list[Any]],
    check: Callable[[Any], date],
    findings: Findings,
) -> list[Touch]:
    sheet, refused = table.sheet.name, {row for name, row in findings.rejected}
    days: dict[date, Refused | None] = {}
    found = []
    rest = zip(*(read[name] for name in ("way", "lat", "lon", "location", "device", "mock")),
               strict=True)  # fmt: skip
    cells = zip(table.rows, read["nip"], read["at"], read["day"], rest, strict=True)
    for index, (row, nip, at, day, others) in enumerate(cells):
        if row in refused and (sheet, row) in findings.rejected:
            continue
        moment = at if isinstance(at, Moment) else day and Moment(day, at)
        if not moment:
            words = "Waktu tanpa tanggal.", "Tulis tanggal dan jamnya, misalnya 2021-01-04 07:25."
            findings.add(problem_at(table, index, "at", "error", *words))
            continue
        if moment.day not in days:
            days[moment.day] = _refusal(check, moment.day)
        if problem := days[moment.day]:
            findings.add(problem_at(table, index, "at", "error", problem.message, problem.advice))
            continue
        way, lat, lon, place, device, mock = others
        on, seconds = _within(moment)
        found.append(Touch(nip, on, seconds, way or "", lat, lon, place, device, mock, sheet, row))
    return found


def _within(moment: Moment) -> tuple[date, int]:
    return moment.day + timedelta(moment.seconds // DAY), moment.seconds % DAY


def _refusal(check: Callable[[Any], date], day: date) -> Refused | None:
    try:
        check(day)
    except Refused as refused:
        return refused
    return None
