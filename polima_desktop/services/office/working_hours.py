"""Working hours as their keepers work on them: listed, recorded, ended, withdrawn.

Lists of hours come in through ``services.imports``; what hours make of a day is
``domain.calendar``'s.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from polima_desktop.domain.access import Permission
from polima_desktop.domain.calendar import PATTERN_LABELS, Calendar, Week
from polima_desktop.domain.errors import Refused
from polima_desktop.formatting import day as written_day
from polima_desktop.services.session import Session
from polima_desktop.storage.attendance import calendar, followed, working_hours
from polima_desktop.storage.attendance.working_hours import HoursRow, Statement
from polima_desktop.storage.staff import units
from polima_desktop.storage.unit_of_work import Work


class WorkingHours(NamedTuple):
    """All statements, the units that may have hours of their own, and what they make."""

    rows: list[HoursRow]
    units: list[tuple[int, str]]
    calendar: Calendar
    keys: Mapping[int, str]

    def before(self, pattern: str | None, unit_id: int | None, since: date) -> Week:
        """Give the week that a new statement of somebody would take the place of."""
        usual = next(iter(self.calendar.patterns), "")
        code = pattern or self.keys.get(unit_id or 0, usual)
        return self.calendar.lasting(code, since, None)


def read(session: Session) -> WorkingHours:
    """Read the statements that are believed."""
    with session.reading(Permission.READ) as connection:
        found = calendar.load_calendar(connection)
        offices = [(row.id, row.name) for row in units.as_of(connection, session.today)]
        keys = followed.unit_keys(connection, found, (session.today, session.today))
        rows = working_hours.believed(connection)
    return WorkingHours(rows, sorted(offices, key=lambda pair: pair[1]), found, keys)


def add(session: Session, said: Statement) -> None:
    """Record hours from a day on, in place of what the same holder had from that very day.

    Raises:
        Refused: they end before they begin, or the same is recorded already.
    """
    session.actor.require(Permission.EDIT_CALENDAR)
    if said.valid_to is not None and said.valid_to <= said.valid_from:
        raise Refused("Tanggal akhir lebih awal daripada mulai.", "Periksa kedua tanggalnya.")
    with session.changing("hours.add", Permission.EDIT_CALENDAR) as work:
        if any(row.said == said for row in working_hours.believed(work.connection)):
            raise Refused("Jam kerja yang sama sudah tercatat.", "Tidak ada yang perlu dilakukan.")
        working_hours.record(work, [said])
        _note(work, said, f"jam kerja {holder(said)} sejak {written_day(said.valid_from)}")


def end(session: Session, row_id: int, last: date) -> None:
    """Let hours hold until a day, the last; what was before them shows again."""
    with session.changing("hours.end", Permission.EDIT_CALENDAR) as work:
        said = _held(work, row_id).said
        if last < said.valid_from:
            raise Refused("Tanggal akhir lebih awal daripada mulai.", "Periksa tanggalnya.")
        working_hours.record(work, [said._replace(valid_to=last + timedelta(1))])
        _note(work, said, f"akhir jam kerja {holder(said)}, {written_day(last)}")


def withdraw(session: Session, row_id: int, reason: str) -> None:
    """Take hours out that were never so, with a reason."""
    session.actor.require(Permission.EDIT_CALENDAR)
    if not reason.strip():
        raise Refused("Alasan pencabutan belum diisi.", "Tulis satu kalimat.")
    with session.changing("hours.withdraw", Permission.EDIT_CALENDAR) as work:
        said = _held(work, row_id).said
        working_hours.withdraw(work, row_id)
        _note(work, said, f"pencabutan jam kerja {holder(said)}", reason.strip())


def holder(said: Statement) -> str:
    """Name whose hours they are: ``5 hari``, ``unit sendiri``, ``giliran Malam, 5 hari``."""
    whose = PATTERN_LABELS.get(said.pattern, said.pattern) if said.pattern else "unit sendiri"
    return f"giliran {said.shift}, {whose}" if said.shift else whose


def _held(work: Work, row_id: int) -> HoursRow:
    found = working_hours.find(work.connection, row_id)
    if found is None:
        raise Refused("Jam kerja ini sudah diubah orang lain.", "Muat ulang dengan F5.")
    return found


def _note(work: Work, said: Statement, title: str, reason: str | None = None) -> None:
    work.note(
        f"hours:{said.valid_from}", pattern=said.pattern, unit=said.unit_id, hours=said.hours,
        until=None if said.valid_to is None else said.valid_to.isoformat(), basis=said.basis,
    )  # fmt: skip
    work.name(title, reason)
