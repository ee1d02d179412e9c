"""Slips one after the other as one PDF. What they say is ``slip``, how ``slip_layout``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from polima_desktop.domain.progress import Progress
from polima_desktop.reports.document import Document
from polima_desktop.reports.parts import Printed
from polima_desktop.reports.placing import PLACINGS
from polima_desktop.reports.slip import A5, Slip
from polima_desktop.reports.slip_layout import draw_slip


def write_slips(
    slips: Iterable[Slip], out: BinaryIO, printed: Printed, progress: Progress, total: int = 0
) -> int:
    """Write slips one after the other as a PDF and give their number.

    ``total`` is only what progress is told. Slips are read one at a time; an outline entry
    leads to the first slip of each unit. Raises ``Cancelled`` between two slips.
    """
    document = Document(out, A5, "Slip TPP", printed.office)
    count, unit = 0, None
    for slip in slips:
        progress.report(count, total, "Mencetak slip")
        document.place_on(PLACINGS[slip.paper])
        draw_slip(document, slip, printed, outline=slip.letterhead.unit != unit)
        unit = slip.letterhead.unit
        count += 1
    document.close()
    return count
