"""Writing the empty form of a list: headings, an example row, drop-downs, columns that stay text.

Which columns and choices a kind has is given; nothing is read here.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from polima_desktop.files import replacing
from polima_desktop.imports.values import Cell
from polima_desktop.imports.workbooks import SafeWorkbook

ROWS = 2_000
"""So many rows below the heading offer the choices."""
CHOICES = "Pilihan"
ADVICE = (
    "Baris kedua adalah contoh: ganti dengan baris pertama Anda, lalu teruskan ke bawah.",
    "Jangan mengubah judul kolom. Kolom yang tidak diketahui dikosongkan.",
    "NIP dan nomor lain ditulis sebagai teks; kolomnya sudah diatur begitu.",
    "Tanggal ditulis seperti 12-03-1985, jam seperti 07.30.",
    "Kolom dengan panah hanya menerima isi dari lembar Pilihan.",
)


class FormColumn(NamedTuple):
    """A column: its heading, the example, what may be chosen, and what its cells hold."""

    title: str
    example: Cell = None
    choices: tuple[str, ...] = ()
    holds: Literal["text", "day", ""] = ""


def write_form(path: Path, name: str, columns: Sequence[FormColumn]) -> None:
    """Write the form; what can be chosen stands in a sheet of its own."""
    chosen = [column for column in columns if column.choices]
    longest = max((len(column.choices) for column in chosen), default=0)
    rows = [
        [column.choices[place] if place < len(column.choices) else None for column in chosen]
        for place in range(longest)
    ]
    with replacing(path) as out, SafeWorkbook(out) as book:
        sheet = book.sheet(name, [c.title for c in columns], [[c.example for c in columns]])
        for place, column in enumerate(columns):
            book.set_kind(sheet, place, column.holds)
            if column.choices:
                book.offer(sheet, place, ROWS, CHOICES, chosen.index(column), len(column.choices))
        if chosen:
            book.sheet(CHOICES, [f"Isi kolom {column.title}" for column in chosen], rows)
        book.sheet("Petunjuk", ("CARA MENGISI",), ([line] for line in ADVICE), width=100)
