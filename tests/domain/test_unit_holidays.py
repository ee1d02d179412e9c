"""What a unit has of its own: days off, and work on days on which everybody else is off."""

from __future__ import annotations

from datetime import date

import pytest

from polima_desktop.domain.calendar import Calendar, Holiday, read_holiday_kind
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.periods import Month
from polima_desktop.storage.office.initial import shipped_calendar

FEAST, ELECTION, FAIR = date(2021, 5, 12), date(2021, 5, 19), date(2021, 5, 20)


@pytest.fixture(scope="module")
def calendar() -> Calendar:
    shipped = shipped_calendar()
    city = {**shipped.holidays, ELECTION: Holiday(ELECTION, "Pemilihan", "khusus")}
    local = {"RSU": {ELECTION: False}, "DIN": {FAIR: True}, "SD-1": {FAIR: False}}
    return Calendar(shipped.patterns, city, local)


@pytest.mark.parametrize(
    ("line", "election", "fair"),
    [
        (("SKB",), False, True),
        (("RSU",), True, True),
        (("DIN",), False, False),
        (("SD-2", "DIN"), False, False),
        (("SD-1", "DIN"), False, True),
    ],
)
def test_the_nearest_unit_with_an_entry_decides(
    calendar: Calendar, line: tuple[str, ...], election: bool, fair: bool
) -> None:
    code = calendar.key("5_hari", line)
    due = [calendar.hours(code, day) is not None for day in (ELECTION, FAIR)]
    assert due == [election, fair]


def test_a_unit_without_days_of_its_own_shares_the_week_of_all(calendar: Calendar) -> None:
    assert calendar.key("5_hari", ("SKB", "PEMDA")) == "5_hari"
    own = calendar.key("5_hari", ("RSU",))
    month = Month(2021, 5)
    both = [len(calendar.workdays(code, month)) for code in ("5_hari", own)]
    assert both[1] == both[0] + 1
    assert calendar.pattern(own) is calendar.pattern("5_hari")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("libur", "libur"),
        ("Libur Nasional", "libur"),
        ("libur_nasional", "libur"),
        ("CUTI BERSAMA", "cuti_bersama"),
        ("cuti_bersama", "cuti_bersama"),
        ("khusus", "khusus"),
        ("Libur khusus", "khusus"),
    ],
)
def test_kinds_are_read_as_lists_write_them(text: str, kind: str) -> None:
    assert read_holiday_kind(text) == kind


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(Refused, match="setengah"):
        read_holiday_kind("setengah hari")
