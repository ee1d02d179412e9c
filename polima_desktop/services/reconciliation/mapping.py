"""Which column of a file is what, before lists are matched: guessed by its heading, or recalled.

Recalled is what a person showed for the last case. What is still unclear is asked on the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from polima_desktop.domain.access import Permission
from polima_desktop.domain.matching.rows import Side
from polima_desktop.domain.progress import Progress
from polima_desktop.imports.columns import EMPLOYEES
from polima_desktop.imports.headers import Layout, guess_layout, with_columns
from polima_desktop.imports.sheets import Sheet, open_book
from polima_desktop.services.imports import Guess
from polima_desktop.services.session import Session
from polima_desktop.storage.reconciliation import cases as stored
from polima_desktop.storage.reconciliation.content import unpack

COLUMNS = tuple(replace(column, required=False) for column in EMPLOYEES)
"""What a list may hold; a number or a name it must have, and ``unclear`` says so."""
_WANTED = ("nip", "name")


def look(session: Session, path: Path, side: Side, progress: Progress | None = None) -> Guess:
    """Open a list and find its columns; the last case's mapping holds where its titles return."""
    session.actor.require(Permission.RECONCILE)
    book = open_book(path, progress)
    if not book.sheets:
        book = open_book(path, progress, hidden_sheets=True)
    known = _remembered(session, side)
    layouts = {s.name: _recalled(s, known) or guess_layout(s, COLUMNS) for s in book.sheets}
    return Guess(book, COLUMNS, layouts)


def complete(guess: Guess) -> tuple[Layout, ...]:
    """Give the layouts of the sheets whose number and name are known; empty: ask a person."""
    return tuple(
        layout
        for layout in guess.layouts.values()
        if layout is not None and all(name in layout.columns for name in _WANTED)
    )


def unclear(columns: dict[str, int]) -> str:
    """Say what a mapping lacks to be read at all, empty if nothing."""
    if any(name in columns for name in _WANTED):
        return ""
    return "Tunjukkan kolom NIP atau kolom nama."


def _remembered(session: Session, side: Side) -> list[dict[str, Any]]:
    with session.reading(Permission.READ_RECONCILIATION) as connection:
        cases = stored.every(connection)
        if not cases:
            return []
        case = unpack(stored.content(connection, cases[-1].id))
    return case.mappings[0 if side == "left" else 1]


def _recalled(sheet: Sheet, known: list[dict[str, Any]]) -> Layout | None:
    rows, width = sheet.frame.shape
    for entry in known:
        columns = entry["columns"]
        if entry["first_row"] - 1 > rows or max(columns.values(), default=width) >= width:
            continue
        layout = with_columns(sheet, entry["header_row"], entry["first_row"], columns, COLUMNS)
        if _worded(layout.all_titles) == _worded(entry["titles"]):
            return layout
    return None


def _worded(titles: Sequence[str]) -> list[str]:
    """Give titles without the empty ones at the end: a sheet's width says nothing."""
    last = max((n for n, title in enumerate(titles, start=1) if title), default=0)
    return list(titles[:last])
