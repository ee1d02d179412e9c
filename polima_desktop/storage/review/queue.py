"""Manual claims as the desk reads them: beside the electronic record, with the decision in force.

Read side only. Writing claims is ``claims``', deciding on them ``decisions``'.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime, timedelta, timezone
from functools import cache
from types import SimpleNamespace
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, select

from polima_desktop.domain.activities import Status
from polima_desktop.domain.attendance import Clocking
from polima_desktop.domain.review import Decision
from polima_desktop.storage import facts
from polima_desktop.storage.attendance.records import PersonDay
from polima_desktop.storage.review import attachments
from polima_desktop.storage.review.claims import IDS_A_STATEMENT
from polima_desktop.storage.review.decisions import Decided, in_force
from polima_desktop.storage.tables import (
    activity_entries,
    assignments,
    attendance_days,
    claim_activities,
    claims,
    decisions,
    import_batches,
)

_ROWS = 5_000
"""How many rows are held at a time while columns are made of them."""
TOGETHER = 10
"""So many claims of one workbook with the very same times were hardly written day by day."""


class ClaimRow(NamedTuple):
    """A current claim beside the electronic record of its day, and the decision in force.

    ``known``: the app has a row of that day. ``evidence``: files whose bytes are kept;
    ``named``: files somebody only named. ``doubts``: what the import warned of. ``together``: how
    many claims of the workbook say the very same times. ``handed_in``: when the workbook came.
    """

    id: int
    person_id: int
    day: date
    unit_id: int
    clocking: Clocking | None
    activities: int
    recorded: Clocking
    recorded_activities: int
    known: bool
    location: str | None
    reason: str | None
    evidence: tuple[str, ...]
    named: tuple[str, ...]
    typed_by: str | None
    typed_account: str | None
    typed_at: str | None
    superior: str | None
    batch_id: int
    file: str
    sheet: str | None
    row: int
    handed_in: datetime
    doubts: tuple[str, ...]
    together: int
    decided: Decided | None


class ClaimedDay(NamedTuple):
    """A current claim in short: whose day, where it was made, when it came, what was decided."""

    id: int
    person_id: int
    day: date
    unit_id: int
    handed_in: date
    outcome: str | None


class Post(NamedTuple):
    """Where somebody works from a day to before another, and in which job family."""

    person_id: int
    valid_from: date
    valid_to: date | None
    unit_id: int
    family: str | None


def claimed_days(connection: Connection) -> list[ClaimedDay]:
    """Give every current claim in short, by day."""
    c = claims.c
    query = (
        select(
            c.id, c.person_id, c.day, c.unit_id, import_batches.c.applied_at, decisions.c.outcome
        )
        .join(import_batches, import_batches.c.id == c.batch_id)
        .outerjoin(decisions, in_force())
        .where(c.superseded_by.is_(None))
        .order_by(c.day, c.id)
    )
    return [
        ClaimedDay(key, person, day, unit, _local_day(moment), outcome)
        for key, person, day, unit, moment, outcome in connection.execute(query)
    ]


def first_handed_in(connection: Connection, first: date, last: date) -> dict[PersonDay, date]:
    """Give when each day of a span was first handed in: a correction is not a late claim."""
    c = claims.c
    query = (
        select(c.person_id, c.day, func.min(import_batches.c.applied_at))
        .join(import_batches, import_batches.c.id == c.batch_id)
        .where(c.day.between(first, last))
        .group_by(c.person_id, c.day)
    )
    return {(p, day): _local_day(moment) for p, day, moment in connection.execute(query)}


def posts(
    connection: Connection, first: date, last: date, people: Collection[int] | None = None
) -> list[Post]:
    """Give where people work within a span, of everybody or of some."""
    c = assignments.c
    query = select(*(c[name] for name in Post._fields)).where(
        facts.believed(assignments),
        c.valid_from <= last,
        (c.valid_to.is_(None)) | (c.valid_to > first),
    )
    if people is not None and len(people) <= IDS_A_STATEMENT:
        query = query.where(c.person_id.in_(list(people)))
    return [Post._make(row) for row in connection.execute(query)]


def _local_day(moment: datetime) -> date:
    """Give the day of a moment in Baubau."""
    return moment.astimezone(_WITA).date()


_WITA = timezone(timedelta(hours=8))


class Typed(NamedTuple):
    """A current claim as it was typed: by whom, in which workbook, which times, what became."""

    name: str | None
    account: str | None
    batch_id: int
    person_id: int
    check_in: int | None
    check_out: int | None
    outcome: str | None


def typed(connection: Connection, first: date, last: date) -> list[Typed]:
    """Give the current claims of a span as they were typed."""
    c = claims.c
    columns = c.typed_by, c.typed_account, c.batch_id, c.person_id, c.check_in, c.check_out
    query = (
        select(*columns, decisions.c.outcome)
        .outerjoin(decisions, in_force())
        .where(c.day.between(first, last), c.superseded_by.is_(None))
        .order_by(c.id)
    )
    return [Typed._make(row) for row in connection.execute(query)]


def person_days(connection: Connection, first: date, last: date) -> list[tuple[int, date]]:
    """Give every person's day of a span with a current claim."""
    c = claims.c
    query = select(c.person_id, c.day).where(c.day.between(first, last), c.superseded_by.is_(None))
    return [(person, day) for person, day in connection.execute(query)]


_Batches = Mapping[int, tuple[str, datetime]]
_Alike = Mapping[tuple[int, int | None, int | None], int]
_Decode = Callable[[Any], Any]


class Read(NamedTuple):
    """Claims as they were read, by person and day, as columns; a row is made when asked for.

    Making all rows of a big month takes ten times as long as reading them, and so many small
    values keep Python's collector busy. Cells are as the driver gives them, days aside: what
    ``decoded`` names (moments; yes and no in a file) is a value only in a row.
    """

    table: Mapping[str, Sequence[Any]]
    decoded: Mapping[str, _Decode]
    said: Mapping[int, int]
    kept: Mapping[int, int]
    files: Mapping[PersonDay, tuple[str, ...]]
    alike: _Alike
    batches: _Batches

    def __len__(self) -> int:
        return len(self.table["id"])

    def row(self, place: int) -> ClaimRow:
        """Make the row at a place."""
        cells = {name: column[place] for name, column in self.table.items()}
        cells |= {name: decode(cells[name]) for name, decode in self.decoded.items()}
        return _claim_row(SimpleNamespace(**cells), *self[2:])

    @property
    def rows(self) -> list[ClaimRow]:
        """Make every row."""
        return [self.row(place) for place in range(len(self))]


def read_between(
    connection: Connection, first: date, last: date, unit_ids: Collection[int] | None = None
) -> Read:
    """Read the current claims of a span; ``unit_ids`` narrows to units."""
    span = claims.c.day.between(first, last)
    if unit_ids is None:
        return _read(connection, span)
    return _read(connection, and_(span, claims.c.unit_id.in_(list(unit_ids))))


def claims_between(
    connection: Connection, first: date, last: date, unit_ids: Collection[int] | None = None
) -> list[ClaimRow]:
    """Give the current claims of a span, by person and day; ``unit_ids`` narrows to units."""
    return read_between(connection, first, last, unit_ids).rows


def of_person(connection: Connection, person_id: int, first: date, last: date) -> list[ClaimRow]:
    """Give a person's current claims of a span of days."""
    mine = and_(claims.c.person_id == person_id, claims.c.day.between(first, last))
    return _read(connection, mine).rows


def by_ids(connection: Connection, ids: Sequence[int]) -> list[ClaimRow]:
    """Give current claims by their ids; ids that are gone are left out."""
    return [
        row
        for start in range(0, len(ids), IDS_A_STATEMENT)
        for row in _read(connection, claims.c.id.in_(ids[start : start + IDS_A_STATEMENT])).rows
    ]


def _read(connection: Connection, where: ColumnElement[bool]) -> Read:
    where = and_(where, claims.c.superseded_by.is_(None))
    query = _claim_query().where(where)
    table, decoded = _columns(connection, query), _decoders(connection, query)
    if not table["id"]:
        return Read(table, {}, {}, {}, {}, {}, {})
    if "day" in decoded:
        table["day"] = _each_once(table["day"], decoded.pop("day"))
    said = _counts(connection, _claimed_count().where(where))
    kept = _counts(connection, _recorded_count().where(where))
    files = attachments.names(connection, min(table["day"]), max(table["day"]))
    numbers = set(table["batch_id"])
    alike, batches = _typed_alike(connection, numbers), _batches(connection, numbers)
    return Read(table, decoded, said, kept, files, alike, batches)


def _columns(connection: Connection, query: Select[Any]) -> dict[str, list[Any]]:
    """Read claims by person and day, column by column, straight from the driver."""
    with connection.execute(query.order_by(claims.c.person_id, claims.c.day)) as result:
        table: dict[str, list[Any]] = {name: [] for name in result.keys()}  # noqa: SIM118 - a result
        assert result.cursor is not None, "a query has rows"
        while part := result.cursor.fetchmany(_ROWS):
            for column, cells in zip(table.values(), zip(*part, strict=True), strict=True):
                column.extend(cells)
    return table


def _decoders(connection: Connection, query: Select[Any]) -> dict[str, _Decode]:
    """Give by column what turns the driver's cells into values, where that is needed."""
    found: dict[str, _Decode] = {}
    for column in query.selected_columns:
        kind = column.type.dialect_impl(connection.dialect)
        decode = kind.result_processor(connection.dialect, None)
        if decode is not None:
            found[column.name] = decode
    return found


def _each_once(cells: Sequence[Any], decode: _Decode) -> list[Any]:
    """Decode many cells of few different ones."""
    values = {cell: decode(cell) for cell in set(cells)}
    return [values[cell] for cell in cells]


def _batches(connection: Connection, numbers: Collection[int]) -> _Batches:
    """Give the file of each batch and when it came: once, not beside every claim of it."""
    c, wanted, found = import_batches.c, sorted(numbers), dict[int, tuple[str, datetime]]()
    for start in range(0, len(wanted), IDS_A_STATEMENT):
        query = select(c.id, c.file_name, c.applied_at).where(
            c.id.in_(wanted[start : start + IDS_A_STATEMENT])
        )
        found |= {key: (file, moment) for key, file, moment in connection.execute(query)}
    return found


def _typed_alike(connection: Connection, batches: Collection[int]) -> _Alike:
    """Count the claims of each workbook that say the very same times, where they are many."""
    c, found = claims.c, {}
    numbers = sorted(batches)
    for start in range(0, len(numbers), IDS_A_STATEMENT):
        query = (
            select(c.batch_id, c.check_in, c.check_out, func.count())
            .where(
                c.batch_id.in_(numbers[start : start + IDS_A_STATEMENT]),
                c.superseded_by.is_(None),
                c.has_attendance,
            )
            .group_by(c.batch_id, c.check_in, c.check_out)
            .having(func.count() >= TOGETHER)
        )
        found.update({(b, i, o): count for b, i, o, count in connection.execute(query)})
    return found


@cache
def _claim_query() -> Select[Any]:
    recorded = and_(
        attendance_days.c.person_id == claims.c.person_id,
        attendance_days.c.day == claims.c.day,
        attendance_days.c.superseded_by.is_(None),
    )
    return (
        select(
            *(column for column in claims.c if column is not claims.c.superseded_by),
            attendance_days.c.id.label("kept_id"),
            attendance_days.c.check_in.label("kept_in"),
            attendance_days.c.check_out.label("kept_out"),
            attendance_days.c.location,
            decisions.c.id.label("decision_id"),
            decisions.c.outcome,
            decisions.c.reason.label("decision_reason"),
            decisions.c.decided_by,
            decisions.c.decided_at,
            decisions.c.bulk,
        )
        .outerjoin(attendance_days, recorded)
        .outerjoin(decisions, in_force())
    )


@cache
def _claimed_count() -> Select[Any]:
    return (
        select(claims.c.id, func.count())
        .join(claim_activities, claim_activities.c.claim_id == claims.c.id)
        .group_by(claims.c.id)
    )


@cache
def _recorded_count() -> Select[Any]:
    """Count the approved electronic entries of each claim's day that has some, claim by claim.

    A correlated count, and no index over ``superseded_by``: left to itself SQLite reads every
    current entry of the store and looks for its claim.
    """
    c = activity_entries.c
    same_day = and_(
        c.person_id == claims.c.person_id,
        c.day == claims.c.day,
        func.coalesce(c.superseded_by, 0) == 0,
        c.status == Status.APPROVED.value,
    )
    entries = select(func.count()).select_from(activity_entries).where(same_day)
    return select(claims.c.id, entries.correlate(claims).scalar_subquery()).where(
        exists().where(same_day).correlate(claims)
    )


def _counts(connection: Connection, query: Select[Any]) -> dict[int, int]:
    return {claim_id: count for claim_id, count in connection.execute(query)}  # noqa: C416 - pairs


def _claim_row(
    row: SimpleNamespace,
    said: Mapping[int, int],
    kept: Mapping[int, int],
    files: Mapping[PersonDay, tuple[str, ...]],
    alike: _Alike,
    batches: _Batches,
) -> ClaimRow:
    attached = files.get((row.person_id, row.day), ())
    file, handed_in = batches[row.batch_id]
    return ClaimRow(
        id=row.id,
        person_id=row.person_id,
        day=row.day,
        unit_id=row.unit_id,
        clocking=Clocking(row.check_in, row.check_out) if row.has_attendance else None,
        activities=said.get(row.id, 0),
        recorded=Clocking(row.kept_in, row.kept_out),
        recorded_activities=kept.get(row.id, 0),
        known=row.kept_id is not None,
        location=row.location,
        reason=row.reason,
        evidence=tuple(dict.fromkeys(attached)) if attached else (),
        named=_lacking(row.evidence, attached) if row.evidence else (),
        typed_by=row.typed_by,
        typed_account=row.typed_account,
        typed_at=row.typed_at,
        superior=row.superior,
        batch_id=row.batch_id,
        file=file,
        sheet=row.sheet,
        row=row.row,
        handed_in=handed_in,
        doubts=tuple(row.doubts.split("\n")) if row.doubts else (),
        together=alike.get((row.batch_id, row.check_in, row.check_out), 0)
        if row.has_attendance
        else 0,
        decided=_decided(row),
    )


def _decided(row: SimpleNamespace) -> Decided | None:
    if row.decision_id is None:
        return None
    outcome = Decision(row.outcome)
    return Decided(
        row.decision_id, outcome, row.decision_reason, row.decided_by, row.decided_at, row.bulk
    )


def _lacking(written: str, attached: tuple[str, ...]) -> tuple[str, ...]:
    """Give the files a claim names whose bytes nobody brought."""
    kept = {name.casefold() for name in attached}
    names = (part.strip() for part in written.split(";"))
    return tuple(name for name in names if name and name.casefold() not in kept)
