"""Printing and exporting a month: one function a use case, each written file in the audit log.

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
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.periods import Month, month_name
from polima_desktop.domain.progress import Progress
from polima_desktop.domain.proof.signing import SigningKey, signed
from polima_desktop.files import replacing, written
from polima_desktop.formatting import listed
from polima_desktop.reports.bank_list import Transfer, write_csv, write_workbook
from polima_desktop.reports.letter import write_letters
from polima_desktop.reports.payment_list import write_payment_list
from polima_desktop.reports.recap import write_recap
from polima_desktop.reports.receipt import write_receipts
from polima_desktop.reports.slip import Proof
from polima_desktop.reports.slip import Slip as SlipPaper
from polima_desktop.reports.slip_file import write_slips
from polima_desktop.reports.statement import write_statements
from polima_desktop.reports.table import F4_LANDSCAPE, Table, write_tables
from polima_desktop.services.months import payments
from polima_desktop.services.months.explaining import Memory
from polima_desktop.services.months.explanation_paper import followed
from polima_desktop.services.office import proving
from polima_desktop.services.papers import annex, keys, lists, owed
from polima_desktop.services.papers.desk import DRAFT, Desk, open_desk
from polima_desktop.services.papers.kinds import OWED, Chosen, Paper, require_paper
from polima_desktop.services.papers.signatories import Signers, signers
from polima_desktop.services.papers.slip_content import proof_of, slip_paper
from polima_desktop.services.session import Session
from polima_desktop.storage.months.payments import Item
from polima_desktop.storage.months.slips import Slip
from polima_desktop.storage.papers import printings
from polima_desktop.storage.unit_of_work import Work

PROPOSAL = "USULAN"
"""Marks a bank list of what is to be paid, before a batch is recorded."""


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
    """Give what follows slips of a month back, opening each freeze and rule set once."""
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
    return write_slips(papers, out, desk.printed, progress, min(total, limit or total)), total


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


def _note(session: Session, action: str, desk: Desk, content: bytes, made: Made) -> None:
    with session.changing(action, Permission.PRINT) as work:
        _say(work, desk, content, made)


def _note_printing(
    session: Session, paper: Paper, target: str, desk: Desk, content: bytes, made: Made
) -> None:
    """Put a printing into the audit log and the log of printings, in one transaction."""
    with session.changing(f"papers.{paper.value}", Permission.PRINT) as work:
        _say(work, desk, content, made)
        log(work, paper, target, desk, desk.slips, made.count)


def _say(work: Work, desk: Desk, content: bytes, made: Made) -> None:
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


# ── bank list ───────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Exported:
    """A bank list: its lines, their sum, and how many people have no account yet.

    ``batch``: the number of the batch it was made from; None: of what is still to be paid.
    """

    lines: int
    rupiah: int
    without_account: int
    marks: tuple[str, ...]
    batch: int | None


def export_payments(
    session: Session,
    month: Month,
    chosen: Chosen,
    path: Path,
    progress: Progress,
    file_format: str = "xlsx",
    batch: int | None = None,
) -> Exported:
    """Write the bank list of one batch as ``xlsx`` or ``csv``.

    Without ``batch`` it is that of the only one there is; before the first one, a proposal of
    what is to be paid. A list is never made of all slips, and has no zero rows.
    """
    session.actor.require(Permission.EXPORT_BANK)
    progress.report(0, 0, "Menyusun daftar bank")
    desk = open_desk(session, month, chosen)
    number_ = batch if batch is not None else _only_batch(session, month)
    marks = desk.marks(desk.slips)
    if number_ is None:
        marks = marks if DRAFT in marks else (PROPOSAL, *marks)
    transfers = _transfers(session, desk, number_, marks)
    with replacing(path) as out:
        _write_list(transfers, out, f"Daftar bank TPP {month_name(month)}", file_format)
        made = Made(len(transfers), len(transfers), marks)
        _note(session, "papers.export_payments", desk, written(out), made)
    return _exported(transfers, marks, number_)


def export_arrears(
    session: Session, batch: int, path: Path, progress: Progress, file_format: str = "xlsx"
) -> Exported:
    """Write the bank list of a batch of arrears alone as ``xlsx`` or ``csv``."""
    session.actor.require(Permission.EXPORT_BANK)
    progress.report(0, 0, "Menyusun daftar bank")
    remark = f"Rapel TPP, kelompok {batch}"
    paid = payments.transfers(_sealed_items(session, None, batch))
    with session.reading(Permission.READ_SLIPS) as connection:
        names = signers(connection, session.today)
    transfers = [_paid(one, names, remark) for one in paid]
    with replacing(path) as out:
        _write_list(transfers, out, remark, file_format)
        digest = hashlib.sha256(written(out)).hexdigest()
        with session.changing("papers.export_arrears", Permission.EXPORT_BANK) as work:
            work.note(f"rapel {batch}", count=len(transfers), sha256=digest)
    return _exported(transfers, (), batch)


def _write_list(transfers: Sequence[Transfer], out: BinaryIO, title: str, file_format: str) -> None:
    if file_format == "csv":
        write_csv(transfers, out)
    else:
        write_workbook(transfers, out, title)


def _exported(transfers: Sequence[Transfer], marks: tuple[str, ...], batch: int | None) -> Exported:
    missing = sum(not transfer.account for transfer in transfers)
    total = sum(transfer.rupiah for transfer in transfers)
    return Exported(len(transfers), total, missing, marks, batch)


def _only_batch(session: Session, month: Month) -> int | None:
    """Give the number of the only batch, None if there is none; several must be told apart."""
    found = payments.standing(session, month).batches
    if len(found) > 1:
        named = listed(f"--batch {batch.number} (SP2D {batch.sp2d})" for batch in found)
        raise Refused(
            f"{month_name(month)} dibayar dalam {len(found)} kelompok.",
            f"Buat dari Perhitungan, menu Hitung, Kelompok bayar; atau dengan {named}.",
        )
    return found[0].number if found else None


def _transfers(
    session: Session, desk: Desk, batch: int | None, marks: Sequence[str]
) -> list[Transfer]:
    """Give the transfers of a batch, or of what is to be paid, to the people who are meant."""
    remark = f"TPP {month_name(desk.month)}"
    if batch is None:
        waiting = payments.waiting(session, desk.month)
        first = next((mark for mark in marks if mark in (DRAFT, PROPOSAL)), "")
        due = [slip for slip in desk.slips if slip.id in waiting]
        return [_proposed(slip, desk, waiting[slip.id], f"{first} {remark}") for slip in due]
    shown = {slip.person_id for slip in desk.slips}
    narrowed = bool(desk.chosen.units or desk.chosen.nips or session.actor.unit_id is not None)
    found = [
        item
        for item in _sealed_items(session, desk.month, batch)
        if not narrowed or item.person_id in shown
    ]
    return [_paid(one, desk.signers, remark) for one in payments.transfers(found)]


def _sealed_items(session: Session, month: Month | None, batch: int) -> list[Item]:
    """Give the items of a batch; one that was changed outside the program is refused."""
    found = payments.items(session, month, batch)
    with session.reading(Permission.READ_SLIPS) as connection:
        proving.refuse_altered_transfers(connection, {item.id: item.person_id for item in found})
    return found


def _paid(paid: payments.Transfer, names: Signers, remark: str) -> Transfer:
    unit = names.name(paid.unit_id) if paid.unit_id is not None else ""
    return Transfer(paid.nip, paid.name, unit, paid.bank, paid.account, paid.rupiah, remark)


def _proposed(slip: Slip, desk: Desk, rupiah: int, remark: str) -> Transfer:
    who = slip.identity
    return Transfer(
        nip=slip.nip,
        name=str(who["name"]),
        unit=desk.signers.name(slip.unit_id),
        bank=str(who.get("bank") or ""),
        account=str(who.get("account") or ""),
        rupiah=rupiah,
        remark=remark,
    )
