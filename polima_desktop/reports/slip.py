"""The monthly slip: A5 portrait, one person a slip. Texts in, pages out (LOOK.md "Slip").

The content is generic: blocks and amounts come from the rule set's lines. What is
received is the sum of the printed amounts, here and nowhere else. A slip too long for its
page is set smaller step by step and only then goes on to a second page; nothing is cut.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO

from polima_desktop.domain.progress import Progress
from polima_desktop.reports.document import MM, Document
from polima_desktop.reports.parts import Letterhead, Printed, Signatory

A5 = (148 * MM, 210 * MM)


@dataclass(frozen=True, slots=True)
class Fact:
    """A labelled text of the identity block; ``strong`` for the person's name."""

    label: str
    value: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a block: what, a remark, and its value as text."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """What was counted against discipline: how often, at how many percent, together."""

    label: str
    code: str
    times: str
    percent: str
    total: str


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the slip that ends in amounts: Kinerja, Disiplin.

    ``results`` are labels with amounts, in bold; ``summary`` stands left of the first, e.g.
    ``Nilai disiplin 100 − 6,25 = 93,75 %``.
    """

    title: str
    note: str = ""
    rows: tuple[Row, ...] = ()
    occurrences: tuple[Occurrence, ...] = ()
    summary: str = ""
    results: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Amount:
    """A labelled amount of whole rupiah in the totals box."""

    label: str
    rupiah: int


@dataclass(frozen=True, slots=True)
class Slip:
    """One slip. ``marks`` are words such as CONTOH, DRAF or DIGANTIKAN.

    ``facts`` are the left and the right column of the identity block; ``deductions`` are
    positive amounts that are taken off.
    """

    letterhead: Letterhead
    subtitle: str
    name: str
    nip: str
    facts: tuple[tuple[Fact, ...], tuple[Fact, ...]]
    blocks: tuple[Block, ...]
    gross: tuple[Amount, ...]
    deductions: tuple[Amount, ...]
    signatories: tuple[Signatory, Signatory]
    code: str
    marks: tuple[str, ...] = ()
    title: str = "SLIP TAMBAHAN PENGHASILAN PEGAWAI"

    @property
    def net(self) -> int:
        """What is received: the printed gross amounts less the printed deductions."""
        return sum(a.rupiah for a in self.gross) - sum(a.rupiah for a in self.deductions)


def write_slips(
    slips: Iterable[Slip], out: BinaryIO, printed: Printed, progress: Progress, total: int = 0
) -> int:
    """Write slips one after the other as a PDF and give their number.

    ``total`` is only what progress is told. Slips are read one at a time; an outline entry
    leads to the first slip of each unit. Raises ``Cancelled`` between two slips.
    """
    from polima_desktop.reports.slip_layout import draw_slip

    document = Document(out, A5, "Slip TPP")
    count, unit = 0, None
    for slip in slips:
        progress.report(count, total, "Mencetak slip")
        draw_slip(document, slip, printed, outline=slip.letterhead.unit != unit)
        unit = slip.letterhead.unit
        count += 1
    document.close()
    return count
