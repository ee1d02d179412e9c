"""The list the bank pays from: of one batch, in a bank's layout, one file or one a bank.

Before the first batch it is a proposal of what is to be paid, and says so. What was paid is
``services.months.payments``', how a layout is written ``domain.bank_layouts``'.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from polima_desktop.assets import asset
from polima_desktop.domain.access import Permission
from polima_desktop.domain.bank_layouts import BankLayout, layout_for, read_layouts
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.periods import Month, month_name
from polima_desktop.domain.progress import Progress
from polima_desktop.files import read_whole, replacing
from polima_desktop.formatting import listed
from polima_desktop.paths import data_folder
from polima_desktop.reports.bank_list import Transfer, write_list
from polima_desktop.services.months import payments
from polima_desktop.services.office import proving
from polima_desktop.services.papers.desk import DRAFT, Desk, open_desk
from polima_desktop.services.papers.kinds import Chosen
from polima_desktop.services.papers.signatories import Signers, signers
from polima_desktop.services.papers.writing import Made, say
from polima_desktop.services.session import Session
from polima_desktop.storage.months.payments import Batch, Item
from polima_desktop.storage.months.slips import Slip

PROPOSAL = "USULAN"
"""Marks a bank list of what is to be paid, before a batch is recorded."""
OWN_LAYOUTS = "bank.toml"
"""The office's own layouts, in the data folder."""
NO_ACCOUNT = "tanpa-rekening"


@dataclass(frozen=True)
class BankList:
    """The transfers of a batch (``batch`` None: a proposal), and the marks of the list."""

    batch: int | None
    transfers: Sequence[Transfer]
    marks: tuple[str, ...]
    desk: Desk | None
    """Whose list it is; None: of a batch of arrears alone."""

    @property
    def rupiah(self) -> int:
        """The sum of all transfers."""
        return sum(transfer.rupiah for transfer in self.transfers)

    @property
    def without_account(self) -> int:
        """How many people have no account yet."""
        return sum(not transfer.account for transfer in self.transfers)


@dataclass(frozen=True)
class Exported:
    """A bank list that was written: lines, sum, people without an account, and the files.

    ``batch``: the number of the batch it was made from; None: of what is still to be paid.
    """

    lines: int
    rupiah: int
    without_account: int
    marks: tuple[str, ...]
    batch: int | None
    paths: tuple[Path, ...] = ()


# ── layouts ─────────────────────────────────────────────────────────────────────────────────


def layouts() -> list[BankLayout]:
    """Give the office's own layouts, then those that ship and were not replaced by name."""
    path = data_folder() / OWN_LAYOUTS
    own = read_layouts(read_whole(path).decode("utf-8"), path.name) if path.is_file() else []
    shipped = read_layouts(asset("resources", "bank.toml").read_text("utf-8"), OWN_LAYOUTS)
    taken = {layout.name for layout in own}
    return [*own, *(layout for layout in shipped if layout.name not in taken)]


def layout_named(name: str, file: str = "") -> BankLayout:
    """Give a layout by name; without one, the first for any bank of a kind of file."""
    known = layouts()
    for layout in known:
        if layout.name == name or (not name and not layout.banks and layout.file == file):
            return layout
    names = listed(f"‘{layout.name}’" for layout in known)
    raise Refused(f"Bentuk daftar bank ‘{name}’ tidak ada.", f"Yang ada: {names}.")


# ── reading ─────────────────────────────────────────────────────────────────────────────────


def batches(session: Session, month: Month) -> Sequence[Batch]:
    """Give the batches of a month that a list can be made of."""
    session.actor.require(Permission.EXPORT_BANK)
    return payments.standing(session, month).batches


def read(
    session: Session, month: Month, chosen: Chosen, progress: Progress, batch: int | None = None
) -> BankList:
    """Read the list of one batch, of the people who are meant; it has no zero rows.

    Without ``batch`` it is that of the only one there is; before the first one, a proposal of
    what is to be paid. A list is never made of all slips.
    """
    session.actor.require(Permission.EXPORT_BANK)
    progress.report(0, 0, "Menyusun daftar bank")
    desk = open_desk(session, month, chosen)
    number = batch if batch is not None else _only_batch(session, month)
    marks = desk.marks(desk.slips)
    if number is None:
        marks = marks if DRAFT in marks else (PROPOSAL, *marks)
    return BankList(number, _transfers(session, desk, number, marks), marks, desk)


def _only_batch(session: Session, month: Month) -> int | None:
    """Give the number of the only batch, None if there is none; several must be told apart."""
    found = payments.standing(session, month).batches
    if len(found) > 1:
        named = listed(f"--batch {batch.number} (SP2D {batch.sp2d})" for batch in found)
        raise Refused(
            f"{month_name(month)} dibayar dalam {len(found)} kelompok.",
            f"Pilih satu di Cetak › Daftar bank, atau dengan {named}.",
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
        due = [slip for slip in desk.slips if waiting.get(slip.id)]
        return [_proposed(slip, desk, waiting[slip.id], f"{first} {remark}") for slip in due]
    shown = {slip.person_id for slip in desk.slips}
    narrowed = bool(desk.chosen.units or desk.chosen.nips or session.actor.unit_id is not None)
    found = [
        item
        for item in _sealed_items(session, desk.month, batch)
        if not narrowed or item.person_id in shown
    ]
    return [_paid(one, desk.signers, remark) for one in payments.transfers(found)]


def arrears(session: Session, batch: int, progress: Progress) -> BankList:
    """Read the list of a batch of arrears alone."""
    session.actor.require(Permission.EXPORT_BANK)
    progress.report(0, 0, "Menyusun daftar bank")
    remark = f"Rapel TPP, kelompok {batch}"
    paid = payments.transfers(_sealed_items(session, None, batch))
    with session.reading(Permission.READ_SLIPS) as connection:
        names = signers(connection, session.today)
    return BankList(batch, [_paid(one, names, remark) for one in paid], (), None)


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


# ── writing ─────────────────────────────────────────────────────────────────────────────────


def export(session: Session, found: BankList, path: Path, layout: BankLayout) -> Exported:
    """Write a list as it was read, in a layout."""
    session.actor.require(Permission.EXPORT_BANK)
    _write(session, found, found.transfers, layout, path)
    return _exported(found, (path,))


def export_apart(session: Session, found: BankList, folder: Path) -> Exported:
    """Write one file a bank, each in the bank's layout; who has no account gets a file too."""
    session.actor.require(Permission.EXPORT_BANK)
    known, paths = layouts(), []
    folder.mkdir(parents=True, exist_ok=True)
    groups = _by_bank(found.transfers)
    for bank in sorted(groups, key=_word):
        layout = layout_for(bank, known)
        path = folder / f"daftar-bank-{_which(found)}-{_word(bank)}.{layout.file}"
        _write(session, found, groups[bank], layout, path)
        paths.append(path)
    return _exported(found, tuple(paths))


def _which(found: BankList) -> str:
    of = "rapel" if found.desk is None else str(found.desk.month)
    return f"{of}-usulan" if found.batch is None else f"{of}-kelompok-{found.batch}"


def _by_bank(transfers: Sequence[Transfer]) -> dict[str, list[Transfer]]:
    """Group transfers by bank; names that differ in case or blanks alone are one bank's."""
    groups: dict[str, list[Transfer]] = defaultdict(list)
    names: dict[str, str] = {}
    for one in transfers:
        bank = one.bank.strip() if one.account and one.bank.strip() else NO_ACCOUNT
        groups[names.setdefault(_word(bank), bank)].append(one)
    return groups


def _word(bank: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", bank.casefold()).strip("-")


def _write(
    session: Session, found: BankList, some: Sequence[Transfer], layout: BankLayout, path: Path
) -> None:
    """Write a file; it appears only together with its audit entry."""
    desk, out = found.desk, BytesIO()
    title = f"Daftar bank TPP {month_name(desk.month)}" if desk else "Daftar bank rapel TPP"
    write_list(some, layout, out, title)
    action = "papers.export_payments" if desk else "papers.export_arrears"
    with replacing(path) as target:
        target.write(out.getvalue())
        with session.changing(action, Permission.EXPORT_BANK) as work:
            if desk:
                say(work, desk, out.getvalue(), Made(len(some), len(found.transfers), found.marks))
            else:
                digest = hashlib.sha256(out.getvalue()).hexdigest()
                work.note(f"rapel {found.batch}", count=len(some), sha256=digest)


def _exported(found: BankList, paths: tuple[Path, ...]) -> Exported:
    return Exported(
        len(found.transfers),
        found.rupiah,
        found.without_account,
        found.marks,
        found.batch,
        paths,
    )
