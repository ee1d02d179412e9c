"""What stands on a slip beside its lines: the person as printed, fingerprint, verification code.

Amounts are computed in ``incentive``, drawing is in ``reports``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from json.encoder import encode_basestring, encode_basestring_ascii
from typing import Any

import numpy as np

from polima_desktop.domain.attendance import Absence
from polima_desktop.domain.formula.tree import BandTable, Node, steps
from polima_desktop.domain.frozen import FrozenMonth, Ints
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

    def texts(self) -> list[str]:
        """Give as JSON each person's bands that cost something and were met, with how often."""
        described = {place: self._band(place) for place, value in enumerate(self.table.values)
                     if value}  # fmt: skip
        made: dict[tuple[int, ...], str] = {}
        found = []
        for times in map(tuple, self.counts.tolist()):
            if times not in made:
                bands = [{**one, "times": times[at]} for at, one in described.items() if times[at]]
                whole = {"table": self.table.name, "list": self.list_name, "bands": bands}
                made[times] = _json(whole)
            found.append(made[times])
        return found

    def _band(self, place: int) -> dict[str, Any]:
        table, after = self.table, place + 1 < len(self.table.bounds)
        return {
            "from": _exact(table.bounds[place], table.bound_decimals),
            "to": _exact(table.bounds[place + 1], table.bound_decimals) if after else None,
            "rate": _exact(table.values[place], table.value_decimals),
        }


_PAIRS = [one + other for one in CODE_LETTERS for other in CODE_LETTERS]


def verification_code(*parts: object) -> str:
    """Give the code printed on a slip, from everything that makes it this slip.

    >>> verification_code("198609262015051001", "2021-01", 1)
    '4TTY-X7B6-YNJK'
    """
    words = ", ".join([encode_basestring_ascii(str(part)) for part in parts])
    digest = hashlib.sha256(f"[{words}]".encode()).digest()
    number = int.from_bytes(digest[:8], "big") >> 4
    a, b, c, d, e, f = [_PAIRS[number >> shift & 1023] for shift in range(50, -1, -10)]
    return f"{a}{b}-{c}{d}-{e}{f}"


# ── the person as printed ───────────────────────────────────────────────────────────────────

_json = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def identity_texts(frozen: FrozenMonth, program: Program) -> list[str]:
    """Give each person as the slip prints them, by row; see ``storage.months.slips.Slip``.

    Canonical JSON, put together from columns of JSON: a word stands in thousands of rows.
    """
    counted = {name: _json_column(frozen.inputs[name]) for name in COUNTS}
    columns = {
        **{name: _json_column(frozen.paper[name]) for name in _PAPER},
        **{name: _json_column(frozen.inputs[given]) for name, given in _FROM_INPUTS.items()},
        "counts": _objects(counted),
        "activities": [str(count) for count in np.diff(frozen.entries.offsets).tolist()],
        "discipline": _lists([found.texts() for found in discipline(frozen, program)], frozen),
    }
    texts = _objects(columns)
    for row, slices in _parts(frozen, program).items():
        texts[row] = _json({**json.loads(texts[row]), "slices": slices})
    return texts


def _json_column(column: Column) -> list[str]:
    """Give a column as JSON, each different word made once; missing is null."""
    values = column.values
    if column.words is None:
        texts = [str(value) for value in values.tolist()]
        missing = () if column.present is None else np.flatnonzero(~column.present).tolist()
        for row in missing:
            texts[row] = "null"
        return texts
    made = [*map(encode_basestring, column.words), "null"]
    if column.present is not None:
        values = np.where(column.present, values, len(column.words))
    return [made[value] for value in values.tolist()]


def _objects(columns: Mapping[str, Sequence[str]]) -> list[str]:
    """Turn columns of JSON into one JSON object a row, its keys in order."""
    names = sorted(columns)
    shape = ",".join(f'"{name}":%s' for name in names)
    return [f"{{{shape % row}}}" for row in zip(*(columns[n] for n in names), strict=True)]


def _lists(columns: Sequence[Sequence[str]], frozen: FrozenMonth) -> list[str]:
    """Turn columns of JSON into one JSON list a row."""
    if not columns:
        return ["[]"] * frozen.people
    return [f"[{','.join(row)}]" for row in zip(*columns, strict=True)]


def _parts(frozen: FrozenMonth, program: Program) -> dict[int, list[dict[str, Any]]]:
    """Give the parts of the month as printed, for the people whom a change divides it."""
    if frozen.stretches is None or not program.sliced:
        return {}
    found = {}
    for row in np.unique(frozen.stretches.row).tolist():
        _, slices = person_slices(frozen, row, program)
        if len(slices) > 1:
            found[row] = [_part(part) for part in slices]
    return found


def _part(part: Slice) -> dict[str, Any]:
    return {
        "from": part.first,
        "to": part.last,
        "days": part.weight,
        "of": part.total,
        "lines": {name: str(value) for name, value in part.values.items()},
    }


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
    inputs, days = _Rows(single), _Rows(_day_rows(frozen))
    entries, offsets = _Rows(_entry_rows(frozen)), frozen.entries.offsets.tolist()
    changed = _stretch_rows(frozen)
    prints = []
    for row, identity in enumerate(identity_texts):
        digest = shared.copy()
        digest.update(identity.encode())
        digest.update(inputs.of(row, row + 1))
        digest.update(days.of(row, row + 1))
        digest.update(entries.of(offsets[row], offsets[row + 1]))
        if row in changed:
            digest.update(changed[row])
        prints.append(digest.hexdigest())
    return prints


class _Rows:
    """The bytes of the rows of an array, without an array a row."""

    def __init__(self, rows: Ints) -> None:
        whole = np.ascontiguousarray(rows, dtype="<i8")
        self._bytes, self._width = memoryview(whole.tobytes()), 8 * whole.shape[1]

    def of(self, start: int, stop: int) -> memoryview:
        return self._bytes[start * self._width : stop * self._width]


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
    return np.hstack([days.state, days.late, days.early]).astype(np.int64)


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
    return np.column_stack(columns)
