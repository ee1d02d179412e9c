"""Attendance and activities against the electronic record of the store, in bulk.

Attendance is compared row by row; of activities the whole report of a person and day, for a later
report replaces the earlier one whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from polima_desktop.imports.records import Day, Entry, Records
from polima_desktop.services.importing.plan import Decided, Settled
from polima_desktop.storage.attendance import records
from polima_desktop.storage.attendance.records import DayRow, EntryRow
from polima_desktop.storage.rules import registry
from polima_desktop.storage.staff import people
from polima_desktop.storage.tables import activity_entries, attendance_days
from polima_desktop.storage.unit_of_work import Work

if TYPE_CHECKING:
    from sqlalchemy import Connection

DAY_FACTS = slice(2, 10)
"""The fields of a ``Day`` between its day and its place in the file."""


class Payload(NamedTuple):
    """Rows of the file to write."""

    rows: Sequence[Any]


def decide_days(connection: Connection, reading: Records, settled: Settled) -> Decided:
    """Compare each attendance row with the current one of its person and day."""
    decided = Decided()
    stored = _stored_days(connection, reading.rows)
    if not stored:
        decided.new, decided.payload = len(reading.rows), Payload(reading.rows)
        return decided
    ids = people.ids_by_nip(connection)
    written: list[Day] = []
    for row in reading.rows:
        before = stored.get((ids[row.nip], row.day))
        known = before is not None and settled(row.sheet, row.row)
        if known or before == row[DAY_FACTS]:
            decided.unchanged += 1
            continue
        decided.count("new" if before is None else "changed")
        written.append(row)
    decided.payload = Payload(written)
    return decided


def _stored_days(
    connection: Connection, rows: Iterable[Day]
) -> dict[tuple[int, date], tuple[Any, ...]]:
    first, last = _span(rows)
    if first is None or last is None:
        return {}
    names = Day._fields[DAY_FACTS]
    return {
        (row.person_id, row.day): tuple(getattr(row, name) for name in names)
        for row in records.days(connection, first, last)
    }


def _span(rows: Iterable[Any]) -> tuple[date | None, date | None]:
    days = {row.day for row in rows}
    return (min(days), max(days)) if days else (None, None)


def decide_entries(connection: Connection, reading: Records, settled: Settled) -> Decided:
    """Compare the report of each person and day with the current one."""
    decided = Decided()
    stored = _stored_reports(connection, reading.rows)
    if not stored:
        decided.new, decided.payload = len(reading.rows), Payload(reading.rows)
        return decided
    ids = people.ids_by_nip(connection)
    codes = registry.activity_ids(connection)
    reports: dict[tuple[int, date], list[Entry]] = defaultdict(list)
    for row in reading.rows:
        reports[ids[row.nip], row.day].append(row)
    written: list[Entry] = []
    for key, report in reports.items():
        before = stored.get(key)
        known = before is not None and all(settled(row.sheet, row.row) for row in report)
        if known or before == sorted(map(repr, (_facts(entry, codes) for entry in report))):
            decided.unchanged += len(report)
            continue
        decided.count("new" if before is None else "changed", len(report))
        written += report
    decided.payload = Payload(written)
    return decided


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
    connection: Connection, rows: Iterable[Entry]
) -> dict[tuple[int, date], list[str]]:
    first, last = _span(rows)
    if first is None or last is None:
        return {}
    found: dict[tuple[int, date], list[str]] = defaultdict(list)
    for row in records.entries(connection, first, last):
        found[row.person_id, row.day].append(
            repr(
                (
                    row.activity_id,
                    row.description,
                    row.volume,
                    row.minutes,
                    row.variables,
                    row.status,
                    row.superior_nip,
                )
            )
        )
    return {key: sorted(entries) for key, entries in found.items()}


# ── writing and taking back ─────────────────────────────────────────────────────────────────


def write_days(work: Work, batch_id: int, payload: Payload) -> None:
    """Write attendance of one batch."""
    ids = people.ids_by_nip(work.connection)
    rows = [DayRow(ids[row.nip], *row[1:]) for row in payload.rows]
    records.record_days(work, batch_id, rows)


def write_entries(work: Work, batch_id: int, payload: Payload) -> None:
    """Write activity entries of one batch."""
    ids = people.ids_by_nip(work.connection)
    codes = registry.register(work, {row.code for row in payload.rows})
    rows = [EntryRow(ids[row[0]], row[1], codes[row[2]], *row[3:]) for row in payload.rows]
    records.record_entries(work, batch_id, rows)


TABLES = {"attendance": attendance_days, "activities": activity_entries}
