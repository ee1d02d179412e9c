"""Stacking pieces of a paper down a page and over to the next: heights only, no drawing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from polima_desktop.reports.document import Sheet


class Piece(NamedTuple):
    """Something that must not be torn apart: its height and how to draw it from its top."""

    height: float
    draw: Callable[[Sheet, float], None]


def height_of(pieces: Sequence[Piece]) -> float:
    """Give the height of pieces on top of each other."""
    return sum(piece.height for piece in pieces)


def paged(pieces: Sequence[Piece], first: float, later: float) -> list[list[Piece]]:
    """Deal the pieces out to pages with ``first`` and ``later`` points of room, in order.

    A piece taller than a whole page gets a page of its own rather than being dropped.
    """
    pages: list[list[Piece]] = [[]]
    room = first
    for piece in pieces:
        if piece.height > room and pages[-1]:
            pages.append([])
            room = later
        pages[-1].append(piece)
        room -= piece.height
    return pages


def drawn(sheet: Sheet, pieces: Sequence[Piece], top: float) -> None:
    """Draw pieces down a sheet from ``top``."""
    for piece in pieces:
        piece.draw(sheet, top)
        top += piece.height
