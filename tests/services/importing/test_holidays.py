"""Holidays as a list: new, the same, changed, cancelled after the fact, for a unit, taken back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from polima_desktop.domain.access import Role
from polima_desktop.domain.errors import NotAllowed, Refused
from polima_desktop.domain.periods import Month
from polima_desktop.services import imports
from polima_desktop.services.importing.plan import ImportResult
from polima_desktop.services.office import holidays
from polima_desktop.services.session import Session
from polima_desktop.storage.attendance import calendar
from polima_desktop.storage.attendance.holidays import Entry
from polima_desktop.storage.database import Database
from tests.services.import_world import acting

HEAD = "TANGGAL,NAMA,JENIS,UNIT,DASAR,BATAL"
LIST = """08-02-2024,Isra Mikraj,libur,,SKB 2023,
09-02-2024,Cuti bersama Imlek,cuti bersama,,SKB 2023,
14-02-2024,Pemilu,libur nasional,,Keppres 10/2024,
"""
FEBRUARY = Month(2024, 2)


def bring(session: Session, folder: Path, rows: str, name: str = "libur.csv") -> ImportResult:
    path = folder / name
    path.write_text(f"{HEAD}\n{rows}", "utf-8")
    return imports.run(session, "holidays", path)[1]


def workdays(session: Session, *line: str) -> int:
    with session.reading_own() as connection:
        found = calendar.load_calendar(connection)
    return len(found.workdays(found.key("5_hari", line), FEBRUARY))


def test_three_days_off_leave_eighteen_and_come_back_by_undoing(
    clerk: Session, tmp_path: Path
) -> None:
    assert workdays(clerk) == 21
    assert not holidays.known(clerk, 2024)
    result = bring(clerk, tmp_path, LIST)
    assert (result.counts.new, result.counts.rejected) == (3, 0)
    assert workdays(clerk) == 18
    assert holidays.known(clerk, 2024)
    assert result.batch is not None
    imports.undo(clerk, result.batch)
    assert workdays(clerk) == 21


def test_a_day_is_cancelled_after_the_fact_and_the_list_again_changes_nothing(
    clerk: Session, tmp_path: Path
) -> None:
    bring(clerk, tmp_path, LIST)
    gone = bring(clerk, tmp_path, "09-02-2024,,,,SE 5/2024,ya\n", "batal.csv")
    assert gone.counts.changed == 1
    assert workdays(clerk) == 19
    (row,) = [r for r in holidays.read(clerk, 2024).rows if r.entry.cancelled]
    assert (row.entry.name, row.entry.basis) == ("Cuti bersama Imlek", "SE 5/2024")
    assert bring(clerk, tmp_path, LIST).counts.unchanged == 3
    assert workdays(clerk) == 19
    imports.undo(clerk, gone.batch or 0)
    assert workdays(clerk) == 18


def test_a_day_and_its_cancelling_may_stand_in_one_list(clerk: Session, tmp_path: Path) -> None:
    rows = LIST + "09-02-2024,,,,SE 5/2024,ya\n"
    result = bring(clerk, tmp_path, rows)
    assert (result.counts.new, result.counts.changed, result.counts.rejected) == (3, 1, 0)
    assert workdays(clerk) == 19
    assert bring(clerk, tmp_path, rows + "\n", "lagi.csv").counts.unchanged == 4


def test_a_unit_has_days_of_its_own_and_so_have_those_below_it(
    clerk: Session, tmp_path: Path
) -> None:
    rows = LIST + ("20-02-2024,HUT sekolah,khusus,Disdikbud,SK 1,\n14-02-2024,,,RSU-01,SE 2,ya\n")
    assert bring(clerk, tmp_path, rows).counts.rejected == 0
    assert workdays(clerk) == 18
    assert workdays(clerk, "SD-01", "DIN-01") == 17
    assert workdays(clerk, "RSU-01", "DIN-02") == 19


@pytest.mark.parametrize(
    ("row", "column", "problem"),
    [
        (",Imlek,libur,,,", "TANGGAL", "Tanggal kosong"),
        ("30-02-2024,Imlek,libur,,,", "TANGGAL", "30 Februari"),
        ("10-02-2024,,libur,,,", "NAMA", "Nama hari libur kosong"),
        ("10-02-2024,Imlek,setengah,,,", "JENIS", "tidak dikenal"),
        ("10-02-2024,Imlek,libur,Dinas Angkasa,,", "UNIT", "tidak dikenal"),
        ("12-02-2024,,,,SE,ya", "BATAL", "tidak tercatat"),
        ("10-02-2024,Imlek,libur,,,barangkali", "BATAL", "bukan ya atau tidak"),
    ],
)
def test_what_cannot_be_recorded_is_named(
    clerk: Session, tmp_path: Path, row: str, column: str, problem: str
) -> None:
    result = bring(clerk, tmp_path, f"{row}\n01-01-2024,Tahun Baru,libur,,,\n")
    assert (result.counts.rejected, result.counts.new) == (1, 1)
    [found] = [p for p in result.problems if p.severity == "error"]
    assert found.column == column
    assert problem in found.problem


def test_a_blank_kind_is_said(clerk: Session, tmp_path: Path) -> None:
    result = bring(clerk, tmp_path, "10-02-2024,Imlek,,,,\n")
    assert (result.counts.new, result.counts.warnings) == (1, 1)


def test_a_holiday_is_added_cancelled_and_withdrawn_by_hand(clerk: Session) -> None:
    entry = Entry(date(2024, 2, 12), None, "Hari Jadi", "khusus", basis="Perwali 3")
    assert holidays.add(clerk, entry) == []
    assert workdays(clerk) == 20
    with pytest.raises(Refused, match="sudah tercatat"):
        holidays.add(clerk, entry)
    (row,) = holidays.read(clerk, 2024).rows
    with pytest.raises(Refused, match="Dasar"):
        holidays.cancel(clerk, row.id, " ")
    holidays.cancel(clerk, row.id, "SE 7")
    assert workdays(clerk) == 21
    with pytest.raises(Refused, match="sudah diubah"):
        holidays.cancel(clerk, row.id, "SE 7")
    holidays.add(clerk, entry)  # it is one after all
    (row,) = holidays.read(clerk, 2024).rows
    holidays.withdraw(clerk, row.id)
    assert holidays.read(clerk, 2024).rows == []


def test_only_keepers_of_the_calendar_change_it(database: Database, tmp_path: Path) -> None:
    with pytest.raises(NotAllowed, match="kalender"):
        bring(acting(database, Role.AUDITOR), tmp_path, LIST)
