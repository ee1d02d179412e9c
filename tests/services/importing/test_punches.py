"""Clock data as machines give it: punches, rows of a night, dated cells; the days they make."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from polima_desktop.domain.access import Role
from polima_desktop.domain.errors import Refused
from polima_desktop.services import imports
from polima_desktop.services.importing.plan import ImportResult
from polima_desktop.services.office import working_hours
from polima_desktop.services.session import Session
from polima_desktop.storage.attendance import records
from polima_desktop.storage.attendance.working_hours import Statement
from polima_desktop.storage.database import Database
from polima_desktop.storage.staff import people
from tests.imports.lists import nip, person
from tests.services.import_world import acting, attendance_file, bring_in, new_city, staff_list

TEACHER, NURSE = nip(1), nip(2)
JANUARY = [date(2021, 1, day) for day in range(1, 32)]


@pytest.fixture
def database(store_url: str, tmp_path: Path) -> Iterator[Database]:
    made = new_city(store_url, tmp_path)
    nurse = person(2, UNIT_KERJA="RSUD Kota Baubau")
    bring_in(acting(made, Role.BKPSDM), staff_list(tmp_path, person(1), nurse))
    yield made
    made.close()


@pytest.fixture
def kominfo(database: Database) -> Session:
    return acting(database, Role.KOMINFO)


def bring(session: Session, folder: Path, *lines: str, head: str = "NIP;WAKTU") -> ImportResult:
    path = folder / f"{abs(hash(lines))}.csv"
    path.write_text("\n".join([head, *lines]), "utf-8")
    return imports.run(session, "punches", path)[1]


def rows(session: Session, folder: Path, *lines: str) -> ImportResult:
    return bring_in(session, attendance_file(folder, list(lines), f"{abs(hash(lines))}.csv"),
                    "attendance")  # fmt: skip


def plan(clerk: Session, folder: Path, **shifts: str) -> ImportResult:
    """Plan the nurse's shifts: ``d4="Malam"``."""
    path = folder / f"jadwal{abs(hash(tuple(shifts.items())))}.csv"
    lines = [f"{NURSE};{day[1:]}-01-2021;{shift}" for day, shift in shifts.items()]
    path.write_text("\n".join(["NIP;TANGGAL;SHIFT", *lines]), "utf-8")
    return imports.run(clerk, "rosters", path)[1]


def clocked(session: Session, who: str = NURSE) -> dict[int, str]:
    with session.reading_own() as connection:
        key = people.ids_by_nip(connection)[who]
        found = records.days(connection, {(key, day) for day in JANUARY})
    return {
        row.day.day: f"{_written(row.check_in)} {_written(row.check_out)}"
        for row in found
        if (row.check_in, row.check_out) != (None, None)
    }


def _written(seconds: int | None) -> str:
    return "–" if seconds is None else f"{seconds // 3600:02d}.{seconds % 3600 // 60:02d}"


def test_punches_make_days_and_come_in_once(kominfo: Session, tmp_path: Path) -> None:
    lines = [f"{TEACHER};2021-01-04 07:21", f"{TEACHER};2021-01-04T04:01:00Z",
             f"{TEACHER};2021-01-04 14:32:10", f"{TEACHER};2021-01-04 07:21"]  # fmt: skip
    result = bring(kominfo, tmp_path, *lines)
    assert (result.counts.new, result.counts.unchanged) == (3, 1)
    assert clocked(kominfo, TEACHER) == {4: "07.21 14.32"}
    assert bring(kominfo, tmp_path, *lines).counts.unchanged == 4
    more = bring(kominfo, tmp_path, f"{TEACHER};2021-01-04 15:10", lines[0])
    assert (more.counts.new, more.counts.unchanged) == (1, 1)
    assert clocked(kominfo, TEACHER) == {4: "07.21 15.10"}
    with pytest.raises(Refused, match="diganti impor lain"):
        imports.undo(kominfo, result.batch or 0)
    imports.undo(kominfo, more.batch or 0)
    assert clocked(kominfo, TEACHER) == {4: "07.21 14.32"}
    imports.undo(kominfo, result.batch or 0)
    assert clocked(kominfo, TEACHER) == {}


def test_a_date_of_its_own_and_which_way(kominfo: Session, tmp_path: Path) -> None:
    head = "NIP;TANGGAL;JAM;ARAH;LOKASI;LAT;LONG;LOKASI PALSU"
    lines = [f"{TEACHER};05-01-2021;07.20;Masuk;SD 1;-5,47;122,6;ya",
             f"{TEACHER};05-01-2021;07.22;Pulang;SD 1;;;"]  # fmt: skip
    assert bring(kominfo, tmp_path, *lines, head=head).counts.new == 2
    assert clocked(kominfo, TEACHER) == {5: "07.20 07.22"}


def test_punches_and_rows_of_a_day_go_together(kominfo: Session, tmp_path: Path) -> None:
    rows(kominfo, tmp_path, f"{TEACHER},2021-01-04,07:30,")
    bring(kominfo, tmp_path, f"{TEACHER};2021-01-04 14:31")
    bring(kominfo, tmp_path, f"{TEACHER};2021-01-04 12:00")
    assert clocked(kominfo, TEACHER) == {4: "07.30 14.31"}


NIGHTS = {4: "20.55 31.04", 5: "20.58 31.01"}


def test_one_row_two_rows_and_punches_of_a_night_are_the_same(
    clerk: Session, kominfo: Session, tmp_path: Path
) -> None:
    plan(clerk, tmp_path, d4="Malam", d5="Malam", d6="Libur")
    for bring_night in (
        lambda: rows(kominfo, tmp_path, f"{NURSE},2021-01-04,20:55,07:04",
                     f"{NURSE},2021-01-05,20:58,07:01"),
        lambda: rows(kominfo, tmp_path, f"{NURSE},2021-01-04,20:55,",
                     f"{NURSE},2021-01-05,20:58,07:04", f"{NURSE},2021-01-06,,07:01"),
        lambda: rows(kominfo, tmp_path, f"{NURSE},2021-01-04,20:55,2021-01-05 07:04",
                     f"{NURSE},2021-01-05,20:58,2021-01-06 07:01"),
        lambda: bring(kominfo, tmp_path, f"{NURSE};2021-01-04 20:55", f"{NURSE};2021-01-05 07:04",
                      f"{NURSE};2021-01-05 20:58", f"{NURSE};2021-01-06 07:01"),
    ):  # fmt: skip
        result = bring_night()
        assert result.counts.rejected == 0
        assert clocked(kominfo) == NIGHTS
        imports.undo(kominfo, result.batch or 0)
        assert clocked(kominfo) == {}


def test_two_rows_again_change_nothing_and_what_was_placed_is_said(
    clerk: Session, kominfo: Session, tmp_path: Path
) -> None:
    plan(clerk, tmp_path, d4="Malam", d5="Malam", d6="Libur")
    lines = [f"{NURSE},2021-01-04,20:55,", f"{NURSE},2021-01-05,20:58,07:04",
             f"{NURSE},2021-01-06,,07:01"]  # fmt: skip
    first = rows(kominfo, tmp_path, *lines)
    assert (first.counts.read, first.counts.new, first.counts.warnings) == (3, 3, 1)
    assert "akhir giliran malam 4 Januari 2021" in first.problems[0].problem
    again = rows(kominfo, tmp_path, *lines, "")
    assert again.counts.unchanged == 3


def test_a_plan_that_comes_later_gives_the_morning_to_the_night(
    clerk: Session, kominfo: Session, tmp_path: Path
) -> None:
    bring(kominfo, tmp_path, f"{NURSE};2021-01-05 07:04")
    assert clocked(kominfo) == {5: "07.04 –"}  # the nearest shift: it may be a coming
    planned = plan(clerk, tmp_path, d4="Malam", d5="Libur")
    assert clocked(kominfo) == {4: "– 31.04"}
    imports.undo(clerk, planned.batch or 0)
    assert clocked(kominfo) == {5: "07.04 –"}


def test_a_lone_leaving_in_a_row_belongs_to_the_planned_night(
    clerk: Session, kominfo: Session, tmp_path: Path
) -> None:
    plan(clerk, tmp_path, d3="Malam", d4="Libur")
    result = rows(kominfo, tmp_path, f"{NURSE},2021-01-04,,07:04")
    assert (result.counts.new, result.counts.warnings) == (1, 0)
    assert clocked(kominfo) == {3: "– 31.04"}


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("2021-01-04 07:21+07:00", "Zona waktu"),
        ("07:21", "tanpa tanggal"),
        ("2021-03-04 07:21", "belum tiba"),
        ("", "kosong"),
    ],
)
def test_what_cannot_be_placed_is_named(
    kominfo: Session, tmp_path: Path, line: str, word: str
) -> None:
    result = bring(kominfo, tmp_path, f"{TEACHER};{line}", f"{TEACHER};2021-01-04 14:32")
    assert (result.counts.rejected, result.counts.new) == (1, 1)
    assert word in result.problems[0].problem


def test_a_shift_counts_only_punches_as_early_and_late_as_was_said_of_it(
    clerk: Session, kominfo: Session, tmp_path: Path
) -> None:
    night = Statement("giliran", None, "Malam", "21.00-07.00 60/90", JANUARY[0])
    working_hours.add(clerk, night)
    plan(clerk, tmp_path, d4="Malam", d5="Libur", d6="Malam")
    bring(kominfo, tmp_path, f"{NURSE};2021-01-04 16:30", f"{NURSE};2021-01-04 20:40",
          f"{NURSE};2021-01-05 07:10", f"{NURSE};2021-01-06 19:59", f"{NURSE};2021-01-07 08:31",
          )  # fmt: skip
    assert clocked(kominfo) == {4: "20.40 31.10", 7: "08.31 –"}


def test_overtime_past_midnight_and_a_cell_of_another_day(kominfo: Session, tmp_path: Path) -> None:
    result = rows(
        kominfo, tmp_path, f"{TEACHER},2021-01-04,07:20,2021-01-05 00:40",
        f"{TEACHER},2021-01-06,2021-01-05 07:20,14:30",
    )  # fmt: skip
    assert (result.counts.new, result.counts.rejected) == (1, 1)
    assert "bertanggal 05-01-2021" in result.problems[0].problem
    assert clocked(kominfo, TEACHER) == {4: "07.20 24.40"}
