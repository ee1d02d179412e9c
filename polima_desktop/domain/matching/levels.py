"""How alike two rows are, field by field: a level each, and what a level is worth as evidence.

The weights are bits (Fellegi–Sunter), in tenths, frozen with ``VERSION``: an estimation anew would
move yesterday's answers and break signed reports. A missing value is worth nothing, neither
for nor against. A number contains the birth date, so a birth date taken from it is no second
witness; that is why certainty is a matter of ``verdicts`` and never a percentage.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import log2
from typing import NamedTuple

from rapidfuzz.distance import OSA, JaroWinkler

from polima_desktop.domain.matching.cleaning import Clean, Name

VERSION = "1"

#: Level → tenths of a bit. ``missing`` is always 0.
NIP = {"same": 119, "slip": 118, "slips": 67, "serial": 20, "kept": 40, "kept_other": -82,
       "appointment": -30, "other": -82, "missing": 0}  # fmt: skip
BIRTH = {"same": 115, "swapped": 79, "month": 50, "slip": 20, "other": -93, "missing": 0}
NAME = {"same": 103, "near": 79, "less": 50, "like": 17, "part": 0, "weak": -16, "other": -64,
        "missing": 0}  # fmt: skip
UNIT = {"same": 67, "similar": 45, "unknown": 0, "other": -42, "missing": 0}
NIK = {"same": 90, "slip": 60, "other": -40, "missing": 0}
SEX = {"same": 9, "other": -52, "missing": 0}

_RAREST, _COMMONEST = 120, 40  # a name shared by many says less


class Compared(NamedTuple):
    """The level of every field, and the evidence in tenths of a bit."""

    nip: str
    birth: str
    name: str
    unit: str
    sex: str
    nik: str
    score: int


@dataclass(frozen=True)
class Context:
    """What both lists as a whole say: how often names and units occur, which units are one.

    ``same_unit`` holds pairs of unit keys that the lists' certain pairs show to be one unit under
    two names; ``known_units`` the left and the right keys that have a counterpart at all. Of a unit
    without one nobody can say that it is another.
    """

    people: int
    names: Mapping[str, int]
    units: Mapping[str, int]
    same_unit: frozenset[tuple[str, str]] = frozenset()
    known_units: tuple[frozenset[str], frozenset[str]] | None = None


def compare(left: Clean, right: Clean, context: Context) -> Compared:
    """Hold two rows against each other."""
    compared = compare_if(left, right, context, NOTHING)
    assert compared is not None
    return compared


NOTHING = -10_000


def compare_if(left: Clean, right: Clean, context: Context, least: int) -> Compared | None:
    """Hold two rows against each other; None where ``least`` cannot be reached.

    Names are the dear part, so they come last and only where the rest leaves room for them.
    """
    nip = nip_level(left, right)
    birth = birth_level(left, right, nip)
    unit = unit_level(left.unit, right.unit, context)
    sex = sex_level(left, right, nip)
    nik = nik_level(left.row.nik, right.row.nik)
    rest = NIP[nip] + BIRTH[birth] + SEX[sex] + NIK[nik] + _unit_worth(unit, left, right, context)
    if rest + _RAREST < least:
        return None
    name = name_level(left.name, right.name)
    score = rest + _name_worth(name, left, right, context)
    return Compared(nip, birth, name, unit, sex, nik, score) if score >= least else None


def _name_worth(level: str, left: Clean, right: Clean, context: Context) -> int:
    if level not in ("same", "near"):
        return NAME[level]
    often = max(context.names.get(left.name.solid, 1), context.names.get(right.name.solid, 1))
    worth = max(_COMMONEST, min(_RAREST, round(10 * log2(max(2, context.people) / often))))
    return worth if level == "same" else min(NAME["near"], worth)


def _unit_worth(level: str, left: Clean, right: Clean, context: Context) -> int:
    if level != "same":
        return UNIT[level]
    often = max(context.units.get(left.unit, 1), context.units.get(right.unit, 1))
    return max(5, min(UNIT["same"], round(10 * log2(max(2, context.people) / often))))


# ── NIP ─────────────────────────────────────────────────────────────────────────────────────


def nip_level(left: Clean, right: Clean) -> str:
    """Compare two numbers; one that lost digits equals nothing, but what it kept may contradict."""
    a, b = left.nip, right.nip
    if left.kind == "damaged" or right.kind == "damaged":
        return _damaged_level(left, right)
    if not a or not b or "foreign" in (left.kind, right.kind):
        return "same" if a and a == b else "missing"
    if "old" in (left.kind, right.kind):
        return "same" if a == b else "missing" if left.kind != right.kind else "other"
    return _digits_level(a, b)


@lru_cache(maxsize=200_000)
def _digits_level(a: str, b: str) -> str:
    if a == b:
        return "same"
    if len(a) == len(b) == 18 and a[:15] == b[:15]:
        return "serial"
    slips = OSA.distance(a, b, score_cutoff=2)
    if slips <= 2:
        return "slip" if slips == 1 else "slips"
    return "appointment" if a[:8] == b[:8] and a[14:15] == b[14:15] else "other"


def _damaged_level(left: Clean, right: Clean) -> str:
    kept = min((side.kept or side.nip for side in (left, right)), key=len)
    whole = max((side.kept or side.nip for side in (left, right)), key=len)
    if len(kept) < 4 or {left.kind, right.kind} & {"foreign", "old", "none"}:
        return "missing"
    if whole[: len(kept)] == kept:
        return "kept" if len(kept) > 8 else "missing"
    return "kept_other" if OSA.distance(whole[: len(kept)], kept) > 1 else "missing"


# ── birth, sex, unit ────────────────────────────────────────────────────────────────────────


def birth_level(left: Clean, right: Clean, nip: str) -> str:
    """Compare births; one taken from a number counts only where the numbers say nothing else."""
    derived = not (left.birth_stated and right.birth_stated)
    if derived and nip in ("same", "slip", "slips", "serial"):
        return "missing"
    if left.birth is None or right.birth is None:
        return _month_level(left, right)
    return _days_level(left.birth, right.birth)


@lru_cache(maxsize=200_000)
def _days_level(a: date, b: date) -> str:
    if a == b:
        return "same"
    if a.year == b.year and (a.day, a.month) == (b.month, b.day):
        return "swapped"
    near = OSA.distance(a.isoformat(), b.isoformat(), score_cutoff=1) <= 1
    return "slip" if near else "other"


def _month_level(left: Clean, right: Clean) -> str:
    one, other = (
        (side.birth.year, side.birth.month) if side.birth else side.birth_month
        for side in (left, right)
    )
    if one is None or other is None:
        return "missing"
    return "month" if one == other else "other"


def nik_level(a: str | None, b: str | None) -> str:
    """Compare the numbers of the civil registry, where both lists have them.

    Two people born on one day in one place differ only in the last four digits.
    """
    if not a or not b:
        return "missing"
    if a == b:
        return "same"
    if len(a) == len(b) == 16 and a[:12] == b[:12]:
        return "other"
    return "slip" if OSA.distance(a, b, score_cutoff=2) <= 2 else "other"


def sex_level(left: Clean, right: Clean, nip: str) -> str:
    """Compare sexes; taken from two equal numbers they are no evidence."""
    if left.sex is None or right.sex is None:
        return "missing"
    if nip in ("same", "slip", "slips", "serial") and not (left.sex_stated and right.sex_stated):
        return "missing"
    return "same" if left.sex == right.sex else "other"


@lru_cache(maxsize=200_000)
def _similar_units(a: str, b: str) -> bool:
    digits = [[c for c in key if c.isdigit()] for key in (a, b)]
    return digits[0] == digits[1] and JaroWinkler.similarity(a, b) >= 0.92


def unit_level(a: str, b: str, context: Context) -> str:
    """Compare unit keys: ``SDN 1`` and ``SDN 2`` are never similar."""
    if not a or not b:
        return "missing"
    if a == b or (a, b) in context.same_unit:
        return "same"
    if _similar_units(a, b):
        return "similar"
    known = context.known_units
    return "other" if known is None or (a in known[0] and b in known[1]) else "unknown"


# ── names ───────────────────────────────────────────────────────────────────────────────────


@lru_cache(maxsize=400_000)
def name_level(a: Name, b: Name) -> str:
    """Compare names: spelling variants are ``same``, slips ``near``, a word missing ``less``."""
    if not a.words or not b.words:
        return "missing"
    if a.solid == b.solid or a.bag == b.bag:
        return "same"
    level = _by_words(a, b)
    if level is not None:
        return level
    alike = JaroWinkler.similarity(a.solid, b.solid)
    if alike >= 0.95:
        return "near"
    shared = _shares_telling_word(a, b)
    if alike >= 0.9 and shared:
        return "like"
    if shared:
        return "part"
    return "weak" if alike >= 0.8 else "other"


def _by_words(a: Name, b: Name) -> str | None:
    """Give the level where every word of the shorter name has its own in the longer one."""
    short, long = sorted((a.words, b.words), key=len)
    free = list(long)
    equal = typos = cut = telling = 0
    for word in short:
        found = _counterpart(word, free)
        if found is None:
            return None
        kind, other = found
        free.remove(other)
        equal += kind == "equal"
        typos += kind == "typo"
        cut += kind == "cut"
        telling += kind in ("equal", "typo") and (word in a.telling or word in b.telling)
    if not telling or typos > 2 or (typos == 2 and not equal):
        return None
    if not free:
        return "near" if typos + cut <= 2 and (equal or len(short) == 1) else "like"
    return _with_words_missing(short, free, equal, typos + cut)


def _with_words_missing(
    short: tuple[str, ...], free: list[str], equal: int, inexact: int
) -> str | None:
    if len(short) == 1 or (len(free) > 2):
        return None
    if all(word in _WEAK for word in free) and not inexact:
        return "near"
    return "less" if equal and inexact <= 1 else None


_WEAK = frozenset({"la", "wa", "laode", "waode", "muhamad", "siti", "andi", "h", "hj", "m", "st"})


def _counterpart(word: str, free: list[str]) -> tuple[str, str] | None:
    if word in free:
        return "equal", word
    for other in free:
        if len(word) >= 4 and len(other) >= 4 and OSA.distance(word, other, score_cutoff=1) <= 1:
            return "typo", other
    for other in free:
        shorter, longer = sorted((word, other), key=len)
        if longer.startswith(shorter) and (len(shorter) == 1 or len(shorter) >= 2):
            return "cut", other
    for other in free:
        if min(len(word), len(other)) >= 5 and JaroWinkler.similarity(word, other) >= 0.92:
            return "typo", other
    return None


def _shares_telling_word(a: Name, b: Name) -> bool:
    if a.telling & b.telling:
        return True
    return any(
        abs(len(one) - len(other)) <= 1
        and min(len(one), len(other)) >= 5
        and OSA.distance(one, other, score_cutoff=1) <= 1
        for one in a.telling
        for other in b.telling
    )
