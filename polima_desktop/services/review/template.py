"""Handing out the manual back-up workbook of a unit and month. Reading it back is importing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from polima_desktop.domain.access import Permission
from polima_desktop.domain.errors import NotAllowed
from polima_desktop.domain.names import full_name
from polima_desktop.domain.periods import Month
from polima_desktop.services.review import claims
from polima_desktop.storage.staff import people, units

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from polima_desktop.services.session import Session


class Template(NamedTuple):
    """What was written: for which unit, and how many of its people are listed."""

    unit: str
    people: int


def unit_choices(session: Session, month: Month) -> list[tuple[str, str]]:
    """Give code and name of the units a workbook can be written for, by name."""
    with session.reading(Permission.READ_PEOPLE) as connection:
        scope = claims.units_of(connection, session.actor, month)
        known = units.as_of(connection, month.last)
    return [(unit.code, unit.name) for unit in known if scope is None or unit.id in scope]


def write_template(session: Session, unit: str, month: Month, path: Path) -> Template:
    """Write the workbook of one unit (code or name), listing its people at the month's end.

    Nothing is changed in the store. A verifier gets only units of the own office.
    """
    from polima_desktop.imports.templates import write_backup
    from polima_desktop.services.importing.known import catalogues

    with session.reading(Permission.READ_PEOPLE) as connection:
        unit_id = claims.unit_named(connection, month, unit)
        scope = claims.units_of(connection, session.actor, month)
        named = {row.id: row.name for row in units.as_of(connection, month.last)}
        if scope is not None and unit_id not in scope:
            raise NotAllowed(
                f"{named[unit_id]} di luar kantor akun ini.",
                "Pilih unit di lingkungan kantor sendiri.",
            )
        staff = _staff(connection, month, unit_id)
        there = catalogues(connection).on(month.first)
        variables = sorted({name for each in there.values() for name in each})
    write_backup(path, named[unit_id], month, staff, variables)
    return Template(named[unit_id], len(staff))


def _staff(connection: Connection, month: Month, unit_id: int) -> list[tuple[str, str]]:
    """Give NIP and full name of the unit's own people, by name."""
    who = [
        row.person.identity
        for row in people.as_of(connection, month.last)
        if row.unit_id == unit_id
    ]
    named = [(one.nip, full_name(one.name, one.front_title, one.back_title)) for one in who]
    return sorted(named, key=lambda pair: pair[1].casefold())
