"""Punches into days: first in, last out, nights over two dates, and no minute counted twice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polima_desktop.domain.attendance import Clocking
from polima_desktop.domain.calendar import Hours, Reach, Shift, parse_hours
from polima_desktop.domain.pairing import (
    REPEAT,
    Punch,
    Way,
    belongs_before,
    moment,
    own_end,
    pair,
)

MONDAY = date(2021, 1, 4)
DAYTIME = parse_hours("07.30-16.00")
NIGHT = parse_hours("21.00-07.00")
GUARD = parse_hours("08.00-08.00")
WINDOWS = tuple(
    Shift(name, parse_hours(hours), date(2021, 1, 1))
    for name, hours in (
        ("Pagi", "07.00-14.00"),
        ("Siang", "14.00-21.00"),
        ("Malam", "21.00-07.00"),
    )
)
WAYS: dict[str, Way] = {"i": "in", "o": "out"}


def punch(text: str) -> Punch:
    """Read ``4i 20.55``: the day of January, which way if told, the time."""
    day, clock = text.split()
    hour, minute = clock.split(".")
    way = WAYS.get(day[-1], "")
    seconds = int(hour) * 3600 + int(minute) * 60
    return Punch(moment(date(2021, 1, int(day.rstrip("io"))), seconds), way)


def paired(
    punches: Sequence[str], plan: dict[int, Hours | None], windows: Sequence[Shift] = ()
) -> dict[int, str]:
    found = pair(map(punch, punches), lambda day: plan.get(day.day), lambda _day: windows)
    return {
        day.day: " ".join(_written(end) for end in ends.clocking(day))
        for day, ends in found.items()
    }


def _written(seconds: int | None) -> str:
    return "–" if seconds is None else f"{seconds // 3600:02d}.{seconds % 3600 // 60:02d}"


@pytest.mark.parametrize(
    ("punches", "early", "late", "days"),
    [
        (["4 19.59", "4 20.59", "5 07.05"], 60, 120, {4: "20.59 31.05"}),
        (["4 20.00", "5 09.00"], 60, 120, {4: "20.00 33.00"}),  # both ends belong to it
        (["4 19.59", "5 07.05"], 60, 120, {4: "– 31.05"}),  # an hour and a minute too early
        (["4 20.55", "5 09.01"], 60, 120, {4: "20.55 –", 5: "09.01 –"}),  # a free morning's
        (["4 12.00", "4 17.00"], 60, 120, {4: "– –"}),  # nothing of the duty
        (["4 12.00", "5 07.00"], 600, 0, {4: "12.00 31.00"}),
        (["4 12.00", "5 07.00"], 539, 0, {4: "– 31.00"}),
    ],
)
def test_a_punch_beyond_what_was_said_of_a_shift_counts_for_no_duty(
    punches: list[str], early: int, late: int, days: dict[int, str]
) -> None:
    found = pair(
        map(punch, punches),
        lambda day: NIGHT if day.day == 4 else None,
        reaches=lambda _day, hours: Reach(early, late) if hours == NIGHT else None,
    )
    written = {day.day: " ".join(map(_written, ends.clocking(day))) for day, ends in found.items()}
    assert written == days


WORK = dict.fromkeys(range(4, 9), DAYTIME)
NIGHTS = dict.fromkeys(range(4, 9), NIGHT)


@pytest.mark.parametrize(
    ("punches", "plan", "days"),
    [
        # first in, last out; what is in between and what is repeated does not count
        (["4 07.25", "4 16.05"], WORK, {4: "07.25 16.05"}),
        (["4 07.25", "4 12.01", "4 12.58", "4 16.05"], WORK, {4: "07.25 16.05"}),
        (["4 07.25", "4 07.26", "4 07.29"], WORK, {4: "07.25 –"}),
        (["4 16.05", "4 16.07"], WORK, {4: "– 16.05"}),
        (["4i 07.25", "4i 12.58"], WORK, {4: "07.25 –"}),
        (["4o 12.00", "4 16.00"], WORK, {4: "– 16.00"}),
        (["4 06.00", "4i 07.20", "4o 16.00"], WORK, {4: "06.00 16.00"}),
        # overtime past midnight is the evening's, an early coming is the morning's
        (["4 07.25", "5 00.40", "5 07.20", "5 16.00"], WORK, {4: "07.25 24.40", 5: "07.20 16.00"}),
        (["8 07.25", "9 01.10"], WORK, {8: "07.25 25.10"}),
        (["5 05.10", "5 16.00"], WORK, {5: "05.10 16.00"}),
        # a night from two dates, and a lone leaving in the morning
        (["4 20.55", "5 07.04"], {4: NIGHT}, {4: "20.55 31.04"}),
        (["5 07.04"], {4: NIGHT}, {4: "– 31.04"}),
        (["5 07.04"], {4: NIGHT, 5: None}, {4: "– 31.04"}),
        (["5o 07.04"], {5: DAYTIME}, {5: "– 07.04"}),
        (
            ["4 20.55", "5 07.04", "5 20.58", "6 07.01", "6 20.40", "7 06.20"],
            NIGHTS,
            {4: "20.55 31.04", 5: "20.58 31.01", 6: "20.40 30.20"},
        ),
        (["4 20.55", "5 20.58", "6 07.01"], NIGHTS, {4: "20.55 –", 5: "20.58 31.01"}),
        # a duty of 24 hours, and the next one right after it
        (["4 07.55", "5 08.05"], {4: GUARD}, {4: "07.55 32.05"}),
        (["4i 07.55", "5o 07.58", "5i 08.03", "6o 08.01"], {4: GUARD, 5: GUARD},
         {4: "07.55 31.58", 5: "08.03 32.01"}),
        # a shift that begins at midnight
        (["4 23.50", "5 06.05"], {5: Hours(0, 21_600)}, {5: "00.00 06.05"}),
        ([], WORK, {}),
    ],
)  # fmt: skip
def test_punches_belong_to_the_duty_they_are_about(
    punches: list[str], plan: dict[int, Hours | None], days: dict[int, str]
) -> None:
    assert paired(punches, plan) == days
    assert paired(punches[::-1], plan) == days


@pytest.mark.parametrize(
    ("punches", "days"),
    [
        (["4 06.50", "4 14.05"], {4: "06.50 14.05"}),
        (["4 20.50", "5 07.04"], {4: "20.50 31.04"}),
        (["4 20.50", "5 07.04", "5 20.58", "6 07.01"], {4: "20.50 31.04", 5: "20.58 31.01"}),
        (["4 13.50", "4 21.10", "5 06.55", "5 14.00"], {4: "13.50 21.10", 5: "06.55 14.00"}),
        (["5 00.10", "5 07.00"], {4: "24.10 31.00"}),
        (["4 20.50"], {4: "20.50 –"}),
    ],
)
def test_without_a_plan_the_shift_is_guessed(punches: list[str], days: dict[int, str]) -> None:
    assert paired(punches, {}, WINDOWS) == days


@st.composite
def nights(draw: st.DrawFn) -> list[tuple[int, int]]:
    """Give some nights of a fortnight with when they came and left, in seconds off the plan."""
    return [
        (draw(st.integers(-3_000, 9_000)), draw(st.integers(-9_000, 3_000)))
        for _ in range(draw(st.integers(1, 9)))
    ]


@given(nights())
@settings(max_examples=60, deadline=None)
def test_one_row_two_rows_and_raw_punches_give_the_same(off: list[tuple[int, int]]) -> None:
    """A night as one row, as two rows without dates, and as punches without direction."""
    plan = {MONDAY + timedelta(n): NIGHT for n in range(len(off))}
    due = plan.get
    wanted = {
        MONDAY + timedelta(n): Clocking(NIGHT.start + came, NIGHT.end + left)
        for n, (came, left) in enumerate(off)
    }
    raw = [Punch(moment(day, end)) for day, ends in wanted.items() for end in ends if end]
    labelled = [
        Punch(moment(day, end), way)
        for day, (came, left) in wanted.items()
        for end, way in ((came, "in"), (left, "out"))
        if end is not None
    ]  # fmt: skip
    for punches in (raw, labelled):
        found = {day: ends.clocking(day) for day, ends in pair(punches, due).items()}
        assert found == wanted
    for day, (came, left) in wanted.items():
        assert left is not None
        row = Clocking(came, left - 86_400)
        assert own_end(row, NIGHT) == left  # one row
        lone = Clocking(None, left - 86_400)
        before = Clocking(came, None)
        assert belongs_before(lone, before, NIGHT, due(day + timedelta(1)))  # two rows


@given(
    st.lists(st.tuples(st.integers(0, 6 * 86_400), st.sampled_from(["in", "out", ""]))),
    st.lists(st.sampled_from([None, DAYTIME, NIGHT, GUARD]), min_size=9, max_size=9),
)
@settings(max_examples=150, deadline=None)
def test_no_minute_is_counted_twice_and_no_punch_is_invented(
    times: list[tuple[int, Way]], hours: list[Hours | None]
) -> None:
    start = MONDAY - timedelta(1)
    plan = {start + timedelta(n): one for n, one in enumerate(hours)}
    punches = [Punch(moment(MONDAY, at), way, n) for n, (at, way) in enumerate(times)]
    found = pair(punches, plan.get)
    spans = []
    for _day, (came, left) in sorted(found.items()):
        assert {came, left} - {None} <= set(punches)
        assert came is None or came.way != "out"
        assert left is None or left.way != "in"
        if came and left:
            assert came.at < left.at
        ends = [one.at for one in (came, left) if one]
        spans.append((min(ends), max(ends)))
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


def test_a_repeat_is_a_matter_of_minutes() -> None:
    first = moment(MONDAY, DAYTIME.start)
    near, far = Punch(first + REPEAT), Punch(first + REPEAT + 60)
    due = {MONDAY: DAYTIME}.get
    assert pair([Punch(first), near], due)[MONDAY].left is None
    assert pair([Punch(first), far], due)[MONDAY].left == far
