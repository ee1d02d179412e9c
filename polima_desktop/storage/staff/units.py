"""Organisation units: their dated facts and aliases, and the lookup from a written name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Connection, insert, or_, select

from polima_desktop.domain.units import Unit, unit_key
from polima_desktop.storage import facts
from polima_desktop.storage.facts import Fact, Source
from polima_desktop.storage.tables import unit_aliases, unit_facts, units
from polima_desktop.storage.unit_of_work import Work


class UnitRow(NamedTuple):
    """A unit as it is on the day asked for. ``pattern`` None: as its parent's."""

    id: int
    code: str
    name: str
    short_name: str | None
    kind: str
    parent_id: int | None
    place: str | None
    pattern: str | None

    @property
    def label(self) -> str:
        """The short name if it has one: for trees and narrow columns."""
        return self.short_name or self.name


def as_of(connection: Connection, day: date, known_at: datetime | None = None) -> list[UnitRow]:
    """Give the units that exist on a day, by name."""
    query = (
        select(
            units.c.id,
            units.c.code,
            unit_facts.c.name,
            unit_facts.c.short_name,
            unit_facts.c.kind,
            unit_facts.c.parent_id,
            unit_facts.c.place,
            unit_facts.c.pattern,
        )
        .join(unit_facts, unit_facts.c.unit_id == units.c.id)
        .where(facts.in_force(unit_facts, day, known_at))
        .order_by(unit_facts.c.name, units.c.id)
    )
    return [UnitRow._make(row) for row in connection.execute(query)]


def aliases(connection: Connection, day: date) -> dict[int, list[str]]:
    """Give the other names by which each unit is known on a day."""
    query = select(unit_aliases.c.unit_id, unit_aliases.c.alias).where(
        facts.in_force(unit_aliases, day)
    )
    found: dict[int, list[str]] = {}
    for unit_id, alias in connection.execute(query.order_by(unit_aliases.c.alias)):
        found.setdefault(unit_id, []).append(alias)
    return found


def ids_by_code(connection: Connection, among: Collection[str] | None = None) -> dict[str, int]:
    """Give the id of every code ever used, or of some codes."""
    query = select(units.c.id, units.c.code)
    if among is not None:
        query = query.where(units.c.code.in_(among))
    return {code: key for key, code in connection.execute(query)}


def codes_by_id(connection: Connection, among: Collection[int]) -> dict[int, str]:
    """Give the codes of some units."""
    query = select(units.c.id, units.c.code).where(units.c.id.in_(among))
    return {key: code for key, code in connection.execute(query)}  # noqa: C416 - rows to pairs


def called(connection: Connection, text: str, day: date) -> set[int]:
    """Give the units that ``text`` may mean on a day: so written, else so spelled as in ``lookup``.

    Only the second reads all units.
    """
    written = or_(units.c.code == text, unit_facts.c.name == text, unit_facts.c.short_name == text)
    query = (
        select(units.c.id)
        .join(unit_facts, unit_facts.c.unit_id == units.c.id)
        .where(facts.in_force(unit_facts, day), written)
    )
    exactly = set(connection.execute(query).scalars())
    return exactly or lookup(connection, day).get(unit_key(text), set())


def codes_below(connection: Connection, unit_id: int, day: date) -> set[str]:
    """Give the codes of a unit and of everything under it on a day; a query a level."""
    base = (
        select(units.c.id, units.c.code)
        .join(unit_facts, unit_facts.c.unit_id == units.c.id)
        .where(facts.in_force(unit_facts, day))
    )
    rows = connection.execute(base.where(units.c.id == unit_id)).all()
    found: dict[int, str] = {}
    while rows:
        found |= {row.id: row.code for row in rows}
        level = [row.id for row in rows]
        rows = [
            row
            for row in connection.execute(base.where(unit_facts.c.parent_id.in_(level)))
            if row.id not in found
        ]
    return set(found.values())


def names(connection: Connection, codes: Collection[str], day: date) -> dict[str, str]:
    """Give the names of some units on a day."""
    query = (
        select(units.c.code, unit_facts.c.name)
        .join(unit_facts, unit_facts.c.unit_id == units.c.id)
        .where(facts.in_force(unit_facts, day), units.c.code.in_(codes))
    )
    return {code: name for code, name in connection.execute(query)}  # noqa: C416 - rows to pairs


def ever(connection: Connection, unit_id: int) -> bool:
    """Tell whether a unit is believed to be, or to have been; one taken back never was."""
    return bool(facts.timeline(connection, unit_facts, unit_id))


def moments(connection: Connection, unit_id: int) -> set[datetime]:
    """Give the moments of the works that said or ended something of a unit or its names."""
    found: set[datetime] = set()
    for table in (unit_facts, unit_aliases):
        query = select(table.c.recorded_at, table.c.superseded_at)
        for said, ended in connection.execute(query.where(table.c.unit_id == unit_id)):
            found |= {said} if ended is None else {said, ended}
    return found


def lookup(connection: Connection, day: date) -> dict[str, set[int]]:
    """Give, for each ``unit_key`` of a code, name or alias valid on a day, the units it may mean.

    More than one means the name is ambiguous; what then happens is the caller's decision.
    """
    found: dict[str, set[int]] = {}
    for unit in as_of(connection, day):
        for text in (unit.code, unit.name, unit.short_name):
            if text:
                found.setdefault(unit_key(text), set()).add(unit.id)
    for unit_id, names in aliases(connection, day).items():
        for name in names:
            found.setdefault(unit_key(name), set()).add(unit_id)
    return found


def create(work: Work, codes: Sequence[str]) -> dict[str, int]:
    """Create units that have a code and no facts yet; give their ids."""
    if codes:
        work.connection.execute(insert(units), [{"code": code} for code in codes])
    known = ids_by_code(work.connection)
    return {code: known[code] for code in codes}


def record(
    work: Work,
    changes: Iterable[tuple[date, Unit]],
    short_names: Mapping[str, str] | None = None,
    source: Source | None = None,
) -> None:
    """Write what units are from a day on, and aliases they do not have yet; codes must exist."""
    changes = list(changes)
    ids = ids_by_code(work.connection)
    shorts = short_names or {}
    facts.record(
        work,
        unit_facts,
        [
            Fact(
                ids[unit.code],
                since,
                {
                    "name": unit.name,
                    "short_name": shorts.get(unit.code) or unit.short_name,
                    "kind": unit.kind,
                    "parent_id": ids[unit.parent] if unit.parent else None,
                    "place": unit.place,
                    "pattern": unit.pattern,
                },
            )
            for since, unit in changes
        ],
        source,
    )
    add_aliases(
        work, [(ids[unit.code], since, alias) for since, unit in changes for alias in unit.aliases]
    )


def end(work: Work, unit_id: int, day: date) -> None:
    """Let a unit and its aliases end on a day; what they were before stays."""
    facts.end(work, unit_facts, [unit_id], day)
    facts.end(work, unit_aliases, [unit_id], day)


def add_aliases(
    work: Work, new: Iterable[tuple[int, date, str]], source: Source | None = None
) -> None:
    """Add other names of units from a day on; one the unit already has is left as it is."""
    known = {
        (row.unit_id, row.alias)
        for row in work.connection.execute(
            select(unit_aliases.c.unit_id, unit_aliases.c.alias).where(facts.believed(unit_aliases))
        )
    }
    rows = [
        {"unit_id": unit, "valid_from": since, "alias": alias, "alias_key": unit_key(alias)}
        for unit, since, alias in new
        if (unit, alias) not in known
    ]
    facts.add(work, unit_aliases, rows, source)
