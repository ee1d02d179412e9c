"""Printing a month: one function a use case, each written file in the audit log.

A paper says by itself what it is worth: DRAF until the month is locked, CONTOH while the
rules are an example. What stands on it is made in ``slip_content`` and ``paper_lists``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from polima_desktop.domain.access import Permission
from polima_desktop.domain.periods import Month
from polima_desktop.domain.progress import Progress
from polima_desktop.domain.proof.signing import SigningKey, signed
from polima_desktop.files import replacing, written
from polima_desktop.reports.letter import write_letters
from polima_desktop.reports.payment_list import write_payment_list
from polima_desktop.reports.recap import write_recap
from polima_desktop.reports.receipt import write_receipts
from polima_desktop.reports.slip import Proof
from polima_desktop.reports.slip import Slip as SlipPaper
from polima_desktop.reports.slip_file import write_slips
from polima_desktop.reports.statement import write_statements
from polima_desktop.reports.table import F4_LANDSCAPE, Table, write_tables
from polima_desktop.services.papers import annex, keys, lists, owed
from polima_desktop.services.papers.desk import Desk, open_desk
from polima_desktop.services.papers.kinds import OWED, Chosen, Paper, require_paper
from polima_desktop.services.papers.slip_content import proof_of, slip_paper
from polima_desktop.services.session import Session
from polima_desktop.storage.months.slips import Slip
from polima_desktop.storage.papers import printings
from polima_desktop.storage.unit_of_work import Work


@dataclass(frozen=True)
class Made:
    """What was printed: how many slips or lists, of how many; the marks; the files."""

    count: int
    of: int
    marks: tuple[str, ...]
    paths: tuple[Path, ...] = ()


Count = tuple[int, int]
"""How many were drawn, of how many there are."""


# ── drawing ─────────────────────────────────────────────────────────────────────────────────


def preview(
    session: Session,
    paper: Paper,
    month: Month,
    chosen: Chosen,
    out: BinaryIO,
    progress: Progress,
    limit: int,
) -> Made:
    """Draw the first ``limit`` slips, or the lists of the first ``limit`` offices; no file."""
    require_paper(session.actor, paper)
    desk = replace(_desk(session, paper, month, chosen), key=_preview_key(session))
    return draw(desk, paper, out, progress, limit)


def _desk(session: Session, paper: Paper, month: Month, chosen: Chosen) -> Desk:
    """Open the desk with what a kind of paper needs; refuse if it has nothing to print."""
    desk = open_desk(session, month, chosen, owed=paper in OWED)
    if paper is Paper.EXPLANATION:
        return replace(desk, explain=_follower(session, month))
    if paper in OWED:
        owed.refuse_nothing(desk, paper)
    return desk


def _follower(session: Session, month: Month) -> Callable[[str, str, tuple[str, ...]], list[Table]]:
    """Give what follows slips of a month back, opening each freeze and rule set once.

    What it needs (pandas, by way of comparing) is not loaded for other papers.
    """
    from polima_desktop.services.months.explaining import Memory
    from polima_desktop.services.months.explanation_paper import followed

    memory = Memory()

    def follow(nip: str, about: str, marks: tuple[str, ...]) -> list[Table]:
        return followed(session, month, nip, memory, about, marks)[1]

    return follow


def _preview_key(session: Session) -> SigningKey | None:
    """Give the key if it is open: to look at a slip nobody need type a passphrase."""
    try:
        return keys.open_key(session)
    except keys.KeyLocked:
        return None


def signing_desk(session: Session, paper: Paper, month: Month, chosen: Chosen) -> Desk:
    """Open the desk, with the office's key if slips are to be signed. Raises ``KeyLocked``.

    Slips of a locked month know how often they were printed: a reprint says which copy it is.
    """
    desk = _desk(session, paper, month, chosen)
    if paper is not Paper.SLIPS:
        return desk
    before: dict[int, int] = {}
    if desk.state == "locked":
        with session.reading(Permission.PRINT) as connection:
            before = printings.counts(connection, month)
    return replace(desk, key=keys.open_key(session), printed_before=before)


def draw(
    desk: Desk, paper: Paper, out: BinaryIO, progress: Progress, limit: int | None = None
) -> Made:
    """Draw a kind of paper for everybody of a desk, or the first ``limit``."""
    draw = {
        Paper.SLIPS: _draw_slips,
        Paper.PAYMENT_LIST: _draw_payment_list,
        Paper.RECEIPT: _draw_receipts,
        Paper.RECAP: _draw_recap,
        Paper.STATEMENT: _draw_statements,
        Paper.EXPLANATION: annex.draw,
        Paper.ARREARS: _draw_arrears,
        Paper.REPAYMENT: _draw_letters,
    }[paper]
    count, total = draw(desk, out, progress, limit)
    marks = desk.marks(desk.slips) if paper not in OWED else owed.marks(desk)
    return Made(count, total, marks)


def _draw_slips(desk: Desk, out: BinaryIO, progress: Progress, limit: int | None) -> Count:
    papers = islice(slip_papers(desk, desk.slips), limit)
    total = len(desk.slips)
    plain = replace(desk.printed, head="")  # a slip vouches for itself
    return write_slips(papers, out, plain, progress, min(total, limit or total)), total


def slip_papers(desk: Desk, slips: Sequence[Slip]) -> Iterator[SlipPaper]:
    """Give the papers of slips, one at a time."""
    return (paper_of(desk, slip, _proof(desk, slip)) for slip in slips)


def paper_of(desk: Desk, slip: Slip, proof: Proof | None) -> SlipPaper:
    """Give the paper of a slip, to be sealed so."""
    return slip_paper(
        slip,
        desk.rules_of(slip),
        desk.letterhead(slip.unit_id),
        desk.signatories(slip.unit_id),
        desk.marks([slip]),
        proof,
        desk.along.get(slip.person_id, ()) if slip.state == "current" else (),
        desk.style(slip.unit_id),
        desk.printed_before.get(slip.id, 0),
    )


def _proof(desk: Desk, slip: Slip) -> Proof | None:
    """Sign what is locked and stands: a draft or a replaced slip proves nothing."""
    if desk.key is None or desk.state != "locked" or slip.state != "current":
        return None
    key = desk.key
    return proof_of(slip, keys.OFFICE, key.public.id, lambda text: signed(text, key))


def _draw_payment_list(desk: Desk, out: BinaryIO, progress: Progress, limit: int | None) -> Count:
    tables = lists.payment_tables(desk)
    write_payment_list(tables[:limit], out, desk.printed, progress)
    return len(tables[:limit]), len(tables)


def _draw_receipts(desk: Desk, out: BinaryIO, progress: Progress, limit: int | None) -> Count:
    tables = lists.receipt_tables(desk)
    write_receipts(tables[:limit], out, desk.printed, progress)
    return len(tables[:limit]), len(tables)


def _draw_recap(desk: Desk, out: BinaryIO, progress: Progress, _limit: int | None) -> Count:
    write_recap(lists.recap(desk), out, desk.printed, progress)
    return 1, 1


def _draw_statements(desk: Desk, out: BinaryIO, progress: Progress, limit: int | None) -> Count:
    statements = lists.statements(desk)
    write_statements(statements[:limit], out, desk.printed, progress)
    return len(statements[:limit]), len(statements)


def _draw_arrears(desk: Desk, out: BinaryIO, progress: Progress, limit: int | None) -> Count:
    tables = owed.tables(desk)
    title = "Daftar rapel dan pengembalian"
    write_tables(tables[:limit], out, F4_LANDSCAPE, title, desk.printed, progress)
    return len(tables[:limit]), len(tables)


def _draw_letters(desk: Desk, out: BinaryIO, progress: Progress, limit: int | None) -> Count:
    letters = owed.letters(desk)
    write_letters(letters[:limit], out, desk.printed, progress)
    return len(letters[:limit]), len(letters)


# ── files ───────────────────────────────────────────────────────────────────────────────────


def print_paper(
    session: Session, paper: Paper, month: Month, chosen: Chosen, path: Path, progress: Progress
) -> Made:
    """Write one PDF; it appears only together with its audit entry."""
    require_paper(session.actor, paper)
    desk = signing_desk(session, paper, month, chosen)
    made = _print_to(session, desk, paper, path, progress)
    return replace(made, paths=(path,))


def by_unit(desk: Desk) -> dict[int, Desk]:
    """Split a desk by the slips' own units, in printing order, then those of items alone."""
    groups: dict[int, list[Slip]] = {}
    for slip in desk.slips:
        groups.setdefault(slip.unit_id, []).append(slip)
    for debt in desk.debts.accepted:
        groups.setdefault(debt.unit_id or 0, [])
    return {
        unit: replace(
            desk,
            slips=slips,
            chosen=Chosen(frozenset({unit})),
            held=[holder for holder in desk.held if holder.unit_id == unit],
            debts=desk.debts.of_units({unit or None}),
        )
        for unit, slips in groups.items()
    }


def count_of(desk: Desk, paper: Paper) -> int:
    """Count the papers of a unit's desk: one a person, or one list if anything stands on it."""
    if paper in (Paper.SLIPS, Paper.EXPLANATION):
        return len(desk.slips)
    if paper is Paper.REPAYMENT:
        return len(desk.debts.refunds)
    return int(bool(desk.debts.accepted if paper is Paper.ARREARS else desk.slips))


def _print_to(session: Session, desk: Desk, paper: Paper, path: Path, progress: Progress) -> Made:
    with replacing(path) as out:
        made = draw(desk, paper, out, progress)
        _note_printing(session, paper, "berkas", desk, written(out), made)
    return made


def print_bytes(
    session: Session, paper: Paper, month: Month, chosen: Chosen, progress: Progress
) -> bytes:
    """Give a whole PDF for a printer, noted in the audit log like one that is saved."""
    require_paper(session.actor, paper)
    desk, out = signing_desk(session, paper, month, chosen), BytesIO()
    made = draw(desk, paper, out, progress)
    _note_printing(session, paper, "printer", desk, out.getvalue(), made)
    return out.getvalue()


def _note_printing(
    session: Session, paper: Paper, target: str, desk: Desk, content: bytes, made: Made
) -> None:
    """Put a printing into the audit log and the log of printings, in one transaction."""
    with session.changing(f"papers.{paper.value}", Permission.PRINT) as work:
        say(work, desk, content, made)
        log(work, paper, target, desk, desk.slips, made.count)


def say(work: Work, desk: Desk, content: bytes, made: Made) -> None:
    """Note in the audit log whose papers were made, how many, and the digest of the file."""
    work.note(
        str(desk.month),
        count=made.count,
        units=sorted(desk.chosen.units),
        people=sorted(desk.chosen.nips),
        marks=list(made.marks),
        sha256=hashlib.sha256(content).hexdigest(),
    )


def log(
    work: Work, paper: Paper, target: str, desk: Desk, slips: Iterable[Slip], papers: int
) -> None:
    """Write one entry of the log of printings; drafts are counted, but they are no copies."""
    held = [(slip.id, desk.printed_before.get(slip.id, 0)) for slip in slips]
    final = paper is Paper.SLIPS and desk.state == "locked"
    printings.record(work, desk.month, paper.value, target, papers, held if final else [])
