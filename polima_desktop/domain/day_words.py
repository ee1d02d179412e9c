"""A judged day in signs and words: one letter for the month's grid, a sentence with the reason.

The judgement itself is ``attendance``'s; a sign never stands for more than what was judged.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from polima_desktop.domain.attendance import MISSING, Absence, State
from polima_desktop.domain.calendar import DAY, Hours

OFF, NONE = "·", ""
PRESENT, LATE, EARLY, BOTH, HALF, ALPA = "H", "T", "P", "K", "?", "A"
_ABSENT = {
    Absence.DINAS_LUAR: "D",
    Absence.CUTI_SAKIT: "S",
    Absence.TUGAS_BELAJAR: "B",
}
SIGNS = {
    PRESENT: "hadir",
    LATE: "terlambat",
    EARLY: "pulang cepat",
    BOTH: "terlambat dan pulang cepat",
    HALF: "satu ketukan tidak ada",
    ALPA: "alpa",
    "D": "dinas luar",
    "S": "sakit",
    "C": "cuti",
    "B": "tugas belajar",
    OFF: "tidak wajib",
}
"""Every sign of the grid → its words."""


@dataclass(frozen=True)
class Day:
    """One person's day: what was due, what was clocked, what it came to.

    Minutes are ``MISSING`` where a clocking is not there. ``why_off``: the words where nothing
    was due; ``excused``: a permit took minutes off. An excused day without ``absence`` is leave
    whose kind is not told.
    """

    day: date
    due: Hours | None
    came: int | None
    left: int | None
    state: State
    late: int = 0
    early: int = 0
    absence: Absence | None = None
    why_off: str = ""
    excused: str = ""
    manual: bool = False


def sign(day: Day) -> str:
    """Give the sign of a day in the grid."""
    if day.state == State.OFF:
        return OFF
    if day.state == State.ALPA:
        return ALPA
    if day.state == State.EXCUSED:
        return _ABSENT.get(day.absence, "C") if day.absence else "C"
    if MISSING in (day.late, day.early):
        return HALF
    return {(0, 0): PRESENT, (1, 0): LATE, (0, 1): EARLY, (1, 1): BOTH}[
        (int(day.late > 0), int(day.early > 0))
    ]


def signs(
    state: npt.NDArray[np.int8],
    late: npt.NDArray[np.int32],
    early: npt.NDArray[np.int32],
    absence: npt.NDArray[np.int8],
) -> npt.NDArray[np.str_]:
    """Give the signs of many days at once, each array ``(people, days)``, as ``sign`` does."""
    kinds = [_ABSENT.get(kind, "C") for kind in Absence]
    away = np.array(["C", *kinds])[absence]
    present = np.array([[PRESENT, EARLY], [LATE, BOTH]])[
        (late > 0).astype(np.int8), (early > 0).astype(np.int8)
    ]
    present = np.where((late == MISSING) | (early == MISSING), HALF, present)
    choices = [np.full(state.shape, OFF), present, np.full(state.shape, ALPA), away]
    found: npt.NDArray[np.str_] = np.choose(state.astype(np.intp), choices)
    return found


def reason(day: Day) -> str:
    """Say in a sentence why a day came to what it came to."""
    if day.state == State.OFF:
        return day.why_off or "Tidak wajib."
    if day.state == State.EXCUSED:
        return f"{day.absence.label}." if day.absence else "Cuti."
    if day.state == State.ALPA:
        return "Wajib, tanpa ketukan dan tanpa keterangan: alpa."
    parts = [_end("Masuk", day.came, day.late, "terlambat"),
             _end("pulang", day.left, day.early, "pulang cepat")]  # fmt: skip
    words = "; ".join(parts) + "."
    if day.excused:
        words += f" {day.excused}."
    return words + (" Menurut backup manual yang diterima." if day.manual else "")


def _end(what: str, clocked: int | None, minutes: int, fault: str) -> str:
    if clocked is None:
        return f"{what} tidak ada"
    if not minutes:
        return f"{what} {clock(clocked)}"
    return f"{what} {clock(clocked)}, {fault} {minutes} menit"


def clock(seconds: int | None) -> str:
    """Give a time of day: ``07.05``, of the next morning ``07.05 (+1)``, unknown ``–``."""
    if seconds is None:
        return "–"
    days, rest = divmod(seconds, DAY)
    return f"{rest // 3600:02d}.{rest % 3600 // 60:02d}" + (f" (+{days})" if days else "")


def hours(due: Hours | None) -> str:
    """Give the hours due: ``07.30–16.00``, nothing ``–``."""
    return "–" if due is None else f"{clock(due.start)}–{clock(due.end)}"
