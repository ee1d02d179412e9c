"""What the language says about a wrong text, and where; and that one tree has one text."""

from __future__ import annotations

from random import Random

import pytest

from polima_desktop.domain.formula.errors import FormulaError, caret
from polima_desktop.domain.formula.functions import FUNCTIONS
from polima_desktop.domain.formula.lexer import tokens
from polima_desktop.domain.formula.parser import parse
from polima_desktop.domain.formula.printer import canonical
from polima_desktop.domain.formula.syntax import Binary, Name, walk

WRONG = [
    ("MIN(capaian * 100%, 1)", 19,
     ("Pemisah argumen adalah titik koma ';'. Koma ',' hanya untuk desimal, mis. 1,25 "
      "(karakter ke-19)")),
    ("MIN(a;1,5,2)", 10, "Pemisah argumen adalah titik koma"),
    ("BULATKN(a; 2)", 1, "Fungsi 'BULATKN' tidak ada. Maksud Anda BULAT?"),
    ("a + QQQ(1)", 5, "Fungsi 'QQQ' tidak ada."),
    ("tpp * 1.25", 8, "tidak boleh di dalam angka. Desimal ditulis dengan koma, mis. 1,25"),
    ("1.000.000 * a", 2, "Tulis 1000000 tanpa pemisah ribuan"),
    ("12.000 * a", 3, "mis. 12,000; ribuan tanpa pemisah, mis. 12000"),
    ("a ^ 2", 3, "Pangkat '^' tidak ada"),
    ("pegawai.kelas", 8, "Titik '.' tidak dikenal di sini"),
    ("a[1]", 2, "Karakter '[' tidak dikenal"),
    ("(a + b", 1, "Kurung buka '(' belum ditutup"),
    ("a + b)", 6, "Kurung tutup ')' tanpa kurung buka"),
    ("a +", 3, "Rumus belum selesai"),
    ("a + * b", 5, "Di sini diperlukan nilai, bukan '*'"),
    ("MIN(a;;b)", 7, "Di sini diperlukan nilai, bukan ';'"),
    ("a b", 3, "Operator kurang sebelum nama 'b'"),
    ("2(a)", 2, "Operator kurang sebelum kurung buka '('"),
    ("a; b", 2, "Titik koma ';' hanya memisahkan argumen"),
    ("= a + b", 1, "Rumus tidak diawali '='"),
    ("a == b", 4, "'==' tidak dikenal"),
    ("a => b", 4, "'=>' tidak dikenal"),
    ("a != b", 3, "Maksud Anda <>?"),
    ("a × b", 3, "Karakter '×' tidak dikenal. Maksud Anda *?"),
    ("status = “PNS”", 10, 'Maksud Anda "?'),
    ('status = "PNS', 10, "Teks belum ditutup"),
    ("", 1, "Rumus kosong"),
    ("   ", 1, "Rumus kosong"),
    ("1" * 31, 1, "lebih dari 30 digit"),
    ("a" + "+a" * 200, 1, "terlalu besar: 401 simpul"),
    ("(" * 41 + "a" + ")" * 41, 41, "Kurung bersarang lebih dari 40"),
    ("a" * 2001, 2001, "terlalu panjang: 2001 karakter"),
    ("a😀 + 😀", 2, "Karakter '😀' tidak dikenal"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "position", "words"), WRONG)
def test_a_wrong_text_is_refused_at_its_place_in_words(
    text: str, position: int, words: str
) -> None:
    with pytest.raises(FormulaError) as caught:
        parse(text)
    assert words in caught.value.message
    assert caught.value.position == position


def test_positions_count_code_points_not_bytes() -> None:
    with pytest.raises(FormulaError) as caught:
        parse('JIKA(a = "é😀"; 1; b ^ 2)')
    assert caught.value.position == 21


def test_the_caret_stands_under_the_place() -> None:
    assert caret("MIN(a, 1)", 6) == "MIN(a, 1)\n     ^"


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("if(a>1;2;3)", "JIKA(a > 1; 2; 3)"),
        ("rounddown(a;2)+ROUNDUP( b ; 0 )", "BULAT.BAWAH(a; 2) + BULAT.ATAS(b; 0)"),
        ("((a+b))*c", "(a + b) * c"),
        ("a+(b*c)", "a + b * c"),
        ("a-(b-c)", "a - (b - c)"),
        ("a-b-c", "a - b - c"),
        ("a/(b*c)", "a / (b * c)"),
        ("-(a+b)%", "-(a + b)%"),
        ("(-a)%", "(-a)%"),
        ("--a", "--a"),
        ("(a=b)=(c=d)", "a = b = (c = d)"),
        ("60%*1,50", "60% * 1,50"),
        ('gol="a""b"', 'gol = "a""b"'),
        ("sum(band(tl;menit))", "JUMLAH(JENJANG(tl; menit))"),
    ],
)
def test_a_formula_has_one_stored_text(written: str, stored: str) -> None:
    assert canonical(parse(written)) == stored
    assert parse(stored) == parse(written)


def test_every_function_answers_to_both_names_in_any_case() -> None:
    for function in FUNCTIONS.values():
        arguments = "; ".join("a" * function.least)
        for name in (function.name, function.english, function.english.lower()):
            assert canonical(parse(f"{name}({arguments})")) == f"{function.name}({arguments})"


def test_minus_signs_cost_no_recursion_and_meet_the_limit() -> None:
    assert canonical(parse("-" * 399 + "a")) == "-" * 399 + "a"
    with pytest.raises(FormulaError, match="terlalu besar"):
        parse("-" * 1900 + "a")


def test_the_limits_themselves_are_allowed() -> None:
    assert len(walk(parse("a" + "+a" * 199))) == 399
    parse("(" * 40 + "a" + ")" * 40)
    parse("9" * 30)
    parse("a" * 2000)


def test_every_node_knows_what_it_spans() -> None:
    text = "(a + bb) * MIN(1; c)"
    tree = parse(text)
    assert isinstance(tree, Binary)
    assert text[tree.left.span.start - 1 : tree.left.span.end - 1] == "(a + bb)"
    assert text[tree.right.span.start - 1 : tree.right.span.end - 1] == "MIN(1; c)"
    assert text[tree.span.at - 1] == "*"
    assert tree.left == Binary("+", Name("a"), Name("bb"))


def test_colouring_never_fails_on_a_half_written_formula() -> None:
    kinds = [token.kind for token in tokens('MIN(1.5, "a', strict=False)]
    assert kinds == ["FUNCTION", "OPEN", "DOTTED", "OTHER", "OTHER", "NAME"]


_SEEDS = [
    'JIKA(DAN(gol = "III/a"; BUKAN(plt)); BULAT(tpp * 60% * JENJANG(indeks; capaian); 2); 0)',
    "MAKS(1 - JUMLAH(JENJANG(tl; menit_terlambat)) - alpa * 3%; 0)",
    "6750 * hari_wajib / hari_kerja + 1,25",
]
_PIECES = [
    *"+-*/%=<>();,.\"'^&! \t\n0123456789aZ_é😀“×",
    *("JIKA(", "BULAT(", "<>", "<=", '""', "1,5", "1.5", "((((", "))))", "----", "%%%%"),
]


def mutated(text: str, random: Random) -> str:
    """Change a text in one to six places: drop, insert, replace, double, cut."""
    for _ in range(random.randint(1, 6)):
        at = random.randint(0, len(text))
        match random.randrange(5):
            case 0:
                text = text[:at] + text[at + random.randint(1, 4) :]
            case 1:
                text = text[:at] + random.choice(_PIECES) + text[at:]
            case 2:
                text = text[:at] + random.choice(_PIECES) + text[at + 1 :]
            case 3:
                text = text[:at] + text[max(0, at - 9) :]
            case _:
                text = text[at:] + text[:at]
    return text


def assert_inside(error: FormulaError, text: str) -> None:
    assert 1 <= error.position <= max(len(text), 1), text
    assert error.message


def assert_only_our_own_error_escapes(seed: int) -> None:
    random = Random(seed)
    text = mutated(random.choice(_SEEDS), random)
    try:
        tree = parse(text)
    except FormulaError as error:
        assert_inside(error, text)
    else:
        assert parse(canonical(tree)) == tree


def test_no_mutated_text_breaks_the_parser() -> None:
    for seed in range(1500):
        assert_only_our_own_error_escapes(seed)


@pytest.mark.long
@pytest.mark.timeout(900)
def test_no_mutated_text_breaks_the_parser_for_long() -> None:
    for seed in range(10_000, 200_000):
        assert_only_our_own_error_escapes(seed)
