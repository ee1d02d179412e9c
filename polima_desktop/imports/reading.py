"""What reading a file gives, whatever its kind: accepted rows as values, and every problem.

``read = accepted + rejected`` holds for each ``Reading`` by construction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import NamedTuple, Protocol, runtime_checkable

from polima_desktop.domain.errors import Refused
from polima_desktop.domain.units import unit_key
from polima_desktop.imports.columns import Column
from polima_desktop.imports.headers import Layout, find_layouts
from polima_desktop.imports.problems import Findings
from polima_desktop.imports.rows import Table, read_rows
from polima_desktop.imports.sheets import Book
from polima_desktop.imports.values import damaged_code, is_number, text_of


class AcceptedRow(NamedTuple):
    """A row that may be applied: its place in the file, and the fields it states."""

    sheet: str
    row: int
    values: dict[str, object]


@runtime_checkable
class Renumbered(Protocol):
    """Knows what a number that was corrected is today."""

    @property
    def now(self) -> Mapping[str, str]:
        """Each former NIP with the present one."""


class KnownNips(dict[str, int]):
    """The person each NIP of the master list means; ``now``: what a former NIP is today."""

    def __init__(self, ids: Mapping[str, int], now: Mapping[str, str]) -> None:
        super().__init__(ids)
        self._now = dict(now)

    @property
    def now(self) -> Mapping[str, str]:
        """Each former NIP with the present one."""
        return self._now


@dataclass
class FileRead:
    """What reading any file gives: its tables with every data row in order, and its problems."""

    tables: list[Table]
    findings: Findings

    @property
    def read(self) -> int:
        """How many data rows the file has."""
        return sum(len(table) for table in self.tables)

    @property
    def rejected(self) -> int:
        """How many of them are rejected."""
        return len(self.findings.rejected)


@dataclass
class Reading(FileRead):
    """A file read as one kind of list."""

    accepted: list[AcceptedRow]


@dataclass(frozen=True)
class UnitNames:
    """The units a file may name: comparable name → code(s), code → name to show."""

    codes: Mapping[str, frozenset[str]]
    labels: Mapping[str, str]

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]], labels: Mapping[str, str]) -> UnitNames:
        """Build from (written name, code) pairs."""
        found: dict[str, set[str]] = {}
        for name, code in pairs:
            found.setdefault(unit_key(name), set()).add(code)
        return cls({key: frozenset(codes) for key, codes in found.items()}, labels)

    def known(self, text: str) -> bool:
        """Whether a text names a unit."""
        return unit_key(text) in self.codes

    def means_one(self, text: str) -> bool:
        """Whether a text names exactly one unit."""
        return len(self.codes.get(unit_key(text), ())) == 1

    def find(self, text: object) -> str:
        """Give the code of a written unit; refuse an unknown or ambiguous one, never create it."""
        if is_number(text):
            raise damaged_code("Unit", text)
        written = text_of(text)
        codes = self.codes.get(unit_key(written), frozenset())
        if len(codes) == 1:
            return next(iter(codes))
        if codes:
            named = ", ".join(sorted(codes))
            raise Refused(
                f"Unit ‘{written}’ bisa berarti lebih dari satu unit.",
                f"Tulis kodenya: {named}.",
            )
        raise Refused(f"Unit ‘{written}’ tidak dikenal.", self._suggestion(written))

    def _suggestion(self, written: str) -> str:
        near = get_close_matches(unit_key(written), list(self.codes), n=1, cutoff=0.8)
        if near:
            code = min(self.codes[near[0]])
            return f"Mungkin maksudnya {self.labels.get(code, code)}? Betulkan, atau tambah alias."
        return "Tambahkan unit atau aliasnya lebih dahulu, lalu impor ulang."


def read_tables(
    book: Book,
    columns: Sequence[Column],
    kind_label: str,
    layouts: Sequence[Layout] | None = None,
    is_unit: Callable[[str], bool] | None = None,
) -> list[Table]:
    """Read the data rows of every sheet that holds the list, by the guessed or given layouts."""
    chosen = layouts or find_layouts(book, columns, kind_label)
    key = next(column.field for column in columns if column.required)
    return [read_rows(book.sheet(layout.sheet), layout, key, is_unit) for layout in chosen]
