"""The language's own errors: what a formula's author wrote wrong, and what a row lacks.

``FormulaError`` is the only exception that leaves the lexer, the parser and the checker.
``RowError`` is a value: the reason why one person's row has no result.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import NamedTuple

from polima_desktop.domain.errors import Refused


class FormulaError(Refused):
    """A formula cannot be used. ``position`` is the 1-based code point within its text."""

    def __init__(self, message: str, position: int, replacement: str = "") -> None:
        super().__init__(message)
        self.position = position
        self.replacement = replacement


class RowError(NamedTuple):
    """Why a row has no result: the line (or activity) and code point, in words."""

    line: str
    position: int
    message: str

    def __str__(self) -> str:
        where = f"{self.line}: " if self.line else ""
        return f"{where}{self.message}"


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


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Give `` Maksud Anda X?`` for the nearest known word, or nothing."""
    near = suggest(word, known)
    return f" Maksud Anda {near}?" if near else ""
