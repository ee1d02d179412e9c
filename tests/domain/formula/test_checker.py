"""What the checker refuses or remarks on, where, and what it proves."""

from __future__ import annotations

import datetime as dt

import pytest

from polima_desktop.domain.formula.checker import check
from polima_desktop.domain.formula.errors import FormulaError
from polima_desktop.domain.formula.parser import parse
from polima_desktop.domain.formula.scaled import Interval
from polima_desktop.domain.formula.tree import (
    BandTable,
    LookupTable,
    Node,
    Scope,
    Type,
    Variable,
)
from polima_desktop.domain.formula.units import read_unit, show

_STATUS = ("CPNS", "PNS", "PPPK")
_DAYS = Interval(dt.date(2000, 1, 1).toordinal(), dt.date(2030, 1, 1).toordinal())


def _number(name: str, unit: str, low: int, high: int, decimals: int = 0) -> Variable:
    return Variable(name, name, Type("number", decimals, read_unit(unit)), Interval(low, high))


_VARIABLES = [
    _number("tpp", "Rp", 0, 50_000_000),
    _number("gaji", "Rp", 0, 20_000_000),
    _number("hari", "hari", 0, 31),
    _number("wajib", "hari", 1, 31),
    _number("poin", "poin", 0, 10**6, 2),
    _number("beda", "none", -500, 500, 2),
    _number("jauh", "km", 0, 3 * 10**9),
    Variable("status", "", Type("text", words=_STATUS, list_name="status"), Interval(0, 2)),
    Variable("hukdis", "", Type("text", words=("tidak", "sedang"), list_name="hukdis"),
             Interval(0, 1)),
    Variable("plt", "", Type("bool"), Interval(0, 1)),
    Variable("awal", "", Type("date"), _DAYS),
    Variable("akhir", "", Type("date"), _DAYS),
    _number("menit_terlambat", "menit", 0, 9999)._replace(family="hari kerja"),
    _number("poin_aktivitas", "poin", 0, 10**6, 2)._replace(family="aktivitas"),
]  # fmt: skip
SCOPE = Scope(
    {variable.name: variable for variable in _VARIABLES},
    {"kotor": _number("kotor", "Rp", 0, 10**8)},
    {"tl": BandTable("tl", (0, 1, 31), 0, (0, 5, 10), 3)},
    {
        "pph": LookupTable("pph", _STATUS, (), 0, (0, 5, 5), 2),
        "lama": LookupTable("lama", ("PNS", "HONORER"), (), 0, (1, 2), 0),
        "kelas": LookupTable("kelas", ("1", "2"), (1, 2), 0, (100, 200), 0),
    },
    {"hari kerja": 31, "aktivitas": 1000},
)


def node_of(text: str) -> Node:
    checked = check(parse(text), SCOPE)
    assert not [remark for remark in checked.remarks if remark.refuses], checked.remarks
    return checked.node


@pytest.mark.parametrize(
    ("text", "position", "words"),
    [
        ("tpp + kotr", 7, "Nama 'kotr' tidak dikenal. Maksud Anda kotor?"),
        ("tpp + hari", 5, "Satuan tidak sama pada '+': Rp dan hari"),
        ("tpp > hari", 5, "Satuan tidak sama pada '>'"),
        ("MIN(tpp; hari)", 1, "Satuan tidak sama pada MIN"),
        ("tpp / hari + gaji", 12, "Satuan tidak sama pada '+': Rp/hari dan Rp"),
        ("JIKA(plt; tpp; hari)", 1, "Satuan tidak sama pada kedua cabang JIKA"),
        ("tpp + plt", 7, "'+' memerlukan angka, bukan ya/tidak"),
        ("JIKA(tpp; 1; 2)", 6, "Syarat JIKA memerlukan ya/tidak, bukan angka"),
        ("JIKA(plt; 1; status)", 1, "Kedua cabang JIKA harus sejenis"),
        ("DAN(plt; tpp)", 10, "DAN memerlukan ya/tidak"),
        ("1 < 2 < 3", 7, "Tidak bisa membandingkan ya/tidak dengan angka"),
        ('status < "PNS"', 8, "Teks hanya dibandingkan dengan = atau <>"),
        ('status = "AKTIV"', 10, "'AKTIV' bukan isian yang sah untuk status"),
        ('status = "PNSS"', 10, "Maksud Anda PNS?"),
        ("status = hukdis", 8, "Daftar isian status dan hukdis berbeda"),
        ('tpp = "9"', 7, "Teks '9' tidak mempunyai daftar isian di sini"),
        ('"PNS" = "PNS"', 1, "tidak mempunyai daftar isian"),
        ("tpp = awal", 5, "Tidak bisa membandingkan angka dengan tanggal"),
        ("BULAT(tpp)", 1, "BULAT memerlukan 2 argumen, ditulis 1"),
        ("MIN(1,5)", 1, "MIN memerlukan paling sedikit 2 argumen"),
        ("JIKA(plt; 1)", 1, "JIKA memerlukan 3 argumen"),
        ("BULAT(tpp; hari)", 12, "harus bilangan bulat tetap"),
        ("BULAT(tpp; 1,5)", 12, "harus bilangan bulat tetap"),
        ("BULAT(tpp; 10)", 12, "harus bilangan bulat tetap"),
        ("CARI(pphh; status)", 6, "Tabel 'pphh' tidak ada. Maksud Anda pph?"),
        ("CARI(tl; hari)", 6, "'tl' adalah jenjang. Pakai JENJANG(tl; …)"),
        ("JENJANG(pph; hari)", 9, "'pph' adalah tabel. Pakai CARI(pph; …)"),
        ("CARI(pph; hari)", 11, "Kunci tabel pph memerlukan teks"),
        ("CARI(lama; status)", 12, "'HONORER' bukan isian yang sah untuk status"),
        ("tl * 2", 1, "'tl' adalah jenjang"),
        ("pph * 2", 1, "'pph' adalah tabel"),
        ("JIKA + 1", 1, "'JIKA' adalah fungsi"),
        ("menit_terlambat * 2", 1, "'menit_terlambat' adalah daftar; pakai di dalam JUMLAH"),
        ("JUMLAH(tpp)", 1, "JUMLAH memerlukan sebuah daftar"),
        ("JUMLAH(JUMLAH(poin_aktivitas))", 8, "JUMLAH tidak boleh di dalam JUMLAH"),
        ("JUMLAH(poin_aktivitas * menit_terlambat)", 25, "Satu JUMLAH hanya untuk satu daftar"),
        ("HARI(awal; tpp)", 12, "HARI memerlukan tanggal"),
        ("-plt", 2, "Tanda '-' memerlukan angka"),
        ("tpp / wajib / wajib * poin * poin * poin * poin * poin", 49, "mencapai 19 desimal"),
    ],
)  # fmt: skip
def test_a_formula_without_meaning_is_refused_at_its_place(
    text: str, position: int, words: str
) -> None:
    with pytest.raises(FormulaError) as caught:
        check(parse(text), SCOPE)
    assert words in caught.value.message
    assert caught.value.position == position


@pytest.mark.parametrize(
    "text",
    [
        "hari * 3%", "tpp * 60%", "hari * 0,5 + poin", "jauh > 32", "MIN(poin / 6750; 1)",
        "JIKA(plt; tpp; 0)", "MAKS(12000000 - gaji; 0)", "tpp / wajib * hari + gaji",
        'JIKA(status = "PNS"; 1; 2)', '"PNS" <> status', "HARI(akhir; awal) + hari",
        'JIKA(plt; status; "PNS") = status', "CARI(kelas; 1) + tpp", 'CARI(pph; "PNS")',
    ],
)  # fmt: skip
def test_a_literal_takes_whatever_unit_makes_sense(text: str) -> None:
    node_of(text)


@pytest.mark.parametrize(
    ("text", "decimals", "unit"),
    [
        ("tpp + gaji", 0, "Rp"),
        ("tpp * wajib", 0, "Rp·hari"),
        ("tpp / wajib", 9, "Rp/hari"),
        ("wajib / wajib", 9, "tanpa satuan"),
        ("poin + poin * 1,25", 4, "poin"),
        ("tpp * 60%", 2, "tanpa satuan"),
        ("BULAT(poin / wajib; 2)", 2, "poin/hari"),
        ("BULAT(poin; 5)", 2, "poin"),
        ("BULAT(tpp; -3)", 0, "Rp"),
        ("JUMLAH(poin_aktivitas)", 2, "poin"),
        ("CARI(pph; status)", 2, "tanpa satuan"),
        ("HARI(akhir; awal)", 0, "hari"),
    ],
)
def test_decimals_and_units_follow_from_the_parts(text: str, decimals: int, unit: str) -> None:
    kind = node_of(text).type
    assert kind.decimals == decimals
    assert show(kind.unit) == unit


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("tpp - gaji", -20_000_000, 50_000_000),
        ("beda * beda", -250_000, 250_000),
        ("ABS(beda)", 0, 500),
        ("MIN(hari; 5)", 0, 5),
        ("MAKS(hari; 5)", 5, 31),
        ("hari / wajib", 0, 31_000_000_000),
        ("JENJANG(tl; hari)", 0, 10),
        ("JUMLAH(JENJANG(tl; menit_terlambat))", 0, 310),
        ("JIKA(hari > 10; hari; 0)", 0, 31),
        ("JIKA(hari > 10; hari - 10; 1)", 1, 21),
        ("BULAT(beda; 0)", -5, 5),
        ("BULAT(tpp; -3)", 0, 50_000_000),
        ("jauh * jauh * 2", 0, 18 * 10**18),
    ],
)
def test_every_node_knows_its_interval(text: str, low: int, high: int) -> None:
    assert node_of(text).interval[:2] == (low, high)


def test_a_product_that_may_pass_64_bits_is_computed_wide_not_refused() -> None:
    assert not node_of("jauh * jauh * 2").fits
    assert node_of("jauh * jauh").fits


@pytest.mark.parametrize("divisor", ["hari", "beda", "poin - poin", "hari - 1", "0"])
def test_an_unguarded_divisor_is_remarked_at_its_slash(divisor: str) -> None:
    remarks = check(parse(f"tpp / ({divisor})"), SCOPE).remarks
    assert [(remark.refuses, remark.position) for remark in remarks] == [(True, 5)]
    assert ("Membagi dengan 0" if divisor == "0" else "bisa nol") in remarks[0].message


@pytest.mark.parametrize(
    "text",
    [
        "tpp / wajib",
        "JIKA(hari > 0; tpp / hari; 0)",
        "JIKA(hari = 0; 0; tpp / hari)",
        "JIKA(0 < hari; tpp / hari; 0)",
        "JIKA(hari <> 0; tpp / hari; 0)",
        "JIKA(beda <> 0; tpp / beda; 0)",
        "JIKA(hari >= 1; tpp / hari; 0)",
        "JIKA(hari <= 0; 0; tpp / hari)",
        "JIKA(BUKAN(hari = 0); tpp / hari; 0)",
        "JIKA(DAN(plt; hari > 0); tpp / hari; 0)",
        "JIKA(ATAU(plt; hari = 0); 0; tpp / hari)",
        "JIKA(hari > 3; JIKA(plt; tpp / (hari - 3); 1); 0)",
        "JIKA(hari - 3 > 0; tpp / (hari - 3); 0)",
        "tpp / MAKS(hari; 1)",
        "tpp / (hari + 1)",
    ],
)
def test_a_guarded_divisor_is_accepted(text: str) -> None:
    node_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "JIKA(plt; tpp / hari; 0)",
        "JIKA(hari > 0; 0; tpp / hari)",
        "JIKA(hari >= 0; tpp / hari; 0)",
        "JIKA(ATAU(plt; hari > 0); tpp / hari; 0)",
        "JIKA(DAN(plt; hari = 0); 0; tpp / hari)",
        "JIKA(hari > 0; 1; 2) + tpp / hari",
    ],
)
def test_a_guard_that_proves_nothing_does_not_help(text: str) -> None:
    assert any(remark.refuses for remark in check(parse(text), SCOPE).remarks)


def test_a_band_that_starts_above_its_value_is_remarked() -> None:
    remarks = check(parse("JENJANG(tl; beda)"), SCOPE).remarks
    assert remarks[0].refuses
    assert remarks[0].message == (
        "Jenjang tl mulai dari 0, tetapi nilainya bisa -5,00. Tambah jenjang di bawahnya."
    )
    assert remarks[0].position == 13


def test_a_band_that_is_never_reached_and_a_missing_key_are_warnings() -> None:
    for text, words in [
        ("JENJANG(tl; MIN(hari; 30))", "mulai 31 tidak pernah tercapai"),
        ("CARI(kelas; wajib)", "tidak memuat 3, 4, 5, 6, 7, …"),
    ]:
        (remark,) = check(parse(text), SCOPE).remarks
        assert not remark.refuses
        assert words in remark.message
