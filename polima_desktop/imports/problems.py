"""What is wrong with a row, as a value: where, what, what to do. Reading goes on after it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Severity = Literal["error", "warning"]


class RowProblem(NamedTuple):
    """One finding. ``row`` is the spreadsheet's number, ``column`` the title the file uses.

    An ``error`` rejects its row; a ``warning`` leaves it accepted.
    """

    sheet: str
    row: int
    column: str
    value: str
    severity: Severity
    problem: str
    advice: str


@dataclass
class Findings:
    """The problems of one reading, and which rows they reject."""

    problems: list[RowProblem] = field(default_factory=list)
    rejected: set[tuple[str, int]] = field(default_factory=set)

    def add(self, problem: RowProblem) -> None:
        """Keep a problem."""
        self.problems.append(problem)
        if problem.severity == "error":
            self.rejected.add((problem.sheet, problem.row))

    def extend(self, problems: Iterable[RowProblem]) -> None:
        """Keep many."""
        for problem in problems:
            self.add(problem)

    def ordered(self) -> list[RowProblem]:
        """Give all problems by sheet as met, then row."""
        sheets = {sheet: n for n, sheet in enumerate(dict.fromkeys(p.sheet for p in self.problems))}
        return sorted(self.problems, key=lambda p: (sheets[p.sheet], p.row))

    @property
    def warned(self) -> set[tuple[str, int]]:
        """Accepted rows that carry a warning."""
        return {(p.sheet, p.row) for p in self.problems} - self.rejected
