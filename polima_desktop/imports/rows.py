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

from polima_desktop.imports import cells_in_one
from polima_desktop.imports.columns import heading_key
from polima_desktop.imports.headers import Layout
from polima_desktop.imports.sheets import Sheet
from polima_desktop.imports.values import Cell, is_blank, says_nothing, text_of

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
_KEY_BEGINS = re.compile(r"['`\"‘’]?\d{4}")
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
    trimmed = {name: _trim(body[body.columns[i]], name) for name, i in layout.columns.items()}
    shared = cells_in_one.part(layout, trimmed)
    keep = np.ones(len(body), dtype=bool)
    headings = pd.Series([None] * len(body), dtype=object)
    judge = _Judge(sheet, layout, key, is_unit)
    cells = body.to_numpy()
    for run in _odd_runs(_telling(trimmed[key], cells) if shared else trimmed[key]):
        for index, heading in judge.not_data(run, cells):
            keep[index] = False
            headings.iloc[index] = heading
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


def _trim(column: pd.Series, field: str) -> list[Cell]:
    """Trim blanks around texts and make empty cells None, each distinct text once."""
    cells = column.tolist()
    names = field == "name"
    trimmed = {v: _trimmed(v, names) for v in set(cells) if isinstance(v, str)}
    return [trimmed.get(v, v) for v in cells]


def _trimmed(text: str, names: bool) -> str | None:
    bare = text.replace("\u00a0", " ").replace("\0", "").strip()
    return None if says_nothing(bare, names=names) else bare


def _telling(keys: Sequence[Cell], cells: np.ndarray) -> list[Cell]:
    """Give the keys of rows that say more than a name and a number, as a signature does."""
    return [
        key if sum(1 for cell in row if not is_blank(cell)) > _THIN else None
        for key, row in zip(keys, cells, strict=True)
    ]


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
    return len(text) < 6 or not _KEY_BEGINS.match(text)


class _Judge:
    """Tells rows that are no data from rows that might be."""

    def __init__(
        self, sheet: Sheet, layout: Layout, key: str, is_unit: Callable[[str], bool] | None
    ) -> None:
        rows = sheet.frame.iloc[layout.header_row - 1 : layout.first_row - 1]
        self.header = {tuple(map(text_of, row)) for row in rows.itertuples(index=False)}
        self.place = layout.columns[key]
        self.key_titles = {row[self.place] for row in self.header}
        self.is_unit = is_unit

    def not_data(self, run: list[int], cells: np.ndarray) -> Iterator[tuple[int, str | None]]:
        """Give the rows of a run that are no data, with the unit heading a row is."""
        signing = False
        for index in run:
            if self._plainly_data(cells[index]):
                signing = False
                continue
            texts = [text_of(value) for value in cells[index]]
            filled = [text for text in texts if not is_blank(text)]
            if not filled or tuple(texts) in self.header or _numbers_columns(filled):
                yield index, None
            elif len(filled) > _THIN:
                signing = False
            elif heading := self._heading(filled, signing):
                yield index, heading
            elif signing or any(_NOT_DATA.match(text) for text in filled):
                signing = not re.search(r"\bnip\b", " ".join(filled), re.IGNORECASE)
                yield index, None

    def _plainly_data(self, row: np.ndarray) -> bool:
        """Whether a row says a lot, and its key is neither a title nor a column's number."""
        key = text_of(row[self.place])
        if key in self.key_titles or re.fullmatch(r"\(?\d{1,2}\)?", key):
            return False
        return sum(1 for value in row if not is_blank(value)) > _THIN

    def _heading(self, filled: list[str], signing: bool) -> str | None:
        if self.is_unit is None or signing:
            return None
        return unit_heading(filled, self.is_unit)


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
