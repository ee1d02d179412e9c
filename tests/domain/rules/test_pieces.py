"""Very many rows are computed a piece at a time: the same results, errors at the same rows."""

from __future__ import annotations

import numpy as np
import pytest

from polima_desktop.domain.rules import Column, program
from polima_desktop.domain.rules.building import compile_set
from tests.bench import thirty

PEOPLE = 23


def test_pieces_give_what_the_whole_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    rules, inputs = compile_set(thirty.ruleset()), thirty.inputs(PEOPLE)
    there = np.arange(PEOPLE) % 7 != 0
    inputs["gaji"] = Column(inputs["gaji"].values, 0, there)
    whole = rules.columns(inputs, PEOPLE)
    monkeypatch.setattr(program, "PIECE", 5)
    parts = rules.columns(inputs, PEOPLE)
    assert parts.errors == whole.errors
    assert list(parts.errors) == [0, 7, 14, 21]
    assert parts.bad.tolist() == whole.bad.tolist()
    sound = ~whole.bad
    for name, column in whole.lines.items():
        found = parts.lines[name]
        assert found.values[sound].tolist() == column.values[sound].tolist()
        assert found.decimals == column.decimals
