"""A number typed as an Indonesian office writes it is read exactly; a doubtful one is refused."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polima_desktop import formatting
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.typed import read_number


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15))
def test_what_is_written_can_be_read_back_exactly(value: Decimal) -> None:
    assert read_number(formatting.number(value)) == value


@given(st.integers(-(10**15), 10**15), st.integers(0, 9))
def test_a_scaled_integer_reads_as_its_exact_value(value: int, scale: int) -> None:
    assert read_number(formatting.scaled(value, scale)) * 10**scale == value


@pytest.mark.parametrize("typed", ["1.5", "1,2,3", "12.34.567", "", "abc", "1e3", "1 000", "--1"])
def test_a_doubtful_number_is_refused_with_advice(typed: str) -> None:
    with pytest.raises(Refused) as caught:
        read_number(typed)
    assert "koma untuk desimal" in caught.value.advice
