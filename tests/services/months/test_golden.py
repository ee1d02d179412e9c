"""Chosen slips are computed again before a month is calculated or locked; a difference refuses."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from polima_desktop.domain.access import Role
from polima_desktop.domain.errors import NotAllowed, Refused
from polima_desktop.domain.progress import Progress
from polima_desktop.services.months import golden, run
from polima_desktop.services.session import Session
from polima_desktop.storage.database import Database
from polima_desktop.storage.tables import slip_lines, slips
from polima_desktop.storage.unit_of_work import Work
from tests import month_world as world
from tests.month_world import FAJRIN, JANUARY, KARMILA, NIPS, on_both, reopen, run_to


@pytest.fixture
def bureau(database: Database) -> Session:
    return world.session(database, Role.ORGANISASI)


@on_both
def test_a_chosen_slip_comes_out_again_and_the_month_is_locked(
    finance: Session, chief: Session, bureau: Session
) -> None:
    run_to("calculated", finance, chief)
    golden.choose(bureau, JANUARY, NIPS[FAJRIN], "terlambat dua kali")
    (one,) = golden.check(bureau)
    assert (one.slip.nip, one.differs, one.chosen.note) == (
        NIPS[FAJRIN], (), "terlambat dua kali",
    )  # fmt: skip
    run_to("locked", finance, chief)


def other_amount(work: Work) -> None:
    of = slip_lines.c
    mine = slips.c.person_id == FAJRIN
    work.connection.execute(update(slips).where(mine).values(net=slips.c.net + 1))
    work.connection.execute(
        update(slip_lines).where(of.name == "pph").values(value=of.value - 1)
    )  # fmt: skip


def test_a_difference_refuses_and_says_where(
    finance: Session, chief: Session, bureau: Session, database: Database
) -> None:
    run_to("approved", finance, chief)
    golden.choose(bureau, JANUARY, NIPS[FAJRIN], "terlambat")
    world.change(database, other_amount)
    with pytest.raises(Refused, match="1 slip acuan tidak sama lagi") as refused:
        run.lock(finance, JANUARY)
    assert "La Ode Fajrin Malik, S.T., NIP 19811104 200803 1 002" in refused.value.message
    assert "PPh 21 dulu Rp 212.315, kini Rp 212.316" in refused.value.message
    assert "jumlah bersih dulu Rp 3.991.550, kini Rp 3.991.549" in refused.value.message
    assert "Slip acuan" in refused.value.advice
    run.take_back(finance, JANUARY, "acuan berbeda")
    with pytest.raises(Refused, match="slip acuan"):
        run.calculate(finance, JANUARY, Progress())


def test_a_chosen_slip_stays_one_after_it_was_replaced(
    finance: Session, chief: Session, bureau: Session, database: Database
) -> None:
    run_to("locked", finance, chief)
    golden.choose(bureau, JANUARY, NIPS[KARMILA], "klaim diterima")
    world.change(database, world.set_class(KARMILA, 9))
    reopen(finance, chief, KARMILA, "SK")
    (one,) = golden.check(bureau)
    assert (one.slip.revision, one.differs) == (1, ())
    golden.release(bureau, JANUARY, NIPS[KARMILA], "diganti contoh lain")
    assert golden.check(bureau) == []


def test_the_bureau_chooses_once_and_with_a_reason(
    finance: Session, chief: Session, bureau: Session
) -> None:
    run_to("calculated", finance, chief)
    with pytest.raises(NotAllowed):
        golden.choose(finance, JANUARY, NIPS[FAJRIN], "acuan")
    with pytest.raises(Refused, match="Alasan belum diisi"):
        golden.choose(bureau, JANUARY, NIPS[FAJRIN], " ")
    golden.choose(bureau, JANUARY, NIPS[FAJRIN], "acuan")
    with pytest.raises(Refused, match="sudah menjadi acuan"):
        golden.choose(bureau, JANUARY, NIPS[FAJRIN], "lagi")
    with pytest.raises(Refused, match="tidak punya slip acuan"):
        golden.release(bureau, JANUARY, NIPS[KARMILA], "keliru")
