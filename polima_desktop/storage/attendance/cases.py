"""Clockings with their places as columns, and what was decided of the cases among them.

Which clockings are cases is ``domain.whereabouts``'. A decision is in force while nobody undid it;
it is never edited: changing one ends it and adds another.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

import numpy as np
from sqlalchemy import ColumnElement, Connection, Select, Table, and_, insert, select, update

from polima_desktop.domain.calendar import DAY
from polima_desktop.domain.progress import Progress
from polima_desktop.domain.whereabouts import Case, Kind, Ruling, Touches
from polima_desktop.storage.review import queue
from polima_desktop.storage.review.queue import Post
from polima_desktop.storage.tables import attendance_days, case_rulings, punches
from polima_desktop.storage.unit_of_work import Work

Key = tuple[Kind, int, date, str]
"""What tells a case from others: its kind, whose, of which day, on which evidence."""


class Ruled(NamedTuple):
    """A decision in force on a case."""

    id: int
    outcome: Ruling
    reason: str
    by: str
    at: datetime


def key_of(case: Case) -> Key:
    """Give what tells a case from others."""
    return case.kind, case.person_id, case.day, case.evidence


# ── clockings ───────────────────────────────────────────────────────────────────────────────

_ROWS = 10_000
"""How many clockings are read between two places where the work may be stopped."""
_Table = np.ndarray[Any, np.dtype[np.float64]]
"""Person, ordinal of the day, seconds of that day, degrees north and east, mock: one row each."""


def touches(
    connection: Connection,
    span: tuple[date, date],
    people: Collection[int] | None = None,
    progress: Progress | None = None,
) -> Touches:
    """Give the current clockings of a span that have a place, of everybody or of some."""
    first, last = span
    queries = (*_days(first, last, people), _punches(first, last, people))
    table = np.concatenate(list(_tables(connection, queries, progress or Progress())))
    person, day, second = (table[:, n].astype(np.int64) for n in range(3))
    order = np.lexsort((second, day, person))
    same = [column[order][1:] == column[order][:-1] for column in (person, day, second)]
    order = order[np.r_[True, ~np.all(same, axis=0)][: len(order)]]
    table, person, day, second = table[order], person[order], day[order], second[order]
    posts = queue.posts(connection, first, last, people)
    return Touches(
        person, day, day * DAY + second, table[:, 3], table[:, 4], table[:, 5] != 0,
        _units(posts, person, day),
    )  # fmt: skip


def _tables(
    connection: Connection, queries: Iterable[Select[Any]], progress: Progress
) -> Iterator[_Table]:
    """Read clockings some thousands at a time; between two of them one may stop."""
    yield _table([])
    read = 0
    for query in queries:
        for part in connection.execute(query).partitions(_ROWS):
            yield _table(part)
            read += len(part)
            progress.report(read, 0, "Membaca ketukan")


def _days(first: date, last: date, people: Collection[int] | None) -> Iterator[Select[Any]]:
    """Ask for both clockings of each attendance day."""
    c, where = attendance_days.c, _current(attendance_days, first, last, people)
    sides = (c.check_in, c.lat_in, c.lon_in), (c.check_out, c.lat_out, c.lon_out)
    for second, lat, lon in sides:
        yield select(c.person_id, c.day, second, lat, lon, c.mock).where(
            where, second.is_not(None), lat.is_not(None), lon.is_not(None)
        )


def _punches(first: date, last: date, people: Collection[int] | None) -> Select[Any]:
    c = punches.c
    return select(c.person_id, c.day, c.seconds, c.lat, c.lon, c.mock).where(
        _current(punches, first, last, people), c.lat.is_not(None), c.lon.is_not(None)
    )


def _table(rows: Sequence[Any]) -> _Table:
    if not rows:
        return np.empty((0, 6), np.float64)
    person, day, second, lat, lon, mock = zip(*rows, strict=True)
    days = {each: each.toordinal() for each in set(day)}
    columns = person, [days[each] for each in day], second, lat, lon, [bool(each) for each in mock]
    return np.column_stack([np.array(column, np.float64) for column in columns])


def _current(
    table: Table, first: date, last: date, people: Collection[int] | None
) -> ColumnElement[bool]:
    where = and_(table.c.day.between(first, last), table.c.superseded_by.is_(None))
    return where if people is None else and_(where, table.c.person_id.in_(list(people)))


def _units(
    posts: Sequence[Post], person: np.ndarray[Any, Any], day: np.ndarray[Any, Any]
) -> np.ndarray[Any, Any]:
    """Give the unit of each clocking's person on its day; ``person`` is sorted. 0: not known."""
    found = np.zeros(len(person), np.int64)
    for post in posts:
        rows = slice(*np.searchsorted(person, (post.person_id, post.person_id + 1)))
        until = (post.valid_to or date.max).toordinal()
        mine = (day[rows] >= post.valid_from.toordinal()) & (day[rows] < until)
        found[rows][mine] = post.unit_id
    return found


# ── decisions ───────────────────────────────────────────────────────────────────────────────


def rulings(connection: Connection, first: date, last: date) -> dict[Key, Ruled]:
    """Give the decisions in force on cases of a span of days."""
    c = case_rulings.c
    query = select(
        c.kind, c.person_id, c.day, c.evidence, c.id, c.outcome, c.reason, c.decided_by,
        c.decided_at,
    ).where(c.day.between(first, last), c.undone_at.is_(None))  # fmt: skip
    return {
        (Kind(kind), person, day, evidence): Ruled(key, Ruling(outcome), *rest)
        for kind, person, day, evidence, key, outcome, *rest in connection.execute(query)
    }


def decide(
    work: Work, cases: Sequence[Case], replaced: Sequence[int], outcome: Ruling, reason: str
) -> None:
    """Write one decision for each case; those it replaces end at the same moment."""
    end(work, replaced)
    written = {"outcome": outcome.value, "reason": reason, "decided_by": work.user,
               "decided_at": work.now}  # fmt: skip
    rows = [{**case._asdict(), "kind": case.kind.value, **written} for case in cases]
    work.connection.execute(insert(case_rulings), rows)


def end(work: Work, ids: Sequence[int]) -> None:
    """Take decisions back."""
    if ids:
        gone = update(case_rulings).where(case_rulings.c.id.in_(list(ids)))
        work.connection.execute(gone.values(undone_at=work.now, undone_by=work.user))


def revive(work: Work, ids: Sequence[int]) -> None:
    """Let again hold what some decisions had replaced, each with its own moment."""
    now, before = case_rulings.alias("now"), case_rulings.alias("before")
    same = [now.c[name] == before.c[name] for name in ("person_id", "day", "kind", "evidence")]
    query = select(*(before.c[name] for name in _KEPT)).join(
        now, and_(*same, before.c.undone_at == now.c.decided_at, before.c.id != now.c.id)
    )
    rows = work.connection.execute(query.where(now.c.id.in_(list(ids)))).all()
    if rows:
        again = [dict(zip(_KEPT, row, strict=True)) for row in rows]
        work.connection.execute(insert(case_rulings), again)


_KEPT = ("person_id", "day", "kind", "evidence", "words", "outcome", "reason", "decided_by",
         "decided_at")  # fmt: skip


class Standing(NamedTuple):
    """A decision in force by its act: which, whose and of which day."""

    id: int
    person_id: int
    day: date
    at: datetime


def made_at(connection: Connection, moment: datetime) -> list[Standing]:
    """Give what is still in force of the decisions one act made."""
    c = case_rulings.c
    query = select(c.id, c.person_id, c.day, c.decided_at).where(
        c.decided_at == moment, c.undone_at.is_(None)
    )
    return [Standing._make(row) for row in connection.execute(query.order_by(c.id))]


def by_ids(connection: Connection, ids: Sequence[int]) -> list[Standing]:
    """Give decisions in force by their ids; those taken back meanwhile are left out."""
    c = case_rulings.c
    query = select(c.id, c.person_id, c.day, c.decided_at).where(
        c.id.in_(list(ids)), c.undone_at.is_(None)
    )
    return [Standing._make(row) for row in connection.execute(query.order_by(c.id))]
