"""What rests on an import batch: later facts, records of people it brought, frozen months."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, func, or_, select

from polima_desktop.storage.tables import (
    activity_entries,
    assignments,
    attendance_days,
    claims,
    frozen_inputs,
    identities,
    months,
    punches,
    statements,
    unit_facts,
)


def frozen_months(
    connection: Connection, since: datetime, first: date | None = None, last: date | None = None
) -> list[str]:
    """Give the months frozen after a moment, within the months of a span of days if given.

    Reopening one slip of a locked month freezes that person again, and counts.
    """
    own = frozen_inputs.c
    again = select(own.id).where(own.month_id == months.c.id, own.frozen_at > since).exists()
    query = select(months.c.month).where(
        months.c.state != "open", or_(months.c.frozen_at > since, again)
    )
    if first is not None and last is not None:
        query = query.where(months.c.month.between(f"{first:%Y-%m}", f"{last:%Y-%m}"))
    return list(connection.execute(query.order_by(months.c.month)).scalars())


def span_of(connection: Connection, table: Table, batch_id: int) -> tuple[date, date] | None:
    """Give the first and last day a batch wrote to a table of daily records."""
    own = table.c.batch_id == batch_id
    first, last = connection.execute(
        select(func.min(table.c.day), func.max(table.c.day)).where(own)
    ).one()
    return None if first is None else (first, last)


def people_first_known(moment: datetime) -> Select[tuple[int]]:
    """Give the query for the people whose very first fact was recorded at a moment."""
    earliest = func.min(identities.c.recorded_at)
    return (
        select(identities.c.person_id).group_by(identities.c.person_id).having(earliest == moment)
    )


def records_of_new_people(connection: Connection, moment: datetime) -> dict[str, int]:
    """Count what others recorded of the people a work brought, by table name; zeros left out."""
    found: dict[str, int] = {}
    for table in _OF_PEOPLE:
        others = _recorded_by_others(table, moment)
        count = connection.execute(select(func.count()).select_from(table).where(others)).scalar()
        if count:
            found[table.name] = count
    return found


def new_people_with_records(connection: Connection, moment: datetime) -> list[int]:
    """Give the people a work brought of whom others recorded something since."""
    found: set[int] = set()
    for table in _OF_PEOPLE:
        query = select(table.c.person_id).where(_recorded_by_others(table, moment)).distinct()
        found |= set(connection.execute(query).scalars())
    return sorted(found)


_OF_PEOPLE = (attendance_days, punches, activity_entries, claims, statements)


def _recorded_by_others(table: Table, moment: datetime) -> ColumnElement[bool]:
    """Give the condition for current rows of the people a work brought that others wrote."""
    current = (
        table.c.superseded_by.is_(None)
        if "superseded_by" in table.c
        else table.c.superseded_at.is_(None) & (table.c.said_at != moment)
    )
    return and_(table.c.person_id.in_(people_first_known(moment)), current)


def units_in_use(connection: Connection, moment: datetime, *, own: bool = False) -> list[str]:
    """Give the units first known at a moment that others' assignments or units now stand in.

    Whom the same act moved into them goes back with it; ``own`` counts them too.
    """
    c = unit_facts.c
    new = select(c.unit_id).group_by(c.unit_id).having(func.min(c.recorded_at) == moment)
    people_in = select(assignments.c.unit_id).where(assignments.c.superseded_at.is_(None))
    if not own:
        said = statements.c
        moved = select(said.person_id).where(
            said.said_at == moment, said.superseded_at.is_(None), said.fields.is_not(None)
        )
        people_in = people_in.where(assignments.c.person_id.not_in(moved))
    below = unit_facts.alias().c
    units_in = select(below.parent_id).where(
        below.superseded_at.is_(None),
        below.parent_id.is_not(None),
        below.unit_id.not_in(new),
    )
    query = (
        select(c.name)
        .where(c.unit_id.in_(new), or_(c.unit_id.in_(people_in), c.unit_id.in_(units_in)))
        .order_by(c.name)
    )
    return list(connection.execute(query).scalars())
