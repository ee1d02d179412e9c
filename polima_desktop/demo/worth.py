"""What reported activities are worth under a rule set, by the real formula engine.

Only the story needs it: everybody else's points are left to the month's calculation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import numpy as np
import numpy.typing as npt

from polima_desktop.demo.catalogue import Kind
from polima_desktop.demo.reports import Floats, Reports, draw_variables, variable_words
from polima_desktop.domain import rules


class Worth:
    """The point formulas of a rule set, some weights possibly changed."""

    def __init__(self, ruleset: Path, weights: Mapping[str, Decimal] | None = None) -> None:
        content = rules.load(ruleset.read_text(encoding="utf-8"))
        activities = dict(content.activities)
        for code, weight in (weights or {}).items():
            activities[code] = replace(activities[code], weight=weight)
        self.program = rules.compile(replace(content, activities=activities))

    def points(self, reports: Reports) -> Floats:
        """Give the points of every entry, whatever its status."""
        sets, which = _variable_sets(reports)
        entries = rules.Entries(
            code=reports.kind,
            codes=tuple(kind.code for kind in reports.kinds),
            volume=rules.Column(reports.volume),
            minutes=rules.Column(reports.minutes),
            variable_sets=sets,
            variable_set=which,
        )
        found = self.program.points(entries)
        if found.errors:
            raise ValueError(f"the demo reports something its own rule set refuses: {found.errors}")
        points: Floats = found.column.values / 10.0**found.column.decimals
        return points


def typical_points(worth: Worth, kinds: Sequence[Kind], random: np.random.Generator) -> Floats:
    """Give for each activity the mean points of volume 1 over many draws of its variables."""
    each = 200
    kind = np.repeat(np.arange(len(kinds)), each)
    none, one = np.zeros_like(kind), np.ones_like(kind)
    norms = np.array([max(5, each.norm_minutes) for each in kinds])[kind]
    variables = draw_variables(kind, kinds, random)
    trial = Reports(kinds, none, none, kind, none, one, norms, none, variables)
    means: Floats = worth.points(trial).reshape(len(kinds), each).mean(axis=1)
    return means


def totals(reports: Reports, points: Floats, people: int) -> Floats:
    """Sum for each person the points of entries that the superior approved."""
    approved = np.where(reports.status == 0, points, 0.0)
    sums: Floats = np.bincount(reports.place, approved, people).astype(np.float64)
    return sums


def _variable_sets(
    reports: Reports,
) -> tuple[list[dict[str, str]], npt.NDArray[np.int64]]:
    """Give the distinct texts of variables, and which of them each entry has (−1: none)."""
    key = reports.kind.copy()
    for values in reports.variables.values():
        key = key * (int(values.max(initial=0)) + 1) + values
    _, first, inverse = np.unique(key, return_index=True, return_inverse=True)
    words = {name: variable_words(reports, name) for name in reports.variables}
    sets = [
        {
            name: found[values[row]]
            for name, values in reports.variables.items()
            if (found := words[name][reports.kind[row]])
        }
        for row in first.tolist()
    ]
    numbers = np.array([n if each else -1 for n, each in enumerate(sets)], dtype=np.int64)
    return sets, numbers[inverse]
