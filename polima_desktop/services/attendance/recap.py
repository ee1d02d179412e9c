"""The recapitulation of a unit's month of attendance: as a workbook and as a paper to sign."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from polima_desktop.domain.access import Permission
from polima_desktop.domain.identity import shown_nip
from polima_desktop.domain.periods import month_name
from polima_desktop.domain.progress import Progress
from polima_desktop.files import replacing, written
from polima_desktop.services.attendance.months import PersonMonth, Recap, UnitMonth
from polima_desktop.services.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable

HEADINGS: dict[str, str] = {
    "due": "Hari wajib",
    "present": "Hadir",
    "late": "Terlambat",
    "early": "Pulang cepat",
    "half": "Satu ketukan",
    "permits": "Izin jam",
    "sick": "Sakit",
    "leave": "Cuti",
    "duty": "Dinas luar",
    "study": "Tugas belajar",
    "absent": "Alpa",
}
"""The figures of ``Recap`` in the order of the paper → their headings."""


def export(session: Session, found: UnitMonth, path: Path) -> int:
    """Write the recapitulation and the month's signs as a workbook; give how many people."""
    from polima_desktop.imports.workbooks import SafeWorkbook

    session.actor.require(Permission.READ_RECORDS)
    session.actor.require(Permission.PRINT)
    days = [str(day.day) for day in found.month.days]
    rows = [(*_who(one), *one.recap) for one in found.people]
    grid = [(*_who(one), *one.signs) for one in found.people]
    who = ("NIP", "NAMA", "UNIT KERJA")

    def write(out: BinaryIO) -> None:
        with SafeWorkbook(out) as book:
            book.sheet("Rekap", (*who, *(title.upper() for title in HEADINGS.values())), rows)
            book.sheet("Hari", (*who, *days), grid)

    return _kept(session, found, path, write)


def print_recap(session: Session, found: UnitMonth, path: Path) -> int:
    """Write the recapitulation as a PDF to sign; give how many people."""
    from polima_desktop.reports.parts import Printed
    from polima_desktop.reports.table import F4_LANDSCAPE, Column, Table, write_tables
    from polima_desktop.services.papers.signatories import of_user, signers

    session.actor.require(Permission.READ_RECORDS)
    session.actor.require(Permission.PRINT)
    columns = (
        Column("No", 16, "1", centred=True),
        Column("Nama / NIP", 120, "2"),
        Column("Unit kerja", 110, "3"),
        *(
            Column(title, 34, str(n), total=True)
            for n, title in enumerate(HEADINGS.values(), start=4)
        ),
    )
    rows = tuple(
        (str(n), f"{one.name}\n{shown_nip(one.nip)}", one.unit, *one.recap)
        for n, one in enumerate(found.people, start=1)
    )
    unit = found.unit.name if found.unit else "Semua unit"
    headings = ("REKAPITULASI KEHADIRAN", unit, month_name(found.month))
    with session.reading(Permission.READ_PEOPLE) as connection:
        head = signers(connection, found.month.last).head(found.unit.id if found.unit else None)
        signed = head, of_user(connection, session, "Petugas kehadiran")
    table = Table(headings, columns, rows, signed, note=_note())
    printed = Printed(session.actor.display_name, session.clock())

    def write(out: BinaryIO) -> None:
        write_tables([table], out, F4_LANDSCAPE, "Rekapitulasi kehadiran", printed, Progress())

    return _kept(session, found, path, write)


def _note() -> str:
    return (
        "Menurut catatan pada saat dicetak; hari yang belum wajib memakai aplikasi tidak dihitung."
    )


def _who(one: PersonMonth) -> tuple[str, str, str]:
    return one.nip, one.name, one.unit


def _kept(session: Session, found: UnitMonth, path: Path, write: Callable[[BinaryIO], None]) -> int:
    """Write a file, and leave an audit entry with its fingerprint."""
    with replacing(path) as out:
        write(out)
        digest = sha256(written(out)).hexdigest()
        with session.changing("attendance.recap", Permission.PRINT) as work:
            unit = found.unit.code if found.unit else ""
            work.note(
                f"{found.month} {unit}".strip(), file=path.name, count=len(found.people),
                sha256=digest,
            )  # fmt: skip
    return len(found.people)


def total(people: list[PersonMonth]) -> Recap:
    """Add the figures of some people up."""
    return Recap(*(sum(figures) for figures in zip(*(one.recap for one in people), strict=True)))
