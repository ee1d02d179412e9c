"""An import before it happens, as a value: verdict per row, counts, problems; and its result.

The counts obey ``read = accepted + rejected`` and ``accepted = new + changed + unchanged``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from polima_desktop.imports.problems import Findings, RowProblem
from polima_desktop.services.importing.words import Outcome

if TYPE_CHECKING:  # reading files takes pandas: a window that only shows a plan does without
    from polima_desktop.imports.headers import Layout
    from polima_desktop.imports.reading import FileRead
    from polima_desktop.imports.rows import Table
    from polima_desktop.imports.sheets import Sheet


class Edit(NamedTuple):
    """A cell put right before it was read: the sheet, its row, the column from 0, what it says."""

    sheet: str
    row: int
    column: int
    text: str


@dataclass(frozen=True)
class Options:
    """How to read and apply a file.

    ``unit``: written name of the unit for rows that name none; ``valid_from``: the day from
    which changes hold, and new people at the earliest; ``month``: the first day of the month one
    works in, from which changes hold where no day is named (None: this month's); ``layouts``: a
    corrected guess of sheet and header; ``hidden_rows``: read (True), left out (False), or read
    with a warning each (None); ``hidden_sheets``: whether they are read; ``spelling``: whether a
    text that differs only in capitals and blanks is a change; ``whole_days``: whether a file's
    activities of a day replace all the day had; ``edits``: cells put right; ``left_out``: rows
    (sheet, number) that are not read.
    """

    source: str = "bkpsdm"
    unit: str | None = None
    valid_from: date | None = None
    layouts: tuple[Layout, ...] | None = None
    month: date | None = None
    hidden_rows: bool | None = None
    hidden_sheets: bool = False
    spelling: bool = False
    whole_days: bool = False
    edits: tuple[Edit, ...] = ()
    left_out: tuple[tuple[str, int], ...] = ()

    def effective(self, today: date) -> date:
        """Give the day from which changes hold that name none themselves; never plainly today."""
        return self.valid_from or self.month or today.replace(day=1)


Settled = Callable[[str, int], bool]
"""Whether a row (sheet, number) of the very same file was accepted by an import before."""


class Change(NamedTuple):
    """One field of a changed row, in words; ``since``: the day from which the new value holds."""

    label: str
    old: str
    new: str
    since: date


class Verdict(NamedTuple):
    """What becomes of one row. ``key`` and ``name`` say whom or what it is about."""

    sheet: str
    row: int
    key: str
    name: str
    outcome: Outcome
    changes: tuple[Change, ...] = ()


class Counts(NamedTuple):
    """The numbers of the contract."""

    read: int
    accepted: int
    new: int
    changed: int
    unchanged: int
    rejected: int
    warnings: int


@dataclass
class Decided:
    """A reading weighed against the store: rows by outcome, what to write, further problems."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    verdicts: list[Verdict] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    payload: Any = None

    def count(self, outcome: Outcome, rows: int = 1) -> None:
        """Count rows of an outcome."""
        if outcome != "rejected":
            setattr(self, outcome, getattr(self, outcome) + rows)


@dataclass(frozen=True)
class ImportPlan:
    """A true dry run: nothing is written until it is applied.

    ``earlier``: the number of the batch that already brought this very file, if any.
    ``seen``: the store's last change when it was decided; a later one makes it decide again.
    """

    kind: str
    path: Path
    sha256: str
    options: Options
    reading: FileRead
    decided: Decided
    seen: datetime | None
    counts: Counts
    verdicts: list[Verdict]
    problems: list[RowProblem]
    earlier: int | None
    beside: Sheet | None = None
    notices: tuple[str, ...] = ()

    def cell(self, problem: RowProblem) -> tuple[int, str] | None:
        """Give the column (from 0) of a problem's cell and what stands there, if it has one."""
        for table in self.reading.tables:
            layout = table.layout
            if table.sheet.name != problem.sheet:
                continue
            places = (
                i for name, i in layout.columns.items() if layout.title(name) == problem.column
            )
            for column in places:
                return column, problem.value
        return None

    @property
    def file_name(self) -> str:
        """The file's name without its folder."""
        return self.path.name

    @property
    def layouts(self) -> list[Layout]:
        """Where the tables were found."""
        return [table.layout for table in self.reading.tables]

    @property
    def ignored(self) -> list[str]:
        """The headings of columns that were passed over."""
        return list(dict.fromkeys(t for layout in self.layouts for t in layout.ignored))

    @property
    def findings(self) -> Findings:
        """All problems, with the rows they reject."""
        return findings_of(self.problems)


class ImportResult(NamedTuple):
    """What was applied. ``batch`` None: nothing new or changed, so nothing was written."""

    counts: Counts
    problems: list[RowProblem]
    batch: int | None


def findings_of(problems: Sequence[RowProblem]) -> Findings:
    """Gather problems."""
    findings = Findings()
    findings.extend(problems)
    return findings


def problems_of(reading: FileRead, decided: Decided) -> list[RowProblem]:
    """Give every problem of a reading and of its decision, by sheet and row."""
    return findings_of([*reading.findings.problems, *decided.problems]).ordered()


def counts_of(reading: FileRead, decided: Decided) -> Counts:
    """Add everything up; a warning counts once a row."""
    findings = findings_of([*reading.findings.problems, *decided.problems])
    rejected = len(findings.rejected)
    warned = len(findings.warned)
    accepted = decided.new + decided.changed + decided.unchanged
    if accepted + rejected != reading.read:
        raise AssertionError(f"{reading.read} read, {accepted} accepted, {rejected} rejected")
    return Counts(
        reading.read, accepted, decided.new, decided.changed, decided.unchanged, rejected, warned
    )


def rejected_verdicts(reading: FileRead, problems: Sequence[RowProblem]) -> list[Verdict]:
    """Give a verdict for every rejected row, with what its NIP and name cells say."""
    rejected = findings_of(problems).rejected
    verdicts = []
    for table in reading.tables:
        cells = [_texts(table, name) for name in ("nip", "code", "name")]
        for index, row in enumerate(table.rows):
            if (table.sheet.name, row) in rejected:
                nip, code, name = (column[index] for column in cells)
                verdicts.append(Verdict(table.sheet.name, row, nip or code, name, "rejected"))
    return verdicts


def _texts(table: Table, name: str) -> list[str]:
    return ["" if cell is None else str(cell) for cell in table.column(name)]


def document(
    plan: ImportPlan, counts: Counts, problems: Sequence[RowProblem], batch: int | None
) -> dict[str, Any]:
    """Give the JSON of the contract, and which earlier batch was the same file."""
    return {
        **counts._asdict(),
        "rows": [problem._asdict() for problem in problems],
        "batch": batch,
        "same_as": plan.earlier,
        "ignored_columns": plan.ignored,
        "notices": list(plan.notices),
    }
