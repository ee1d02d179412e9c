"""Each list by itself, before the two are held together: numbers that are none, likely doubles.

Nothing is written and nothing removed: these are suggestions for the office whose list it is.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from polima_desktop.domain.matching.cleaning import Clean, NipKind
from polima_desktop.domain.matching.engine import within
from polima_desktop.domain.matching.rows import Side
from polima_desktop.domain.matching.words import shown_number
from polima_desktop.domain.progress import Progress
from polima_desktop.formatting import number
from polima_desktop.services.reconciliation.reading import CaseView

_NUMBERS: dict[NipKind, str] = {
    "damaged": "NIP kehilangan angka di Excel: ekspor kolom NIP sebagai teks",
    "invalid": "NIP yang tidak mungkin: periksa salah ketiknya",
    "old": "NIP lama 9 angka",
    "foreign": "nomor yang bukan NIP",
    "none": "baris tanpa NIP",
}


class Double(NamedTuple):
    """Two rows of one list that may be one person."""

    row: int
    other: int
    number: str
    other_number: str
    name: str
    other_name: str
    why: str


class ListCheck(NamedTuple):
    """What a list says of itself: sentences about its numbers, and likely doubles."""

    name: str
    rows: int
    sentences: tuple[str, ...]
    doubles: tuple[Double, ...]


def check_list(case: CaseView, side: Side, progress: Progress | None = None) -> ListCheck:
    """Check one list of a case by itself."""
    rows = case.desk.rows(side)
    kinds = Counter(row.kind for row in rows)
    sentences = tuple(
        f"{number(kinds[kind])} {words}." for kind, words in _NUMBERS.items() if kinds[kind]
    )
    repeats = within([row.row for row in rows], progress)
    name = case.names[0 if side == "left" else 1]
    doubles = tuple(_double(rows[r.one], rows[r.other], r.words) for r in repeats)
    return ListCheck(name, len(rows), sentences, doubles)


def _double(one: Clean, other: Clean, why: str) -> Double:
    return Double(
        one.row.row, other.row.row, shown_number(one), shown_number(other),
        one.row.name or "–", other.row.name or "–", why,
    )  # fmt: skip
