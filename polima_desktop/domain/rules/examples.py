"""Worked examples as tests (*contoh perhitungan*): run both ways, compared, coverage counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple, SupportsInt, TypeAlias

from polima_desktop.domain.formula.errors import did_you_mean
from polima_desktop.domain.formula.exact import Outcome, Value
from polima_desktop.domain.formula.scaled import decimal
from polima_desktop.domain.formula.tree import Node, Type, Variable, steps
from polima_desktop.domain.rules.cases import CaseText, columns_of, read_case
from polima_desktop.domain.rules.model import Example, Finding
from polima_desktop.domain.rules.program import ColumnResult, ExactResult, Program
from polima_desktop.domain.rules.values import (
    Unreadable,
    plain_number,
    read_value,
    write_value,
)

Branch: TypeAlias = tuple[str, int, bool]
"""A path of a formula, the order of a JIKA in it, and the branch taken."""


class ExampleResult(NamedTuple):
    """What an example showed: findings (none = passed), branches it took, values it gave."""

    findings: list[Finding]
    branches: set[Branch]
    values: dict[str, Value]


def check_examples(program: Program) -> tuple[list[Finding], set[Branch]]:
    """Run every example of the set."""
    findings: list[Finding] = []
    branches: set[Branch] = set()
    for example in program.ruleset.examples:
        result = run_example(program, example)
        findings += result.findings
        branches |= result.branches
    return findings, branches


def run_example(program: Program, example: Example) -> ExampleResult:
    """Run one example on both back ends and compare with what it expects.

    Only the expected lines, and those they rest on, are computed.
    """
    where = f"examples.{example.name}"
    findings = list(_unknown_names(program, example, where))
    case = read_case(program, CaseText(example.inputs, example.activities, example.days))
    if case.problem:
        findings.append(Finding("error", where, None, case.problem))
    if findings:
        return ExampleResult(findings, set(), {})
    wanted = frozenset(example.expect)
    exact = program.exact(case.inputs, wanted)
    branches = set(_branches("lines", "formula", exact.outcomes.items()))
    for points in case.points:
        if points.outcome is not None:
            branches |= set(_branches("activities", "points", [(points.code, points.outcome)]))
    if exact.error is not None:
        findings.append(
            Finding("error", where, None, f"Contoh tidak menghasilkan nilai. {exact.error}")
        )
    else:
        columns = program.columns(columns_of(program, [case]), 1, wanted)
        findings += _differences(program, example, exact, where)
        findings += _disagreements(program, exact, columns, where)
    return ExampleResult(findings, branches, exact.values)


def uncovered(program: Program, taken: set[Branch]) -> Iterator[Finding]:
    """Give a warning for each branch of a JIKA that no example takes."""
    for where, node in _formulas(program):
        for step in sorted(steps(node), key=lambda step: step.order):
            for truth, word in ((True, "ya"), (False, "tidak")):
                if step.op == "JIKA" and (where, step.order, truth) not in taken:
                    yield Finding(
                        "warning",
                        where,
                        step.span.at,
                        f"Cabang '{word}' dari JIKA ini tidak dilalui satu contoh pun. "
                        "Tambah contoh yang melaluinya.",
                    )


def _formulas(program: Program) -> Iterator[tuple[str, Node]]:
    for name, line in program.lines.items():
        yield f"lines.{name}.formula", line.node
    for code, activity in program.activities.items():
        yield f"activities.{code}.points", activity.node


def _branches(section: str, key: str, outcomes: Iterable[tuple[str, Outcome]]) -> Iterator[Branch]:
    for name, outcome in outcomes:
        for order, truth in outcome.branches:
            yield f"{section}.{name}.{key}", order, truth


def _unknown_names(program: Program, example: Example, where: str) -> Iterator[Finding]:
    inputs = {name for name, variable in program.variables.items() if not variable.family}
    for name in example.inputs:
        if name not in inputs:
            yield Finding(
                "error",
                f"{where}.inputs.{name}",
                None,
                f"Isian '{name}' tidak dinyatakan.{did_you_mean(name, inputs)}",
            )
    for name in example.expect:
        if name not in program.lines:
            yield Finding(
                "error",
                f"{where}.expect.{name}",
                None,
                f"Baris '{name}' tidak ada.{did_you_mean(name, program.lines)}",
            )
    known = {name for name, variable in program.variables.items() if variable.family}
    for number, day in enumerate(example.days, 1):
        for name in day:
            if name not in known:
                yield Finding(
                    "error",
                    f"{where}.days.{number}.{name}",
                    None,
                    f"Isian hari '{name}' tidak ada.{did_you_mean(name, known)}",
                )


def _differences(
    program: Program, example: Example, exact: ExactResult, where: str
) -> Iterator[Finding]:
    for name, text in example.expect.items():
        place = f"{where}.expect.{name}"
        variable = program.lines[name].variable
        try:
            wanted = read_value(variable, text)
        except Unreadable as unreadable:
            yield Finding("error", place, None, str(unreadable))
            continue
        found = exact.values[name]
        if wanted is None or wanted != found:
            yield Finding(
                "error",
                place,
                None,
                f"Contoh gagal: {name} seharusnya {_told(wanted)}, hasilnya {_told(found)}.",
            )


def _told(value: Value | None) -> str:
    """Say a value as people write it: decimals after a comma."""
    if value is None:
        return "(kosong)"
    if isinstance(value, Decimal):
        return plain_number(value).replace(".", ",")
    return write_value(value, 0)


def _disagreements(
    program: Program, exact: ExactResult, columns: ColumnResult, where: str
) -> Iterator[Finding]:
    """The two back ends must agree; a difference is our mistake, and blocks."""
    for name, value in exact.values.items():
        variable = program.lines[name].variable
        other = None if columns.bad[0] else value_of(variable, columns.lines[name].values[0])
        if other != value:
            yield Finding(
                "error",
                where,
                None,
                f"Dua cara menghitung {name} berbeda: {value} dan {other}. "
                "Laporkan kepada pembuat program.",
            )


def value_of(variable: Variable, code: SupportsInt) -> Value:
    """Turn a column's scaled number or code back into the value it stands for."""
    kind: Type = variable.type
    whole = int(code)
    match kind.kind:
        case "text":
            return kind.words[whole]
        case "bool":
            return bool(whole)
        case "date":
            return date.fromordinal(whole)
    return decimal(whole, kind.decimals)
