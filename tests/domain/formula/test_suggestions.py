"""A suggestion replaces exactly the piece it shows, and what it makes can be read."""

from __future__ import annotations

import pytest

from polima_desktop.domain.formula.checker import check
from polima_desktop.domain.formula.errors import FormulaError
from polima_desktop.domain.formula.parser import parse
from polima_desktop.domain.formula.scaled import Interval
from polima_desktop.domain.formula.tree import LookupTable, Scope, Type, Variable


def number(name: str) -> Variable:
    return Variable(name, name, Type("number", 0, None), Interval(1, 100))


SCOPE = Scope(
    {
        **{name: number(name) for name in ("volume", "menit", "bobot")},
        "malam": Variable("malam", "malam", Type("bool"), Interval(0, 1)),
        "risiko": Variable(
            "risiko", "risiko", Type("text", words=("rendah", "tinggi"), list_name="risiko"),
            Interval(0, 1),
        ),
    },
    {}, {}, {}, {}, frozenset(),
)  # fmt: skip


def refused(text: str) -> FormulaError:
    with pytest.raises(FormulaError) as caught:
        check(parse(text), SCOPE)
    return caught.value


def said_of(text: str) -> str:
    try:
        return check(parse(text), SCOPE).remarks[0].message
    except FormulaError as error:
        return error.message


ONE = [
    ("volume * 1.25", "1.25", "volume * 1,25"),
    ("volume*1.25*bobot", "1.25", "volume*1,25*bobot"),
    ("1.000.000 * volume", "1.000.000", "1000000 * volume"),
    ("1.234,5 + volume", "1.234,5", "1234,5 + volume"),
    ("MIN(volume, 2)", ",", "MIN(volume; 2)"),
    ("volume × 2", "×", "volume * 2"),
    ("= volume * 2", "=", " volume * 2"),
    ("JIKA(volume != 2; 1; 2)", "!=", "JIKA(volume <> 2; 1; 2)"),
    ("BULATKN(volume; 0)", "BULATKN", "BULAT(volume; 0)"),
    ("volum * 2", "volum", "volume * 2"),
    ('JIKA(risiko = "tingi"; 2; 1)', '"tingi"', 'JIKA(risiko = "tinggi"; 2; 1)'),
    ('JIKA(malam = "ya"; 2; 1)', 'malam = "ya"', "JIKA(malam; 2; 1)"),
    ('JIKA("tidak" = malam; 2; 1)', '"tidak" = malam', "JIKA(BUKAN(malam); 2; 1)"),
    ('JIKA(malam <> "ya"; 2; 1)', 'malam <> "ya"', "JIKA(BUKAN(malam); 2; 1)"),
    ("JIKA(volume > 1 and menit > 2; 1; 2)", "volume > 1 and menit > 2",
     "JIKA(DAN(volume > 1; menit > 2); 1; 2)"),
    ("JIKA(malam or (menit > 2); 1; 2)", "malam or (menit > 2)",
     "JIKA(ATAU(malam; menit > 2); 1; 2)"),
    ("JIKA(MIN(volume; 3) > 1 AND malam; 1; 2)", "MIN(volume; 3) > 1 AND malam",
     "JIKA(DAN(MIN(volume; 3) > 1; malam); 1; 2)"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "piece", "mended"), ONE)
def test_a_suggestion_covers_exactly_what_it_replaces(text: str, piece: str, mended: str) -> None:
    (fix,) = refused(text).fixes
    assert fix.replaced(text) == piece
    assert fix.applied(text) == mended
    check(parse(mended), SCOPE)


def test_a_number_with_a_dot_and_three_digits_asks_which_it_is() -> None:
    fixes = refused("volume * 1.000").fixes
    assert [(fix.text, fix.meaning) for fix in fixes] == [
        ("1000", "bilangan bulat"),
        ("1,000", "pecahan desimal"),
    ]
    assert [fix.applied("volume * 1.000") for fix in fixes] == ["volume * 1000", "volume * 1,000"]


WORDS = [
    ("volume / 0", "Membagi dengan 0 tidak menghasilkan apa-apa."),
    ("VLOOKUP(volume; tukin; 2; 0)", "CARI(tabel; kunci), dua argumen"),
    ("XLOOKUP(volume; a; b)", "CARI(tabel; kunci), dua argumen"),
    ("IFS(malam; 1)", "JENJANG(jenjang; nilai)"),
    ("SUMPRODUCT(volume)", "JUMLAH(rumus)"),
    ("IFERROR(volume; 0)", "Kesalahan tidak ditutupi"),
    ("jarak * 2", "Yang ada di sini: volume, menit, bobot, malam, risiko."),
    ("volume and", "DAN(syarat pertama; syarat kedua)"),
    ("CARI(tukin; volume)", "Tabel 'tukin' tidak ada. Belum ada tabel satu pun."),
]


@pytest.mark.parametrize(("text", "words"), WORDS)
def test_a_message_says_what_to_write_here(text: str, words: str) -> None:
    assert words in said_of(text)


def test_a_look_up_of_excel_is_turned_around() -> None:
    table = LookupTable("tukin", (), (5,), 0, (1,), 0)
    scope = SCOPE._replace(tables={"tukin": table})
    with pytest.raises(FormulaError) as caught:
        check(parse("2 * VLOOKUP(volume; tukin; 2; 0)"), scope)
    (fix,) = caught.value.fixes
    assert fix.applied("2 * VLOOKUP(volume; tukin; 2; 0)") == "2 * CARI(tukin; volume)"
