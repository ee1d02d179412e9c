"""Holiday lists against what is recorded; what was cancelled needs something to cancel."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from polima_desktop.domain.calendar import HOLIDAY_KINDS
from polima_desktop.formatting import day as written_day
from polima_desktop.imports.columns import HOLIDAYS
from polima_desktop.imports.problems import RowProblem
from polima_desktop.imports.reading import AcceptedRow, Reading
from polima_desktop.services.importing.plan import Change, Decided, Settled, Verdict
from polima_desktop.storage.attendance import holidays
from polima_desktop.storage.attendance.holidays import Entry
from polima_desktop.storage.staff import units

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from polima_desktop.services.importing.words import Outcome
    from polima_desktop.storage.unit_of_work import Work

_Key = tuple[date, int | None]


class Payload(NamedTuple):
    """What is to be recorded, one entry a day and unit."""

    entries: dict[_Key, Entry]


def decide(connection: Connection, reading: Reading, settled: Settled) -> Decided:
    """Weigh holiday rows; those that cancel come after those that name the day."""
    decided = Decided(payload=Payload({}))
    stored = {(e.day, e.unit_id): e for e in (r.entry for r in holidays.believed(connection))}
    ids = units.ids_by_code(connection)
    known = dict(stored)
    rows = sorted(reading.accepted, key=lambda row: bool(row.values["cancelled"]))
    again = {_key(row, ids) for row in rows if row.values["cancelled"]}
    for row in rows:
        key, old = _key(row, ids), stored.get(_key(row, ids))
        if row.values["cancelled"] and _meant(known, key) is None:
            decided.problems.append(_nothing_to_cancel(row))
            continue
        new = _entry(row, key, known)
        cancelled_later = old is not None and old.cancelled and key in again
        if settled(row.sheet, row.row) and old is not None:
            new = old
        elif cancelled_later and old is not None and not new.cancelled:
            new = new._replace(cancelled=True, basis=old.basis)
        _judge(decided, row, old, known.get(key), new)
        known[key] = new
    changed = {key: entry for key, entry in known.items() if entry != stored.get(key)}
    decided.payload.entries.update(changed)
    return decided


def _key(row: AcceptedRow, ids: dict[str, int]) -> _Key:
    day, unit = row.values["day"], row.values["unit"]
    assert isinstance(day, date)  # the reader makes nothing else
    return day, None if unit is None else ids[str(unit)]


def _meant(known: dict[_Key, Entry], key: _Key) -> Entry | None:
    """Give what a cancelling row means: the unit's own entry, everybody's, or a unit's above."""
    day, unit = key
    own = known.get(key) or known.get((day, None))
    others = (entry for entry in known.values() if entry.day == day and unit is not None)
    return own or next(others, None)


def _entry(row: AcceptedRow, key: _Key, known: dict[_Key, Entry]) -> Entry:
    """Give what a row records; one that cancels keeps the name of what it cancels."""
    stated, before = row.values, _meant(known, key)
    name, kind, basis = (stated[field] for field in ("name", "kind", "basis"))
    if stated["cancelled"] and before is not None:
        name, kind = name or before.name, kind or before.kind
    return Entry(*key, str(name), str(kind), bool(stated["cancelled"]), _text(basis))


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _nothing_to_cancel(row: AcceptedRow) -> RowProblem:
    title = next(column.title for column in HOLIDAYS if column.field == "cancelled")
    words = "Tanggal ini tidak tercatat sebagai hari libur.", "Periksa tanggalnya."
    return RowProblem(row.sheet, row.row, title, "ya", "error", *words)


def _judge(
    decided: Decided, row: AcceptedRow, old: Entry | None, before: Entry | None, new: Entry
) -> None:
    """Count a row against what was known before it, and name what it changes."""
    outcome: Outcome = "new" if before is None else "unchanged" if before == new else "changed"
    changes = () if before is None or old is None else tuple(_changes(before, new))
    decided.count(outcome)
    unit = row.values["unit"]
    name = f"{new.name} · {unit}" if unit else new.name
    day = written_day(new.day)
    decided.verdicts.append(Verdict(row.sheet, row.row, day, name, outcome, changes))


def _changes(old: Entry, new: Entry) -> Iterable[Change]:
    for label, before, after in (
        ("Nama", old.name, new.name),
        ("Jenis", HOLIDAY_KINDS.get(old.kind, old.kind), HOLIDAY_KINDS.get(new.kind, new.kind)),
        ("Keadaan", _state(old), _state(new)),
        ("Dasar", old.basis or "–", new.basis or "–"),
    ):
        if before != after:
            yield Change(label, before, after, new.day)


def _state(entry: Entry) -> str:
    return "dibatalkan" if entry.cancelled else "berlaku"


def write(work: Work, batch_id: int, payload: Payload) -> None:
    """Record the entries of one batch."""
    holidays.record(work, list(payload.entries.values()), batch_id)
