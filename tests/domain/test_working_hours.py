"""Weekdays in words, weeks from single days, shifts by name, and whose hours count on a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from polima_desktop.domain.calendar import Hours, Pattern, Shift, Timetable, read_week, write_week
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.working_hours import read_shift, read_weekdays, weekdays_of
from polima_desktop.storage.office import initial

SINCE = date(2021, 1, 1)
SHIFTS = (
    Shift("Pagi", Hours(25_200, 50_400), SINCE),
    Shift("Malam", Hours(75_600, 111_600), SINCE),
    Shift("Malam panjang", Hours(68_400, 111_600), SINCE),
)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Senin", (0,)),
        ("senin-kamis", (0, 1, 2, 3)),
        ("Senin s/d Kamis", (0, 1, 2, 3)),
        ("Senin s.d. Jumat", (0, 1, 2, 3, 4)),
        ("Sen–Kam, Sabtu", (0, 1, 2, 3, 5)),
        ("Jum'at dan Sabtu", (4, 5)),
        ("Ahad", (6,)),
        ("1-4", (0, 1, 2, 3)),
        ("setiap hari", tuple(range(7))),
    ],
)
def test_weekdays_are_read_as_lists_write_them(text: str, days: tuple[int, ...]) -> None:
    assert read_weekdays(text) == days


@pytest.mark.parametrize("text", ["", "Se", "Monday", "Kamis-Senin", "8", "Senin-Rabu-Jumat"])
def test_what_is_no_weekday_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="tidak dikenal"):
        read_weekdays(text)


def test_a_short_span_names_its_weekdays() -> None:
    assert weekdays_of(date(2022, 4, 2), date(2022, 4, 4)) == (5, 6)
    assert weekdays_of(date(2022, 4, 2), None) == tuple(range(7))


@pytest.mark.parametrize(
    ("text", "name", "hours"),
    [
        ("Pagi", "Pagi", Hours(25_200, 50_400)),
        ("p", "Pagi", Hours(25_200, 50_400)),
        ("MALAM", "Malam", Hours(75_600, 111_600)),
        ("08.00-08.00", "08.00-08.00", Hours(28_800, 28_800 + 86_400)),
        ("L", "Libur", None),
        ("lepas piket", "Libur", None),
    ],
)
def test_a_shift_goes_by_name_letter_or_hours(text: str, name: str, hours: Hours | None) -> None:
    assert read_shift(text, SHIFTS) == (name, hours)


@pytest.mark.parametrize("text", ["M", "Siang", "25.00-26.00"])
def test_a_shift_that_may_be_several_or_none_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        read_shift(text, SHIFTS)


def test_of_all_weeks_the_one_that_began_last_counts_and_a_units_own_before_everybodys() -> None:
    """A unit's ordinary week gives way to Ramadan, its event in Ramadan does not."""
    shipped = initial.shipped_calendar()
    early = (Hours(25_200, 54_000),) * 5 + (None, None)
    event = (None, Hours(36_000, 39_600), *(None,) * 5)
    own = Pattern(
        "DIN-01",
        (
            Timetable(date(2021, 2, 1), None, early),
            Timetable(date(2021, 4, 20), date(2021, 4, 21), event),
            Timetable(date(2021, 1, 1), None, early),
        ),
    )
    calendar = replace(shipped, own={"DIN-01": own})
    code = calendar.key("5_hari", ["BID-1", "DIN-01"])
    starts = {
        day: hours.start // 3600
        for day in (date(2021, 2, 1), date(2021, 4, 12), date(2021, 4, 13), date(2021, 4, 20))
        if (hours := calendar.hours(code, day))
    }
    assert list(starts.values()) == [7, 7, 8, 10]
    assert calendar.hours(code, date(2021, 1, 4)) == early[0]  # of the same day: the unit's
    assert calendar.hours("5_hari", date(2021, 2, 1)) == Hours(27_000, 57_600)


def test_units_have_shifts_of_their_own() -> None:
    guard = Shift("Jaga", Hours(28_800, 28_800 + 86_400), date(2021, 3, 1))
    calendar = replace(initial.shipped_calendar(), own={"DAM-01": Pattern("DAM-01", (), (guard,))})
    code = calendar.key("giliran", ["DAM-01"])
    assert [shift.name for shift in calendar.shifts(code, date(2021, 3, 1))] == ["Jaga"]
    assert len(calendar.shifts(code, date(2021, 2, 28))) == 3


def test_a_week_is_written_in_a_line_and_read_back() -> None:
    week = (*(Hours(27_000, 57_600),) * 4, Hours(75_600, 113_400), None, None)
    text = write_week(week)
    assert text.startswith("07.30-16.00;07.30-16.00;")
    assert read_week(text) == week
