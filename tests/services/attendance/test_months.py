"""A unit's month as it would be frozen now: signs, reasons, the recapitulation, its papers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from polima_desktop.domain.access import Role
from polima_desktop.domain.day_words import reason, sign
from polima_desktop.domain.periods import Month
from polima_desktop.domain.progress import Progress
from polima_desktop.services.attendance import months, recap
from polima_desktop.services.attendance.months import PersonMonth, UnitMonth
from polima_desktop.services.months import reading
from polima_desktop.storage.database import Database
from polima_desktop.storage.staff import statements
from polima_desktop.storage.staff.statements import New
from polima_desktop.storage.unit_of_work import Work
from tests import month_world as world

FIGURES = recap.HEADINGS


@pytest.fixture
def city(sqlite_url: str) -> Iterator[Database]:
    database = world.standing(sqlite_url)
    yield database
    database.close()


def everybody(city: Database, unit: int | None = None) -> UnitMonth:
    return months.read(world.session(city), world.JANUARY, unit)


def person(found: UnitMonth, who: int) -> PersonMonth:
    return next(one for one in found.people if one.person_id == who)


def test_a_months_signs_and_reasons(city: Database) -> None:
    fajrin = person(everybody(city), world.FAJRIN)
    assert "".join(fajrin.signs) == "···HTT?H··AHDDH··HHHHH··HHHHH··"
    assert reason(fajrin.days[0]) == "Sebelum wajib memakai aplikasi."
    assert reason(fajrin.days[4]) == "Masuk 07.42, terlambat 12 menit; pulang 16.00."
    assert reason(fajrin.days[8]) == "Bukan hari kerja."
    assert fajrin.recap._asdict() == {
        "due": 18, "present": 17, "late": 2, "early": 0, "half": 1, "permits": 0, "sick": 0,
        "leave": 0, "duty": 2, "study": 0, "absent": 1,
    }  # fmt: skip


def test_it_is_what_a_freeze_would_say(city: Database) -> None:
    found = everybody(city)
    with city.reading() as connection:
        frozen = reading.read_month(connection, world.JANUARY, Progress())
    for row, who in enumerate(frozen.person_id.tolist()):
        one = person(found, who)
        assert [day.late for day in one.days] == frozen.days.late[row].tolist()
        assert [day.state for day in one.days] == frozen.days.state[row].tolist()
        assert one.signs == tuple(map(sign, one.days))
        assert one.recap.due == frozen.inputs["hari_wajib"].values[row]
        assert one.recap.absent == frozen.inputs["alpa"].values[row]


def test_a_unit_has_those_below_it_and_a_claim_is_told(city: Database) -> None:
    offices = {one.code: one for one in months.offices(world.session(city), world.JANUARY)}
    assert offices["DIN-05"].people == offices["DIN-05-B"].people
    school = everybody(city, offices["SD-07"].id)
    assert {one.person_id for one in school.people} == {world.KARMILA, world.TASLIM, world.ISMAIL}
    assert "backup manual yang diterima" in reason(person(school, world.KARMILA).days[4])
    found = months.beside(world.session(city), world.JANUARY, world.KARMILA)
    assert sorted(found.claims) == [date(2021, 1, 5), date(2021, 1, 7)]


def test_a_permit_takes_minutes_off_but_no_clocking(city: Database) -> None:
    def say(work: Work) -> None:
        day = date(2021, 1, 6)
        until = date(2021, 1, 8)
        statements.write(work, [New(world.FAJRIN, "izin_jam", day, until, note="07.30-08.00")])

    world.change(city, say)
    fajrin = person(everybody(city), world.FAJRIN)
    assert (fajrin.days[5].late, fajrin.signs[5], fajrin.signs[6]) == (40, "T", "?")
    assert "Izin beberapa jam 07.30-08.00" in reason(fajrin.days[5])
    assert fajrin.recap.permits == 2


def test_who_has_nothing_at_all_is_known(city: Database) -> None:
    january = everybody(city)
    assert [one.person_id for one in january.people if one.nothing] == []
    empty = months.read(world.session(city), Month(2021, 3), None)
    nothing = {one.person_id for one in empty.people if one.nothing}
    assert world.FAJRIN in nothing
    assert world.MURNI not in nothing  # on leave


def test_who_may_not_read_of_health_sees_leave_of_no_kind(city: Database) -> None:
    for role, letter, words in (
        (Role.KOMINFO, "C", "Cuti."),
        (Role.AUDITOR, "C", "Cuti melahirkan."),
    ):
        found = months.read(world.session(city, role), world.JANUARY, None)
        day = person(found, world.MURNI).days[4]
        assert (sign(day), reason(day)) == (letter, words)


def test_the_recap_is_a_workbook_and_a_paper(city: Database, tmp_path: Path) -> None:
    from pypdf import PdfReader
    from python_calamine import CalamineWorkbook

    session, found = world.session(city, Role.AUDITOR), everybody(city)
    assert recap.export(session, found, tmp_path / "rekap.xlsx") == len(found.people)
    book = CalamineWorkbook.from_path(str(tmp_path / "rekap.xlsx"))
    head, *rows = book.get_sheet_by_name("Rekap").to_python()
    assert head[3:] == [words.upper() for words in FIGURES.values()]
    fajrin = next(row for row in rows if row[0] == world.NIPS[world.FAJRIN])
    assert [int(str(cell).split(".")[0]) for cell in fajrin[3:]] == [
        18,
        17,
        2,
        0,
        1,
        0,
        0,
        0,
        2,
        0,
        1,
    ]
    recap.print_recap(session, found, tmp_path / "rekap.pdf")
    text = "".join(page.extract_text() for page in PdfReader(tmp_path / "rekap.pdf").pages)
    assert "REKAPITULASI KEHADIRAN" in text
    assert "La Ode Fajrin Malik" in text
    assert "Petugas kehadiran" in text
    assert "Baubau, " in text
