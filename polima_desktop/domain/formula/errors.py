"""The language's own errors: what a formula's author wrote wrong, and what a row lacks.

``FormulaError`` is the only exception that leaves the lexer, the parser and the checker.
``RowError`` is a value: the reason why one person's row has no result.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import NamedTuple

from polima_desktop.domain.errors import Refused


class Fix(NamedTuple):
    """A suggestion: put ``text`` in the place of ``length`` code points from 1-based ``start``.

    ``meaning`` tells apart two suggestions for one place; empty where there is only one.
    """

    start: int
    length: int
    text: str
    meaning: str = ""

    def replaced(self, formula: str) -> str:
        """Give the piece of a formula that is replaced."""
        return formula[self.start - 1 : self.start - 1 + self.length]

    def applied(self, formula: str) -> str:
        """Give the formula with the suggestion in it."""
        begin = self.start - 1
        return formula[:begin] + self.text + formula[begin + self.length :]


class FormulaError(Refused):
    """A formula cannot be used. ``position`` is the 1-based code point within its text.

    ``fixes``: what may be put instead, none, one, or several between which a person chooses.
    """

    def __init__(self, message: str, position: int, *fixes: Fix) -> None:
        super().__init__(message)
        self.position = position
        self.fixes = fixes


class RowError(NamedTuple):
    """Why a row has no result: the line (or activity) and code point, in words."""

    line: str
    position: int
    message: str

    def __str__(self) -> str:
        where = f"{self.line}, karakter ke-{self.position}: " if self.line else ""
        return f"{where}{self.message}"


def missing_input(name: str) -> str:
    """Say that a row has no value for an input."""
    return f"Isian '{name}' tidak ada."


def missing_list(name: str) -> str:
    """Say that a row has no list of that name, not even an empty one."""
    return f"Daftar '{name}' tidak ada."


def missing_item(name: str, number: int, reason: str) -> str:
    """Say that an item (1-based) of a row's list has no value, and why if that is known."""
    why = f": {reason}" if reason else "."
    return f"Butir ke-{number} dari {name} tidak ada nilainya{why}"


def zero_divisor(text: str) -> str:
    """Say that a row divides by zero."""
    return f"Pembagi '{text}' bernilai nol."


def missing_key(key: str, table: str) -> str:
    """Say that a look-up table has no such key."""
    return f"Kunci '{key}' tidak ada di tabel {table}."


def below_band(value: str, table: str) -> str:
    """Say that a value lies below the first band."""
    return f"Nilai {value} di bawah batas pertama jenjang {table}."


def caret(text: str, position: int) -> str:
    """Give the text with a ``^`` under a 1-based position, two lines.

    >>> print(caret("a + , b", 5))
    a + , b
        ^
    """
    return f"{text}\n{' ' * (position - 1)}^"


def suggest(word: str, known: Iterable[str]) -> str:
    """Give the known word nearest to a mistyped one, or nothing; case does not count."""
    by_fold = {name.casefold(): name for name in known}
    near = get_close_matches(word.casefold(), by_fold, n=1, cutoff=0.6)
    return by_fold[near[0]] if near else ""


def nearest(word: str, known: Iterable[str], position: int) -> tuple[Fix, ...]:
    """Give the suggestion to write the nearest known word instead, if there is one."""
    near = suggest(word, known)
    return (Fix(position, len(word), near),) if near else ()


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Give `` Maksud Anda X?`` for the nearest known word, or nothing."""
    near = suggest(word, known)
    return f" Maksud Anda {near}?" if near else ""
