"""What the reports of a day add up to, both ways, and the bounds a rule sets on a day."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from polima_desktop.domain.formula.errors import RowError
from polima_desktop.domain.rules import load
from polima_desktop.domain.rules.building import compile_set
from polima_desktop.domain.rules.cases import CaseText, columns_of, read_case
from polima_desktop.domain.rules.daily import by_day, columns_by_day
from polima_desktop.domain.rules.gate import check_set
from polima_desktop.domain.rules.intake import ListColumn

BOUNDS = """
[activities.KERJA]
name = "Bekerja"
unit = "menit"
weight = "1"
[activities.RAPAT]
name = "Rapat"
unit = "rapat"
weight = "90"
inputs = { peserta = { label = "Peserta", unit = "orang", min = "1", max = "50" } }
points = "volume * bobot / peserta * 2"

[[lines]]
name = "efektif"
unit = "menit"
formula = "JUMLAH(JIKA(menit_harian < 330; 0; MIN(menit_harian; 660)))"
[[lines]]
name = "poin_terbatas"
unit = "poin"
decimals = 9
formula = "JUMLAH(MIN(poin_harian; 400))"
[[lines]]
name = "hari_lapor"
formula = "JUMLAH(JIKA(menit_harian > 0; 1; 0))"
"""


def an_entry(day: str, minutes: int, code: str = "KERJA", **more: str) -> dict[str, str]:
    return {"kode": code, "volume": str(minutes), "menit": str(minutes), "tanggal": day, **more}


@pytest.mark.parametrize(
    ("entries", "efektif", "poin", "hari"),
    [
        ([], 0, 0, 0),
        ([an_entry("4", 200), an_entry("4", 129)], 0, 329, 1),  # 329 minutes in a day: too few
        ([an_entry("4", 200), an_entry("4", 130)], 330, 330, 1),
        ([an_entry("4", 400), an_entry("4", 260)], 660, 400, 1),
        ([an_entry("4", 400), an_entry("4", 261)], 660, 400, 1),  # and too many
        ([an_entry("4", 300), an_entry("5", 300)], 0, 600, 2),  # each day by itself
        ([an_entry("4", 200), an_entry("5", 330), an_entry("2021-01-04", 150)], 680, 680, 2),
    ],
)
def test_a_day_is_bounded_over_all_its_reports(
    entries: list[dict[str, str]], efektif: int, poin: int, hari: int
) -> None:
    program = compile_set(load(BOUNDS))
    case = read_case(program, CaseText({}, entries))
    assert case.problem == ""
    exact = program.exact(case.inputs)
    assert exact.error is None
    assert exact.values == {"efektif": efektif, "poin_terbatas": poin, "hari_lapor": hari}
    columns = program.columns(columns_of(program, [case]), 1)
    found = {
        name: Decimal(int(c.values[0])).scaleb(-c.decimals) for name, c in columns.lines.items()
    }
    assert found == exact.values


@pytest.mark.parametrize("day", ["", "0", "32", "2021-02-30", "Senin"])
def test_a_report_without_a_day_is_refused_in_words(day: str) -> None:
    case = read_case(compile_set(load(BOUNDS)), CaseText({}, [an_entry(day, 100)]))
    assert "Aturan ini menghitung setiap hari laporan" in case.problem


def test_a_report_without_points_holds_its_day() -> None:
    program = compile_set(load(BOUNDS))
    entries = [an_entry("4", 100), an_entry("4", 10, "RAPAT"), an_entry("5", 100)]
    case = read_case(program, CaseText({}, entries))
    exact = program.exact(case.inputs)
    columns = program.columns(columns_of(program, [case]), 1)
    assert exact.error is not None
    assert exact.error.message.startswith("Butir ke-1 dari poin_harian tidak ada nilainya: RAPAT")
    assert columns.errors == {0: exact.error}


def test_days_and_activities_are_not_added_up_in_one_sum() -> None:
    mixed = BOUNDS.replace("MIN(poin_harian; 400)", "poin_harian + poin_aktivitas")
    assert any("Satu JUMLAH hanya untuk satu daftar" in f.message for f in check_set(load(mixed)))


ITEM = st.one_of(st.integers(-(10**15), 10**15), st.none(), st.just("rusak"))


@given(st.lists(st.lists(st.tuples(st.integers(1, 31), ITEM), max_size=12), max_size=5))
def test_columns_and_one_by_one_agree(people: list[list[tuple[int, object]]]) -> None:
    people = [sorted(person, key=lambda pair: pair[0]) for person in people]
    flat = [pair for person in people for pair in person]
    reasons = {n: "rusak" for n, (_, item) in enumerate(flat) if item == "rusak"}
    column = columns_by_day(
        np.array([day for day, _ in flat], dtype=np.int8),
        ListColumn(
            np.array([item if isinstance(item, int) else 0 for _, item in flat], dtype=np.int64),
            np.concatenate([[0], np.cumsum([len(person) for person in people])]).astype(np.int64),
            2,
            np.array([isinstance(item, int) for _, item in flat], dtype=bool),
            reasons,
        ),
    )
    for row, person in enumerate(people):
        items = [_item(item) for _, item in person]
        expected = by_day([day for day, _ in person], items)
        span = range(int(column.offsets[row]), int(column.offsets[row + 1]))
        assert [_of(column, place) for place in span] == expected


def _item(item: object) -> Decimal | RowError | None:
    if isinstance(item, int):
        return Decimal(item).scaleb(-2)
    return RowError("", 0, "rusak") if item == "rusak" else None


def _of(column: ListColumn, place: int) -> Decimal | RowError | None:
    assert column.present is not None
    if column.present[place]:
        return Decimal(int(column.values[place])).scaleb(-column.decimals)
    reason = column.reasons.get(place, "")
    return RowError("", 0, reason) if reason else None
