"""One locked slip computed again: shown first, proposed by one, approved by another."""

from __future__ import annotations

from datetime import date

import pytest

from polima_desktop.domain.access import Role
from polima_desktop.domain.errors import Conflict, NotAllowed, Refused
from polima_desktop.domain.progress import Progress
from polima_desktop.domain.review import Decision
from polima_desktop.services.months import arrears, explaining, payments, reopening
from polima_desktop.services.months import desk as month_desk
from polima_desktop.services.session import Session
from polima_desktop.storage.database import Database
from polima_desktop.storage.months import slips
from polima_desktop.storage.review import decisions
from polima_desktop.storage.staff import people, statements
from polima_desktop.storage.staff.statements import New
from tests import month_world as world
from tests.month_world import (
    FAJRIN,
    JANUARY,
    KARMILA,
    NIPS,
    NIRWATI,
    TASLIM,
    on_both,
    reopen,
    run_to,
)


def history(session: Session, person: int) -> list[slips.Slip]:
    with session.reading_own() as connection:
        return slips.history(connection, JANUARY, NIPS[person])


def everybody_else(session: Session, person: int) -> list[slips.Slip]:
    with session.reading_own() as connection:
        return [s for s in slips.of_month(connection, JANUARY) if s.person_id != person]


@on_both
def test_reopening_makes_a_revision_from_what_is_known_now(
    finance: Session, chief: Session, database: Database
) -> None:
    run_to("locked", finance, chief)
    (old,) = history(finance, FAJRIN)
    others = everybody_else(finance, FAJRIN)
    world.change(database, world.set_class(FAJRIN, 11))
    shown = reopening.preview(finance, JANUARY, NIPS[FAJRIN], Progress())
    assert (shown.before, shown.changed, shown.outcome) == (old.net, True, None)
    assert history(finance, FAJRIN) == [old]  # nothing happened yet
    done = reopen(finance, chief, FAJRIN, "kelas keliru")
    first, new = history(finance, FAJRIN)
    assert (done.revision, done.before, done.after) == (2, old.net, new.net)
    assert (new.net, new.identity["kelas"]) == (shown.after, 11)
    assert first.replaced_reason == "Dibuka ulang: kelas keliru"
    assert (first.net, first.lines) == (old.net, old.lines)
    assert first.code != new.code
    assert done.arrears is None  # nothing was paid yet
    assert everybody_else(finance, FAJRIN) == others
    assert month_desk.status(finance, JANUARY).state == "locked"
    assert explaining.explain(finance, JANUARY, NIPS[FAJRIN]).equal_to_stored


def test_two_people_are_needed(finance: Session, chief: Session, database: Database) -> None:
    run_to("locked", finance, chief)
    world.change(database, world.set_class(FAJRIN, 11))
    with pytest.raises(Refused, match="Tidak ada usulan membuka ulang"):
        reopening.approve(chief, JANUARY, NIPS[FAJRIN], Progress())
    reopening.propose(finance, JANUARY, NIPS[FAJRIN], "kelas keliru", Progress())
    with pytest.raises(NotAllowed):
        reopening.approve(finance, JANUARY, NIPS[FAJRIN], Progress())
    same = world.session(database, Role.PIMPINAN, name="keuangan")
    with pytest.raises(Refused, match="diusulkan oleh keuangan sendiri"):
        reopening.approve(same, JANUARY, NIPS[FAJRIN], Progress())
    assert [nip for nip, _ in month_desk.desk(chief, JANUARY).reopenings] == [NIPS[FAJRIN]]
    reopening.refuse(chief, JANUARY, NIPS[FAJRIN], "belum ada SK")
    assert month_desk.desk(chief, JANUARY).reopenings == []
    assert len(history(finance, FAJRIN)) == 1


def test_nothing_is_written_where_nothing_changes(finance: Session, chief: Session) -> None:
    run_to("locked", finance, chief)
    words = "tidak berubah bila dihitung ulang: bersih Rp 3.991.549"
    with pytest.raises(Refused, match=words):
        reopening.propose(finance, JANUARY, NIPS[FAJRIN], "periksa", Progress())
    assert len(history(finance, FAJRIN)) == 1


def test_what_was_approved_is_what_was_shown(
    finance: Session, chief: Session, database: Database
) -> None:
    run_to("locked", finance, chief)
    world.change(database, world.set_class(FAJRIN, 11))
    shown = reopening.propose(finance, JANUARY, NIPS[FAJRIN], "kelas keliru", Progress())
    world.change(database, world.set_class(FAJRIN, 7), after=90_000)
    with pytest.raises(Conflict, match="Usulan keuangan 8 Feb pukul 09") as refused:
        reopening.approve(chief, JANUARY, NIPS[FAJRIN], Progress())
    assert str(shown.after)[0] in refused.value.message
    reopen(finance, chief, FAJRIN, "kelas 7")
    assert [slip.identity["kelas"] for slip in history(finance, FAJRIN)] == [9, 7]


@on_both
def test_the_difference_to_what_was_paid_becomes_arrears(
    finance: Session, chief: Session, database: Database
) -> None:
    run_to("locked", finance, chief)
    paid = payments.pay(finance, JANUARY, "1", date(2021, 2, 5))
    world.change(database, lambda work: decisions.decide(work, [2], Decision.MANUAL, "terlambat"))
    done = reopen(finance, chief, KARMILA, "putusan menyusul")
    assert done.before is not None
    assert done.after is not None
    assert done.arrears == done.after - done.before != 0
    (item,) = arrears.items(finance, [JANUARY])
    assert (item.nip, item.state) == (NIPS[KARMILA], "pending")
    assert (item.settled, item.recomputed) == (done.before, done.after)
    assert item.parts == {"klaim": item.difference}
    assert item.reason.startswith("putusan klaim ")
    status = month_desk.status(finance, JANUARY)
    assert (status.paid, status.unpaid.slips) == (paid.amount, 0)


def test_a_late_decision_counts_after_reopening(
    finance: Session, chief: Session, database: Database
) -> None:
    run_to("locked", finance, chief)
    world.change(database, lambda work: decisions.decide(work, [2], Decision.MANUAL, "terlambat"))
    reopen(finance, chief, KARMILA, "putusan menyusul")
    proof = explaining.explain(finance, JANUARY, NIPS[KARMILA])
    (line,) = [line for line in proof.lines if line.name == "pengurang"]
    decided = [source for source in line.sources if source.kind == "claim"]
    assert [source.row for source in decided] == [2, 3]


def test_whoever_turns_out_not_to_be_entitled_keeps_no_slip_and_the_headcount_adds_up(
    finance: Session, chief: Session, database: Database
) -> None:
    run_to("locked", finance, chief)
    study = New(FAJRIN, "tugas_belajar", date(2020, 9, 1))
    world.change(database, lambda work: statements.write(work, [study]))
    done = reopen(finance, chief, FAJRIN, "tugas belajar")
    assert (done.revision, done.after, done.outcome) == (1, None, "Tugas belajar")
    (slip,) = history(finance, FAJRIN)
    assert slip.state == "replaced"
    status = month_desk.status(finance, JANUARY)
    assert status.slips == 4
    assert dict(status.excluded)["Tugas belajar"] == 1
    assert status.people == status.entitled + sum(count for _, count in status.excluded)
    assert status.entitled == status.slips + sum(count for _, count in status.held)


def test_whoever_turns_out_to_be_entitled_gets_a_first_slip(
    finance: Session, chief: Session, database: Database
) -> None:
    run_to("locked", finance, chief)
    payments.pay(finance, JANUARY, "1", date(2021, 2, 5))
    job = world.PEOPLE[TASLIM][1]
    uncertified = type(job)(**{**vars(job), "certified": False})
    start = date(2020, 1, 1)
    world.change(
        database, lambda work: people.record_assignments(work, [(TASLIM, start, uncertified)])
    )
    done = reopen(finance, chief, TASLIM, "sertifikatnya keliru")
    assert (done.revision, done.before, done.arrears) == (1, None, None)
    status = month_desk.status(finance, JANUARY)
    assert status.unpaid == (1, done.after)
    assert status.people == status.entitled + sum(count for _, count in status.excluded)


def test_a_held_slip_is_payable_after_reopening(
    finance: Session, chief: Session, database: Database
) -> None:
    run_to("locked", finance, chief)
    world.change(database, world.set_class(NIRWATI, 9))
    done = reopen(finance, chief, NIRWATI, "kelas diisi")
    assert (done.before, done.outcome) == (None, None)
    assert history(finance, NIRWATI)[-1].state == "current"


def test_an_unknown_number_is_named(finance: Session, chief: Session) -> None:
    run_to("locked", finance, chief)
    with pytest.raises(Refused, match="Tidak ada slip Januari 2021 dengan NIP 123"):
        reopening.propose(finance, JANUARY, "123", "x", Progress())
    with pytest.raises(Refused, match="tetap tidak: bukan asn"):
        reopening.propose(finance, JANUARY, NIPS[world.TAMRIN], "x", Progress())
