"""Which papers there are, and whose are meant: light enough to be imported by the window."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from polima_desktop.domain.access import Actor, Permission


class Paper(StrEnum):
    """A kind of paper; the value is its word on the command line."""

    SLIPS = "slips"
    PAYMENT_LIST = "payment-list"
    RECEIPT = "receipt"
    RECAP = "recap"
    STATEMENT = "statement"
    EXPLANATION = "explanation"
    ARREARS = "arrears"
    REPAYMENT = "repayment"


LABELS = {
    Paper.SLIPS: "Slip",
    Paper.PAYMENT_LIST: "Daftar pembayaran",
    Paper.RECEIPT: "Tanda terima",
    Paper.RECAP: "Rekap per unit",
    Paper.STATEMENT: "Pernyataan (SPTJM)",
    Paper.EXPLANATION: "Lampiran asal angka",
    Paper.ARREARS: "Daftar rapel",
    Paper.REPAYMENT: "Surat pengembalian",
}


COUNTED = {
    Paper.SLIPS: "slip",
    Paper.PAYMENT_LIST: "daftar",
    Paper.RECEIPT: "tanda terima",
    Paper.RECAP: "rekap",
    Paper.STATEMENT: "pernyataan",
    Paper.EXPLANATION: "lampiran",
    Paper.ARREARS: "daftar",
    Paper.REPAYMENT: "surat",
}
"""What is counted when a paper was printed."""

PERSONAL = frozenset({Paper.SLIPS, Paper.EXPLANATION, Paper.REPAYMENT})
"""Papers that one person has by themselves; of the others a person stands on their office's."""
OWED = frozenset({Paper.ARREARS, Paper.REPAYMENT})
"""Papers of what is owed for a month; who has no slip of it may stand on them too."""


def require_paper(actor: Actor, paper: Paper) -> None:
    """Refuse a paper the actor may not print: the payment list names everybody's NPWP."""
    actor.require(Permission.PRINT)
    actor.require(Permission.READ_SLIPS)
    if paper is Paper.PAYMENT_LIST:
        actor.require(Permission.READ_PRIVATE)


@dataclass(frozen=True)
class Chosen:
    """Whose papers: units with everything below them, or people by NIP; neither: everybody's.

    ``revision`` asks for one revision of a person's slip, even if it was replaced.
    """

    units: frozenset[int] = frozenset()
    nips: frozenset[str] = frozenset()
    revision: int | None = None


class Apart(StrEnum):
    """What gets a file of its own."""

    UNIT = "unit"
    PERSON = "pegawai"
