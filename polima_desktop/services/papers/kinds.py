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


LABELS = {
    Paper.SLIPS: "Slip",
    Paper.PAYMENT_LIST: "Daftar pembayaran",
    Paper.RECEIPT: "Tanda terima",
    Paper.RECAP: "Rekap per unit",
    Paper.STATEMENT: "Pernyataan (SPTJM)",
}


COUNTED = {
    Paper.SLIPS: "slip",
    Paper.PAYMENT_LIST: "daftar",
    Paper.RECEIPT: "tanda terima",
    Paper.RECAP: "rekap",
    Paper.STATEMENT: "pernyataan",
}
"""What is counted when a paper was printed."""


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
