"""What a condition proves about the numbers in it, so that a guarded division is accepted.

In the *yes* branch of ``JIKA(hari > 0; alpa / hari; 0)`` the interval of ``hari`` starts at its
smallest positive value. Facts are kept by canonical text, so they hold for whole expressions.
"""

from __future__ import annotations

from typing import TypeAlias

from polima_desktop.domain.formula.printer import canonical
from polima_desktop.domain.formula.scaled import Interval
from polima_desktop.domain.formula.tree import Node

Facts: TypeAlias = dict[str, Interval]
"""Canonical text of an expression → interval at that expression's own decimals."""

_MIRRORED = {"=": "=", "<>": "<>", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_OPPOSITE = {"=": "<>", "<>": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}


def facts(condition: Node, truth: bool) -> Facts:
    """Give what is known where the condition is ``truth``."""
    if condition.op == "BUKAN":
        return facts(condition.args[0], not truth)
    if condition.op == ("DAN" if truth else "ATAU"):
        found: Facts = {}
        for part in condition.args:
            found = joined(found, facts(part, truth))
        return found
    if condition.op == "compare" and condition.args[0].type.kind == "number":
        left, right = condition.args
        operator = condition.name if truth else _OPPOSITE[condition.name]
        return {
            **_fact(left, operator, right),
            **_fact(right, _MIRRORED[operator], left),
        }
    return {}


def joined(known: Facts, new: Facts) -> Facts:
    """Add facts; where both speak of one expression, both hold."""
    both = {text: meet(known[text], new[text]) for text in known.keys() & new.keys()}
    return {**known, **new, **both}


def meet(left: Interval, right: Interval) -> Interval:
    """Intersect two intervals; an impossible one (a dead branch) leaves the first as it is."""
    low, high = max(left.low, right.low), min(left.high, right.high)
    nonzero = left.nonzero or right.nonzero
    if nonzero and low == 0:
        low = 1
    if nonzero and high == 0:
        high = -1
    return Interval(low, high, nonzero) if low <= high else left


def _fact(subject: Node, operator: str, other: Node) -> Facts:
    if subject.source is None or subject.op == "constant":
        return {}
    return {canonical(subject.source): _narrowed(subject, operator, other)}


def _narrowed(subject: Node, operator: str, other: Node) -> Interval:
    """Narrow the subject by ``subject operator other``, in its own decimals."""
    decimals = max(subject.type.decimals, other.type.decimals)
    up = 10 ** (decimals - other.type.decimals)
    step = 10 ** (decimals - subject.type.decimals)
    low, high = other.interval.low * up, other.interval.high * up
    own = subject.interval
    match operator:
        case "=":
            return meet(own, Interval(-(-low // step), high // step))
        case "<":
            return meet(own, Interval(own.low, (high - 1) // step))
        case "<=":
            return meet(own, Interval(own.low, high // step))
        case ">":
            return meet(own, Interval(low // step + 1, own.high))
        case ">=":
            return meet(own, Interval(-(-low // step), own.high))
    is_zero = low == high == 0
    return meet(own, Interval(own.low, own.high, nonzero=is_zero))
