"""Why a row has no partner: twice in its own list, left, new, no civil servant, or not yet known.

A decree or the list's own standing is a reason; age and appointment are only a *dugaan*. Death and
transfer cannot be computed. Duplicates are suggested, nothing is ever removed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from polima_desktop.domain.matching.candidates import repeat_pairs
from polima_desktop.domain.matching.cleaning import Clean
from polima_desktop.domain.matching.levels import Compared, Context, compare
from polima_desktop.domain.matching.rows import Departure, State
from polima_desktop.domain.people import STANDINGS
from polima_desktop.domain.progress import Progress

NEW_MONTHS = 24
"""Somebody appointed at most so long before the list's day counts as new (a dugaan)."""
_STANDING_STATES: dict[str, State] = {
    "pensiun": "retired",
    "wafat": "died",
    "pindah": "moved",
    "berhenti": "moved",
}


class Standing(NamedTuple):
    """What a row is. ``guess``: only a dugaan; ``twin``: the row of its own list it repeats."""

    state: State
    reason: str
    guess: bool = False
    twin: int | None = None


class Decrees:
    """Decrees to be found by number, else by name and birth date."""

    def __init__(self, departures: Sequence[Departure]) -> None:
        self.by_number = {d.nip: d for d in departures}

    def of(self, row: Clean) -> Departure | None:
        """Find a row's decree; one that came before the person was appointed is not theirs."""
        return self.by_number.get(row.nip) if row.nip else None


def lists_day(rows: Sequence[Clean]) -> date | None:
    """Give the first day of the latest month that several rows name: when the lists were made.

    There is no clock here: the same files must give the same answers next year.
    """
    months = Counter[tuple[int, int]]()
    for row in rows:
        if row.parts and row.parts.month:
            months[row.parts.year, row.parts.month] += 1
        if row.row.latest:
            months[row.row.latest.year, row.row.latest.month] += 1
    enough = 2 if len(rows) >= 50 else 1
    several = [month for month, count in months.items() if count >= enough]
    return date(*max(several), 1) if several else None


def explain(row: Clean, decrees: Decrees, day: date | None) -> Standing:
    """Say why a row without partner, that repeats no other, has none."""
    decree = decrees.of(row)
    if decree is not None:
        return Standing(decree.state, decree.words)
    standing = _STANDING_STATES.get(row.row.standing or "")
    if standing:
        words = STANDINGS[str(row.row.standing)].lower()
        return Standing(standing, f"kedudukan hukum dalam daftar: {words}")
    if row.row.status == "NON_ASN":
        return Standing("non_asn", "status dalam daftar: non-ASN")
    if row.kind in ("none", "foreign"):
        words = "tanpa NIP" if row.kind == "none" else f"nomor ‘{row.row.nip}’ bukan NIP"
        return Standing("non_asn", f"dugaan: {words}", guess=True)
    return _by_dates(row, day) or Standing("open", _open_words(row))


def _open_words(row: Clean) -> str:
    if row.kind == "damaged":
        return "NIP rusak karena Excel, tidak ditemukan pasangannya"
    if row.kind == "invalid":
        return "NIP salah ketik, tidak ditemukan pasangannya"
    return "belum dijelaskan"


def _by_dates(row: Clean, day: date | None) -> Standing | None:
    if day is None:
        return None
    if row.birth is not None and _turned(row.birth, _limit(row), day):
        age = day.year - row.birth.year - ((day.month, day.day) < (row.birth.month, row.birth.day))
        return Standing(
            "retired", f"dugaan: umur {age} tahun, lewat batas usia pensiun", guess=True
        )
    if row.row.status in ("CPNS", "PPPK"):
        return Standing("new", f"dugaan: berstatus {row.row.status}", guess=True)
    appointed = row.row.appointed or _appointed(row)
    if appointed and 0 <= _months(appointed, day) <= NEW_MONTHS and row.row.status != "PNS":
        words = f"dugaan: diangkat {appointed:%m-%Y}"
        return Standing("new", words, guess=True)
    return None


def _appointed(row: Clean) -> date | None:
    return date(row.parts.year, row.parts.month or 1, 1) if row.parts else None


def _months(since: date, until: date) -> int:
    return (until.year - since.year) * 12 + until.month - since.month


def _limit(row: Clean) -> int:
    """Give the age limit that a list alone lets us suppose: 60 where somebody may be a teacher."""
    school = row.unit.startswith(("sd", "smp", "tk", "sma", "smk", "sekolah")) or not row.unit
    return 60 if school or "guru" in (row.row.position or "").lower() else 58


def _turned(birth: date, limit: int, day: date) -> bool:
    year, month = birth.year + limit, birth.month + 1
    return day >= (date(year + 1, 1, 1) if month > 12 else date(year, month, 1))


# ── duplicates within one list ──────────────────────────────────────────────────────────────


class Repeat(NamedTuple):
    """Two rows of one list that seem to be one person; places in the list, and why."""

    one: int
    other: int
    words: str
    score: int


def repeats(
    some: Sequence[Clean], all_rows: Sequence[Clean], context: Context, progress: Progress | None
) -> list[Repeat]:
    """Find for ``some`` rows of a list those of the whole list that seem to be the same person."""
    found = []
    for a, b in repeat_pairs(some, all_rows, progress):
        one, other = some[a], all_rows[b]
        if one.index == other.index:
            continue
        levels = compare(one, other, context)
        words = repeat_words(one, other, levels, context)
        if words:
            found.append(Repeat(one.index, other.index, words, levels.score))
    return found


def repeat_words(one: Clean, other: Clean, levels: Compared, context: Context) -> str:
    """Say why two rows of one list seem to be one person; "" if they do not."""
    row = f"dengan baris {other.row.row}"
    if levels.nip == "same" and one.kind != "foreign":
        close = levels.name in ("same", "near", "less", "like", "part") or levels.birth == "same"
        return f"NIP sama {row}" if close else ""
    if levels.sex == "other" or levels.birth not in ("same", "missing", "month"):
        return ""
    if levels.name == "same" and _one_birth(one, other) and _rare_enough(one, levels, context):
        return f"nama dan tanggal lahir sama {row}, NIP lain"
    if levels.name == "near" and _one_birth(one, other) and levels.nip != "serial":
        return f"nama mirip dan lahir sama {row}" if levels.unit in ("same", "similar") else ""
    if levels.nip == "slip" and levels.name in ("same", "near"):
        return f"NIP berbeda satu angka dan nama sama {row}" if levels.unit != "other" else ""
    return f"hampir semua isi sama {row}" if _nearly_all_alike(levels) else ""


def _nearly_all_alike(levels: Compared) -> bool:
    """Whether birth date, a number and much else agree, whatever the names say."""
    one_number = levels.nip == "slip" or levels.nik in ("same", "slip")
    against = "other" in (levels.nik, levels.unit)
    return levels.birth == "same" and one_number and not against and levels.score >= _ALIKE


_ALIKE = 160


def _one_birth(one: Clean, other: Clean) -> bool:
    if one.birth is not None:
        return one.birth == other.birth
    month = (other.birth.year, other.birth.month) if other.birth else other.birth_month
    return one.birth_month is not None and one.birth_month == month


def _rare_enough(one: Clean, levels: Compared, context: Context) -> bool:
    return levels.unit in ("same", "similar") or context.names.get(one.name.solid, 1) <= 3


def settle_repeats(
    found: Sequence[Repeat], linked: Mapping[int, int], left_over: set[int]
) -> dict[int, Standing]:
    """Decide which left-over rows repeat another: a linked row, else the first one of its kind."""
    by_row: dict[int, list[Repeat]] = defaultdict(list)
    for repeat in found:
        by_row[repeat.one].append(repeat)
    settled: dict[int, Standing] = {}
    for row in sorted(left_over):
        kept = [
            r
            for r in by_row.get(row, ())
            if r.other in linked or (r.other < row and r.other not in settled)
        ]
        if kept:
            best = min(kept, key=lambda r: (r.other not in linked, -r.score, r.other))
            settled[row] = Standing("duplicate", best.words, guess=True, twin=best.other)
    return settled
