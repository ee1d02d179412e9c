"""How a bank wants its list: which columns in which order, and how the file is written. Data.

A layout is a table of a TOML text (``resources/bank.toml``, and the office's own beside its store);
what a column may hold is ``FIELDS``. Writing a list is ``reports.bank_list``'s.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from polima_desktop.domain.errors import Refused

FIELDS = {
    "nomor": "nomor urut dalam berkas",
    "nip": "NIP, 18 angka",
    "nama": "nama pemilik rekening menurut daftar pegawai",
    "unit": "nama unit kerja",
    "bank": "nama bank",
    "rekening": "nomor rekening",
    "jumlah": "rupiah bulat",
    "keterangan": "TPP dan bulannya",
}
"""What a column may hold, and what that is."""
FILES = ("xlsx", "csv")
SEPARATORS = {"titik koma": ";", "koma": ",", "tab": "\t", "garis tegak": "|"}
_KEYS = {"nama", "bank", "berkas", "pemisah", "kepala", "jumlah_di_akhir", "bom", "kolom"}


@dataclass(frozen=True, slots=True)
class BankColumn:
    """A column: its heading, and the field or the fixed ``text`` that fills every row."""

    heading: str
    field: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class BankLayout:
    """One way of writing the list. ``banks``: whose it is, compared without case; empty: any.

    ``separator`` and ``mark`` (a byte order mark, which Excel needs) are for a CSV; ``total`` adds
    a last row with the sum to a workbook.
    """

    name: str
    banks: tuple[str, ...]
    file: str
    separator: str
    heading: bool
    total: bool
    mark: bool
    columns: tuple[BankColumn, ...]

    def is_for(self, bank: str) -> bool:
        """Tell whether it is made for a bank by name."""
        return _key(bank) in map(_key, self.banks)


def _key(bank: str) -> str:
    return "".join(bank.split()).casefold()


def layout_for(bank: str, layouts: Sequence[BankLayout]) -> BankLayout:
    """Give the first layout made for a bank, else the first that is for any."""
    return next(
        (layout for layout in layouts if layout.is_for(bank)),
        next(layout for layout in layouts if not layout.banks),
    )


def read_layouts(text: str, where: str) -> list[BankLayout]:
    """Read layouts from a TOML text; each fault is refused with the file and the layout."""
    try:
        found = tomllib.loads(text).get("bentuk", [])
    except tomllib.TOMLDecodeError as error:
        raise Refused(f"{where} bukan TOML yang benar: {error}.", "Perbaiki barisnya.") from error
    if not isinstance(found, list) or not found:
        raise Refused(f"{where} tidak berisi [[bentuk]].", "Tulis paling sedikit satu bentuk.")
    return [_layout(table, where) for table in found]


def _layout(table: Mapping[str, Any], where: str) -> BankLayout:
    name = str(table.get("nama", "")).strip()
    place = f"{where}, bentuk ‘{name}’"
    if not name:
        raise Refused(f"{where}: ada bentuk tanpa nama.", "Isi nama setiap bentuk.")
    if unknown := sorted(set(table) - _KEYS):
        raise Refused(f"{place}: ‘{unknown[0]}’ tidak dikenal.", f"Pakai {', '.join(_ordered())}.")
    file, separator = table.get("berkas", "xlsx"), table.get("pemisah", "titik koma")
    if file not in FILES:
        raise Refused(f"{place}: berkas ‘{file}’ tidak dikenal.", "Pilih xlsx atau csv.")
    if separator not in SEPARATORS:
        known = ", ".join(SEPARATORS)
        raise Refused(f"{place}: pemisah ‘{separator}’ tidak dikenal.", f"Pilih {known}.")
    return BankLayout(
        name,
        tuple(str(bank) for bank in table.get("bank", ())),
        file,
        SEPARATORS[separator],
        heading=_flag(table, "kepala", place),
        total=_flag(table, "jumlah_di_akhir", place),
        mark=_flag(table, "bom", place),
        columns=_columns(table.get("kolom", ()), place),
    )


def _ordered() -> list[str]:
    return sorted(_KEYS)


def _flag(table: Mapping[str, Any], key: str, place: str) -> bool:
    value = table.get(key, True)
    if not isinstance(value, bool):
        raise Refused(f"{place}: {key} = {value!r}.", "Tulis true atau false.")
    return value


def _columns(found: Sequence[Mapping[str, str]], place: str) -> tuple[BankColumn, ...]:
    columns = tuple(_column(one, place) for one in found)
    fields = {column.field for column in columns}
    for needed in ("rekening", "jumlah"):
        if needed not in fields:
            raise Refused(f"{place}: tidak ada kolom {needed}.", "Tambah kolom itu.")
    return columns


def _column(one: Mapping[str, str], place: str) -> BankColumn:
    column = BankColumn(one.get("kepala", ""), one.get("isi", ""), one.get("teks", ""))
    if bool(column.field) == bool(column.text):
        raise Refused(
            f"{place}: kolom ‘{column.heading}’ harus berisi isi atau teks, satu saja.",
            "Isi salah satunya.",
        )
    if column.field and column.field not in FIELDS:
        raise Refused(
            f"{place}: isi kolom ‘{column.field}’ tidak dikenal.", f"Pilih {', '.join(FIELDS)}."
        )
    return column
