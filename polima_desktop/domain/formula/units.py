"""Units of measure as a small algebra: words with exponents, multiplied and divided.

``None`` stands for *any unit*: a literal number takes whatever unit makes the expression
consistent (FORMULA.md "Inputs are declared"), and so does whatever it is multiplied with.
"""

from __future__ import annotations

from typing import TypeAlias

Unit: TypeAlias = tuple[tuple[str, int], ...]
"""Sorted pairs of word and exponent; ``()`` is a plain number."""

PLAIN: Unit = ()
_NO_UNIT = {"", "none", "-", "%", "tanpa", "tanpa satuan"}


def read_unit(text: str) -> Unit:
    """Read ``Rp``, ``jam pelajaran``, ``Rp/poin``; ``%``, ``none`` and nothing are plain numbers.

    >>> read_unit("Rp/poin")
    (('Rp', 1), ('poin', -1))
    """
    unit = PLAIN
    for place, word in enumerate(text.split("/")):
        word = " ".join(word.split())
        if word.casefold() not in _NO_UNIT:
            unit = _combine(unit, ((word, 1),), -1 if place else 1)
    return unit


def multiply(left: Unit | None, right: Unit | None) -> Unit | None:
    """Give the unit of a product; any times something is any."""
    return None if left is None or right is None else _combine(left, right, 1)


def divide(left: Unit | None, right: Unit | None) -> Unit | None:
    """Give the unit of a quotient."""
    return None if left is None or right is None else _combine(left, right, -1)


def agree(left: Unit | None, right: Unit | None) -> bool:
    """Tell whether two things may be added or compared."""
    return left is None or right is None or left == right


def either(left: Unit | None, right: Unit | None) -> Unit | None:
    """Give the known one of two units that agree."""
    return right if left is None else left


def show(unit: Unit | None) -> str:
    """Write a unit for a message: ``Rp/poin``, ``tanpa satuan``."""
    if not unit:
        return "tanpa satuan"
    above = [_power(word, n) for word, n in unit if n > 0]
    below = [_power(word, -n) for word, n in unit if n < 0]
    return "/".join(["·".join(above) or "1", *below])


def _combine(left: Unit, right: Unit, sign: int) -> Unit:
    powers = dict(left)
    for word, exponent in right:
        powers[word] = powers.get(word, 0) + sign * exponent
    return tuple(sorted((word, n) for word, n in powers.items() if n))


def _power(word: str, exponent: int) -> str:
    return word if exponent == 1 else f"{word}^{exponent}"
