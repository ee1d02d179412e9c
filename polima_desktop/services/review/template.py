"""Handing out the manual back-up workbook of a unit and month. Reading it back is importing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from polima_desktop.domain.access import Permission
from polima_desktop.domain.errors import NotAllowed
from polima_desktop.domain.names import full_name
from polima_desktop.domain.people import family_label
from polima_desktop.domain.periods import Month
from polima_desktop.domain.rules import load
from polima_desktop.services.review import claims
from polima_desktop.services.review.offdays import DaysOff
from polima_desktop.storage.attendance import calendar
from polima_desktop.storage.rules import versions
from polima_desktop.storage.staff import people, units
from polima_desktop.storage.staff.people import RosterRow
from polima_desktop.storage.staff.units import UnitRow

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from polima_desktop.imports.templates import Form
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

    with session.reading(Permission.READ_PEOPLE) as connection:
        unit_id = claims.unit_named(connection, month, unit)
        scope = claims.units_of(connection, session.actor, month)
        there = {row.id: row for row in units.as_of(connection, month.last)}
        if scope is not None and unit_id not in scope:
            raise NotAllowed(
                f"{there[unit_id].name} di luar kantor akun ini.",
                "Pilih unit di lingkungan kantor sendiri.",
            )
        form = _form(connection, month, unit_id, there)
    write_backup(path, form)
    return Template(form.unit, len(form.people))


def _form(connection: Connection, month: Month, unit_id: int, there: Mapping[int, UnitRow]) -> Form:
    """Fill a form in: the unit's people, its days of duty, the activities of their families."""
    from polima_desktop.imports.templates import Activity, Form

    mine = [row for row in people.as_of(connection, month.last) if row.unit_id == unit_id]
    families = {"umum", *(row.person.assignment.family or "umum" for row in mine)}
    rules = versions.in_force(connection, month)
    known = load(rules.toml).activities.values() if rules else ()
    chosen = [each for each in known if each.family in families]
    off = DaysOff(calendar.load_calendar(connection), there, ())
    return Form(
        there[unit_id].name,
        month,
        _staff(mine),
        [day for day in month.days if not off.why(0, unit_id, day)],
        [Activity(each.code, each.name, each.unit, family_label(each.family)) for each in chosen],
        sorted({name for each in chosen for name in each.inputs}),
    )


def _staff(mine: Iterable[RosterRow]) -> list[tuple[str, str]]:
    """Give NIP and full name of the unit's own people, by name."""
    who = [row.person.identity for row in mine]
    named = [(one.nip, full_name(one.name, one.front_title, one.back_title)) for one in who]
    return sorted(named, key=lambda pair: pair[1].casefold())
