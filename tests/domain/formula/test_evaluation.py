"""How rows are computed: rounding, laziness, what is missing, and numbers past 64 bits."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from polima_desktop.domain.formula.checker import check
from polima_desktop.domain.formula.columns import Lists, Population, Values
from polima_desktop.domain.formula.errors import RowError
from polima_desktop.domain.formula.exact import Case, Outcome, Value, evaluate
from polima_desktop.domain.formula.parser import parse
from polima_desktop.domain.formula.scaled import Interval, decimal, scaled
from polima_desktop.domain.formula.tree import BandTable, LookupTable, Scope, Type, Variable

_WORDS = ("I", "II", "III")


def _number(name: str, decimals: int = 0, low: int = -(10**6), high: int = 10**6) -> Variable:
    return Variable(name, name, Type("number", decimals, None), Interval(low, high))


_VARIABLES = [
    _number("a"), _number("b"), _number("x", 2, -(10**8), 10**8), _number("jauh", 0, 0, 10**19),
    Variable("plt", "", Type("bool"), Interval(0, 1)),
    Variable("gol", "", Type("text", words=_WORDS, list_name="gol"), Interval(0, 2)),
    _number("menit")._replace(family="hari"),
    _number("poin", 1)._replace(family="aktivitas"),
]  # fmt: skip
SCOPE = Scope(
    {variable.name: variable for variable in _VARIABLES},
    {},
    {"tl": BandTable("tl", (0, 1, 31), 0, (0, 5, 10), 1)},
    {"kelas": LookupTable("kelas", ("1", "2"), (1, 2), 0, (100, 200), 0)},
    {"hari": 31, "aktivitas": 100},
)


def exact(text: str, **given: object) -> Outcome:
    """Run one person exactly; ``menit`` and ``poin`` are lists."""
    items = {name: value for name, value in given.items() if isinstance(value, list)}
    inputs = {name: value for name, value in given.items() if name not in items}
    return evaluate(check(parse(text), SCOPE).node, Case(inputs, {}, items), "baris")


def both(text: str, **given: object) -> Value | RowError:
    """Run one person both ways, insist that they agree, and give the value or the error."""
    outcome = exact(text, **given)
    node = check(parse(text), SCOPE).node
    run = Population(1, _inputs(given), _lists(given))
    column = run.compute("baris", node, node.type.decimals)
    if outcome.error is not None:
        assert run.errors[0] == outcome.error
        return outcome.error
    assert not run.errors
    found = int(column[0])
    kind = node.type.kind
    value = decimal(found, node.type.decimals) if kind == "number" else bool(found)
    assert value == outcome.value
    return value


def _code(name: str, value: object) -> int:
    if isinstance(value, Decimal):
        return scaled(value, SCOPE.variables[name].type.decimals) or 0
    return _WORDS.index(value) if isinstance(value, str) else int(bool(value))


def _values(name: str, values: list[object]) -> Values:
    codes = np.array([_code(name, value) for value in values] or [], dtype=object)
    small = all(abs(code) < 2**63 for code in codes.tolist())
    present = np.array([value is not None for value in values], dtype=bool)
    return Values(codes.astype(np.int64) if small else codes, present)


def _inputs(given: dict[str, object]) -> dict[str, Values]:
    return {n: _values(n, [v]) for n, v in given.items() if not isinstance(v, list)}


def _lists(given: dict[str, object]) -> dict[str, Lists]:
    return {
        SCOPE.variables[name].family: Lists(
            {name: _values(name, values)}, np.array([0, len(values)])
        )
        for name, values in given.items()
        if isinstance(values, list)
    }


D = Decimal


@pytest.mark.parametrize(
    ("text", "x", "expected"),
    [
        ("BULAT(x; 0)", "2.5", "3"),
        ("BULAT(x; 0)", "-2.5", "-3"),
        ("BULAT(x; 0)", "10373.50", "10374"),
        ("BULAT(x; 1)", "0.05", "0.1"),
        ("BULAT(x; 1)", "-0.04", "0.0"),
        ("BULAT.BAWAH(x; 0)", "2.99", "2"),
        ("BULAT.BAWAH(x; 0)", "-2.99", "-2"),
        ("BULAT.ATAS(x; 0)", "2.01", "3"),
        ("BULAT.ATAS(x; 0)", "-2.01", "-3"),
        ("BULAT.ATAS(x; 0)", "2.00", "2"),
        ("BULAT(x; -2)", "150", "200"),
        ("BULAT(x; -2)", "-149.99", "-100"),
        ("BULAT(x; 5)", "1.25", "1.25"),
        ("x / 3", "1", "0.333333333"),
        ("x / 3", "2", "0.666666667"),
        ("x / -3", "2", "-0.666666667"),
        ("x / 2000000000", "1", "0.000000001"),
        ("x / 2000000001", "1", "0"),
        ("x%", "12.5", "0.125"),
        ("-x%", "12.5", "-0.125"),
    ],
)
def test_rounding_is_excels(text: str, x: str, expected: str) -> None:
    assert both(text, x=D(x)) == D(expected)


def test_only_the_chosen_branch_is_computed() -> None:
    assert both("JIKA(a > 0; 1; b)", a=D(1)) == 1
    assert both("JIKA(a > 0; 1; 1 / b)", a=D(1), b=D(0)) == 1
    assert both("JIKA(plt; CARI(kelas; a); 7)", plt=False, a=D(99)) == 7


@pytest.mark.parametrize("function", ["DAN", "ATAU"])
def test_and_and_or_are_not_lazy(function: str) -> None:
    error = both(f"{function}(plt; b > 0)", plt=function == "ATAU")
    assert error == RowError("baris", len(function) + 7, "Isian 'b' tidak ada.")


def test_min_and_max_are_not_lazy() -> None:
    error = both("MIN(0; a / b)", a=D(1), b=D(0))
    assert error == RowError("baris", 10, "Pembagi 'b' bernilai nol.")


def test_not_of_a_constant_is_what_it_says() -> None:
    assert both("BUKAN(1 = 1)") is False
    assert both("BUKAN(1 = 2)") is True
    assert both("BUKAN(plt)", plt=True) is False


def test_a_missing_input_is_never_zero() -> None:
    assert both("a + b", a=D(1)) == RowError("baris", 5, "Isian 'b' tidak ada.")
    assert both("a + b", a=D(1), b=None) == RowError("baris", 5, "Isian 'b' tidak ada.")
    assert both("a + b", a=D(1), b=D(0)) == 1


def test_the_first_failure_in_reading_order_is_the_rows() -> None:
    assert both("a / b + a", b=D(0)) == RowError("baris", 1, "Isian 'a' tidak ada.")


def test_a_missing_key_and_a_value_below_the_bands_are_named() -> None:
    assert both("CARI(kelas; a)", a=D(18)) == RowError(
        "baris", 1, "Kunci '18' tidak ada di tabel kelas."
    )
    assert both("JENJANG(tl; x)", x=D("-0.01")) == RowError(
        "baris", 1, "Nilai -0,01 di bawah batas pertama jenjang tl."
    )


@pytest.mark.parametrize(
    ("minutes", "percent"), [("0", "0"), ("0.99", "0"), ("1", "0.5"), ("30.99", "0.5"), ("31", "1")]
)
def test_bands_are_half_open(minutes: str, percent: str) -> None:
    assert both("JENJANG(tl; x)", x=D(minutes)) == D(percent)


def test_an_empty_list_sums_to_zero_and_a_missing_one_does_not() -> None:
    assert both("JUMLAH(menit)", menit=[]) == 0
    assert both("JUMLAH(menit)") == RowError("baris", 8, "Daftar 'menit' tidak ada.")


def test_a_sum_goes_item_by_item_with_branches_and_tables() -> None:
    minutes = [D(0), D(12), D(45)]
    assert both("JUMLAH(JENJANG(tl; menit))", menit=minutes) == D("1.5")
    assert both("JUMLAH(JIKA(menit > 0; 1; 0))", menit=minutes) == 2
    assert both("JUMLAH(menit * a)", menit=minutes, a=D(2)) == 114
    assert both("JIKA(plt; JUMLAH(menit); 0)", plt=False, menit=minutes) == 0


def test_the_failing_item_is_named() -> None:
    error = both("JUMLAH(menit + 1)", menit=[D(0), None, D(3)])
    assert error == RowError("baris", 8, "Butir ke-2 dari menit tidak ada nilainya.")


def test_numbers_past_64_bits_are_exact_not_wrapped() -> None:
    assert both("jauh * jauh * 2", jauh=D(3 * 10**9)) == D(18 * 10**18)
    assert both("jauh * jauh * jauh - jauh", jauh=D(10**19)) == D(10**57 - 10**19)
    assert both("jauh * 1,000000001 * 3", jauh=D(9 * 10**18)) == D("27000000027000000000")
    assert both("MIN(jauh / 7; 0,5)", jauh=D(10**19)) == D("0.5")


def test_a_trace_names_every_step_with_its_place_and_value() -> None:
    text = "BULAT(a * 60% * JENJANG(tl; b); 2)"
    steps = exact(text, a=D(1000), b=D(12)).steps
    shown = [(text[s.node.span.start - 1 : s.node.span.end - 1], str(s.value)) for s in steps]
    assert shown == [
        ("a", "1000"), ("60%", "0.60"), ("a * 60%", "600.00"), ("b", "12"),
        ("JENJANG(tl; b)", "0.5"), ("a * 60% * JENJANG(tl; b)", "300.000"), (text, "300.00"),
    ]  # fmt: skip


def test_branches_and_item_counts_are_traced() -> None:
    outcome = exact("JIKA(a > 0; JUMLAH(menit); 0)", a=D(1), menit=[D(1), D(2)])
    assert outcome.value == 3
    assert {truth for _, truth in outcome.branches} == {True}
    assert [step.items for step in outcome.steps if step.items is not None] == [2]


def test_the_deepest_formula_allowed_runs_both_ways() -> None:
    assert both("-" * 398 + "a", a=D(5)) == 5
    assert both("a" + "+a" * 199, a=D(5)) == 1000
    assert both("ABS(" * 40 + "a" + ")" * 40, a=D(-5)) == 5
    nested = "JIKA(a > 0; " * 39 + "a" + "; 0)" * 39
    assert both(nested, a=D(5)) == 5
