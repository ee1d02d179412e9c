"""People: who they are and what they do, as dated facts, read as of a day and written in bulk.

What the values mean and what looks wrong with them is ``domain.people``'s; the shape of a list
on screen is ``services.staff.people``'s.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, insert, select, update

from polima_desktop.domain.names import name_key
from polima_desktop.domain.people import (
    ASSIGNMENT_FIELDS,
    IDENTITY_FIELDS,
    Assignment,
    Identity,
    Person,
)
from polima_desktop.storage import facts
from polima_desktop.storage.facts import Fact, Source
from polima_desktop.storage.staff import numbers
from polima_desktop.storage.staff.statements import is_spell
from polima_desktop.storage.staff.units import codes_by_id, ids_by_code
from polima_desktop.storage.tables import assignments, identities, people, statements, units
from polima_desktop.storage.unit_of_work import Work

IDS_A_STATEMENT = 500


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One person as of a day; ``person.assignment.unit`` is the unit's code."""

    id: int
    version: int
    unit_id: int
    person: Person


class Dated(NamedTuple):
    """One row of a timeline, with where it comes from. ``value``: Identity or Assignment."""

    value: Identity | Assignment
    valid_from: date
    valid_to: date | None
    recorded_at: datetime
    superseded_at: datetime | None
    recorded_by: str
    decree_number: str | None
    decree_date: date | None
    batch_id: int | None


class Spell(NamedTuple):
    """What lasts from a day up to another, exclusive: leave, duty travel, discipline."""

    id: int
    person_id: int
    kind: str
    note: str | None
    valid_from: date
    valid_to: date | None
    decree_number: str | None
    decree_date: date | None


# ── reading ─────────────────────────────────────────────────────────────────────────────────


def as_of(
    connection: Connection,
    day: date,
    known_at: datetime | None = None,
    ids: Iterable[int] | None = None,
) -> list[RosterRow]:
    """Give everybody with an identity and an assignment on a day, as known now or then."""
    query = _roster_query(day, known_at)
    queries = [query] if ids is None else [query.where(some) for some in _some_of(sorted(ids))]
    rows = [row for each in queries for row in connection.execute(each).all()]
    now = _numbers_now(connection, rows, day, known_at)
    return [_roster_row(row, now) for row in rows]


def _some_of(ids: Sequence[int]) -> Iterator[ColumnElement[bool]]:
    for start in range(0, len(ids), IDS_A_STATEMENT):
        yield people.c.id.in_(ids[start : start + IDS_A_STATEMENT])


def _numbers_now(
    connection: Connection, rows: Sequence[Row[Any]], day: date, known_at: datetime | None = None
) -> Mapping[str, str]:
    """Give the numbers held instead of others; not asked where nobody names a superior."""
    if all(row.superior_nip is None for row in rows):
        return {}
    return numbers.as_held(connection, day, known_at)


def ids_by_nip(connection: Connection) -> dict[str, int]:
    """Give the person each number means, also a number they had once; the holder wins."""
    return numbers.owners(connection)


def nips_of_units(connection: Connection, day: date, unit_ids: Iterable[int]) -> set[str]:
    """Give the NIPs of the people who work in some units on a day, as believed now."""
    query = (
        select(identities.c.nip)
        .join(assignments, assignments.c.person_id == identities.c.person_id)
        .where(facts.in_force(identities, day), facts.in_force(assignments, day))
        .where(assignments.c.unit_id.in_(list(unit_ids)))
    )
    return set(connection.execute(query).scalars())


def identity_timeline(
    connection: Connection, person_id: int, known_at: datetime | None = None
) -> list[Dated]:
    """Give who a person was, earliest first."""
    rows = facts.timeline(connection, identities, person_id, known_at)
    return [_dated(row, _identity(row)) for row in rows]


def assignment_timeline(
    connection: Connection, person_id: int, known_at: datetime | None = None
) -> list[Dated]:
    """Give what a person did where, earliest first."""
    codes = {key: code for code, key in ids_by_code(connection).items()}
    rows = facts.timeline(connection, assignments, person_id, known_at)
    now = _numbers_now(connection, rows, date.max, known_at)
    return [_dated(row, _assignment(row, codes[row.unit_id], now)) for row in rows]


def assignments_on(
    connection: Connection, wanted: Sequence[tuple[int, date]]
) -> dict[tuple[int, date], Assignment]:
    """Give the assignment a change from that day starts from: the one in force, else the first.

    A person without any assignment is left out.
    """
    rows = facts.timelines(connection, assignments, [person for person, _ in wanted])
    every = [row for turns in rows.values() for row in turns]
    codes = codes_by_id(connection, {row.unit_id for row in every})
    now = _numbers_now(connection, every, date.max)
    found = {}
    for person, day in wanted:
        row = _base(rows.get(person, []), day)
        if row is not None:
            found[person, day] = _assignment(row, codes[row.unit_id], now)
    return found


def turns_in_unit(connection: Connection, unit_id: int, day: date) -> list[tuple[int, date]]:
    """Give (person, day) of every stay in a unit from a day on; ``day`` at the earliest."""
    rows = connection.execute(
        select(assignments.c.person_id, assignments.c.valid_from)
        .where(
            assignments.c.unit_id == unit_id,
            facts.believed(assignments),
            (assignments.c.valid_to.is_(None)) | (assignments.c.valid_to > day),
        )
        .order_by(assignments.c.valid_from, assignments.c.person_id)
    )
    return [(person, max(since, day)) for person, since in rows]


def identity_on(connection: Connection, person_id: int, day: date) -> Identity | None:
    """Give the identity a change from that day starts from: the one in force, else the first."""
    row = _base(facts.timeline(connection, identities, person_id), day)
    return None if row is None else _identity(row)


def spells_between(
    connection: Connection, first: date, last: date, person_id: int | None = None
) -> list[Spell]:
    """Give the spells that touch the days from first to last, of one person or of everybody."""
    query = select(
        statements.c.id,
        statements.c.person_id,
        statements.c.kind,
        statements.c.note,
        statements.c.valid_from,
        statements.c.valid_to,
        statements.c.decree_number,
        statements.c.decree_date,
    ).where(
        facts.believed(statements),
        is_spell(),
        statements.c.valid_from <= last,
        (statements.c.valid_to.is_(None)) | (statements.c.valid_to > first),
    )
    if person_id is not None:
        query = query.where(statements.c.person_id == person_id)
    rows = connection.execute(
        query.order_by(statements.c.person_id, statements.c.valid_from, statements.c.id)
    )
    return [Spell._make(row) for row in rows]


def headcount(connection: Connection) -> int:
    """Give how many people have ever been entered."""
    return connection.execute(select(func.count()).select_from(people)).scalar_one()


# ── writing ─────────────────────────────────────────────────────────────────────────────────


def create(work: Work, count: int) -> list[int]:
    """Create people without facts yet; give their ids in order."""
    if not count:
        return []
    statement = insert(people).returning(people.c.id, sort_by_parameter_order=True)
    return list(work.connection.execute(statement, [{"version": 1}] * count).scalars())


def record_identities(
    work: Work, changes: Iterable[tuple[int, date, Identity]], source: Source | None = None
) -> None:
    """Write who people are from a day on."""
    facts.record(
        work,
        identities,
        [Fact(key, since, _identity_row(who)) for key, since, who in changes],
        source,
    )


def record_assignments(
    work: Work,
    changes: Iterable[tuple[int, date, Assignment]],
    source: Source | Sequence[Source] | None = None,
) -> None:
    """Write what people do from a day on; the units' codes must exist.

    ``source`` is one for all, or one for each change in order.
    """
    unit_ids = ids_by_code(work.connection)
    new = [Fact(key, since, _assignment_row(job, unit_ids)) for key, since, job in changes]
    if source is None or isinstance(source, Source):
        facts.record(work, assignments, new, source)
        return
    each = [fact._replace(source=own) for fact, own in zip(new, source, strict=True)]
    facts.record(work, assignments, each)


def bump(work: Work, ids: Sequence[int]) -> None:
    """Give people a new version: whoever holds the old one must look again before writing."""
    for start in range(0, len(ids), 500):
        chunk = ids[start : start + 500]
        work.connection.execute(
            update(people).where(people.c.id.in_(chunk)).values(version=people.c.version + 1)
        )


def claim(work: Work, person_id: int) -> bool:
    """Take the person for this work and give a new version; False: nobody there."""
    mine = update(people).where(people.c.id == person_id)
    return work.connection.execute(mine.values(version=people.c.version + 1)).rowcount == 1


# ── rows and values ─────────────────────────────────────────────────────────────────────────

_IDENTITY_COLUMNS = [identities.c[name] for name in IDENTITY_FIELDS]
_JOB_FIELDS = tuple(name for name in ASSIGNMENT_FIELDS if name != "unit")
_JOB_COLUMNS = [assignments.c[name] for name in _JOB_FIELDS]


def _roster_query(day: date, known_at: datetime | None) -> Select[Any]:
    return (
        select(
            people.c.id,
            people.c.version,
            assignments.c.unit_id,
            units.c.code,
            *_IDENTITY_COLUMNS,
            *_JOB_COLUMNS,
        )
        .join(
            identities,
            and_(identities.c.person_id == people.c.id, facts.in_force(identities, day, known_at)),
        )
        .join(
            assignments,
            and_(
                assignments.c.person_id == people.c.id,
                facts.in_force(assignments, day, known_at),
            ),
        )
        .join(units, units.c.id == assignments.c.unit_id)
        .order_by(people.c.id)
    )


def _roster_row(row: Row[Any], now: Mapping[str, str]) -> RosterRow:
    cells = tuple(row)
    key, version_, unit_id, code = cells[:4]
    values, split = cells[4:], len(IDENTITY_FIELDS)
    who = Identity(*values[:split])  # the columns stand in the order of the fields
    job = _with_numbers(Assignment(code, *values[split:]), now)
    return RosterRow(key, version_, unit_id, Person(who, job))


def _base(rows: Sequence[Row[Any]], day: date) -> Row[Any] | None:
    earlier = [row for row in rows if row.valid_from <= day]
    return earlier[-1] if earlier else next(iter(rows), None)


def _identity(row: Row[Any]) -> Identity:
    return Identity(**{name: getattr(row, name) for name in IDENTITY_FIELDS})


def _assignment(row: Row[Any], unit: str, now: Mapping[str, str]) -> Assignment:
    job = Assignment(unit, **{name: getattr(row, name) for name in _JOB_FIELDS})
    return _with_numbers(job, now)


def _with_numbers(job: Assignment, now: Mapping[str, str]) -> Assignment:
    """Name the superior by the number they hold: a post refers to a person."""
    superior = job.superior_nip
    if superior is None or superior not in now:
        return job
    return replace(job, superior_nip=now[superior])


def _dated(row: Row[Any], value: Identity | Assignment) -> Dated:
    return Dated(
        value,
        row.valid_from,
        row.valid_to,
        row.recorded_at,
        row.superseded_at,
        row.recorded_by,
        row.decree_number,
        row.decree_date,
        row.batch_id,
    )


def _identity_row(who: Identity) -> dict[str, Any]:
    return asdict(who) | {"name_key": name_key(who.name)}


def _assignment_row(job: Assignment, unit_ids: Mapping[str, int]) -> dict[str, Any]:
    values = {name: getattr(job, name) for name in _JOB_FIELDS}
    return values | {"unit_id": unit_ids[job.unit]}
