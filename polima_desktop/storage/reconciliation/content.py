"""A case as bytes: both lists as read and the engine's answer; the same case, the same bytes.

Canonical JSON, compressed; the sha256 is of the JSON. Nothing is pickled.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from polima_desktop.domain.matching.cleaning import clean_rows
from polima_desktop.domain.matching.engine import Other, Outcome, Pair
from polima_desktop.domain.matching.leftovers import Standing
from polima_desktop.domain.matching.levels import Compared
from polima_desktop.domain.matching.rows import Departure, Row

_ROW_DATES = tuple(Row._fields.index(name) for name in ("birth", "appointed", "latest"))
_DECREE_DATES = (Departure._fields.index("since"),)


class Case(NamedTuple):
    """The answer and, beside its rows, their cells as written (heading → text).

    ``mappings``: how each list was read, a sheet an entry: ``sheet``, ``header_row``,
    ``first_row``, ``columns`` (field → index) and ``titles``.
    """

    outcome: Outcome
    left_cells: list[dict[str, str]]
    right_cells: list[dict[str, str]]
    mappings: tuple[list[dict[str, Any]], list[dict[str, Any]]] = ([], [])


class Packed(NamedTuple):
    """Compressed bytes and the sha256 of what they hold."""

    content: bytes
    sha256: str


def pack(case: Case) -> Packed:
    """Give a case as bytes."""
    outcome = case.outcome
    document = {
        "version": outcome.version,
        "day": outcome.day.isoformat() if outcome.day else None,
        "left": [_plain(row.row) for row in outcome.left_rows],
        "right": [_plain(row.row) for row in outcome.right_rows],
        "left_cells": case.left_cells,
        "right_cells": case.right_cells,
        "mappings": list(case.mappings),
        "pairs": [[*pair[:5], list(pair.levels), list(pair.notes)] for pair in outcome.pairs],
        "left_standings": [list(standing) for standing in outcome.left],
        "right_standings": [list(standing) for standing in outcome.right],
        "others": [list(other) for other in outcome.others],
        "same_unit": sorted(map(list, outcome.same_unit)),
        "departures": [_plain(departure) for departure in outcome.departures],
    }
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    payload = text.encode()
    return Packed(zlib.compress(payload, 6), hashlib.sha256(payload).hexdigest())


def _plain(values: Sequence[Any]) -> list[Any]:
    return [value.isoformat() if isinstance(value, date) else value for value in values]


@lru_cache(maxsize=3)
def unpack(content: bytes) -> Case:
    """Give a case back; the last few stay at hand, for a case never changes."""
    document = json.loads(zlib.decompress(content))
    rows = [
        [Row._make(_dated(values, _ROW_DATES)) for values in document[side]]
        for side in ("left", "right")
    ]
    outcome = Outcome(
        document["version"],
        date.fromisoformat(document["day"]) if document["day"] else None,
        clean_rows(rows[0]),
        clean_rows(rows[1]),
        [_pair(values) for values in document["pairs"]],
        [Standing._make(values) for values in document["left_standings"]],
        [Standing._make(values) for values in document["right_standings"]],
        [Other._make(values) for values in document["others"]],
        frozenset((a, b) for a, b in document["same_unit"]),
        tuple(Departure._make(_dated(d, _DECREE_DATES)) for d in document["departures"]),
    )
    left, right = document.get("mappings", ([], []))  # not kept before they could be chosen
    return Case(outcome, document["left_cells"], document["right_cells"], (left, right))


def _dated(values: list[Any], where: tuple[int, ...]) -> list[Any]:
    for place in where:
        if values[place] is not None:
            values[place] = date.fromisoformat(values[place])
    return values


def _pair(values: list[Any]) -> Pair:
    return Pair._make([*values[:5], Compared._make(values[5]), tuple(values[6])])
