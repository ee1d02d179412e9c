"""Paying in batches: nothing twice, what came back again, "paid" as the sum of the batches."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from polima_desktop.domain.access import Role
from polima_desktop.domain.errors import Conflict, NotAllowed, Refused
from polima_desktop.domain.periods import Month
from polima_desktop.services.months import desk as month_desk
from polima_desktop.services.months import payments
from polima_desktop.services.months.payments import Choice, Unpaid
from polima_desktop.services.session import Session
from polima_desktop.storage import tables
from polima_desktop.storage.database import Database
from polima_desktop.storage.office import audit
from polima_desktop.storage.staff import people
from tests import month_world as world
from tests.month_world import FAJRIN, JANUARY, KARMILA, NIPS, NIRWATI, on_both, reopen, run_to

PAID_ON = date(2021, 2, 5)
ALL = Unpaid(5, 16_671_654)


def test_nothing_is_to_be_paid_before_the_month_is_locked(finance: Session, chief: Session) -> None:
    run_to("approved", finance, chief)
    found = payments.standing(finance, JANUARY)
    assert (found.batches, found.unpaid, found.paid) == ([], Unpaid(0, 0), 0)


@on_both
def test_a_month_is_paid_unit_by_unit_and_each_slip_once(finance: Session, chief: Session) -> None:
    run_to("locked", finance, chief)
    assert payments.standing(finance, JANUARY).unpaid == ALL
    first = payments.pay(finance, JANUARY, "1/SP2D", PAID_ON, Choice("DIN-05"))
    second = payments.pay(finance, JANUARY, "2/SP2D", PAID_ON)
    assert (first.number, second.number) == (1, 2)
    assert first.slips + second.slips == 5
    assert first.left == Unpaid(second.slips, second.amount)
    assert second.left == Unpaid(0, 0)
    found = payments.standing(finance, JANUARY)
    assert found.paid == first.amount + second.amount == ALL.amount
    assert [batch.supplementary for batch in found.batches] == [False, False]
    for batch in found.batches:
        rows = payments.items(finance, JANUARY, batch.number)
        assert sum(row.amount for row in rows) == batch.amount
        assert len(rows) == batch.slips
    with pytest.raises(Refused, match="sudah dibayar dengan SP2D 1/SP2D dan 2/SP2D"):
        payments.pay(finance, JANUARY, "3/SP2D", PAID_ON)


def test_the_offices_add_up_to_what_is_to_be_paid(finance: Session, chief: Session) -> None:
    run_to("locked", finance, chief)
    found = month_desk.desk(finance, JANUARY).offices
    assert sum(office.unpaid.slips for office in found) == ALL.slips
    assert sum(office.unpaid.amount for office in found) == ALL.amount
    for office in found:
        assert payments.to_pay(finance, JANUARY, Choice(office.code)) == office.unpaid


@on_both
def test_a_held_person_who_becomes_payable_is_paid_in_a_supplementary_batch(
    finance: Session, chief: Session, database: Database
) -> None:
    run_to("locked", finance, chief)
    payments.pay(finance, JANUARY, "1", PAID_ON)
    world.change(database, world.set_class(NIRWATI, 9))
    reopen(finance, chief, NIRWATI, "kelas diisi")
    left = payments.standing(finance, JANUARY).unpaid
    assert left.slips == 1
    payments.pay(finance, JANUARY, "2", PAID_ON)
    first, second = payments.standing(finance, JANUARY).batches
    assert (first.supplementary, second.supplementary) == (False, True)
    assert (first.amount, second.amount) == (ALL.amount, left.amount)


@on_both
def test_a_reopened_slip_that_was_paid_is_not_paid_again(
    finance: Session, chief: Session, database: Database
) -> None:
    run_to("locked", finance, chief)
    payments.pay(finance, JANUARY, "1", PAID_ON)
    world.change(database, world.set_class(FAJRIN, 11))
    reopen(finance, chief, FAJRIN, "kelas keliru")
    found = month_desk.status(finance, JANUARY)
    assert found.net > ALL.amount
    assert (found.paid, found.unpaid) == (ALL.amount, Unpaid(0, 0))


@on_both
def test_a_returned_transfer_is_paid_again_to_the_account_known_then(
    finance: Session, chief: Session, database: Database
) -> None:
    run_to("locked", finance, chief)
    payments.pay(finance, JANUARY, "1", PAID_ON)
    amount = payments.give_back(finance, JANUARY, 1, {NIPS[FAJRIN]}, PAID_ON, "rekening ditutup")
    found = payments.standing(finance, JANUARY)
    assert (found.paid, found.unpaid) == (ALL.amount - amount, Unpaid(1, amount))
    assert [(b.amount, b.returned, b.returned_amount) for b in found.batches] == [
        (ALL.amount, 1, amount)
    ]
    who = world.PEOPLE[FAJRIN][0]
    moved = type(who)(**{**vars(who), "account_number": "999"})
    world.change(
        database,
        lambda work: people.record_identities(work, [(FAJRIN, date(2020, 1, 1), moved)]),
        after=90_000,
    )
    payments.pay(finance, JANUARY, "2", PAID_ON)
    (again,) = payments.items(finance, JANUARY, 2)
    assert (again.nip, again.amount, again.account) == (NIPS[FAJRIN], amount, "999")
    assert payments.standing(finance, JANUARY).paid == ALL.amount
    with pytest.raises(Refused, match="tidak ada pada kelompok 1, atau sudah kembali"):
        payments.give_back(finance, JANUARY, 1, {NIPS[FAJRIN]}, PAID_ON, "lagi")


@on_both
def test_a_mistyped_number_is_corrected_by_another_record(finance: Session, chief: Session) -> None:
    run_to("locked", finance, chief)
    payments.pay(finance, JANUARY, "00123/SPD2", PAID_ON)
    with pytest.raises(Refused, match="Alasan belum diisi"):
        payments.correct(finance, JANUARY, 1, "00123/SP2D", None, " ")
    fixed = payments.correct(finance, JANUARY, 1, "00123/SP2D", None, "salah ketik")
    assert (fixed.sp2d, fixed.paid_on, fixed.corrected) == ("00123/SP2D", PAID_ON, 1)
    with pytest.raises(Refused, match="memang bernomor SP2D 00123/SP2D"):
        payments.correct(finance, JANUARY, 1, "00123/SP2D", PAID_ON, "sama")
    with finance.reading_own() as connection:
        *_, entry = audit.entries(connection)
        kept = connection.execute(tables.payment_batches.select()).one()
    assert kept.sp2d_number == "00123/SPD2"
    assert json.loads(entry.detail)["before"] == "00123/SPD2"


@pytest.mark.parametrize(
    ("sp2d", "paid_on", "words"),
    [
        (" ", date(2021, 2, 5), "Nomor SP2D belum diisi"),
        ("1", date(2020, 12, 31), "Tanggal bayar 31 Desember 2020 tidak mungkin"),
        ("1", date(2021, 3, 1), "Tanggal bayar 1 Maret 2021 tidak mungkin"),
    ],
)
def test_a_payment_needs_its_number_and_a_possible_date(
    finance: Session, chief: Session, sp2d: str, paid_on: date, words: str
) -> None:
    run_to("locked", finance, chief)
    with pytest.raises(Refused, match=words):
        payments.pay(finance, JANUARY, sp2d, paid_on)


def test_what_is_not_there_is_named(finance: Session, chief: Session) -> None:
    run_to("locked", finance, chief)
    with pytest.raises(Refused, match="Januari 2021 tidak punya kelompok bayar 7"):
        payments.items(finance, JANUARY, 7)
    with pytest.raises(Refused, match="Unit ‘DIN-99’ tidak dikenal"):
        payments.pay(finance, JANUARY, "1", PAID_ON, Choice("DIN-99"))
    with pytest.raises(Refused, match="Tidak ada slip Januari 2021 yang belum dibayar"):
        payments.pay(finance, JANUARY, "1", PAID_ON, Choice(nips=frozenset({NIPS[NIRWATI]})))
    with pytest.raises(NotAllowed):
        payments.pay(chief, JANUARY, "1", PAID_ON)
    with pytest.raises(Refused, match="Maret 2021 belum dibekukan"):
        payments.pay(finance, Month(2021, 3), "1", PAID_ON)


@on_both
def test_of_two_who_pay_the_same_slips_one_wins_and_the_other_is_told(
    finance: Session, chief: Session, database: Database
) -> None:
    run_to("locked", finance, chief)

    def press(name: str) -> str:
        clerk = world.session(database, Role.KEUANGAN, name=name)
        try:
            payments.pay(clerk, JANUARY, name, PAID_ON, seen=ALL)
        except Conflict as refused:
            return refused.message
        return ""

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(press, ["ratna", "hasan"]))
    assert answers[0] == ""
    assert answers[1].startswith(
        "Anda melihat 5 slip, Rp 16.671.654 yang belum dibayar; sekarang 0 slip, Rp 0, "
        "kelompok 1 dicatat 8 Feb pukul 09"
    )
    assert payments.standing(finance, JANUARY).paid == ALL.amount


@on_both
def test_the_store_itself_refuses_to_pay_a_month_twice(finance: Session, chief: Session) -> None:
    run_to("locked", finance, chief)
    payments.pay(finance, JANUARY, "1", PAID_ON)
    with finance.reading_own() as connection:
        item = connection.execute(tables.payment_items.select().limit(1)).one()
    copy = {name: value for name, value in item._asdict().items() if name != "id"}
    with pytest.raises(IntegrityError), finance.database.writing() as connection:
        connection.execute(insert(tables.payment_items), [copy])


def test_a_transfer_is_a_person_and_never_zero(finance: Session, chief: Session) -> None:
    run_to("locked", finance, chief)
    payments.pay(finance, JANUARY, "1", PAID_ON)
    rows = payments.transfers(payments.items(finance, JANUARY, 1))
    assert sum(row.rupiah for row in rows) == ALL.amount
    assert all(row.rupiah > 0 for row in rows)
    assert len({row.nip for row in rows}) == len(rows) == 5
    assert {NIPS[KARMILA], NIPS[FAJRIN]} < {row.nip for row in rows}
