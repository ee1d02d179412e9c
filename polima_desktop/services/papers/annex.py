"""The annex of a slip: where its amounts come from, down to the rows of the files, a person a part.

What is followed back, and how it is set, is ``services.months``'.
"""

from __future__ import annotations

from itertools import islice
from typing import BinaryIO

from polima_desktop.domain.errors import Refused
from polima_desktop.domain.progress import Progress
from polima_desktop.formatting import money
from polima_desktop.reports.table import A4_PORTRAIT, write_tables
from polima_desktop.services.papers.desk import Desk
from polima_desktop.services.papers.slip_content import subtitle
from polima_desktop.storage.months.slips import Slip


def draw(desk: Desk, out: BinaryIO, progress: Progress, limit: int | None) -> tuple[int, int]:
    """Draw the annexes of a desk's slips, or the first ``limit``; give how many, of how many."""
    assert desk.explain is not None, "the desk of an annex follows slips back"
    made = []
    some = list(islice(desk.slips, limit))
    for number, slip in enumerate(some):
        progress.report(number, len(some), "Menelusuri asal angka")
        _refuse_replaced(slip)
        about = f"Lampiran slip. {subtitle(slip)} · Diterima {money(slip.net)}"
        made += desk.explain(slip.nip, about, desk.marks([slip]))
    write_tables(made, out, A4_PORTRAIT, "Lampiran asal angka", desk.printed, progress)
    return len(some), len(desk.slips)


def _refuse_replaced(slip: Slip) -> None:
    if slip.state == "replaced":
        raise Refused(
            f"Revisi {slip.revision} slip {slip.identity['name']} sudah digantikan.",
            "Lampiran hanya ada untuk slip yang berlaku.",
        )
