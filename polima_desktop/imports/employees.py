"""A staff list read row by row: template, SIASN export, DUK, nominatif, attendance-server list.

A row states what its filled cells say; a blank cell says nothing and erases nothing. What
changes in the store, and since when, is decided by ``services.imports``. The three lists of
what is normalised silently, accepted with a warning, or rejected stand in ``docs/impor.md``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from polima_desktop.domain import identity, ranks
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.identity import read_nip
from polima_desktop.domain.names import split_titles
from polima_desktop.domain.people import (
    LABELS,
    Identity,
    nip_contradictions,
    read_education,
    read_family,
    read_job_kind,
    read_standing,
    read_status,
)
from polima_desktop.domain.progress import Progress
from polima_desktop.imports import values
from polima_desktop.imports.cells_in_one import shares_name
from polima_desktop.imports.columns import EMPLOYEES, heading_key
from polima_desktop.imports.convert import convert, problem_at, repeated, require
from polima_desktop.imports.headers import Layout
from polima_desktop.imports.problems import Findings, RowProblem
from polima_desktop.imports.reading import AcceptedRow, Reading, UnitNames, read_tables
from polima_desktop.imports.rows import Table
from polima_desktop.imports.sheets import Book
from polima_desktop.imports.values import Warned, text_of

KIND_LABEL = "pegawai"
LIST_COLUMNS = EMPLOYEES


def _education(value: object) -> str | Warned:
    """Read a level of education; other words are accepted with a warning, and not kept."""
    try:
        return read_education(text_of(value))
    except Refused as refused:
        return Warned(None, refused.message, refused.advice)


_READERS = {
    "nik": values.nik,
    "front_title": values.text(60),
    "back_title": values.text(80),
    "birth_place": values.text(80),
    "sex": values.sex,
    "cpns_date": values.day,
    "golongan_date": values.day,
    "job_kind": read_job_kind,
    "position": values.text(160),
    "eselon": ranks.read_eselon,
    "job_class": ranks.read_job_class,
    "position_date": values.day,
    "superior_nip": read_nip,
    "salary": values.money,
    "certified": values.yes_no,
    "npwp": values.npwp,
    "bank": values.text(60),
    "account_number": values.account_number,
    "standing": read_standing,
    "education": _education,
}
_CONTRADICTED = {
    "nip_birth": "birth_date",
    "nip_sex": "sex",
    "nip_cpns": "cpns_date",
    "nip_status": "status",
}
_NIP_ADVICE = "Periksa mana yang benar: NIP atau data ini."


def read_employees(
    book: Book,
    units: UnitNames,
    layouts: Sequence[Layout] | None = None,
    default_unit: str | None = None,
    progress: Progress | None = None,
) -> Reading:
    """Read a staff list.

    Args:
        book: the opened file.
        units: the units it may name.
        layouts: corrected layouts; guessed when None.
        default_unit: code of the unit for rows that name none.
        progress: told which column is being checked; may cancel.
    """
    progress = progress or Progress()
    tables = read_tables(book, EMPLOYEES, KIND_LABEL, layouts, units.known)
    findings = Findings()
    columns = [read_columns(table, units, findings, progress) for table in tables]
    repeated(tables, [column["nip"] for column in columns], "nip", "NIP", findings)
    accepted: list[AcceptedRow] = []
    for table, column in zip(tables, columns, strict=True):
        if default_unit:
            column["unit"] = [unit or default_unit for unit in column["unit"]]
        rows = list(_rows(table, column, findings))
        for n, (index, row) in enumerate(rows):
            if n % 2000 == 0:
                progress.report(n, len(rows), "Memeriksa baris")
            findings.extend(_doubts(table, index, row.values))
        accepted += [row for _, row in rows]
    return Reading(tables, findings, accepted)


def read_columns(
    table: Table, units: UnitNames, findings: Findings, progress: Progress
) -> dict[str, list[Any]]:
    """Read every column of a table; None where a cell says nothing or was refused."""
    read: dict[str, list[Any]] = {}
    progress.report(0, 0, f"Memeriksa lembar {table.sheet.name}")
    read["status"] = convert(table, "status", read_status, findings)
    read["nip"] = _nips(table, read["status"], findings)
    read |= _names(table, findings)
    read |= _births(table, findings)
    for field, reader in _READERS.items():
        if field in table.cells:
            progress.report(0, 0, f"Memeriksa kolom {LABELS[field]}")
            column = convert(table, field, reader, findings)
            read[field] = _filled(column, read.get(field))
    if "family" in table.cells:
        read["family"] = convert(table, "family", _family, findings)
    if "golongan" in table.cells:
        read["golongan"] = _golongan(table, read["status"], read["nip"], findings)
    read["unit"] = _units(table, units, findings)
    return read


def _filled(column: list[Any], other: list[Any] | None) -> list[Any]:
    if other is None:
        return column
    return [a if a is not None else b for a, b in zip(column, other, strict=True)]


def _family(value: object) -> str:
    family = read_family(value)
    if not 0 < len(family) <= 20:
        raise Refused(
            f"Kelompok jabatan ‘{text_of(value)}’ terlalu panjang.", "Tulis seperti Guru."
        )
    return family


def _nips(table: Table, statuses: list[Any], findings: Findings) -> list[Any]:
    require(table, "nip", "NIP kosong.", "Isi NIP 18 angka.", findings)
    keys = [
        None if cell is None else (cell, status == "NON_ASN")
        for cell, status in zip(table.column("nip"), statuses, strict=True)
    ]
    return convert(table, "nip", _nip, findings, keys)


def _nip(key: tuple[object, bool]) -> object:
    cell, non_asn = key
    if non_asn and not identity.is_damaged(cell):
        number = identity.clean(text_of(cell))
        if re.fullmatch(r"[0-9A-Za-z./-]{1,18}", number):
            return number
    nip = read_nip(cell)
    if identity.is_old_nip(nip):
        return Warned(nip, "NIP lama 9 angka.", "Lengkapi dengan NIP baru 18 angka bila ada.")
    return nip


def _names(table: Table, findings: Findings) -> dict[str, list[Any]]:
    """Read names; titles are parted from them where the list has no columns for titles."""
    if "name" not in table.cells:
        return {}
    require(table, "name", "Nama kosong.", "Isi nama pegawai.", findings)
    with_birth = "lahir" in table.layout.title("name").lower() or heading_key(
        table.layout.title("name")
    ).endswith("ttl")
    cells = table.column("name")
    names = [first_line(cell) for cell in cells] if with_birth else cells
    read: dict[str, list[Any]] = {}
    alone = shares_name(table.layout) and not with_birth
    read["name"] = convert(table, "name", _lone_name if alone else values.name, findings, names)
    if not {"front_title", "back_title"} & table.cells.keys():
        parts = {name: split_titles(name) if name else None for name in set(read["name"])}
        parted = [parts[name] for name in read["name"]]
        read["name"] = [name.bare if name else None for name in parted]
        read["front_title"] = [(name.front or None) if name else None for name in parted]
        read["back_title"] = [(name.back or None) if name else None for name in parted]
    if with_birth and "birth_date" not in table.cells:
        lines = [_second_line(cell) for cell in cells]
        births = convert(table, "name", values.place_and_day, findings, lines)
        read["birth_place"] = [birth[0] if birth else None for birth in births]
        read["birth_date"] = [birth[1] if birth else None for birth in births]
    return read


def _lone_name(cell: object) -> object:
    if "\n" in str(cell).strip():
        raise Refused(
            "Sel ini memuat lebih dari nama dan NIP.",
            "Pisahkan selebihnya ke kolom sendiri di berkas asal.",
        )
    return values.name(cell)


def _lines(cell: object) -> list[str]:
    separator = "\n" if "\n" in str(cell) else "/"
    first, _, rest = str(cell).partition(separator)
    return [first.strip(), rest.strip()]


def first_line(cell: object) -> str | None:
    """Give the name of a cell that may hold birth place and date below it."""
    return _lines(cell)[0] if cell is not None else None


def _second_line(cell: object) -> str | None:
    return (_lines(cell)[1] or None) if cell is not None else None


def _births(table: Table, findings: Findings) -> dict[str, list[Any]]:
    if "birth_date" not in table.cells:
        return {}
    births = convert(table, "birth_date", values.place_and_day, findings)
    return {
        "birth_place": [birth[0] if birth else None for birth in births],
        "birth_date": [birth[1] if birth else None for birth in births],
    }


def _golongan(table: Table, statuses: list[Any], nips: list[Any], findings: Findings) -> list[Any]:
    """Read golongan; what a bare IV means is said by the status, else by the form of the NIP."""
    keys = [
        None if cell is None or status == "NON_ASN" else (cell, _is_pppk(status, nip))
        for cell, status, nip in zip(table.column("golongan"), statuses, nips, strict=True)
    ]
    return convert(table, "golongan", lambda key: ranks.read_golongan(*key), findings, keys)


def _is_pppk(status: str | None, nip: str | None) -> bool:
    if status is not None:
        return status == "PPPK"
    return nip is not None and len(nip) == 18 and nip[12] == "2"


def _units(table: Table, units: UnitNames, findings: Findings) -> list[Any]:
    """Read units; a row that names none belongs to the unit heading it stands under."""
    written = [
        heading if cell is None else cell
        for cell, heading in zip(table.column("unit"), table.headings, strict=True)
    ]
    if "unit" in table.cells:
        return convert(table, "unit", units.find, findings, written)
    placed: dict[str | None, str | None] = {None: None}
    for heading in dict.fromkeys(h for h in table.headings if h):
        try:
            placed[heading] = units.find(heading)
        except Refused as refused:
            placed[heading] = None
            findings.extend(
                RowProblem(
                    table.sheet.name, row, LABELS["unit"], heading, "error", *_words(refused)
                )
                for row, above in zip(table.rows, table.headings, strict=True)
                if above == heading
            )
    return [placed[heading] for heading in table.headings]


def _words(refused: Refused) -> tuple[str, str]:
    return f"Judul unit di atas baris ini: {refused.message}", refused.advice


def _rows(
    table: Table, columns: dict[str, list[Any]], findings: Findings
) -> Iterator[tuple[int, AcceptedRow]]:
    """Give the rows nothing speaks against, with the fields they state."""
    names = list(columns)
    sheet = table.sheet.name
    for index, cells in enumerate(zip(*columns.values(), strict=True)):
        row = table.rows[index]
        if (sheet, row) not in findings.rejected:
            stated = {n: v for n, v in zip(names, cells, strict=True) if v is not None}
            yield index, AcceptedRow(sheet, row, stated)


def _plainly_agree(row: dict[str, Any]) -> bool:
    """Tell in one comparison that a PNS number says what the columns say: true of nearly all."""
    birth, cpns, sex = row.get("birth_date"), row.get("cpns_date"), row.get("sex")
    if birth is None or cpns is None or row.get("status") not in ("PNS", "CPNS"):
        return False
    said = f"{birth.year:04}{birth.month:02}{birth.day:02}{cpns.year:04}{cpns.month:02}"
    return bool(row["nip"].startswith(said + ("1" if sex == "L" else "2"))) and sex is not None


def _doubts(table: Table, index: int, row: dict[str, Any]) -> Iterator[RowProblem]:
    """Compare what a row says of one person in several places; contradictions only warn.

    A NIP once issued stays, even where it contradicts the birth date: the row is accepted and
    the person shows on the quality board (DOMAIN §3 and §6, case X3).
    """
    nip, birth, sex = row["nip"], row.get("birth_date"), row.get("sex")
    if not _plainly_agree(row):
        who = Identity(nip, "", birth_date=birth, sex=sex, cpns_date=row.get("cpns_date"))
        for doubt in nip_contradictions(who, row.get("status")):
            field = _CONTRADICTED[doubt.code]
            yield problem_at(table, index, field, "warning", doubt.text, _NIP_ADVICE)
    nik = row.get("nik")
    if nik and (doubts := identity.nik_problems(nik, birth, sex)):
        for text in set(doubts) - set(identity.nik_problems(nik)):
            yield problem_at(table, index, "nik", "warning", text, "Cocokkan dengan KTP.")
    if row.get("superior_nip") == nip:
        yield problem_at(
            table,
            index,
            "superior_nip",
            "warning",
            "Atasan sama dengan dirinya.",
            "Periksa atasan.",
        )
