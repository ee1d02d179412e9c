"""The worked values of DOMAIN.md §4, to the rupiah, through files and ``rules try``."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

import pytest

from polima_desktop.domain.errors import Refused
from polima_desktop.domain.rules import load
from polima_desktop.services.rules import trial as rule_trial
from tests.domain.rules.test_contoh import CONTOH

G1 = """
[inputs.tukin]
label = "Tukin BPK"
unit = "Rp"
decimals = 0
min = "0"
max = "100000000"

[[lines]]
name = "tpp"
unit = "Rp"
decimals = 0
formula = "BULAT(tukin * 0,4653; 0)"
"""
TUKIN = [1540, 1947, 2354, 2849, 4807, 5764, 6633, 7523, 9360, 10760, 12370, 16000, 20010, 22295,
         29286]  # fmt: skip
TPP = [716562, 905939, 1095316, 1325640, 2236697, 2681989, 3086335, 3500452, 4355208, 5006628,
       5755761, 7444800, 9310653, 10373864, 13626776]  # fmt: skip
G7_G8 = """
[inputs.nilai]
label = "Nilai"
decimals = 8
min = "-100000000"
max = "100000000"

[[lines]]
name = "dibayar"
decimals = 0
formula = "BULAT(21931000 * nilai; 0)"

[[lines]]
name = "bulat"
decimals = 0
formula = "BULAT(nilai; 0)"
"""


def tried(
    folder: Path,
    rules: str,
    cases: str,
    activities: str | None = None,
    days: str | None = None,
) -> list[Mapping[str, str]]:
    """Run the cases of CSV texts and read the result back."""
    paths = {}
    for name, text in {"cases": cases, "activities": activities, "days": days}.items():
        if text is not None:
            paths[name] = folder / f"{name}.csv"
            paths[name].write_text(text, encoding="utf-8")
    ruleset = load(rules) if rules else CONTOH
    trial = rule_trial.try_out(ruleset, paths["cases"], paths.get("activities"), paths.get("days"))
    rule_trial.write_sheet(trial.sheet, folder / "out.csv")
    with (folder / "out.csv").open(encoding="utf-8", newline="") as out:
        return list(csv.DictReader(out))


def test_g1_tpp_of_every_class(tmp_path: Path) -> None:
    cases = "tukin\n" + "".join(f"{thousand}000\n" for thousand in TUKIN)
    assert [int(row["tpp"]) for row in tried(tmp_path, G1, cases)] == TPP
    assert [int(value) for _, value in CONTOH.tables["tpp_kelas"].rows] == TPP


HEAD = (
    "kelas,kelompok_golongan,status,hukdis,plt,gaji,hari_kerja,hari_wajib,alpa,apel_lalai,"
    "bagian_bulan\n"
)
FULL = "case,kode_aktivitas,volume,menit\n" + "".join(
    f"{number},UMUM-MNT,6750,0\n" for number in (1, 2, 3)
)


def test_g4_and_g6_discipline_and_one_rounding(tmp_path: Path) -> None:
    (row,) = tried(
        tmp_path,
        "",
        HEAD + "9,III,PNS,tidak,tidak,12000000,20,20,1,0,1\n",
        "case,kode_aktivitas,volume,menit\n1,UMUM-MNT,5899,0\n",
        "case,menit_terlambat,menit_pulang_cepat\n1,5,0\n1,30,0\n1,75,60\n1,0,0\n",
    )
    names = ("nilai_disiplin", "tpp_kinerja", "tpp_disiplin", "kotor", "pph21", "error")
    shown = {name: row[name] for name in names}
    assert shown == {
        "nilai_disiplin": "0.9375", "tpp_kinerja": "2351812.32", "tpp_disiplin": "1633203.00",
        "kotor": "3985015", "pph21": "199251", "error": "",
    }  # fmt: skip


def test_g5_tax_by_golongan_group(tmp_path: Path) -> None:
    cases = HEAD + "".join(
        f"9,{group},PNS,tidak,tidak,12000000,20,20,0,0,1\n" for group in ("III", "IV", "II")
    )
    rows = tried(tmp_path, "", cases, FULL)
    assert [(row["pph21"], row["bersih"]) for row in rows] == [
        ("217760", "4137448"), ("653281", "3701927"), ("0", "4355208"),
    ]  # fmt: skip


def test_g7_and_g8_the_unrounded_score_and_half_away_from_zero(tmp_path: Path) -> None:
    cases = "nilai\n0.98735498\n0.9874\n2.5\n-2.5\n10373863.5\n"
    rows = tried(tmp_path, G7_G8, cases)
    assert [row["dibayar"] for row in rows[:2]] == ["21653682", "21654669"]
    assert [row["bulat"] for row in rows[2:]] == ["3", "-3", "10373864"]


def test_absent_columns_and_blank_cells_are_missing_only_where_evaluated(tmp_path: Path) -> None:
    rules = G7_G8.replace("BULAT(nilai; 0)", "JIKA(nilai > 1; 1; BULAT(lain; 0))") + """
[inputs.lain]
decimals = 0
min = "0"
max = "9"
"""  # fmt: skip
    rows = tried(tmp_path, rules, "nilai\n2\n1\n\n")
    assert [(row["bulat"], row["error"]) for row in rows] == [
        ("1", ""), ("", "bulat, karakter ke-26: Isian 'lain' tidak ada."),
    ]  # fmt: skip
    rows = tried(tmp_path, rules, 'nilai,lain\n1,\n1," 4 "\n,4\n')
    assert [row["bulat"] for row in rows] == ["", "4", ""]
    assert rows[2]["error"] == "dibayar, karakter ke-18: Isian 'nilai' tidak ada."


def test_the_output_repeats_the_inputs_and_adds_a_column_a_line(tmp_path: Path) -> None:
    (row,) = tried(tmp_path, G7_G8, "catatan,nilai\nuji,1.5\n")
    assert dict(row) == {
        "catatan": "uji", "nilai": "1.5", "dibayar": "32896500", "bulat": "2", "error": "",
    }  # fmt: skip


def test_a_division_by_zero_or_a_value_below_the_bands_is_that_rows_error(tmp_path: Path) -> None:
    rules = """
[inputs.hari]
decimals = 0
min = "-5"
max = "31"
[bands.b]
rows = [["0", "1"]]
[[lines]]
name = "bagi"
decimals = 9
formula = "1 / hari"
[[lines]]
name = "jenjang"
decimals = 0
formula = "JENJANG(b; hari)"
"""
    rows = tried(tmp_path, rules, "hari\n4\n0\n-1\n")
    assert [row["error"] for row in rows] == [
        "",
        "bagi, karakter ke-3: Pembagi 'hari' bernilai nol.",
        "jenjang, karakter ke-1: Nilai -1 di bawah batas pertama jenjang b.",
    ]
    assert rows[0]["bagi"] == "0.250000000"


def test_numbers_past_64_bits_come_out_whole(tmp_path: Path) -> None:
    rules = """
[inputs.x]
decimals = 0
min = "0"
max = "9000000000"
[[lines]]
name = "y"
decimals = 0
formula = "x * x * 2"
"""
    assert tried(tmp_path, rules, "x\n3000000000\n")[0]["y"] == "18000000000000000000"


@pytest.mark.parametrize(
    ("cases", "words"),
    [
        ("", "tidak berisi baris judul"),
        ("a,a\n1,2\n", "kolom a ditulis dua kali"),
        ("nilai\n1,5\n", "baris 2: 2 sel, judulnya 1"),
        ("case,nilai\n1,1\n1,2\n", "Nomor kasus 1 dipakai dua kali"),
    ],
)
def test_a_wrong_table_of_cases_is_refused(tmp_path: Path, cases: str, words: str) -> None:
    with pytest.raises(Refused) as caught:
        tried(tmp_path, G7_G8, cases)
    assert words in caught.value.message


def test_a_list_row_of_no_case_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        tried(tmp_path, G7_G8, "nilai\n1\n", days="case,menit_terlambat\n2,5\n")
    assert caught.value.message == "days.csv baris 2: kasus 2 tidak ada."


def test_one_file_of_activities_serves_all_of_them(tmp_path: Path) -> None:
    (row,) = tried(
        tmp_path,
        "",
        HEAD + "9,III,PNS,tidak,tidak,12000000,20,20,0,0,1\n",
        "case,kode_aktivitas,uraian,volume,menit,siswa,malam\n"
        "1,GURU-TM,Kelas V,2,80,33,\n"
        "1,UMUM-SRT,Surat,1,30,0,tidak\n",
    )
    assert (row["poin"], row["error"]) == ("130.000000", "")
