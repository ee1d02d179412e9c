"""The unit names a list of any kind holds: a list of units, or of employees by unit.

The file may have no codes at all. What the names become is ``domain.unit_proposals``'.
"""

from __future__ import annotations

from collections.abc import Iterator

from polima_desktop.domain.errors import Refused
from polima_desktop.domain.unit_proposals import Found
from polima_desktop.imports.columns import EMPLOYEES, UNITS
from polima_desktop.imports.headers import Layout, guess_layout, missing
from polima_desktop.imports.rows import read_rows
from polima_desktop.imports.sheets import Book, Sheet
from polima_desktop.imports.values import text_of

_NAME_HEADINGS = frozenset(
    {"nama", "namaunit", "namaunitkerja", "namaopd", "namaskpd", "unitkerja", "unit", "opd", "skpd",
     "perangkatdaerah", "namaperangkatdaerah", "unitorganisasi", "satuankerja"}
)  # fmt: skip
_LOOK_AT = 30
_LONGEST = 160


def read_unit_names(book: Book) -> list[Found]:
    """Give the units a file names, in its order, with kind and parent where it says so.

    Raises:
        Refused: no sheet names any unit.
    """
    found = [one for sheet in book.sheets for one in _of_sheet(sheet)]
    if not found:
        raise Refused(
            f"{book.name} tidak menyebut unit kerja.",
            "Pilih daftar dengan kolom NAMA UNIT, atau daftar pegawai dengan kolom UNIT KERJA.",
        )
    return found


def _of_sheet(sheet: Sheet) -> Iterator[Found]:
    staff = guess_layout(sheet, EMPLOYEES)
    if staff is not None and not missing(staff, EMPLOYEES):
        yield from _of_employees(sheet, staff)
        return
    units = guess_layout(sheet, UNITS)
    if units is not None and "name" in units.columns:
        yield from _of_units(sheet, units.first_row, dict(units.columns))
        return
    for row, cells in enumerate(sheet.frame.head(_LOOK_AT).itertuples(index=False), start=2):
        for column, cell in enumerate(cells):
            if "".join(filter(str.isalnum, text_of(cell).lower())) in _NAME_HEADINGS:
                yield from _of_units(sheet, row, {"name": column})
                return


def _of_employees(sheet: Sheet, layout: Layout) -> Iterator[Found]:
    """Give the unit headings, and the units of the rows below each as its children."""
    table = read_rows(sheet, layout, "nip", lambda _text: False)
    for heading, cell in zip(table.headings, table.column("unit"), strict=True):
        above = heading or ""
        if above:
            yield Found(above)
        if name := _name(cell):
            yield Found(name, parent=above if above != name else "")


def _of_units(sheet: Sheet, first_row: int, columns: dict[str, int]) -> Iterator[Found]:
    for cells in sheet.frame.iloc[first_row - 1 :].itertuples(index=False):
        name = _name(cells[columns["name"]])
        if name:
            kind, parent = (
                _name(cells[columns[field]]) if field in columns else ""
                for field in ("kind", "parent")
            )
            yield Found(name, kind, parent)


def _name(cell: object) -> str:
    """Give a cell as a name; numbers of columns and signatures of the foot are none."""
    text = " ".join(text_of(cell).split())
    if len(text) > _LONGEST or sum(letter.isalpha() for letter in text) < 2:
        return ""
    return text
