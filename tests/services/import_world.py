"""A store with four units, and hands that bring lists into it as each office would."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from polima_desktop.domain.access import Actor, Role
from polima_desktop.services import imports
from polima_desktop.services.importing.plan import ImportResult, Options
from polima_desktop.services.session import Session
from polima_desktop.storage.attendance import calendar
from polima_desktop.storage.canonical import canonical_dump
from polima_desktop.storage.database import Database, create_store
from polima_desktop.storage.staff import people
from polima_desktop.storage.unit_of_work import unit_of_work
from tests.imports.lists import grid, nip, write_xlsx

TODAY = datetime(2021, 3, 1, 2, tzinfo=UTC)
UNITS_CSV = """KODE,NAMA,JENIS,INDUK,KELURAHAN,POLA KERJA,ALIAS,BERLAKU SEJAK
DIN-01,Dinas Pendidikan dan Kebudayaan,Dinas,,Wangkanapi,5 hari,Disdikbud; Dinas P dan K,2017-01-01
DIN-02,Dinas Kesehatan,Dinas,,,5 hari,,2017-01-01
SD-01,SD Negeri 1 Wameo,SD,DIN-01,Wameo,6 hari,,2017-01-01
RSU-01,RSUD Kota Baubau,RSUD,Dinas Kesehatan,,giliran,BLUD RSUD,2017-01-01
"""
RULES = """
[decree]
number = "contoh"
title = "Contoh"
date = 2021-04-01
valid_from = 2021-01-01

[activities.GURU-TM]
name = "Mengajar"
family = "guru"
unit = "jam"
weight = "40"
inputs = { siswa = { label = "Jumlah siswa", unit = "orang", decimals = 0, min = "1", max = "60" } }
points = "volume * bobot"

[activities.UMUM-01]
name = "Surat"
family = "umum"
unit = "surat"
weight = "10"
"""


def acting(database: Database, role: Role) -> Session:
    return Session(database, Actor(role.value, role.value, role), lambda: TODAY)


def dump(session: Session) -> str:
    with session.reading_own() as connection:
        return canonical_dump(connection)


def staff_list(tmp_path: Path, *rows: dict[str, object], name: str = "daftar.xlsx") -> Path:
    return write_xlsx(tmp_path / name, {"Pegawai": grid(rows)})


def bring_in(
    session: Session, path: Path, kind: str = "employees", **options: object
) -> ImportResult:
    return imports.run(session, kind, path, Options(**options))[1]  # type: ignore[arg-type]


def job_of(session: Session, number: int, day: date) -> dict[str, object]:
    with session.reading_own() as connection:
        key = people.ids_by_nip(connection)[nip(number)]
        return vars(people.assignments_on(connection, [(key, day)])[key, day])


def attendance_file(tmp_path: Path, lines: list[str], name: str = "hadir.csv") -> Path:
    path = tmp_path / name
    head = "nip,tanggal,masuk,pulang,lat_masuk,lon_masuk,lat_pulang,lon_pulang,lokasi,perangkat"
    path.write_text(
        "\n".join([head, *(line + "," * (9 - line.count(",")) for line in lines)]), "utf-8"
    )
    return path


def new_city(url: str, folder: Path) -> Database:
    """Create the store and bring its units in."""
    made = create_store(url)
    with unit_of_work(made, "admin", "office.create", TODAY) as work:
        calendar.fill_new_store(work.connection)
    path = folder / "units.csv"
    path.write_text(UNITS_CSV, encoding="utf-8")
    imports.run(acting(made, Role.BKPSDM), "units", path)
    return made
