"""A compiled set: a population as columns equals each person exactly, errors and all."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from random import Random

import numpy as np

from polima_desktop.domain.formula.errors import RowError
from polima_desktop.domain.rules import Column, Entries, ListColumn, load
from polima_desktop.domain.rules.building import compile_set
from polima_desktop.domain.rules.cases import CaseText, columns_of, read_case
from polima_desktop.domain.rules.examples import value_of
from tests.domain.rules.test_contoh import CONTOH, TEXT
from tests.domain.rules.test_gate import SOUND, with_line

PROGRAM = compile_set(CONTOH)
_FITTING = {
    "siswa": ["1", "33"], "jarak": ["0", "12.5"], "peserta": ["2", "51"], "kejadian": ["0", "11"],
    "kelompok": ["1", "8"], "malam": ["ya", "tidak"], "risiko": ["rendah", "sedang", "tinggi"],
}  # fmt: skip


def a_case(random: Random) -> CaseText:
    """A person with likely, unlikely, wrong and missing values."""
    facts = {
        "status": random.choice(["PNS", "PNS", "CPNS", "PPPK", "HONORER"]),
        "kelompok_golongan": random.choice(["I", "II", "III", "IV", "PPPK", "PPPK", ""]),
        "hukdis": random.choice(["tidak", "sedang", "berat"]),
        "plt": random.choice(["ya", "tidak", "tidak"]),
        "kelas": str(random.randint(1, 16)),
        "gaji": str(random.randint(1_500_000, 13_000_000)),
        "hari_kerja": str(random.randint(15, 26)),
        "hari_wajib": str(random.randint(0, 26)),
        "alpa": random.choice(["0"] * 9 + ["3", "32", "1.5"]),
        "apel_lalai": random.choice(["0", "1", "2", "3", ""]),
        "bagian_bulan": random.choice(["1", "0.5", "0.333333333"]),
    }
    entries = [_an_entry(random) for _ in range(random.randint(0, 3))]
    days = [_a_day(random) for _ in range(random.randint(0, 22))]
    return CaseText(facts, entries, days)


def _an_entry(random: Random) -> dict[str, str]:
    entry = {
        "kode": random.choice(list(CONTOH.activities)),
        "volume": random.choice(["1", "96", "2.5", "0.0001", "100000", "0"]),
        "menit": random.choice(["0", "40", "60"]),
    }
    for name in CONTOH.activities[entry["kode"]].inputs:
        entry[name] = random.choice([*_FITTING[name] * 5, "12.5", "sering", ""])
    return entry


def _a_day(random: Random) -> dict[str, str]:
    minutes = ["0"] * 300 + ["1", "30", "31", "60", "91", "9999", "10000"]
    return {"menit_terlambat": random.choice(minutes), "menit_pulang_cepat": random.choice(minutes)}


def test_columns_equal_the_exact_way_for_everybody_down_to_the_words_of_an_error() -> None:
    random = Random(7)
    read = [read_case(PROGRAM, a_case(random)) for _ in range(400)]
    cases = [case for case in read if not case.problem]
    result = PROGRAM.columns(columns_of(PROGRAM, cases), len(cases))
    sound = 0
    for row, case in enumerate(cases):
        exact = PROGRAM.exact(case.inputs)
        assert result.errors.get(row) == exact.error
        assert bool(result.bad[row]) == (exact.error is not None)
        if exact.error is None:
            sound += 1
            for name, value in exact.values.items():
                variable = PROGRAM.lines[name].variable
                assert value_of(variable, result.lines[name].values[row]) == value, name
    assert 20 < sound < len(cases), "some rows must fail and some must not"


def entries_of(rows: list[Mapping[str, str]]) -> Entries:
    """Activity entries as the month hands them over."""
    codes = tuple(dict.fromkeys(row["kode"] for row in rows))
    sets = [{k: v for k, v in row.items() if k not in ("kode", "volume", "menit")} for row in rows]
    unique = list({str(s): s for s in sets}.values())
    return Entries(
        np.array([codes.index(row["kode"]) for row in rows]),
        codes,
        Column(np.array([int(Decimal(row["volume"]) * 10_000) for row in rows]), 4),
        Column(np.array([int(row["menit"]) for row in rows])),
        unique,
        np.array([unique.index(s) if s else -1 for s in sets]),
    )


def test_points_as_columns_equal_points_one_by_one() -> None:
    random = Random(11)
    rows: list[Mapping[str, str]] = [_an_entry(random) for _ in range(600)]
    rows.append({"kode": "HILANG", "volume": "1", "menit": "1"})
    found = PROGRAM.points(entries_of(rows))
    failed = 0
    for number, row in enumerate(rows):
        exact = PROGRAM.exact_points(
            row["kode"], Decimal(row["volume"]), Decimal(row["menit"]), row
        )
        assert found.errors.get(number) == exact.error
        if exact.points is None:
            failed += 1
            assert found.column.present is not None
            assert not found.column.present[number]
        else:
            points = Decimal(int(found.column.values[number])).scaleb(-found.column.decimals)
            assert points == exact.points
    assert 0 < failed < len(rows)


def test_a_missing_variable_of_an_activity_names_itself() -> None:
    exact = PROGRAM.exact_points("GURU-TM", Decimal(24), Decimal(960), {})
    assert exact.error == RowError("GURU-TM", 23, "Isian 'siswa' tidak ada.")
    points = PROGRAM.points(entries_of([{"kode": "GURU-TM", "volume": "24", "menit": "960"}]))
    assert points.errors == {0: exact.error}


def test_an_entry_that_cannot_be_counted_fails_its_person_with_its_reason() -> None:
    points = ListColumn(
        np.array([100, 0, 200]), np.array([0, 1, 3]), 0, np.array([True, False, True]),
        {1: "GURU-TM: Isian 'siswa' tidak ada."},
    )  # fmt: skip
    result = PROGRAM.columns({"poin_aktivitas": points}, 2, frozenset({"poin"}))
    assert result.lines["poin"].values[0] == 100_000_000
    assert str(result.errors[1]) == (
        "poin, karakter ke-14: Butir ke-1 dari poin_aktivitas tidak ada nilainya: "
        "GURU-TM: Isian 'siswa' tidak ada."
    )


def test_the_class_value_comes_from_the_class_table_unless_given() -> None:
    for facts, expected in [
        ({"kelas": "9"}, "4355208.00"),
        ({"kelas": "9", "tpp_kelas": "9720000"}, "9720000.00"),
    ]:
        case = read_case(PROGRAM, CaseText({**facts, "bagian_bulan": "1", "status": "PNS"}))
        exact = PROGRAM.exact(case.inputs, frozenset({"tpp_dasar"}))
        assert exact.values["tpp_dasar"] == Decimal(expected)
    case = read_case(PROGRAM, CaseText({"kelas": "16", "bagian_bulan": "1", "status": "PNS"}))
    error = PROGRAM.exact(case.inputs, frozenset({"tpp_dasar"})).error
    assert error == RowError("tpp_dasar", 7, "Kunci '16' tidak ada di tabel tpp_kelas.")


def test_the_class_table_works_without_a_declared_class() -> None:
    head, tail = TEXT.split("[inputs.kelas]")
    undeclared = head + "[inputs.tpp_kelas]" + tail.split("[inputs.tpp_kelas]", 1)[1]
    assert "kelas" in compile_set(load(undeclared)).needed


def test_values_outside_the_declared_range_fail_before_they_are_computed() -> None:
    program = compile_set(load(SOUND))
    columns: dict[str, Column | ListColumn] = {
        "tpp_kelas": Column(np.array([10, 50_000_001, 10, 105]), 1),
        "hari_kerja": Column(np.array([5, 5, 40, 5]), present=np.array([True, True, False, True])),
        "kelompok_golongan": Column(np.array([0, 0, 0, 1]), words=("II", "HONORER")),
    }
    result = program.columns(columns, 4)
    assert {row: str(error) for row, error in result.errors.items()} == {
        1: "Isian 'tpp_kelas' bernilai 5000000.1: paling banyak 0 desimal.",
        2: "kotor, karakter ke-35: Isian 'hari_kerja' tidak ada.",
        3: "Isian 'tpp_kelas' bernilai 10.5: paling banyak 0 desimal.",
    }


def test_a_month_with_nothing_in_it_is_no_error() -> None:
    assert PROGRAM.columns({}, 0).errors == {}
    empty = np.zeros(0, np.int64)
    assert len(PROGRAM.points(entries_of([])).column.values) == len(empty)


def test_lines_run_after_those_they_name_whatever_their_order_in_the_file() -> None:
    first = with_line("bersih + pph")
    program = compile_set(
        load(
            first.replace('name = "kotor"', 'name = "zz"')
            .replace("kotor", "zz")
            .replace('slip = "zz"', 'slip = "kotor"')
        )
    )
    order = program.order
    assert order.index("zz") < order.index("pph") < order.index("bersih") < order.index("baru")
