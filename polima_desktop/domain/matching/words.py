"""A pair in words: one line a field with both values, what the comparison says, what differs.

Words are Indonesian and for people who decide; places are code points of the shown texts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from rapidfuzz.distance import OSA, Levenshtein

from polima_desktop.domain.identity import SEX_LABELS, group_nip
from polima_desktop.domain.matching.cleaning import Clean
from polima_desktop.domain.matching.levels import Compared
from polima_desktop.domain.matching.rows import CERTAINTY_LABELS, Certainty
from polima_desktop.domain.matching.verdicts import NOTES
from polima_desktop.domain.names import split_titles

Likeness = Literal["same", "near", "other", "unknown"]
Span = tuple[int, int]

LIKENESS_LABELS: dict[Likeness, str] = {
    "same": "Sama",
    "near": "Mirip",
    "other": "Beda",
    "unknown": "Tidak diketahui",
}


class FieldLine(NamedTuple):
    """One field of a pair; ``left_marks`` and ``right_marks`` are the parts that differ."""

    label: str
    left: str
    right: str
    likeness: Likeness
    words: str
    left_marks: tuple[Span, ...] = ()
    right_marks: tuple[Span, ...] = ()


_NIP_LIKENESS: dict[str, Likeness] = {
    "same": "same", "slip": "near", "slips": "near", "serial": "near", "kept": "near",
    "kept_other": "other", "appointment": "other", "other": "other", "missing": "unknown",
}  # fmt: skip
_BIRTH: dict[str, tuple[Likeness, str]] = {
    "same": ("same", ""),
    "swapped": ("near", "hari dan bulan tertukar"),
    "month": ("near", "bulan dan tahun sama"),
    "slip": ("near", "satu angka berbeda"),
    "other": ("other", ""),
}
_NAME: dict[str, tuple[Likeness, str]] = {
    "same": ("same", ""),
    "near": ("near", "salah ketik atau singkatan"),
    "less": ("near", "satu kata kurang"),
    "like": ("near", "ejaan mirip"),
    "part": ("other", "satu kata sama"),
    "weak": ("other", ""),
    "other": ("other", ""),
    "missing": ("unknown", ""),
}
_UNIT: dict[str, tuple[Likeness, str]] = {
    "same": ("same", ""),
    "similar": ("near", "ejaan mirip"),
    "unknown": ("unknown", "nama unit hanya ada di satu daftar"),
    "other": ("other", ""),
    "missing": ("unknown", ""),
}


def field_lines(left: Clean, right: Clean, levels: Compared) -> list[FieldLine]:
    """Give the lines of a pair in the order of a review: number, name, birth, sex, unit, rest."""
    lines = [
        _nip_line(left, right, levels),
        _name_line(left, right, levels),
        _birth_line(left, right),
        _sex_line(left, right),
        _unit_line(left, right, levels),
    ]
    for label, a, b in (
        ("Golongan", left.row.golongan, right.row.golongan),
        ("Status", left.row.status, right.row.status),
        ("NIK", left.row.nik, right.row.nik),
    ):
        if a or b:
            lines.append(_plain_line(label, a, b))
    return lines


def as_read(row: Clean) -> dict[str, str]:
    """Give a row as a ruling remembers it for people: label → text."""
    birth = f"{row.birth:%d-%m-%Y}" if row.birth else "–"
    return {
        "NIP": shown_number(row),
        "Nama": row.row.name or "–",
        "Tanggal lahir": birth,
        "Unit": row.row.unit or "–",
    }


def change_lines(before: Mapping[str, str], now: Mapping[str, str]) -> list[FieldLine]:
    """Give what a row said when it was ruled on beside what it says now; ``now`` may be empty."""
    lines = []
    for label in before:
        old, new = before[label], now.get(label, "–")
        likeness: Likeness = "unknown" if not now else "same" if old == new else "other"
        marks: tuple[tuple[Span, ...], tuple[Span, ...]] = (), ()
        if likeness == "other":
            marks = differing(old, new, same_case=label not in ("Nama", "Unit"))
        lines.append(FieldLine(label, old, new, likeness, "", *marks))
    return lines


def shown_number(row: Clean) -> str:
    """Give a number as a person compares it: grouped 8-6-1-3, a damaged one as written."""
    return group_nip(row.nip) if row.nip else (row.row.nip or "–")


def _nip_line(left: Clean, right: Clean, levels: Compared) -> FieldLine:
    a, b = shown_number(left), shown_number(right)
    likeness = _NIP_LIKENESS[levels.nip]
    marks = differing(a, b) if likeness in ("near", "other") else ((), ())
    return FieldLine("NIP", a, b, likeness, number_words(left, right, levels.nip), *marks)


def number_words(left: Clean, right: Clean, level: str) -> str:
    """Say how two numbers differ."""
    if "damaged" in (left.kind, right.kind):
        return "rusak karena Excel"
    if level == "missing":
        return "" if left.nip and right.nip else "tidak ada di satu daftar"
    if level == "serial":
        return "nomor urut beda"
    if level == "appointment":
        return "bulan pengangkatan berbeda"
    return slip_words(left.nip, right.nip) if level in ("slip", "slips") else ""


def slip_words(a: str, b: str) -> str:
    """Say which digits were mistyped.

    >>> slip_words("198403122009022004", "198403122009202004")
    'angka ke-13 dan ke-14 tertukar'
    """
    if len(a) != len(b):
        return "angka kurang atau berlebih"
    places = [n for n, (one, other) in enumerate(zip(a, b, strict=True), start=1) if one != other]
    if len(places) == 2 and OSA.distance(a, b) == 1:
        return f"angka ke-{places[0]} dan ke-{places[1]} tertukar"
    return "angka " + " dan ".join(f"ke-{n}" for n in places) + " berbeda"


def _name_line(left: Clean, right: Clean, levels: Compared) -> FieldLine:
    a, b = left.row.name or "–", right.row.name or "–"
    likeness, words = _NAME[levels.name]
    marks = _name_marks(a, b) if likeness in ("near", "other") else ((), ())
    return FieldLine("Nama", a, b, likeness, words, *marks)


def _name_marks(a: str, b: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Mark what differs in two names, not in the titles around them."""
    bare = [split_titles(text).bare for text in (a, b)]
    starts = [max(0, text.find(name)) for text, name in zip((a, b), bare, strict=True)]
    marks = differing(*bare, same_case=False)
    left, right = (
        tuple((start + s, stop + s) for start, stop in side)
        for side, s in zip(marks, starts, strict=True)
    )
    return left, right


def _birth_line(left: Clean, right: Clean) -> FieldLine:
    from polima_desktop.domain.matching.levels import birth_level

    a, b = (f"{side.birth:%d-%m-%Y}" if side.birth else _month(side) for side in (left, right))
    likeness, words = _BIRTH.get(birth_level(left, right, "other"), ("unknown", ""))
    taken = "" if left.birth_stated and right.birth_stated else "menurut NIP"
    marks = differing(a, b) if likeness in ("near", "other") else ((), ())
    return FieldLine("Tanggal lahir", a, b, likeness, words or taken, *marks)


def _month(row: Clean) -> str:
    return f"{row.birth_month[1]:02d}-{row.birth_month[0]}" if row.birth_month else "–"


def _sex_line(left: Clean, right: Clean) -> FieldLine:
    a, b = (SEX_LABELS[side.sex] if side.sex else "–" for side in (left, right))
    known = left.sex and right.sex
    likeness: Likeness = "unknown" if not known else "same" if left.sex == right.sex else "other"
    return FieldLine("Jenis kelamin", a, b, likeness, "")


def _unit_line(left: Clean, right: Clean, levels: Compared) -> FieldLine:
    a, b = left.row.unit or "–", right.row.unit or "–"
    likeness, words = _UNIT[levels.unit]
    if likeness == "same" and a.lower() != b.lower():
        words = "nama lain"
    return FieldLine("Unit", a, b, likeness, words)


def _plain_line(label: str, a: str | None, b: str | None) -> FieldLine:
    likeness: Likeness = "unknown" if not (a and b) else "same" if a == b else "other"
    words = "tidak menentukan" if likeness == "other" and label != "NIK" else ""
    return FieldLine(label, a or "–", b or "–", likeness, words)


def differing(
    a: str, b: str, *, same_case: bool = True
) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Give the parts of two shown texts that differ."""
    one, other = (a, b) if same_case else (_small(a), _small(b))
    if same_case and len(one) == len(other):  # numbers and dates: place by place
        places = [(n, n + 1) for n in range(len(one)) if one[n] != other[n]]
        return _joined(places), _joined(places)
    steps = [step for step in Levenshtein.opcodes(one, other) if step.tag != "equal"]
    return (
        _joined([(step.src_start, step.src_end) for step in steps]),
        _joined([(step.dest_start, step.dest_end) for step in steps]),
    )


def _joined(spans: list[Span]) -> tuple[Span, ...]:
    """Join spans that stand at most one letter apart; a lone equal letter between says nothing."""
    joined: list[Span] = []
    for start, stop in spans:
        if start == stop:
            continue
        if joined and start - joined[-1][1] <= 1:
            joined[-1] = joined[-1][0], stop
        else:
            joined.append((start, stop))
    return tuple(joined)


def _small(text: str) -> str:
    """Lower each letter by itself, so that places stay the same."""
    return "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)


def pair_words(left: Clean, right: Clean, levels: Compared, notes: tuple[str, ...]) -> str:
    """Give the reason of a pair in one line, for lists."""
    parts = [
        f"{line.label}: {LIKENESS_LABELS[line.likeness].lower()}"
        + (f" ({line.words})" if line.words else "")
        for line in field_lines(left, right, levels)[:5]
        if line.likeness != "unknown" or line.words
    ]
    return "; ".join([*parts, *(NOTES[note] for note in notes)])


def verdict_words(certainty: Certainty, notes: tuple[str, ...]) -> str:
    """Give how sure a pair is and what a person must watch."""
    return " ".join([f"{CERTAINTY_LABELS[certainty]}.", *(NOTES[note] for note in notes)])
