"""Organisation units as dated facts, and the key under which spellings of one unit are equal.

Where a unit stands in the transition is ``transition``'s; who works in it is ``people``'s.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from polima_desktop.domain.errors import Refused

#: Kinds of unit, code → words. ``jenis_unit`` of the formula language gives the code.
KINDS: dict[str, str] = {
    "setda": "Sekretariat Daerah",
    "setwan": "Sekretariat DPRD",
    "inspektorat": "Inspektorat",
    "dinas": "Dinas",
    "badan": "Badan",
    "kantor": "Kantor",
    "satuan": "Satuan",
    "rsud": "RSUD",
    "puskesmas": "Puskesmas",
    "kecamatan": "Kecamatan",
    "kelurahan": "Kelurahan",
    "tk": "TK",
    "sd": "SD",
    "smp": "SMP",
    "bagian": "Bagian",
    "bidang": "Bidang",
    "uptd": "UPTD",
    "lainnya": "Lainnya",
}


@dataclass(frozen=True)
class Unit:
    """A unit as it is from ``valid_from``. ``parent`` is a code, ``place`` a kelurahan."""

    code: str
    name: str
    kind: str
    parent: str | None = None
    place: str | None = None
    pattern: str | None = None
    aliases: tuple[str, ...] = ()
    valid_from: date | None = None

    @property
    def short_name(self) -> str | None:
        """The name for trees and narrow columns: the first alias shorter than the name."""
        return next((alias for alias in self.aliases if len(alias) < len(self.name)), None)


def read_kind(value: object) -> str:
    """Give a code of ``KINDS``; refuse other words."""
    written = re.sub(r"[^a-z]", "", str(value).lower())
    for code, words in KINDS.items():
        if written in (code, re.sub(r"[^a-z]", "", words.lower())):
            return code
    raise Refused(
        f"Jenis unit ‘{str(value).strip()}’ tidak dikenal.",
        "Tulis salah satu: " + ", ".join(KINDS.values()) + ".",
    )


_SPELLINGS = (
    (r"\bkota (?:bau ?bau)\b", " "),
    (r"\bpemerintah\b|\bpemkot\b", " "),
    (r"\bkec\b", "kecamatan"),
    (r"\bkel\b", "kelurahan"),
    (r"\bsekolah dasar\b", "sd"),
    (r"\bnegeri\b", "n"),
    (r"\b(sd|smp|tk|sma|smk) n\b", r"\1n"),
    (r"\bpusat kesehatan masyarakat\b|\bpkm\b", "puskesmas"),
    (r"\bkampenaho\b", "kampeonaho"),
    (r"\bngkari ngkari\b", "ngkaring karing"),
    (r"\bgonda baru\b", "gonda"),
    (r"\bsukanayo\b", "sukanaeyo"),
)


@lru_cache(maxsize=100_000)
def unit_key(text: str) -> str:
    """Give the form in which spellings of one unit's name are equal.

    >>> unit_key("DINAS P & K  KOTA BAU-BAU") == unit_key("Dinas P dan K")
    True
    >>> unit_key("SD Negeri 1 Bone-Bone") == unit_key("SDN 1 BONEBONE")
    True
    """
    plain = re.sub(r"[^a-z0-9]+", " ", text.lower().replace("&", " dan ")).strip()
    for pattern, standard in _SPELLINGS:
        plain = re.sub(pattern, standard, plain)
    return re.sub(r"\s+", "", plain)


def below(parents: Mapping[int, int | None], tops: Collection[int]) -> set[int]:
    """Give units with everything under them.

    >>> sorted(below({1: None, 2: 1, 3: 2, 4: None}, [1]))
    [1, 2, 3]
    """
    children: dict[int | None, list[int]] = {}
    for unit, parent in parents.items():
        children.setdefault(parent, []).append(unit)
    found, todo = set(tops), list(tops)
    while todo:
        new = [child for child in children.get(todo.pop(), ()) if child not in found]
        found.update(new)
        todo += new
    return found


def top_of(parents: Mapping[int, int | None], unit: int) -> int:
    """Give the topmost unit above one (itself, if nothing is above it).

    >>> top_of({1: None, 2: 1, 3: 2}, 3)
    1
    """
    seen = {unit}
    while (above := parents.get(unit)) is not None and above not in seen:
        unit = above
        seen.add(unit)
    return unit
