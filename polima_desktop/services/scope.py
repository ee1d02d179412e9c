"""Whose data an actor may see: an account of an office sees the people of it and what is below.

What a role may see at all is ``domain.access``; an account without an office sees the city.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import TYPE_CHECKING

from polima_desktop.domain import units as domain_units
from polima_desktop.domain.access import Actor
from polima_desktop.domain.errors import NotAllowed
from polima_desktop.storage.staff import people, units
from polima_desktop.storage.staff.units import UnitRow

if TYPE_CHECKING:
    from sqlalchemy import Connection


def below(known: Iterable[UnitRow], unit_id: int) -> set[int]:
    """Give a unit and everything under it."""
    return domain_units.below({unit.id: unit.parent_id for unit in known}, [unit_id])


def own_units(connection: Connection, actor: Actor, day: date) -> set[int] | None:
    """Give the units of an actor's office on a day; None: all of the city's."""
    if actor.unit_id is None:
        return None
    return below(units.as_of(connection, day), actor.unit_id)


def refuse_other_units(
    connection: Connection, actor: Actor, found: Collection[int], day: date
) -> None:
    """Refuse what belongs to units outside the actor's office."""
    own = own_units(connection, actor, day)
    if own is None or own.issuperset(found):
        return
    names = {unit.id: unit.name for unit in units.as_of(connection, day)}
    other = next(unit for unit in found if unit not in own)
    raise outside(names.get(other, "Unit itu"), names.get(actor.unit_id or 0, "unit sendiri"))


def refuse_other_people(
    connection: Connection, actor: Actor, person_ids: Collection[int], day: date
) -> None:
    """Refuse people who are in units outside the actor's office on a day."""
    if actor.unit_id is not None:
        rows = people.as_of(connection, day, ids=list(person_ids))
        known = {row.id for row in rows}
        if not known.issuperset(person_ids):
            raise outside("Pegawai itu", "kantor sendiri")
        refuse_other_units(connection, actor, {row.unit_id for row in rows}, day)


def outside(what: str, own: str) -> NotAllowed:
    """Give the refusal of what lies outside the actor's office."""
    return NotAllowed(
        f"{what} di luar kantor akun ini.",
        f"Akun ini hanya untuk {own}. Masuk dengan akun kantor itu, atau akun seluruh kota.",
    )


def own_people(connection: Connection, actor: Actor, day: date) -> set[int] | None:
    """Give the people of an actor's office on a day; None: all of the city's."""
    own = own_units(connection, actor, day)
    if own is None:
        return None
    return {row.id for row in people.as_of(connection, day) if row.unit_id in own}
