"""The believed facts as one text, to tell whether two states of a store say the same.

Ids, moments, batches, users and audit entries are left out on purpose.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, Connection, Row, Subquery, Table, func, select

from polima_desktop.storage.facts import believed
from polima_desktop.storage.staff.statements import DATA, FIRST
from polima_desktop.storage.tables import (
    assignments,
    identities,
    statements,
    unit_aliases,
    unit_facts,
    units,
)

_NOT_FACTS = frozenset(
    "id person_id unit_id parent_id recorded_at superseded_at recorded_by batch_id said_at copy_of "
    "replaces".split()
)


def canonical_dump(connection: Connection) -> str:
    """Give every believed fact about people and units, one sorted line each."""
    lines = [
        line for table in (unit_facts, unit_aliases) for line in _unit_lines(connection, table)
    ]
    for table in (identities, assignments, statements):
        lines += _person_lines(connection, table)
    return "\n".join(sorted(lines))


def _unit_lines(connection: Connection, table: Table) -> Iterator[str]:
    query = select(units.c.code, *_values(table)).join(units, units.c.id == table.c.unit_id)
    if "parent_id" in table.c:
        parent = units.alias("parent")
        query = query.add_columns(parent.c.code).outerjoin(parent, parent.c.id == table.c.parent_id)
    for row in connection.execute(query.where(believed(table))):
        yield _line(table, row)


def _person_lines(connection: Connection, table: Table) -> Iterator[str]:
    owner = _owners()
    query = select(owner.c.nip, *_values(table)).join(owner, owner.c.person_id == table.c.person_id)
    if "unit_id" in table.c:
        query = query.add_columns(units.c.code).join(units, units.c.id == table.c.unit_id)
    if table is statements:  # what the other two were made of adds nothing
        query = query.where(table.c.kind.not_in((FIRST, DATA)))
    for row in connection.execute(query.where(believed(table))):
        yield _line(table, row)


def _owners() -> Subquery:
    return (
        select(identities.c.person_id, func.min(identities.c.nip).label("nip"))
        .where(believed(identities))
        .group_by(identities.c.person_id)
        .subquery()
    )


def _values(table: Table) -> list[Column[Any]]:
    return [column for column in table.c if column.name not in _NOT_FACTS]


def _line(table: Table, row: Row[Any]) -> str:
    cells = ["" if value is None else str(value) for value in row]
    return "|".join([table.name, *cells])
