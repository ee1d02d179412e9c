"""Changing some fields of timelines from a day on, without touching what is known of the others.

Unlike ``facts.record``, which states everything from a day on, an overlay states single fields.
A field carries over later rows until one that is known to have changed it, so a promotion found
out late does not undo the transfer that followed it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import Table

from polima_desktop.storage import bulk_facts, facts
from polima_desktop.storage.facts import Source
from polima_desktop.storage.unit_of_work import Work

_WRITTEN = {"id", "recorded_at", "recorded_by", "superseded_at"}
"""What a row says of itself, not of its key."""


class Overlay(NamedTuple):
    """Fields of one key (person) that are so from a day on; names are columns of the table."""

    key: int
    since: date
    fields: Mapping[str, Any]


class _Piece:
    """A stretch of a timeline while it is being changed; ``id`` None once it is new."""

    def __init__(self, values: dict[str, Any], row_id: int | None) -> None:
        self.values = values
        self.row_id = row_id
        self.changed = False

    def split(self, day: date) -> _Piece:
        """Cut at a day inside; give the later part."""
        later = _Piece({**self.values, "valid_from": day}, None)
        later.changed = True
        self.values = {**self.values, "valid_to": day}
        self.changed = True
        return later


def lay(work: Work, table: Table, overlays: Sequence[Overlay], source: Source) -> None:
    """Write overlays; a day before a key's first row counts as the first row's day."""
    keys = list(dict.fromkeys(overlay.key for overlay in overlays))
    before = facts.timelines(work.connection, table, keys)
    timelines = {
        key: [_Piece(row._asdict(), row.id) for row in before.get(key, [])] for key in keys
    }
    for overlay in sorted(overlays, key=lambda o: o.since):
        _lay_one(timelines[overlay.key], overlay, source)
    ended: list[int] = []
    added: list[_Piece] = []
    for key in keys:
        for row, piece in _changes(before.get(key, []), timelines[key]):
            if row is not None:
                ended.append(row)
            if piece is not None:
                added.append(piece)
    facts.withdraw(work, table, ended)
    names = [column.name for column in table.c if column.name not in _WRITTEN]
    values = itemgetter(*names)
    bulk_facts.add(work, table, names, (values(piece.values) for piece in added))


def _lay_one(pieces: list[_Piece], overlay: Overlay, source: Source) -> None:
    if not pieces:
        return
    since = max(overlay.since, pieces[0].values["valid_from"])
    index = max(n for n, piece in enumerate(pieces) if piece.values["valid_from"] <= since)
    if pieces[index].values["valid_from"] < since:
        pieces.insert(index + 1, pieces[index].split(since))
        index += 1
    spreading = dict(overlay.fields)
    known = {name: pieces[index].values[name] for name in spreading}
    for piece in pieces[index:]:
        spreading = {n: v for n, v in spreading.items() if piece.values[n] == known[n]}
        if not spreading:
            return
        piece.values = {**piece.values, **spreading, **source._asdict()}
        piece.changed = True


def _changes(
    before: Sequence[Any], pieces: Sequence[_Piece]
) -> list[tuple[int | None, _Piece | None]]:
    """Pair what ends with what is added."""
    kept = {piece.row_id for piece in pieces if piece.row_id is not None and not piece.changed}
    ended: list[tuple[int | None, _Piece | None]] = [
        (row.id, None) for row in before if row.id not in kept
    ]
    return ended + [(None, piece) for piece in pieces if piece.row_id not in kept]
