"""A judged day in a sign and a sentence; permits of hours take minutes off, never a clocking."""

from __future__ import annotations

from datetime import date

import pytest

from polima_desktop.domain.attendance import MISSING, Absence, State
from polima_desktop.domain.calendar import Hours
from polima_desktop.domain.day_words import SIGNS, Day, clock, reason, sign
from polima_desktop.domain.permits import EARLY, LATE, SOME_HOURS, permit, permitted_hours

MONDAY = date(2021, 1, 4)
DUE = Hours(27_000, 57_600)


def day(**changes: object) -> Day:
    plain = {"due": DUE, "came": 26_400, "left": 57_600, "state": State.PRESENT}
    return Day(MONDAY, **{**plain, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "letter", "words"),
    [
        ({}, "H", "Masuk 07.20; pulang 16.00."),
        ({"came": 27_720, "late": 12}, "T", "Masuk 07.42, terlambat 12 menit; pulang 16.00."),
        ({"left": 54_000, "early": 60}, "P", "pulang 15.00, pulang cepat 60 menit."),
        ({"late": 1, "early": 1}, "K", "terlambat 1 menit"),
        ({"left": None, "early": MISSING}, "?", "Masuk 07.20; pulang tidak ada."),
        ({"left": 112_000}, "H", "pulang 07.06 (+1)."),
        ({"came": None, "left": None, "state": State.ALPA}, "A", "tanpa ketukan"),
        ({"state": State.EXCUSED, "absence": Absence.CUTI_SAKIT}, "S", "Cuti sakit."),
        ({"state": State.EXCUSED, "absence": Absence.DINAS_LUAR}, "D", "Dinas luar."),
        ({"state": State.EXCUSED, "absence": Absence.CUTI_BESAR}, "C", "Cuti besar."),
        ({"state": State.OFF, "why_off": "Wafat Isa Almasih."}, "·", "Wafat Isa Almasih."),
        ({"excused": "Izin terlambat SK 7"}, "H", "Izin terlambat SK 7."),
        ({"manual": True}, "H", "backup manual yang diterima"),
    ],
)
def test_every_day_has_a_sign_with_words_and_a_reason(
    changes: dict[str, object], letter: str, words: str
) -> None:
    one = day(**changes)
    assert sign(one) == letter
    assert letter in SIGNS
    assert words in reason(one)


def test_an_unknown_time_is_a_dash() -> None:
    assert (clock(None), clock(0), clock(86_400 + 60)) == ("–", "00.00", "00.01 (+1)")


@pytest.mark.parametrize(
    ("kind", "note", "late", "early"),
    [
        (LATE, None, 3_600, 0),
        (EARLY, "surat 7", 0, 3_600),
        (LATE, "07.30-08.00", 1_800, 0),
        (SOME_HOURS, "08.00–09.00", 1_800, 0),
        (SOME_HOURS, "15.30 s.d. 16.00", 0, 1_800),
    ],
)
def test_what_a_permit_excuses(kind: str, note: str | None, late: int, early: int) -> None:
    found = permit(kind, note)
    assert found is not None
    assert found.late_seconds(DUE.start, DUE.start + 3_600) == late
    assert found.early_seconds(DUE.end - 3_600, DUE.end) == early


def test_a_permit_of_some_hours_names_them() -> None:
    assert permit(SOME_HOURS, "ke bank") is None
    assert permit("cuti_sakit", None) is None
    assert permitted_hours("izin 10.00-12.00 ke bank") == Hours(36_000, 43_200)
