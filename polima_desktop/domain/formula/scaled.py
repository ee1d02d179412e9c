"""Exact arithmetic on whole numbers scaled by a power of ten, and the intervals they lie in.

The checker bounds every node with these; the back ends have their own arithmetic, so that a
mistake here shows as a value outside its interval (a property the tests assert).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import NamedTuple

INT64_MAX = 2**63 - 1
QUOTIENT_DECIMALS = 9
MAX_DECIMALS = 18


class Interval(NamedTuple):
    """Where a scaled whole number lies, ends included; ``nonzero`` when 0 is ruled out."""

    low: int
    high: int
    nonzero: bool = False

    @property
    def has_zero(self) -> bool:
        """Tell whether 0 is possible."""
        return self.low <= 0 <= self.high and not self.nonzero

    @property
    def reach(self) -> int:
        """The largest magnitude."""
        return max(abs(self.low), abs(self.high))

    @property
    def nearest_zero(self) -> int:
        """The member nearest to 0: a harmless stand-in for a row that is already in error."""
        if self.low > 0 or self.high < 0:
            return self.low if self.low > 0 else self.high
        if not self.nonzero:
            return 0
        return 1 if self.high >= 1 else -1


def divide_half_away(top: int, bottom: int) -> int:
    """Divide and round half away from zero (Excel's ROUND, DOMAIN.md G8).

    >>> divide_half_away(5, 2), divide_half_away(-5, 2)
    (3, -3)
    """
    sign = -1 if (top < 0) != (bottom < 0) else 1
    return sign * ((2 * abs(top) + abs(bottom)) // (2 * abs(bottom)))


def divide_toward_zero(top: int, bottom: int) -> int:
    """Divide and cut off."""
    sign = -1 if (top < 0) != (bottom < 0) else 1
    return sign * (abs(top) // abs(bottom))


def divide_away(top: int, bottom: int) -> int:
    """Divide and round up in magnitude."""
    sign = -1 if (top < 0) != (bottom < 0) else 1
    return sign * (-(-abs(top) // abs(bottom)))


ROUNDERS: dict[str, Callable[[int, int], int]] = {
    "BULAT": divide_half_away,
    "BULAT.BAWAH": divide_toward_zero,
    "BULAT.ATAS": divide_away,
}


def scale_up(value: int, decimals: int, wanted: int) -> int:
    """Rescale to more decimals."""
    return int(value * 10 ** (wanted - decimals))


def scaled(value: Decimal, decimals: int) -> int | None:
    """Scale a decimal exactly; ``None`` if it has more decimals than that.

    >>> scaled(Decimal("0.90"), 1), scaled(Decimal("0.95"), 1)
    (9, None)
    """
    sign, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int), "NaN and infinity are not numbers here"
    whole = int("".join(map(str, digits)) or "0") * (-1 if sign else 1)
    shift = exponent + decimals
    if shift >= 0:
        return int(whole * 10**shift)
    quotient, rest = divmod(whole, 10**-shift)
    return None if rest else quotient


def decimal(value: int, decimals: int) -> Decimal:
    """Give the decimal of a scaled whole number, exact at any length."""
    text = str(abs(value))
    return Decimal((1 if value < 0 else 0, tuple(map(int, text)), -decimals))


def hull(intervals: Iterable[Interval]) -> Interval:
    """Give the smallest interval around several."""
    found = list(intervals)
    return Interval(
        min(i.low for i in found), max(i.high for i in found), all(not i.has_zero for i in found)
    )


def rescaled(interval: Interval, decimals: int, wanted: int) -> Interval:
    """Rescale an interval to more decimals."""
    factor = 10 ** (wanted - decimals)
    return Interval(interval.low * factor, interval.high * factor, interval.nonzero)


def negated(interval: Interval) -> Interval:
    """Mirror at 0."""
    return Interval(-interval.high, -interval.low, interval.nonzero)


def plus(left: Interval, right: Interval) -> Interval:
    """Add two intervals of one scale."""
    return Interval(left.low + right.low, left.high + right.high)


def times(left: Interval, right: Interval) -> Interval:
    """Multiply two intervals; the scales add."""
    ends = [a * b for a in left[:2] for b in right[:2]]
    return Interval(min(ends), max(ends), not left.has_zero and not right.has_zero)


def over(left: Interval, right: Interval, shift: int) -> Interval:
    """Divide by what ``right`` contains besides 0; ``shift``: the power of ten the quotient needs.

    A divisor of 0 is the row's error, so it has no quotient to bound.
    """
    below = {right.low, right.high, *((-1, 1) if right.low <= 0 <= right.high else ())}
    factor, shrink = 10 ** max(shift, 0), 10 ** max(-shift, 0)
    possible = [b for b in below - {0} if right.low <= b <= right.high]
    ends = [divide_half_away(a * factor, b * shrink) for a in left[:2] for b in possible]
    return Interval(min(ends, default=0), max(ends, default=0))


def absolute(interval: Interval) -> Interval:
    """Drop the sign."""
    if interval.low >= 0:
        return interval
    if interval.high <= 0:
        return negated(interval)
    return Interval(0 if interval.has_zero else 1, interval.reach)


def rounded(interval: Interval, decimals: int, places: int, function: str) -> Interval:
    """Round both ends (rounding never swaps two values)."""
    low, high = (round_scaled(end, decimals, places, function) for end in interval[:2])
    return Interval(low, high)


def round_scaled(value: int, decimals: int, places: int, function: str) -> int:
    """Round to ``places`` (< ``decimals``, may be negative); scaled by ``max(places, 0)``."""
    quotient = ROUNDERS[function](value, 10 ** (decimals - places))
    return int(quotient * 10 ** max(-places, 0))
