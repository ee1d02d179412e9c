"""Who signs the papers of a unit: the recorded signatory, else the one the roster shows.

A head is read from the roster only where it leaves no doubt. A treasurer is never guessed:
without a record the paper leaves a line to write on.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from polima_desktop.domain.access import Permission
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.names import full_name
from polima_desktop.domain.papers import PaperStyle
from polima_desktop.formatting import day as written_day
from polima_desktop.reports.parts import Signatory
from polima_desktop.services.session import Session
from polima_desktop.storage.papers import signatories, styles
from polima_desktop.storage.papers.signatories import HEAD, TREASURER, Appointment
from polima_desktop.storage.staff import people, units
from polima_desktop.storage.staff.people import RosterRow
from polima_desktop.storage.staff.units import UnitRow

if TYPE_CHECKING:
    from sqlalchemy import Connection

CITY = "Pemerintah Kota Baubau"
TREASURER_TITLE = "Bendahara Pengeluaran"


@dataclass(frozen=True)
class Signers:
    """Everybody who may sign on a day, and the tree of units they sign for."""

    units: dict[int, UnitRow]
    appointed: dict[tuple[int | None, str], Appointment]
    heads: dict[int, Appointment]

    def head(self, unit_id: int | None) -> Signatory:
        """Give who knows of the paper: the unit's head, an unknown one as a line to write on.

        None is the whole city, for which the Sekretaris Daerah signs.
        """
        found = self.appointed.get((unit_id, HEAD)) or self.heads.get(self._seat(unit_id))
        if found is None:
            office = "Sekretaris Daerah" if unit_id is None else f"Kepala {self.name(unit_id)}"
            return Signatory(office, intro="Mengetahui,")
        return _signatory(found, "Mengetahui,")

    def _seat(self, unit_id: int | None) -> int:
        """Give the unit whose head signs: the Sekretariat Daerah for the city."""
        if unit_id is not None:
            return unit_id
        return next((unit.id for unit in self.units.values() if unit.kind == "setda"), -1)

    def treasurer(self, unit_id: int | None, place_and_date: str) -> Signatory:
        """Give who pays: the treasurer of the unit, of one above it, or of the city."""
        for above in (*self.line_of(unit_id), None):
            found = self.appointed.get((above, TREASURER))
            if found is not None:
                return _signatory(found, place_and_date)
        return Signatory(TREASURER_TITLE, intro=place_and_date)

    def line_of(self, unit_id: int | None) -> list[int]:
        """Give a unit and those above it, the nearest first."""
        line: list[int] = []
        at = unit_id
        while at is not None and at in self.units and at not in line:
            line.append(at)
            at = self.units[at].parent_id
        return line

    def name(self, unit_id: int | None) -> str:
        """Give a unit's full name; None is the city."""
        found = self.units.get(unit_id) if unit_id is not None else None
        return found.name if found else CITY


def signers(connection: Connection, day: date) -> Signers:
    """Read who signs on a day."""
    valid = {unit.id: unit for unit in units.as_of(connection, day)}
    heads = heads_of(people.as_of(connection, day))
    return Signers(valid, signatories.in_force(connection, day), heads)


def of_user(connection: Connection, session: Session, office: str) -> Signatory:
    """Let whoever prints sign: place and day above, a line to write the NIP on below."""
    style = styles.in_force(connection, session.today).get(None, PaperStyle())
    intro = f"{style.place}, {written_day(session.today)}"
    return Signatory(office, session.actor.display_name, "." * 30, intro)


def heads_of(roster: Iterable[RosterRow]) -> dict[int, Appointment]:
    """Read the head of each unit from the roster.

    The head is the one active person whom nobody of the unit stands above, and below whom
    others of the unit stand; with none or several such people there is no answer.
    """
    crews: dict[int, list[RosterRow]] = defaultdict(list)
    for row in roster:
        if row.person.assignment.standing == "aktif":
            crews[row.unit_id].append(row)
    found = {unit: _head(crew) for unit, crew in crews.items()}
    return {
        unit: Appointment(unit, HEAD, _name(row), row.person.identity.nip, _title(row))
        for unit, row in found.items()
        if row is not None
    }


def _head(crew: Sequence[RosterRow]) -> RosterRow | None:
    own = {row.person.identity.nip for row in crew}
    below = Counter(row.person.assignment.superior_nip for row in crew)
    tops = [
        row
        for row in crew
        if row.person.assignment.superior_nip not in own and below[row.person.identity.nip]
    ]
    return tops[0] if len(tops) == 1 else None


def _name(row: RosterRow) -> str:
    who = row.person.identity
    return full_name(who.name, who.front_title, who.back_title)


def _title(row: RosterRow) -> str:
    return row.person.assignment.position or "Kepala"


def _signatory(found: Appointment, intro: str) -> Signatory:
    return Signatory(found.title, found.name, found.nip or "", intro)


# ── use cases ───────────────────────────────────────────────────────────────────────────────


def may_appoint(session: Session) -> bool:
    """Tell whether this user may record who signs: whoever keeps the units, or pays."""
    return any(session.actor.may(permission) for permission in _ALLOWED)


_ALLOWED = (Permission.EDIT_UNITS, Permission.RUN_MONTH)


def of_unit(session: Session, unit_id: int | None, day: date) -> tuple[Signatory, Signatory]:
    """Give who signs for a unit, None for the city, on a day: head and treasurer."""
    with session.reading(Permission.READ) as connection:
        found = signers(connection, day)
    return found.head(unit_id), found.treasurer(unit_id, "")


def appoint(session: Session, new: Sequence[Appointment], since: date) -> None:
    """Record who signs from a day on."""
    permission = next((p for p in _ALLOWED if session.actor.may(p)), _ALLOWED[0])
    session.actor.require(permission)
    for one in new:
        if one.nip and not _is_nip(one.nip):
            raise Refused(f"NIP ‘{one.nip}’ tidak terdiri dari 18 angka.", "Periksa NIP-nya.")
    with session.changing("signatories.appoint", permission) as work:
        for one in new:
            signatories.appoint(work, one, since)
        people_named = {one.role: [one.name, one.nip, one.title] for one in new}
        work.note(f"unit:{new[0].unit_id}", since=str(since), **people_named)


def _is_nip(text: str) -> bool:
    return len(text) == 18 and text.isdecimal()
