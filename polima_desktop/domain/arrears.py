"""What is owed for a month that was settled otherwise: items, how much of them is paid at once.

Why an amount differs is ``differences``; who accepts an item is ``services.months.arrears``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from polima_desktop.domain.differences import CAUSES
from polima_desktop.formatting import listed, money


def payable_now(net: int, owed: Sequence[int], at_most: Decimal | None = None) -> list[int]:
    """Give how much of each item is paid together with a slip of ``net`` rupiah.

    What is owed to the person is paid whole; what they owe is taken off as far as the payment
    reaches, or ``at_most`` a share of it, in the order given, and the rest waits: nobody is paid
    less than nothing.

    >>> payable_now(1000, [300, -500]), payable_now(1000, [-700, -500]), payable_now(0, [-5])
    ([300, -500], [-700, -300], [0])
    >>> payable_now(1000, [-700, -500], Decimal("0.25")), payable_now(999, [-700], Decimal("0.25"))
    ([-250, 0], [-249])
    """
    left = net + sum(amount for amount in owed if amount > 0)
    if at_most is not None:
        left = int(max(left, 0) * at_most)
    paid = []
    for amount in owed:
        now = amount if amount >= 0 else -min(-amount, max(left, 0))
        left += min(now, 0)
        paid.append(now)
    return paid


def reason_words(parts: Mapping[str, int]) -> str:
    """Say what a difference is made of, the largest share first.

    >>> reason_words({"klaim": 174069})
    'putusan klaim Rp 174.069'
    """
    ordered = sorted(parts.items(), key=lambda part: -abs(part[1]))
    return listed(f"{CAUSES[cause]} {money(amount)}" for cause, amount in ordered)
