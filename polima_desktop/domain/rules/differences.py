"""The difference between two rule sets, line by line and in words: "GURU-TM: bobot 40 → 42"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple, TypeVar

from polima_desktop.domain.rules.model import (
    CHANGES,
    Activity,
    Band,
    Changes,
    Decree,
    Example,
    Input,
    Line,
    RuleSet,
    Table,
)
from polima_desktop.domain.rules.values import plain_number

_Part = TypeVar("_Part")
_EXACT = re.compile(r"-?[0-9]+\.[0-9]+")


class Difference(NamedTuple):
    """One difference: the section of the set, whose it is, and what changed, in words."""

    section: str
    owner: str
    words: str


def differences(old: RuleSet, new: RuleSet) -> list[Difference]:
    """Give everything in which two sets differ, in the order of the file."""
    return [
        *_decree(old.decree, new.decree),
        *_parts("inputs", "Isian", old.inputs, new.inputs, _input),
        *_parts("bands", "Jenjang", old.bands, new.bands, _band),
        *_parts("tables", "Tabel", old.tables, new.tables, _table),
        *_parts("activities", "Aktivitas", old.activities, new.activities, _activity),
        *_changes(old.changes, new.changes),
        *_refunds(old.refund_at_most, new.refund_at_most),
        *_parts("lines", "Baris", old.lines, new.lines, _line),
        *_order(old, new),
        *_parts("examples", "Contoh", _named(old.examples), _named(new.examples), _example),
    ]


def _changes(old: Changes, new: Changes) -> Iterator[Difference]:
    for kind in CHANGES:
        before, after = (one.modes.get(kind) for one in (old, new))
        if before != after:
            yield Difference("changes", kind, _changed("perubahan di tengah bulan", before, after))


def _refunds(old: Decimal | None, new: Decimal | None) -> Iterator[Difference]:
    if old != new:
        words = _changed("pengembalian paling banyak, bagian dari pembayaran", old, new)
        yield Difference("arrears", "Rapel", words)


def _named(examples: Sequence[Example]) -> dict[str, Example]:
    return {example.name: example for example in examples}


def _decree(old: Decree | None, new: Decree | None) -> Iterator[Difference]:
    if old is None or new is None:
        if old != new:
            yield Difference("decree", "Dasar hukum", "baru" if old is None else "dihapus")
        return
    for words, before, after in (
        ("nomor", old.number, new.number), ("judul", old.title, new.title),
        ("tanggal", old.date, new.date), ("berlaku sejak", old.valid_from, new.valid_from),
    ):  # fmt: skip
        if before != after:
            yield Difference("decree", "Dasar hukum", _changed(words, before, after))


def _parts(
    section: str, kind: str, old: Mapping[str, _Part], new: Mapping[str, _Part],
    words: Callable[[_Part, _Part], Iterator[str]],
) -> Iterator[Difference]:  # fmt: skip
    for name in dict.fromkeys([*old, *new]):
        if name not in new:
            yield Difference(section, name, f"{kind} dihapus")
        elif name not in old:
            yield Difference(section, name, f"{kind} baru{_what(new[name])}")
        elif old[name] != new[name]:
            for said in words(old[name], new[name]):
                yield Difference(section, name, said)


def _what(part: object) -> str:
    """Say of a new part what counts most about it."""
    match part:
        case Activity():
            return f": {part.name}, bobot {_shown(part.weight)}, poin {part.points}"
        case Line():
            return f": {part.formula}"
        case Band() | Table():
            return f": {len(part.rows)} baris"
    return ""


def _order(old: RuleSet, new: RuleSet) -> Iterator[Difference]:
    """The slip shows lines in their order: another order is a difference too."""
    both = [name for name in old.lines if name in new.lines]
    if both != [name for name in new.lines if name in old.lines]:
        yield Difference("lines", "Urutan baris", "urutan baris berubah")


def _fields(old: object, new: object, names: Mapping[str, str]) -> Iterator[str]:
    for field, words in names.items():
        before, after = getattr(old, field), getattr(new, field)
        if before != after:
            yield _changed(words, before, after)


def _input(old: Input, new: Input) -> Iterator[str]:
    yield from _fields(old, new, {
        "label": "keterangan", "kind": "jenis", "unit": "satuan", "decimals": "desimal",
        "low": "paling kecil", "high": "paling besar", "values": "pilihan", "source": "sumber",
        "period": "periode",
    })  # fmt: skip


def _activity(old: Activity, new: Activity) -> Iterator[str]:
    yield from _fields(old, new, {
        "name": "nama", "family": "kelompok jabatan", "unit": "satuan", "weight": "bobot",
        "norm_minutes": "norma menit", "points": "rumus poin", "evidence": "bukti",
        "note": "penjelasan",
    })  # fmt: skip
    for name in dict.fromkeys([*old.inputs, *new.inputs]):
        if name not in new.inputs:
            yield f"isian ukur {name} dihapus"
        elif name not in old.inputs:
            yield f"isian ukur {name} baru"
        else:
            yield from (f"isian ukur {name}, {w}" for w in _input(old.inputs[name],
                                                                  new.inputs[name]))  # fmt: skip


def _line(old: Line, new: Line) -> Iterator[str]:
    yield from _fields(old, new, {
        "formula": "rumus", "label": "nama pada slip", "unit": "satuan", "decimals": "desimal",
        "slip": "bagian slip", "column": "kolom daftar", "sliced": "dibagi menurut waktu",
    })  # fmt: skip


def _band(old: Band, new: Band) -> Iterator[str]:
    if len(old.rows) == len(new.rows):
        for number, (before, after) in enumerate(zip(old.rows, new.rows, strict=True), 1):
            if before[0] != after[0]:
                yield _changed(f"batas ke-{number}", before[0], after[0])
            if before[1] != after[1]:
                yield _changed(f"nilai mulai {_shown(after[0])}", before[1], after[1])
        return
    yield from _rows(dict(old.rows), dict(new.rows), "jenjang mulai")


def _table(old: Table, new: Table) -> Iterator[str]:
    yield from _rows(dict(old.rows), dict(new.rows), "kunci")


def _rows(old: Mapping[object, Decimal], new: Mapping[object, Decimal], what: str) -> Iterator[str]:
    for key in dict.fromkeys([*old, *new]):
        if key not in new:
            yield f"{what} {_shown(key)} dihapus (tadinya {_shown(old[key])})"
        elif key not in old:
            yield f"{what} {_shown(key)} baru: {_shown(new[key])}"
        elif old[key] != new[key]:
            yield _changed(f"{what} {_shown(key)}", old[key], new[key])
    if list(old) != list(new) and set(old) == set(new):
        yield "urutan kunci berubah"


def _example(old: Example, new: Example) -> Iterator[str]:
    for part, words in (("inputs", "isian"), ("expect", "acuan")):
        before, after = getattr(old, part), getattr(new, part)
        for name in dict.fromkeys([*before, *after]):
            if before.get(name) != after.get(name):
                yield _changed(f"{words} {name}", before.get(name), after.get(name))
    if old.activities != new.activities:
        yield "aktivitasnya berubah"
    if old.days != new.days:
        yield "hari kerjanya berubah"


def _changed(words: str, before: object, after: object) -> str:
    return f"{words} {_shown(before)} → {_shown(after)}"


def _shown(value: object) -> str:
    if value is None or value == "":
        return "(kosong)"
    if isinstance(value, Decimal):
        return plain_number(value).replace(".", ",")
    if isinstance(value, date):
        return f"{value.day:02d}-{value.month:02d}-{value.year}"
    if isinstance(value, str) and _EXACT.fullmatch(value):
        return plain_number(Decimal(value)).replace(".", ",")  # an example's number
    return "; ".join(map(str, value)) if isinstance(value, tuple) else str(value)
