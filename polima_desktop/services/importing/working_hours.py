"""Lists of working hours against what is recorded: single rows join into whole weeks.

A weekday that a list does not name keeps the hours it had; the rows are warned of it.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from polima_desktop.domain.calendar import (
    PATTERN_LABELS,
    Calendar,
    Hours,
    read_week,
    write_hours,
    write_week,
)
from polima_desktop.domain.working_hours import (
    duty_words,
    joined,
    read_duty,
    weekday_names,
    weekdays_of,
    write_duty,
)
from polima_desktop.formatting import day as written_day
from polima_desktop.imports.problems import RowProblem
from polima_desktop.imports.reading import AcceptedRow, Reading
from polima_desktop.imports.working_hours import HoursStated
from polima_desktop.services.importing.plan import Change, Decided, Settled, Verdict
from polima_desktop.storage.attendance import calendar, followed, working_hours
from polima_desktop.storage.attendance.working_hours import Statement
from polima_desktop.storage.staff import units

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from polima_desktop.services.importing.words import Outcome
    from polima_desktop.storage.unit_of_work import Work

_Group = tuple[str | None, str | None, str | None, date, date | None]
_Row = tuple[AcceptedRow, HoursStated]


class Payload(NamedTuple):
    """The statements to write."""

    statements: list[Statement]


class _Known(NamedTuple):
    """What is recorded: statements by their key, unit ids, and the calendar they make."""

    stored: dict[tuple[str | None, int | None, str | None, date], Statement]
    ids: dict[str, int]
    calendar: Calendar


def decide(connection: Connection, reading: Reading, settled: Settled) -> Decided:
    """Join the rows of one pattern or unit and span into a statement, and weigh each row."""
    stored = {row.said.key: row.said for row in working_hours.believed(connection)}
    known = _Known(stored, units.ids_by_code(connection), calendar.load_calendar(connection))
    decided = Decided(payload=Payload([]))
    groups: dict[_Group, list[_Row]] = defaultdict(list)
    for row in reading.accepted:
        one = row.values["stated"]
        assert isinstance(one, HoursStated)  # the reader makes nothing else
        groups[one.pattern, one.unit, one.shift, one.since, one.until].append((row, one))
    for rows in groups.values():
        _decide(connection, known, rows, settled, decided)
    return decided


def _decide(
    connection: Connection, known: _Known, rows: list[_Row], settled: Settled, decided: Decided
) -> None:
    said = _statement(connection, known, rows, decided)
    old = known.stored.get(said.key)
    if old is not None and all(settled(row.sheet, row.row) for row, _ in rows):
        said = old
    if said != old:
        decided.payload.statements.append(said)
    for row, one in rows:
        same = old is not None and _part(old, one) == _part(said, one)
        outcome: Outcome = "new" if old is None else "unchanged" if same else "changed"
        change = () if old is None or same else (_change(old, said, one),)
        decided.count(outcome)
        decided.verdicts.append(
            Verdict(row.sheet, row.row, _holder(one), _words(one), outcome, change)
        )


def _statement(
    connection: Connection, known: _Known, rows: list[_Row], decided: Decided
) -> Statement:
    one = rows[0][1]
    name, basis = (
        next((value for _, each in rows if (value := getattr(each, field))), None)
        for field in ("name", "basis")
    )
    unit_id = None if one.unit is None else known.ids[one.unit]
    if one.shift and one.hours:
        hours = _duty(known, rows[0][0], one, one.hours, decided)
    else:
        hours = _week(connection, known, rows, decided)
    return Statement(one.pattern, unit_id, one.shift, hours, one.since, one.until, name, basis)


def _duty(known: _Known, row: AcceptedRow, one: HoursStated, hours: Hours, decided: Decided) -> str:
    """Write a shift with how early and late a punch counts: a list has no column for that.

    Those set in the window for the latest shift of this name stay, and that is said.
    """
    unit_id = None if one.unit is None else known.ids[one.unit]
    earlier = [said for said in known.stored.values() if said.shift == one.shift
               and (said.pattern, said.unit_id) == (one.pattern, unit_id)
               and said.valid_from <= one.since]  # fmt: skip
    latest = max(earlier, key=lambda said: said.valid_from, default=None)
    reach = None if latest is None else read_duty(latest.hours)[1]
    if reach is not None:
        decided.problems.append(
            RowProblem(
                row.sheet, row.row, "SHIFT", one.shift or "", "warning",
                f"Batas ketukan giliran {one.shift} tetap: {reach.early} menit sebelum masuk "
                f"sampai {reach.late} menit sesudah pulang.",
                "Bila berubah, ubah di Atur, Jam kerja.",
            )
        )  # fmt: skip
    return write_duty(hours, reach)


def _week(connection: Connection, known: _Known, rows: list[_Row], decided: Decided) -> str:
    """Join the rows' days into a week; other days keep what they had, and that is said."""
    row, one = rows[0]
    stated = {day: each.hours for _, each in rows for day in each.weekdays}
    unit_id = None if one.unit is None else known.ids[one.unit]
    old = known.stored.get((one.pattern, unit_id, None, one.since))
    if old is not None:
        before = read_week(old.hours)
    else:
        before = known.calendar.lasting(_code(connection, known, one), one.since, one.until)
    week = joined(stated, before)
    kept = [day for day in weekdays_of(one.since, one.until) if day not in stated and week[day]]
    if kept:
        hours = "; ".join(f"{weekday_names([day])} {write_hours(week[day])}" for day in kept)
        decided.problems.append(
            RowProblem(
                row.sheet, row.row, "HARI", "", "warning",
                f"Hari yang tidak disebut tetap seperti sebelumnya: {hours}.",
                "Bila hari itu libur, tambah barisnya dengan MASUK: libur.",
            )
        )  # fmt: skip
    return write_week(week)


def _code(connection: Connection, known: _Known, one: HoursStated) -> str:
    """Give the key to ask the calendar by; of a unit without a pattern: the five-day week's."""
    if one.pattern is not None:
        return one.pattern
    keys = followed.unit_keys(connection, known.calendar, (one.since, one.since))
    return keys.get(known.ids[one.unit or ""], next(iter(known.calendar.patterns)))


def _part(said: Statement, one: HoursStated) -> object:
    """Give what a row is about in a statement."""
    hours: object = said.hours
    if said.shift is None:
        week = read_week(said.hours)
        hours = [week[day] for day in one.weekdays]
    return hours, said.valid_to, said.name, said.basis


def _change(old: Statement, new: Statement, one: HoursStated) -> Change:
    if one.shift:
        return Change("Jam", duty_words(old.hours), duty_words(new.hours), one.since)
    before, after = read_week(old.hours), read_week(new.hours)
    day = next((d for d in one.weekdays if before[d] != after[d]), one.weekdays[0])
    return Change(
        weekday_names([day]), _spoken(write_hours(before[day])), _spoken(write_hours(after[day])),
        one.since,
    )  # fmt: skip


def _spoken(hours: str) -> str:
    return hours or "libur"


def _holder(one: HoursStated) -> str:
    return one.unit or f"Pola {PATTERN_LABELS.get(one.pattern or '', one.pattern or '')}"


def _words(one: HoursStated) -> str:
    what = f"Giliran {one.shift}" if one.shift else weekday_names(one.weekdays)
    return f"{what} {_spoken(write_hours(one.hours))} sejak {written_day(one.since)}"


def write(work: Work, batch_id: int, payload: Payload) -> None:
    """Record the statements of one batch."""
    working_hours.record(work, payload.statements, batch_id)
