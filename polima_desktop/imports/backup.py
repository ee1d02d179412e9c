"""The manual back-up workbook of one unit and month: sheets Kehadiran, Aktivitas and Petugas.

Every row is what somebody typed about one person and day; rows of the same person and day
make one claim. Whether a claim is still allowed, and what is decided on it, is not asked here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from polima_desktop.domain.activities import MINUTES_A_DAY
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.periods import Month
from polima_desktop.domain.progress import Progress
from polima_desktop.imports import values
from polima_desktop.imports.catalogues import Catalogues
from polima_desktop.imports.columns import (
    CLAIMED_ACTIVITIES,
    CLAIMED_DAYS,
    Column,
    heading_key,
)
from polima_desktop.imports.convert import problem_at, repeated
from polima_desktop.imports.events import known_nip
from polima_desktop.imports.headers import guess_layout, missing
from polima_desktop.imports.problems import Findings, RowProblem
from polima_desktop.imports.reading import FileRead
from polima_desktop.imports.records import (
    GREATEST_VOLUME,
    activity_code,
    past_day,
    person_days,
    read_columns,
    read_variables,
    shift_ends,
    variable_columns,
)
from polima_desktop.imports.rows import Table, read_rows
from polima_desktop.imports.sheets import Book, Sheet

_CLERK_LABELS = {
    "unit": "unit unitkerja opd skpd kodeunit",
    "month": "bulan periode",
    "typed_by": "petugas diketikoleh pengetik namapetugas operator",
    "typed_account": "akun akunpetugas akunpengetik namapengguna",
    "typed_at": "diketikpada tanggalketik waktuketik diketiktanggal",
    "superior": "atasan atasanlangsung mengetahui pejabat",
    "evidence": "bukti berkasbukti buktidukung lampiran",
}
_MONTHS = (
    "januari februari maret april mei juni juli agustus september oktober november desember"
).split()


class Clerk(NamedTuple):
    """What the sheet Petugas says; ``month`` as a value, the rest as written."""

    unit: str | None
    month: Month | None
    typed_by: str | None
    typed_account: str | None
    typed_at: str | None
    superior: str | None
    evidence: str | None


class ClaimedWork(NamedTuple):
    """One claimed activity; volume in ten-thousandths."""

    code: str
    description: str | None
    volume: int
    minutes: int
    variables: str | None
    sheet: str
    row: int


class Claim(NamedTuple):
    """What the workbook says of one person and day.

    ``places`` are all rows it is made of, ``names`` what each says in NAMA (None: nothing).
    """

    nip: str
    day: date
    has_attendance: bool
    check_in: int | None
    check_out: int | None
    reason: str | None
    evidence: str | None
    sheet: str
    row: int
    activities: tuple[ClaimedWork, ...]
    places: tuple[tuple[str, int], ...]
    names: tuple[str | None, ...] = ()


PersonDay = tuple[str, date]
_Work = tuple[ClaimedWork, str | None, str | None, str | None]  # work, reason, evidence, name


@dataclass
class Backup(FileRead):
    """A manual workbook read: who typed it, and its claims."""

    clerk: Clerk
    claims: list[Claim]


def read_backup(
    book: Book,
    nips: Container[str],
    catalogues: Catalogues,
    today: date,
    shift_workers: Container[str] = (),
    progress: Progress | None = None,
) -> Backup:
    """Read a manual back-up workbook.

    Args:
        book: the opened file.
        nips: the NIPs of the master list.
        catalogues: the activities there are on each day and the variables of each.
        today: no day may be later.
        shift_workers: NIPs of people on shifts, who may leave the next morning.
        progress: told which column is being checked; may cancel.

    Raises:
        Refused: the sheet Petugas is missing, or both Kehadiran and Aktivitas are.
    """
    clerk = read_clerk(book)
    findings = Findings()
    day = _day_of_month(today, clerk.month)
    days = _filled_in(_table(book, "kehadiran", CLAIMED_DAYS), _PRINTED)
    columns = (*CLAIMED_ACTIVITIES, *variable_columns(catalogues.every))
    works = _filled_in(_table(book, "aktivitas", columns), _PRINTED)
    if days is None and works is None:
        raise Refused(
            f"{book.name} tidak punya lembar Kehadiran atau Aktivitas.",
            "Pakai buku kerja backup manual dari aplikasi.",
        )
    worked = _works(works, nips, catalogues, day, findings, progress) if works else {}
    claimed: dict[PersonDay, dict[str, Any]] = {}
    if days:
        claimed, refused = _days(days, nips, day, shift_workers, set(worked), findings, progress)
        _refuse_works_too(worked, refused - claimed.keys(), findings)
    claims = [
        _claim(key, claimed.get(key), worked.get(key, []), clerk)
        for key in sorted(claimed.keys() | worked.keys())
    ]
    return Backup([table for table in (days, works) if table], findings, clerk, claims)


_PRINTED = frozenset({"nip", "name", "day"})
"""What the template prints on a line; a line with nothing else was not filled in."""


def _filled_in(table: Table | None, printed: Container[str]) -> Table | None:
    """Leave out the lines of a template nobody wrote on."""
    if table is None:
        return None
    written = [cells for name, cells in table.cells.items() if name not in printed]
    kept = [n for n in range(len(table)) if any(cells[n] is not None for cells in written)]
    if len(kept) == len(table):
        return table
    return replace(
        table,
        rows=[table.rows[n] for n in kept],
        cells={name: [cells[n] for n in kept] for name, cells in table.cells.items()},
        headings=[table.headings[n] for n in kept],
    )


def _refuse_works_too(
    worked: dict[PersonDay, list[_Work]], refused: set[PersonDay], findings: Findings
) -> None:
    """Reject the activities of days whose attendance was rejected: a claim is a whole day."""
    for key in refused & worked.keys():
        for work, *_ in worked.pop(key):
            findings.add(
                RowProblem(
                    work.sheet,
                    work.row,
                    "NIP",
                    key[0],
                    "error",
                    f"Kehadiran {key[1]:%d-%m-%Y} pegawai ini ditolak; kegiatannya ikut ditolak.",
                    "Betulkan baris kehadirannya, lalu impor keduanya.",
                )
            )


def read_clerk(book: Book) -> Clerk:
    """Read the labels and values of the sheet Petugas."""
    sheet = _sheet(book, "petugas")
    if sheet is None:
        raise Refused(
            f"{book.name} tidak punya lembar Petugas.",
            "Isi lembar Petugas: siapa mengetik, atasan, dan berkas bukti.",
        )
    found: dict[str, Any] = {}
    for cells in sheet.frame.itertuples(index=False):
        filled = [cell for cell in cells if not values.is_blank(cell)]
        if len(filled) >= 2:
            name = _label(filled[0])
            if name and name not in found:
                found[name] = filled[1]
    month = found.pop("month", None)
    texts = {name: values.text_of(value)[:160] for name, value in found.items()}
    named = {name: texts.get(name) for name in _CLERK_LABELS if name != "month"}
    clerk = Clerk(month=read_month(month) if month is not None else None, **named)
    if clerk.typed_by is None:
        raise Refused(
            f"Lembar Petugas {book.name} tidak menyebut siapa yang mengetik.",
            "Isi baris PETUGAS dengan nama pengetik.",
        )
    return clerk


def _label(cell: object) -> str | None:
    key = heading_key(cell)
    return next((name for name, keys in _CLERK_LABELS.items() if key in keys.split()), None)


def read_month(value: object) -> Month:
    """Read a month: ``2021-01``, ``Januari 2021``, or any date in it."""
    if isinstance(value, date):
        return Month.of(value)
    text = values.text_of(value)
    if (match := re.fullmatch(r"([A-Za-z]+)\s+(\d{4})", text)) and match[1].lower() in _MONTHS:
        return Month(int(match[2]), _MONTHS.index(match[1].lower()) + 1)
    return Month.parse(text)


def _sheet(book: Book, word: str) -> Sheet | None:
    return next((s for s in book.sheets if word in heading_key(s.name)), None)


def _table(book: Book, word: str, columns: tuple[Column, ...]) -> Table | None:
    sheet = _sheet(book, word)
    if sheet is None or not sheet.frame.size:
        return None
    layout = guess_layout(sheet, columns)
    lacking = missing(layout, columns) if layout else [c.title for c in columns if c.required]
    if layout is None or lacking:
        raise Refused(
            f"Lembar {sheet.name} {book.name} tidak punya kolom {', '.join(lacking)}.",
            "Pakai buku kerja backup manual dari aplikasi.",
        )
    return read_rows(sheet, layout, "nip")


def _day_of_month(today: date, month: Month | None) -> Callable[[Any], date]:
    read_day = past_day(today)

    def read(value: object) -> date:
        day = read_day(value)
        if month is not None and Month.of(day) != month:
            raise Refused(
                f"Tanggal {day:%d-%m-%Y} di luar bulan buku kerja ini ({month}).",
                "Betulkan tanggal, atau pakai buku kerja bulan itu.",
            )
        return day

    return read


def _days(
    table: Table,
    nips: Container[str],
    day: Callable[[Any], date],
    shift_workers: Container[str],
    worked: set[tuple[str, date]],
    findings: Findings,
    progress: Progress | None,
) -> tuple[dict[PersonDay, dict[str, Any]], set[PersonDay]]:
    """Give what the accepted rows say by person and day, and the days with a rejected row."""
    readers: dict[str, Callable[[Any], Any]] = {
        "nip": known_nip(nips),
        "name": values.name,
        "day": day,
        "check_in": values.clock,
        "check_out": values.clock,
        "reason": values.text(500),
        "evidence": values.text(500),
    }
    columns = read_columns(table, readers, CLAIMED_DAYS, findings, progress)
    keys = person_days(columns)
    repeated([table], [keys], "day", "NIP dan tanggal", findings)
    shift_ends(table, columns, shift_workers, findings)
    claimed: dict[PersonDay, dict[str, Any]] = {}
    refused: set[PersonDay] = set()
    for index, key in enumerate(keys):
        place = (table.sheet.name, table.rows[index])
        if key is None or place in findings.rejected:
            refused |= {key} if key else set()
            continue
        row = {name: column[index] for name, column in columns.items()}
        row["has_attendance"] = row["check_in"] is not None or row["check_out"] is not None
        if not row["has_attendance"] and key not in worked:
            words = "Jam masuk dan jam pulang kosong.", "Isi salah satunya, atau hapus barisnya."
            findings.add(problem_at(table, index, "check_in", "error", *words))
            continue
        claimed[key] = {**row, "sheet": place[0], "row": place[1]}
    return claimed, refused


def _works(
    table: Table,
    nips: Container[str],
    catalogues: Catalogues,
    day: Callable[[Any], date],
    findings: Findings,
    progress: Progress | None,
) -> dict[PersonDay, list[_Work]]:
    readers: dict[str, Callable[[Any], Any]] = {
        "nip": known_nip(nips),
        "name": values.name,
        "day": day,
        "code": activity_code(catalogues.every),
        "description": values.text(2000),
        "volume": values.scaled(4, GREATEST_VOLUME),
        "minutes": values.whole(0, MINUTES_A_DAY),
        "reason": values.text(500),
        "evidence": values.text(500),
    }
    columns = read_columns(table, readers, CLAIMED_ACTIVITIES, findings, progress)
    columns["variables"] = read_variables(
        table, columns["code"], columns["day"], catalogues, findings
    )
    worked: dict[PersonDay, list[_Work]] = {}
    names = ("code", "description", "volume", "minutes", "variables")
    for index, key in enumerate(person_days(columns)):
        place = (table.sheet.name, table.rows[index])
        if key is not None and place not in findings.rejected:
            work = ClaimedWork._make((*(columns[name][index] for name in names), *place))
            said = (columns[name][index] for name in ("reason", "evidence", "name"))
            worked.setdefault(key, []).append((work, *said))
    return worked


def _claim(
    key: PersonDay,
    row: dict[str, Any] | None,
    works: list[_Work],
    clerk: Clerk,
) -> Claim:
    """Join what the two sheets say of one person and day; evidence of the row before Petugas."""
    places = [(row["sheet"], row["row"])] if row else []
    places += [(work.sheet, work.row) for work, *_ in works]
    names = [row.get("name")] if row else []
    names += [name for *_, name in works]
    row = row or {"has_attendance": False}
    reasons = [row.get("reason"), *(reason for _, reason, *_ in works)]
    evidence = [row.get("evidence"), *(said for _, _, said, _ in works)]
    return Claim(
        *key,
        row["has_attendance"],
        row.get("check_in"),
        row.get("check_out"),
        "; ".join(dict.fromkeys(filter(None, reasons))) or None,
        "; ".join(dict.fromkeys(filter(None, evidence))) or clerk.evidence,
        *places[0],
        tuple(work for work, *_ in works),
        tuple(places),
        tuple(names),
    )
