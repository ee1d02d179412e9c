"""What stands on a slip beside its lines: the person as printed, fingerprint, verification code.

Amounts are computed in ``incentive``, drawing is in ``reports``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import numpy as np

from polima_desktop.domain.attendance import Absence
from polima_desktop.domain.formula.tree import BandTable, Node, steps
from polima_desktop.domain.frozen import FrozenMonth, Ints, values_of
from polima_desktop.domain.incentive import person_slices
from polima_desktop.domain.rules import Column, Program
from polima_desktop.domain.slices import Slice

CODE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O, U, so a code can be read over the telephone."""

COUNTS = (
    "hari_kerja", "hari_wajib", "hadir", "alpa", "apel_lalai", *(kind.code for kind in Absence),
)  # fmt: skip

_PAPER = (
    "name", "nip", "pangkat", "position", "unit", "unit_code", "superior", "superior_nip", "npwp",
    "bank", "account", "pattern",
)  # fmt: skip
_FROM_INPUTS = {
    "golongan": "golongan", "eselon": "eselon", "status": "status", "family": "rumpun",
    "kelas": "kelas",
}  # fmt: skip


@dataclass(frozen=True)
class Occurrences:
    """How often each person's days fell into each band of a table; ``counts`` (people, bands)."""

    table: BandTable
    list_name: str
    counts: Ints

    def bands(self) -> list[dict[str, Any]]:
        """Give each person's bands that cost something and were met, with how often."""
        places = [place for place, value in enumerate(self.table.values) if value]
        described = {place: self._band(place) for place in places}
        return [
            {
                "table": self.table.name,
                "list": self.list_name,
                "bands": [
                    {**described[place], "times": row[place]} for place in places if row[place]
                ],
            }
            for row in self.counts.tolist()
        ]

    def _band(self, place: int) -> dict[str, Any]:
        table, after = self.table, place + 1 < len(self.table.bounds)
        return {
            "from": _exact(table.bounds[place], table.bound_decimals),
            "to": _exact(table.bounds[place + 1], table.bound_decimals) if after else None,
            "rate": _exact(table.values[place], table.value_decimals),
        }


def verification_code(*parts: object) -> str:
    """Give the code printed on a slip, from everything that makes it this slip.

    >>> verification_code("198609262015051001", "2021-01", 1)
    'NPCQ-XTKT-6V8Z'
    """
    digest = hashlib.sha256(json.dumps([str(part) for part in parts]).encode()).digest()
    number = int.from_bytes(digest[:8], "big") >> 4
    letters = "".join(CODE_LETTERS[number >> shift & 31] for shift in range(55, -1, -5))
    return "-".join(letters[at : at + 4] for at in (0, 4, 8))


# ── the person as printed ───────────────────────────────────────────────────────────────────


def identities(frozen: FrozenMonth, program: Program) -> Iterator[dict[str, Any]]:
    """Give each person as the slip prints them, in row order; see ``storage.months.slips.Slip``."""
    columns = {
        **{name: frozen.paper[name] for name in _PAPER},
        **{name: frozen.inputs[given] for name, given in _FROM_INPUTS.items()},
    }
    people = _records({name: values_of(column) for name, column in columns.items()})
    counts = _records({name: values_of(frozen.inputs[name]) for name in COUNTS})
    activities = np.diff(frozen.entries.offsets).tolist()
    days = _records({n: found.bands() for n, found in enumerate(discipline(frozen, program))})
    parts = _parts(frozen, program)
    for row, (person, counted, entries, bands) in enumerate(
        zip(people, counts, activities, days, strict=False)
    ):
        yield {
            **person,
            "counts": counted,
            "activities": entries,
            "discipline": list(bands.values()),
            **parts.get(row, {}),
        }


def _parts(frozen: FrozenMonth, program: Program) -> dict[int, dict[str, Any]]:
    """Give the parts of the month as printed, for the people whom a change divides it."""
    if frozen.stretches is None or not program.sliced:
        return {}
    found = {}
    for row in np.unique(frozen.stretches.row).tolist():
        _, slices = person_slices(frozen, row, program)
        if len(slices) > 1:
            found[row] = {"slices": [_part(part) for part in slices]}
    return found


def _part(part: Slice) -> dict[str, Any]:
    return {
        "from": part.first,
        "to": part.last,
        "days": part.weight,
        "of": part.total,
        "lines": {name: str(value) for name, value in part.values.items()},
    }


def _records(columns: Mapping[Any, Sequence[Any]]) -> Iterator[dict[Any, Any]]:
    """Turn columns into one dictionary a row; without columns, empty ones without end."""
    if not columns:
        return repeat({})
    return (dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True))


def discipline(frozen: FrozenMonth, program: Program) -> list[Occurrences]:
    """Count the days by band for each band table that a rule applies to a list of days."""
    lists = frozen.days.lists()
    owner = np.repeat(np.arange(frozen.people), np.diff(frozen.days.offsets))
    found = []
    for table, name in _day_tables(program):
        scale = 10**table.bound_decimals
        places = np.searchsorted(np.array(table.bounds), lists[name].values * scale, side="right")
        cells, size = owner * (len(table.bounds) + 1) + places, len(table.bounds) + 1
        counts = np.bincount(cells, minlength=frozen.people * size).reshape(-1, size)[:, 1:]
        found.append(Occurrences(table, name, counts.astype(np.int64)))
    return found


def _day_tables(program: Program) -> list[tuple[BandTable, str]]:
    """Find JENJANG(table; list of days) inside a JUMLAH, in the order of the lines."""
    found: dict[tuple[str, str], tuple[BandTable, str]] = {}
    for node in (step for line in program.lines.values() for step in steps(line.node)):
        key = node.args[0] if node.op == "JENJANG" else None
        if key is not None and _is_day(key) and isinstance(node.table, BandTable):
            found.setdefault((node.table.name, key.name), (node.table, key.name))
    return list(found.values())


def _is_day(node: Node) -> bool:
    return node.op == "item" and node.name in ("menit_terlambat", "menit_pulang_cepat")


def _exact(value: int, decimals: int) -> str:
    whole, part = divmod(abs(value), 10**decimals)
    sign = "-" if value < 0 else ""
    return f"{sign}{whole}.{part:0{decimals}d}" if decimals else f"{sign}{whole}"


# ── the fingerprint of the inputs ───────────────────────────────────────────────────────────


def fingerprints(
    frozen: FrozenMonth, identity_texts: Sequence[str], rules_sha256: str, engine: str
) -> list[str]:
    """Give each person's sha256 over the printed identity, every input, the rules, the engine.

    Two computations with the same fingerprint give the same slip.
    """
    shared = hashlib.sha256(f"{frozen.month}\n{rules_sha256}\n{engine}\n".encode())
    names = sorted(frozen.inputs)
    shared.update(json.dumps([[n, frozen.inputs[n].decimals] for n in names]).encode())
    single = np.column_stack([_comparable(frozen.inputs[name]) for name in names])
    rows = np.ascontiguousarray(single, dtype="<i8")
    days, entries = _day_rows(frozen), _entry_rows(frozen)
    changed = _stretch_rows(frozen)
    prints = []
    for row, identity in enumerate(identity_texts):
        digest = shared.copy()
        digest.update(identity.encode())
        digest.update(rows[row].tobytes())
        digest.update(days[row].tobytes())
        digest.update(entries[frozen.entries.of(row)].tobytes())
        digest.update(changed.get(row, b""))
        prints.append(digest.hexdigest())
    return prints


def _comparable(column: Column) -> Ints:
    """Give two columns: present, and the value (of a text: a number made from its words)."""
    words = np.array([_word_number(word) for word in column.words or ("",)], dtype=np.int64)
    values = column.values if column.words is None else words[column.values]
    if column.present is None:
        return np.column_stack([np.ones(len(values), dtype=np.int64), values])
    return np.column_stack([column.present, np.where(column.present, values, 0)])


def _word_number(word: str) -> int:
    return int.from_bytes(hashlib.sha256(word.encode()).digest()[:8], "big", signed=True)


def _day_rows(frozen: FrozenMonth) -> Ints:
    days = frozen.days
    return np.ascontiguousarray(np.hstack([days.state, days.late, days.early]), dtype="<i8")


def _stretch_rows(frozen: FrozenMonth) -> dict[int, bytes]:
    """Give what changed inside the month, of the people it did for."""
    found = frozen.stretches
    if found is None:
        return {}
    inputs = [_comparable(found.inputs[name]) for name in sorted(found.inputs)]
    whole = np.column_stack([found.first, found.last, found.workdays, *inputs])
    rows = np.ascontiguousarray(whole, dtype="<i8")
    return {row: rows[found.of(row)].tobytes() for row in np.unique(found.row).tolist()}


def _entry_rows(frozen: FrozenMonth) -> Ints:
    entries = frozen.entries
    codes = np.array([_word_number(code) for code in entries.codes or ("",)], dtype=np.int64)
    sets = np.array([_word_number(text) for text in (*entries.variable_sets, "")], dtype=np.int64)
    columns = [codes[entries.code], entries.volume, entries.minutes, sets[entries.variable_set]]
    return np.ascontiguousarray(np.column_stack(columns), dtype="<i8")
