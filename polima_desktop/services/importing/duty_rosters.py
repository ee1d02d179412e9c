"""Planned shifts against what is planned already; a shift goes by the names in force that day."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from polima_desktop.domain.calendar import Shift, write_hours
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.working_hours import read_shift
from polima_desktop.formatting import day as written_day
from polima_desktop.imports.problems import RowProblem
from polima_desktop.imports.reading import AcceptedRow, Reading
from polima_desktop.services.importing import punches
from polima_desktop.services.importing.plan import Change, Decided, Settled, Verdict
from polima_desktop.storage.attendance import calendar, shifts
from polima_desktop.storage.attendance.followed import Followed
from polima_desktop.storage.attendance.shifts import Planned
from polima_desktop.storage.staff import numbers

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from polima_desktop.services.importing.words import Outcome
    from polima_desktop.storage.unit_of_work import Work


class Payload(NamedTuple):
    """The planned shifts to write, and the people's days of which none is planned any more.

    A list only ever adds; days are cleared in the window (``services.attendance.planning``).
    """

    rows: list[Planned]
    cleared: Collection[tuple[int, date]] = ()


def decide(connection: Connection, reading: Reading, settled: Settled) -> Decided:
    """Give each planned shift its hours and compare it with what was planned."""
    decided = Decided(payload=Payload([]))
    if not reading.accepted:
        return decided
    ids = numbers.owners_of(connection, {str(row.values["nip"]) for row in reading.accepted})
    days = [_day(row) for row in reading.accepted]
    span = min(days), max(days)
    stored = shifts.between(connection, *span, list(ids.values()))
    follows = Followed(connection, calendar.load_calendar(connection), set(ids.values()), span)
    for row in reading.accepted:
        person, day = ids[str(row.values["nip"])], _day(row)
        try:
            planned = _planned(row, person, known_shifts(follows, person, day))
        except Refused as refused:
            decided.problems.append(_problem(row, refused))
            continue
        old = stored.get((person, day))
        _weigh(decided, row, old if settled(row.sheet, row.row) and old else planned, old)
    return decided


def known_shifts(follows: Followed, person: int, day: date) -> Sequence[Shift]:
    """Give the shifts in force for a person; of who is on no shift pattern: the usual ones."""
    code = follows.code(person, day)
    found = follows.calendar.shifts(code, day) if code else ()
    usual = follows.calendar.patterns.get("giliran")
    return found or (usual.shifts(day) if usual else ())


def _day(row: AcceptedRow) -> date:
    day = row.values["day"]
    assert isinstance(day, date)  # the reader makes nothing else
    return day


def _planned(row: AcceptedRow, person: int, known: Sequence[Shift]) -> Planned:
    name, hours = read_shift(str(row.values["shift"]), known)
    basis = row.values["basis"]
    starts, ends = hours or (None, None)
    return Planned(person, _day(row), name, starts, ends, None if basis is None else str(basis))


def _problem(row: AcceptedRow, refused: Refused) -> RowProblem:
    written, words = str(row.values["shift"]), (refused.message, refused.advice)
    return RowProblem(row.sheet, row.row, "SHIFT", written, "error", *words)


def _weigh(decided: Decided, row: AcceptedRow, new: Planned, old: Planned | None) -> None:
    outcome: Outcome = "new" if old is None else "unchanged" if old == new else "changed"
    changes = () if old is None or outcome == "unchanged" else (_change(old, new),)
    decided.count(outcome)
    name = f"{written_day(new.day)}: {_words(new)}"
    nip = str(row.values["nip"])
    decided.verdicts.append(Verdict(row.sheet, row.row, nip, name, outcome, changes))
    if outcome != "unchanged":
        decided.payload.rows.append(new)


def _change(old: Planned, new: Planned) -> Change:
    return Change("Giliran", _words(old), _words(new), new.day)


def _words(planned: Planned) -> str:
    hours = write_hours(planned.hours)
    return f"{planned.name} {hours}".strip() if planned.name != hours else hours


def write(work: Work, batch_id: int, payload: Payload) -> None:
    """Record the planned shifts of one batch, and make the days anew that they may change."""
    shifts.record(work, payload.rows, batch_id)
    shifts.withdraw(work, payload.cleared)
    touched = {(row.person_id, row.day) for row in payload.rows}
    punches.derive(work, batch_id, touched | set(payload.cleared))
