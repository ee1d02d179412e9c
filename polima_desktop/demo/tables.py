"""Writing the demo's files so that the same seed gives the same bytes.

Plain CSV, and workbooks with a fixed creation date. What stands in them is decided elsewhere.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

Cell = str | int | float | date | None

#: All workbooks claim to be written at this moment, whenever the demo is made.
WRITTEN_AT = datetime(2021, 1, 4, 7, 30)


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write UTF-8 text with commas; values come as they are to stand in the file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def write_workbook(path: Path, sheets: dict[str, list[Sequence[Cell]]]) -> None:
    """Write a workbook of named sheets; text stays text, dates become real dates.

    The first row of each sheet is bold.
    """
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    book.set_properties({"created": WRITTEN_AT, "author": "Kota contoh"})
    day = book.add_format({"num_format": "dd-mm-yyyy"})
    bold = book.add_format({"bold": True})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            _write_row(sheet, number, row, day, bold if number == 0 else None)
    book.close()


def _write_row(
    sheet: Worksheet, number: int, row: Sequence[Cell], day: Format, style: Format | None
) -> None:
    for column, value in enumerate(row):
        if isinstance(value, str):
            if value:
                sheet.write_string(number, column, value, style)
        elif isinstance(value, date):
            sheet.write_datetime(number, column, value, day)
        elif value is not None:
            sheet.write_number(number, column, value)
