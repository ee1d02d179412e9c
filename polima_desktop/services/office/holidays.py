"""The calendar of holidays as its keepers work on it: listed, added, cancelled, withdrawn.

Lists of holidays come in through ``services.imports``; what a holiday makes of a day is
``domain.calendar``'s.
"""

from __future__ import annotations

from typing import NamedTuple

from polima_desktop.domain.access import Permission
from polima_desktop.domain.calendar import HOLIDAY_KINDS
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.periods import Month, month_name
from polima_desktop.formatting import day as written_day
from polima_desktop.services.session import Session
from polima_desktop.storage.attendance import holidays
from polima_desktop.storage.attendance.holidays import Entry, HolidayRow
from polima_desktop.storage.months import months
from polima_desktop.storage.staff import units
from polima_desktop.storage.unit_of_work import Work


class Calendar(NamedTuple):
    """The entries of a year, the years that have any, the units that may have their own."""

    year: int
    rows: list[HolidayRow]
    years: list[int]
    units: list[tuple[int, str]]


def read(session: Session, year: int) -> Calendar:
    """Read the entries of a year by day, cancelled ones among them."""
    with session.reading(Permission.READ) as connection:
        found = holidays.believed(connection)
        offices = [(row.id, row.name) for row in units.as_of(connection, session.today)]
    rows = [row for row in found if row.entry.day.year == year]
    years = sorted({row.entry.day.year for row in found} | {year})
    return Calendar(year, rows, years, sorted(offices, key=lambda pair: pair[1]))


def known(session: Session, year: int) -> bool:
    """Tell whether a year has any holiday; without one, every weekday is due."""
    with session.reading(Permission.READ) as connection:
        return any(not row.entry.cancelled for row in holidays.believed(connection, year))


def add(session: Session, entry: Entry) -> list[str]:
    """Record a holiday of everybody or of a unit; gives the months frozen without it.

    Raises:
        Refused: a field is missing, or that day is one already.
    """
    session.actor.require(Permission.EDIT_CALENDAR)
    if not entry.name.strip() or entry.kind not in HOLIDAY_KINDS:
        raise Refused("Nama atau jenis hari libur belum diisi.", "Isi keduanya.")
    with session.changing("holidays.add", Permission.EDIT_CALENDAR) as work:
        _refuse_twice(work, entry)
        holidays.record(work, [entry])
        work.note(f"holiday:{entry.day}", name=entry.name, unit=entry.unit_id, basis=entry.basis)
        work.name(f"hari libur {entry.name}, {written_day(entry.day)}")
        return _frozen(work, entry)


def cancel(session: Session, holiday_id: int, basis: str) -> list[str]:
    """Let work be due on a holiday after all, by a decree; gives the months frozen with it."""
    if not basis.strip():
        raise Refused("Dasar pembatalan belum diisi.", "Isi nomor surat atau keputusannya.")
    with session.changing("holidays.cancel", Permission.EDIT_CALENDAR) as work:
        old = _held(work, holiday_id).entry
        if old.cancelled:
            raise Refused("Hari libur ini sudah dibatalkan.", "Tidak ada yang perlu dilakukan.")
        holidays.record(work, [old._replace(cancelled=True, basis=basis.strip())])
        work.note(f"holiday:{old.day}", name=old.name, unit=old.unit_id, basis=basis.strip())
        work.name(f"pembatalan {old.name}, {written_day(old.day)}", basis.strip())
        return _frozen(work, old)


def withdraw(session: Session, holiday_id: int) -> list[str]:
    """Take an entry out that was typed wrongly; gives the months frozen with it."""
    with session.changing("holidays.withdraw", Permission.EDIT_CALENDAR) as work:
        old = _held(work, holiday_id).entry
        holidays.withdraw(work, holiday_id)
        work.note(f"holiday:{old.day}", name=old.name, unit=old.unit_id)
        work.name(f"pencabutan {old.name}, {written_day(old.day)}")
        return _frozen(work, old)


def _held(work: Work, holiday_id: int) -> HolidayRow:
    found = holidays.find(work.connection, holiday_id)
    if found is None:
        raise Refused("Hari libur ini sudah diubah orang lain.", "Muat ulang dengan F5.")
    return found


def _refuse_twice(work: Work, entry: Entry) -> None:
    for row in holidays.believed(work.connection, entry.day.year):
        same = row.entry.day == entry.day and row.entry.unit_id == entry.unit_id
        if same and not row.entry.cancelled:
            raise Refused(
                f"{written_day(entry.day)} sudah tercatat: {row.entry.name}.",
                "Periksa tanggalnya, atau cabut catatan yang lama.",
            )


def _frozen(work: Work, entry: Entry) -> list[str]:
    """Name the month of an entry if it is frozen: what was judged there does not change."""
    month = Month(entry.day.year, entry.day.month)
    rows = {row.month: row.state for row in months.month_rows(work.connection)}
    return [month_name(month)] if rows.get(str(month), "open") != "open" else []
