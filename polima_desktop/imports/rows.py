"""Which rows below a header are data, and their cells column by column.

Blank rows, headers repeated at page breaks, rows of column numbers, unit headings and signature
blocks are told from data. A row that might be data *is* data: it is read, and rejected by name if
its NIP is missing, rather than lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from polima_desktop.imports.columns import heading_key
from polima_desktop.imports.headers import Layout
from polima_desktop.imports.sheets import Sheet
from polima_desktop.imports.values import Cell, is_blank, text_of

_UNIT_WORD = re.compile(
    r"(dinas|badan|kantor|kecamatan|kelurahan|sekretariat|inspektorat|satuan polisi|rsud|blud"
    r"|rumah sakit|puskesmas|uptd|bagian|sd|sdn|smp|smpn|tk|sekolah|sanggar)\b",
    re.IGNORECASE,
)
_HEADING_LABEL = re.compile(
    r"^\s*(?:(?:unit kerja|unit organisasi|opd|skpd|satker|satuan kerja|instansi)\s*[:=]\s*"
    r"|(?:[IVX]{1,5}|[A-Z]|\d{1,3})[.)]\s+)",
    re.IGNORECASE,
)
_NOT_DATA = re.compile(
    r"(mengetahui|menyetujui|a\.?\s?n\.|plt\b|plh\b|kepala\b|sekretaris\b|wali ?kota|pejabat|nip\b"
    r"|dibuat|bau-?bau\s*,|catatan|keterangan|ket\b|jumlah|total|tanda tangan|ttd|hal(aman)?\b"
    r"|daftar\b|nominatif|keadaan|per tanggal|pembina\b|penata\b|pengatur\b|juru\b|pemerintah)"
    r"|.*\b\d{1,2} (januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november"
    r"|desember) \d{4}$",
    re.IGNORECASE,
)
_THIN = 2
"""A row with at most so many filled cells and no NIP may be a heading or part of a signature."""


@dataclass(frozen=True)
class Table:
    """The data rows of one sheet.

    ``rows``: spreadsheet row numbers; ``cells``: field → cells in that order, blanks None;
    ``headings``: the unit heading each row stands under (None where there is none).
    """

    sheet: Sheet
    layout: Layout
    rows: list[int]
    cells: dict[str, list[Cell]]
    headings: list[str | None]

    def __len__(self) -> int:
        """Count the data rows."""
        return len(self.rows)

    def column(self, field: str) -> list[Cell]:
        """Give a column's cells; all blank where the file has no such column."""
        return self.cells.get(field) or [None] * len(self.rows)


def read_rows(
    sheet: Sheet, layout: Layout, key: str, is_unit: Callable[[str], bool] | None = None
) -> Table:
    """Read the data rows of a sheet.

    Args:
        sheet: the opened sheet.
        layout: where its table is.
        key: the field that names a row (``nip``, ``code``); rows where it is odd are looked at.
        is_unit: whether a text names a known unit; unit headings are recognised when given.
    """
    body = sheet.frame.iloc[layout.first_row - 1 :]
    trimmed = {name: _trim(body[body.columns[i]]) for name, i in layout.columns.items()}
    keep = np.ones(len(body), dtype=bool)
    headings = pd.Series([None] * len(body), dtype=object)
    for run in _odd_runs(trimmed[key]):
        _judge_run(run, body, sheet, layout, keep, headings, is_unit)
    above = headings.ffill().tolist() if is_unit else headings.tolist()
    kept = np.flatnonzero(keep).tolist()
    if len(kept) == len(body):
        rows = list(range(layout.first_row, layout.first_row + len(body)))
        return Table(sheet, layout, rows, trimmed, above)
    return Table(
        sheet,
        layout,
        [layout.first_row + n for n in kept],
        {name: [cells[n] for n in kept] for name, cells in trimmed.items()},
        [_known(above[n]) for n in kept],
    )


def _known(heading: object) -> str | None:
    return heading if isinstance(heading, str) else None


def _trim(column: pd.Series) -> list[Cell]:
    """Trim blanks around texts and make empty cells None, each distinct text once."""
    cells = column.tolist()
    trimmed = {v: _trimmed(v) for v in set(cells) if isinstance(v, str)}
    return [trimmed[v] if isinstance(v, str) else v for v in cells]


def _trimmed(text: str) -> str | None:
    bare = text.replace("\u00a0", " ").strip()
    return None if is_blank(bare) else bare


def _odd_runs(keys: Sequence[Cell]) -> Iterator[list[int]]:
    """Give runs of neighbouring rows whose key is blank or does not begin like one."""
    odd = {v: _is_odd(v) for v in set(keys)}
    run: list[int] = []
    for index, value in enumerate(keys):
        if odd[value]:
            if run and run[-1] != index - 1:
                yield run
                run = []
            run.append(index)
    if run:
        yield run


def _is_odd(value: Cell) -> bool:
    if value is None:
        return True
    text = text_of(value)
    return len(text) < 6 or not re.match(r"['`\"‘’]?\d{4}", text)


def _judge_run(
    run: list[int],
    body: pd.DataFrame,
    sheet: Sheet,
    layout: Layout,
    keep: np.ndarray,
    headings: pd.Series,
    is_unit: Callable[[str], bool] | None,
) -> None:
    """Mark the rows of a run that are no data, and note the unit headings among them."""
    header = _header_rows(sheet, layout)
    signing = False
    for index in run:
        cells = [text_of(v) for v in body.iloc[index]]
        filled = [cell for cell in cells if cell]
        if not filled or tuple(cells) in header or _numbers_columns(filled):
            keep[index] = False
            continue
        if len(filled) > _THIN:
            signing = False
            continue
        words = " ".join(filled)
        heading = unit_heading(filled, is_unit) if is_unit and not signing else None
        if heading:
            keep[index], headings.iloc[index] = False, heading
        elif signing or any(_NOT_DATA.match(cell) for cell in filled):
            keep[index] = False
            signing = not re.search(r"\bnip\b", words, re.IGNORECASE)


def _header_rows(sheet: Sheet, layout: Layout) -> set[tuple[str, ...]]:
    rows = sheet.frame.iloc[layout.header_row - 1 : layout.first_row - 1]
    return {tuple(text_of(v) for v in row) for row in rows.itertuples(index=False)}


def _numbers_columns(filled: list[str]) -> bool:
    if len(filled) < 3 or not all(re.fullmatch(r"\(?\d{1,2}\)?", cell) for cell in filled):
        return False
    numbers = [int(re.sub(r"\D", "", cell)) for cell in filled]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def unit_heading(filled: list[str], is_unit: Callable[[str], bool]) -> str | None:
    """Give the unit a heading row names: ``DINAS X``, ``A. KECAMATAN WOLIO``, ``OPD : …``."""
    text = filled[-1]
    if len(filled) > 1 and not re.fullmatch(r"[IVX]+\.?|[A-Z]\.?|\d{1,3}\.?", filled[0]):
        label = heading_key(filled[0])
        if label not in {"unitkerja", "opd", "skpd", "satker", "satuankerja", "unitorganisasi"}:
            return None
    labelled = _HEADING_LABEL.match(text)
    name = _HEADING_LABEL.sub("", text).strip(" :")
    if is_unit(name) or _UNIT_WORD.match(name) or (labelled and ":" in labelled[0]):
        return name
    return None
