"""The General Decimal Arithmetic cases that CPython ships, as far as the language has them.

Only cases whose exact answer our fixed-decimal language defines the same way are mapped: no
infinities, no exponents beyond plain numbers, no result that was cut to the file's precision.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Context, Decimal
from pathlib import Path
from typing import NamedTuple

import pytest

from polima_desktop.domain.formula.checker import check
from polima_desktop.domain.formula.columns import Population
from polima_desktop.domain.formula.exact import Case, evaluate
from polima_desktop.domain.formula.parser import parse
from polima_desktop.domain.formula.scaled import decimal
from polima_desktop.domain.formula.tree import Scope

test = pytest.importorskip("test", reason="this Python was installed without its own tests")
FOLDER = Path(next(iter(test.__path__))) / "decimaltestdata"
pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="this Python was installed without decimaltestdata"
)
_CASE = re.compile(r"(\w+)\s+(\w+)\s+(.+?)\s*->\s*(\S+)(.*)")
FORMULAS = {
    "add": "{0} + {1}", "subtract": "{0} - {1}", "multiply": "{0} * {1}", "divide": "{0} / {1}",
    "abs": "ABS({0})", "minus": "-{0}", "plus": "+{0}", "max": "MAKS({0}; {1})",
    "min": "MIN({0}; {1})", "quantize": "{how}({0}; {1})",
}  # fmt: skip
ROUNDING = {"half_up": "BULAT", "down": "BULAT.BAWAH", "up": "BULAT.ATAS"}
LEAST = {"add": 150, "subtract": 150, "multiply": 100, "divide": 150, "abs": 20, "minus": 10,
         "plus": 10, "max": 40, "min": 40, "quantize": 100}  # fmt: skip


class Mapped(NamedTuple):
    """A case of a file as a formula of ours with its answer."""

    name: str
    formula: str
    answer: Decimal


def mapped(operation: str) -> Iterator[Mapped]:
    """Give the cases of one file that the language has."""
    rounding = "half_up"
    for line in (FOLDER / f"{operation}.decTest").read_text("latin-1").splitlines():
        text = line.split("--")[0].strip()
        if text.lower().startswith("rounding:"):
            rounding = text.split(":")[1].strip().lower()
        found = _CASE.fullmatch(text)
        if found and found[2].lower() == operation:
            case = _mapped(found, rounding)
            if case is not None:
                yield case


def _mapped(found: re.Match[str], rounding: str) -> Mapped | None:
    name, operation, words, answer, conditions = found.groups()
    operands = [_plain(word.strip("'\"")) for word in words.split()]
    expected = _plain(answer.strip("'\""))
    if expected is None or any(operand is None for operand in operands):
        return None
    exact = "Inexact" not in conditions and "Rounded" not in conditions
    numbers = [operand for operand in operands if operand is not None]
    if operation == "quantize":
        return _quantized(name, numbers, expected, rounding)
    if operation == "divide":
        if not numbers[1] or _decimals(expected) > 9 or not exact:
            return None
    elif not exact:
        return None
    return Mapped(name, FORMULAS[operation].format(*map(_written, numbers)), expected)


def _quantized(
    name: str, numbers: list[Decimal], expected: Decimal, rounding: str
) -> Mapped | None:
    places = _decimals(numbers[1])
    if rounding not in ROUNDING or not -9 <= places <= 9:
        return None
    formula = f"{ROUNDING[rounding]}({_written(numbers[0])}; {places})"
    return Mapped(name, formula, expected)


def _plain(word: str) -> Decimal | None:
    """Read a finite number of moderate size, or nothing."""
    number = Context(prec=60, traps=[]).create_decimal(word)
    if not number.is_finite():
        return None
    digits, exponent = len(number.as_tuple().digits), int(number.as_tuple().exponent)
    return number if digits <= 15 and -8 <= exponent <= 10 else None


def _decimals(number: Decimal) -> int:
    return -int(number.as_tuple().exponent)


def _written(number: Decimal) -> str:
    text = f"{abs(number):f}".replace(".", ",")
    return f"(-{text})" if number.is_signed() else text


def answers(formula: str) -> tuple[Decimal, Decimal]:
    """Compute a formula without inputs both ways."""
    node = check(parse(formula), Scope({}, {}, {}, {}, {})).node
    value = evaluate(node, Case({}, {}, {}), "uji").value
    assert isinstance(value, Decimal)
    column = Population(1, {}, {}).compute("uji", node, node.type.decimals)
    return value, decimal(int(column[0]), node.type.decimals)


@pytest.mark.parametrize("operation", FORMULAS)
def test_the_general_decimal_arithmetic_cases_pass_both_ways(operation: str) -> None:
    cases = list(mapped(operation))
    assert len(cases) >= LEAST[operation], "too few cases mapped: is the file still the same?"
    for case in cases:
        assert answers(case.formula) == (case.answer, case.answer), case
