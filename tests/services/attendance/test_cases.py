"""Cases to check: found, decided with a reason, taken back, exported, never money."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from polima_desktop.domain.access import Role
from polima_desktop.domain.errors import Cancelled, NotAllowed, Refused
from polima_desktop.domain.periods import Month
from polima_desktop.domain.progress import Progress
from polima_desktop.domain.whereabouts import Kind, Limits, Ruling
from polima_desktop.services import undo
from polima_desktop.services.attendance import cases, points
from polima_desktop.services.attendance.cases import Found
from polima_desktop.services.office import audit
from polima_desktop.services.session import Session
from polima_desktop.storage.attendance import records
from polima_desktop.storage.attendance.points import Point
from polima_desktop.storage.unit_of_work import unit_of_work
from tests import cases_world as world
from tests import claims_world
from tests.cases_world import FAJRIN, KARMILA, MARCH, TASLIM

WHY = "HP operator rusak, absen di tablet kantor."


@pytest.fixture
def verifier(store_url: str) -> Iterator[Session]:
    database = world.build(store_url)
    yield claims_world.session(database)
    database.close()


@pytest.fixture
def clerk(verifier: Session) -> Session:
    return claims_world.session(verifier.database, Role.BKPSDM)


def found(session: Session) -> list[Found]:
    return cases.read(session, MARCH).found


def seen(session: Session) -> list[tuple[Kind, int, int]]:
    return [(one.case.kind, one.case.person_id, one.case.day.day) for one in found(session)]


EVERY = [
    (Kind.JUMP, TASLIM, 2),
    (Kind.OUTSIDE, TASLIM, 2),
    (Kind.OUTSIDE, FAJRIN, 3),
    (Kind.SAME, KARMILA, 4),
    (Kind.MOCK, FAJRIN, 5),
]


def test_each_odd_clocking_is_a_case_with_its_person_and_unit(verifier: Session) -> None:
    assert seen(verifier) == EVERY
    month = cases.read(verifier, MARCH)
    assert (month.clockings, month.without) == (22, 0)
    jump, _far, outside, same, mock = month.found
    assert jump.case.words.endswith("dalam 1 jam 0 menit: 2 Mar 07.30 lalu 2 Mar 08.30.")
    assert (outside.name, outside.unit) == ("La Ode Fajrin Malik, S.T.", "Bidang Bina Marga")
    assert outside.case.words.startswith("2,2 km dari titik terdekat, Kantor (radius 100 m)")
    assert same.case.words.endswith("sama persis pada 4 hari, 1 Mar sampai 4 Mar.")
    assert mock.case.words == "Aplikasi menandai lokasi palsu pada 07.30 dan 16.00."
    assert cases.counts(month.found)[Kind.OUTSIDE] == 2


def test_a_jump_over_the_turn_of_the_month_is_a_case_of_the_month_it_ends_in(
    verifier: Session,
) -> None:
    with unit_of_work(verifier.database, "kominfo", "test.clockings", claims_world.MORNING) as work:
        batch = claims_world.add_batch(work, "attendance", "april.csv")
        nothing = (None, None, "Kantor", "HP", None, 1, False)
        records.record_days(work, batch, [
            records.DayRow(KARMILA, date(2021, 3, 31), 85_500, None, *world.FAR, *nothing),
            records.DayRow(KARMILA, date(2021, 4, 1), 1_800, None, *world.SCHOOL, *nothing),
        ])  # fmt: skip
    april = cases.read(verifier, Month(2021, 4))
    assert [(one.case.kind, one.case.day) for one in april.found] == [(Kind.JUMP, date(2021, 4, 1))]
    assert (april.clockings, april.waiting) == (1, 1)
    march = [kind for kind, person, day in seen(verifier) if (person, day) == (KARMILA, 31)]
    assert march == [Kind.OUTSIDE]


def test_finding_cases_says_how_far_it_is_and_may_be_stopped(verifier: Session) -> None:
    progress = Progress()
    assert len(cases.read(verifier, MARCH, progress).found) == len(EVERY)
    assert progress.latest == (22, 0, "5 kasus ditemukan")
    progress.cancel()
    with pytest.raises(Cancelled):
        cases.read(verifier, MARCH, progress)


def test_an_account_of_an_office_sees_the_cases_of_its_people(verifier: Session) -> None:
    school = claims_world.session(verifier.database, Role.VERIFIKATOR, "SD-07")
    assert seen(school) == [(Kind.SAME, KARMILA, 4)]
    with pytest.raises(Refused, match="tidak ada lagi"):
        cases.decide(school, MARCH, found(verifier)[:1], Ruling.FAIR, WHY)


def test_a_decision_is_kept_with_its_reason_and_taken_back(verifier: Session) -> None:
    first = found(verifier)[0]
    assert cases.decide(verifier, MARCH, [first], Ruling.ASK, f" {WHY} ").cases == 1
    asked = found(verifier)[0]
    assert asked.ruled is not None
    assert (asked.ruled.outcome, asked.ruled.reason, asked.open) == (Ruling.ASK, WHY, True)
    cases.decide(verifier, MARCH, [asked], Ruling.WRONG, "Tidak menjawab.")
    settled = found(verifier)[0]
    assert settled.ruled is not None
    assert not settled.open
    cases.undo(verifier, [settled.ruled.id])
    again = found(verifier)[0]
    assert again.ruled is not None
    assert (again.ruled.outcome, again.ruled.reason) == (Ruling.ASK, WHY)
    cases.undo(verifier, [again.ruled.id])
    assert found(verifier)[0].ruled is None
    with pytest.raises(Refused, match="sudah diurungkan"):
        cases.undo(verifier, [again.ruled.id])
    assert audit.first_break(claims_world.session(verifier.database, Role.AUDITOR)) is None


def test_one_act_of_many_is_taken_back_by_its_name(verifier: Session) -> None:
    cases.decide(verifier, MARCH, found(verifier), Ruling.FAIR, WHY)
    last = undo.last_own(verifier)
    assert last is not None
    assert (last.title, last.why_not) == ("putusan wajar: 5 kasus kehadiran", None)
    undo.undo(verifier, last.act_id)
    assert all(one.ruled is None for one in found(verifier))


def test_what_was_decided_meanwhile_is_left_out_and_said(verifier: Session) -> None:
    before = found(verifier)
    cases.decide(verifier, MARCH, before[:1], Ruling.FAIR, WHY)
    done = cases.decide(verifier, MARCH, before[:2], Ruling.WRONG, WHY)
    assert done.cases == 1
    assert "baru saja diputus" in done.skipped[0]
    with pytest.raises(Refused, match="baru saja diputus"):
        cases.decide(verifier, MARCH, before[:1], Ruling.WRONG, WHY)


def test_nobody_decides_their_own_case_nor_without_a_reason(verifier: Session) -> None:
    everything = found(verifier)
    own = replace(verifier, actor=verifier.actor._replace(display_name="la ode fajrin malik"))
    mine = [one for one in everything if one.case.person_id == FAJRIN]
    done = cases.decide(own, MARCH, everything, Ruling.FAIR, WHY)
    assert done.cases == len(everything) - len(mine)
    assert cases.why_not(own.actor, mine[0]) == "Kasus ini atas nama pengguna ini sendiri."
    with pytest.raises(Refused, match="Alasan"):
        cases.decide(verifier, MARCH, mine, Ruling.FAIR, " ")
    auditor = claims_world.session(verifier.database, Role.AUDITOR)
    assert "tidak boleh memutuskan kasus kehadiran" in cases.why_not(auditor.actor, mine[0])
    with pytest.raises(NotAllowed):
        cases.decide(auditor, MARCH, mine, Ruling.FAIR, WHY)


def test_a_corrected_record_asks_anew(verifier: Session) -> None:
    outside = found(verifier)[2]
    cases.decide(verifier, MARCH, [outside], Ruling.FAIR, WHY)
    with unit_of_work(verifier.database, "kominfo", "test.again", verifier.clock()) as work:
        batch = claims_world.add_batch(work, "attendance", "maret-2.csv")
        row = next(row for row in world._rows() if row.person_id == FAJRIN and row.day.day == 3)
        records.record_days(work, batch, [row._replace(lat_out=world.OFFICE[0] - 0.03)])
    fresh = found(verifier)[2]
    assert (fresh.case.kind, fresh.case.day, fresh.ruled) == (Kind.OUTSIDE, date(2021, 3, 3), None)


def test_points_hold_from_day_to_day(verifier: Session, clerk: Session) -> None:
    rows = points.read(clerk).rows
    assert [(unit, row.point.name) for row, unit in rows] == [
        ("Dinas Pekerjaan Umum dan Penataan Ruang", "Kantor"),
        ("Kelurahan Kampeonaho", "Kantor"),
        ("SD Negeri 1 Kolese", "Sekolah"),
    ]
    unit = rows[0][0].point.unit_id
    home = Point(unit, "Lapangan", world.OFFICE[0] - 0.02, world.OFFICE[1], 200, date(2021, 3, 3))
    points.add(clerk, home)
    assert (Kind.OUTSIDE, FAJRIN, 3) not in seen(verifier)
    points.add(clerk, home._replace(valid_from=date(2021, 3, 4), name="LAPANGAN", radius=300))
    cut = [row.point for row, _unit in points.read(clerk).rows if row.point.unit_id == unit]
    assert [(p.name, p.valid_from.day, p.valid_to) for p in cut] == [
        ("Kantor", 4, None), ("LAPANGAN", 4, None), ("Lapangan", 3, date(2021, 3, 4)),
    ]  # fmt: skip
    held = next(row for row, _unit in points.read(clerk).rows if row.point.radius == 300)
    points.end(clerk, held.id, date(2021, 3, 10))
    with pytest.raises(Refused, match="sudah diubah"):
        points.withdraw(clerk, held.id)
    last = undo.last_own(clerk)
    assert last is not None
    assert last.title == "berakhirnya titik LAPANGAN, 10 Maret 2021"
    undo.undo(clerk, last.act_id)
    again = next(row for row, _unit in points.read(clerk).rows if row.point.radius == 300)
    assert again.point.valid_to is None
    with pytest.raises(Refused, match="tidak bisa berakhir"):
        points.end(clerk, again.id, date(2021, 3, 4))
    points.withdraw(clerk, again.id)
    assert len(points.read(clerk).rows) == 4


def test_without_points_distances_are_not_judged_and_it_is_said(store_url: str) -> None:
    database = world.build(store_url, with_points=False)
    month = cases.read(claims_world.session(database), MARCH)
    assert Kind.OUTSIDE not in {one.case.kind for one in month.found}
    assert month.without == month.clockings == 22
    database.close()


def test_limits_are_the_office_s_own(verifier: Session, clerk: Session) -> None:
    cases.set_limits(clerk, Limits(slack=3_000, speed=400, jump=2_000, same_days=5))
    assert seen(verifier) == [(Kind.OUTSIDE, TASLIM, 2), (Kind.MOCK, FAJRIN, 5)]
    with pytest.raises(Refused):
        cases.set_limits(clerk, Limits(speed=1))
    with pytest.raises(NotAllowed):
        cases.set_limits(verifier, Limits())


def test_the_list_goes_out_with_decisions(verifier: Session, tmp_path: Path) -> None:
    cases.decide(verifier, MARCH, found(verifier)[:1], Ruling.FAIR, WHY)
    path = tmp_path / "kasus.xlsx"
    assert cases.export(verifier, MARCH, found(verifier), path) == 5
    table = pd.read_excel(path, dtype=str, engine="calamine").fillna("")
    assert list(table.columns) == list(cases.HEADINGS)
    assert table.loc[0, "PUTUSAN"] == "Wajar"
    assert table.loc[0, "ALASAN"] == WHY
    assert table.loc[4, "PUTUSAN"] == "belum diputus"
    assert set(table["NIP"].str.len()) == {18}
