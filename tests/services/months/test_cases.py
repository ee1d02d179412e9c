"""Small inputs that once came out wrong: each stands for a kind, here with what is right."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from polima_desktop.domain.access import Role
from polima_desktop.domain.periods import Month
from polima_desktop.domain.progress import Progress
from polima_desktop.services import imports
from polima_desktop.services.importing.plan import Counts
from polima_desktop.services.months import explaining, run
from polima_desktop.services.papers import signatories
from polima_desktop.services.papers.desk import open_desk
from polima_desktop.services.papers.kinds import Chosen
from polima_desktop.services.session import Session
from polima_desktop.services.staff import people
from polima_desktop.services.staff.people import Correction
from polima_desktop.storage.database import Database
from polima_desktop.storage.months import months, slips
from polima_desktop.storage.months.slips import Slip
from polima_desktop.storage.papers import signatories as signers
from polima_desktop.storage.papers.signatories import Appointment
from polima_desktop.storage.staff import units
from tests import month_world as world
from tests.month_world import FAJRIN, JANUARY, NIPS, WAJO, run_to

FEBRUARY = Month(2021, 2)
HEAD = "NIP,JENIS,MULAI,SELESAI,NOMOR SK,TANGGAL SK,KETERANGAN\n"


@pytest.fixture
def clerk(database: Database) -> Session:
    return world.session(database, Role.BKPSDM)


def events(clerk: Session, path: Path, *rows: str) -> Counts:
    path.write_text(HEAD + "".join(f"{NIPS[WAJO]},{row}\n" for row in rows), "utf-8")
    _, done = imports.run(clerk, "events", path)
    return done.counts


def slip_of(session: Session, month: Month, person: int = WAJO) -> Slip:
    with session.reading_own() as connection:
        return slips.of_person(connection, month, person)[-1]


def test_a_corrected_leave_replaces_the_first(
    clerk: Session, finance: Session, chief: Session, tmp_path: Path
) -> None:
    events(clerk, tmp_path / "cuti.csv", "cuti_tahunan,11-01-2021,15-01-2021,SK/1,08-01-2021,")
    ralat = "cuti_tahunan,11-01-2021,12-01-2021,SK/1,08-01-2021,ralat"
    counts = events(clerk, tmp_path / "cuti-ralat.csv", ralat)
    assert counts.changed == 1
    run_to("calculated", finance, chief)
    assert slip_of(finance, JANUARY).identity["counts"]["hari_wajib"] == 18
    found = explaining.explain(finance, JANUARY, NIPS[WAJO])
    assert [(one.file, one.row) for one in found.evidence.spells] == [("cuti-ralat.csv", 2)]


@pytest.mark.parametrize(
    ("left", "share"),
    [
        ("berhenti_sementara,04-01-2021,,SK/9,03-01-2021,", "0.548387097"),  # 3 + 14 of 31 days
        ("berhenti,01-11-2020,,SK/9,21-10-2020,", "0.451612903"),  # 14 of 31 days
    ],
)
def test_who_comes_back_in_one_list_is_paid_in_full_the_month_after(
    clerk: Session, finance: Session, chief: Session, database: Database, tmp_path: Path,
    left: str, share: str,
) -> None:  # fmt: skip
    world.record_month(database, FEBRUARY)
    run_to("calculated", finance, chief, FEBRUARY)
    before = slip_of(finance, FEBRUARY)
    back = "aktif_kembali,18-01-2021,,SK/10,17-01-2021,"
    counts = events(clerk, tmp_path / "k.csv", left, back)
    assert counts.new == 2
    run.freeze(finance, FEBRUARY, Progress())
    assert run.calculate(finance, FEBRUARY, Progress()).slips == 5
    after = slip_of(finance, FEBRUARY)
    assert (after.net, after.revision) == (before.net, before.revision)
    run_to("calculated", finance, chief)
    found = explaining.explain(finance, JANUARY, NIPS[WAJO])
    assert found.equal_to_stored
    with finance.reading_own() as connection:
        frozen = months.frozen_month(connection, slip_of(finance, JANUARY).frozen_id)
    row = frozen.row_of[NIPS[WAJO]]
    assert f"{int(frozen.inputs['bagian_bulan'].values[row]) / 10**9:.9f}" == share


def test_a_corrected_number_keeps_its_place_above_others_and_under_papers(
    clerk: Session, finance: Session, chief: Session, tmp_path: Path
) -> None:
    new = NIPS[WAJO][:-1] + "9"
    with finance.reading_own() as connection:
        unit = units.ids_by_code(connection)["DIN-05-B"]
    head = Appointment(unit, signers.HEAD, "Drs. La Karim Wajo", NIPS[WAJO], "Kepala Bidang")
    signatories.appoint(finance, [head], date(2021, 1, 1))
    people.correct(clerk, Correction(WAJO, date(2020, 1, 1), {"nip": NIPS[WAJO]}, {"nip": new}))
    path = tmp_path / "e.csv"
    path.write_text(f"NIP;JABATAN\n{NIPS[WAJO]};Sekretaris Uji\n", "utf-8")
    _, done = imports.run(clerk, "employees", path)
    assert done.counts.changed == 1
    run_to("calculated", finance, chief)
    assert slip_of(finance, JANUARY).nip == new
    below = slip_of(finance, JANUARY, FAJRIN).identity
    assert (below["superior_nip"], below["superior"]) == (new, "Drs. La Karim Wajo")
    desk = open_desk(finance, JANUARY, Chosen())
    signs, _ = desk.signatories(slip_of(finance, JANUARY, FAJRIN).unit_id)
    assert (signs.nip, signs.name) == (new, "Drs. La Karim Wajo")
