"""The one way dated facts are written and read: people, units, and whatever else has a timeline.

A timeline holds, for one key (a person, a unit), rows that do not overlap in valid time. A new
fact runs from its day up to the next change already known, so that a late correction of 2018
does not silently rewrite 2020. Rows are superseded and added, never updated in value, never
deleted. The moment of a unit of work is unique, so "what this work wrote" and "what it ended"
are the rows recorded and superseded at that moment; undoing is the same mechanism backwards.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from operator import attrgetter
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    Table,
    and_,
    bindparam,
    insert,
    or_,
    select,
    update,
)

from polima_desktop.storage.unit_of_work import Work

MANY_KEYS = 500
"""From here on all believed rows are read at once instead of naming the keys."""


class Source(NamedTuple):
    """The paper or the import a fact comes from."""

    decree_number: str | None = None
    decree_date: date | None = None
    batch_id: int | None = None


class Fact(NamedTuple):
    """What is true of a key from a day on, up to the next known change; all columns in values."""

    key: int
    valid_from: date
    values: Mapping[str, Any]
    source: Source | None = None  # its own, where it is not that of the whole call


def record(work: Work, table: Table, facts: Sequence[Fact], source: Source | None = None) -> None:
    """Write at most one fact a key into the timelines of ``table``."""
    keys = [fact.key for fact in facts]
    if len(set(keys)) != len(keys):
        raise ValueError("one fact a key and call")
    before = timelines(work.connection, table, keys)
    ended: list[int] = []
    added: list[dict[str, Any]] = []
    new = {**(source or Source())._asdict(), **_written(work)}
    for fact in facts:
        _place(table, fact, before.get(fact.key, []), new, ended, added)
    _supersede(work, table, ended)
    if added:
        work.connection.execute(insert(table), added)


def end(work: Work, table: Table, keys: Sequence[int], day: date) -> None:
    """Let nothing be true of the keys from a day on; what was true before stays."""
    ended: list[int] = []
    added: list[dict[str, Any]] = []
    for rows in timelines(work.connection, table, keys).values():
        for row in rows:
            if getattr(row, _key_name(table)) in set(keys) and _reaches(row, day):
                ended.append(row.id)
                if row.valid_from < day:
                    added.append(
                        _copy(table, row, valid_to=day, recorded_at=work.now, superseded_at=None)
                    )
    _supersede(work, table, ended)
    if added:
        work.connection.execute(insert(table), added)


def in_force(table: Table, day: date, known_at: datetime | None = None) -> ColumnElement[bool]:
    """Give the condition for rows true on a day, as believed now or at an earlier moment."""
    return and_(
        table.c.valid_from <= day,
        or_(table.c.valid_to.is_(None), table.c.valid_to > day),
        believed(table, known_at),
    )


def believed(table: Table, known_at: datetime | None = None) -> ColumnElement[bool]:
    """Give the condition for rows believed now, or at an earlier moment."""
    if known_at is None:
        return table.c.superseded_at.is_(None)
    return and_(
        table.c.recorded_at <= known_at,
        or_(table.c.superseded_at.is_(None), table.c.superseded_at > known_at),
    )


def timeline(
    connection: Connection, table: Table, key: int, known_at: datetime | None = None
) -> list[Row[Any]]:
    """Give a key's believed rows, earliest first."""
    return list(
        connection.execute(
            select(table)
            .where(_key(table) == key, believed(table, known_at))
            .order_by(table.c.valid_from, table.c.id)
        )
    )


Undone = Mapping[datetime, datetime]
"""The works that were taken back: the moment of each, and that of its undoing."""


def rests_on(connection: Connection, table: Table, moment: datetime, undone: Undone) -> bool:
    """Tell whether a later work that still holds ended a row the work of ``moment`` wrote."""
    return _restored(connection, table, moment, undone) is None


def take_back(work: Work, table: Table, moment: datetime, undone: Undone) -> None:
    """Believe again what was believed before the work of ``moment``; nothing may rest on it."""
    c = table.c
    wrote = select(c.id).where(c.recorded_at == moment, believed(table))
    restored = _restored(work.connection, table, moment, undone) or []
    ended = work.connection.execute(
        select(table).where(c.superseded_at == moment, c.recorded_at != moment)
    ).all()
    _supersede(work, table, [*work.connection.execute(wrote).scalars(), *restored])
    again = [_copy(table, row, recorded_at=work.now, superseded_at=None) for row in ended]
    if again:
        work.connection.execute(insert(table), again)


def _restored(
    connection: Connection, table: Table, moment: datetime, undone: Undone
) -> list[int] | None:
    """Give the believed rows that undoing put in place of rows the work of ``moment`` wrote.

    None: a work that still holds ended one of them.
    """
    c, found = table.c, list[int]()
    later = and_(c.recorded_at == moment, c.superseded_at.is_not(None), c.superseded_at != moment)
    rows = connection.execute(select(table).where(later)).all()
    while rows:
        ends = {row.superseded_at for row in rows}
        if not ends <= undone.keys():
            return None
        copies = [copy for end in ends for copy in _copies(connection, table, rows, end, undone)]
        found += [copy.id for copy in copies if copy.superseded_at is None]
        rows = [copy for copy in copies if copy.superseded_at is not None]
    return found


def _copies(
    connection: Connection, table: Table, rows: Sequence[Row[Any]], end: datetime, undone: Undone
) -> Iterator[Row[Any]]:
    """Find what the undoing of the work of ``end`` wrote again of the rows that work had ended."""
    content = attrgetter(*(c.name for c in table.c if c.name not in _A_COPYS_OWN))
    wanted = Counter(content(row) for row in rows if row.superseded_at == end)
    for copy in connection.execute(select(table).where(table.c.recorded_at == undone[end])):
        if wanted[content(copy)]:
            wanted[content(copy)] -= 1
            yield copy


_A_COPYS_OWN = ("id", "recorded_at", "superseded_at")


def add(
    work: Work, table: Table, rows: Iterable[Mapping[str, Any]], source: Source | None = None
) -> None:
    """Add rows that stand beside each other (aliases, spells); each names its valid time."""
    new = {**(source or Source())._asdict(), **_written(work)}
    complete = [{"valid_to": None, **new, **row} for row in rows]
    if complete:
        work.connection.execute(insert(table), complete)


def withdraw(work: Work, table: Table, ids: Sequence[int]) -> None:
    """Stop believing rows."""
    _supersede(work, table, ids)


def withdraw_of(work: Work, table: Table, keys: Select[tuple[int]]) -> None:
    """Stop believing all rows of the keys a query gives."""
    statement = update(table).where(_key(table).in_(keys), believed(table))
    work.connection.execute(statement.values(superseded_at=work.now))


def _written(work: Work) -> dict[str, Any]:
    return {"recorded_at": work.now, "recorded_by": work.user, "superseded_at": None}


def _key_name(table: Table) -> str:
    return "person_id" if "person_id" in table.c else "unit_id"


def _key(table: Table) -> ColumnElement[int]:
    return table.c[_key_name(table)]


def timelines(
    connection: Connection, table: Table, keys: Sequence[int]
) -> dict[int, list[Row[Any]]]:
    """Give the believed rows of each key, earliest first; all keys' where many are named."""
    rows = select(table).where(believed(table))
    if len(keys) < MANY_KEYS:
        rows = rows.where(_key(table).in_(keys))
    found: dict[int, list[Row[Any]]] = defaultdict(list)
    name = _key_name(table)
    for row in connection.execute(rows.order_by(table.c.valid_from)):
        found[getattr(row, name)].append(row)
    return found


def _place(
    table: Table,
    fact: Fact,
    rows: list[Row[Any]],
    new: Mapping[str, Any],
    ended: list[int],
    added: list[dict[str, Any]],
) -> None:
    """Split the row in force on the fact's day, or fill the gap before the next row."""
    start = fact.valid_from
    holder = next((r for r in rows if r.valid_from <= start and _reaches(r, start)), None)
    if holder is not None:
        ended.append(holder.id)
        end = holder.valid_to
        if holder.valid_from < start:
            added.append(_copy(table, holder, valid_to=start, recorded_at=new["recorded_at"]))
    else:
        end = min((r.valid_from for r in rows if r.valid_from > start), default=None)
    own = fact.source._asdict() if fact.source else {}
    span = {"valid_from": start, "valid_to": end}
    added.append({_key_name(table): fact.key, **fact.values, **new, **own, **span})


def _reaches(row: Row[Any], day: date) -> bool:
    return row.valid_to is None or row.valid_to > day


def _copy(table: Table, row: Row[Any], **changes: object) -> dict[str, Any]:
    values = {**row._asdict(), **changes}
    return {column.name: values[column.name] for column in table.c if column.name != "id"}


def _supersede(work: Work, table: Table, ids: Sequence[int]) -> None:
    if ids:
        statement = (
            update(table).where(table.c.id == bindparam("row_id")).values(superseded_at=work.now)
        )
        work.connection.execute(statement, [{"row_id": row_id} for row_id in ids])
