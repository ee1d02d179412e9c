"""The shifts planned for a unit's month as a grid: read, and what was typed saved as one act.

The act is an import batch without a file, so that it is undone, sealed and derived from like a
list of rosters (``services.importing.duty_rosters``). How a cell is typed is the window's.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from polima_desktop.domain.access import Permission
from polima_desktop.domain.calendar import Shift, write_hours
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.names import full_name
from polima_desktop.domain.periods import Month, month_name
from polima_desktop.domain.working_hours import OFF_CODE, read_shift, shift_codes
from polima_desktop.formatting import day as written_day
from polima_desktop.formatting import number
from polima_desktop.services import scope
from polima_desktop.services.importing import duty_rosters
from polima_desktop.services.importing.words import PERMISSIONS
from polima_desktop.storage.attendance import calendar, followed, shifts
from polima_desktop.storage.attendance.followed import Followed
from polima_desktop.storage.attendance.shifts import Planned
from polima_desktop.storage.importing import batches
from polima_desktop.storage.staff import people

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from polima_desktop.services.session import Session

Cell = tuple[int, date]
"""A person and a day."""
_FILE = "Diketik di Jadwal giliran"


class Row(NamedTuple):
    """Somebody of the unit: ``cells`` what stands planned on each day of the month, as typed."""

    person_id: int
    nip: str
    name: str
    unit: str
    known: tuple[tuple[Shift, ...], ...]
    cells: tuple[str, ...]


class Plan(NamedTuple):
    """A unit's month of planned shifts; ``codes`` the code of each shift's name."""

    month: Month
    unit_id: int
    unit: str
    rows: list[Row]
    shifts: tuple[Shift, ...]
    codes: Mapping[str, str]


class Saved(NamedTuple):
    """How many days were planned and how many cleared, of how many people."""

    planned: int
    cleared: int
    people: int


def read(session: Session, month: Month, unit_id: int) -> Plan:
    """Read what is planned for the people of a unit and of those below it.

    Only people on a pattern of shifts, or with something planned; without any: everybody.
    """
    span = month.first, month.last
    with session.reading(Permission.READ_RECORDS) as connection:
        scope.refuse_other_units(connection, session.actor, {unit_id}, month.last)
        units = followed.unit_rows(connection, span)
        members = {
            who: unit
            for who, unit in followed.posts(connection, span)
            if unit_id in followed.line_of(units, unit)
        }
        follows = Followed(connection, calendar.load_calendar(connection), set(members), span)
        planned = shifts.between(connection, *span, set(members))
        found = people.as_of(connection, month.last, ids=set(members))
        known = {who: _known(follows, who, month) for who in members}
    every = tuple(dict.fromkeys(one for mine in known.values() for day in mine for one in day))
    codes = shift_codes(every)
    wanted = _on_shifts(follows, set(members), month) | {who for who, _day in planned}
    rows = [
        Row(
            row.id,
            row.person.identity.nip,
            full_name(*_names(row)),
            units[members[row.id]].name,
            known[row.id],
            tuple(
                _written(planned.get((row.id, day)), known[row.id][n], codes)
                for n, day in enumerate(month.days)
            ),
        )
        for row in found
        if not wanted or row.id in wanted
    ]
    return Plan(month, unit_id, units[unit_id].name, sorted(rows, key=_place), every, codes)


def save(session: Session, plan: Plan, typed: Mapping[Cell, str], basis: str = "") -> Saved:
    """Write the cells that were typed; an empty one clears the day.

    Raises:
        Refused: a cell names no shift in force that day, or nothing changed.
    """
    permission = PERMISSIONS["rosters"]
    session.actor.require(permission)
    with session.changing("imports.rosters", permission) as work:
        who = sorted({person for person, _day in typed})
        scope.refuse_other_people(work.connection, session.actor, who, plan.month.last)
        payload = _payload(work.connection, plan, typed, basis.strip() or None)
        touched = {row.person_id for row in payload.rows} | {who for who, _day in payload.cleared}
        saved = Saved(len(payload.rows), len(payload.cleared), len(touched))
        if not touched:
            raise Refused("Jadwal tidak berubah.", "Tidak ada yang perlu disimpan.")
        content = json.dumps([str(work.now), sorted((*key, text) for key, text in typed.items())],
                             default=str)  # fmt: skip
        sha256 = hashlib.sha256(content.encode()).hexdigest()
        batch = batches.add(work, "rosters", "bkpsdm", _FILE, sha256)
        duty_rosters.write(work, batch, payload)
        batches.keep_report(work, batch, json.dumps({"new": saved.planned, "typed": True}))
        work.name(
            f"jadwal giliran {plan.unit} {month_name(plan.month)} ({number(saved.people)} pegawai)"
        )
        work.note(f"batch:{batch}", unit=plan.unit_id, month=str(plan.month), basis=basis.strip(),
                  **saved._asdict())  # fmt: skip
    return saved


def _payload(
    connection: Connection, plan: Plan, typed: Mapping[Cell, str], basis: str | None
) -> duty_rosters.Payload:
    """Read the cells by the shifts in force inside the change; what stands so already stays."""
    span = plan.month.first, plan.month.last
    who = {person for person, _day in typed}
    before = shifts.between(connection, *span, who)
    follows = Followed(connection, calendar.load_calendar(connection), who, span)
    names = {row.person_id: row.name for row in plan.rows}
    rows, cleared = [], []
    for (person, day), text in sorted(typed.items()):
        old = before.get((person, day))
        if not text.strip():
            cleared += [] if old is None else [(person, day)]
            continue
        try:
            name, hours = read_shift(text, duty_rosters.known_shifts(follows, person, day))
        except Refused as refused:
            where = f"{names.get(person, person)} {written_day(day)}"
            raise Refused(f"{where}: {refused.message}", refused.advice) from refused
        starts, ends = hours or (None, None)
        if old is None or (old.name, old.starts, old.ends) != (name, starts, ends):
            rows.append(Planned(person, day, name, starts, ends, basis))
    return duty_rosters.Payload(rows, cleared)


def _known(follows: Followed, person: int, month: Month) -> tuple[tuple[Shift, ...], ...]:
    return tuple(tuple(duty_rosters.known_shifts(follows, person, day)) for day in month.days)


def _on_shifts(follows: Followed, members: Collection[int], month: Month) -> set[int]:
    return {
        who
        for who in members
        for code in {follows.code(who, day) for day in (month.first, month.last)}
        if code and follows.calendar.shifts(code, month.last)
    }


def _written(planned: Planned | None, known: Sequence[Shift], codes: Mapping[str, str]) -> str:
    """Write a planned day as it would be typed: a code, hours of its own, or nothing."""
    if planned is None:
        return ""
    if planned.hours is None:
        return OFF_CODE
    usual = any((one.name, one.hours) == (planned.name, planned.hours) for one in known)
    return codes[planned.name] if usual and planned.name else write_hours(planned.hours)


def _names(row: people.RosterRow) -> tuple[str, str | None, str | None]:
    who = row.person.identity
    return who.name, who.front_title, who.back_title


def _place(row: Row) -> tuple[str, str]:
    return row.unit, row.name
