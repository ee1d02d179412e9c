"""The records behind one input of an explained slip: day, what, how much, and where it stands.

``origin`` shows the amounts; this lists the rows of the files they are made of.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from polima_desktop.domain.attendance import MISSING
from polima_desktop.domain.formula.errors import RowError
from polima_desktop.formatting import UNKNOWN, number, trimmed
from polima_desktop.services.months.explaining import Explanation, Given
from polima_desktop.services.months.sources import REPORTED, Source

MINUTES = frozenset(("menit_terlambat", "menit_pulang_cepat"))
NOTHING = "tidak ada catatan"
SOURCE_WORDS = {
    "employees": "data pegawai",
    "events": "keputusan",
    "rules": "aturan",
    "calendar": "kalender kerja",
}


class Record(NamedTuple):
    """One record: ``amount`` and ``place`` in words; ``decision`` of a claim, else empty."""

    number: int
    day: date | None
    what: str
    amount: str
    place: str
    decision: str


def trail(found: Explanation, name: str) -> list[Record]:
    """Give the records an input was made of; none for a line or a constant of the calendar."""
    if name in REPORTED:
        return list(_reported(found, name))
    if name in MINUTES:
        return list(_minutes(found, name))
    sources = found.evidence.of(name, found.rules)
    return [
        Record(n, source.day, source.about or "", "", _place(source), source.decision or "")
        for n, source in enumerate(sources)
    ]


def _reported(found: Explanation, name: str) -> Iterator[Record]:
    values = _items(found.inputs.get(name))
    rows = zip(found.entries, found.evidence.reported, values, strict=True)
    for n, (entry, source, value) in enumerate(rows):
        what = f"{entry.code} × {number(trimmed(entry.volume))}"
        if source.about:
            what = f"{what}: {source.about}"
        yield Record(n, source.day, what, value, _place(source), source.decision or "")


def _minutes(found: Explanation, name: str) -> Iterator[Record]:
    values = _items(found.inputs.get(name))
    for n, ((day, source), value) in enumerate(zip(found.evidence.days, values, strict=True)):
        what, place, decision = NOTHING, "", ""
        if source is not None:
            what = "klaim manual" if source.kind == "claim" else "presensi"
            place, decision = _place(source), source.decision or ""
        yield Record(n, day, what, value, place, decision)


def _items(given: Given) -> list[str]:
    """Write the items of a list; one that could not be had says why."""
    return [_item(item) for item in given] if isinstance(given, list) else []


def _item(item: object) -> str:
    if isinstance(item, RowError):
        return item.message
    if not isinstance(item, Decimal):
        return UNKNOWN
    return "tidak tercatat" if item == MISSING else number(trimmed(item))


def _place(source: Source) -> str:
    """Name row, sheet and file, the narrowest first: ``baris 12, lembar Masuk, hadir.xlsx``."""
    file = source.file or SOURCE_WORDS.get(source.kind, "")
    parts = [] if source.row is None else [f"baris {number(source.row)}"]
    if source.sheet and not file.startswith(source.sheet):  # a CSV's sheet is called like it
        parts.append(f"lembar {source.sheet}")
    return ", ".join(part for part in (*parts, file) if part)
