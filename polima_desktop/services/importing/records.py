"""Attendance and activities against the electronic record of the store, in bulk.

Attendance is compared row by row; of activities the whole report of a person and day, for a later
report replaces the earlier one whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from polima_desktop.imports.records import Day, Entry, Records
from polima_desktop.services.importing.plan import Decided, Settled
from polima_desktop.storage.attendance import records
from polima_desktop.storage.attendance.records import DayRow, EntryRow, PersonDay
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
    ids = _ids(connection, reading.rows)
    stored = _stored_days(connection, _touched(reading.rows, ids))
    if not stored:
        decided.new, decided.payload = len(reading.rows), Payload(reading.rows)
        return decided
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


def _ids(connection: Connection, rows: Iterable[Any]) -> dict[str, int]:
    return people.ids_of_nips(connection, {row.nip for row in rows})


def _touched(rows: Iterable[Any], ids: Mapping[str, int]) -> set[PersonDay]:
    return {(ids[nip], day) for nip, day in {(row.nip, row.day) for row in rows}}


def _stored_days(
    connection: Connection, touched: Collection[PersonDay]
) -> dict[PersonDay, tuple[Any, ...]]:
    names = Day._fields[DAY_FACTS]
    return {
        (row.person_id, row.day): tuple(getattr(row, name) for name in names)
        for row in records.days(connection, touched)
    }


def decide_entries(connection: Connection, reading: Records, settled: Settled) -> Decided:
    """Compare the report of each person and day with the current one."""
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
    connection: Connection, touched: Collection[PersonDay]
) -> dict[PersonDay, list[str]]:
    found: dict[PersonDay, list[str]] = defaultdict(list)
    for row in records.entries(connection, touched):
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
    ids = _ids(work.connection, payload.rows)
    rows = [DayRow(ids[row.nip], *row[1:]) for row in payload.rows]
    records.record_days(work, batch_id, rows)


def write_entries(work: Work, batch_id: int, payload: Payload) -> None:
    """Write activity entries of one batch."""
    ids = _ids(work.connection, payload.rows)
    codes = registry.register(work, {row.code for row in payload.rows})
    rows = [EntryRow(ids[row[0]], row[1], codes[row[2]], *row[3:]) for row in payload.rows]
    records.record_entries(work, batch_id, rows)


TABLES = {"attendance": attendance_days, "activities": activity_entries}
