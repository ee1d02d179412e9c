"""Numbers, money, dates and lists read as an Indonesian office writes them."""

from __future__ import annotations

import doctest
import subprocess
import sys
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polima_desktop import formatting as f


def test_the_examples_in_the_docstrings_hold() -> None:
    result = doctest.testmod(f)
    assert result.attempted >= 10
    assert result.failed == 0


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (0, None, "0"),
        (999, None, "999"),
        (1000, None, "1.000"),
        (-1234567, None, "−1.234.567"),
        (Decimal("1234.50"), None, "1.234,50"),
        (Decimal("0.005"), 2, "0,01"),
        (Decimal("-2.5"), 0, "−3"),
        (Decimal("2.5"), 0, "3"),
        (Decimal("-0.4"), 0, "0"),
        (Decimal("1E+6"), None, "1.000.000"),
        (None, 2, "–"),
    ],
)
def test_a_number_is_grouped_and_rounds_half_away_from_zero(
    value: Decimal | int | None, decimals: int | None, text: str
) -> None:
    assert f.number(value, decimals) == text


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1234567, None, "Rp 1.234.567"),
        (0, None, "Rp 0"),
        (-199251, None, "− Rp 199.251"),
        (Decimal("2351812.32"), None, "Rp 2.351.812,32"),
        (Decimal("3985015.32"), 0, "Rp 3.985.015"),
        (None, None, "–"),
    ],
)
def test_money_carries_rp_and_a_true_minus(
    value: Decimal | int | None, decimals: int | None, text: str
) -> None:
    assert f.money(value, decimals) == text


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "nol rupiah"),
        (11, "sebelas rupiah"),
        (100, "seratus rupiah"),
        (1000, "seribu rupiah"),
        (1100, "seribu seratus rupiah"),
        (21000, "dua puluh satu ribu rupiah"),
        (101000, "seratus satu ribu rupiah"),
        (1001000, "satu juta seribu rupiah"),
        (121001000, "seratus dua puluh satu juta seribu rupiah"),
        (1000001000, "satu miliar seribu rupiah"),
        (
            3745914,
            "tiga juta tujuh ratus empat puluh lima ribu sembilan ratus empat belas rupiah",
        ),
        (-5, "minus lima rupiah"),
    ],
)
def test_an_amount_is_spelled_as_it_is_said(amount: int, words: str) -> None:
    assert f.terbilang(amount) == words


UNITS = {
    word: n
    for n, word in enumerate(
        [
            "nol",
            "satu",
            "dua",
            "tiga",
            "empat",
            "lima",
            "enam",
            "tujuh",
            "delapan",
            "sembilan",
            "sepuluh",
            "sebelas",
        ]
    )
}
POWERS = {"ribu": 10**3, "juta": 10**6, "miliar": 10**9, "triliun": 10**12}


def heard(words: str) -> int:
    """Turn spelled words back into their number (the test's own second opinion)."""
    total = part = digit = 0
    words = words.replace("seratus", "satu ratus").replace("seribu", "satu ribu")
    for word in words.split():
        if word in UNITS:
            digit = UNITS[word]
        elif word in ("belas", "puluh", "ratus"):
            part += {"belas": 10 + digit, "puluh": 10 * digit, "ratus": 100 * digit}[word]
            digit = 0
        else:
            total += (part + digit) * POWERS[word]
            part = digit = 0
    return total + part + digit


@given(st.integers(0, 10**14))
def test_spelled_words_mean_the_number(value: int) -> None:
    assert heard(f.spelled(value)) == value


def test_days_and_months_read_as_on_papers() -> None:
    tuesday = date(2021, 2, 23)
    assert f.day(tuesday) == "23 Februari 2021"
    assert f.weekday(tuesday) == "Selasa, 23 Februari 2021"
    assert f.short_day(tuesday) == "23 Feb"
    assert f.short_date(date(2021, 8, 1)) == "1 Agu 2021"
    assert f.day(None) == f.short_day(None) == f.short_date(None) == "–"


@given(st.dates())
def test_dates_agree_with_the_locale_data_of_babel(value: date) -> None:
    from babel.dates import format_date

    assert f.weekday(value) == format_date(value, "EEEE, d MMMM y", locale="id")
    assert f.short_date(value) == format_date(value, "d MMM y", locale="id")


def test_a_moment_is_shown_in_the_time_of_baubau() -> None:
    assert f.moment(datetime(2021, 2, 26, 2, 15, tzinfo=UTC)) == "26 Februari 2021, 10.15 WITA"


def test_formatting_costs_the_first_window_no_heavy_import() -> None:
    code = (
        "import sys, polima_desktop.formatting;"
        "print([m for m in ('babel', 'icu4py', 'PySide6') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
