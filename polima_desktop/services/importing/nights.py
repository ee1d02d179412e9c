"""Whose night a leaving ends, where a file has a row a day and its times have no dates.

Machines write a night shift as one row (21.00, 07.05) or as two (21.00 on one date, 07.05 on the
next). The plan and the rows around tell which; only rows of people on shifts are looked at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from polima_desktop.domain.attendance import Clocking
from polima_desktop.domain.calendar import DAY, Hours, nearest_shift
from polima_desktop.domain.pairing import belongs_before, own_end
from polima_desktop.formatting import day as written_day
from polima_desktop.imports.problems import RowProblem
from polima_desktop.imports.records import Day
from polima_desktop.storage.attendance import records
from polima_desktop.storage.attendance.due import Due

if TYPE_CHECKING:
    from sqlalchemy import Connection

NipDay = tuple[str, date]
_NIGHT = timedelta(1)


class Placed(NamedTuple):
    """The rows with every leaving on its own duty.

    ``added``: days that stand in no row of the file and only take a leaving; ``emptied``: whether
    each row whose only time went to the night before says something new.
    """

    rows: list[Day]
    added: set[NipDay]
    emptied: list[bool]
    problems: list[RowProblem]


def placed(connection: Connection, rows: Sequence[Day], ids: Mapping[str, int]) -> Placed:
    """Give the rows of a file with leavings of nights placed; others are as they were."""
    due = _due(connection, rows, ids)
    nightly = _on_shifts(rows, ids, due) if due else set()
    mine = [row for row in rows if row.nip in nightly]
    if due is None or not mine:
        return Placed(list(rows), set(), [], [])
    work = _Placing(due, ids, _stored(connection, mine, ids))
    for row in sorted(mine, key=lambda one: one.day):
        work.place(row)
    others = [row for row in rows if row.nip not in nightly]
    return Placed([*others, *work.rows.values()], work.added, work.emptied, work.problems)


def _due(connection: Connection, rows: Sequence[Day], ids: Mapping[str, int]) -> Due | None:
    if not rows:
        return None
    days = {row.day for row in rows}
    return Due(connection, set(ids.values()), (min(days), max(days)))


def _on_shifts(rows: Sequence[Day], ids: Mapping[str, int], due: Due) -> set[str]:
    """Give who works in shifts on their first or last day in the file."""
    spans: dict[str, tuple[date, date]] = {}
    for row in rows:
        first, last = spans.get(row.nip, (row.day, row.day))
        spans[row.nip] = min(first, row.day), max(last, row.day)
    return {nip for nip, span in spans.items() if any(due.on_shifts(ids[nip], day) for day in span)}


def _stored(
    connection: Connection, rows: Sequence[Day], ids: Mapping[str, int]
) -> dict[tuple[int, date], Clocking]:
    wanted = {(ids[row.nip], row.day - back) for row in rows for back in (_NIGHT, timedelta(0))}
    found = records.days(connection, wanted)
    return {(row.person_id, row.day): Clocking(row.check_in, row.check_out) for row in found}


class _Placing:
    """Goes through the rows of shift workers by day, and knows what each day holds so far."""

    def __init__(
        self, due: Due, ids: Mapping[str, int], stored: Mapping[tuple[int, date], Clocking]
    ) -> None:
        self._due, self._ids = due, ids
        self._stored = stored
        self._clocked: dict[tuple[int, date], Clocking] = defaultdict(
            lambda: Clocking(None, None), stored
        )
        self.rows: dict[NipDay, Day] = {}
        self.added: set[NipDay] = set()
        self.emptied: list[bool] = []
        self.problems: list[RowProblem] = []

    def place(self, row: Day) -> None:
        """Put a row's leaving on the night before, on its own duty, or leave it where it is."""
        person = self._ids[row.nip]
        known = self._clocked[person, row.day]
        came = known.clock_in if row.check_in is None else row.check_in
        said = Clocking(came, row.check_out)
        if row.check_out is not None and row.check_out < DAY:
            if self._ends_before(person, row, said):
                row = self._moved(person, row)
                if row.check_in is None:
                    return
            else:
                end = own_end(said, self._hours(person, row.day, said))
                row = row._replace(check_out=end)
        left = known.clock_out if row.check_out is None else row.check_out
        self._clocked[person, row.day] = Clocking(came, left)
        self.rows[row.nip, row.day] = row

    def _ends_before(self, person: int, row: Day, said: Clocking) -> bool:
        eve = row.day - _NIGHT
        before = self._clocked[person, eve]
        if row.check_out is not None and before.clock_out == row.check_out + DAY:
            return True
        night = self._hours(person, eve, before)
        return belongs_before(said, before, night, self._hours(person, row.day, said))

    def _hours(self, person: int, day: date, clocked: Clocking) -> Hours | None:
        """Give the planned hours, or those of the shift that the coming tells."""
        hours, shifts = self._due.hours(person, day), self._due.windows(person, day)
        if hours is None and shifts and clocked.clock_in is not None:
            return nearest_shift(shifts, clocked.clock_in, None)
        return hours

    def _moved(self, person: int, row: Day) -> Day:
        """Give the leaving to the night before; what the row keeps stays on its day."""
        eve, left = row.day - _NIGHT, row.check_out
        assert left is not None  # only a leaving is moved
        end = left + DAY
        mine = self.rows.get((row.nip, eve))
        if mine is None:
            mine = row._replace(day=eve, check_in=None, lat_in=None, lon_in=None, mock=None)
            self.added.add((row.nip, eve))
        self.rows[row.nip, eve] = mine._replace(
            check_out=end, lat_out=row.lat_out, lon_out=row.lon_out
        )
        news = self._stored.get((person, eve), Clocking(None, None)).clock_out != end
        self._clocked[person, eve] = self._clocked[person, eve]._replace(clock_out=end)
        if row.check_in is None:
            self.emptied.append(news)
        else:
            self.problems.append(_told(row, eve))
        return row._replace(check_out=None, lat_out=None, lon_out=None)


def _told(row: Day, eve: date) -> RowProblem:
    left = row.check_out or 0
    written = f"{left // 3600:02d}.{left % 3600 // 60:02d}"
    words = (
        f"Jam pulang {written} dicatat sebagai akhir giliran malam {written_day(eve)}.",
        "Bila itu akhir giliran hari ini sendiri, tulis jam pulang beserta tanggalnya.",
    )
    return RowProblem(row.sheet, row.row, "pulang", written, "warning", *words)
