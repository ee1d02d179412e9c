"""A compiled rule set: runs a population as columns, or one person exactly and traced.

Both ways take the same inputs, fail with the same words and give the same values. What may go
in is declared in the set; what is missing is a row's error as soon as a line evaluates it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from polima_desktop.domain.formula.columns import Population, Values
from polima_desktop.domain.formula.errors import RowError
from polima_desktop.domain.formula.exact import Case, Outcome, Value, evaluate
from polima_desktop.domain.formula.operations import rescaled
from polima_desktop.domain.formula.scaled import decimal, scaled
from polima_desktop.domain.formula.tree import Node, Variable, steps
from polima_desktop.domain.formula.wide import Array, as_narrow, as_wide
from polima_desktop.domain.rules import intake
from polima_desktop.domain.rules.intake import Column, ListColumn, Misfit
from polima_desktop.domain.rules.model import RuleSet
from polima_desktop.domain.rules.values import Unreadable, read_value, refusal

PIECE = 50_000
"""So many rows are computed at once: their arrays fit the processor's cache."""


class ColumnResult(NamedTuple):
    """Every line for every row. Rows in ``bad`` have a reason in ``errors`` and no values."""

    lines: dict[str, Column]
    bad: NDArray[np.bool_]
    errors: dict[int, RowError]


class ExactResult(NamedTuple):
    """Every line for one person up to the first error, each with its traced outcome."""

    values: dict[str, Value]
    error: RowError | None
    outcomes: dict[str, Outcome]


class ReadyColumn(NamedTuple):
    """A line computed elsewhere: its values, scaled, and why rows have none."""

    values: Array
    errors: Mapping[int, RowError]


class ReadyLine(NamedTuple):
    """A line of one person computed elsewhere; ``traced``: an outcome whose steps show how."""

    value: Decimal | None
    error: RowError | None
    traced: Outcome | None


class ExactPoints(NamedTuple):
    """Points of one activity entry, or why there are none."""

    code: str
    points: Decimal | None
    error: RowError | None
    outcome: Outcome | None


class Entries(NamedTuple):
    """Activity entries as columns. ``code`` indexes ``codes``.

    ``variable_set`` indexes ``variable_sets``, the different sets of job-specific variables as
    texts (name → value), or is -1 for none. ``volume`` and ``minutes`` are number columns.
    """

    code: NDArray[np.int64]
    codes: Sequence[str]
    volume: Column
    minutes: Column
    variable_sets: Sequence[Mapping[str, str]]
    variable_set: NDArray[np.int64]


class Points(NamedTuple):
    """Points of every entry, present where there is no error."""

    column: Column
    errors: dict[int, RowError]


@dataclass(frozen=True, slots=True)
class CompiledLine:
    """A line's checked formula and what it is for those who name it."""

    name: str
    node: Node
    variable: Variable


@dataclass(frozen=True, slots=True)
class CompiledActivity:
    """An activity's checked point formula and its variables, ``bobot`` among them."""

    code: str
    node: Node
    variables: Mapping[str, Variable]
    weight: Decimal


@dataclass(frozen=True, slots=True)
class Program:
    """A rule set ready to run; made by ``rules.compile``."""

    ruleset: RuleSet
    variables: Mapping[str, Variable]
    """Every input and list a formula may name."""
    lines: Mapping[str, CompiledLine]
    """In order of evaluation."""
    activities: Mapping[str, CompiledActivity]
    points_decimals: int
    needed: tuple[str, ...] = field(default=())
    """Inputs and lists that some line names, in declared order."""

    @property
    def order(self) -> tuple[str, ...]:
        """Line names in order of evaluation."""
        return tuple(self.lines)

    @property
    def sliced(self) -> frozenset[str]:
        """The lines computed for each part of a month; what weighs them is ``domain.slices``."""
        return frozenset(name for name, line in self.ruleset.lines.items() if line.sliced)

    def named_by(self, lines: frozenset[str]) -> frozenset[str]:
        """Give the single inputs that some lines name themselves."""
        found = (step for name in lines for step in steps(self.lines[name].node))
        return frozenset(step.name for step in found if step.op == "input")

    def columns(
        self,
        inputs: Mapping[str, Column | ListColumn],
        n: int,
        wanted: frozenset[str] | None = None,
        ready: Mapping[str, ReadyColumn] = MappingProxyType({}),
    ) -> ColumnResult:
        """Run ``n`` rows; with ``wanted`` only those lines and what they rest on.

        Inputs that no line names are ignored; absent ones are missing. ``ready`` lines are taken
        as they are.
        """
        given = {name: inputs[name] for name in self.needed if name in inputs}
        single = {name: c for name, c in given.items() if isinstance(c, Column)}
        if n > PIECE and len(single) == len(given) and not ready:
            return self._in_pieces(single, n, wanted)
        accepted: dict[str, Values] = {}
        lists: dict[str, ListColumn] = {}
        misfits: list[Misfit] = []
        for name in self.needed:
            column = inputs.get(name)
            if isinstance(column, ListColumn):
                lists[name] = column
            elif column is not None:
                accepted[name], misfit = intake.accept(self.variables[name], column)
                misfits.append(misfit)
        families, list_misfits = intake.accept_lists(self.variables, lists)
        run = Population(n, accepted, families)
        _fail_misfits(run, misfits + list_misfits)
        lines = {
            line.name: self._column(run, line, ready.get(line.name))
            for line in self._chosen(wanted)
        }
        return ColumnResult(lines, run.bad, run.errors)

    def _in_pieces(
        self, inputs: Mapping[str, Column], n: int, wanted: frozenset[str] | None
    ) -> ColumnResult:
        """Run very many rows a piece at a time: what stays in the cache is four times as fast."""
        starts = range(0, n, PIECE)
        pieces = [
            self.columns({name: _part(c, start) for name, c in inputs.items()},
                         min(PIECE, n - start), wanted)
            for start in starts
        ]  # fmt: skip
        lines = {
            name: replace(first, values=np.concatenate([p.lines[name].values for p in pieces]))
            for name, first in pieces[0].lines.items()
        }
        errors = {
            start + row: error
            for start, piece in zip(starts, pieces, strict=True)
            for row, error in piece.errors.items()
        }
        return ColumnResult(lines, np.concatenate([piece.bad for piece in pieces]), errors)

    def _column(
        self, run: Population, line: CompiledLine, ready: ReadyColumn | None = None
    ) -> Column:
        kind = line.variable.type
        if ready is None:
            values = run.compute(line.name, line.node, kind.decimals)
        else:
            values = run.lines[line.name] = ready.values
            for row, error in ready.errors.items():
                run.fail(row, error)
        words = kind.words if kind.kind == "text" else None
        return Column(values, kind.decimals, None, words)

    def exact(
        self,
        inputs: Mapping[str, Value | Sequence[Value | RowError | None] | None],
        wanted: frozenset[str] | None = None,
        ready: Mapping[str, ReadyLine] = MappingProxyType({}),
    ) -> ExactResult:
        """Run one person; with ``wanted`` only those lines and what they rest on.

        ``ready`` lines are taken as they are.
        """
        single: dict[str, Value | None] = {}
        items: dict[str, Sequence[Value | RowError | None]] = {}
        for name in self.needed:
            value = inputs.get(name)
            if isinstance(value, Sequence) and not isinstance(value, str):
                items[name] = value
            else:
                single[name] = value
        error = self._misfit(single, items)
        values: dict[str, Value] = {}
        outcomes: dict[str, Outcome] = {}
        for line in self._chosen(wanted) if error is None else ():
            done = ready.get(line.name)
            outcome = (
                evaluate(line.node, Case(single, values, items), line.name)
                if done is None
                else _outcome_of(done)
            )
            outcomes[line.name] = outcome
            if outcome.value is None:
                error = outcome.error
                break
            values[line.name] = _at_decimals(outcome.value, line.variable.type.decimals)
        return ExactResult(values, error, outcomes)

    def _misfit(
        self,
        single: Mapping[str, Value | None],
        items: Mapping[str, Sequence[Value | RowError | None]],
    ) -> RowError | None:
        for name, value in single.items():
            message = "" if value is None else refusal(self.variables[name], value)
            if message:
                return RowError("", 0, message)
        for name, values in items.items():
            sound = (v for v in values if v is not None and not isinstance(v, RowError))
            for value in sound:
                message = refusal(self.variables[name], value)
                if message:
                    return RowError("", 0, message)
        lengths = {self.variables[name].family: len(values) for name, values in items.items()}
        found = [m for family, n in lengths.items() if (m := intake.too_long(family, n))]
        return RowError("", 0, found[0]) if found else None

    def _chosen(self, wanted: frozenset[str] | None) -> list[CompiledLine]:
        """Give the wanted lines and those they rest on, in order of evaluation."""
        needed = set(self.order if wanted is None else wanted)
        for name in reversed(self.order):
            if name in needed:
                needed |= _lines_named(self.lines[name].node)
        return [line for name, line in self.lines.items() if name in needed]

    def points(self, entries: Entries) -> Points:
        """Give the points of every entry, grouped by activity so that each runs as columns."""
        size = len(entries.code)
        values: Array = np.zeros(size, np.int64)
        errors: dict[int, RowError] = {}
        order = np.argsort(entries.code.astype(np.int32), kind="stable")
        starts = np.searchsorted(entries.code[order], np.arange(len(entries.codes) + 1))
        for number, code in enumerate(entries.codes):
            rows = order[starts[number] : starts[number + 1]]
            if not rows.size:
                continue
            activity = self.activities.get(code)
            if activity is None:
                unknown = unknown_activity(code)
                errors.update(dict.fromkeys(rows.tolist(), unknown))
                continue
            result, failed = self._activity(activity, entries, rows)
            errors.update(failed)
            values = as_wide(values) if result.dtype == object else values
            values[rows] = result
        present = np.ones(size, bool)
        present[list(errors)] = False
        return Points(Column(values, self.points_decimals, present if errors else None), errors)

    def _activity(
        self, activity: CompiledActivity, entries: Entries, rows: NDArray[np.int64]
    ) -> tuple[Array, dict[int, RowError]]:
        accepted: dict[str, Values] = {}
        misfits: list[Misfit] = []
        for name, variable in activity.variables.items():
            if name == "bobot":
                accepted[name] = Values(np.full(len(rows), variable.interval.low))
                continue
            column = _entry_column(name, variable, entries, rows, misfits)
            accepted[name], misfit = intake.accept(variable, column)
            misfits.append(misfit)
        run = Population(len(rows), accepted, {})
        _fail_misfits(run, misfits)
        values = run.compute(activity.code, activity.node, activity.node.type.decimals)
        values = rescaled(activity.node, values, self.points_decimals)
        values = as_narrow(values) if activity.node.fits else values
        return values, {int(rows[row]): _of(activity, e) for row, e in run.errors.items()}

    def exact_points(
        self, code: str, volume: Decimal | None, minutes: Decimal | None,
        variables: Mapping[str, str],
    ) -> ExactPoints:  # fmt: skip
        """Give the points of one entry with their trace."""
        activity = self.activities.get(code)
        if activity is None:
            return ExactPoints(code, None, unknown_activity(code), None)
        inputs: dict[str, Value | None] = {
            "bobot": activity.weight, "volume": volume, "menit": minutes,
        }  # fmt: skip
        for name, variable in activity.variables.items():
            try:
                value = inputs[name] if name in inputs else _read(variable, variables)
            except Unreadable as unreadable:
                return ExactPoints(code, None, RowError(code, 0, str(unreadable)), None)
            message = "" if value is None else refusal(variable, value)
            if message:
                return ExactPoints(code, None, RowError(code, 0, message), None)
            inputs[name] = value
        outcome = evaluate(activity.node, Case(inputs, {}, {}), code)
        if outcome.value is None:
            return ExactPoints(code, None, outcome.error, outcome)
        points = _at_decimals(outcome.value, self.points_decimals)
        assert isinstance(points, Decimal)
        return ExactPoints(code, points, None, outcome)


def _outcome_of(done: ReadyLine) -> Outcome:
    traced = done.traced
    shown = ((), frozenset[tuple[int, bool]]()) if traced is None else traced[2:]
    return Outcome(done.value, done.error, *shown)


def _part(column: Column, start: int) -> Column:
    rows = slice(start, start + PIECE)
    present = None if column.present is None else column.present[rows]
    return replace(column, values=column.values[rows], present=present)


def unknown_activity(code: str) -> RowError:
    """Say that the catalogue has no such activity."""
    return RowError(code, 0, f"Kode aktivitas '{code}' tidak ada.")


def _of(activity: CompiledActivity, error: RowError) -> RowError:
    return error._replace(line=activity.code)


def _read(variable: Variable, variables: Mapping[str, str]) -> Value | None:
    return read_value(variable, variables.get(variable.name, ""))


def _entry_column(
    name: str, variable: Variable, entries: Entries, rows: NDArray[np.int64], misfits: list[Misfit]
) -> Column:
    if name in ("volume", "menit"):
        whole = entries.volume if name == "volume" else entries.minutes
        present = None if whole.present is None else whole.present[rows]
        return Column(whole.values[rows], whole.decimals, present)
    return _variable_column(variable, entries, entries.variable_set[rows], misfits)


def _variable_column(
    variable: Variable, entries: Entries, sets: NDArray[np.int64], misfits: list[Misfit]
) -> Column:
    """Read a variable once for each different set it stands in, then spread it over the rows."""
    used = np.unique(sets)
    codes: Array = np.zeros(len(used), np.int64)
    present = np.zeros(len(used), bool)
    for place, number in enumerate(used.tolist()):
        try:
            value = _read(variable, entries.variable_sets[number]) if number >= 0 else None
            message = "" if value is None else refusal(variable, value)
        except Unreadable as unreadable:
            value, message = None, str(unreadable)
        if message:
            rows = np.flatnonzero(sets == number)
            misfits.append(Misfit(rows, [message] * len(rows)))
        elif value is not None:
            codes, present[place] = _with_code(codes, place, _code(variable, value)), True
    spread = np.searchsorted(used, sets)
    words = variable.type.words if variable.type.kind == "text" else None
    return Column(codes[spread], variable.type.decimals, present[spread], words)


def _with_code(codes: Array, place: int, code: int) -> Array:
    codes = codes if abs(code) < 2**63 else as_wide(codes)
    codes[place] = code
    return codes


def _code(variable: Variable, value: Value) -> int:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, Decimal):
        whole = scaled(value, variable.type.decimals)
        assert whole is not None, "refusal() let it pass"
        return whole
    return variable.type.words.index(value) if isinstance(value, str) else value.toordinal()


def _fail_misfits(run: Population, misfits: list[Misfit]) -> None:
    for misfit in misfits:
        for row, message in zip(misfit.rows.tolist(), misfit.messages, strict=True):
            run.fail(row, RowError("", 0, message))


def _at_decimals(value: Value, decimals: int) -> Value:
    if not isinstance(value, Decimal):
        return value
    whole = scaled(value, decimals)
    assert whole is not None, "a line has no more decimals than it declares"
    return decimal(whole, decimals)


def _lines_named(node: Node) -> set[str]:
    waiting, found = [node], set()
    while waiting:
        step = waiting.pop()
        waiting.extend(step.args)
        if step.op == "line":
            found.add(step.name)
    return found
