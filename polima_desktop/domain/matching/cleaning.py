"""From what a row says to what can be compared: numbers, name words, unit keys.

A number that lost digits in Excel keeps the digits it still has in ``kept`` and equals nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal, NamedTuple

from polima_desktop.domain import identity
from polima_desktop.domain.identity import NipParts, Sex
from polima_desktop.domain.matching.rows import Row
from polima_desktop.domain.names import name_key
from polima_desktop.domain.units import unit_key

NipKind = Literal["valid", "invalid", "damaged", "old", "foreign", "none"]

_BLANK = {"", "-", "--", "–", "—", ".", "0", "n/a", "null", "none", "nan", "#n/a", "tidakada"}
_PARTICLES = frozenset({"la", "wa", "laode", "waode", "muhamad", "siti", "andi", "abdul", "abd"})
_MEN = frozenset({"laode", "la", "muhamad", "abdul", "abd"})
_WOMEN = frozenset({"waode", "wa", "siti"})
_FRONT = frozenset({"h", "hj", "dr", "dra", "drs", "drg", "drh", "ir", "prof", "ns", "apt", "kh"})
_DEGREES = frozenset(
    "spd spdi spdsd mpd se sh st ssos sos sip sip skom skep skm sag si sp spt spi sfarm sst sap "
    "mm msi mkes mh mt map mph mkom mhum amd amk amkeb amkep amdkep amdkeb ama amapd "
    "spdaud shut sik sked skg sgz str phd bsc msc ners".split()
)
_DEGREE_TAILS = frozenset("pd si kes kom kep keb md ma sos ip ag hum ap km gz farm pdi".split())


class Name(NamedTuple):
    """A name to compare, without titles.

    ``bag``: its words in any order; ``solid``: without blanks; ``telling``: words that tell people.
    ``written`` is the whole cell, small letters, for telling two equal rows apart.
    """

    words: tuple[str, ...]
    bag: tuple[str, ...]
    solid: str
    telling: frozenset[str]
    written: str


@dataclass(frozen=True, slots=True)
class Clean:
    """A row as it is compared. ``index``: its place in its list.

    ``birth_stated``: the birth date stands in a column of its own, so it is evidence beside the
    number; otherwise it was taken from the number. ``birth_month`` is all that a number like
    1.98503E+17 still says.
    """

    index: int
    row: Row
    nip: str
    kind: NipKind
    kept: str
    parts: NipParts | None
    birth: date | None
    birth_stated: bool
    birth_month: tuple[int, int] | None
    sex: Sex | None
    sex_stated: bool
    name: Name
    unit: str

    @property
    def content(self) -> tuple[str, str, str]:
        """What a decision remembers a row by: number, name key, birth date."""
        birth = self.birth.isoformat() if self.birth else ""
        return self.nip or self.kept, " ".join(self.name.words), birth


_unit_key = lru_cache(maxsize=50_000)(unit_key)
_parts = lru_cache(maxsize=8)(identity.decompose)  # asked twice of each number in turn
_NIP_WORD = re.compile(r"(?i)^nip[.:]*")
_MARKS = re.compile(r"[.\-/]")
_NO_LETTERS = re.compile(r"[^a-z]")


def clean_rows(rows: list[Row]) -> list[Clean]:
    """Clean a whole list."""
    return [clean_row(index, row) for index, row in enumerate(rows)]


def clean_row(index: int, row: Row) -> Clean:
    """Clean one row; nothing is refused."""
    nip, kind, kept = read_number(row.nip)
    parts = _parts(nip) if kind == "valid" else None
    name = clean_name(row.name or "")
    birth, month = row.birth, None
    if birth is None:
        birth, month = (parts.birth, None) if parts else _birth_of(kept)
    sex = row.sex or (parts.sex if parts else None)
    return Clean(
        index,
        row,
        nip,
        kind,
        kept,
        parts,
        birth,
        row.birth is not None,
        month,
        sex or _sex_of(name.words),
        row.sex is not None,
        name,
        row.unit_code or (_unit_key(row.unit) if row.unit else ""),
    )


def read_number(written: str | None) -> tuple[str, NipKind, str]:
    """Give the digits of a number, what kind it is, and the digits a damaged one still has.

    >>> read_number("'19860926 201505 1 001")
    ('198609262015051001', 'valid', '')
    >>> read_number("1.98503E+17")
    ('', 'damaged', '198503')
    """
    text = identity.clean(written or "")
    if text.lower() in _BLANK:
        return "", "none", ""
    if identity.is_damaged(text):
        return "", "damaged", _kept_digits(text)
    if text.isascii() and text.isdigit():
        return _by_length(text)
    digits = _MARKS.sub("", _NIP_WORD.sub("", text))
    if not (digits.isascii() and digits.isdigit()):
        return _with_lookalikes(digits)
    return _by_length(digits)


def _by_length(digits: str) -> tuple[str, NipKind, str]:
    if len(digits) == 18:
        if digits[15:] == "000":
            return "", "damaged", digits[:15]
        return digits, "valid" if _parts(digits) else "invalid", ""
    if identity.is_old_nip(digits):
        return digits, "old", ""
    if 14 <= len(digits) <= 21 and len(digits) != 16:  # sixteen are a NIK
        return digits, "invalid", ""
    return digits, "foreign", ""


def _with_lookalikes(text: str) -> tuple[str, NipKind, str]:
    """Read letters that look like digits (O, l) in a number that has eighteen signs otherwise."""
    digits = text.translate(str.maketrans("OoIlSB", "001158"))
    if len(digits) == 18 and digits.isascii() and digits.isdigit():
        return digits, "invalid", ""
    return text.upper(), "foreign", ""


def _kept_digits(text: str) -> str:
    mantissa = re.split(r"[eE]", text.replace(",", "."))[0]
    return re.sub(r"\D", "", mantissa)[:15]


def _birth_of(kept: str) -> tuple[date | None, tuple[int, int] | None]:
    """Give what the digits left of a damaged number say: a day of birth, or only its month."""
    if len(kept) >= 8:
        try:
            return date(int(kept[:4]), int(kept[4:6]), int(kept[6:8])), None
        except ValueError:
            return None, None
    if len(kept) >= 6 and 1 <= int(kept[4:6]) <= 12:
        return None, (int(kept[:4]), int(kept[4:6]))
    return None, None


@lru_cache(maxsize=400_000)
def clean_name(written: str) -> Name:
    """Give the words of a name without titles, also of titles written without dots.

    >>> clean_name("Drs. H. La Ode Moh. Thamrin, M.Si").words
    ('laode', 'muhamad', 'tamrin')
    >>> clean_name("BUDI HARTONO S Pd").words
    ('budi', 'hartono')
    """
    words = name_key(written).split()
    while len(words) > 1 and words[0] in _FRONT:
        words = words[1:]
    words = _without_degrees(words)
    telling = frozenset(word for word in words if len(word) > 2 and word not in _PARTICLES)
    plain = _NO_LETTERS.sub("", written.lower())
    return Name(tuple(words), tuple(sorted(words)), "".join(words), telling, plain)


def _without_degrees(words: list[str]) -> list[str]:
    while len(words) > 1:
        if words[-1] in _DEGREES:
            words = words[:-1]
        elif len(words) > 2 and words[-1] in _DEGREE_TAILS and words[-2] in ("s", "m", "a"):
            words = words[:-2]
        else:
            break
    return words


def _sex_of(words: tuple[str, ...]) -> Sex | None:
    if not words:
        return None
    return "L" if words[0] in _MEN else "P" if words[0] in _WOMEN else None
