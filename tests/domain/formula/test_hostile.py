"""Hostile formulas are refused in words with their place; how fast is a figure of the bench."""

from __future__ import annotations

import pytest

from polima_desktop.domain.formula.checker import check
from polima_desktop.domain.formula.errors import FormulaError
from polima_desktop.domain.formula.parser import parse
from tests.domain.formula.test_checker import SCOPE

HOSTILE = {
    "deep parentheses": "(" * 900 + "1" + ")" * 900,
    "deep calls": "MIN(" * 400 + "1" + ")" * 400,
    "unary minuses": "-" * 1900 + "1",
    "powers": "9^9^9",
    "import": '__import__("os")',
    "attribute": "poin.__class__",
    "index": "poin[0]",
    "lambda": "lambda: 1",
    "look-alike letters": "рoin * 2",  # the first letter is Cyrillic
    "invisible": "poin\u200b * 2",
    "right to left": "poin \u202e* 2",
    "too long": "1" + "+1" * 1000,
    "many digits": "9" * 1900,
    "many nodes": "1" + "+1" * 400,
    "quotes": '"' * 1999,
    "nothing": " " * 1999,
    "semicolons": "MIN(" + ";" * 1900 + ")",
    "emoji": "😀" * 500,
    "null": "poin\x00",
    "statement": "x = 1; y = 2",
}


@pytest.mark.parametrize("name", list(HOSTILE))
def test_a_hostile_formula_is_refused_with_its_place(name: str) -> None:
    text = HOSTILE[name]
    with pytest.raises(FormulaError) as caught:
        check(parse(text), SCOPE)
    assert 1 <= caught.value.position <= len(text) + 1
    assert len(caught.value.message) > 10
