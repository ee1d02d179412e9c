"""A plan's verdicts as plain rows of the preview table. No widgets."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from polima_desktop.services.importing.words import OUTCOME_LABELS

if TYPE_CHECKING:
    from polima_desktop.imports.problems import RowProblem
    from polima_desktop.services.importing.plan import Change, ImportPlan

WARNED = "warned"
#: What the preview can be narrowed to.
FILTERS = [*OUTCOME_LABELS.items(), (WARNED, "Dengan peringatan")]


class PreviewRow(NamedTuple):
    """One row: primary key, its place, who, what becomes of it, in words and as values."""

    id: int
    sheet: str
    row: int
    key: str
    name: str
    outcome: str
    words: str
    warned: bool
    changes: tuple[Change, ...]
    problems: tuple[RowProblem, ...]
    search: str


def preview_rows(plan: ImportPlan) -> list[PreviewRow]:
    """Give a row for every verdict, and for accepted rows that only carry a warning."""
    problems: dict[tuple[str, int], list[RowProblem]] = defaultdict(list)
    for problem in plan.problems:
        problems[problem.sheet, problem.row].append(problem)
    rows = [
        _row(
            v.sheet, v.row, v.key, v.name, v.outcome, v.changes, problems.pop((v.sheet, v.row), [])
        )
        for v in plan.verdicts
    ]
    rows += [
        _row(sheet, row, "", "", "accepted", (), own) for (sheet, row), own in problems.items()
    ]
    rows.sort(key=lambda row: (row.sheet, row.row))
    return [row._replace(id=place) for place, row in enumerate(rows)]


def _row(
    sheet: str,
    row: int,
    key: str,
    name: str,
    outcome: str,
    changes: tuple[Change, ...],
    problems: list[RowProblem],
) -> PreviewRow:
    said = [problem.problem for problem in problems]
    said += [f"{change.label}: {change.old} → {change.new}" for change in changes]
    warned = any(problem.severity == "warning" for problem in problems) and outcome != "rejected"
    search = f"{row} {key} {name}".casefold()
    return PreviewRow(
        0,
        sheet,
        row,
        key,
        name,
        outcome,
        " · ".join(said),
        warned,
        changes,
        tuple(problems),
        search,
    )


def narrowed(rows: list[PreviewRow], chosen: set[str], typed: str) -> list[PreviewRow]:
    """Give the rows of the chosen verdicts that hold what was typed."""
    words = typed.casefold().split()
    digits = typed.replace(" ", "")
    return [
        row
        for row in rows
        if (not chosen or row.outcome in chosen or (row.warned and WARNED in chosen))
        and (all(word in row.search for word in words) or (digits.isdigit() and digits in row.key))
    ]
