"""Array arithmetic that never wraps: 64-bit whole numbers where they fit, Python's where not.

numpy multiplies past 2**63 without a word (3e9·3e9·2 gave a negative number in a trial), so each
operation here either knows from the checker that its result fits (``safe``), or looks at the
largest magnitudes at hand, or goes to Python integers in an object array.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from polima_desktop.domain.formula.scaled import INT64_MAX

Array: TypeAlias = NDArray[Any]
"""int64, or object with Python integers where 64 bits may not be enough; bool for yes/no."""


FEW = 24
"""So many bounds at most are counted one by one."""


def reach(values: Array) -> int:
    """Give the largest magnitude; 0 for nothing."""
    if not values.size:
        return 0
    return max(abs(int(values.min())), abs(int(values.max())))


def product(left: Array, right: Array | int, *, safe: bool) -> Array:
    """Multiply element by element (``right`` may be one whole number)."""
    if isinstance(right, int) and abs(right) > INT64_MAX:
        return as_wide(left) * right  # even 0 times it is no 64-bit operation
    if not safe:
        other = abs(right) if isinstance(right, int) else reach(right)
        safe = reach(left) * other <= INT64_MAX
    return left * right if safe else as_wide(left) * right


def total(left: Array, right: Array, *, safe: bool) -> Array:
    """Add element by element."""
    if not safe:
        safe = reach(left) + reach(right) <= INT64_MAX
    return left + right if safe else as_wide(left) + right


def scale_up(values: Array, decimals: int, wanted: int, static_reach: int) -> Array:
    """Rescale to more decimals; ``static_reach`` is the checker's bound on the values."""
    factor = 10 ** (wanted - decimals)
    if factor == 1:
        return values
    return product(values, factor, safe=static_reach * factor <= INT64_MAX)


def divide(top: Array, bottom: Array | int, how: str) -> Array:
    """Divide and round: ``BULAT`` half away from zero, ``.BAWAH`` toward, ``.ATAS`` away."""
    if isinstance(bottom, int) and bottom > INT64_MAX:
        top = as_wide(top)
    lowest = min(top.min(initial=0), np.min(bottom, initial=0))
    if lowest < 0:
        quotient = _ratio(np.abs(top), np.abs(bottom), how)
        return np.where((top < 0) != (np.asarray(bottom) < 0), -quotient, quotient)
    return _ratio(top, bottom, how)  # the usual case spares four arrays


def _ratio(top: Array, bottom: Array | int, how: str) -> Array:
    """Divide what is not negative."""
    whole: Array = top // bottom
    if how != "BULAT.BAWAH":
        rest = whole * bottom
        np.subtract(top, rest, out=rest)
        whole += (rest >= bottom - rest) if how == "BULAT" else (rest > 0)
    return whole


def places(bounds: Array, values: Array) -> Array:
    """Give how many of the rising ``bounds`` are at most each value, minus 1.

    For a handful of bounds counting is several times as fast as searching: nothing is guessed.
    """
    if len(bounds) > FEW or bounds.dtype == object or values.dtype == object:
        found: Array = np.searchsorted(bounds, values, side="right") - 1
        return found
    count = np.full(len(values), -1, dtype=np.int8)
    for bound in bounds.tolist():
        count += values >= bound
    return count


def long_quotient(top: Array, bottom: Array, shift: int) -> Array | None:
    """Give ``top * 10**shift / bottom``, half away from zero, without leaving 64 bits.

    Long division, several digits at a time: the shifted numerator is never formed. ``None`` if
    the result or a step of it could be too large; the caller then takes Python integers.
    """
    if top.dtype == object or bottom.dtype == object:
        return None
    signed = min(top.min(initial=0), bottom.min(initial=0)) < 0
    size_top, size_bottom = (np.abs(top), np.abs(bottom)) if signed else (top, bottom)
    digits = len(str(INT64_MAX // max(reach(bottom), 1))) - 1
    whole = size_top // size_bottom
    if digits < 1 or (reach(whole) + 1) * 10**shift > INT64_MAX:
        return None
    rest, left = size_top - whole * size_bottom, shift
    while left:
        factor = 10 ** min(digits, left)
        rest = rest * factor
        piece = rest // size_bottom
        rest, whole, left = rest - piece * size_bottom, whole * factor + piece, left - digits
        left = max(left, 0)
    whole += rest >= size_bottom - rest
    return np.where((top < 0) != (bottom < 0), -whole, whole) if signed else whole


def segment_sums(values: Array, starts: Array, counts: Array, *, safe: bool) -> Array:
    """Add up consecutive runs; an empty run is 0."""
    if not safe:
        safe = reach(values) * max(int(counts.max(initial=0)), 1) <= INT64_MAX
    if not safe or values.dtype == object:
        wide = as_wide(values)
        pairs = zip(starts.tolist(), counts.tolist(), strict=True)
        return np.array([sum(wide[s : s + c].tolist()) for s, c in pairs], dtype=object)
    # A running total may wrap, but the difference of two wraps back: sums themselves fit.
    running = np.concatenate([np.zeros(1, np.int64), np.cumsum(values, dtype=np.int64)])
    sums: Array = running[starts + counts] - running[starts]
    return sums


def as_wide(values: Array) -> Array:
    """Go to Python integers."""
    return values if values.dtype == object else values.astype(object)


def as_narrow(values: Array) -> Array:
    """Come back to 64 bits; the checker proved that every sound row fits.

    Only a row that already failed can hold more (its stand-ins multiplied): it becomes 0.
    """
    if values.dtype != object:
        return values
    if reach(values) > INT64_MAX:
        values = np.where(np.abs(values) > INT64_MAX, 0, values)
    return values.astype(np.int64)
