"""How sure a pair is, and what a score may never decide (RECONCILIATION: the hard rules).

``sure`` stands without anybody looking; ``likely`` is proposed and may be accepted by a rule with
a preview; ``check`` is decided one by one.
"""

from __future__ import annotations

from typing import NamedTuple

from polima_desktop.domain.matching.cleaning import Clean
from polima_desktop.domain.matching.levels import Compared
from polima_desktop.domain.matching.rows import Certainty

LINK = 60
"""Tenths of a bit from which a pair may be linked at all."""

#: Why a person has to look, in words.
NOTES = {
    "twins": "Mungkin dua orang (kembar): 15 angka NIP sama, nomor urut dan nama berbeda.",
    "two_numbers": "Dua NIP yang sama-sama sah dengan bulan pengangkatan berbeda.",
    "two_names": "Satu NIP dipakai dengan dua nama.",
    "repeated": "NIP ini ada di beberapa baris satu daftar dengan nama berbeda.",
    "twice": "NIP ini dua kali dalam satu daftar; baris yang lain diusulkan sebagai baris ganda.",
    "no_number": "Satu baris tanpa NIP.",
    "damaged": "NIP rusak karena Excel: ekspor ulang kolom NIP sebagai teks.",
    "rival": "Ada calon lain yang hampir sama kuat.",
    "pair_of_slips": "NIP berbeda dan bukan salah ketik satu angka.",
    "contradicts": "Tanggal lahir atau jenis kelamin bertentangan.",
    "told_apart": "Dulu diputus orang berbeda; barisnya berubah sejak itu.",
}


class Verdict(NamedTuple):
    """How sure a pair is, its case (DOMAIN §6 or ""), and the notes that hold it back."""

    certainty: Certainty
    case: str
    notes: tuple[str, ...]


class Circumstances(NamedTuple):
    """What the rest of the lists says about a pair."""

    repeated: bool = False  # the number stands in one list under different names
    twice: bool = False  # the number stands in one list more than once
    rival: bool = False


_CLOSE = ("same", "near")


def judge(left: Clean, right: Clean, levels: Compared, around: Circumstances) -> Verdict:
    """Judge one linked pair."""
    if levels.nip == "same":
        certainty, notes = _same_number(left, levels, around)
    elif "damaged" in (left.kind, right.kind):
        certainty, notes = _damaged(levels)
    elif levels.nip == "missing":
        certainty, notes = _without_number(left, right, levels)
    else:
        certainty, notes = _other_number(left, right, levels)
    if around.rival and levels.nip != "same":
        certainty, notes = "check", (*notes, "rival")
    return Verdict(certainty, _case(left, right, levels), notes)


Held = tuple[Certainty, tuple[str, ...]]


def _same_number(left: Clean, levels: Compared, around: Circumstances) -> Held:
    if around.repeated:
        return "check", ("repeated",)
    if levels.name not in ("same", "near", "less", "like"):
        return "check", ("two_names",)
    if levels.birth == "other" and levels.unit == "other":
        return "check", ("contradicts",)
    if left.kind != "valid" or levels.name not in _CLOSE:
        return "likely", ()
    if levels.birth == "other" and levels.name == "near":
        return "likely", ("contradicts",)
    return ("likely", ("twice",)) if around.twice else ("sure", ())


def _damaged(levels: Compared) -> Held:
    born = levels.birth in ("same", "month") and levels.nip != "kept_other"
    where = levels.unit in ("same", "similar")
    fits = levels.name in _CLOSE and born and (where or levels.birth == "same")
    return ("likely" if fits else "check"), ("damaged",)


def _without_number(left: Clean, right: Clean, levels: Compared) -> Held:
    stated = left.birth_stated and right.birth_stated
    fits = levels.name in _CLOSE and levels.birth == "same" and stated and levels.unit != "other"
    return ("likely" if fits else "check"), ("no_number",)


def _other_number(left: Clean, right: Clean, levels: Compared) -> Held:
    both_valid = left.kind == right.kind == "valid"
    two = both_valid and left.nip[8:14] != right.nip[8:14]
    if levels.nip == "serial" and levels.name != "same":
        return "check", ("twins",)
    if levels.nip in ("slip", "serial"):
        return ("likely" if _fits(levels) else "check"), (("two_numbers",) if two else ())
    if both_valid:
        return "check", ("two_numbers" if two else "pair_of_slips",)
    exact = levels.name == "same" and levels.birth == "same" and levels.unit == "same"
    fits = exact or (levels.nip == "slips" and levels.name in _CLOSE and _fits(levels))
    return ("likely" if fits else "check"), ("pair_of_slips",)


def _fits(levels: Compared) -> bool:
    """Whether at most one of name, birth and office fails to speak for one person."""
    doubts = (
        (levels.name not in _CLOSE)
        + (levels.birth not in ("same", "missing"))
        + (levels.unit == "other")
    )
    return levels.name in (*_CLOSE, "less") and doubts <= 1


def _case(left: Clean, right: Clean, levels: Compared) -> str:
    if "damaged" in (left.kind, right.kind):
        return "X4"
    if levels.nip in ("slip", "slips", "serial", "appointment", "other"):
        return "P3"
    if levels.name not in ("same", "near", "less"):
        return "X1"
    if _contradicts_number(left) or _contradicts_number(right):
        return "X3"
    return "X2" if levels.unit == "other" else ""


def _contradicts_number(row: Clean) -> bool:
    if row.parts is None:
        return False
    born = row.birth_stated and row.birth != row.parts.birth
    return born or (row.sex_stated and row.sex != row.parts.sex)
