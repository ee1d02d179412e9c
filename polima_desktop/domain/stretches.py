"""Changes inside a month: the days on which a person's post stayed the same, as columns.

Kept with a frozen month for people whose post changed while they worked; everybody else has one
stretch, the month. What a rule set makes of them is ``slices``; who is due at all ``entitlement``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from polima_desktop.domain.rules import Column

Ints = npt.NDArray[np.int64]

GROUPS: dict[str, tuple[str, ...]] = {
    "transfer": (
        "jenis_unit", "unit_kerja", "tempat_tugas", "jabatan", "jenis_jabatan", "rumpun",
        "eselon", "sertifikasi",
    ),
    "class": ("kelas",),
    "status": ("status", "golongan", "kelompok_golongan", "gaji"),
    "acting": ("plt",),
}  # fmt: skip
"""Which inputs a kind of change concerns: transfer, class, status and rank, acting post."""

POST_INPUTS = tuple(name for names in GROUPS.values() for name in names)
UNKNOWN_WORKDAYS = -1


@dataclass(frozen=True)
class Stretches:
    """The stretches of people who have several, person by person and by day.

    Arrays ``(stretches,)``: ``row`` of the month, ``first`` and ``last`` day of the month, both
    included, ``workdays`` of the unit's pattern in them (``UNKNOWN_WORKDAYS`` without one).
    ``inputs``: ``POST_INPUTS`` as they were.
    """

    row: Ints
    first: Ints
    last: Ints
    workdays: Ints
    inputs: Mapping[str, Column]

    def of(self, row: int) -> npt.NDArray[np.intp]:
        """Give where a person's stretches stand; none for somebody who has only one."""
        return np.flatnonzero(self.row == row)
