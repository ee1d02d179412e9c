"""Reading everything a freeze needs of a month, in bulk. Nothing is judged or written here.

Attendance and entries are read day by day through their day index; the day itself is then
known and need not be read. The database joins each column of a day into one text and numpy
parses it: for 440,000 rows that is a third of the time a Python object a cell would take.
While one day is parsed the next ones are read.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Generator, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from datetime import date, timedelta
from queue import SimpleQueue
from typing import Any, NamedTuple

import numpy as np
from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    String,
    Table,
    and_,
    case,
    cast,
    func,
    literal_column,
    or_,
    select,
    true,
)

from polima_desktop.domain.activities import Status
from polima_desktop.domain.attendance import NOT_CLOCKED
from polima_desktop.domain.calendar import OFF
from polima_desktop.domain.month_facts import (
    Clockings,
    Entries,
    Facts,
    IdentityRow,
    Ints,
    PostRow,
    RosterRow,
    SpellRow,
    UnitRow,
    Whole,
)
from polima_desktop.domain.names import full_name
from polima_desktop.domain.periods import Month
from polima_desktop.domain.progress import Progress
from polima_desktop.domain.review import Decision
from polima_desktop.storage import facts
from polima_desktop.storage.embedded import beside
from polima_desktop.storage.staff import numbers
from polima_desktop.storage.staff.statements import is_spell
from polima_desktop.storage.tables import (
    activities,
    activity_entries,
    assignments,
    attendance_days,
    claim_activities,
    claims,
    decisions,
    identities,
    shifts,
    statements,
    unit_facts,
    units,
)

AROUND = timedelta(400)
"""Spells so near to a month are read with it: a long leave may be written in parts."""

READING = "Membaca kehadiran dan aktivitas"
SEPARATOR = "\x1f"
"""Cannot stand in JSON, where control characters are escaped."""


def load(
    connection: Connection,
    month: Month,
    progress: Progress,
    people: Collection[int] | None = None,
    *,
    reports: bool = True,
) -> Facts:
    """Read the facts of a month, of everybody or of some people; without ``reports`` only days."""
    variables: dict[str, int] = {}
    only = _Only(people, _listed(people))
    clockings = _clockings(connection, month, only)
    if reports:
        entries = _entries(connection, month, only, variables, progress)
    else:
        entries = Entries(*_arrays([], len(Entries._fields)))
    claimed_entries, claimed_units = _claimed_entries(connection, month, only, variables)
    return Facts(
        posts=_posts(connection, month, only),
        identities=_identities(connection, month, only),
        units=_units(connection, month),
        names=_names(connection) if reports else {},
        spells=_spells(connection, month, only),
        roster=_roster(connection, month, only),
        clockings=clockings,
        claimed_clockings=_claimed_clockings(connection, month, only),
        entries=entries,
        claimed_entries=claimed_entries,
        claimed_units=claimed_units,
        codes={key: code for key, code in connection.execute(select(activities))},  # noqa: C416
        variable_sets=list(variables),
    )


def _listed(people: Collection[int] | None) -> str:
    """Give the numbers of many people as they may stand in a query.

    A bound value each costs more than the query itself; these are whole numbers of our own.
    """
    if people is None or len(people) < facts.MANY_KEYS:
        return ""
    return ",".join(str(int(person)) for person in people)


class _Only(NamedTuple):
    """Narrows a query to some people, or not at all; ``listed``: their numbers where many."""

    people: Collection[int] | None
    listed: str = ""

    def __call__(self, query: Select[Any], column: ColumnElement[int]) -> Select[Any]:
        return query.where(self.condition(column))

    def condition(self, column: ColumnElement[int]) -> ColumnElement[bool]:
        """Give the condition that narrows, or one that is always true."""
        if self.people is None:
            return true()
        if not self.listed:
            return column.in_(self.people)
        return column.op("IN", is_comparison=True)(literal_column(f"({self.listed})"))


# ── people, units, spells ───────────────────────────────────────────────────────────────────


def _overlaps(table: Table, month: Month) -> ColumnElement[bool]:
    return and_(
        facts.believed(table),
        table.c.valid_from <= month.last,
        or_(table.c.valid_to.is_(None), table.c.valid_to > month.first),
    )


def _columns(table: Table, row: type[Any]) -> list[Any]:
    return [table.c[name] for name in row._fields]


def _posts(connection: Connection, month: Month, only: _Only) -> list[PostRow]:
    query = select(*_columns(assignments, PostRow)).where(_overlaps(assignments, month))
    query = only(query, assignments.c.person_id).order_by(assignments.c.valid_from)
    now = numbers.as_held(connection, month.last)
    rows = (PostRow._make(row) for row in connection.execute(query).all())
    return [_with_numbers(row, now) if now else row for row in rows]


def _with_numbers(row: PostRow, now: Mapping[str, str]) -> PostRow:
    superior = row.superior_nip or ""
    return row._replace(superior_nip=now.get(superior, superior) or None)


def _identities(connection: Connection, month: Month, only: _Only) -> dict[int, IdentityRow]:
    """Give the latest identity that overlaps the month."""
    query = select(*_columns(identities, IdentityRow)).where(_overlaps(identities, month))
    query = only(query, identities.c.person_id).order_by(identities.c.valid_from)
    rows = [IdentityRow._make(row) for row in connection.execute(query).all()]
    return {row.person_id: row for row in rows}


def _names(connection: Connection) -> dict[str, str]:
    c = identities.c
    query = select(c.nip, c.name, c.front_title, c.back_title).where(facts.believed(identities))
    rows = connection.execute(query.order_by(c.valid_from)).all()
    return {nip: full_name(name, front, back) for nip, name, front, back in rows}


def _units(connection: Connection, month: Month) -> dict[int, UnitRow]:
    c = unit_facts.c
    query = (
        select(units.c.id, units.c.code, c.name, c.kind, c.place, c.parent_id, c.pattern)
        .join(unit_facts, c.unit_id == units.c.id)
        .where(_overlaps(unit_facts, month))
        .order_by(c.valid_from)
    )
    rows = {row.id: row for row in connection.execute(query)}
    return {key: _unit(row, [rows[one] for one in _line(rows, key)]) for key, row in rows.items()}


def _unit(row: Any, line: Sequence[Any]) -> UnitRow:  # noqa: ANN401
    """Make a unit with its own or its nearest parent's pattern; ``line``: from it upwards."""
    pattern = next((str(one.pattern) for one in line if one.pattern), None)
    above = tuple(str(one.code) for one in line)
    return UnitRow(row.id, row.code, row.name, row.kind, row.place, pattern, above)


def _line(rows: Mapping[int, Any], key: int) -> list[int]:
    """Give a unit and the units above it, the nearest first; a circle ends where it closes."""
    line: list[int] = []
    at: int | None = key
    while at is not None and at in rows and at not in line:
        line.append(at)
        at = rows[at].parent_id
    return line


def _spells(connection: Connection, month: Month, only: _Only) -> list[SpellRow]:
    """Give the spells of the month, and those about it that may be one absence with them."""
    query = select(*_columns(statements, SpellRow)).where(
        facts.believed(statements),
        is_spell(),
        statements.c.valid_from <= month.last + AROUND,
        or_(statements.c.valid_to.is_(None), statements.c.valid_to > month.first - AROUND),
    )
    query = only(query, statements.c.person_id).order_by(statements.c.valid_from, statements.c.id)
    return [SpellRow._make(row) for row in connection.execute(query)]


def _roster(connection: Connection, month: Month, only: _Only) -> list[RosterRow]:
    c = shifts.c
    hours = func.coalesce(c.starts, OFF), func.coalesce(c.ends, OFF)
    query = select(c.person_id, c.day, *hours).where(
        c.day.between(month.first, month.last), facts.believed(shifts)
    )
    return [RosterRow._make(row) for row in connection.execute(only(query, shifts.c.person_id))]


def rostered(connection: Connection, month: Month) -> set[int]:
    """Give the people of whom shifts of a month are known."""
    c = shifts.c
    known = c.day.between(month.first, month.last), facts.believed(shifts)
    query = select(c.person_id).where(*known).distinct()
    return set(connection.execute(query).scalars())


# ── attendance and entries ──────────────────────────────────────────────────────────────────


def _lists(columns: Sequence[ColumnElement[int]]) -> list[ColumnElement[str]]:
    """Give for each column of whole numbers, none of them NULL, the text of all its rows."""
    return [func.aggregate_strings(cast(column, String), ",") for column in columns]


def _split(texts: Iterable[str | None]) -> list[Whole]:
    """Turn the texts of columns back into arrays."""
    return [_parsed(text or "") for text in texts]


def _parsed(text: str) -> Ints:
    if not text:
        return np.zeros(0, dtype=np.int64)
    return np.fromstring(text, dtype=np.int64, sep=",")


def _narrowed(column: Ints) -> Whole:
    """Give a column in the narrowest integers that hold it: a big city has millions of rows."""
    low, high = int(column.min(initial=0)), int(column.max(initial=0))
    for width in (np.int8, np.int16, np.int32):
        if np.iinfo(width).min <= low and high <= np.iinfo(width).max:
            return column.astype(width)
    return column


def _by_day(
    connection: Connection,
    table: Table,
    month: Month,
    query: Callable[[date], Select[Any]],
    parse: Callable[[date, Sequence[Any]], list[Whole]],
) -> list[Whole]:
    """Read day by day; give the day of the month and then the columns parsed, in order of days."""
    with closing(_ahead(connection, table, month.days, query)) as rows:
        chunks = [_with_day(day, parse(day, row)) for day, row in rows]
    return [np.concatenate(column) for column in zip(*chunks, strict=True)]


def _ahead(
    connection: Connection,
    table: Table,
    days: Iterable[date],
    query: Callable[[date], Select[Any]],
) -> Generator[tuple[date, Sequence[Any]]]:
    """Give each day's row in order, while the days after it are read already.

    Two connections read side by side where both see the same; two days wait at most.
    """
    with beside(connection, table) as hands, ThreadPoolExecutor(len(hands)) as pool:
        free: SimpleQueue[Connection] = SimpleQueue()
        for hand in hands:
            free.put(hand)

        def read(day: date) -> Sequence[Any]:
            hand = free.get()
            try:
                return hand.execute(query(day)).one()
            finally:
                free.put(hand)

        waiting: deque[tuple[date, Future[Sequence[Any]]]] = deque()
        try:
            for day in days:
                waiting.append((day, pool.submit(read, day)))
                if len(waiting) > len(hands):
                    yield _next(waiting)
            while waiting:
                yield _next(waiting)
        finally:
            pool.shutdown(cancel_futures=True)


def _next(waiting: deque[tuple[date, Future[Sequence[Any]]]]) -> tuple[date, Sequence[Any]]:
    day, read = waiting.popleft()
    return day, read.result()


def _with_day(day: date, columns: list[Whole]) -> list[Whole]:
    return [np.full(len(columns[0]), day.day, dtype=np.int8), *columns]


def _clockings(connection: Connection, month: Month, only: _Only) -> Clockings:
    c = attendance_days.c
    columns = c.person_id, _clock(c.check_in), _clock(c.check_out), c.id
    if only.people is not None:  # one query for few people; everybody's come a day at a time
        span = c.day.between(month.first, month.last), c.superseded_by.is_(None)
        query = only(select(c.day, *_lists(columns)).where(*span), c.person_id).group_by(c.day)
        parts = [_with_day(day, _split(texts)) for day, *texts in connection.execute(query)]
        if not parts:
            return Clockings(*_arrays([], 5))
        day, person, *rest = (
            np.concatenate(each).astype(np.int64) for each in zip(*parts, strict=True)
        )
        return Clockings(person, day, *rest)

    lists: list[Any] = _lists(columns)

    def of_day(day: date) -> Select[Any]:
        return select(*lists).where(c.day == day, c.superseded_by.is_(None))

    def parse(_day: date, texts: Sequence[Any]) -> list[Whole]:
        return _split(texts)

    found = _by_day(connection, attendance_days, month, of_day, parse)
    day, person, *rest = (column.astype(np.int64) for column in found)
    return Clockings(person, day, *rest)


def _clock(column: ColumnElement[int]) -> ColumnElement[int]:
    return func.coalesce(column, NOT_CLOCKED)


def _entries(
    connection: Connection,
    month: Month,
    only: _Only,
    variables: dict[str, int],
    progress: Progress,
) -> Entries:
    c = activity_entries.c
    given = func.nullif(c.variables, "")
    has_variables = case((given.is_(None), 0), else_=1)
    columns = c.person_id, c.id, c.activity_id, c.volume, c.minutes, has_variables
    lists: list[Any] = [*_lists(columns), func.aggregate_strings(given, SEPARATOR)]

    def of_day(day: date) -> Select[Any]:
        return select(*lists).where(
            c.day == day,
            c.superseded_by.is_(None),
            c.status == Status.APPROVED.value,
            only.condition(c.person_id),
        )

    def parse(day: date, row: Sequence[Any]) -> list[Whole]:
        progress.report(day.day, month.last.day, READING)
        *texts, sets = row
        *numbers, has = _split(texts)
        sets_used = np.full(len(has), -1, dtype=np.int64)
        sets_used[has == 1] = _coded(sets.split(SEPARATOR) if sets else (), variables)
        return [_narrowed(column) for column in (*numbers, sets_used)]

    day, person, *rest = _by_day(connection, activity_entries, month, of_day, parse)
    return Entries(person, day, *rest)


def _coded(texts: Iterable[str], variables: dict[str, int]) -> list[int]:
    """Number the texts in the order they are first met."""
    given = list(texts)
    for text in dict.fromkeys(given):
        variables.setdefault(text, len(variables))
    return list(map(variables.__getitem__, given))


def _arrays(rows: Sequence[Sequence[Any]], width: int) -> list[Ints]:
    """Turn rows of whole numbers into one array a column."""
    if not rows:
        return [np.zeros(0, dtype=np.int64) for _ in range(width)]
    return [np.array(column, dtype=np.int64) for column in zip(*rows, strict=True)]


# ── accepted claims ─────────────────────────────────────────────────────────────────────────


def _accepted(month: Month) -> ColumnElement[bool]:
    return and_(
        claims.c.day.between(month.first, month.last),
        claims.c.superseded_by.is_(None),
        decisions.c.outcome == Decision.MANUAL.value,
        decisions.c.undone_at.is_(None),
    )


def _claimed_clockings(connection: Connection, month: Month, only: _Only) -> Clockings:
    c = claims.c
    query = (
        select(c.person_id, c.day, _clock(c.check_in), _clock(c.check_out), -c.id)
        .join(decisions, decisions.c.claim_id == c.id)
        .where(_accepted(month), c.has_attendance)
    )
    rows = connection.execute(only(query, c.person_id)).all()
    return Clockings(*_arrays([(p, day.day, *rest) for p, day, *rest in rows], 5))


def _claimed_entries(
    connection: Connection, month: Month, only: _Only, variables: dict[str, int]
) -> tuple[Entries, Ints]:
    """Give the activities of accepted claims, and the unit each claim was made in."""
    c, item = claims.c, claim_activities.c
    columns = c.person_id, c.day, -item.id, item.activity_id, item.volume, item.minutes
    query = (
        select(c.unit_id, *columns, item.variables)
        .join(decisions, decisions.c.claim_id == c.id)
        .join(claim_activities, item.claim_id == c.id)
        .where(_accepted(month))
        .order_by(item.id)
    )
    found = connection.execute(only(query, c.person_id)).all()
    rows = [(unit, person, day.day, *rest) for unit, person, day, *rest in found]
    unit, *arrays = _arrays([row[:-1] for row in rows], 7)
    texts = [row[-1] or "" for row in rows]
    coded = np.full(len(texts), -1, dtype=np.int64)
    coded[[bool(text) for text in texts]] = _coded(filter(None, texts), variables)
    return Entries._make([*arrays, coded]), unit
