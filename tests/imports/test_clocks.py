"""Times as clocks write them: their date stays, UTC is converted, other zones are asked about."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from polima_desktop.domain.errors import Refused
from polima_desktop.imports.clocks import Moment, clock, moment, on_row

DAY = date(2021, 1, 4)
EARLY = 7 * 3600 + 25 * 60


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("2021-01-04 07:25:10", Moment(DAY, EARLY + 10)),
        ("2021-01-04T07:25", Moment(DAY, EARLY)),
        ("04-01-2021 07.25", Moment(DAY, EARLY)),
        ("4/1/2021 07:25 WITA", Moment(DAY, EARLY)),
        ("2021-01-04T07:25:10.250+08:00", Moment(DAY, EARLY + 10)),
        ("2021-01-03T23:25:00Z", Moment(DAY, EARLY)),
        ("2021-01-03 23:25 UTC", Moment(DAY, EARLY)),
        ("2021-01-03 23:25:00+0000", Moment(DAY, EARLY)),
        (datetime(2021, 1, 4, 7, 25), Moment(DAY, EARLY)),
        (datetime(2021, 1, 3, 23, 25, tzinfo=UTC), Moment(DAY, EARLY)),
    ],
)
def test_a_moment_is_read_in_local_time(cell: object, found: Moment) -> None:
    assert moment(cell) == found


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("2021-01-04T07:25:00+07:00", r"Zona waktu \+07:00 bukan WITA"),
        ("2021-01-04 07:25 WIB", "Zona waktu WIB"),
        ("2021-01-04 07:25 -05", "Zona waktu -05"),
        ("07:25", "tanpa tanggal"),
        ("2021-01-04", "hanya berisi tanggal"),
        ("2021-02-30 07:25", "30 Februari"),
        ("2021-01-04 25:00", "tidak ada"),
        ("44200.31", "tidak ada"),
        ("1609716310", "tidak ada"),
    ],
)
def test_what_could_be_another_moment_is_asked_about(cell: object, words: str) -> None:
    with pytest.raises(Refused, match=words):
        moment(cell)


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("07.25", EARLY),
        (time(7, 25), EARLY),
        ("2021-01-04 07:25", EARLY),
        ("2021-01-03T23:25Z", EARLY),
        (datetime(1899, 12, 31, 7, 25), EARLY),
    ],
)
def test_a_time_on_a_row_may_name_its_date(cell: object, found: int) -> None:
    assert on_row(clock(cell), DAY, leaving=False) == found


def test_a_leaving_may_be_of_the_next_day_and_nothing_else_of_another() -> None:
    night = clock("2021-01-05 00:30")
    assert on_row(night, DAY, leaving=True) == 86_400 + 1_800
    with pytest.raises(Refused, match="bertanggal 05-01-2021, barisnya 04-01-2021"):
        on_row(night, DAY, leaving=False)
    with pytest.raises(Refused, match="bertanggal 06-01-2021"):
        on_row(clock("2021-01-06 00:30"), DAY, leaving=True)


def test_a_time_in_utc_without_a_date_is_asked_about() -> None:
    with pytest.raises(Refused, match="tanpa tanggal"):
        clock("23:25Z")
