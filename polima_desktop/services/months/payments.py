"""Paying a locked month in batches: each slip once, what the bank returned again, nothing twice.

A batch is a chosen set of slips with its SP2D number and date. People who were held and become
payable later go into a later batch. "Paid" is the sum of batches less what came back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from polima_desktop.domain.access import Permission
from polima_desktop.domain.errors import Conflict, Refused
from polima_desktop.domain.periods import Month, month_name
from polima_desktop.domain.units import top_of
from polima_desktop.formatting import day, listed, money, number
from polima_desktop.services.months import steps
from polima_desktop.services.months.seen import clock_words
from polima_desktop.services.review.claims import units_of
from polima_desktop.services.session import Session
from polima_desktop.storage.months import months, payments
from polima_desktop.storage.months.months import MonthRow
from polima_desktop.storage.months.payments import Batch, Item, NewItem, Payable, Unpaid
from polima_desktop.storage.staff import units

if TYPE_CHECKING:
    from sqlalchemy import Connection


class Choice(NamedTuple):
    """Whose slips: of a unit (its code, name or alias) with all below it, or of some people."""

    unit: str = ""
    nips: frozenset[str] = frozenset()


EVERYBODY = Choice()


class Paid(NamedTuple):
    """A recorded batch: its number, its slips and their sum, and what is still to be paid."""

    number: int
    slips: int
    amount: int
    left: Unpaid


@dataclass(frozen=True)
class Standing:
    """What was paid of a month and what is to be paid. ``paid`` is the sum of the batches."""

    month: Month
    batches: Sequence[Batch]
    unpaid: Unpaid

    @property
    def paid(self) -> int:
        """What left the treasury and did not come back, in rupiah."""
        return sum(batch.amount - batch.returned_amount for batch in self.batches)


# ── reading ─────────────────────────────────────────────────────────────────────────────────


def standing(session: Session, month: Month) -> Standing:
    """Give the batches of a month and what is still to be paid."""
    with session.reading() as connection:
        return read(connection, month, months.month_row(connection, month))


def read(connection: Connection, month: Month, row: MonthRow | None) -> Standing:
    """Give the payments of a month's row; nothing is to be paid before it is locked."""
    if row is None or row.state != "locked":
        return Standing(month, [], Unpaid(0, 0))
    batches = payments.batches(connection, row.id)
    return Standing(month, batches, payments.unpaid(connection, row.id))


def to_pay(session: Session, month: Month, choice: Choice = EVERYBODY) -> Unpaid:
    """Add up what a batch of the chosen would pay now."""
    with session.reading() as connection:
        row = steps.existing(connection, month)
        return _sum(_chosen(session, connection, row, month, choice))


class Office(NamedTuple):
    """What an office of the first level, with all below it, is still to be paid."""

    code: str
    name: str
    unpaid: Unpaid


def offices(session: Session, connection: Connection, row: MonthRow, month: Month) -> list[Office]:
    """Give the offices with slips to pay, by name; together they are all there is to pay."""
    due = _chosen(session, connection, row, month, EVERYBODY)
    known = {unit.id: unit for unit in units.as_of(connection, month.last)}
    parents = {unit.id: unit.parent_id for unit in known.values()}
    groups: dict[int, list[Payable]] = {}
    for slip in due:
        groups.setdefault(top_of(parents, slip.unit_id), []).append(slip)
    found = [
        Office(known[key].code, known[key].name, _sum(some))
        for key, some in groups.items()
        if key in known
    ]
    return sorted(found, key=lambda office: office.name)


def waiting(session: Session, month: Month) -> set[int]:
    """Give the ids of the slips that are to be paid."""
    with session.reading() as connection:
        row = steps.existing(connection, month)
        return {slip.slip_id for slip in payments.payable(connection, row.id)}


def items(session: Session, month: Month, batch: int) -> list[Item]:
    """Give the items of a month's batch."""
    with session.reading() as connection:
        row = steps.existing(connection, month)
        return payments.items(connection, _batch(connection, row.id, month, batch).id)


# ── paying ──────────────────────────────────────────────────────────────────────────────────


def pay(
    session: Session,
    month: Month,
    sp2d: str,
    paid_on: date,
    choice: Choice = EVERYBODY,
    seen: Unpaid | None = None,
) -> Paid:
    """Record a batch that pays the chosen slips nobody was paid for yet.

    ``seen``: number and sum the user had on the screen; the batch is refused if they moved.
    """
    with session.changing("month.pay", Permission.LOCK_MONTH) as work:
        row = steps.held(work, month)
        steps.check("pay", row)
        _check_words(month, sp2d, paid_on, session.today)
        due = _chosen(session, work.connection, row, month, choice)
        _held_to(work.connection, row, month, _sum(due), seen)
        batch = payments.add_batch(
            work, row.id, sp2d.strip(), paid_on, _slip_items(work.connection, row.id, due)
        )
        left = payments.unpaid(work.connection, row.id)
        count, amount = _sum(due)
        work.note(
            str(month),
            batch=batch,
            sp2d=sp2d.strip(),
            paid_on=paid_on,
            slips=count,
            amount=str(amount),
        )
    return Paid(batch, count, amount, left)


def _chosen(
    session: Session, connection: Connection, row: MonthRow, month: Month, choice: Choice
) -> list[Payable]:
    """Give the unpaid slips that are meant, within the user's office."""
    within = units_of(connection, session.actor, month, choice.unit or None)
    return [
        slip
        for slip in payments.payable(connection, row.id)
        if (within is None or slip.unit_id in within)
        and (not choice.nips or slip.nip in choice.nips)
    ]


def _sum(due: Collection[Payable]) -> Unpaid:
    return Unpaid(len(due), sum(slip.amount for slip in due))


def _slip_items(connection: Connection, month_id: int, due: Sequence[Payable]) -> list[NewItem]:
    """Turn slips into items that go to the account known now; a returned one is a new attempt."""
    before = payments.returns_by_person(connection, month_id)
    accounts = payments.accounts_of(connection, [slip.person_id for slip in due])
    nowhere = (None, None)
    return [
        NewItem(
            month_id, slip.person_id, slip.slip_id, None, slip.amount,
            1 + before.get(slip.person_id, 0), *accounts.get(slip.person_id, nowhere),
        )
        for slip in due
    ]  # fmt: skip


def _check_words(month: Month, sp2d: str, paid_on: date, today: date) -> None:
    if not sp2d.strip():
        raise Refused("Nomor SP2D belum diisi.", "Tulis nomor SP2D pembayaran ini.")
    if not month.first <= paid_on <= today:
        raise Refused(
            f"Tanggal bayar {day(paid_on)} tidak mungkin.",
            f"Isi tanggal antara {day(month.first)} dan {day(today)}.",
        )


def _held_to(
    connection: Connection, row: MonthRow, month: Month, now: Unpaid, seen: Unpaid | None
) -> None:
    """Refuse a batch of nothing, or one that is no longer what was seen."""
    paid = payments.batches(connection, row.id)
    if seen is not None and seen != now:
        moved = f", kelompok {paid[-1].number} dicatat {_when(paid[-1])}" if paid else ""
        raise Conflict(
            f"Anda melihat {_words(seen)} yang belum dibayar; sekarang {_words(now)}{moved}.",
            "Periksa daftar pembayaran bulan ini, lalu ulangi bila masih perlu.",
        )
    if now.slips:
        return
    numbers = listed(batch.sp2d for batch in paid)
    why = f": sudah dibayar dengan SP2D {numbers}" if paid else ""
    raise Refused(
        f"Tidak ada slip {month_name(month)} yang belum dibayar untuk pilihan ini{why}.",
        "Selisih sesudah pembayaran dibayar sebagai rapel.",
    )


def _words(told: Unpaid) -> str:
    return f"{number(told.slips)} slip, {money(told.amount)}"


def _when(batch: Batch) -> str:
    return f"{clock_words(batch.recorded_at)} oleh {batch.recorded_by}"


# ── correcting and returning ────────────────────────────────────────────────────────────────


def correct(
    session: Session, month: Month, batch: int, sp2d: str, paid_on: date | None, reason: str
) -> Batch:
    """Record that a batch's SP2D number or date was mistyped; give the batch as it now reads.

    Empty or None keeps what is there; the first record stays, with the reason of the change.
    """
    steps.check_reason(reason)
    with session.changing("payments.correct", Permission.LOCK_MONTH) as work:
        row = steps.held(work, month)
        old = _batch(work.connection, row.id, month, batch)
        new_sp2d, new_day = sp2d.strip() or old.sp2d, paid_on or old.paid_on
        if (new_sp2d, new_day) == (old.sp2d, old.paid_on):
            raise Refused(
                f"Kelompok {batch} memang bernomor SP2D {old.sp2d}, {day(old.paid_on)}.",
                "Tulis nomor atau tanggal yang benar.",
            )
        _check_words(month, new_sp2d, new_day, session.today)
        payments.add_correction(work, old.id, new_sp2d, new_day, reason.strip())
        work.note(
            str(month), batch=batch, sp2d=new_sp2d, paid_on=new_day, before=old.sp2d,
            before_date=old.paid_on, reason=reason.strip(),
        )  # fmt: skip
        return _batch(work.connection, row.id, month, batch)


def give_back(
    session: Session,
    month: Month,
    batch: int,
    nips: Collection[str],
    returned_on: date,
    reason: str,
) -> int:
    """Record that the bank sent transfers back; give their sum. They can then be paid again."""
    steps.check_reason(reason)
    with session.changing("payments.return", Permission.LOCK_MONTH) as work:
        row = steps.held(work, month)
        found = _batch(work.connection, row.id, month, batch)
        if not found.paid_on <= returned_on <= session.today:
            raise Refused(
                f"Tanggal kembali {day(returned_on)} tidak mungkin.",
                f"Isi tanggal antara {day(found.paid_on)} dan {day(session.today)}.",
            )
        back = _returned_items(payments.items(work.connection, found.id), batch, nips)
        payments.add_returns(work, [item.id for item in back], returned_on, reason.strip())
        amount = sum(item.amount for item in back)
        work.note(
            str(month), batch=batch, people=sorted(nips), returned_on=returned_on,
            amount=str(amount), reason=reason.strip(),
        )  # fmt: skip
    return amount


def _returned_items(found: Sequence[Item], batch: int, nips: Collection[str]) -> list[Item]:
    """Give the items of the people whose transfer came back; each must have one."""
    back = [item for item in found if item.nip in nips and item.returned_on is None]
    missing = sorted(set(nips) - {item.nip for item in back})
    if missing:
        raise Refused(
            f"NIP {listed(missing)} tidak ada pada kelompok {batch}, atau sudah kembali.",
            "Periksa NIP dan nomor kelompoknya di daftar pembayaran.",
        )
    return back


def _batch(connection: Connection, month_id: int, month: Month, wanted: int) -> Batch:
    found = {batch.number: batch for batch in payments.batches(connection, month_id)}
    if wanted not in found:
        known = listed(str(key) for key in found) if found else "belum ada"
        raise Refused(
            f"{month_name(month)} tidak punya kelompok bayar {wanted}.",
            f"Kelompok yang ada: {known}.",
        )
    return found[wanted]


# ── the bank's list ─────────────────────────────────────────────────────────────────────────


class Transfer(NamedTuple):
    """What one person receives from a batch: the sum of their items."""

    nip: str
    name: str
    unit_id: int | None
    bank: str
    account: str
    rupiah: int


def transfers(found: Sequence[Item]) -> list[Transfer]:
    """Give a transfer a person, in the order of the batch; what adds up to nothing is left out."""
    sums, first = Counter[int](), dict[int, Item]()
    for item in found:
        first.setdefault(item.person_id, item)
        sums[item.person_id] += item.amount
    return [
        Transfer(who.nip, who.name, who.unit_id, who.bank or "", who.account or "", sums[person])
        for person, who in first.items()
        if sums[person]
    ]
