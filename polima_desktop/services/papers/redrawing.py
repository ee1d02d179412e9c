"""A picture of a slip against the slip drawn anew out of the store.

The store must still say what was signed: amounts, person, NPWP and signatories of the redrawn
slip are compared with the statement first. Then the picture is compared with the drawing.
"""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from PIL import Image

from polima_desktop.domain.errors import Refused
from polima_desktop.domain.papers import Paper as Sheet
from polima_desktop.domain.progress import Progress
from polima_desktop.domain.proof.statement import Statement
from polima_desktop.reports.reading import Corners
from polima_desktop.reports.slip import Slip as Paper
from polima_desktop.services.office import proving
from polima_desktop.services.papers.desk import desk_of
from polima_desktop.services.papers.slip_content import proof_of
from polima_desktop.services.papers.writing import paper_of
from polima_desktop.services.session import Session
from polima_desktop.storage.months.slips import Slip

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from polima_desktop.services.papers.desk import Desk


class Seen(NamedTuple):
    """What a picture shows: how it came out in words, and whether it is the slip as it was signed.

    ``words`` are empty where it is.
    """

    same: bool
    words: str


def compared(
    session: Session,
    connection: Connection,
    slip: Slip,
    statement: Statement,
    symbol: str,
    picture: Image.Image,
    corners: Corners,
) -> Seen:
    """Compare a picture with the page of the slip that its symbol, already proven, speaks of."""
    desk = desk_of(session, connection, slip)
    try:
        proving.refuse_altered(connection, [slip])
        paper = _paper(desk, slip, statement, symbol)
    except Refused as refused:
        return Seen(same=False, words=refused.message)
    if changed := _changed(paper, statement):
        return Seen(same=False, words=f"Arsip berubah sejak slip ini dicetak: {changed}.")
    return _against(paper, desk, statement, picture, corners)


def _paper(desk: Desk, slip: Slip, statement: Statement, symbol: str) -> Paper:
    proof = proof_of(slip, statement.office, statement.key, lambda _text: symbol)
    return paper_of(desk, slip, proof)


_FIELDS = {
    "month": "bulan", "number": "nomor", "revision": "revisi", "code": "kode", "nip": "NIP",
    "gross": "kotor", "deductions": "potongan", "net": "diterima", "person": "nama", "npwp": "NPWP",
    "signatories": "penanda tangan",
}  # fmt: skip


def _changed(paper: Paper, statement: Statement) -> str:
    """Say what the store no longer says as it was signed."""
    from polima_desktop.reports.seal import statement_of

    if paper.proof is None:
        return "tanda tangan"
    now = statement_of(paper, paper.proof, statement.sheet, b"")
    return ", ".join(
        words for name, words in _FIELDS.items() if getattr(now, name) != getattr(statement, name)
    )


def _against(
    paper: Paper, desk: Desk, statement: Statement, picture: Image.Image, corners: Corners
) -> Seen:
    from polima_desktop.reports.likeness.judging import compared as looked_at
    from polima_desktop.reports.likeness.page import SCALE, drawn_page
    from polima_desktop.reports.slip_file import write_slips
    from polima_desktop.reports.slip_layout import NOT_THE_SLIP, SEAL_CORNERS

    out = BytesIO()
    write_slips([replace(paper, paper=Sheet.A5)], out, desk.printed, Progress())
    number = statement.sheet.partition("-")[0]
    page = drawn_page(out.getvalue(), int(number) - 1)
    drawn = [(x * SCALE, y * SCALE) for x, y in SEAL_CORNERS]
    found = looked_at(picture, corners, page, drawn, NOT_THE_SLIP)
    if not found.clear:
        return Seen(same=False, words=_UNCLEAR)
    if found.differs:
        shown = "; ".join(found.differs[:SHOWN]) + ("; …" if len(found.differs) > SHOWN else "")
        return Seen(same=False, words=f"Gambar berbeda dari cetakan arsip pada: {shown}.")
    return Seen(same=True, words="")


SHOWN = 6
_UNCLEAR = (
    "Gambar terlalu kecil, kabur, atau terpotong untuk dibandingkan. Pindai seluruh halaman "
    "dengan 150 dpi atau lebih, atau foto lebih dekat dan tegak."
)
