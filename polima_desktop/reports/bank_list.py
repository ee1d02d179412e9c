"""The list a bank pays from, in the bank's layout: a workbook or a CSV, one line a person.

NIP and account are text, so that no program makes them a number; a text that a spreadsheet
would take for a formula is written as text in a workbook and gets an apostrophe in a CSV.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from io import TextIOWrapper
from typing import BinaryIO

import xlsxwriter

from polima_desktop.domain.bank_layouts import BankColumn, BankLayout

_WIDTHS = {"nomor": 6, "nip": 22, "nama": 36, "unit": 40, "bank": 16, "rekening": 22, "jumlah": 16}
_OTHER_WIDTH = 34


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


def write_list(
    transfers: Sequence[Transfer], layout: BankLayout, out: BinaryIO, title: str
) -> None:
    """Write the list as the layout has it; ``title`` is a workbook's."""
    if layout.file == "csv":
        _write_csv(transfers, layout, out)
    else:
        _write_workbook(transfers, layout, out, title)


def _cell(transfer: Transfer, column: BankColumn, number: int) -> str | int:
    values: dict[str, str | int] = {
        "": column.text,
        "nomor": number,
        "nip": transfer.nip,
        "nama": transfer.name,
        "unit": transfer.unit,
        "bank": transfer.bank,
        "rekening": transfer.account,
        "jumlah": transfer.rupiah,
        "keterangan": transfer.remark,
    }
    return values[column.field]


def _write_workbook(
    transfers: Sequence[Transfer], layout: BankLayout, out: BinaryIO, title: str
) -> None:
    """Write an Excel workbook with one sheet; a total below the rows where the layout has one."""
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    head = book.add_format({"bold": True, "bg_color": "#EFF3F1", "bottom": 1})
    amount, text = book.add_format({"num_format": "#,##0"}), book.add_format({"num_format": "@"})
    total = book.add_format({"bold": True, "num_format": "#,##0", "top": 1})
    sheet = book.add_worksheet("Daftar bank")
    book.set_properties({"title": title})
    sheet.freeze_panes(int(layout.heading), 0)
    for place, column in enumerate(layout.columns):
        sheet.set_column(place, place, _WIDTHS.get(column.field, _OTHER_WIDTH))
        if layout.heading:
            sheet.write_string(0, place, column.heading, head)
    row = int(layout.heading)
    for number, transfer in enumerate(transfers, 1):
        for place, column in enumerate(layout.columns):
            value = _cell(transfer, column, number)
            if isinstance(value, str):
                sheet.write_string(row, place, value, text)
            else:
                style = amount if column.field == "jumlah" else None
                sheet.write_number(row, place, value, style)
        row += 1
    if layout.total:
        place = [column.field for column in layout.columns].index("jumlah")
        if place:
            sheet.write_string(row, place - 1, "JUMLAH", head)
        sheet.write_number(row, place, sum(one.rupiah for one in transfers), total)
    book.close()


def _write_csv(transfers: Sequence[Transfer], layout: BankLayout, out: BinaryIO) -> None:
    """Write a CSV in UTF-8, with a byte order mark where the layout has one."""
    encoding = "utf-8-sig" if layout.mark else "utf-8"
    text = TextIOWrapper(out, encoding, newline="", write_through=True)
    writer = csv.writer(text, delimiter=layout.separator, lineterminator="\r\n")
    if layout.heading:
        writer.writerow([column.heading for column in layout.columns])
    for number, transfer in enumerate(transfers, 1):
        cells = [_cell(transfer, column, number) for column in layout.columns]
        writer.writerow([harmless(cell) for cell in cells])
    text.detach()


def harmless(cell: str | int) -> str | int:
    """Put an apostrophe before a text that a spreadsheet would run as a formula.

    >>> harmless("=1+1"), harmless("La Ode"), harmless(-5)
    ("'=1+1", 'La Ode', -5)
    """
    if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + cell
    return cell
