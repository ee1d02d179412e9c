"""Arrears: found with their cause, decided by a person, paid once, never editing a paid slip."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from polima_desktop.domain.access import Role
from polima_desktop.domain.errors import NotAllowed, Refused
from polima_desktop.domain.periods import Month
from polima_desktop.domain.progress import Progress
from polima_desktop.domain.review import Decision
from polima_desktop.services.months import arrears, payments, run
from polima_desktop.services.months import desk as month_desk
from polima_desktop.services.months.payments import Choice
from polima_desktop.services.session import Session
from polima_desktop.storage.database import Database
from polima_desktop.storage.months import slips
from polima_desktop.storage.months.arrears import Item
from polima_desktop.storage.review import decisions
from polima_desktop.storage.staff import statements
from polima_desktop.storage.staff.statements import New
from tests import month_world as world
from tests.month_world import (
    FAJRIN,
    JANUARY,
    KARMILA,
    NIPS,
    NIRWATI,
    on_both,
    reopen,
    run_to,
)

FEBRUARY, MARCH = Month(2021, 2), Month(2021, 3)
PAID_ON = date(2021, 2, 8)


def paid_january(finance: Session, chief: Session) -> int:
    run_to("locked", finance, chief)
    return payments.pay(finance, JANUARY, "1", PAID_ON).amount


def find(finance: Session, *months: Month, version: int | None = None) -> list[Item]:
    return list(arrears.find(finance, months or (JANUARY,), version, Progress()).items)


def late_claim(database: Database) -> None:
    world.change(database, lambda work: decisions.decide(work, [2], Decision.MANUAL, "terlambat"))


def younger_rules(database: Database) -> int:
    """Publish rules of April that hold since January and pay a tenth more for work."""
    text = world.RULES.replace("kotor * CARI", "2 * kotor * CARI")
    world.publish(database, text.replace('pph = "261313"', 'pph = "522625"'), number=2)
    return 2


def received(session: Session, person: int) -> int:
    """Add up what a person was transferred and the bank did not send back."""
    total = 0
    for month in (JANUARY, FEBRUARY, MARCH, None):
        try:
            batches = payments.standing(session, month).batches
        except Refused:
            continue
        for batch in batches:
            rows = payments.items(session, month, batch.number)
            total += sum(
                row.amount for row in rows if row.nip == NIPS[person] and row.returned_on is None
            )
    return total


def test_nothing_is_owed_where_nothing_changed(finance: Session, chief: Session) -> None:
    paid_january(finance, chief)
    assert find(finance) == []


@on_both
def test_a_late_decision_is_an_item_with_its_cause_and_edits_no_slip(
    finance: Session, chief: Session, database: Database
) -> None:
    amount = paid_january(finance, chief)
    with finance.reading_own() as connection:
        before = slips.of_month(connection, JANUARY)
    late_claim(database)
    (item,) = find(finance)
    assert (item.nip, item.state, item.month) == (NIPS[KARMILA], "pending", "2021-01")
    assert item.difference == item.recomputed - item.settled != 0
    assert item.parts == {"klaim": item.difference}
    assert sum(item.parts.values()) == item.difference
    with finance.reading_own() as connection:
        assert slips.of_month(connection, JANUARY) == before
    assert month_desk.status(finance, JANUARY).paid == amount
    assert find(finance) == [item]  # found once


def test_only_a_locked_month_has_arrears(finance: Session, chief: Session) -> None:
    run_to("approved", finance, chief)
    with pytest.raises(Refused, match="Januari 2021 belum dikunci") as refused:
        find(finance)
    assert "cukup dibekukan dan dihitung ulang" in refused.value.advice


@on_both
def test_an_accepted_item_is_paid_with_the_next_month_and_once(
    finance: Session, chief: Session, database: Database
) -> None:
    paid_january(finance, chief)
    world.change(database, world.set_class(FAJRIN, 11))
    (item,) = [one for one in find(finance) if one.nip == NIPS[FAJRIN]]
    arrears.decide(chief, [item.id], accept=True, reason="SK kelas 11")
    world.record_month(database, FEBRUARY)
    run_to("locked", finance, chief, FEBRUARY)
    status = month_desk.status(finance, FEBRUARY)
    assert status.unpaid.amount == status.net + item.difference
    done = payments.pay(finance, FEBRUARY, "2", date(2021, 2, 8))
    assert (done.amount, done.arrears) == (status.net + item.difference, 1)
    (paid,) = [one for one in arrears.items(finance) if one.id == item.id]
    assert (paid.shown_state, paid.remaining) == ("paid", 0)
    (whole,) = [
        t.rupiah
        for t in payments.transfers(payments.items(finance, FEBRUARY, 1))
        if t.nip == NIPS[FAJRIN]
    ]
    with finance.reading_own() as connection:
        (slip,) = slips.history(connection, FEBRUARY, NIPS[FAJRIN])
    assert whole == (slip.net or 0) + item.difference
    assert find(finance) == [paid]  # settled: nothing more is owed
    with pytest.raises(Refused, match="Tidak ada rapel yang diterima dan belum dibayar"):
        payments.pay_arrears(finance, None, "3", PAID_ON)


@on_both
def test_three_months_under_a_younger_decree_are_one_operation(
    finance: Session, chief: Session, database: Database
) -> None:
    paid_january(finance, chief)
    for month in (FEBRUARY, MARCH):
        world.record_month(database, month)
        run_to("locked", finance, chief, month)
        if month == FEBRUARY:
            payments.pay(finance, month, "2", PAID_ON)
    younger_rules(database)
    found = find(finance, JANUARY, FEBRUARY, MARCH)
    assert {item.month for item in found} == {"2021-01", "2021-02", "2021-03"}
    assert all(set(item.parts) == {"rumus"} for item in found)
    assert all(sum(item.parts.values()) == item.difference for item in found)
    for month in (JANUARY, FEBRUARY, MARCH):
        again = find(finance, month)
        assert again == [item for item in found if item.month == str(month)]
    owed = sum(item.difference for item in found)
    assert owed < 0  # twice the tax
    arrears.decide(chief, [item.id for item in found], accept=True, reason="Perwali April")
    assert find(finance, JANUARY, FEBRUARY, MARCH) == arrears.items(finance)


def test_a_refund_is_taken_off_as_far_as_the_payment_reaches(
    finance: Session, chief: Session, database: Database
) -> None:
    paid_january(finance, chief)
    study = New(FAJRIN, "tugas_belajar", date(2021, 1, 1), date(2021, 2, 1))
    world.change(database, lambda work: statements.write(work, [study]))
    (item,) = find(finance)
    assert (item.recomputed, item.parts) == (0, {"hak": -3_991_549})
    arrears.decide(chief, [item.id], accept=True, reason="tugas belajar Januari")
    world.change(database, world.set_class(FAJRIN, 5), after=1900)  # a small February
    world.record_month(database, FEBRUARY)
    run_to("locked", finance, chief, FEBRUARY)
    with finance.reading_own() as connection:
        (slip,) = slips.history(connection, FEBRUARY, NIPS[FAJRIN])
    assert slip.net is not None
    assert slip.net < 3_991_549
    payments.pay(finance, FEBRUARY, "2", PAID_ON)
    rows = payments.transfers(payments.items(finance, FEBRUARY, 1))
    assert NIPS[FAJRIN] not in {row.nip for row in rows}  # never less than nothing, no zero row
    (left,) = [one for one in arrears.items(finance) if one.id == item.id]
    assert left.remaining == slip.net - 3_991_549
    assert left.shown_state == "accepted"
    world.record_month(database, MARCH)
    run_to("calculated", finance, chief, MARCH)
    assert arrears.items(finance)[0].carrier_id is not None


@on_both
def test_a_batch_of_arrears_alone_can_come_back_and_be_paid_again(
    finance: Session, chief: Session, database: Database
) -> None:
    paid_january(finance, chief)
    world.change(database, world.set_class(FAJRIN, 11))
    (item,) = [one for one in find(finance) if one.nip == NIPS[FAJRIN]]
    with pytest.raises(Refused, match="Tidak ada rapel yang diterima"):
        payments.pay_arrears(finance, [JANUARY], "R1", PAID_ON)
    arrears.decide(chief, [item.id], accept=True, reason="SK kelas 11")
    done = payments.pay_arrears(finance, [JANUARY], "R1", PAID_ON)
    assert (done.number, done.slips, done.arrears, done.amount) == (1, 0, 1, item.difference)
    assert payments.standing(finance, None).paid == item.difference
    assert received(finance, FAJRIN) == item.recomputed
    payments.give_back(finance, None, 1, {NIPS[FAJRIN]}, PAID_ON, "rekening ditutup")
    assert received(finance, FAJRIN) == item.settled
    payments.pay_arrears(finance, None, "R2", PAID_ON, Choice(nips=frozenset({NIPS[FAJRIN]})))
    assert received(finance, FAJRIN) == item.recomputed


def test_a_refused_item_is_not_proposed_again_until_the_amounts_change(
    finance: Session, chief: Session, database: Database
) -> None:
    paid_january(finance, chief)
    world.change(database, world.set_class(FAJRIN, 11))
    (item,) = find(finance)
    arrears.decide(chief, [item.id], accept=False, reason="SK belum sah")
    assert [one.state for one in find(finance)] == ["refused"]
    world.change(database, world.set_class(FAJRIN, 8), after=90_000)
    states = {one.recomputed: one.state for one in find(finance)}
    assert sorted(states.values()) == ["pending", "refused"]


def test_a_pending_item_is_overtaken_by_what_is_known_later(
    finance: Session, chief: Session, database: Database
) -> None:
    paid_january(finance, chief)
    world.change(database, world.set_class(FAJRIN, 11))
    (first,) = find(finance)
    world.change(database, world.set_class(FAJRIN, 8), after=90_000)
    (second,) = find(finance)
    assert second.id != first.id
    world.change(database, world.set_class(FAJRIN, 9), after=91_000)
    assert find(finance) == []
    with pytest.raises(Refused, match=f"Rapel {first.id} .* sudah diganti hitungan baru"):
        arrears.decide(chief, [first.id], accept=True, reason="x")


def test_facts_that_follow_an_accepted_item_are_owed_from_there(
    finance: Session, chief: Session, database: Database
) -> None:
    paid_january(finance, chief)
    world.change(database, world.set_class(FAJRIN, 8))
    (first,) = find(finance)
    arrears.decide(chief, [first.id], accept=True, reason="SK kelas 8")
    world.change(database, world.set_class(FAJRIN, 11), after=90_000)
    (second,) = [item for item in find(finance) if item.state == "pending"]
    assert second.settled == first.recomputed
    assert second.parts == {"jabatan": second.difference}
    arrears.decide(chief, [second.id], accept=True, reason="SK kelas 11")
    payments.pay_arrears(finance, None, "R1", PAID_ON)
    assert received(finance, FAJRIN) == second.recomputed


def test_a_reopened_slip_whose_month_was_settled_is_not_payable_itself(
    finance: Session, chief: Session, database: Database
) -> None:
    run_to("locked", finance, chief)
    payments.pay(finance, JANUARY, "1", PAID_ON)
    world.change(database, world.set_class(NIRWATI, 9))
    (item,) = find(finance)  # she was held, and is owed the whole
    assert (item.nip, item.settled) == (NIPS[NIRWATI], 0)
    arrears.decide(chief, [item.id], accept=True, reason="kelas diisi")
    done = reopen(finance, chief, NIRWATI, "kelas diisi")
    assert (done.after, done.arrears) == (item.recomputed, None)
    assert payments.standing(finance, JANUARY).unpaid.slips == 0
    payments.pay_arrears(finance, None, "R1", PAID_ON)
    assert received(finance, NIRWATI) == item.recomputed


def test_who_decides_and_with_which_rules(
    finance: Session, chief: Session, database: Database
) -> None:
    paid_january(finance, chief)
    younger_rules(database)
    assert find(finance, version=1) == []
    found = find(finance, version=2)
    assert len(found) == 4  # whoever pays tax
    with pytest.raises(Refused, match="Tidak ada aturan terbit versi 9"):
        find(finance, version=9)
    with pytest.raises(NotAllowed):
        arrears.decide(finance, [found[0].id], accept=True, reason="x")
    with pytest.raises(Refused, match="Alasan belum diisi"):
        arrears.decide(chief, [found[0].id], accept=True, reason="")
    with pytest.raises(Refused, match="Tidak ada rapel bernomor 999"):
        arrears.decide(chief, [999], accept=True, reason="x")
    arrears.decide(chief, [found[0].id], accept=True, reason="Perwali")
    with pytest.raises(Refused, match="sudah diterima oleh pimpinan 8 Feb pukul 09"):
        arrears.decide(world.session(database, Role.PIMPINAN), [found[0].id], True, "lagi")


def test_recalculating_the_carrier_carries_the_same_once(
    finance: Session, chief: Session, database: Database
) -> None:
    paid_january(finance, chief)
    world.change(database, world.set_class(FAJRIN, 11))
    (item,) = find(finance)
    arrears.decide(chief, [item.id], accept=True, reason="SK")
    world.record_month(database, FEBRUARY)
    run_to("calculated", finance, chief, FEBRUARY)
    run.calculate(finance, FEBRUARY, Progress())
    world.record_month(database, MARCH)
    run_to("calculated", finance, chief, MARCH)  # February is still to pay it
    (kept,) = arrears.items(finance)
    with finance.reading_own() as connection:
        from polima_desktop.storage.months import months

        row = months.month_row(connection, FEBRUARY)
    assert row is not None
    assert kept.carrier_id == row.id


def test_refunds_are_taken_in_instalments_where_the_rules_say_so(
    finance: Session, chief: Session, database: Database
) -> None:
    finance = replace(finance, clock=lambda: world.NOW + timedelta(days=80))
    chief = replace(chief, clock=finance.clock)
    text = world.RULES + '\n[arrears]\nrefund_at_most = "0.10"\n'
    world.publish(database, text, number=2, since=date(2021, 2, 1))
    paid_january(finance, chief)
    world.change(database, world.set_class(FAJRIN, 5))
    (item,) = find(finance)
    arrears.decide(chief, [item.id], accept=True, reason="SK kelas")
    taken = []
    for number, month in enumerate((FEBRUARY, MARCH), 2):
        world.record_month(database, month)
        run_to("locked", finance, chief, month)
        with finance.reading_own() as connection:
            (slip,) = slips.of_person(connection, month, FAJRIN)
        before = received(finance, FAJRIN)
        payments.pay(finance, month, str(number), month.last)
        taken.append((slip.net, received(finance, FAJRIN) - before))
    assert [got for _, got in taken] == [net - net // 10 for net, _ in taken if net]
    (left,) = [one for one in arrears.items(finance) if one.id == item.id]
    assert left.remaining == item.difference + sum((net or 0) - got for net, got in taken)
