"""Lists that say only part: blanks erase nothing, a partial file adds, hidden rows are said.

Attendance in halves, volumes of 1.000, people called Null, filtered rows: each once went wrong.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
import xlsxwriter

from polima_desktop.domain.access import Role
from polima_desktop.services import imports
from polima_desktop.services.importing.plan import ImportPlan, Options
from polima_desktop.services.session import Session
from polima_desktop.services.staff import roster
from polima_desktop.storage.attendance import records
from polima_desktop.storage.database import Database
from polima_desktop.storage.staff import people
from tests.imports.lists import BOSS, HEADER, grid, nip, person, write_xlsx
from tests.services.import_world import (
    TODAY,
    acting,
    attendance_file,
    bring_in,
    dump,
    job_of,
    staff_list,
)
from tests.services.importing.test_imports_records import _rules, everybody_on

DAY = date(2021, 1, 5)
JANUARY = {"month": date(2021, 1, 1)}


@pytest.fixture
def kominfo(database: Database, clerk: Session, tmp_path: Path) -> Session:
    """The office that brings in records, with a teacher and a nurse on shifts in the store."""
    nurse = person(2, UNIT_KERJA="RSUD Kota Baubau")
    bring_in(clerk, staff_list(tmp_path, person(1), nurse))
    _rules(database)
    return acting(database, Role.KOMINFO)


# ── attendance ──────────────────────────────────────────────────────────────────────────────


def _clocked(session: Session) -> dict[int, tuple[int | None, int | None, str | None]]:
    with session.reading_own() as connection:
        rows = records.days(connection, everybody_on(connection, DAY))
        nips = {key: number for number, key in people.ids_by_nip(connection).items()}
    return {int(nips[r.person_id][-3:]) - 1: (r.check_in, r.check_out, r.location) for r in rows}


def test_a_file_with_less_takes_nothing_away(kominfo: Session, tmp_path: Path) -> None:
    def bring(line: str) -> tuple[int, int, int]:
        path = attendance_file(tmp_path, [f"{nip(1)},2021-01-05,{line}"], f"{line[:5]}.csv")
        return bring_in(kominfo, path, "attendance").counts[2:5]

    assert bring("07:20,16:10,,,,,Wameo") == (1, 0, 0)
    before = dump(kominfo)
    assert bring("07:20,") == (0, 0, 1)
    assert bring("-,-") == (0, 0, 1)
    assert bring("null,—") == (0, 0, 1)
    assert dump(kominfo) == before
    assert _clocked(kominfo)[1] == (26_400, 58_200, "Wameo")


def test_two_halves_make_a_day_also_over_midnight(kominfo: Session, tmp_path: Path) -> None:
    came = [f"{nip(1)},2021-01-05,07:30,", f"{nip(2)},2021-01-05,21:00,"]
    left = [f"{nip(1)},2021-01-05,,16:00", f"{nip(2)},2021-01-05,,07:10"]
    bring_in(kominfo, attendance_file(tmp_path, came, "masuk.csv"), "attendance")
    batch = bring_in(kominfo, attendance_file(tmp_path, left, "pulang.csv"), "attendance").batch
    whole = {1: (27_000, 57_600, None), 2: (75_600, 86_400 + 25_800, None)}
    assert _clocked(kominfo) == whole
    assert batch is not None
    imports.undo(kominfo, batch)
    assert _clocked(kominfo) == {1: (27_000, None, None), 2: (75_600, None, None)}


# ── activities ──────────────────────────────────────────────────────────────────────────────


def _activities(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / f"a{abs(hash(lines))}.csv"
    head = "nip;tanggal;kode_aktivitas;uraian;volume;menit;status;atasan;siswa"
    rows = [f"{nip(1)};2021-01-05;UMUM-01;{line};Disetujui;{BOSS};" for line in lines]
    path.write_text("\n".join([head, *rows]), "utf-8")
    return path


def _done(session: Session) -> list[tuple[str, int, int]]:
    with session.reading_own() as connection:
        rows = records.entries(connection, everybody_on(connection, DAY))
    return sorted((row.description, row.volume // 10_000, row.minutes) for row in rows)


def test_activities_a_file_lacks_stay_and_are_named(kominfo: Session, tmp_path: Path) -> None:
    bring_in(kominfo, _activities(tmp_path, "Surat;1;10", "Rapat;2;60"), "activities")
    more = _activities(tmp_path, "Surat;3;30", "Arsip;1;20")
    plan, result = imports.run(kominfo, "activities", more)
    assert (result.counts.new, result.counts.changed, result.counts.warnings) == (1, 1, 1)
    assert "1 aktivitas tersimpan" in plan.problems[0].problem
    assert _done(kominfo) == [("Arsip", 1, 20), ("Rapat", 2, 60), ("Surat", 3, 30)]
    assert result.batch is not None
    imports.undo(kominfo, result.batch)
    assert _done(kominfo) == [("Rapat", 2, 60), ("Surat", 1, 10)]


def test_a_whole_days_report_replaces_only_when_said(kominfo: Session, tmp_path: Path) -> None:
    bring_in(kominfo, _activities(tmp_path, "Surat;1;10", "Rapat;2;60"), "activities")
    part = _activities(tmp_path, "Surat;1;10")
    assert bring_in(kominfo, part, "activities").counts.unchanged == 1
    plan, result = imports.run(kominfo, "activities", part, Options(whole_days=True))
    assert "akan diganti" in plan.problems[0].problem
    assert result.counts.changed == 1
    assert _done(kominfo) == [("Surat", 1, 10)]
    assert result.batch is not None
    imports.undo(kominfo, result.batch)
    assert _done(kominfo) == [("Rapat", 2, 60), ("Surat", 1, 10)]


@pytest.mark.parametrize("line", ["uji;1.000;20", "uji;1.500;20", "uji;10.500;20", "uji;1;1.000"])
def test_thousands_or_decimals_are_asked_about(kominfo: Session, tmp_path: Path, line: str) -> None:
    plan = imports.preview(kominfo, "activities", _activities(tmp_path, line))
    assert plan.counts.rejected == 1
    assert "bisa dibaca dua cara" in plan.problems[0].problem


# ── names, hidden rows ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("called", ["Nan", "Null", "None"])
def test_somebody_called_as_programs_write_blanks_comes_in(
    clerk: Session, tmp_path: Path, called: str
) -> None:
    path = tmp_path / "n.csv"
    path.write_text(
        f"NIP;NAMA;STATUS;UNIT KERJA\n199505052020121007;{called};CPNS;Disdikbud\n", "utf-8"
    )
    assert bring_in(clerk, path).counts[:3] == (1, 1, 1)
    with clerk.reading_own() as connection:
        key = people.ids_by_nip(connection)["199505052020121007"]
        who = people.identity_on(connection, key, TODAY.date())
    assert who is not None
    assert who.name == called


def _with_hidden(tmp_path: Path) -> Path:
    path = tmp_path / "h.xlsx"
    book = xlsxwriter.Workbook(path)
    for name, numbers in (("Data", (1, 2)), ("Lampiran", (3,))):
        sheet = book.add_worksheet(name)
        rows = grid([person(n, TANGGAL_LAHIR="12-03-1985", TMT_CPNS="01-01-2005",
                            TMT_GOLONGAN="01-04-2018", TMT_JABATAN="01-01-2019")
                     for n in numbers])  # fmt: skip
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.worksheets()[0].set_row(2, None, None, {"hidden": True})
    book.worksheets()[1].hide()
    book.close()
    return path


@pytest.mark.parametrize(
    ("choice", "read", "warned", "notices"),
    [
        ({}, 2, 1, ("‘Lampiran’ tersembunyi dan tidak dibaca", "1 baris tersembunyi ikut")),
        ({"hidden_rows": True}, 2, 0, ("‘Lampiran’", "1 baris tersembunyi ikut dibaca")),
        ({"hidden_rows": False}, 1, 0, ("‘Lampiran’", "1 baris tersembunyi dilewati")),
        ({"hidden_sheets": True, "hidden_rows": True}, 3, 0, ("1 baris tersembunyi ikut",)),
    ],
)
def test_what_is_hidden_is_said_and_read_as_chosen(
    clerk: Session,
    tmp_path: Path,
    choice: dict[str, bool],
    read: int,
    warned: int,
    notices: tuple[str, ...],
) -> None:
    plan = imports.preview(clerk, "employees", _with_hidden(tmp_path), Options(**choice))
    assert (plan.counts.read, plan.counts.rejected, plan.counts.warnings) == (read, 0, warned)
    assert len(plan.notices) == len(notices)
    for said, words in zip(plan.notices, notices, strict=True):
        assert words in said


# ── since when, and what is no change ───────────────────────────────────────────────────────


def _preview(session: Session, path: Path, **options: object) -> ImportPlan:
    return imports.preview(session, "employees", path, Options(**options))  # type: ignore[arg-type]


def test_a_change_holds_from_the_first_day_of_the_month_never_today(
    clerk: Session, tmp_path: Path
) -> None:
    bring_in(clerk, staff_list(tmp_path, person(1)))
    moved = staff_list(tmp_path, person(1, GAJI_POKOK=4_000_000), name="b.xlsx")
    (change,) = _preview(clerk, moved).verdicts[0].changes
    assert change.since == date(2021, 3, 1)
    (change,) = _preview(clerk, moved, **JANUARY).verdicts[0].changes
    assert change.since == date(2021, 1, 1)
    bring_in(clerk, moved, **JANUARY)
    assert job_of(clerk, 1, date(2020, 12, 31))["salary"] == 3_456_700
    assert job_of(clerk, 1, date(2021, 1, 1))["salary"] == 4_000_000
    assert _preview(clerk, moved, **JANUARY).counts.unchanged == 1


def test_a_list_is_compared_with_the_state_of_its_own_day(clerk: Session, tmp_path: Path) -> None:
    bring_in(clerk, staff_list(tmp_path, person(1)))
    raised = staff_list(tmp_path, person(1, GAJI_POKOK=4_000_000), name="b.xlsx")
    bring_in(clerk, raised, valid_from=date(2021, 2, 1))
    again = staff_list(tmp_path, person(1), person(3), name="c.xlsx")
    assert _preview(clerk, again, valid_from=date(2021, 1, 1)).counts.unchanged == 1
    assert _preview(clerk, again, valid_from=date(2021, 3, 1)).counts.changed == 1


def test_only_capitals_and_blanks_are_no_change_unless_asked(
    clerk: Session, tmp_path: Path
) -> None:
    bring_in(clerk, staff_list(tmp_path, person(1)))
    loud = person(1, NAMA="WA  ODE SARMINA", JABATAN="GURU AHLI PERTAMA", GELAR_BELAKANG="S. Pd.")
    path = staff_list(tmp_path, loud, name="b.xlsx")
    assert _preview(clerk, path).counts.unchanged == 1
    changes = _preview(clerk, path, spelling=True).verdicts[0].changes
    assert {change.new for change in changes} == {"WA ODE SARMINA", "GURU AHLI PERTAMA", "S. Pd."}
    other = staff_list(tmp_path, {**loud, "JABATAN": "GURU AHLI MUDA"}, name="c.xlsx")
    (change,) = _preview(clerk, other).verdicts[0].changes
    assert change.new == "GURU AHLI MUDA"


PPPK = {"NIP": "198503122021212001", "STATUS": "PPPK", "GOLONGAN": "IX", "NIK": None}


@pytest.mark.parametrize(
    ("stated", "begins", "warned"),
    [
        ({"TMT CPNS": date(2021, 2, 10), "TMT JABATAN": None}, date(2021, 2, 10), 0),
        ({"TMT CPNS": None, "TMT JABATAN": date(2021, 2, 15)}, date(2021, 2, 15), 0),
        ({"TMT CPNS": None, "TMT JABATAN": None}, date(2021, 3, 1), 1),
    ],
)
def test_a_new_pppk_begins_at_the_tmt(
    clerk: Session, tmp_path: Path, stated: dict[str, object], begins: date, warned: int
) -> None:
    row = {**person(1), **PPPK, "TMT GOLONGAN": None, **stated}
    plan = _preview(clerk, staff_list(tmp_path, row))
    assert (plan.counts.new, plan.counts.warnings) == (1, warned)
    imports.apply(clerk, plan)
    with clerk.reading_own() as connection:
        assert len(people.as_of(connection, begins)) == 1
        assert people.as_of(connection, begins - timedelta(1)) == []


def test_blanks_of_a_staff_list_erase_nothing(clerk: Session, tmp_path: Path) -> None:
    bring_in(clerk, staff_list(tmp_path, person(1)))
    before = dump(clerk)
    dashes = {title: "-" for title in HEADER if title not in ("NIP", "NAMA")}
    path = write_xlsx(tmp_path / "b.xlsx", {"A": grid([{**person(1), **dashes}])})
    assert bring_in(clerk, path).counts.unchanged == 1
    assert dump(clerk) == before


def test_education_is_read_kept_and_exported(clerk: Session, tmp_path: Path) -> None:
    rows = [person(1) | {"TINGKAT PENDIDIKAN": "S-1 Akuntansi"},
            person(2) | {"TINGKAT PENDIDIKAN": "Kursus Mengetik"}, person(3)]  # fmt: skip
    heads = [*rows[0]]
    table = [heads, *[[row.get(head) for head in heads] for row in rows]]
    path = write_xlsx(tmp_path / "p.xlsx", {"A": table})
    plan, _ = imports.run(clerk, "employees", path, Options())
    warned = [(p.row, p.column) for p in plan.problems if "endidikan" in p.problem]
    assert warned == [(3, "TINGKAT PENDIDIKAN")]
    held = {row.nip: row.person.identity.education for row in roster.roster(clerk, DAY).rows}
    assert [held[nip(n)] for n in (1, 2, 3)] == ["S1", None, None]
    out = tmp_path / "keluar.xlsx"
    imports.export_employees(clerk, None, out, DAY)
    again = imports.preview(clerk, "employees", out, Options())
    assert (again.counts.unchanged, again.counts.changed) == (3, 0)
