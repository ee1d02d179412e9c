"""The seal of a slip's page: its signed statement as a QR symbol below everything else.

What a statement is stands in ``domain.proof``; whether a page still is what was sealed is
``reports.untouched``'s.
"""

from __future__ import annotations

import re

from polima_desktop.domain.identity import shown_nip
from polima_desktop.domain.proof.statement import (
    Statement,
    field_digest,
    masked_nip,
    page_digest,
)
from polima_desktop.reports.content import canonical
from polima_desktop.reports.parts import TO_WRITE_ON
from polima_desktop.reports.qr import FIXED, qr_mask
from polima_desktop.reports.slip import Proof, Slip

_SEAL = re.compile(rb"(1 0 0 1 0 0 cm BT /F1 12 Tf 14.4 TL ET) (q [\d .]+ cm 0 g BI [^>]*> EI Q)")
"""A seal stands right behind what reportlab begins every page with."""
SIDE = 69.0
"""Points: at version 9 a module takes 1.3 points, almost three pixels of a scan at 150 dpi."""


def seal(slip: Slip, proof: Proof, sheet: str, content: bytes, x: float, below: float) -> str:
    """Give the operators of the seal; ``below`` is its lower edge above the sheet's."""
    statement = statement_of(slip, proof, sheet, content)
    return symbol(proof.sign(statement.text()), x, below)


def symbol(text: str, x: float, below: float, pattern: int | None = FIXED) -> str:
    """Give the operators of a QR symbol of the seal's size with this text."""
    return f"q {SIDE:g} 0 0 {SIDE:g} {x:.2f} {below:.2f} cm {qr_mask(text, pattern)} Q"


def statement_of(slip: Slip, proof: Proof, sheet: str, content: bytes) -> Statement:
    """State what stands on a page; ``sheet`` is its number and how many there are."""
    return Statement(
        office=proof.office,
        month=proof.month,
        number=proof.number,
        revision=proof.revision,
        code=slip.code,
        nip=masked_nip(slip.nip),
        gross=sum(amount.rupiah for amount in slip.gross),
        deductions=sum(amount.rupiah for amount in slip.deductions),
        net=slip.net,
        person=field_digest(slip.name, shown_nip(slip.nip)),
        npwp=field_digest(proof.npwp),
        signatories=field_digest(signed_by(slip)),
        sheet=sheet,
        page=page_digest(content),
        key=proof.key_id,
    )


def signed_by(slip: Slip) -> str:
    """Give the texts of the signatures in the order they are read."""
    found = ""
    for who in slip.signatories:
        number = f"NIP {shown_nip(who.nip)}" if who.nip else "NIP"
        found += who.intro + who.office + (who.name or TO_WRITE_ON) + number
    return found


def is_seal(drawn: bytes, text: str, x: float, below: float) -> bool:
    """Tell whether canonical operators draw the seal that says this text, as now or as at first."""
    return any(
        drawn == canonical(symbol(text, x, below, pattern).encode()) for pattern in (FIXED, None)
    )


def parted_seal(content: bytes) -> tuple[bytes, bytes]:
    """Part a page's canonical content into its seal and the rest; without one, all is the rest."""
    found = _SEAL.match(content)
    if found is None:
        return b"", content
    return found[2], found[1] + content[found.end() :]
