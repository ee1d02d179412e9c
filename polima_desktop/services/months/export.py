"""A month's slips as a workbook, the way the page shows them. Bank lists are ``papers``'."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from polima_desktop.domain.access import Permission
from polima_desktop.domain.periods import Month
from polima_desktop.files import replacing, written
from polima_desktop.imports.workbooks import SafeWorkbook
from polima_desktop.services.months import steps
from polima_desktop.services.months.desk import Row
from polima_desktop.services.office import proving
from polima_desktop.services.session import Session
from polima_desktop.storage.months import slips

if TYPE_CHECKING:
    from sqlalchemy import Connection

TITLES = (
    "NIP", "NAMA", "UNIT KERJA", "KELAS JABATAN", "TPP KINERJA", "TPP DISIPLIN", "KOTOR", "BERSIH",
    "BERSIH SEBELUMNYA", "SLIP TERTAHAN KARENA", "REVISI",
)  # fmt: skip


def export_slips(session: Session, month: Month, rows: Sequence[Row], path: Path) -> int:
    """Write slips to a workbook: NIP as text, amounts as numbers; give how many.

    Like a printed paper it leaves an audit entry with the file's fingerprint; a slip that was
    changed outside the program is refused.
    """
    session.actor.require(Permission.PRINT)
    session.actor.require(Permission.READ_SLIPS)
    cells = [
        (row.nip, row.name, row.unit, row.job_class, row.performance, row.discipline, row.gross,
         row.net, row.before, row.held_reason, row.revision)
        for row in rows
    ]  # fmt: skip
    with session.reading(Permission.READ_SLIPS) as connection:
        whose = _standing(connection, month, {row.person_id for row in rows})
        proving.refuse_altered_slips(connection, whose)
    with replacing(path) as out:
        with SafeWorkbook(out) as book:
            book.sheet("Slip", TITLES, cells)
        digest = sha256(written(out)).hexdigest()
        with session.changing("month.export", Permission.PRINT) as work:
            work.note(str(month), file=path.name, count=len(cells), sha256=digest)
    return len(cells)


def _standing(connection: Connection, month: Month, people: Collection[int]) -> dict[int, int]:
    """Give the slips these people have now, by number, with whose each is."""
    found = slips.standing(connection, steps.existing(connection, month).id)
    return {slip.id: person for person, slip in found.items() if person in people}
