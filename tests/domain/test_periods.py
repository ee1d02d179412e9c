"""A month is read, written and sorted as one value."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from polima_desktop.domain.periods import Month, month_name


def test_a_month_reads_as_on_papers() -> None:
    assert month_name(Month(2021, 1)) == "Januari 2021"
    assert month_name(Month(2021, 12)) == "Desember 2021"


@given(st.dates())
def test_month_names_agree_with_the_locale_data_of_babel(value: date) -> None:
    from babel.dates import format_date

    month = Month.of(value)
    assert month_name(month) == format_date(month.first, "MMMM y", locale="id")
