"""From cells to values, column by column: each distinct cell is read once.

What a column's reader accepts is ``values``; what a whole row means is its kind's module.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from polima_desktop.domain.errors import Refused
from polima_desktop.imports.problems import Findings, RowProblem, Severity
from polima_desktop.imports.rows import Table
from polima_desktop.imports.values import Warned, refuse_excel_error, text_of


class _Doubt(NamedTuple):
    severity: Severity
    problem: str
    advice: str


def problem_at(
    table: Table, index: int, field: str, severity: Severity, problem: str, advice: str
) -> RowProblem:
    """Name a problem of a data row's cell at its place in the file."""
    cells = table.cells.get(field)
    value = text_of(cells[index]) if cells and cells[index] is not None else ""
    return RowProblem(
        table.sheet.name,
        table.rows[index],
        table.layout.title(field),
        value,
        severity,
        problem,
        advice,
    )


def convert(
    table: Table,
    field: str,
    reader: Callable[[Any], Any],
    findings: Findings,
    keys: Sequence[Any] | None = None,
) -> list[Any]:
    """Read a column; blank and refused cells become None, every problem goes to ``findings``.

    ``keys`` stand in for the cells where the reader needs more than the cell to go by.
    """
    cells = table.column(field) if keys is None else keys
    read: dict[Any, Any] = {None: None}
    doubts: dict[Any, _Doubt] = {}
    for cell in set(cells) - {None}:
        read[cell], doubt = _read(cell, reader)
        if doubt:
            doubts[cell] = doubt
    if doubts:
        findings.extend(
            problem_at(table, index, field, *doubts[cell])
            for index, cell in enumerate(cells)
            if cell in doubts
        )
    return [read[cell] for cell in cells]


def _read(cell: object, reader: Callable[[Any], Any]) -> tuple[Any, _Doubt | None]:
    try:
        refuse_excel_error(cell)
        value = reader(cell)
    except Refused as refused:
        return None, _Doubt("error", refused.message, refused.advice)
    if isinstance(value, Warned):
        return value.value, _Doubt("warning", value.problem, value.advice)
    return value, None


def require(table: Table, field: str, problem: str, advice: str, findings: Findings) -> None:
    """Reject every row whose cell of a required column is blank."""
    findings.extend(
        problem_at(table, index, field, "error", problem, advice)
        for index, cell in enumerate(table.column(field))
        if cell is None
    )


def repeated(
    tables: list[Table], keys: list[list[Any]], field: str, what: str, findings: Findings
) -> None:
    """Reject all rows that share a key within the file, each naming the others."""
    first: dict[Any, tuple[int, int]] = {}
    several: dict[Any, list[tuple[int, int]]] = {}
    for number, column in enumerate(keys):
        for index, key in enumerate(column):
            if key is None:
                continue
            place = (number, index)
            if first.setdefault(key, place) != place:
                several.setdefault(key, [first[key]]).append(place)
    for places in several.values():
        for number, index in places:
            others = _named(tables, (p for p in places if p != (number, index)), number)
            findings.add(
                problem_at(
                    tables[number],
                    index,
                    field,
                    "error",
                    f"{what} sama dengan {others}.",
                    "Sisakan satu baris yang benar.",
                )
            )


def _named(tables: list[Table], places: Iterable[tuple[int, int]], here: int) -> str:
    names = [
        f"baris {tables[number].rows[index]}"
        + ("" if number == here else f" lembar ‘{tables[number].sheet.name}’")
        for number, index in places
    ]
    if len(names) > 12:
        names = [*names[:12], f"{len(names) - 12} baris lain"]
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " dan " + names[-1]
