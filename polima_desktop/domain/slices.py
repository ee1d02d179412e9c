"""Time slices: lines that a rule set computes for each part of a month and then weighs by days.

A rule set says for each kind of change inside a month (``model.Changes``) whether one day decides
for the whole month or whether the days are counted. A line marked ``sliced`` is computed with what
held in each slice; its value is the average by days worked, rounded once to its decimals. All
other lines see that one value. What stretches are is ``stretches``'s.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

import numpy as np

from polima_desktop.domain.formula.errors import RowError
from polima_desktop.domain.formula.exact import Value
from polima_desktop.domain.formula.wide import Array, as_narrow
from polima_desktop.domain.frozen import FrozenMonth, Ints
from polima_desktop.domain.rules import Changes, Column, Program
from polima_desktop.domain.rules.program import ReadyColumn, ReadyLine
from polima_desktop.domain.stretches import GROUPS, UNKNOWN_WORKDAYS, Stretches

OF_GROUP = {group: frozenset(names) for group, names in GROUPS.items()}

NO_WORKDAYS = "Hari kerja sebagian bulan ini tidak diketahui: unitnya tanpa pola kerja"


@dataclass(frozen=True)
class Slices:
    """Everybody's slices, arrays ``(slices,)``; ``total`` is the weight of the whole person.

    ``weight``: calendar days or workdays. ``inputs``: every single input, as it held.
    """

    row: Ints
    first: Ints
    last: Ints
    weight: Ints
    total: Ints
    inputs: Mapping[str, Column]


class Slice(NamedTuple):
    """One slice of one person: first and last day of the month, weight, the lines' values."""

    first: int
    last: int
    weight: int
    total: int
    inputs: Mapping[str, Value | None]
    values: Mapping[str, Value]


# ── what holds for the whole month ──────────────────────────────────────────────────────────


def decided(
    inputs: Mapping[str, Column], stretches: Stretches | None, changes: Changes
) -> dict[str, Column]:
    """Give the inputs of the whole month, each kind of change decided on its own day.

    The freeze decided on the usual day; another day of the rule set is applied here.
    """
    given = dict(inputs)
    if stretches is None:
        return given
    for group, names in OF_GROUP.items():
        day = changes.day_of(group)
        if day is None or day == Changes.USUAL_DAY:
            continue
        at = _on(stretches, day)
        for name in names & given.keys():
            given[name] = _overlaid(given[name], stretches.inputs[name], stretches.row[at], at)
    return given


def _on(stretches: Stretches, day: int) -> Ints:
    """Give the place of each person's stretch on a day; before the first, the last one counts."""
    found: dict[int, int] = {}
    for place, (row, first) in enumerate(
        zip(stretches.row.tolist(), stretches.first.tolist(), strict=True)
    ):
        if row not in found or first <= day:
            found[row] = place
    begun = {row for row, first in zip(stretches.row, stretches.first, strict=True) if first <= day}
    ends = {row: place for place, row in enumerate(stretches.row.tolist())}
    return np.array([p if r in begun else ends[r] for r, p in found.items()], dtype=np.int64)


def _overlaid(column: Column, other: Column, rows: Ints, places: Ints) -> Column:
    """Give a column with some rows taken from places of another one."""
    base, more = _matched(column, other)
    values, present = base.values.copy(), _present(base).copy()
    values[rows], present[rows] = more.values[places], _present(more)[places]
    return replace(base, values=values, present=None if present.all() else present)


def _matched(a: Column, b: Column) -> tuple[Column, Column]:
    """Give two text columns with one list of words; numbers stay as they are."""
    if a.words is None or b.words is None or a.words == b.words:
        return a, b
    words = tuple(dict.fromkeys((*a.words, *b.words)))
    return _reworded(a, words), _reworded(b, words)


def _reworded(column: Column, words: tuple[str, ...]) -> Column:
    codes = np.array([words.index(w) for w in column.words or ()] or [0], dtype=np.int64)
    safe = np.where(_present(column), column.values, 0)
    return replace(column, values=codes[safe], words=words)


def _present(column: Column) -> Array:
    return np.ones(len(column.values), np.bool_) if column.present is None else column.present


# ── everybody's slices ──────────────────────────────────────────────────────────────────────


def slices(
    frozen: FrozenMonth, inputs: Mapping[str, Column], changes: Changes, names: frozenset[str]
) -> Slices:
    """Give everybody's slices with the inputs named; people without a change have one."""
    stretches = frozen.stretches
    counted = frozenset[str]().union(*(OF_GROUP[group] for group in changes.counted))
    if stretches is None or not counted:
        return _whole(frozen, inputs, names)
    alone = np.setdiff1d(np.arange(frozen.people), stretches.row)
    row = np.concatenate([alone, stretches.row]).astype(np.int64)
    days = len(frozen.month.days)
    weight = _weights(stretches, changes)
    totals = np.bincount(stretches.row, weight, frozen.people).astype(np.int64)
    totals[alone] = 1
    ones = np.ones(len(alone), dtype=np.int64)
    given = {}
    for name in names & inputs.keys():
        base = _rows(inputs[name], row)
        if name in counted:
            places = np.arange(len(stretches.row))
            at = len(alone) + places
            base = _overlaid(base, stretches.inputs[name], at, places)
        given[name] = base
    return Slices(
        row=row,
        first=np.concatenate([ones, stretches.first]),
        last=np.concatenate([ones * days, stretches.last]),
        weight=np.concatenate([ones, weight]),
        total=totals,
        inputs=given,
    )


def _whole(frozen: FrozenMonth, inputs: Mapping[str, Column], names: frozenset[str]) -> Slices:
    ones = np.ones(frozen.people, dtype=np.int64)
    return Slices(
        row=np.arange(frozen.people),
        first=ones,
        last=ones * len(frozen.month.days),
        weight=ones,
        total=ones,
        inputs={name: inputs[name] for name in names & inputs.keys()},
    )


def _weights(stretches: Stretches, changes: Changes) -> Ints:
    """Give calendar days, or workdays where the rule set counts them.

    Somebody without a single workday in the month is weighed by calendar days.
    """
    days = stretches.last - stretches.first + 1
    if not changes.by_workdays:
        return days
    idle = np.bincount(stretches.row, np.abs(stretches.workdays))[stretches.row] == 0
    return np.where(idle, days, stretches.workdays).astype(np.int64)


def _rows(column: Column, rows: Ints) -> Column:
    present = None if column.present is None else column.present[rows]
    return replace(column, values=column.values[rows], present=present)


# ── lines of the whole population ───────────────────────────────────────────────────────────


def ready_columns(
    frozen: FrozenMonth,
    inputs: Mapping[str, Column],
    program: Program,
    dressed: Callable[[Mapping[str, Column]], Mapping[str, Column]],
) -> dict[str, ReadyColumn]:
    """Compute the sliced lines of everybody; none if the rule set has none.

    ``dressed`` brings the inputs to what the rule set wants of them.
    """
    lines = program.sliced
    if not lines:
        return {}
    changes = program.ruleset.changes
    parts = slices(frozen, inputs, changes, program.named_by(lines))
    result = program.columns(dressed(parts.inputs), len(parts.row), lines)
    errors: dict[int, RowError] = {}
    for place, error in sorted(result.errors.items()):
        errors.setdefault(int(parts.row[place]), error)
    unknown = parts.row[parts.weight == UNKNOWN_WORKDAYS].tolist()
    for row in unknown:
        errors.setdefault(row, RowError("", 0, NO_WORKDAYS))
    known = np.where(parts.weight == UNKNOWN_WORKDAYS, 0, parts.weight)
    total = np.maximum(parts.total, 1)
    return {
        name: ReadyColumn(_weighed(result.lines[name].values, parts.row, known, total), errors)
        for name in program.order
        if name in lines
    }


def _weighed(values: Array, row: Ints, weight: Ints, total: Ints) -> Array:
    """Give the average of each person's slices, rounded half away from zero."""
    sums: Array = np.zeros(len(total), dtype=object)
    np.add.at(sums, row, values.astype(object) * weight.astype(object))
    whole = total.astype(object)
    rounded = (abs(sums) * 2 + whole) // (whole * 2)
    signed: Array = np.where(sums < 0, -rounded, rounded)
    return signed if values.dtype == object else as_narrow(signed)


# ── one person, exactly ─────────────────────────────────────────────────────────────────────


def of_person(
    frozen: FrozenMonth, inputs: Mapping[str, Column], row: int, program: Program
) -> tuple[list[dict[str, Column]], list[tuple[int, int, int]]]:
    """Give the columns of one person's slices, a dictionary each, and (first, last, weight)."""
    parts = slices(frozen, inputs, program.ruleset.changes, program.named_by(program.sliced))
    places = np.flatnonzero(parts.row == row)
    columns = [
        {name: _rows(column, np.array([place])) for name, column in parts.inputs.items()}
        for place in places.tolist()
    ]
    spans = [
        (int(parts.first[place]), int(parts.last[place]), int(parts.weight[place]))
        for place in places.tolist()
    ]
    return columns, spans


def ready_lines(
    program: Program,
    given: Sequence[Mapping[str, Value | None]],
    spans: Sequence[tuple[int, int, int]],
) -> tuple[dict[str, ReadyLine], list[Slice]]:
    """Compute one person's sliced lines exactly; the slices with what each came to."""
    lines = program.sliced
    if not lines:
        return {}, []
    total = sum(max(weight, 0) for *_, weight in spans) or 1
    results = [program.exact(inputs, lines) for inputs in given]
    error = next((one.error for one in results if one.error is not None), None)
    if error is None and any(weight == UNKNOWN_WORKDAYS for *_, weight in spans):
        error = RowError("", 0, NO_WORKDAYS)
    found = [
        Slice(first, last, weight, total, inputs, result.values)
        for (first, last, weight), inputs, result in zip(spans, given, results, strict=True)
    ]
    ready = {}
    for name in program.order:
        if name in lines:
            traced = results[0].outcomes.get(name)
            decimals = program.lines[name].variable.type.decimals
            value = None if error else _average(found, name, decimals)
            ready[name] = ReadyLine(value, error, traced)
    return ready, merged(found)


def _average(found: list[Slice], name: str, decimals: int) -> Decimal:
    sums = 0
    for part in found:
        value = part.values[name]
        assert isinstance(value, Decimal), "the builder allows numbers only"
        sums += int(value.scaleb(decimals)) * part.weight
    whole = found[0].total
    rounded = (2 * abs(sums) + whole) // (2 * whole)
    return Decimal(-rounded if sums < 0 else rounded).scaleb(-decimals)


def merged(found: list[Slice]) -> list[Slice]:
    """Join slices that follow each other and say the same; a month in one piece is one slice."""
    joined: list[Slice] = []
    for part in sorted(found, key=lambda one: one.first):
        before = joined[-1] if joined else None
        if before is not None and before.last + 1 == part.first and before.inputs == part.inputs:
            weight = before.weight + part.weight
            joined[-1] = before._replace(last=part.last, weight=weight)
        else:
            joined.append(part)
    return joined
