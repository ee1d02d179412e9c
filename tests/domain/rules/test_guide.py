"""The guide to writing rules says what the language really has."""

from __future__ import annotations

import pytest

from polima_desktop.assets import asset
from polima_desktop.domain.formula.functions import FUNCTIONS

RULES = asset("docs", "aturan.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_stands_in_the_guide_with_its_use_and_help(name: str) -> None:
    function = FUNCTIONS[name]
    assert f"| `{function.usage}` | `{function.english}` | {function.help} |" in RULES
