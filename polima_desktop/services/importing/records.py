"""Attendance and activities against the electronic record of the store, in bulk.

Attendance is compared day by day, activities row by row within a person's day. What a file does not
mention stays: a partial file adds what it has.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from polima_desktop.imports.problems import RowProblem
from polima_desktop.imports.records import Day, Entry, Records
from polima_desktop.services.importing import nights
from polima_desktop.services.importing.plan import Decided, Settled
from polima_desktop.storage.attendance import records
from polima_desktop.storage.attendance.records import DayRow, EntryRow, PersonDay
from polima_desktop.storage.rules import registry
from polima_desktop.storage.staff import numbers
from polima_desktop.storage.tables import activity_entries, attendance_days
from polima_desktop.storage.unit_of_work import Work

if TYPE_CHECKING:
    from sqlalchemy import Connection

DAY_FACTS = (*Day._fields[2:10], "mock")
"""What a ``Day`` says, beside whose it is and its place in the file."""


class Payload(NamedTuple):
    """Rows of the file to write; ``replaced``: ids of stored entries that are current no more."""

    rows: Sequence[Any]
    replaced: Sequence[int] = ()


def decide_days(
    connection: Connection,
    reading: Records,
    settled: Settled,
) -> Decided:
    """Compare each attendance row with the current one of its person and day.

    A cell that says nothing takes nothing away: the row adds what it has to what is known.
    """
    decided = Decided()
    ids = _ids(connection, reading.rows)
    placed = nights.placed(connection, reading.rows, ids)
    decided.problems += placed.problems
    stored = _stored_days(connection, _touched(placed.rows, ids))
    written: list[Day] = []
    for row in placed.rows:
        before = stored.get((ids[row.nip], row.day))
        known = before is not None and settled(row.sheet, row.row)
        day = row if before is None else _added_to(before, row)
        same = before is not None and (known or before == _facts_of(day))
        if (row.nip, row.day) not in placed.added:
            decided.count("unchanged" if same else "new" if before is None else "changed")
        if not same:
            written.append(day)
    for news in placed.emptied:
        decided.count("new" if news else "unchanged")
    decided.payload = Payload(written)
    return decided


def _facts_of(day: Day) -> tuple[Any, ...]:
    return (*day[2:10], day.mock)


def _ids(connection: Connection, rows: Iterable[Any]) -> dict[str, int]:
    return numbers.owners_of(connection, {row.nip for row in rows})


def _touched(rows: Iterable[Any], ids: Mapping[str, int]) -> set[PersonDay]:
    return {(ids[nip], day) for nip, day in {(row.nip, row.day) for row in rows}}


def _added_to(before: tuple[Any, ...], row: Day) -> Day:
    """Give the day as it is with what a row adds."""
    stated = row._asdict()
    known = zip(DAY_FACTS, before, strict=True)
    return row._replace(**{name: value for name, value in known if stated[name] is None})


def _stored_days(
    connection: Connection, touched: Collection[PersonDay]
) -> dict[PersonDay, tuple[Any, ...]]:
    return {
        (row.person_id, row.day): tuple(getattr(row, name) for name in DAY_FACTS)
        for row in records.days(connection, touched)
    }


def decide_entries(
    connection: Connection, reading: Records, settled: Settled, *, whole_days: bool = False
) -> Decided:
    """Compare the report of each person and day with the current one.

    A file that lacks activities the day already has takes none of them away, unless the clerk
    says that the file holds ``whole_days``: the rows are then warned of what they replace.
    """
    decided = Decided()
    ids = _ids(connection, reading.rows)
    stored = _stored_reports(connection, _touched(reading.rows, ids))
    if not stored:
        decided.new, decided.payload = len(reading.rows), Payload(reading.rows)
        return decided
    codes = registry.activity_ids(connection)
    reports: dict[PersonDay, list[Entry]] = defaultdict(list)
    for row in reading.rows:
        reports[ids[row.nip], row.day].append(row)
    written: list[Entry] = []
    replaced: list[int] = []
    for key, report in reports.items():
        before = stored.get(key, {})
        if before and all(settled(row.sheet, row.row) for row in report):
            decided.unchanged += len(report)
            continue
        weighed = _weigh(report, before, codes)
        decided.unchanged += len(report) - len(weighed.written)
        decided.changed += len(weighed.replaced)
        decided.new += len(weighed.written) - len(weighed.replaced)
        written += weighed.written
        replaced += weighed.replaced
        if weighed.lacking:
            replaced += weighed.lacking if whole_days else ()
            decided.problems.append(_lacking(report[0], len(weighed.lacking), whole_days))
            if whole_days and not weighed.written:
                decided.unchanged -= 1
                decided.changed += 1
    decided.payload = Payload(written, replaced)
    return decided


class _Weighed(NamedTuple):
    """A day's report beside the stored one: rows to write, ids they replace, ids it lacks."""

    written: list[Entry]
    replaced: list[int]
    lacking: list[int]


def _weigh(
    report: list[Entry], before: Mapping[int, tuple[Any, ...]], codes: dict[str, int]
) -> _Weighed:
    """Pair equal rows first, then rows of one activity and description, which are corrections."""
    left = dict(before)
    fresh = [row for row in report if not _take(left, _facts(row, codes), slice(None))]
    replaced = []
    for row in fresh:
        found = _take(left, _facts(row, codes), slice(0, 2))
        if found is not None:
            replaced.append(found)
    return _Weighed(fresh, replaced, list(left))


def _take(left: dict[int, tuple[Any, ...]], facts: tuple[Any, ...], by: slice) -> int | None:
    """Take the first stored row that agrees in some of its facts; give its id (never 0)."""
    found = next((key for key, known in left.items() if known[by] == facts[by]), None)
    if found is not None:
        del left[found]
    return found


def _lacking(row: Entry, count: int, whole_days: bool) -> RowProblem:
    day = f"{row.day:%d-%m-%Y}"
    if whole_days:
        words = (
            f"{count} aktivitas tersimpan pada {day} tidak ada di berkas dan akan diganti.",
            "Periksa apakah berkas memuat laporan sehari penuh.",
        )
    else:
        words = (
            f"{count} aktivitas tersimpan pada {day} tidak ada di berkas; tetap dihitung.",
            "Bila berkas memuat laporan sehari penuh, impor dengan pilihan mengganti sehari penuh.",
        )
    return RowProblem(row.sheet, row.row, "tanggal", day, "warning", *words)


def _facts(entry: Entry, codes: dict[str, int]) -> tuple[Any, ...]:
    return (
        codes.get(entry.code),
        entry.description,
        entry.volume,
        entry.minutes,
        entry.variables,
        entry.status,
        entry.superior_nip,
    )


def _stored_reports(
    connection: Connection, touched: Collection[PersonDay]
) -> dict[PersonDay, dict[int, tuple[Any, ...]]]:
    """Give the current entries by person and day: id → facts."""
    found: dict[PersonDay, dict[int, tuple[Any, ...]]] = defaultdict(dict)
    for row in records.entries(connection, touched):
        found[row.person_id, row.day][row.id] = (
            row.activity_id,
            row.description,
            row.volume,
            row.minutes,
            row.variables,
            row.status,
            row.superior_nip,
        )
    return dict(found)


# ── writing and taking back ─────────────────────────────────────────────────────────────────


def write_days(work: Work, batch_id: int, payload: Payload) -> None:
    """Write attendance of one batch."""
    ids = _ids(work.connection, payload.rows)
    rows = [DayRow(ids[row.nip], *row[1:]) for row in payload.rows]
    records.record_days(work, batch_id, rows)


def write_entries(work: Work, batch_id: int, payload: Payload) -> None:
    """Write activity entries of one batch."""
    ids = _ids(work.connection, payload.rows)
    codes = registry.register(work, {row.code for row in payload.rows})
    rows = [EntryRow(ids[row[0]], row[1], codes[row[2]], *row[3:]) for row in payload.rows]
    records.record_entries(work, batch_id, rows, payload.replaced)


TABLES = {"attendance": attendance_days, "activities": activity_entries}
