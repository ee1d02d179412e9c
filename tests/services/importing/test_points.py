"""Units' points as a list: new, the same, moved, refused, taken back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from polima_desktop.domain.access import Role
from polima_desktop.domain.errors import NotAllowed
from polima_desktop.services import imports
from polima_desktop.services.attendance import points
from polima_desktop.services.importing import forms
from polima_desktop.services.importing.plan import ImportResult
from polima_desktop.services.session import Session
from polima_desktop.storage.attendance.points import Point
from polima_desktop.storage.database import Database
from tests.services.import_world import acting

HEAD = "KODE UNIT,TITIK,LATITUDE,LONGITUDE,RADIUS (M),SEJAK,SAMPAI,DASAR"


@pytest.fixture
def unit(clerk: Session) -> str:
    return points.read(clerk).units[0][1]


def bring(session: Session, folder: Path, *rows: str) -> ImportResult:
    path = folder / "titik.csv"
    path.write_text("\n".join((HEAD, *rows)), "utf-8")
    return imports.run(session, "points", path)[1]


def held(session: Session) -> list[Point]:
    return [row.point for row, _unit in points.read(session).rows]


def test_points_come_in_move_and_go_again(clerk: Session, unit: str, tmp_path: Path) -> None:
    first = f'"{unit}",Kantor,-5.4631,122.6012,100,04-01-2021,,SK 1'
    second = f'"{unit}",Gudang,"-5,47","122,61",,04-01-2021,31-03-2021,'
    result = bring(clerk, tmp_path, first, second)
    assert (result.counts.new, result.counts.rejected) == (2, 0)
    assert [p.problem for p in result.problems] == ["Radius kosong, dicatat 100 m."]
    assert [(p.name, p.lat, p.lon, p.radius, p.valid_to) for p in held(clerk)] == [
        ("Gudang", -5.47, 122.61, 100, date(2021, 4, 1)),
        ("Kantor", -5.4631, 122.6012, 100, None),
    ]
    assert bring(clerk, tmp_path, first, second).counts.unchanged == 2
    moved = bring(clerk, tmp_path, f'"{unit}",KANTOR,-5.4700,122.6012,150,01-02-2021,,SK 2')
    assert moved.counts.changed == 1
    assert [(p.name, p.valid_from, p.valid_to) for p in held(clerk)][1:] == [
        ("KANTOR", date(2021, 2, 1), None), ("Kantor", date(2021, 1, 4), date(2021, 2, 1)),
    ]  # fmt: skip
    assert moved.batch is not None
    imports.undo(clerk, moved.batch)
    assert [(p.name, p.valid_to) for p in held(clerk)][1:] == [("Kantor", None)]


BAD = [
    ",Tanpa unit,-5.4631,122.6012,100,04-01-2021,,",
    "Dinas Sihir,Tak dikenal,-5.4631,122.6012,100,04-01-2021,,",
    "UNIT,Tanpa lintang,,122.6012,100,04-01-2021,,",
    "UNIT,Terlalu selatan,-95,122.6012,100,04-01-2021,,",
    "UNIT,Nol,0,0,100,04-01-2021,,",
    "UNIT,Terlalu sempit,-5.4631,122.6012,5,04-01-2021,,",
    "UNIT,Tanpa mulai,-5.4631,122.6012,100,,,",
    "UNIT,Terbalik,-5.4631,122.6012,100,04-01-2021,03-01-2021,",
]


def test_what_nobody_can_mean_is_refused_by_its_cell(
    clerk: Session, unit: str, tmp_path: Path
) -> None:
    good = f'"{unit}",Kantor,-5.4631,122.6012,100,04-01-2021,,'
    result = bring(clerk, tmp_path, good, *(row.replace("UNIT", f'"{unit}"') for row in BAD))
    assert (result.counts.new, result.counts.rejected) == (1, len(BAD))
    assert [(p.row, p.column) for p in result.problems if p.severity == "error"] == [
        (3, "KODE UNIT"), (4, "KODE UNIT"), (5, "LATITUDE"), (6, "LATITUDE"), (7, "LATITUDE"),
        (8, "RADIUS (M)"), (9, "SEJAK"), (10, "SAMPAI"),
    ]  # fmt: skip


def test_the_form_comes_back_as_it_was_given_out(clerk: Session, tmp_path: Path) -> None:
    path = tmp_path / "format.xlsx"
    forms.save(clerk, "points", path)
    assert imports.run(clerk, "points", path)[1].counts.new == 1


def test_only_keepers_of_units_bring_points(database: Database, tmp_path: Path) -> None:
    with pytest.raises(NotAllowed):
        bring(acting(database, Role.VERIFIKATOR), tmp_path, "a,b,1,2,100,04-01-2021,,")
