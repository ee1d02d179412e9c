"""Where a month stands: the path's knots, the blockers, what there is to do, who uses the app."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from polima_desktop.domain.access import Role
from polima_desktop.domain.periods import Month
from polima_desktop.domain.progress import Progress
from polima_desktop.domain.review import Decision
from polima_desktop.services.months import payments, reopening, run
from polima_desktop.services.months.overview import glance, working_month
from polima_desktop.services.months.standing import Standing, standing
from polima_desktop.services.review import claims, decisions
from polima_desktop.services.review.adoption import adoption
from polima_desktop.services.session import Session
from polima_desktop.storage.attendance import calendar
from polima_desktop.storage.database import Database, open_store
from tests import claims_world, month_world

JANUARY, MARCH = Month(2021, 1), Month(2021, 3)


@pytest.fixture
def city(sqlite_url: str) -> Database:
    return month_world.standing(sqlite_url)


@pytest.fixture
def session(city: Database) -> Session:
    return month_world.session(city)


def states(found: Standing) -> dict[str, str]:
    return {step.key: step.state for step in found.steps}


def walk(session: Session, city: Database, *verbs: str) -> None:
    for verb in verbs:
        who = month_world.session(city, Role.PIMPINAN) if verb == "approve" else session
        if verb in ("freeze", "calculate"):
            getattr(run, verb)(who, JANUARY, Progress())
        else:
            getattr(run, verb)(who, JANUARY)


def test_the_path_has_nine_steps_in_the_order_of_the_work(session: Session) -> None:
    keys = [step.key for step in standing(session, JANUARY).steps]
    assert keys == [
        "people", "rules", "records", "claims",
        "frozen", "calculated", "approved", "locked", "print",
    ]  # fmt: skip


def settle_claims(city: Database) -> None:
    """Decide what is undecided in the small city: one claim of Karmila's."""
    verifier = month_world.session(city, Role.VERIFIKATOR)
    for claim in claims.queue(verifier, JANUARY):
        if claim.decided is None:
            decisions.decide(verifier, claim.id, Decision.ELECTRONIC, "Catatan aplikasi lengkap.")


def test_a_prepared_month_waits_to_be_frozen(session: Session, city: Database) -> None:
    settle_claims(city)
    found = standing(session, JANUARY)
    assert found.blockers == []
    assert states(found)["rules"] == states(found)["records"] == "done"
    assert states(found)["frozen"] == "now"
    assert found.next.title == "Bekukan Januari 2021"


def test_an_undecided_claim_is_the_verifiers_next_step_but_blocks_nothing(
    session: Session, city: Database
) -> None:
    found = standing(session, JANUARY)
    assert found.blockers == []
    assert (states(found)["claims"], states(found)["frozen"]) == ("now", "todo")
    assert found.next.title == "Bekukan Januari 2021, atau tunggu 1 klaim diputus"
    verifier = month_world.session(city, Role.VERIFIKATOR)
    assert standing(verifier, JANUARY).next.title == "Periksa 1 klaim backup manual"


@pytest.mark.parametrize(
    ("verbs", "step", "word", "title"),
    [
        (("freeze",), "calculated", "berikutnya", "Hitung Januari 2021"),
        (
            ("freeze", "calculate"),
            "approved",
            "belum diajukan",
            "Ajukan Januari 2021 untuk disetujui",
        ),
        (
            ("freeze", "calculate", "submit"),
            "approved",
            "diajukan",
            "Tunggu Januari 2021 disetujui",
        ),
        (
            ("freeze", "calculate", "submit", "approve"),
            "locked",
            "berikutnya",
            "Kunci Januari 2021",
        ),
        (
            ("freeze", "calculate", "submit", "approve", "lock"),
            "print",
            "siap",
            "Bayar 5 slip Januari 2021, Rp 16.671.654",
        ),
    ],
)
def test_each_verb_of_the_run_moves_the_ring_on(
    session: Session, city: Database, verbs: tuple[str, ...], step: str, word: str, title: str
) -> None:
    settle_claims(city)
    walk(session, city, *verbs)
    found = standing(session, JANUARY)
    ring = [s for s in found.steps if s.state == "now"]
    assert [(s.key, s.note) for s in ring] == [(step, word)]
    assert found.next.title == title
    done = [s.key for s in found.steps if s.state == "done"]
    assert done[-1] != step


def test_each_role_is_told_a_step_that_it_can_take(session: Session, city: Database) -> None:
    settle_claims(city)
    walk(session, city, "freeze", "calculate", "submit")
    chief = month_world.session(city, Role.PIMPINAN)
    found = standing(chief, JANUARY)
    assert found.next.title == "Setujui 5 slip Januari 2021, Rp 16.671.654"
    assert found.tasks[0].note == "Rp 16.671.654, diajukan keuangan"
    clerk = month_world.session(city, Role.BKPSDM)
    assert standing(clerk, JANUARY).next.title == "Lengkapi 1 slip tertahan"
    auditor = month_world.session(city, Role.AUDITOR)
    assert standing(auditor, JANUARY).next.title == "Tunggu Januari 2021 disetujui"
    run.approve(chief, JANUARY)
    run.lock(session, JANUARY)
    assert standing(auditor, JANUARY).next.title == "Cetak slip Januari 2021"
    kominfo = standing(month_world.session(city, Role.KOMINFO), JANUARY).next
    assert (kominfo.title, kominfo.page) == ("Tunggu bulan sesudah Januari 2021", "pegawai")
    payments.pay(session, JANUARY, "1", date(2021, 2, 5))
    assert standing(session, JANUARY).next.title == "Cetak slip Januari 2021"
    month_world.change(city, month_world.set_class(month_world.FAJRIN, 11))
    reopening.propose(session, JANUARY, month_world.NIPS[month_world.FAJRIN], "SK", Progress())
    assert standing(chief, JANUARY).next.title == "Periksa 1 usulan buka ulang slip"
    reopening.approve(chief, JANUARY, month_world.NIPS[month_world.FAJRIN], Progress())
    assert standing(chief, JANUARY).next.title == "Periksa 1 rapel"


def test_what_is_held_and_what_looks_wrong_is_to_do(session: Session, city: Database) -> None:
    walk(session, city, "freeze", "calculate")
    tasks = standing(session, JANUARY).tasks
    assert any(task.title == "Lengkapi 1 slip tertahan" for task in tasks)
    (flawed,) = [task for task in tasks if task.what == {"problem": "no_class"}]
    assert flawed.note == "Belum ada pengguna BKPSDM · Periksa di Pegawai"  # not for finance
    clerk = month_world.session(city, Role.BKPSDM)
    own = [task for task in standing(clerk, JANUARY).tasks if task.may(clerk.actor)]
    assert own[-1].note == "Periksa di Pegawai"


def test_a_month_without_records_says_what_blocks_it(session: Session) -> None:
    found = standing(session, MARCH)
    assert [task.title for task in found.blockers] == ["Impor kehadiran dan aktivitas Maret 2021"]
    assert states(found)["records"] == states(found)["frozen"] == "bad"
    assert found.next.title == "Tunggu kehadiran dan aktivitas Maret 2021 diimpor"


def test_an_empty_office_is_blocked_by_everything(sqlite_url: str) -> None:
    database = open_store(sqlite_url)
    month_world.change(database, lambda work: calendar.fill_new_store(work.connection))
    found = standing(month_world.session(database), JANUARY)
    pages = [task.page for task in found.blockers]
    assert pages == ["atur", "pegawai", "pegawai", "kehadiran", "bobot"]
    assert found.blockers[0].note == "BKPSDM, Bagian Organisasi, BPKAD, Pimpinan"
    assert found.blockers[2].note == "Belum ada pengguna BKPSDM · menghalangi Bekukan"
    assert found.adoption is None
    database.close()


# --- claims ---


@pytest.fixture
def review(sqlite_url: str) -> Session:
    return claims_world.session(claims_world.build(sqlite_url))


def test_undecided_claims_come_before_the_freeze(review: Session) -> None:
    found = standing(review, JANUARY)
    waiting = found.facts.waiting
    step = next(step for step in found.steps if step.key == "claims")
    assert step.note == f"{waiting} dari {found.facts.claims} menunggu"
    assert f"Periksa {waiting} klaim backup manual" in [task.title for task in found.tasks]
    assert glance(review, JANUARY).counts == {"backup": waiting}


def test_deciding_a_claim_lowers_the_count(review: Session) -> None:
    before = standing(review, JANUARY).facts
    first = next(claim for claim in _waiting(review))
    decisions.decide(review, first, Decision.ELECTRONIC, "Catatan aplikasi lengkap.")
    assert standing(review, JANUARY).facts.waiting == before.waiting - 1


def _waiting(session: Session) -> list[int]:
    return [claim.id for claim in claims.queue(session, JANUARY) if claim.decided is None]


# --- adoption ---


def test_shares_are_exact_and_count_only_who_clocked_in(session: Session) -> None:
    groups = dict.fromkeys(range(1, 10), "Dinas, badan, kantor, dan unit struktural lain")
    found = adoption(session, groups)
    assert found is not None
    assert found.weeks[0] == date(2021, 1, 4)
    assert all(week.weekday() == 0 for week in found.weeks)
    [line] = found.lines
    assert line.people == 9
    assert line.shares[0] * 9 == (line.shares[0] * 9).to_integral_value()
    assert all(Decimal(0) < share <= 1 for share in line.shares)
    assert found.mandatory_from == date(2021, 3, 1)
    assert line.manual_until == date(2021, 1, 31)


def test_people_of_no_group_are_not_counted(session: Session) -> None:
    found = adoption(session, {})
    assert found is not None
    assert found.lines == []


# --- around every page ---


def test_the_month_to_begin_with_is_the_first_that_is_not_locked(
    session: Session, city: Database
) -> None:
    assert working_month(session) == JANUARY
    walk(session, city, "freeze", "calculate", "submit", "approve", "lock")
    assert working_month(session) == JANUARY
    assert glance(session, JANUARY).months == [(JANUARY, "locked")]
    assert glance(session, MARCH).months == [(JANUARY, "locked"), (MARCH, "open")]


def test_the_name_of_the_data_has_no_folder_and_no_password(session: Session) -> None:
    assert "/" not in glance(session, JANUARY).store
