"""Who signs for a unit, or for the whole city, from a day on.

Who signs where nothing is recorded is decided in ``services.papers.signatories``.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, select

from polima_desktop.storage import facts
from polima_desktop.storage.facts import Source
from polima_desktop.storage.staff import numbers
from polima_desktop.storage.tables import signatories
from polima_desktop.storage.unit_of_work import Work

HEAD, TREASURER = "kepala", "bendahara"


class Appointment(NamedTuple):
    """Who signs in a role: ``title`` as printed, e.g. ``Plt. Kepala Dinas``."""

    unit_id: int | None
    role: str
    name: str
    nip: str | None
    title: str


def in_force(connection: Connection, day: date) -> dict[tuple[int | None, str], Appointment]:
    """Give the appointments in force on a day, by unit (None: the city) and role."""
    columns = [signatories.c[name] for name in Appointment._fields]
    query = select(*columns).where(facts.in_force(signatories, day)).order_by(signatories.c.id)
    now = numbers.as_held(connection, day)
    rows = (Appointment._make(row) for row in connection.execute(query))
    return {(row.unit_id, row.role): _with_number(row, now) for row in rows}


def _with_number(row: Appointment, now: Mapping[str, str]) -> Appointment:
    """Name who signs by the number they hold: an appointment refers to a person."""
    return row._replace(nip=now.get(row.nip, row.nip)) if row.nip else row


def appoint(work: Work, new: Appointment, since: date, source: Source | None = None) -> None:
    """Write who signs from a day on; whoever did in this role stays the one before that day."""
    c = signatories.c
    same_unit = c.unit_id.is_(None) if new.unit_id is None else c.unit_id == new.unit_id
    believed = select(signatories).where(facts.believed(signatories), same_unit, c.role == new.role)
    rows = [row for row in work.connection.execute(believed) if _lasts(row.valid_to, since)]
    facts.withdraw(work, signatories, [row.id for row in rows])
    kept = [
        {**_values(row._asdict()), "valid_from": row.valid_from, "valid_to": since}
        for row in rows
        if row.valid_from < since
    ]
    facts.add(work, signatories, [*kept, {**new._asdict(), "valid_from": since}], source)


def _lasts(valid_to: date | None, since: date) -> bool:
    return valid_to is None or valid_to > since


def _values(row: dict[str, object]) -> dict[str, object]:
    return {name: row[name] for name in (*Appointment._fields, "decree_number", "decree_date")}
