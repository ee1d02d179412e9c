"""Proposing units from names as an office writes them: code, kind, parent, pattern.

Nothing here is taken over by itself: a person looks at every proposal. Reading the names out of a
file is ``imports.unit_names``'; units as facts are ``units``'.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from polima_desktop.domain.errors import Refused
from polima_desktop.domain.units import read_kind, unit_key


class Found(NamedTuple):
    """A unit as a list names it; ``kind`` and ``parent`` are words of the list, or empty."""

    name: str
    kind: str = ""
    parent: str = ""


@dataclass(frozen=True)
class Proposal:
    """A unit to look at: ``parent`` is the code of another proposal or of the store, or empty.

    ``pattern`` is a code of the work patterns, or empty: as its parent's.
    """

    code: str
    name: str
    kind: str
    parent: str = ""
    pattern: str = ""


#: How a name begins, or what it holds → kind; the first that fits.
_KINDS = (
    (r"(dinas|dina)\b", "dinas"),
    (r"(uptd|upt)\b", "uptd"),
    (r"(puskesmas|pusk|pkm|pusat kesehatan)\b", "puskesmas"),
    (r"(rsud|blud rsud|blud|rumah sakit)\b", "rsud"),
    (r"(sekretariat daerah|setda)\b", "setda"),
    (r"(sekretariat (dprd|dewan)|setwan)\b", "setwan"),
    (r"inspektorat\b", "inspektorat"),
    (r"badan\b", "badan"),
    (r"satuan\b|satpol", "satuan"),
    (r"(kecamatan|kec)\b", "kecamatan"),
    (r"(kelurahan|kel)\b", "kelurahan"),
    (r"(smpn?|sekolah menengah pertama)\b", "smp"),
    (r"(sdn?|sekolah dasar)\b", "sd"),
    (r"(tkn?|taman kanak)\b", "tk"),
    (r"kantor\b", "kantor"),
    (r"bagian\b", "bagian"),
    (r"bidang\b", "bidang"),
)

#: Kind → the kind its parent has, and a word the parent's name must hold.
_ABOVE = {
    "sd": ("dinas", "pendidikan"),
    "smp": ("dinas", "pendidikan"),
    "tk": ("dinas", "pendidikan"),
    "puskesmas": ("dinas", "kesehatan"),
    "kelurahan": ("kecamatan", ""),
    "bagian": ("setda", ""),
}
_PATTERNS = {"sd": "6_hari", "smp": "6_hari", "tk": "6_hari", "puskesmas": "6_hari",
             "rsud": "giliran"}  # fmt: skip
_BELOW_LAST = frozenset({"bidang", "uptd"})
"""Kinds that belong to the office named before them in the list."""
_OFFICES = frozenset({"dinas", "badan", "kantor", "satuan", "inspektorat", "setda", "setwan"})

_SHORT = {"kecamatan": "KEC", "kelurahan": "KEL", "puskesmas": "PKM", "bagian": "BAG",
          "bidang": "BID", "sd": "SD", "smp": "SMP", "tk": "TK"}  # fmt: skip
_FIXED = {"setda": "SETDA", "setwan": "SETWAN", "inspektorat": "INSPEKTORAT"}
_SILENT = frozenset(
    {"dan", "kota", "baubau", "bau", "pada", "di", "untuk", "yang", "serta", "nomor"}
)
_KIND_WORDS = frozenset(
    {"kecamatan", "kec", "kelurahan", "kel", "puskesmas", "pkm", "bagian", "bidang", "sd", "sdn",
     "smp", "smpn", "tk", "tkn", "negeri", "sekolah", "dasar", "menengah", "pertama"}
)  # fmt: skip


def guess_kind(name: str) -> str:
    """Give the kind a name begins with; ``lainnya`` where nothing tells.

    >>> guess_kind("SDN 1 Wameo"), guess_kind("Kec. Wolio"), guess_kind("Gudang")
    ('sd', 'kecamatan', 'lainnya')
    """
    plain = re.sub(r"[^a-z0-9]+", " ", name.lower()).strip()
    return next((kind for start, kind in _KINDS if re.match(start, plain)), "lainnya")


def guess_code(name: str, kind: str) -> str:
    """Give a short code out of a name.

    >>> guess_code("Dinas Pendidikan dan Kebudayaan", "dinas")
    'DPK'
    >>> guess_code("SD Negeri 2 Wameo", "sd")
    'SD-2-WAMEO'
    """
    if kind in _FIXED:
        return _FIXED[kind]
    words = [w for w in re.findall(r"[a-z0-9]+", name.lower()) if w not in _SILENT]
    if kind in _SHORT:
        rest = [word for word in words if word not in _KIND_WORDS]
        return "-".join([_SHORT[kind], *rest])[:30].rstrip("-").upper()
    letters = "".join(word if word.isdigit() else word[0] for word in words)
    if len(letters) < 2:
        letters = "".join(words)[:12]
    return letters.upper() or "UNIT"


def propose(found: Iterable[Found], stored: Iterable[Proposal] = ()) -> list[Proposal]:
    """Propose a unit for every distinct name that the store does not know.

    Args:
        found: names in the order of the list; repeated ones count once.
        stored: the units of the store; they may be parents, and their codes are taken.
    """
    known = {unit_key(unit.name): unit for unit in stored}
    taken = {unit.code.upper() for unit in known.values()}
    names: dict[str, Found] = {}
    for one in found:
        key = unit_key(one.name)
        if key and key not in known:
            names.setdefault(key, one)
    bare: list[Proposal] = []
    for one in names.values():
        kind = _kind(one)
        bare.append(Proposal(_free(guess_code(one.name, kind), taken), one.name.strip(), kind))
    everybody = [*known.values(), *bare]
    return _with_parents(bare, list(names.values()), everybody)


def _kind(one: Found) -> str:
    try:
        return read_kind(one.kind)
    except Refused:
        return guess_kind(one.name)


def _free(code: str, taken: set[str]) -> str:
    free, number = code, 2
    while free in taken:
        free, number = f"{code}-{number}", number + 1
    taken.add(free)
    return free


def _with_parents(
    bare: list[Proposal], found: list[Found], everybody: list[Proposal]
) -> list[Proposal]:
    by_name = {unit_key(unit.name): unit.code for unit in everybody}
    office, above = "", {kind: "" for kind, _ in _ABOVE.values()}
    proposals = []
    for unit, one in zip(bare, found, strict=True):
        parent = by_name.get(unit_key(one.parent), "") if one.parent else ""
        if not parent and unit.kind in _BELOW_LAST:
            parent = office
        elif not parent and unit.kind in _ABOVE:
            parent = _parent_of_kind(unit.kind, above, everybody)
        if unit.kind in _OFFICES:
            office = unit.code
        if unit.kind in above:
            above[unit.kind] = unit.code
        own = parent == unit.code
        parent = "" if own else parent
        # a unit without any pattern above it has no duty days, and nobody in it a slip
        pattern = _PATTERNS.get(unit.kind, "" if parent else "5_hari")
        proposals.append(replace(unit, parent=parent, pattern=pattern))
    return proposals


def _parent_of_kind(kind: str, above: dict[str, str], everybody: list[Proposal]) -> str:
    """Give the one office it can be; for kelurahan the kecamatan named before, if any."""
    wanted, word = _ABOVE[kind]
    fitting = [unit.code for unit in everybody if unit.kind == wanted and word in unit.name.lower()]
    if kind == "kelurahan" and above[wanted]:
        return above[wanted]
    return fitting[0] if len(fitting) == 1 else ""
