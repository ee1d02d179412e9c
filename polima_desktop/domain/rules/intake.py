"""Takes columns in: rescales, maps words to the rule set's lists, checks ranges, names misfits.

After this every present value lies inside its declared interval, which is what makes the
checker's bounds true. A value that does not is the row's error, never cut or rounded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from polima_desktop.domain.formula import wide
from polima_desktop.domain.formula.columns import Lists, Values
from polima_desktop.domain.formula.scaled import decimal
from polima_desktop.domain.formula.tree import Variable
from polima_desktop.domain.formula.wide import Array
from polima_desktop.domain.rules.supplied import ITEMS_AT_MOST
from polima_desktop.domain.rules.values import out_of_range, plain_number, refusal, too_fine


@dataclass(frozen=True, slots=True)
class Column:
    """One value a row.

    A number is scaled by ``10 ** decimals``; a text is a code into ``words``; a date is
    ``date.toordinal()``; yes/no is 0 or 1. ``present`` ``None`` means that no row lacks it.
    """

    values: Array
    decimals: int = 0
    present: NDArray[np.bool_] | None = None
    words: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A list a row, flattened: items of row ``i`` are ``values[offsets[i]:offsets[i+1]]``.

    ``present`` and ``reasons`` (why an item has no value) count flattened items.
    """

    values: Array
    offsets: NDArray[np.int64]
    decimals: int = 0
    present: NDArray[np.bool_] | None = None
    reasons: Mapping[int, str] = field(default_factory=dict)


class Misfit(NamedTuple):
    """Rows (or items) whose value cannot be accepted, with the reason of each."""

    rows: NDArray[np.int64]
    messages: list[str]


def accept(variable: Variable, column: Column) -> tuple[Values, Misfit]:
    """Bring a column to what its variable declares; misfits get a harmless value."""
    if variable.type.kind == "text":
        return _accept_words(variable, column)
    if variable.type.kind != "number":
        return Values(column.values, column.present), _fitting()
    values, coarse = _rescaled(column, variable.type.decimals)
    low, high, _ = variable.interval
    wrong = coarse | (values < low) | (values > high)
    if column.present is not None:
        wrong &= column.present
    if not wrong.any():
        return Values(
            wide.as_narrow(values) if _fits(variable) else values, column.present
        ), _fitting()
    rows = np.flatnonzero(wrong)
    messages = [
        (too_fine if coarse[row] else out_of_range)(
            variable, plain_number(decimal(int(column.values[row]), column.decimals))
        )
        for row in rows.tolist()
    ]
    values = np.where(wrong, variable.interval.nearest_zero, values)
    values = wide.as_narrow(values) if _fits(variable) else values
    return Values(values, column.present), Misfit(rows, messages)


def accept_lists(
    variables: Mapping[str, Variable], given: Mapping[str, ListColumn]
) -> tuple[dict[str, Lists], list[Misfit]]:
    """Bring lists to what their variables declare, by family; misfit rows are people."""
    families: dict[str, dict[str, Values]] = {}
    offsets: dict[str, NDArray[np.int64]] = {}
    misfits: list[Misfit] = []
    for name, column in given.items():
        variable = variables[name]
        known = offsets.setdefault(variable.family, column.offsets)
        if known is not column.offsets and not np.array_equal(known, column.offsets):
            raise ValueError(f"lists of the family {variable.family} differ in length at {name}")
        values, misfit = accept(variable, Column(column.values, column.decimals, column.present))
        values = values._replace(reasons=column.reasons)
        families.setdefault(variable.family, {})[name] = values
        misfits.append(_of_people(misfit, column.offsets))
    lists = {family: Lists(items, offsets[family]) for family, items in families.items()}
    misfits += [_too_long(family, lists[family]) for family in lists]
    return lists, misfits


def _of_people(misfit: Misfit, offsets: NDArray[np.int64]) -> Misfit:
    people = np.searchsorted(offsets, misfit.rows, side="right") - 1
    return Misfit(people, misfit.messages)


def too_long(family: str, length: int) -> str:
    """Say that a list has more items than the bounds allow for; empty if it has not."""
    most = ITEMS_AT_MOST[family]
    return f"Daftar {family} berisi {length} butir, paling banyak {most}." if length > most else ""


def _too_long(family: str, lists: Lists) -> Misfit:
    rows = np.flatnonzero(lists.counts > ITEMS_AT_MOST[family])
    return Misfit(rows, [too_long(family, int(lists.counts[row])) for row in rows.tolist()])


def _fitting() -> Misfit:
    return Misfit(np.zeros(0, np.int64), [])


def _fits(variable: Variable) -> bool:
    return variable.interval.reach < 2**63


def _rescaled(column: Column, decimals: int) -> tuple[Array, NDArray[np.bool_]]:
    """Rescale exactly; the mask marks values with more decimals than wanted."""
    if column.decimals <= decimals:
        factor = 10 ** (decimals - column.decimals)
        values = wide.product(column.values, factor, safe=factor == 1)
        return values, np.zeros(len(values), bool)
    factor = 10 ** (column.decimals - decimals)
    values = column.values if factor < 2**63 else wide.as_wide(column.values)
    return wide.divide(values, factor, "BULAT.BAWAH"), (values % factor != 0).astype(bool)


def _accept_words(variable: Variable, column: Column) -> tuple[Values, Misfit]:
    given = column.words if column.words is not None else variable.type.words
    known = {word: code for code, word in enumerate(variable.type.words)}
    codes = np.array([known.get(word, -1) for word in given] or [-1], dtype=np.int64)
    safe = column.values if column.present is None else np.where(column.present, column.values, 0)
    values = codes[safe]
    wrong = values < 0
    if column.present is not None:
        wrong &= column.present
    rows = np.flatnonzero(wrong)
    messages = [refusal(variable, given[int(safe[row])]) for row in rows.tolist()]
    return Values(np.maximum(values, 0), column.present), Misfit(rows, messages)
