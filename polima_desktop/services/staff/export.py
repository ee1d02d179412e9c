"""The list as it is seen, as a workbook: its rows, columns and order.

The whole list that the import takes back is ``services.imports.export_employees``.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from polima_desktop.domain.access import Permission
from polima_desktop.files import replacing
from polima_desktop.imports.workbooks import SafeWorkbook

if TYPE_CHECKING:
    from polima_desktop.imports.values import Cell
    from polima_desktop.services.session import Session


def export_seen(
    session: Session,
    titles: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    path: Path,
    day: date,
) -> int:
    """Write what is seen of people on a day; give how many. The trail says who took it."""
    session.actor.require(Permission.READ_PRIVATE)
    with session.changing("people.export", Permission.PRINT) as work:
        work.note(f"as_of:{day.isoformat()}", file=path.name, count=len(rows), columns=list(titles))
    with replacing(path) as out, SafeWorkbook(out) as book:
        book.sheet("Daftar pegawai", list(titles), [list(row) for row in rows])
    return len(rows)
