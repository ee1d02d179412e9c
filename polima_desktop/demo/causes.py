"""How many rows the two lists differ by, cause by cause (the codes of DOMAIN §6).

At 4,039 people 210 stand only at BKPSDM and 37 only at Kominfo, so that 3,866 remain there: a net
difference of 173. Smaller cities have the same causes in proportion, each at least once.
"""

from __future__ import annotations

from dataclasses import dataclass

from polima_desktop.demo.staff import in_proportion

#: Only in BKPSDM's list.
ONLY_LEFT = {"P1": 114, "P2": 96}
#: Only in Kominfo's list. D1: the same number again; D2: the same person under another number.
ONLY_RIGHT = {"K1": 9, "K2": 5, "K3": 8, "K4": 6, "D1": 6, "D2": 3}
#: In both lists, with a difference. X3 stands in BKPSDM's list and is planted with the staff.
PAIRED = {"P3": 31, "X1": 14, "X2": 55, "X4": 24}
#: What becomes of a row that has no partner.
STATES = {
    "P1": "open",
    "P2": "new",
    "K1": "retired",
    "K2": "died",
    "K3": "moved",
    "K4": "non_asn",
    "D1": "duplicate",
    "D2": "duplicate",
}


@dataclass(frozen=True)
class Causes:
    """The counts of one city."""

    only_left: dict[str, int]
    only_right: dict[str, int]
    paired: dict[str, int]

    @classmethod
    def of(cls, employees: int) -> Causes:
        """Give the counts for a city of that many people."""
        groups = (ONLY_LEFT, ONLY_RIGHT, PAIRED)
        return cls(*({c: in_proportion(n, employees) for c, n in g.items()} for g in groups))
