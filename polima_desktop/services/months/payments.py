"""Paying a locked month in batches: each slip once, what the bank returned again, nothing twice.

A batch is a chosen set of slips with its SP2D number and date. People who were held and become
payable later go into a later batch. "Paid" is the sum of batches less what came back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from polima_desktop.domain.access import Permission
from polima_desktop.domain.arrears import payable_now
from polima_desktop.domain.errors import Conflict, Refused
from polima_desktop.domain.periods import Month, month_name
from polima_desktop.domain.rules import load
from polima_desktop.domain.units import top_of
from polima_desktop.formatting import day, listed, money, number
from polima_desktop.services import scope
from polima_desktop.services.months import steps
from polima_desktop.services.months.seen import clock_words
from polima_desktop.services.office import proving
from polima_desktop.services.review.claims import units_of
from polima_desktop.services.session import Session
from polima_desktop.storage.months import arrears, months, payments
from polima_desktop.storage.months.arrears import Item as Arrears
from polima_desktop.storage.months.months import MonthRow
from polima_desktop.storage.months.payments import Batch, Item, NewItem, Payable, Unpaid
from polima_desktop.storage.rules import versions as rule_store
from polima_desktop.storage.rules.versions import VersionRow
from polima_desktop.storage.staff import units

if TYPE_CHECKING:
    from sqlalchemy import Connection


class Choice(NamedTuple):
    """Whose slips: of a unit (its code, name or alias) with all below it, or of some people."""

    unit: str = ""
    nips: frozenset[str] = frozenset()


EVERYBODY = Choice()


class Paid(NamedTuple):
    """A recorded batch: its number, its slips and arrears, their sum, what is still to be paid."""

    number: int
    slips: int
    arrears: int
    amount: int
    left: Unpaid


class Share(NamedTuple):
    """How much of an item of arrears is paid now; ``month_id``: the month it is owed for."""

    arrears_id: int
    month_id: int
    amount: int


class Due(NamedTuple):
    """A slip to be paid, with the arrears that the month carries for that person."""

    slip: Payable
    shares: Sequence[Share]

    @property
    def amount(self) -> int:
        """What the person receives, in rupiah."""
        return self.slip.amount + sum(share.amount for share in self.shares)


@dataclass(frozen=True)
class Standing:
    """What was paid of a month and what is to be paid. ``paid`` is the sum of the batches."""

    month: Month | None
    batches: Sequence[Batch]
    unpaid: Unpaid

    @property
    def paid(self) -> int:
        """What left the treasury and did not come back, in rupiah."""
        return sum(batch.amount - batch.returned_amount for batch in self.batches)


# ── reading ─────────────────────────────────────────────────────────────────────────────────


def standing(session: Session, month: Month | None) -> Standing:
    """Give the batches of a month and what is still to be paid; None: batches of arrears alone."""
    with session.reading(Permission.READ) as connection:
        if month is None:
            owed = _owed(session, connection, None, EVERYBODY)
            amount = sum(share.amount for shares in owed.values() for share in shares)
            left = Unpaid(len(owed), amount)
            return Standing(None, payments.batches(connection, None), left)
        return read(connection, month, months.month_row(connection, month))


def read(connection: Connection, month: Month, row: MonthRow | None) -> Standing:
    """Give the payments of a month's row; nothing is to be paid before it is locked."""
    if row is None or row.state != "locked":
        return Standing(month, [], Unpaid(0, 0))
    return Standing(month, payments.batches(connection, row.id), _left(connection, row.id))


def _left(connection: Connection, month_id: int) -> Unpaid:
    """Add up what a locked month is still to pay, with the arrears it carries."""
    if not _carried(connection, month_id):
        return payments.unpaid(connection, month_id)
    return _sum(all_due(connection, month_id))


def all_due(connection: Connection, month_id: int) -> list[Due]:
    """Give the slips to be paid, each with what is paid of the person's arrears along with it."""
    owed: dict[int, list[Arrears]] = {}
    for item in _carried(connection, month_id):
        owed.setdefault(item.person_id, []).append(item)
    at_most = _of_month(connection, month_id) if owed else None
    return [
        Due(slip, _shares(slip.amount, owed.get(slip.person_id, ()), at_most))
        for slip in payments.payable(connection, month_id)
    ]


def _carried(connection: Connection, month_id: int) -> list[Arrears]:
    found = arrears.items(connection, states=("accepted",), carrier_id=month_id)
    return [item for item in found if item.remaining]


def _of_month(connection: Connection, month_id: int) -> Decimal | None:
    """Give the share of a payment that the month's rules let refunds take off."""
    version = months.by_id(connection, month_id).rule_version_id
    return None if version is None else _refunds(rule_store.by_id(connection, version))


def _refunds(version: VersionRow | None) -> Decimal | None:
    return None if version is None else load(version.toml).refund_at_most


def _shares(net: int, owed: Sequence[Arrears], at_most: Decimal | None) -> list[Share]:
    now = payable_now(net, [item.remaining for item in owed], at_most)
    pairs = zip(owed, now, strict=True)
    return [Share(item.id, item.month_id, amount) for item, amount in pairs if amount]


def to_pay(session: Session, month: Month, choice: Choice = EVERYBODY) -> Unpaid:
    """Add up what a batch of the chosen would pay now."""
    with session.reading(Permission.READ_SLIPS) as connection:
        row = steps.existing(connection, month)
        return _sum(_chosen(session, connection, row, month, choice))


class Office(NamedTuple):
    """What an office with all below it is due; ``arrears``: what of it is for earlier months."""

    code: str
    name: str
    unpaid: Unpaid
    arrears: int = 0


def offices(session: Session, connection: Connection, row: MonthRow, month: Month) -> list[Office]:
    """Give the offices with slips to pay, by name; together they are all there is to pay."""
    due = _chosen(session, connection, row, month, EVERYBODY)
    known = {unit.id: unit for unit in units.as_of(connection, month.last)}
    parents = {unit.id: unit.parent_id for unit in known.values()}
    groups: dict[int, list[Due]] = {}
    for one in due:
        groups.setdefault(top_of(parents, one.slip.unit_id), []).append(one)
    found = [
        Office(
            known[key].code,
            known[key].name,
            _sum(some),
            sum(d.amount - d.slip.amount for d in some),
        )
        for key, some in groups.items()
        if key in known
    ]
    return sorted(found, key=lambda office: office.name)


def waiting(session: Session, month: Month) -> dict[int, int]:
    """Give the slips that are to be paid, by id, with what each person receives."""
    with session.reading(Permission.READ_SLIPS) as connection:
        row = steps.existing(connection, month)
        own = scope.own_people(connection, session.actor, month.last)
        return {
            due.slip.slip_id: due.amount
            for due in all_due(connection, row.id)
            if own is None or due.slip.person_id in own
        }


def items(session: Session, month: Month | None, batch: int) -> list[Item]:
    """Give the items of a month's batch; ``month`` None: of a batch of arrears alone."""
    with session.reading(Permission.READ_SLIPS) as connection:
        key = None if month is None else steps.existing(connection, month).id
        found = payments.items(connection, _batch(connection, key, month, batch).id)
        day = session.today if month is None else month.last
        own = scope.own_people(connection, session.actor, day)
        return [item for item in found if own is None or item.person_id in own]


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
        slips = {one.slip.slip_id: one.slip.person_id for one in due}
        owed = {share.arrears_id: one.slip.person_id for one in due for share in one.shares}
        proving.refuse_altered_dues(work.connection, slips, owed)
        _held_to(work.connection, row, month, _sum(due), seen)
        batch = payments.add_batch(
            work, row.id, sp2d.strip(), paid_on, _slip_items(work.connection, row.id, due)
        )
        left = _left(work.connection, row.id)
        count, amount = _sum(due)
        extra = sum(len(one.shares) for one in due)
        work.note(str(month), batch=batch, sp2d=sp2d.strip(), paid_on=paid_on, slips=count,
                  arrears=extra, amount=str(amount))  # fmt: skip
    return Paid(batch, count, extra, amount, left)


def pay_arrears(
    session: Session,
    wanted: Sequence[Month] | None,
    sp2d: str,
    paid_on: date,
    choice: Choice = EVERYBODY,
) -> Paid:
    """Record a batch of accepted arrears alone, of some months or of all.

    Whoever owes more than they are owed is left out: that is taken off a later payment.
    """
    with session.changing("payments.arrears", Permission.LOCK_MONTH) as work:
        connection = work.connection
        rows = None if wanted is None else [steps.held(work, month) for month in wanted]
        first = min(wanted) if wanted else Month.of(paid_on)
        _check_words(first, sp2d, paid_on, session.today)
        due = _owed(session, connection, rows, choice)
        if not due:
            raise Refused(
                "Tidak ada rapel yang diterima dan belum dibayar untuk pilihan ini.",
                "Cari dengan polima arrears BULAN, lalu terima dengan polima arrears decide.",
            )
        owed = {share.arrears_id: person for person, some in due.items() for share in some}
        proving.refuse_altered_dues(connection, {}, owed)
        batch = payments.add_batch(
            work, None, sp2d.strip(), paid_on, _arrears_items(connection, due)
        )
        count = sum(len(shares) for shares in due.values())
        amount = sum(share.amount for shares in due.values() for share in shares)
        left = Unpaid(0, 0)
        work.note("rapel", batch=batch, sp2d=sp2d.strip(), paid_on=paid_on, arrears=count,
                  people=len(due), amount=str(amount))  # fmt: skip
    return Paid(batch, 0, count, amount, left)


def _owed(
    session: Session, connection: Connection, rows: Sequence[MonthRow] | None, choice: Choice
) -> dict[int, list[Share]]:
    """Give what is to be paid of accepted items by person; only who receives something."""
    keys = None if rows is None else [row.id for row in rows]
    by_person: dict[int, list[Arrears]] = {}
    for item in arrears.items(connection, keys, states=("accepted",)):
        if item.remaining and (not choice.nips or item.nip in choice.nips):
            by_person.setdefault(item.person_id, []).append(item)
    within = units_of(connection, session.actor, Month.of(session.today), choice.unit or None)
    places = {} if within is None else payments.units_of(connection, by_person)
    at_most = _refunds(rule_store.in_force(connection, Month.of(session.today)))
    found = {
        person: _shares(0, some, at_most)
        for person, some in by_person.items()
        if within is None or places.get(person) in within
    }
    return {
        person: shares
        for person, shares in found.items()
        if sum(share.amount for share in shares) > 0
    }


def _arrears_items(connection: Connection, due: Mapping[int, Sequence[Share]]) -> list[NewItem]:
    accounts = payments.accounts_of(connection, due)
    return [
        NewItem(share.month_id, person, None, share.arrears_id, share.amount, 1, *accounts[person])
        for person, shares in due.items()
        for share in shares
    ]


def _chosen(
    session: Session, connection: Connection, row: MonthRow, month: Month, choice: Choice
) -> list[Due]:
    """Give the unpaid slips that are meant, within the user's office."""
    within = units_of(connection, session.actor, month, choice.unit or None)
    return [
        due
        for due in all_due(connection, row.id)
        if within is None or due.slip.unit_id in within
        if not choice.nips or due.slip.nip in choice.nips
    ]


def _sum(due: Collection[Due]) -> Unpaid:
    return Unpaid(len(due), sum(one.amount for one in due))


def _slip_items(connection: Connection, month_id: int, due: Sequence[Due]) -> list[NewItem]:
    """Turn slips into items that go to the account known now; a returned one is a new attempt."""
    before = payments.returns_by_person(connection, month_id)
    accounts = payments.accounts_of(connection, [one.slip.person_id for one in due])
    found = []
    for slip, shares in due:
        person, where = slip.person_id, accounts.get(slip.person_id, (None, None))
        attempt = 1 + before.get(person, 0)
        found.append(NewItem(month_id, person, slip.slip_id, None, slip.amount, attempt, *where))
        found += [
            NewItem(share.month_id, person, None, share.arrears_id, share.amount, 1, *where)
            for share in shares
        ]
    return found


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
    session: Session, month: Month | None, batch: int, sp2d: str, paid_on: date | None, reason: str
) -> Batch:
    """Record that a batch's SP2D number or date was mistyped; give the batch as it now reads.

    ``month`` None: a batch of arrears alone. An empty number or None as date keeps what is
    there; the first record stays, with the reason of the change.
    """
    steps.check_reason(reason)
    with session.changing("payments.correct", Permission.LOCK_MONTH) as work:
        key = None if month is None else steps.held(work, month).id
        old = _batch(work.connection, key, month, batch)
        new_sp2d, new_day = sp2d.strip() or old.sp2d, paid_on or old.paid_on
        if (new_sp2d, new_day) == (old.sp2d, old.paid_on):
            raise Refused(
                f"Kelompok {batch} memang bernomor SP2D {old.sp2d}, {day(old.paid_on)}.",
                "Tulis nomor atau tanggal yang benar.",
            )
        _check_words(month or Month.of(new_day), new_sp2d, new_day, session.today)
        payments.add_correction(work, old.id, new_sp2d, new_day, reason.strip())
        work.note(
            _subject(month), batch=batch, sp2d=new_sp2d, paid_on=new_day, before=old.sp2d,
            before_date=old.paid_on, reason=reason.strip(),
        )  # fmt: skip
        return _batch(work.connection, key, month, batch)


def _subject(month: Month | None) -> str:
    return "rapel" if month is None else str(month)


def give_back(
    session: Session,
    month: Month | None,
    batch: int,
    nips: Collection[str],
    returned_on: date,
    reason: str,
) -> int:
    """Record that the bank sent transfers back; give their sum. They can then be paid again."""
    steps.check_reason(reason)
    with session.changing("payments.return", Permission.LOCK_MONTH) as work:
        key = None if month is None else steps.held(work, month).id
        found = _batch(work.connection, key, month, batch)
        if not found.paid_on <= returned_on <= session.today:
            raise Refused(
                f"Tanggal kembali {day(returned_on)} tidak mungkin.",
                f"Isi tanggal antara {day(found.paid_on)} dan {day(session.today)}.",
            )
        back = _returned_items(payments.items(work.connection, found.id), batch, nips)
        payments.add_returns(work, [item.id for item in back], returned_on, reason.strip())
        amount = sum(item.amount for item in back)
        work.note(
            _subject(month), batch=batch, people=sorted(nips), returned_on=returned_on,
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


def _batch(connection: Connection, month_id: int | None, month: Month | None, wanted: int) -> Batch:
    found = {batch.number: batch for batch in payments.batches(connection, month_id)}
    if wanted not in found:
        known = listed(str(key) for key in found) if found else "belum ada"
        raise Refused(
            f"{month_name(month) if month else 'Rapel'} tidak punya kelompok bayar {wanted}.",
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
