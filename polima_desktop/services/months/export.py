"""A month's slips as a workbook, the way the page shows them. Bank lists are ``papers``'."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from polima_desktop.domain.access import Permission
from polima_desktop.domain.periods import Month
from polima_desktop.files import replacing, written
from polima_desktop.imports.workbooks import SafeWorkbook
from polima_desktop.services.months.desk import Row
from polima_desktop.services.session import Session

TITLES = (
    "NIP", "NAMA", "UNIT KERJA", "KELAS JABATAN", "TPP KINERJA", "TPP DISIPLIN", "KOTOR", "BERSIH",
    "BERSIH SEBELUMNYA", "SLIP TERTAHAN KARENA", "REVISI",
)  # fmt: skip


def export_slips(session: Session, month: Month, rows: Sequence[Row], path: Path) -> int:
    """Write slips to a workbook: NIP as text, amounts as numbers; give how many.

    Like a printed paper it leaves an audit entry with the file's fingerprint.
    """
    session.actor.require(Permission.PRINT)
    session.actor.require(Permission.READ_SLIPS)
    cells = [
        (row.nip, row.name, row.unit, row.job_class, row.performance, row.discipline, row.gross,
         row.net, row.before, row.held_reason, row.revision)
        for row in rows
    ]  # fmt: skip
    with replacing(path) as out:
        with SafeWorkbook(out) as book:
            book.sheet("Slip", TITLES, cells)
        digest = sha256(written(out)).hexdigest()
        with session.changing("month.export", Permission.PRINT) as work:
            work.note(str(month), file=path.name, count=len(cells), sha256=digest)
    return len(cells)
