"""Where a frozen number comes from: file, sheet, row and decision of the rows it was made of.

Ids are those of ``domain.frozen``: rows may since have been replaced by a later import, but
they are never edited, so they still say what the freeze saw.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, and_, or_, select

from polima_desktop.domain.life import speakers
from polima_desktop.domain.people import ASSIGNMENT_FIELDS
from polima_desktop.domain.periods import Month
from polima_desktop.storage import facts
from polima_desktop.storage.importing import places
from polima_desktop.storage.office import acts
from polima_desktop.storage.office.acts import Act
from polima_desktop.storage.staff import statements as statement_store
from polima_desktop.storage.staff.statements import Said, is_spell
from polima_desktop.storage.tables import (
    activity_entries,
    assignments,
    attendance_days,
    claim_activities,
    claims,
    decisions,
    import_batches,
    statements,
)


class Place(NamedTuple):
    """Where a row stands: its file, sheet and spreadsheet row; ``about`` names what it says."""

    file: str | None
    sheet: str | None
    row: int | None
    day: date | None = None
    about: str | None = None


class Decision(NamedTuple):
    """What was decided about a claim, by whom, when and why."""

    outcome: str
    by: str
    at: datetime
    reason: str | None


def clockings(connection: Connection, ids: Collection[int]) -> dict[int, Place]:
    """Give where attendance days come from."""
    return _places(connection, attendance_days, ids)


def entries(connection: Connection, ids: Collection[int]) -> dict[int, Place]:
    """Give where activity entries come from; ``about`` is what was reported."""
    return _places(connection, activity_entries, ids)


def _places(connection: Connection, table: Table, ids: Collection[int]) -> dict[int, Place]:
    c = table.c
    about = c.description if "description" in c else c.location
    query = (
        select(c.id, import_batches.c.file_name, c.sheet, c.row, c.day, about)
        .join(import_batches, import_batches.c.id == c.batch_id)
        .where(c.id.in_(list(ids)))
    )
    return {key: Place(*rest) for key, *rest in connection.execute(query)}


def claimed_clockings(
    connection: Connection, ids: Collection[int], at: datetime
) -> dict[int, tuple[Place, Decision | None]]:
    """Give where claims come from, with the decision that held at a moment."""
    c = claims.c
    query = (
        select(c.id, import_batches.c.file_name, c.sheet, c.row, c.day, c.reason, *_DECISION)
        .join(import_batches, import_batches.c.id == c.batch_id)
        .outerjoin(decisions, _held_at(at))
        .where(c.id.in_(list(ids)))
    )
    return {row[0]: (Place(*row[1:6]), _decision(row[6:])) for row in connection.execute(query)}


def claimed_entries(
    connection: Connection, ids: Collection[int], at: datetime
) -> dict[int, tuple[Place, Decision | None]]:
    """Give where the activities of claims come from, with the decision that held at a moment."""
    item = claim_activities.c
    columns = import_batches.c.file_name, item.sheet, item.row, claims.c.day, item.description
    query = (
        select(item.id, *columns, *_DECISION)
        .join(claims, claims.c.id == item.claim_id)
        .join(import_batches, import_batches.c.id == claims.c.batch_id)
        .outerjoin(decisions, _held_at(at))
        .where(item.id.in_(list(ids)))
    )
    return {row[0]: (Place(*row[1:6]), _decision(row[6:])) for row in connection.execute(query)}


_DECISION = (
    decisions.c.outcome,
    decisions.c.decided_by,
    decisions.c.decided_at,
    decisions.c.reason,
)


def _decision(values: Any) -> Decision | None:  # noqa: ANN401 - a slice of a row
    return None if values[0] is None else Decision(*values)


def _held_at(at: datetime) -> Any:  # noqa: ANN401 - SQLAlchemy's own
    c = decisions.c
    return and_(
        c.claim_id == claims.c.id,
        c.decided_at <= at,
        or_(c.undone_at.is_(None), c.undone_at > at),
    )


def assignment(connection: Connection, assignment_id: int) -> Place:
    """Give the import or the decree an assignment comes from."""
    c = assignments.c
    query = (
        select(import_batches.c.file_name, c.valid_from, c.decree_number, c.batch_id, c.person_id)
        .outerjoin(import_batches, import_batches.c.id == c.batch_id)
        .where(c.id == assignment_id)
    )
    file, since, decree, batch, person = connection.execute(query).one()
    return _at(connection, Place(file, None, None, since, decree), batch, person)


class Word(NamedTuple):
    """A statement a field of a post rests on: its place, its kind, and the hand that wrote it."""

    place: Place
    kind: str
    by: str
    at: datetime
    reason: str | None


def words_of_post(
    connection: Connection, person_id: int, day: date, at: datetime
) -> dict[str, Word]:
    """Give the statement that each field of a post rests on, as known at a moment.

    People of whom nobody said more than their first list have only its row (``assignment``).
    """
    said = statement_store.of(connection, [person_id], at)[person_id]
    found = speakers(said, day, ASSIGNMENT_FIELDS)
    told = {one.id: one for one in found.values()}
    why = acts.at(connection, {one.said_at for one in told.values()})
    words = {key: _word(connection, one, why.get(one.said_at)) for key, one in told.items()}
    return {name: words[one.id] for name, one in found.items()}


def _word(connection: Connection, one: Said, act: Act | None) -> Word:
    query = select(import_batches.c.file_name).where(import_batches.c.id == one.batch_id)
    file = connection.execute(query).scalar() if one.batch_id is not None else None
    about = " · ".join(filter(None, (one.note, one.decree_number)))
    place = _at(
        connection, Place(file, None, None, one.valid_from, about), one.batch_id, one.person_id
    )
    return Word(place, one.kind, one.recorded_by, one.said_at, act.reason if act else None)


def _at(connection: Connection, place: Place, batch: int | None, person: int) -> Place:
    """Give a place with the sheet and row of its list, where they were kept."""
    found = places.find(connection, batch, person, place.day)
    return place if found is None else place._replace(sheet=found[0], row=found[1])


def spells_of(connection: Connection, person_id: int, month: Month, at: datetime) -> list[Place]:
    """Give the spells of a month as known at a moment; ``about`` is ``kind: note``."""
    c = statements.c
    query = (
        select(
            import_batches.c.file_name,
            c.valid_from,
            c.kind,
            c.note,
            c.decree_number,
            c.batch_id,
        )
        .outerjoin(import_batches, import_batches.c.id == c.batch_id)
        .where(
            c.person_id == person_id,
            facts.believed(statements, at),
            is_spell(),
            c.valid_from <= month.last,
            or_(c.valid_to.is_(None), c.valid_to > month.first),
        )
        .order_by(c.valid_from)
    )
    return [
        _at(
            connection,
            Place(file, None, None, since, " · ".join(filter(None, (kind, note, decree)))),
            batch,
            person_id,
        )
        for file, since, kind, note, decree, batch in connection.execute(query).all()
    ]
