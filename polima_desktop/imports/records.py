"""Attendance and activities of a whole month, as columns: hundreds of thousands of rows.

Each distinct cell is read once and a row is a tuple; nothing is built for a rejected row. Who
the NIPs are and which activities exist comes from the caller.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from polima_desktop.domain.activities import MINUTES_A_DAY, parse_status
from polima_desktop.domain.attendance import over_midnight
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.identity import read_nip
from polima_desktop.domain.periods import Month, month_name
from polima_desktop.domain.progress import Progress
from polima_desktop.imports import clocks, values
from polima_desktop.imports.catalogues import Catalogue, Catalogues, Variable
from polima_desktop.imports.columns import ACTIVITIES, ATTENDANCE, Column, heading_key
from polima_desktop.imports.convert import convert, problem_at, repeated, require
from polima_desktop.imports.events import known_nip
from polima_desktop.imports.headers import Layout
from polima_desktop.imports.problems import Findings
from polima_desktop.imports.reading import FileRead, read_tables
from polima_desktop.imports.rows import Table
from polima_desktop.imports.sheets import Book

GREATEST_VOLUME = 1_000_000
FIRST_DAY = date(2015, 1, 1)
"""No record of a day is older: the app began in 2021; 1900 is a blank that became a date."""


class Day(NamedTuple):
    """An attendance row as the file gives it; clockings in seconds since midnight."""

    nip: str
    day: date
    check_in: int | None
    check_out: int | None
    lat_in: float | None
    lon_in: float | None
    lat_out: float | None
    lon_out: float | None
    location: str | None
    device: str | None
    sheet: str
    row: int
    mock: bool | None = None


class Entry(NamedTuple):
    """An activity row as the file gives it; volume in ten-thousandths, variables JSON text."""

    nip: str
    day: date
    code: str
    description: str | None
    volume: int
    minutes: int
    variables: str | None
    status: str
    superior_nip: str | None
    sheet: str
    row: int


@dataclass
class Records(FileRead):
    """A file of daily records: the accepted rows as tuples."""

    rows: list[Any]


def read_attendance(
    book: Book,
    nips: Container[str],
    today: date,
    shift_workers: Container[str] = (),
    layouts: Sequence[Layout] | None = None,
    progress: Progress | None = None,
) -> Records:
    """Read attendance; ``rows`` are ``Day``. A person has one row a day within a file.

    Args:
        book: the opened file.
        nips: the NIPs of the master list.
        today: no day may be later.
        shift_workers: NIPs of people on shifts, who may leave the next morning: on which one is
            the service's, which knows their plan.
        layouts: corrected layouts; guessed when None.
        progress: told which column is being checked; may cancel.
    """
    readers: dict[str, Callable[[Any], Any]] = {
        "nip": known_nip(nips),
        "day": past_day(today),
        "check_in": clocks.clock,
        "check_out": clocks.clock,
        "lat_in": values.degrees(90),
        "lon_in": values.degrees(180),
        "lat_out": values.degrees(90),
        "lon_out": values.degrees(180),
        "location": values.text(120),
        "device": values.text(80),
        "mock": values.yes_no,
    }
    tables = read_tables(book, ATTENDANCE, "kehadiran", layouts)
    findings = Findings()
    read = [read_columns(table, readers, ATTENDANCE, findings, progress) for table in tables]
    repeated(tables, [person_days(c) for c in read], "day", "NIP dan tanggal", findings)
    rows: list[Any] = []
    for table, columns in zip(tables, read, strict=True):
        _on_their_days(table, columns, findings)
        _warn_early_ends(table, columns, shift_workers, findings)
        mock = columns.pop("mock")
        rows += _kept(table, findings, Day, list(columns.values()), mock)
    return Records(tables, findings, rows)


def read_activities(
    book: Book,
    nips: Container[str],
    catalogues: Catalogues,
    today: date,
    layouts: Sequence[Layout] | None = None,
    progress: Progress | None = None,
) -> Records:
    """Read activity entries; ``rows`` are ``Entry``. An entry carries what its activity declares.

    Args:
        book: the opened file.
        nips: the NIPs of the master list.
        catalogues: the activities there are on each day and the variables of each.
        today: no day may be later.
        layouts: corrected layouts; guessed when None.
        progress: told which column is being checked; may cancel.
    """
    catalogue = catalogues.every
    readers: dict[str, Callable[[Any], Any]] = {
        "nip": known_nip(nips),
        "day": past_day(today),
        "code": activity_code(catalogue),
        "description": values.text(2000),
        "volume": values.scaled(4, GREATEST_VOLUME),
        "minutes": values.whole(0, MINUTES_A_DAY),
        "status": lambda value: parse_status(values.text_of(value)).value,
        "superior_nip": read_nip,
    }
    columns = (*ACTIVITIES, *variable_columns(catalogue))
    tables = read_tables(book, columns, "aktivitas", layouts)
    findings = Findings()
    rows: list[Any] = []
    for table in tables:
        read = read_columns(table, readers, ACTIVITIES, findings, progress)
        variables = read_variables(table, read["code"], read["day"], catalogues, findings)
        _warn_long_days(table, read, findings)
        ordered = [*(read[name] for name in Entry._fields[:6]), variables]
        ordered += [read["status"], read["superior_nip"]]
        rows += _kept(table, findings, Entry, ordered)
    return Records(tables, findings, rows)


def person_days(columns: Mapping[str, list[Any]]) -> list[tuple[str, date] | None]:
    """Give the NIP and day of each row, None where one is not known."""
    pairs = zip(columns["nip"], columns["day"], strict=True)
    return [None if nip is None or day is None else (nip, day) for nip, day in pairs]


def _on_their_days(table: Table, columns: dict[str, list[Any]], findings: Findings) -> None:
    """Give times with a date their place on the row's day; one of another day is asked about."""
    for field, leaving in (("check_in", False), ("check_out", True)):
        cells = columns[field]
        for index, (cell, day) in enumerate(zip(cells, columns["day"], strict=True)):
            if not isinstance(cell, clocks.Moment):
                continue
            try:
                cells[index] = None if day is None else clocks.on_row(cell, day, leaving=leaving)
            except Refused as refused:
                cells[index] = None
                words = refused.message, refused.advice
                findings.add(problem_at(table, index, field, "error", *words))


def _warn_early_ends(
    table: Table,
    columns: dict[str, list[Any]],
    shift_workers: Container[str],
    findings: Findings,
) -> None:
    """Warn where somebody who works no shifts left before they came."""
    ends = zip(columns["nip"], columns["check_in"], columns["check_out"], strict=True)
    for index, (nip, came, left) in enumerate(ends):
        if came is not None and left is not None and left < came and nip not in shift_workers:
            findings.add(problem_at(table, index, "check_out", "warning", *_EARLY))


_EARLY = "Jam pulang lebih awal daripada jam masuk.", "Cocokkan dengan mesin absen."


def shift_ends(
    table: Table,
    columns: dict[str, list[Any]],
    shift_workers: Container[str],
    findings: Findings,
) -> None:
    """Place a shift's clocking out on the next morning; warn where nobody works shifts."""
    for index, (came, left) in enumerate(
        zip(columns["check_in"], columns["check_out"], strict=True)
    ):
        if came is None or left is None or left >= came:
            continue
        if columns["nip"][index] in shift_workers:
            columns["check_out"][index] = over_midnight(came, left)
        else:
            findings.add(problem_at(table, index, "check_out", "warning", *_EARLY))


def past_day(today: date) -> Callable[[Any], date]:
    """Give a reader of a date that is not in the future, nor from before there were records."""

    def read(value: object) -> date:
        day = values.day(value)
        if day < FIRST_DAY:
            raise Refused(
                f"Tanggal {day:%d-%m-%Y} terlalu lama untuk catatan harian.",
                f"Periksa tahunnya; catatan paling lama dari {FIRST_DAY:%d-%m-%Y}.",
            )
        if day > today:
            raise Refused(
                f"Tanggal {day:%d-%m-%Y} belum tiba.", "Periksa tanggalnya di berkas asal."
            )
        return day

    return read


def _warn_long_days(table: Table, columns: dict[str, list[Any]], findings: Findings) -> None:
    """Warn where a person's entries of one day add up to more than 24 hours."""
    keys = list(zip(columns["nip"], columns["day"], strict=True))
    totals: dict[Any, int] = {}
    for key, minutes in zip(keys, columns["minutes"], strict=True):
        totals[key] = totals.get(key, 0) + (minutes or 0)
    long = {key: total for key, total in totals.items() if total > MINUTES_A_DAY}
    if not long:
        return
    for index, key in enumerate(keys):
        if key in long and None not in key:
            words = f"Jumlah menit hari itu {long[key]}, lebih dari 24 jam.", "Periksa menitnya."
            findings.add(problem_at(table, index, "minutes", "warning", *words))


def activity_code(catalogue: Catalogue) -> Callable[[object], str]:
    """Give a reader of an activity code some published rule set has."""
    known = {code.casefold(): code for code in catalogue}

    def read(value: object) -> str:
        if values.is_number(value):
            raise values.damaged_code("Kode aktivitas", value)
        code = known.get(values.text_of(value).casefold())
        if code is None:
            raise Refused(
                f"Kode aktivitas ‘{values.text_of(value)}’ tidak ada dalam aturan terbit.",
                "Periksa kodenya, atau terbitkan aturan yang memuatnya.",
            )
        return code

    return read


def variable_columns(catalogue: Catalogue) -> tuple[Column, ...]:
    """Give a column for each variable any activity declares."""
    named: dict[str, set[str]] = {}
    for variables in catalogue.values():
        for name, variable in variables.items():
            named.setdefault(name, set()).add(variable.label)
    taken = {key for column in ACTIVITIES for key in column.keys}
    return tuple(
        Column(f"variable:{name}", name, tuple(sorted(labels)))
        for name, labels in sorted(named.items())
        if heading_key(name) not in taken
    )


def read_columns(
    table: Table,
    readers: Mapping[str, Callable[[Any], Any]],
    columns: Sequence[Column],
    findings: Findings,
    progress: Progress | None,
) -> dict[str, list[Any]]:
    """Read a table's columns; rows lacking a required cell are rejected."""
    progress = progress or Progress()
    titles = {column.field: column.title for column in columns}
    for column in columns:
        if column.required:
            words = f"{column.title} kosong.", f"Isi kolom {column.title}."
            require(table, column.field, *words, findings)
    read: dict[str, list[Any]] = {}
    for done, (name, reader) in enumerate(readers.items()):
        progress.report(done, len(readers), f"Memeriksa kolom {titles[name]}")
        read[name] = convert(table, name, reader, findings)
    return read


def _kept(
    table: Table,
    findings: Findings,
    shape: Callable[..., Any],
    columns: Sequence[list[Any]],
    *more: list[Any],
) -> list[Any]:
    """Give the accepted rows as tuples of ``shape``: ``columns``, its place, and what follows."""
    sheet = table.sheet.name
    bad = {row for name, row in findings.rejected if name == sheet}
    places = [sheet] * len(table.rows)
    every = zip(*columns, places, table.rows, *more, strict=True)
    make = shape._make  # type: ignore[attr-defined]  # a NamedTuple's
    if not bad:
        return list(map(make, every))
    row = len(columns) + 1
    return [make(cells) for cells in every if cells[row] not in bad]


def read_variables(
    table: Table,
    codes: Sequence[str | None],
    days: Sequence[date | None],
    catalogues: Catalogues,
    findings: Findings,
) -> list[str | None]:
    """Give each row's variables as canonical JSON text; reject rows that lack a declared one.

    A code that the rules of the row's own month do not have is rejected too.
    """
    present = {
        name.partition(":")[2]: cells
        for name, cells in table.cells.items()
        if name.startswith("variable:")
    }
    declared = list(_declared(table, codes, days, catalogues, findings))
    if not any(declared):
        return [None] * len(table)
    names = list(present)
    texts: dict[Any, str | _Refusal] = {}
    result: list[str | None] = []
    blanks = [[None] * len(table)] if not names else []
    for index, (variables, *cells) in enumerate(
        zip(declared, *(present[name] for name in names), *blanks, strict=True)
    ):
        if not variables:
            result.append(None)
            continue
        key = (id(variables), *cells)
        if key not in texts:
            texts[key] = _variables(variables, dict(zip(names, cells, strict=False)))
        text = texts[key]
        if isinstance(text, str):
            result.append(text)
            continue
        result.append(None)
        field = f"variable:{text.name}"
        findings.add(problem_at(table, index, field, "error", text.problem, text.advice))
    return result


def _declared(
    table: Table,
    codes: Sequence[str | None],
    days: Sequence[date | None],
    catalogues: Catalogues,
    findings: Findings,
) -> Iterator[Mapping[str, Variable] | None]:
    """Give what each row's activity declares under the rules of its month."""
    of_day: dict[date, Catalogue] = {}
    for index, (code, day) in enumerate(zip(codes, days, strict=True)):
        if code is None or day is None:
            yield None
            continue
        if day not in of_day:
            of_day[day] = catalogues.on(day)
        if code not in of_day[day]:
            month = month_name(Month.of(day))
            words = f"Kode aktivitas ‘{code}’ tidak ada dalam aturan yang berlaku untuk {month}."
            advice = "Periksa kode dan tanggalnya."
            findings.add(problem_at(table, index, "code", "error", words, advice))
        yield of_day[day].get(code)


class _Refusal(NamedTuple):
    name: str
    problem: str
    advice: str


def _variables(declared: Mapping[str, Variable], cells: Mapping[str, Any]) -> str | _Refusal:
    exact: dict[str, str] = {}
    for name, variable in sorted(declared.items()):
        cell = cells.get(name)
        if cell is None:
            return _Refusal(name, f"{variable.label} kosong.", f"Isi kolom {name}.")
        try:
            exact[name] = _canonical(cell, variable)
        except Refused as refused:
            return _Refusal(name, refused.message, refused.advice)
    return json.dumps(exact, sort_keys=True, separators=(",", ":"))


def _canonical(cell: object, variable: Variable) -> str:
    """Give a variable's value as the rule set writes it: point decimals, ya/tidak, ISO date."""
    match variable.kind:
        case "bool":
            return "ya" if values.yes_no(cell) else "tidak"
        case "date":
            return values.day(cell).isoformat()
        case "text":
            return _one_of(values.text_of(cell), variable)
        case "percent" if values.text_of(cell).endswith("%"):
            return _bounded(values.quantity(values.text_of(cell)[:-1]).scaleb(-2), variable)
    return _bounded(values.quantity(cell), variable)


def _one_of(written: str, variable: Variable) -> str:
    for word in variable.words:
        if word.casefold() == written.casefold():
            return word
    raise Refused(
        f"{variable.label} ‘{written}’ tidak dikenal.",
        f"Tulis salah satu: {', '.join(variable.words)}.",
    )


def _bounded(number: Decimal, variable: Variable) -> str:
    if number != round(number, variable.decimals):
        raise Refused(
            f"{variable.label} {number} lebih dari {variable.decimals} angka desimal.",
            "Bulatkan angkanya.",
        )
    low, high = variable.low, variable.high
    if (low is not None and number < low) or (high is not None and number > high):
        raise Refused(f"{variable.label} {number} di luar {low}–{high}.", "Betulkan angkanya.")
    return f"{round(number, variable.decimals):f}"
