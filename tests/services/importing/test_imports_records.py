"""Kominfo's list, events, attendance, activities and manual back-up brought into a store."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Connection

from polima_desktop.domain.access import Role
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.rules import load
from polima_desktop.services import imports
from polima_desktop.services.session import Session
from polima_desktop.storage.database import Database
from polima_desktop.storage.staff import people, roster_rows
from polima_desktop.storage.unit_of_work import unit_of_work
from tests.imports.lists import BOSS, nip, person, write_xlsx
from tests.services.import_world import (
    RULES,
    TODAY,
    acting,
    attendance_file,
    bring_in,
    dump,
    job_of,
    staff_list,
)


def everybody_on(connection: Connection, *days: date) -> set[tuple[int, date]]:
    return {(person, day) for person in people.ids_by_nip(connection).values() for day in days}


# ── another office's list ───────────────────────────────────────────────────────────────────


def test_kominfos_list_is_kept_as_it_came_and_changes_nobody(
    database: Database, tmp_path: Path
) -> None:
    kominfo = acting(database, Role.KOMINFO)
    path = tmp_path / "kominfo.csv"
    path.write_text(
        "ID,NIP,NAMA,OPD,LOKASI ABSEN,LAT,LONG,STATUS AKTIF\n"
        f"1,{nip(1)},ANI,Disdikbud,Wameo,-5.4,122.5,Aktif\n"
        f"2,{nip(1)},ANI LAGI,Kantor Entah,Wameo,-5.4,122.5,Aktif\n"
        "3,1.98503E+17,BUDI,Disdikbud,Wameo,-5.4,122.5,Aktif\n",
        "utf-8",
    )
    before = dump(kominfo)
    result = bring_in(kominfo, path, source="kominfo")
    assert (result.counts.accepted, result.counts.rejected) == (3, 0)
    assert {p.severity for p in result.problems} == {"warning"}
    assert dump(kominfo) == before
    with kominfo.reading_own() as connection:
        kept = roster_rows.current(connection, "kominfo")
    assert [line.row for line in kept] == [2, 3, 4]
    assert kept[2].nip == "1.98503E+17"
    assert json.loads(kept[1].cells)["OPD"] == "Kantor Entah"
    assert bring_in(kominfo, path, source="kominfo").batch is None


def test_taking_kominfos_newer_list_back_makes_the_older_one_current(
    database: Database, tmp_path: Path
) -> None:
    kominfo = acting(database, Role.KOMINFO)

    def listed(name: str) -> Path:
        path = tmp_path / f"{name}.csv"
        path.write_text(f"NIP,NAMA,OPD\n{nip(1)},{name},Disdikbud\n", "utf-8")
        return path

    def current() -> list[str | None]:
        with kominfo.reading_own() as connection:
            return [line.name for line in roster_rows.current(connection, "kominfo")]

    bring_in(kominfo, listed("Lama"), source="kominfo")
    newer = bring_in(kominfo, listed("Baru"), source="kominfo").batch
    assert current() == ["Baru"]
    assert newer is not None
    imports.undo(kominfo, newer)
    assert current() == ["Lama"]


# ── events ──────────────────────────────────────────────────────────────────────────────────


def test_events_change_people_and_are_one_event_only_once(clerk: Session, tmp_path: Path) -> None:
    bring_in(clerk, staff_list(tmp_path, person(1), person(2)))
    before = dump(clerk)
    path = tmp_path / "kejadian.csv"
    path.write_text(
        "NIP,JENIS,MULAI,SELESAI,NOMOR SK,TANGGAL SK,KETERANGAN,UNIT KERJA\n"
        f"{nip(1)},mutasi,2021-02-01,,821/1,2021-01-20,,Dinas Kesehatan\n"
        f"{nip(2)},cuti sakit,2021-02-01,2021-02-05,850/2,2021-01-30,,\n"
        f"{nip(9)},pensiun,2021-02-01,,,,,\n"
        f"{nip(2)},cuti sakit,2021-02-10,2021-02-05,,,,\n",
        "utf-8",
    )
    plan, result = imports.run(clerk, "events", path)
    assert (result.counts.new, result.counts.rejected) == (2, 2)
    assert {(p.row, p.column) for p in plan.problems} == {(4, "NIP"), (5, "SELESAI")}
    assert job_of(clerk, 1, date(2021, 2, 1))["unit"] == "DIN-02"
    assert bring_in(clerk, path, "events").batch is None
    assert result.batch is not None
    imports.undo(clerk, result.batch)
    assert dump(clerk) == before


# ── attendance, activities, manual back-up ──────────────────────────────────────────────────


@pytest.fixture
def staffed(database: Database, tmp_path: Path) -> Database:
    """Two people: a teacher, and a nurse on shifts; and an example rule set."""
    nurse = person(2, UNIT_KERJA="RSUD Kota Baubau")
    bring_in(acting(database, Role.BKPSDM), staff_list(tmp_path, person(1), nurse))
    _rules(database)
    return database


def _rules(database: Database) -> None:
    from sqlalchemy import insert

    from polima_desktop.storage.tables import rule_versions

    assert load(RULES).activities
    with unit_of_work(database, "org", "test.rules", TODAY) as work:
        work.connection.execute(
            insert(rule_versions),
            {
                "number": 1, "state": "published", "title": "t", "decree_number": "c",
                "toml": RULES,
                "decree_date": date(2021, 4, 1), "valid_from": date(2021, 1, 1), "sha256": "0" * 64,
                "engine": "1", "edited_by": "org", "edited_at": TODAY,
            },
        )  # fmt: skip


def test_attendance_is_compared_day_by_day(staffed: Database, tmp_path: Path) -> None:
    kominfo = acting(staffed, Role.KOMINFO)
    lines = [
        f"{nip(1)},2021-01-04,07:30,16:00,-5.4,122.5",
        f"{nip(2)},04/01/2021,22.00,06.00",
        f"{nip(1)},2021-01-05,07:45,",
        f"{nip(7)},2021-01-05,07:45,16:00",
        f"{nip(1)},2021-01-06,25:00,16:00",
        f"{nip(1)},2022-01-06,07:30,16:00",
        f"{nip(1)},2021-01-07,16:00,07:30",
        f"{nip(2)},2021-01-08,07:30,16:00",
        f"{nip(2)},2021-01-08,07:31,16:00",
    ]
    plan, result = imports.run(kominfo, "attendance", attendance_file(tmp_path, lines))
    assert (result.counts.new, result.counts.rejected, result.counts.warnings) == (4, 5, 1)
    assert [(p.row, p.column) for p in plan.problems] == [
        (5, "nip"), (6, "masuk"), (7, "tanggal"), (8, "pulang"), (9, "tanggal"), (10, "tanggal"),
    ]  # fmt: skip
    corrected = [lines[0], lines[1].replace("06.00", "06.30")]
    second = bring_in(kominfo, attendance_file(tmp_path, corrected, "b.csv"), "attendance")
    assert (second.counts.changed, second.counts.unchanged) == (1, 1)
    from polima_desktop.storage.attendance import records

    with kominfo.reading_own() as connection:
        rows = records.days(connection, everybody_on(connection, date(2021, 1, 4)))
    assert {(row.check_in, row.check_out) for row in rows} == {
        (27_000, 57_600), (79_200, 86_400 + 23_400),
    }  # fmt: skip


def test_taking_attendance_back_makes_the_replaced_day_current(
    staffed: Database, tmp_path: Path
) -> None:
    from polima_desktop.storage.attendance import records

    kominfo, day = acting(staffed, Role.KOMINFO), date(2021, 1, 4)

    def clocked() -> list[int | None]:
        with kominfo.reading_own() as connection:
            return [row.check_in for row in records.days(connection, everybody_on(connection, day))]

    first = attendance_file(tmp_path, [f"{nip(1)},2021-01-04,07:30,16:00"])
    second = attendance_file(tmp_path, [f"{nip(1)},2021-01-04,07:45,16:00"], "b.csv")
    older = bring_in(kominfo, first, "attendance").batch
    newer = bring_in(kominfo, second, "attendance").batch
    assert older is not None
    assert newer is not None
    with pytest.raises(Refused, match="diganti impor lain"):
        imports.undo(kominfo, older)
    imports.undo(kominfo, newer)
    assert clocked() == [27_000]
    imports.undo(kominfo, older)
    assert clocked() == []


def test_activities_carry_what_they_declare(staffed: Database, tmp_path: Path) -> None:
    kominfo = acting(staffed, Role.KOMINFO)
    path = tmp_path / "aktivitas.csv"
    own = nip(1)
    path.write_text(
        "nip,tanggal,kode_aktivitas,uraian,volume,menit,status,atasan,siswa\n"
        f'{own},2021-01-04,GURU-TM,Kelas 1,"2,5",80,Disetujui,{BOSS},30\n'
        f"{own},2021-01-04,umum-01,Surat,1,10,menunggu,{BOSS},\n"
        f"{own},2021-01-05,GURU-TM,Kelas 1,2,80,Disetujui,{BOSS},\n"
        f"{own},2021-01-05,GURU-TM,Kelas 1,2,80,Disetujui,{BOSS},61\n"
        f"{own},2021-01-05,XX-99,Entah,2,80,Disetujui,{BOSS},\n"
        f"{own},2021-01-05,UMUM-01,Surat,0,80,Disetujui,{BOSS},\n"
        f"{own},2021-01-05,UMUM-01,Surat,1,1441,Disetujui,{BOSS},\n"
        f"{own},2021-01-05,UMUM-01,Surat,1,10,Entah,{BOSS},\n",
        "utf-8",
    )
    plan, result = imports.run(kominfo, "activities", path)
    assert (result.counts.new, result.counts.rejected) == (2, 6)
    assert [p.column for p in plan.problems] == [
        "siswa", "siswa", "kode_aktivitas", "volume", "menit", "status",
    ]  # fmt: skip
    from polima_desktop.storage.attendance import records

    with kominfo.reading_own() as connection:
        rows = records.entries(connection, everybody_on(connection, date(2021, 1, 4)))
    assert [(row.volume, row.variables, row.status) for row in rows] == [
        (25_000, '{"siswa":"30"}', "Disetujui"), (10_000, None, "Menunggu"),
    ]  # fmt: skip


def _workbook(tmp_path: Path, clocks: tuple[str | None, str | None] = ("07.30", "14.00")) -> Path:
    own = nip(1)
    return write_xlsx(
        tmp_path / "backup.xlsx",
        {
            "Kehadiran": [
                ["NIP", "NAMA", "TANGGAL", "MASUK", "PULANG", "ALASAN", "BUKTI"],
                [own, "Waode Sarmina, S.Pd.", date(2021, 1, 4), *clocks, "HP rusak", "foto.jpg"],
                [own, "Waode Sarmina, S.Pd.", date(2021, 2, 1), "07.30", "14.00", "HP rusak", ""],
                [own, "Waode Sarmina, S.Pd.", date(2021, 1, 9), None, None, "lupa", ""],
            ],
            "Aktivitas": [
                ["NIP", "TANGGAL", "KODE AKTIVITAS", "URAIAN", "VOLUME", "MENIT"],
                [own, date(2021, 1, 4), "UMUM-01", "Surat", 1, 10],
                [own, date(2021, 1, 5), "UMUM-01", "Surat", 2, 20],
            ],
            "Petugas": [
                ["UNIT", "SD Negeri 1 Wameo"],
                ["BULAN", "2021-01"],
                ["PETUGAS", "Rosmina"],
                ["DIKETIK PADA", "3 Februari 2021 09.00"],
                ["ATASAN", "Kepala"],
                ["BUKTI", "daftar-hadir.pdf"],
            ],
        },
    )


def test_a_backup_workbook_becomes_claims_of_person_and_day(
    staffed: Database, tmp_path: Path
) -> None:
    desk = acting(staffed, Role.VERIFIKATOR)
    plan, result = imports.run(desk, "backup", _workbook(tmp_path))
    assert (result.counts.read, result.counts.new, result.counts.rejected) == (5, 3, 2)
    assert [(p.sheet, p.row, p.column) for p in plan.problems] == [
        ("Kehadiran", 3, "TANGGAL"), ("Kehadiran", 4, "MASUK"),
    ]  # fmt: skip
    from polima_desktop.storage.review import claims as stored_claims

    with desk.reading_own() as connection:
        claims = stored_claims.current_claims(
            connection, everybody_on(connection, date(2021, 1, 4), date(2021, 1, 5))
        )
    by_day = {day: claim for (_, day), claim in claims.items()}
    whole, works = by_day[date(2021, 1, 4)], by_day[date(2021, 1, 5)]
    assert (whole.has_attendance, whole.evidence, whole.typed_by) == (True, "foto.jpg", "Rosmina")
    assert len(whole.activities) == 1
    assert (works.has_attendance, works.evidence) == (False, "daftar-hadir.pdf")
    changed = bring_in(desk, _workbook(tmp_path, ("07.35", "14.00")), "backup").counts
    assert (changed.changed, changed.unchanged) == (2, 1)


def test_a_workbook_without_petugas_is_refused(staffed: Database, tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "b.xlsx", {"Kehadiran": [["NIP", "TANGGAL"], [nip(1), "x"]]})
    with pytest.raises(Refused, match="lembar Petugas"):
        imports.preview(acting(staffed, Role.VERIFIKATOR), "backup", path)
