"""Finding the sheet and the header of a list by its content, and taking a correction back in.

Headers may stand below title lines and be stacked up to three rows high: a group over
sub-headings, and a row of column numbers below. The guess is a value that can be shown, changed
and handed to ``rows``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from polima_desktop.domain.errors import Refused
from polima_desktop.imports.columns import FOREIGN, Column, heading_key, heading_words
from polima_desktop.imports.sheets import Book, Sheet
from polima_desktop.imports.values import text_of

LOOK_AT = 60
"""Rows from the top in which a header is looked for."""
DEEPEST = 3
BEFORE_NUMBERS = 4
"""So many rows of headings may stand above a row of column numbers."""
NAME_AND_NIP = re.compile(r"nama\w*nip\w*|nip\w*nama\w*")
"""A heading over name and NIP in one cell, as many a DUK has it."""
_BESIDE = (("golongan", "golongan_date"), ("position", "position_date"))
"""A bare TMT right of the first column is the second."""


@dataclass(frozen=True)
class Layout:
    """Where a sheet's table is. Rows as the spreadsheet counts them; ``columns``: field → index."""

    sheet: str
    header_row: int
    first_row: int
    columns: Mapping[str, int]
    titles: Mapping[str, str] = field(default_factory=dict)
    all_titles: tuple[str, ...] = ()
    lasting: tuple[str, ...] = ()
    """All titles in one row, worded so that another reading finds the same columns again."""

    @property
    def ignored(self) -> list[str]:
        """The headings of columns nothing was understood by."""
        used = set(self.columns.values())
        return [t for index, t in enumerate(self.all_titles) if t and index not in used]

    def title(self, name: str) -> str:
        """Give a column's title as the file names it."""
        return self.titles.get(name, name)


def find_layouts(book: Book, columns: Sequence[Column], kind_label: str) -> list[Layout]:
    """Guess the layout of every sheet that holds such a list.

    Raises:
        Refused: no sheet has the required columns; says what was found instead.
    """
    found = [(sheet, guess_layout(sheet, columns)) for sheet in book.sheets]
    complete = [layout for _, layout in found if layout and not missing(layout, columns)]
    if complete:
        return complete
    raise _not_found(book, [layout for _, layout in found if layout], columns, kind_label)


def missing(layout: Layout, columns: Sequence[Column]) -> list[str]:
    """Name the required columns a layout lacks."""
    return [c.title for c in columns if c.required and c.field not in layout.columns]


def _not_found(
    book: Book, partial: list[Layout], columns: Sequence[Column], kind_label: str
) -> Refused:
    if partial:
        best = max(partial, key=lambda layout: len(layout.columns))
        lacking = missing(best, columns)
        word = "Kolom " + " dan ".join(lacking)
        return Refused(
            f"{word} tidak ditemukan di lembar ‘{best.sheet}’ baris {best.header_row} {book.name}.",
            f"Beri judul kolom {', '.join(lacking)}, atau pilih berkas {kind_label} yang lain.",
        )
    names = ", ".join(f"‘{sheet.name}’" for sheet in book.sheets)
    if book.unread:
        unread = ", ".join(f"‘{name}’" for name in book.unread)
        return Refused(
            f"{book.name} tidak memuat daftar {kind_label} di lembar yang terlihat.",
            f"Lembar tersembunyi {unread} tidak dibaca: tampilkan di Excel, atau pilih membacanya.",
        )
    needed = ", ".join(c.title for c in columns if c.required)
    return Refused(
        f"{book.name} tidak memuat daftar {kind_label}: lembar {names} tidak punya kolom {needed}.",
        "Pilih berkas atau lembar lain; judul kolom boleh di bawah judul daftar.",
    )


def guess_layout(sheet: Sheet, columns: Sequence[Column]) -> Layout | None:
    """Guess one sheet's layout, or None where nothing looks like a header."""
    top = [[text_of(v) for v in row] for row in sheet.frame.head(LOOK_AT).itertuples(index=False)]
    best: tuple[float, Layout] | None = None
    for start in range(len(top)):
        for block in _blocks(top, start):
            matched, score = _match(block, columns)
            if len(set(matched.values())) >= 2 and (best is None or score > best[0]):
                first = _skip_numbers(top, start + len(block))
                best = (score, _layout(sheet.name, start, first, matched, block, columns))
    return best[1] if best else None


def _blocks(top: list[list[str]], start: int) -> Iterator[list[list[str]]]:
    """Give what may be the header from a row on: all above column numbers, else 1 to 3 rows."""
    for depth in range(1, BEFORE_NUMBERS + 1):
        if start + depth < len(top) and _is_numbering(top[start + depth]):
            block = top[start : start + depth]
            if _may_be_header(block[:1]) and all(map(_wordy, block)):
                yield block
            return
    for depth in range(1, DEEPEST + 1):
        block = top[start : start + depth]
        if len(block) < depth or not _may_be_header(block):
            return
        if depth == DEEPEST or not _under_groups(block[0], top[start + depth : start + depth + 1]):
            yield block


def _under_groups(head: list[str], below: list[list[str]]) -> bool:
    """Whether the next row only names the parts of groups: words below headings set wide."""
    for row in below:
        filled = [index for index, cell in enumerate(row) if cell]
        wide = [not head[n] or (n + 1 < len(head) and not head[n + 1]) for n in filled]
        return len(filled) > 1 and all(wide) and _wordy(row) and _may_be_header([head])
    return False


def with_columns(
    sheet: Sheet,
    header_row: int,
    first_row: int,
    matched: Mapping[str, int],
    columns: Sequence[Column],
) -> Layout:
    """Build a layout from a person's correction of the guess (rows as the spreadsheet counts)."""
    block = [
        [text_of(v) for v in row]
        for row in sheet.frame.iloc[header_row - 1 : first_row - 1].itertuples(index=False)
    ]
    block = [row for row in block if not _is_numbering(row)] or [[""] * sheet.frame.shape[1]]
    return _layout(sheet.name, header_row - 1, first_row - 1, dict(matched), block, columns)


def _layout(
    sheet: str,
    start: int,
    first: int,
    matched: dict[str, int],
    block: list[list[str]],
    columns: Sequence[Column],
) -> Layout:
    titles = tuple(_title(block, index) for index in range(len(block[0])))
    named = {column.field: column.title for column in columns}
    lasting = _lasting(titles, matched, columns)
    named |= {name: titles[index] for name, index in matched.items()}
    return Layout(sheet, start + 1, first + 1, matched, named, titles, lasting)


def _lasting(
    titles: tuple[str, ...], matched: dict[str, int], columns: Sequence[Column]
) -> tuple[str, ...]:
    """Keep the titles that are found again; name the others by our own."""
    worded = [title or f"KOLOM {number}" for number, title in enumerate(titles, start=1)]
    again, _ = _match([worded], columns)
    if again == matched:
        return tuple(worded)
    own = {column.field: column.title for column in columns}
    for name, index in matched.items():
        if again.get(name) != index:
            shared = {"name", "nip"} <= {n for n, i in matched.items() if i == index}
            worded[index] = "NAMA / NIP" if shared else own[name]
    again, _ = _match([worded], columns)
    for name, index in again.items():
        if matched.get(name) != index and index not in matched.values():
            worded[index] = f"KOLOM {index + 1}"
    return tuple(worded)


def _may_be_header(block: list[list[str]]) -> bool:
    """Headers hold words, at least two a row, and no NIP."""
    return all(sum(1 for cell in row if cell) >= 2 and _wordy(row) for row in block)


def _wordy(row: list[str]) -> bool:
    """Whether a row may be of headings: something stands in it, no NIP, not column numbers."""
    if not any(row) or _is_numbering(row):
        return False
    return not any(re.fullmatch(r"['`]?\d[\d ]{7,}", cell) for cell in row)


def _is_numbering(row: Sequence[str]) -> bool:
    """Whether a row only numbers the columns: 1, 2, 3 … or (1), (2), (3) …."""
    numbers = [re.sub(r"[()\s]", "", cell) for cell in row if cell]
    if len(numbers) < 3 or not all(re.fullmatch(r"\d{1,2}[a-z]?", n) for n in numbers):
        return False
    values = [int(re.sub(r"\D", "", n)) for n in numbers]
    return values[0] <= 2 and all(b - a in (0, 1) for a, b in pairwise(values))


def _skip_numbers(top: list[list[str]], first: int) -> int:
    while first < len(top) and (not any(top[first]) or _is_numbering(top[first])):
        first += 1
    return first


def _groups(block: list[list[str]]) -> list[list[str]]:
    """Spread group headings to the right over their sub-headings."""
    spread = [list(row) for row in block]
    for level, row in enumerate(spread[:-1]):
        for index in range(1, len(row)):
            if not row[index] and any(below[index] for below in block[level + 1 :]):
                row[index] = row[index - 1]
    return spread


def _match(block: list[list[str]], columns: Sequence[Column]) -> tuple[dict[str, int], float]:
    """Match headings to columns; a full heading beats the sub-heading alone."""
    spread = _groups(block)
    width = len(block[0])
    full = [heading_key(" ".join(_stack(spread, index))) for index in range(width)]
    lowest = [heading_key((_stack(block, index) or [""])[-1]) for index in range(width)]
    matched: dict[str, int] = {}
    score = 0.0
    fields = {column.field for column in columns}
    if (both := _shared(full, columns)) is not None:
        matched = {name: both for name in ("nip", "name") if name in fields}
        score = 2.0
    for keys, worth in ((full, 1.0), (lowest, 0.8)):
        for column in columns:
            index = _first_heading(keys, column, set(matched.values()), full)
            if index is not None and column.field not in matched:
                matched[column.field] = index
                score += worth
        if worth == 1.0:
            score += _by_words(spread, columns, matched, full)
    score += _beside(full, fields, matched)
    return matched, score - 0.01 * len(block)


def _shared(full: list[str], columns: Sequence[Column]) -> int | None:
    """Give the column over which name and NIP stand together, where no column is the NIP's own."""
    own = {key for column in columns if column.field == "nip" for key in column.keys}
    if not own or own & set(full):
        return None
    return next((n for n, key in enumerate(full) if NAME_AND_NIP.fullmatch(key)), None)


def _by_words(
    spread: list[list[str]], columns: Sequence[Column], matched: dict[str, int], full: list[str]
) -> float:
    """Match headings whose words are ours in another order."""
    words = [heading_words(" ".join(_stack(spread, index))) for index in range(len(full))]
    score = 0.0
    for column in columns:
        for index, key in enumerate(words):
            free = column.field not in matched and index not in matched.values()
            if free and key in column.word_keys and full[index] not in FOREIGN:
                matched[column.field] = index
                score += 0.9
    return score


def _beside(full: list[str], fields: set[str], matched: dict[str, int]) -> float:
    score = 0.0
    for left, dated in _BESIDE:
        right = matched.get(left, len(full)) + 1
        free = right not in matched.values() and dated in fields and dated not in matched
        if free and right < len(full) and full[right] == "tmt":
            matched[dated] = right
            score += 0.9
    return score


def _first_heading(keys: list[str], column: Column, taken: set[int], full: list[str]) -> int | None:
    for key in column.keys:
        for index, found in enumerate(keys):
            if found == key and index not in taken and full[index] not in FOREIGN:
                return index
    if column.pattern:
        for index, found in enumerate(keys):
            if re.fullmatch(column.pattern, found) and index not in taken:
                return index
    return None


def _stack(block: list[list[str]], index: int) -> list[str]:
    """Give a column's headings from the top, repeated ones once."""
    return list(dict.fromkeys(row[index] for row in block if row[index]))


def _title(block: list[list[str]], index: int) -> str:
    return " ".join(_stack(_groups(block), index))
