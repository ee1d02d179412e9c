"""Lists of hours and of planned shifts: new, the same, changed, a unit's own, taken back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from polima_desktop.domain.access import Role
from polima_desktop.domain.calendar import write_hours
from polima_desktop.domain.errors import NotAllowed
from polima_desktop.services import imports
from polima_desktop.services.importing.plan import ImportResult
from polima_desktop.services.session import Session
from polima_desktop.storage.attendance import calendar, shifts, working_hours
from polima_desktop.storage.attendance.working_hours import Statement
from polima_desktop.storage.database import Database
from polima_desktop.storage.staff import units
from polima_desktop.storage.unit_of_work import unit_of_work
from tests.claims_world import MORNING
from tests.imports.lists import nip, person
from tests.services.import_world import acting, bring_in, new_city, staff_list

HEAD = "POLA,UNIT,HARI,MASUK,PULANG,SHIFT,SEJAK,SAMPAI,NAMA,DASAR"
RAMADAN = """5 hari,,Senin-Kamis,08.00,15.00,,02-04-2022,01-05-2022,Ramadan 1443 H,SE 4/2022
5 hari,,Jumat,08.00,15.30,,02-04-2022,01-05-2022,Ramadan 1443 H,SE 4/2022
"""


@pytest.fixture
def database(store_url: str, tmp_path: Path) -> Iterator[Database]:
    made = new_city(store_url, tmp_path)
    people = staff_list(tmp_path, person(1, UNIT_KERJA="RSUD"), person(2))
    bring_in(acting(made, Role.BKPSDM), people)
    yield made
    made.close()


def bring(session: Session, folder: Path, rows: str, kind: str = "patterns") -> ImportResult:
    path = folder / f"{kind}-{abs(hash(rows))}.csv"
    head = HEAD if kind == "patterns" else "NIP,TANGGAL,SHIFT,DASAR"
    path.write_text(f"{head}\n{rows}", "utf-8")
    return imports.run(session, kind, path)[1]


def hours(session: Session, day: date, *line: str, pattern: str = "5_hari") -> str:
    with session.reading_own() as connection:
        found = calendar.load_calendar(connection)
    return write_hours(found.hours(found.key(pattern, line), day))


def test_ramadan_of_a_year_that_was_not_shipped(clerk: Session, tmp_path: Path) -> None:
    result = bring(clerk, tmp_path, RAMADAN)
    assert (result.counts.new, result.counts.rejected, result.counts.warnings) == (2, 0, 0)
    days = [date(2022, 4, 1), date(2022, 4, 4), date(2022, 4, 8), date(2022, 5, 2)]
    seen = [hours(clerk, day) for day in days]
    assert seen == ["07.30-11.00", "08.00-15.00", "08.00-15.30", "07.30-16.00"]
    assert bring(clerk, tmp_path, RAMADAN).counts.unchanged == 2
    imports.undo(clerk, result.batch or 0)
    assert hours(clerk, days[1]) == "07.30-16.00"


def test_a_new_start_never_judges_the_past_and_unnamed_days_are_said(
    clerk: Session, tmp_path: Path
) -> None:
    result = bring(clerk, tmp_path, "6 hari,,Jumat,07.30,11.30,,01-03-2021,,,SE 5\n")
    assert (result.counts.new, result.counts.warnings) == (1, 1)
    (problem,) = result.problems
    assert "Sabtu 07.30-13.30" in problem.problem
    seen = [hours(clerk, date(2021, month, day), pattern="6_hari")
            for month, day in ((2, 26), (3, 5), (3, 6), (4, 16))]  # fmt: skip
    assert seen == ["07.30-11.00", "07.30-11.30", "07.30-13.30", "08.00-14.30"]


def test_a_wrong_hour_is_corrected_by_the_same_list(clerk: Session, tmp_path: Path) -> None:
    bring(clerk, tmp_path, RAMADAN)
    result = bring(clerk, tmp_path, RAMADAN.replace("15.30", "15.00"))
    assert (result.counts.unchanged, result.counts.changed) == (1, 1)
    assert hours(clerk, date(2022, 4, 8)) == "08.00-15.00"


def test_a_unit_has_an_event_of_a_day_and_those_below_it_too(
    clerk: Session, tmp_path: Path
) -> None:
    rows = ",Disdikbud,,06.30,14.00,,17-02-2021,17-02-2021,Apel besar,SE 1\n"
    assert bring(clerk, tmp_path, rows).counts.warnings == 0
    day = date(2021, 2, 17)
    assert hours(clerk, day, "SD-01", "DIN-01", pattern="6_hari") == "06.30-14.00"
    assert hours(clerk, day, "DIN-02") == "07.30-16.00"
    assert hours(clerk, date(2021, 2, 18), "DIN-01") == "07.30-16.00"


@pytest.mark.parametrize(
    ("row", "column", "problem"),
    [
        ("5 hari,,Jumat,07.30,,,01-03-2021,,,", "PULANG", "Hanya satu jam"),
        ("5 hari,,Jumat,,,,01-03-2021,,,", "MASUK", "kosong"),
        ("5 hari,,,07.30,16.00,,01-03-2021,,,", "HARI", "Hari kosong"),
        (",,Jumat,07.30,11.00,,01-03-2021,,,", "POLA", "Pola dan unit kosong"),
        ("5 hari,RSU-01,Jumat,07.30,11.00,,01-03-2021,,,", "POLA", "dua-duanya"),
        ("7 hari,,Jumat,07.30,11.00,,01-03-2021,,,", "POLA", "tidak dikenal"),
        (",Dinas Angkasa,Jumat,07.30,11.00,,01-03-2021,,,", "UNIT", "tidak dikenal"),
        ("5 hari,,Jumat,07.30,11.00,,01-03-2021,28-02-2021,,", "SAMPAI", "lebih awal"),
        ("5 hari,,Senin,07.30,11.00,,02-03-2021,03-03-2021,,", "HARI", "masa berlakunya"),
        ("giliran,,,libur,,Malam,01-03-2021,,,", "MASUK", "Jam giliran kosong"),
        ("5 hari,,Jumat,07.30,11.00,,,,,", "SEJAK", "kosong"),
    ],
)
def test_what_cannot_be_recorded_is_named(
    clerk: Session, tmp_path: Path, row: str, column: str, problem: str
) -> None:
    result = bring(clerk, tmp_path, f"{row}\n{RAMADAN}")
    assert (result.counts.rejected, result.counts.new) == (1, 2)
    [found] = [p for p in result.problems if p.severity == "error"]
    assert found.column == column
    assert problem in found.problem


@pytest.mark.parametrize("since", ["15-02-2021", "01-03-2021"])
def test_a_list_keeps_the_limits_set_in_the_window_and_says_so(
    clerk: Session, tmp_path: Path, since: str
) -> None:
    """The very same shift again, and the same shift with other hours from a later day on."""
    with unit_of_work(clerk.database, "bkpsdm", "test.hours", MORNING) as work:
        unit = units.ids_by_code(work.connection)["RSU-01"]
        said = Statement(None, unit, "Malam", "21.00-07.00 60/120", date(2021, 2, 15))
        working_hours.record(work, [said])
    result = bring(clerk, tmp_path, f",RSU-01,,20.00,08.00,Malam,{since},,,SK Direktur\n")
    [warned] = result.problems
    assert (warned.severity, warned.column) == ("warning", "SHIFT")
    assert "tetap: 60 menit sebelum masuk sampai 120 menit sesudah pulang" in warned.problem
    with clerk.reading_own() as connection:
        [now] = [row.said for row in working_hours.believed(connection)
                 if row.said.basis == "SK Direktur"]  # fmt: skip
    assert now.hours == "20.00-08.00 60/120"


def test_a_shift_nobody_set_limits_for_has_the_usual_ones(clerk: Session, tmp_path: Path) -> None:
    rows = ",RSU-01,,20.00,08.00,Malam,15-02-2021,,,SK Direktur\n"
    assert bring(clerk, tmp_path, rows).problems == []


def planned(session: Session) -> dict[date, str]:
    with session.reading_own() as connection:
        found = shifts.between(connection, date(2021, 2, 1), date(2021, 2, 28))
    return {day: f"{row.name} {write_hours(row.hours)}" for (_who, day), row in found.items()}


def test_a_roster_names_shifts_that_are_in_force_that_day(clerk: Session, tmp_path: Path) -> None:
    bring(clerk, tmp_path, ",RSU-01,,20.00,08.00,Malam,15-02-2021,,,SK Direktur\n")
    rows = "".join(
        f"{nip(1)},{day}-02-2021,{shift},\n"
        for day, shift in ((14, "Malam"), (15, "M"), (16, "L"), (17, "08.00-08.00"), (18, "Siang"))
    )
    result = bring(clerk, tmp_path, rows, "rosters")
    assert (result.counts.new, result.counts.rejected) == (4, 1)
    assert "Giliran yang berlaku hari itu: Malam" in result.problems[0].advice
    assert planned(clerk) == {
        date(2021, 2, 14): "Malam 21.00-07.00",
        date(2021, 2, 15): "Malam 20.00-08.00",
        date(2021, 2, 16): "Libur ",
        date(2021, 2, 17): "08.00-08.00 08.00-08.00",
    }
    assert bring(clerk, tmp_path, rows, "rosters").counts.unchanged == 4
    changed = bring(clerk, tmp_path, f"{nip(1)},16-02-2021,Malam,SK 7\n", "rosters")
    assert changed.counts.changed == 1
    imports.undo(clerk, changed.batch or 0)
    assert planned(clerk)[date(2021, 2, 16)] == "Libur "


def test_the_same_person_and_day_twice_and_strangers_are_refused(
    clerk: Session, tmp_path: Path
) -> None:
    rows = f"{nip(1)},16-02-2021,Pagi,\n{nip(1)},16-02-2021,Malam,\n{nip(9)},16-02-2021,Pagi,\n"
    assert bring(clerk, tmp_path, rows, "rosters").counts.rejected == 3


def test_only_keepers_of_the_calendar_bring_hours(database: Database, tmp_path: Path) -> None:
    for kind, rows in (("patterns", RAMADAN), ("rosters", f"{nip(1)},16-02-2021,Pagi,\n")):
        with pytest.raises(NotAllowed, match="kalender"):
            bring(acting(database, Role.KOMINFO), tmp_path, rows, kind)
