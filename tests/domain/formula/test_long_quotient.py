"""Long division in 64 bits gives what whole numbers of any size give, or declines."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from polima_desktop.domain.formula.wide import divide, long_quotient

TOPS = st.integers(-(2**62), 2**62) | st.integers(-1000, 1000)
BOTTOMS = (st.integers(-(10**15), 10**15) | st.integers(-50, 50)).filter(bool)


@given(pairs=st.lists(st.tuples(TOPS, BOTTOMS), min_size=1, max_size=6), shift=st.integers(1, 18))
def test_it_equals_division_of_any_size(pairs: list[tuple[int, int]], shift: int) -> None:
    top = np.array([pair[0] for pair in pairs], dtype=np.int64)
    bottom = np.array([pair[1] for pair in pairs], dtype=np.int64)
    found = long_quotient(top, bottom, shift)
    if found is not None:
        exact = divide(top.astype(object) * 10**shift, bottom, "BULAT")
        assert found.tolist() == exact.tolist()


def test_what_stays_inside_is_not_declined() -> None:
    top, bottom = np.array([1, -2, 6_664_646_115]), np.array([3, 3, 6_750_000_000])
    found = long_quotient(top, bottom, 15)
    assert found is not None
    assert found.tolist() == [333333333333333, -666666666666667, 987354980000000]
    assert long_quotient(np.array([10**9]), np.array([1]), 15) is None
