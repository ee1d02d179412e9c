"""What stands on a monthly slip: A5 portrait, one person a slip, all texts ready to print.

The content is generic: blocks and amounts come from the rule set's lines. What is
received is the sum of the printed amounts, here and nowhere else. Drawing is
``slip_layout``'s, the file ``slip_file``'s.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from polima_desktop.domain.papers import Paper
from polima_desktop.domain.periods import Month
from polima_desktop.reports.document import MM
from polima_desktop.reports.parts import Letterhead, Signatory

A5 = (148 * MM, 210 * MM)
ALONG = "Rapel dan pengembalian"


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
class Proof:
    """What the signed statement of a slip says beside its printed texts, and who signs it.

    ``sign`` is given the statement's text and gives it with its signature.
    """

    office: str
    month: Month
    number: int
    revision: int
    npwp: str
    key_id: str
    sign: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Slip:
    """One slip. ``marks`` are words such as CONTOH, DRAF or DIGANTIKAN.

    ``facts`` are the left and the right column of the identity block; ``deductions`` are
    positive amounts that are taken off. Without ``proof`` its QR symbol holds only the code.
    ``copy`` counts how often it was printed before. ``along`` is what is transferred together with
    it: no part of what the slip says is received, so it stands below that and its words.
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
    proof: Proof | None = None
    title: str = "SLIP TAMBAHAN PENGHASILAN PEGAWAI"
    paper: Paper = Paper.A5
    copy: int = 0
    along: Block | None = None

    @property
    def net(self) -> int:
        """What is received: the printed gross amounts less the printed deductions."""
        return sum(a.rupiah for a in self.gross) - sum(a.rupiah for a in self.deductions)
