"""Writing lists as workbooks: rejected rows to send back, and the master list in the template.

What is written comes back unchanged through the import. Numbers that name something are text,
and a text that begins like a formula stays a text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, BinaryIO, Self

import xlsxwriter
import xlsxwriter.utility

from polima_desktop.domain.people import (
    EDUCATION,
    JOB_KINDS,
    LABELS,
    STANDINGS,
    STATUSES,
    Person,
    family_label,
)
from polima_desktop.files import replacing
from polima_desktop.imports.columns import UNITS
from polima_desktop.imports.problems import Findings, RowProblem
from polima_desktop.imports.rows import Table
from polima_desktop.imports.sheets import Sheet
from polima_desktop.imports.values import Cell

REASON, ADVICE = "ALASAN", "SARAN"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_SHEET_NAME = 31


class SafeWorkbook:
    """A workbook whose texts stay texts; used as a context manager."""

    def __init__(self, out: BinaryIO) -> None:
        """Write to an open binary file."""
        self._book = xlsxwriter.Workbook(
            out, {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
        )
        self._header = self._book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        self._quoted = self._book.add_format({"num_format": "@", "quote_prefix": True})
        self._text = self._book.add_format({"num_format": "@"})
        self._open_text = self._book.add_format({"num_format": "@", "locked": False})
        self._open_day = self._book.add_format({"num_format": "dd-mm-yyyy", "locked": False})
        self._day = self._book.add_format({"num_format": "dd-mm-yyyy"})
        self._clock = self._book.add_format({"num_format": "hh:mm:ss"})
        self._moment = self._book.add_format({"num_format": "dd-mm-yyyy hh:mm:ss"})

    def __enter__(self) -> Self:
        """Give the workbook."""
        return self

    def __exit__(self, *error: object) -> None:
        """Finish the file."""
        self._book.close()

    def sheet(
        self, name: str, titles: Sequence[str], rows: Iterable[Sequence[Any]], width: int = 18
    ) -> Any:  # noqa: ANN401 - xlsxwriter has no types
        """Write one sheet with a frozen header row; no titles: the rows alone. Gives the sheet."""
        sheet = self._book.add_worksheet(self._free_name(name))
        first = 0
        if titles:
            sheet.set_column(0, len(titles) - 1, width)
            sheet.freeze_panes(1, 0)
            for column, title in enumerate(titles):
                sheet.write_string(0, column, title, self._header)
            first = 1
        for number, row in enumerate(rows, start=first):
            for column, value in enumerate(row):
                self._write(sheet, number, column, value)
        return sheet

    def set_kind(self, sheet: Any, column: int, holds: str) -> None:  # noqa: ANN401
        """Say what the blank cells of a column hold: text, a day, or anything."""
        formats = {"text": self._text, "day": self._day}
        sheet.set_column(column, column, 22 if holds == "text" else 18, formats.get(holds))

    def offer(
        self,
        sheet: Any,  # noqa: ANN401
        column: int,
        rows: int,
        source: str,
        place: int,
        count: int,
    ) -> None:
        """Let the cells of a column take only what stands in a column of another sheet."""
        letter = xlsxwriter.utility.xl_col_to_name(place, col_abs=True)
        validation = {
            "validate": "list",
            "source": f"='{source}'!{letter}$2:{letter}${count + 1}",
            "error_title": "Isi tidak dikenal",
            "error_message": "Pilih dari daftar, atau lihat lembar Pilihan.",
        }
        sheet.data_validation(1, column, rows, column, validation)

    def open_column(self, sheet: Any, column: int, holds: str = "text") -> None:  # noqa: ANN401
        """Let the blank cells of a column of a protected sheet be written: text, or a day."""
        form = self._open_day if holds == "day" else self._open_text
        sheet.set_column(column, column, 18, form)

    def open_cells(self, sheet: Any, cells: Iterable[tuple[int, int]], width: int) -> None:  # noqa: ANN401
        """Let single blank cells of a protected sheet be written; their columns get a width."""
        for row, column in cells:
            sheet.set_column(column, column, width)
            sheet.write_blank(row, column, None, self._open_text)

    def suggest(self, sheet: Any, column: int, rows: int, words: Sequence[str]) -> None:  # noqa: ANN401
        """Offer usual words in a column; others may be written."""
        validation = {"validate": "list", "source": list(words), "show_error": False}
        sheet.data_validation(1, column, rows, column, validation)

    def protect(self, sheet: Any) -> None:  # noqa: ANN401
        """Lock what is printed; without a password, against slips of the hand only."""
        sheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": True})

    def _free_name(self, name: str) -> str:
        bare = "".join("_" if letter in "[]:*?/\\" else letter for letter in name).strip("'")
        bare = bare[:_SHEET_NAME] or "Lembar"
        taken = {sheet.get_name().lower() for sheet in self._book.worksheets()}
        number, free = 2, bare
        while free.lower() in taken:
            free = f"{bare[: _SHEET_NAME - 4]} ({number})"
            number += 1
        return free

    def _write(self, sheet: Any, row: int, column: int, value: Any) -> None:  # noqa: ANN401
        if value is None or value == "":
            return
        if isinstance(value, str):
            quoted = value.startswith(FORMULA_STARTS)
            sheet.write_string(row, column, value, self._quoted if quoted else self._text)
        elif isinstance(value, bool):
            sheet.write_boolean(row, column, value)
        elif isinstance(value, datetime):
            sheet.write_datetime(row, column, value, self._moment)
        elif isinstance(value, date):
            sheet.write_datetime(row, column, value, self._day)
        elif isinstance(value, time | timedelta):
            sheet.write_datetime(row, column, value, self._clock)
        else:
            sheet.write_number(row, column, value)


# ── rejected rows ───────────────────────────────────────────────────────────────────────────


def write_rejected(
    path: Path, tables: Sequence[Table], findings: Findings, beside: Sheet | None = None
) -> int:
    """Write the rejected rows with reason and advice, to correct and import again.

    Returns how many; with none, no file is written. ``beside``: a sheet to carry along.
    """
    problems: dict[tuple[str, int], list[RowProblem]] = {}
    for problem in findings.problems:
        if problem.severity == "error":
            problems.setdefault((problem.sheet, problem.row), []).append(problem)
    if not problems:
        return 0
    with replacing(path) as out, SafeWorkbook(out) as book:
        for table in tables:
            rows = list(_rejected_rows(table, problems))
            if rows:
                book.sheet(table.sheet.name, _titles(table), rows)
        if beside is not None:
            book.sheet(beside.name, (), map(_cells, beside.frame.itertuples(index=False)))
    return len(problems)


def _titles(table: Table) -> list[str]:
    titles = list(table.layout.lasting)
    unit = [LABELS["unit"]] if _by_heading(table) else []
    taken = REASON in titles or "reason" in table.layout.columns
    reason = f"{REASON} DITOLAK" if taken else REASON
    return [*titles, *unit, reason, ADVICE]


def _by_heading(table: Table) -> bool:
    return "unit" not in table.layout.columns and any(table.headings)


def _rejected_rows(
    table: Table, problems: Mapping[tuple[str, int], list[RowProblem]]
) -> Iterable[list[Cell]]:
    by_heading = _by_heading(table)
    for row, heading in zip(table.rows, table.headings, strict=True):
        found = problems.get((table.sheet.name, row))
        if found:
            cells = _cells(tuple(table.sheet.frame.iloc[row - 1]))
            unit = [heading] if by_heading else []
            reasons = "; ".join(f"{p.column}: {p.problem}" for p in found)
            advice = " ".join(dict.fromkeys(p.advice for p in found))
            yield [*cells, *unit, reasons, advice]


def _cells(cells: Sequence[Cell]) -> list[Cell]:
    return [_as_damaged(cell) for cell in cells]


def _as_damaged(cell: Cell) -> Cell:
    """Keep a number that lost digits looking lost: as text it would pass for a whole one."""
    if isinstance(cell, int | float) and not isinstance(cell, bool) and abs(cell) >= 1e15:
        return f"{cell:.14E}"
    return cell


# ── the master list ─────────────────────────────────────────────────────────────────────────

TEMPLATE = (
    "nip nik front_title name back_title birth_place birth_date sex status cpns_date golongan"
    " golongan_date job_kind position family eselon job_class position_date unit superior_nip"
    " salary certified npwp bank account_number standing"
).split()
"""The fields of the template's columns, in its order (INTERFACES)."""
_BESIDE = ("education",)
"""Fields that other lists bring; their columns come after, where anybody has them."""


def write_employees(path: Path, people: Iterable[Person], unit_names: Mapping[str, str]) -> int:
    """Write people in the template's columns; ``unit_names``: code → name that finds it again.

    Returns how many.
    """
    people = list(people)
    more = [name for name in _BESIDE if any(getattr(who, name) for who, _ in people)]
    columns = [*TEMPLATE, *more]
    rows = [_employee_row(person, unit_names, columns) for person in people]
    with replacing(path) as out, SafeWorkbook(out) as book:
        book.sheet("Pegawai", [LABELS[field] for field in columns], rows)
    return len(rows)


def _employee_row(
    person: Person, unit_names: Mapping[str, str], columns: Sequence[str]
) -> list[Cell]:
    who, job = person
    shown: dict[str, Cell] = {
        "status": STATUSES.get(job.status or ""),
        "job_kind": JOB_KINDS.get(job.job_kind or ""),
        "family": family_label(job.family) if job.family else None,
        "unit": unit_names.get(job.unit, job.unit),
        "certified": None if job.certified is None else ("YA" if job.certified else "TIDAK"),
        "standing": STANDINGS.get(job.standing, job.standing),
        "education": EDUCATION.get(who.education or ""),
    }
    stored: dict[str, Cell] = vars(who) | vars(job) | shown
    return [stored[field] for field in columns]


def write_units(path: Path, rows: Iterable[Sequence[Cell]]) -> None:
    """Write units in the template's columns; a row gives at least code, name, kind, parent."""
    with replacing(path) as out, SafeWorkbook(out) as book:
        book.sheet("Unit", [column.title for column in UNITS], rows)
