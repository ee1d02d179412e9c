"""Workdays, hours and shifts, on the patterns and holidays a new store starts with."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from polima_desktop.domain.calendar import (
    DAY,
    OFF,
    Calendar,
    Hours,
    nearest_shift,
    parse_hours,
    read_pattern,
)
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.periods import Month
from polima_desktop.storage.office.initial import shipped_calendar

WORKDAYS_2021 = {  # DOMAIN §4, G2: month → (5-day week, 6-day week)
    1: (20, 25),
    2: (19, 23),
    3: (22, 26),
    4: (21, 25),
    5: (17, 21),
    6: (21, 25),
    7: (21, 26),
    8: (20, 24),
    9: (22, 26),
    10: (20, 25),
    11: (22, 26),
    12: (23, 26),
}


@pytest.fixture(scope="module")
def calendar() -> Calendar:
    return shipped_calendar()


def clock(hour: int, minute: int = 0) -> int:
    return hour * 3600 + minute * 60


@pytest.mark.parametrize(("month", "expected"), WORKDAYS_2021.items())
def test_workdays_of_2021_are_those_published(
    calendar: Calendar, month: int, expected: tuple[int, int]
) -> None:
    both = [len(calendar.workdays(code, Month(2021, month))) for code in ("5_hari", "6_hari")]
    assert tuple(both) == expected


def test_a_shift_worker_owes_as_many_shifts_as_the_six_day_week(calendar: Calendar) -> None:
    for month in range(1, 13):
        owed = calendar.workdays("giliran", Month(2021, month))
        assert owed == calendar.workdays("6_hari", Month(2021, month))


def test_the_second_of_january_is_a_workday_of_the_calendar(calendar: Calendar) -> None:
    # That it is nobody's duty yet is the transition policy's business: the app starts on the 4th.
    assert date(2021, 1, 2) in calendar.workdays("6_hari", Month(2021, 1))


@pytest.mark.parametrize(
    ("pattern", "day", "expected"),
    [
        ("5_hari", date(2021, 1, 4), Hours(clock(7, 30), clock(16))),
        ("5_hari", date(2021, 1, 8), Hours(clock(7, 30), clock(11))),
        ("5_hari", date(2021, 1, 9), None),
        ("6_hari", date(2021, 1, 9), Hours(clock(7, 30), clock(13, 30))),
        ("6_hari", date(2021, 1, 10), None),
        ("5_hari", date(2021, 1, 1), None),
        ("5_hari", date(2020, 12, 31), None),
        ("5_hari", date(2021, 4, 12), Hours(clock(7, 30), clock(16))),
        ("5_hari", date(2021, 4, 13), Hours(clock(8), clock(15))),
        ("5_hari", date(2021, 5, 7), Hours(clock(8), clock(15, 30))),
        ("6_hari", date(2021, 5, 8), Hours(clock(8), clock(14))),
        ("5_hari", date(2021, 5, 17), Hours(clock(7, 30), clock(16))),
    ],
)
def test_hours_follow_the_week_the_season_and_the_holidays(
    calendar: Calendar, pattern: str, day: date, expected: Hours | None
) -> None:
    assert calendar.hours(pattern, day) == expected


def test_the_table_says_the_same_as_single_days(calendar: Calendar) -> None:
    codes, days = ["5_hari", "6_hari", "giliran"], Month(2021, 5).days
    starts, ends = calendar.table(codes, days)
    assert starts.shape == ends.shape == (3, 31)
    for row, code in enumerate(codes):
        for column, day in enumerate(days):
            hours = calendar.hours(code, day) or (OFF, OFF)
            assert (starts[row, column], ends[row, column]) == tuple(hours)
    assert np.count_nonzero(starts[0] != OFF) == 17


def test_an_unknown_pattern_is_refused_with_the_known_ones(calendar: Calendar) -> None:
    with pytest.raises(Refused, match="7_hari") as refusal:
        calendar.hours("7_hari", date(2021, 1, 4))
    assert "5_hari, 6_hari, giliran" in refusal.value.advice


def test_only_years_with_holidays_are_ready(calendar: Calendar) -> None:
    assert calendar.knows_holidays(2021)
    assert not calendar.knows_holidays(2022)


@pytest.mark.parametrize(
    ("clock_in", "clock_out", "name"),
    [
        (clock(6, 55), clock(14, 2), "Pagi"),
        (clock(14, 10), clock(21), "Siang"),
        (clock(20, 50), DAY + clock(7, 5), "Malam"),
        (None, DAY + clock(6, 40), "Malam"),
        (None, clock(13, 50), "Pagi"),
        (clock(10, 30), None, "Pagi"),  # as near to Siang: the earlier one wins
    ],
)
def test_without_a_roster_the_nearest_shift_is_meant(
    calendar: Calendar, clock_in: int | None, clock_out: int | None, name: str
) -> None:
    shifts = calendar.pattern("giliran").shifts(date(2021, 1, 4))
    meant = next(shift for shift in shifts if shift.name == name)
    assert nearest_shift(shifts, clock_in, clock_out) == meant.hours


def test_a_day_without_clockings_has_no_shift_to_guess(calendar: Calendar) -> None:
    with pytest.raises(ValueError, match="without clockings"):
        nearest_shift(calendar.pattern("giliran").shifts(date(2021, 1, 4)), None, None)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("07.30-16.00", Hours(27_000, 57_600)),
        ("7:30 – 11:00", Hours(27_000, 39_600)),
        ("21.00-07.00", Hours(75_600, DAY + 25_200)),
    ],
)
def test_hours_are_read_as_people_write_them(text: str, hours: Hours) -> None:
    assert parse_hours(text) == hours


@pytest.mark.parametrize("text", ["", "07.30", "24.00-08.00", "07.60-16.00", "pagi-sore"])
def test_unreadable_hours_are_refused_with_an_example(text: str) -> None:
    with pytest.raises(Refused) as refusal:
        parse_hours(text)
    assert refusal.value.advice == "Tulis seperti 07.30-16.00."


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("5 hari", "5_hari"),
        ("6_hari", "6_hari"),
        (" Lima hari kerja", "5_hari"),
        ("SIF", "giliran"),
    ],
)
def test_a_pattern_is_read_as_lists_write_it(text: str, code: str) -> None:
    assert read_pattern(text) == code


def test_an_unknown_pattern_name_is_refused_with_the_three() -> None:
    with pytest.raises(Refused, match="‘7 hari’") as refusal:
        read_pattern("7 hari")
    assert refusal.value.advice == "Tulis 5 hari, 6 hari, atau giliran."
