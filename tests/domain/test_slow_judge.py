"""A second judge that counts minute by minute agrees; the published table from raw punches."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from random import Random

import numpy as np
import pytest

from polima_desktop.domain.attendance import (
    MISSING,
    NOT_CLOCKED,
    Absence,
    Clocking,
    Grid,
    State,
    judge,
    judge_day,
)
from polima_desktop.domain.calendar import OFF, Hours, parse_hours
from polima_desktop.domain.pairing import Punch, moment, pair
from polima_desktop.domain.periods import Month
from polima_desktop.storage.office import initial

CALENDAR = initial.shipped_calendar()
NIGHT, GUARD = parse_hours("21.00-07.00"), parse_hours("08.00-08.00")


def slow(hours: Hours | None, clocked: Clocking, absence: Absence | None) -> tuple[State, int, int]:
    """Judge a day by walking through its minutes, with no arithmetic on the differences."""
    if hours is None:
        return State.OFF, 0, 0
    if absence is not None:
        return State.EXCUSED, 0, 0
    came, left = clocked
    if came is None and left is None:
        return State.ALPA, 0, 0
    late = early = 0
    if came is None:
        late = MISSING
    else:
        at = hours.start
        while at + 60 <= came:  # another whole minute in which they were not there
            late, at = late + 1, at + 60
    if left is None:
        early = MISSING
    else:
        at = hours.end
        while at - 60 >= left:
            early, at = early + 1, at - 60
    return State.PRESENT, late, early


def random_days(count: int, seed: int) -> list[tuple[Hours | None, Clocking, Absence | None]]:
    random = Random(seed)
    days = [day for number in range(1, 13) for day in Month(2021, number).days]
    found = []
    for _ in range(count):
        code, on = random.choice(("5_hari", "6_hari")), random.choice(days)
        hours = random.choice((CALENDAR.hours(code, on), CALENDAR.hours(code, on), NIGHT, GUARD))
        near = hours or parse_hours("07.30-16.00")
        came = near.start + random.randint(-5_400, 14_400)
        left = max(came, near.end + random.randint(-14_400, 5_400))
        clocked = Clocking(
            None if random.random() < 0.1 else came, None if random.random() < 0.1 else left
        )
        absence = random.choice(list(Absence)) if random.random() < 0.1 else None
        found.append((hours, clocked, absence))
    return found


def both_agree(count: int, seed: int) -> None:
    cases = random_days(count, seed)
    wanted = [slow(*case) for case in cases]
    assert [tuple(judge_day(*case)) for case in cases] == wanted
    cells = [
        (*(hours or (OFF, OFF)), *(NOT_CLOCKED if end is None else end for end in clocked),
         absence or 0)
        for hours, clocked, absence in cases
    ]  # fmt: skip
    columns = np.array(cells, dtype=np.int32).T[:, :, None]
    days = judge(Grid(*columns[:4], columns[4].astype(np.int8)))
    found = zip(days.state[:, 0], days.late[:, 0], days.early[:, 0], strict=True)
    assert [(State(state), int(late), int(early)) for state, late, early in found] == wanted


def test_a_slow_judge_agrees_on_some_days() -> None:
    both_agree(600, 1)


@pytest.mark.long
def test_a_slow_judge_agrees_on_ten_thousand_days() -> None:
    both_agree(10_000, 2021)


PUNCHES = """
4 07.21 12.00 13.02 16.04
5 07.42 16.00
6 07.31 16.10
7 08.40 16.02
8 07.20 10.22
11
12 07.29 16.00
"""
"""TL1 twice (12 and 1 minutes), TL3 once (70), PSW2 once (38 on a Friday), absent once."""
BANDS = ((91, "1.5"), (61, "1.25"), (31, "1"), (1, "0.5"))


def test_the_published_table_comes_out_of_raw_punches() -> None:
    """DOMAIN §4, G4: TL1 ×2, TL3 ×1, PSW2 ×1, absent ×1 leave 93.75 percent."""
    days, punches = [], []
    for line in PUNCHES.split("\n")[1:-1]:
        number, *times = line.split()
        on = date(2021, 1, int(number))
        days.append(on)
        for text in times:
            hour, minute = text.split(".")
            punches.append(Punch(moment(on, int(hour) * 3600 + int(minute) * 60)))
    pairs = pair(punches, lambda day: CALENDAR.hours("5_hari", day))
    taken = Fraction(0)
    for on in days:
        clocked = pairs[on].clocking(on) if on in pairs else Clocking(None, None)
        judged = judge_day(CALENDAR.hours("5_hari", on), clocked)
        taken += 3 if judged.state == State.ALPA else _percent(judged.late) + _percent(judged.early)
    assert 100 - taken == Fraction("93.75")


def _percent(minutes: int) -> Fraction:
    return next((Fraction(rate) for least, rate in BANDS if minutes >= least), Fraction(0))


@pytest.mark.parametrize(
    ("day", "came", "left", "late", "early"),
    [
        (date(2021, 4, 12), "07.45", "16.00", 15, 0),
        (date(2021, 4, 13), "07.45", "15.00", 0, 0),
        (date(2021, 4, 13), "08.05", "14.30", 5, 30),
        (date(2021, 4, 16), "08.00", "15.30", 0, 0),
        (date(2021, 5, 12), "08.00", "15.00", None, None),
        (date(2021, 5, 17), "07.45", "15.00", 15, 60),
    ],
)
def test_ramadan_changes_the_hours_on_its_day(
    day: date, came: str, left: str, late: int | None, early: int | None
) -> None:
    hours = CALENDAR.hours("5_hari", day)
    clocked = Clocking(*(parse_hours(f"{text}-23.59").start for text in (came, left)))
    judged = judge_day(hours, clocked)
    if late is None:
        assert judged.state == State.OFF  # cuti bersama
    else:
        assert (judged.late, judged.early) == (late, early)
