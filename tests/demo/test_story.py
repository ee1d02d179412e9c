"""The story comes true: one small change of a weight lifts exactly one person over a band."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from polima_desktop.demo import CityFiles, write_city
from polima_desktop.domain import rules
from polima_desktop.domain.rules import SUPPLIED
from tests.demo.conftest import rows_of
from tests.demo.test_records import claims_of
from tests.demo.test_rosters import master_of


def program_of(city: CityFiles, weights: dict[str, Decimal]) -> rules.Program:
    """Compile the city's rule set with some weights changed."""
    content = rules.load(city.ruleset.read_text(encoding="utf-8"))
    changed = {
        code: replace(activity, weight=weights.get(code, activity.weight))
        for code, activity in content.activities.items()
    }
    return rules.compile(replace(content, activities=changed))


def totals(program: rules.Program, path: Path) -> dict[str, Decimal]:
    """Give everybody's approved points of a month, read from the file itself."""
    rows = [row for row in rows_of(path) if row["status"] == "Disetujui"]
    names = list(rows[0])[8:]
    texts = [tuple((name, row[name]) for name in names if row[name]) for row in rows]
    sets = sorted(set(texts))
    number = {each: n for n, each in enumerate(sets)}
    codes = sorted({row["kode_aktivitas"] for row in rows})
    found = program.points(
        rules.Entries(
            code=np.array([codes.index(row["kode_aktivitas"]) for row in rows]),
            codes=codes,
            volume=rules.Column(np.array([int(row["volume"]) for row in rows])),
            minutes=rules.Column(np.array([int(row["menit"]) for row in rows])),
            variable_sets=[dict(each) for each in sets],
            variable_set=np.array([number[text] if text else -1 for text in texts]),
        )
    )
    assert not found.errors
    points: dict[str, int] = defaultdict(int)
    for row, value in zip(rows, found.column.values.tolist(), strict=True):
        points[row["nip"]] += value
    return {nip: Decimal(value).scaleb(-found.column.decimals) for nip, value in points.items()}


#: Workdays, and days of duty from 4 January, at a school: six days a week.
DUTY = {"2021-01": (25, 24), "2021-02": (23, 23)}


def performance(program: rules.Program, points: Decimal, month: str) -> list[Any]:
    """Give what the slip's performance block pays for so many points, all else being ordinary."""
    inputs: dict[str, Any] = {}
    for name in set(program.needed) - {"tpp_kelas"}:
        known = SUPPLIED[name]
        if known.is_list:
            inputs[name] = []
        elif known.kind == "text":
            inputs[name] = known.values[0] if known.values else "umum"
        else:
            inputs[name] = False if known.kind == "bool" else Decimal(0)
    workdays, due = DUTY[month]
    ordinary = {"kelas": Decimal(8), "hari_kerja": Decimal(workdays), "hari_wajib": Decimal(due),
                "hadir": Decimal(due), "bagian_bulan": Decimal(1), "gaji": Decimal(3_000_000),
                "status": "PNS", "golongan": "III/a", "kelompok_golongan": "III"}  # fmt: skip
    inputs |= {name: value for name, value in ordinary.items() if name in inputs}
    result = program.exact({**inputs, "poin_aktivitas": [points]})
    assert result.error is None, result.error
    lines = program.ruleset.lines.values()
    paid = [result.values[line.name] for line in lines if line.slip == "bersih"]
    assert len(paid) == 1
    return paid


@pytest.mark.parametrize(("employees", "seed"), [(100, 1), (200, 2), (300, 3)])
def test_only_one_person_crosses_a_band(employees: int, seed: int, tmp_path: Path) -> None:
    city = write_city(tmp_path / "city", employees, seed)
    before = program_of(city, {})
    after = program_of(city, {city.story.activity: city.story.new_weight})
    for path in city.activities:
        month = path.stem.removeprefix("activities-")
        old, new = totals(before, path), totals(after, path)
        risen = {nip for nip in new if new[nip] > old[nip]}
        crossed = {
            nip
            for nip in risen
            if performance(before, old[nip], month) != performance(after, new[nip], month)
        }
        assert len(risen) > 10
        assert crossed == {city.story.nip}


def test_the_teacher_is_uncertified_and_teaches_at_the_school(town: CityFiles) -> None:
    story = town.story
    (person,) = [row for row in master_of(town) if row["NIP"] == story.nip]
    assert person["UNIT KERJA"] == story.school
    assert person["SERTIFIKASI"] == "Tidak"
    assert person["RUMPUN"] == "guru"
    assert person["KELAS JABATAN"] >= 8  # type: ignore[operator]
    assert person["KEDUDUKAN HUKUM"] == "Aktif"
    assert story.nip not in {row["NIP"] for row in rows_of(town.events)}


def test_the_school_claims_the_teachers_gap_in_february(town: CityFiles) -> None:
    code = next(row["KODE"] for row in rows_of(town.units)
                if row["NAMA"] == town.story.school)  # fmt: skip
    (path,) = [path for path in town.workbooks if path.stem == f"2021-02_{code}"]
    claims = claims_of(path)
    mine = [row for row in claims if row[0] == town.story.nip]
    records = {row["tanggal"] for row in rows_of(town.attendance[1])
               if row["nip"] == town.story.nip}  # fmt: skip
    assert [row[2].isoformat() in records for row in mine] == [True, False]
    assert all(row[6] for row in mine)
    assert len({row[0] for row in claims}) >= 3


def test_the_teacher_clocked_every_other_day(town: CityFiles) -> None:
    counts = [
        sum(row["nip"] == town.story.nip for row in rows_of(path)) for path in town.attendance
    ]
    assert counts == [24, 22]  # six days a week from 4 January; 23 in February, one missing
