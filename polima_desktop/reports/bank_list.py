"""The list a bank pays from: a workbook or a CSV, one line a person.

NIP and account are text, so that no program makes them a number; a text that a spreadsheet
would take for a formula is written as text in a workbook and gets an apostrophe in a CSV.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from io import TextIOWrapper
from typing import BinaryIO

import xlsxwriter

HEADER = ("NO", "NIP", "NAMA", "UNIT KERJA", "BANK", "NOMOR REKENING", "JUMLAH", "KETERANGAN")
_WIDTHS = (6, 22, 36, 40, 16, 22, 16, 34)


@dataclass(frozen=True, slots=True)
class Transfer:
    """One transfer; ``rupiah`` is what the person receives."""

    nip: str
    name: str
    unit: str
    bank: str
    account: str
    rupiah: int
    remark: str


def write_workbook(transfers: Sequence[Transfer], out: BinaryIO, title: str) -> None:
    """Write an Excel workbook with one sheet and a total below the rows."""
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    head = book.add_format({"bold": True, "bg_color": "#EFF3F1", "bottom": 1})
    amount, text = book.add_format({"num_format": "#,##0"}), book.add_format({"num_format": "@"})
    total = book.add_format({"bold": True, "num_format": "#,##0", "top": 1})
    sheet = book.add_worksheet("Daftar bank")
    book.set_properties({"title": title})
    sheet.freeze_panes(1, 0)
    for column, (name, width) in enumerate(zip(HEADER, _WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, head)
    for row, transfer in enumerate(transfers, 1):
        sheet.write_number(row, 0, row)
        for column, value in enumerate(astuple(transfer), 1):
            if isinstance(value, int):
                sheet.write_number(row, column, value, amount)
            else:
                sheet.write_string(row, column, value, text)
    last = len(transfers) + 1
    sheet.write_string(last, 5, "JUMLAH", head)
    sheet.write_number(last, 6, sum(transfer.rupiah for transfer in transfers), total)
    book.close()


def write_csv(transfers: Sequence[Transfer], out: BinaryIO) -> None:
    """Write a CSV in UTF-8 with a byte order mark (Excel needs it), ``;`` between the cells."""
    text = TextIOWrapper(out, "utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADER)
    for number, transfer in enumerate(transfers, 1):
        writer.writerow([number, *map(harmless, astuple(transfer))])
    text.detach()


def harmless(cell: str | int) -> str | int:
    """Put an apostrophe before a text that a spreadsheet would run as a formula.

    >>> harmless("=1+1"), harmless("La Ode"), harmless(-5)
    ("'=1+1", 'La Ode', -5)
    """
    if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + cell
    return cell
