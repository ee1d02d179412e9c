"""The column back end: numpy, a whole population at once, exact whole numbers.

Rows that fail are marked with the first failure, in the order in which ``exact`` meets it, and
carry a harmless value from then on. JIKA computes each branch only for the rows that take it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from polima_desktop.domain.formula import errors, wide
from polima_desktop.domain.formula.errors import RowError
from polima_desktop.domain.formula.operations import OPERATIONS, rescaled
from polima_desktop.domain.formula.printer import canonical, number_text
from polima_desktop.domain.formula.scaled import INT64_MAX, QUOTIENT_DECIMALS
from polima_desktop.domain.formula.tree import BandTable, LookupTable, Node, items_of
from polima_desktop.domain.formula.wide import Array

Index: TypeAlias = NDArray[np.int64] | slice
EVERY = slice(None)


class Values(NamedTuple):
    """A named value of every row: scaled numbers, word codes, day numbers or 0/1.

    ``present`` is ``None`` when no row lacks it.
    """

    values: Array
    present: NDArray[np.bool_] | None = None
    reasons: Mapping[int, str] = MappingProxyType({})
    """For lists: why an item has no value, by its place in the flattened list."""


class Lists(NamedTuple):
    """The lists of one family, flattened: items of row ``i`` are ``offsets[i]:offsets[i+1]``."""

    items: Mapping[str, Values]
    offsets: NDArray[np.int64]

    @property
    def counts(self) -> NDArray[np.int64]:
        """Items of each row."""
        return np.diff(self.offsets)

    @property
    def owners(self) -> NDArray[np.int64]:
        """The row of each item."""
        return np.repeat(np.arange(len(self.offsets) - 1), self.counts)


class _Rows(NamedTuple):
    """The rows under computation: people, or the items of people inside JUMLAH."""

    size: int
    people: Index
    items: Index | None = None

    def where(self, mask: NDArray[np.bool_]) -> _Rows:
        """Keep some of the rows."""
        chosen = np.flatnonzero(mask)
        items = None if self.items is None else _take(self.items, chosen)
        return _Rows(len(chosen), _take(self.people, chosen), items)


def _take(index: Index, chosen: NDArray[np.int64]) -> NDArray[np.int64]:
    return chosen if isinstance(index, slice) else index[chosen]


class Population:
    """A run over ``n`` rows: inputs, the lines computed so far, and who failed why."""

    def __init__(self, n: int, inputs: Mapping[str, Values], lists: Mapping[str, Lists]) -> None:
        self.n = n
        self.inputs = inputs
        self.lists = lists
        self.lines: dict[str, Array] = {}
        self.bad = np.zeros(n, dtype=bool)
        self.errors: dict[int, RowError] = {}
        self._line = ""

    def compute(self, line: str, node: Node, decimals: int) -> Array:
        """Compute a line for all rows, at the decimals it declares; later lines may name it."""
        self._line = line
        values = self._value(node, _Rows(self.n, EVERY))
        self.lines[line] = rescaled(node, values, decimals)
        return self.lines[line]

    def fail(self, row: int, error: RowError) -> None:
        """Mark one row as failed before it is computed; an earlier failure stays."""
        self.errors.setdefault(row, error)
        self.bad[row] = True

    def _value(self, node: Node, rows: _Rows) -> Array:
        """Compute one node; a single frame a level, so that depth stays harmless."""
        match node.op:
            case "JIKA":
                return self._choose(node, rows)
            case "JUMLAH":
                return self._sum(node, rows)
            case "input":
                return self._input(node, rows)
            case "item":
                return self._list_item(node, rows)
            case "line":
                return self.lines[node.name][rows.people]
            case "constant":
                return _constant(node, rows.size)
        args: list[Array] = []
        for arg in node.args:
            args.append(self._value(arg, rows))  # noqa: PERF401 - a comprehension is a frame
        match node.op:
            case "/":
                result = self._quotient(node, args, rows)
            case "CARI":
                result = self._look_up(node, args[0], rows)
            case "JENJANG":
                result = self._band(node, args[0], rows)
            case _:
                result = OPERATIONS[node.op](node, args)
        return wide.as_narrow(result) if node.fits else result

    def _fail_where(
        self, node: Node, rows: _Rows, mask: NDArray[np.bool_], message: Callable[[int], str]
    ) -> None:
        """Mark the rows of a mask as failed; ``message`` words the failure of one of them."""
        people = np.arange(self.n)[rows.people]
        places = np.flatnonzero(mask & ~self.bad[people])
        owners, first = np.unique(people[places], return_index=True)
        for owner, place in zip(owners.tolist(), places[first].tolist(), strict=True):
            self.errors[owner] = RowError(self._line, node.span.at, message(place))
        self.bad[owners] = True

    def _input(self, node: Node, rows: _Rows) -> Array:
        found = self.inputs.get(node.name)
        if found is None:
            missing, values = np.ones(rows.size, bool), _fill(node, rows.size)
        else:
            values = found.values[rows.people]
            if found.present is None:
                return values
            missing = ~found.present[rows.people]
        if not missing.any():
            return values
        if node.args:
            values = _writable(values, node.args[0])
            values[missing] = self._otherwise(node, rows.where(missing))
            return values
        text = errors.missing_input(node.name)
        self._fail_where(node, rows, missing, lambda _place: text)
        return np.where(missing, node.interval.nearest_zero, values)

    def _otherwise(self, node: Node, rows: _Rows) -> Array:
        """Compute what stands in for a missing input; its failures are the input's."""
        instead = node.args[0]
        failed = {**self.errors}
        values = self._value(instead, rows)
        for row in self.errors.keys() - failed.keys():
            self.errors[row] = self.errors[row]._replace(position=node.span.at)
        return wide.scale_up(
            values, instead.type.decimals, node.type.decimals, instead.interval.reach
        )

    def _list_item(self, node: Node, rows: _Rows) -> Array:
        family = next(f for f in self.lists.values() if node.name in f.items)
        found = family.items[node.name]
        assert rows.items is not None, "the checker allows items only inside JUMLAH"
        values = found.values[rows.items]
        if found.present is None:
            return values
        missing = ~found.present[rows.items]
        if not missing.any():
            return values
        numbers = np.arange(len(found.values)) - family.offsets[family.owners] + 1
        places = np.arange(len(numbers))[rows.items]

        def message(place: int) -> str:
            item = int(places[place])
            reason = found.reasons.get(item, "")
            return errors.missing_item(node.name, int(numbers[item]), reason)

        self._fail_where(node, rows, missing, message)
        return np.where(missing, node.interval.nearest_zero, values)

    def _choose(self, node: Node, rows: _Rows) -> Array:
        condition, yes, no = node.args
        truth = self._value(condition, rows).astype(bool)
        sound = ~self.bad[rows.people]
        result = _fill(node, rows.size)
        for branch, mask in ((yes, truth & sound), (no, ~truth & sound)):
            chosen = rows.where(mask)
            if not chosen.size:
                continue
            values = rescaled(branch, self._value(branch, chosen), node.type.decimals)
            if values.dtype == object and result.dtype != object:
                result = wide.as_wide(result)
            result[mask] = values
        return wide.as_narrow(result) if node.fits else result

    def _sum(self, node: Node, rows: _Rows) -> Array:
        missing = [step for step in items_of(node) if not self._has_list(step.name)]
        if missing:
            text = errors.missing_list(missing[0].name)
            self._fail_where(missing[0], rows, np.ones(rows.size, bool), lambda _place: text)
            return _fill(node, rows.size)
        family = self.lists[node.name]
        inner = self._inner_rows(family, rows)
        values = self._value(node.args[0], inner)
        counts = family.counts[rows.people]
        starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])[:-1]
        sums = wide.segment_sums(values, starts, counts, safe=node.fits)
        return wide.as_narrow(sums) if node.fits else sums

    def _has_list(self, name: str) -> bool:
        return any(name in family.items for family in self.lists.values())

    def _inner_rows(self, family: Lists, rows: _Rows) -> _Rows:
        if isinstance(rows.people, slice):
            return _Rows(int(family.offsets[-1]), family.owners, EVERY)
        counts = family.counts[rows.people]
        ends = np.cumsum(counts)
        total = int(ends[-1]) if len(ends) else 0
        shift = np.repeat(family.offsets[:-1][rows.people] - (ends - counts), counts)
        return _Rows(total, np.repeat(rows.people, counts), np.arange(total) + shift)

    def _quotient(self, node: Node, args: list[Array], rows: _Rows) -> Array:
        top, bottom = args
        divisor = node.args[1]
        zero = bottom == 0
        if zero.any():
            text = errors.zero_divisor(canonical(divisor.source) if divisor.source else "0")
            self._fail_where(node, rows, zero, lambda _place: text)
            bottom = np.where(zero, 1, bottom)
        shift = QUOTIENT_DECIMALS + divisor.type.decimals - node.args[0].type.decimals
        if shift > 0 and node.args[0].interval.reach * 10**shift > INT64_MAX:
            found = wide.long_quotient(top, bottom, shift)
            if found is not None:
                return found
        top = wide.scale_up(top, 0, max(shift, 0), node.args[0].interval.reach)
        bottom = wide.scale_up(bottom, 0, max(-shift, 0), divisor.interval.reach)
        return wide.divide(top, bottom, "BULAT")

    def _look_up(self, node: Node, keys: Array, rows: _Rows) -> Array:
        table, key = node.table, node.args[0]
        assert isinstance(table, LookupTable)
        if key.type.kind == "text":
            places = np.array([_find(table.words, word) for word in key.type.words])[keys]
        else:
            places = _number_places(table, key, keys)
        missing = places < 0
        if missing.any():
            self._fail_where(
                node,
                rows,
                missing,
                lambda place: errors.missing_key(_shown(key, keys[place]), table.name),
            )
        return np.where(missing, node.interval.nearest_zero, whole(table.values)[places])

    def _band(self, node: Node, values: Array, rows: _Rows) -> Array:
        table, key = node.table, node.args[0]
        assert isinstance(table, BandTable)
        decimals = max(key.type.decimals, table.bound_decimals)
        factor = 10 ** (decimals - table.bound_decimals)
        bounds = whole([bound * factor for bound in table.bounds])
        places = wide.places(bounds, rescaled(key, values, decimals))
        below = places < 0
        if below.any():
            self._fail_where(
                node,
                rows,
                below,
                lambda place: errors.below_band(_shown(key, values[place]), table.name),
            )
        return np.where(below, node.interval.nearest_zero, whole(table.values)[places])


def whole(numbers: list[int] | tuple[int, ...]) -> Array:
    """Make an array of whole numbers, of Python's where 64 bits are not enough."""
    fits = all(abs(number) <= INT64_MAX for number in numbers)
    return np.array(numbers, dtype=np.int64 if fits else object)


def _constant(node: Node, size: int) -> Array:
    return np.repeat(whole([node.constant]), size)


def _fill(node: Node, size: int) -> Array:
    if node.type.kind == "bool":
        return np.zeros(size, dtype=bool)
    return np.repeat(whole([node.interval.nearest_zero]), size)


def _writable(values: Array, instead: Node) -> Array:
    return values.copy() if instead.fits else wide.as_wide(values).copy()


def _find(words: tuple[str, ...], word: str) -> int:
    return words.index(word) if word in words else -1


def _number_places(table: LookupTable, key: Node, keys: Array) -> Array:
    decimals = max(key.type.decimals, table.key_decimals)
    factor = 10 ** (decimals - table.key_decimals)
    order = sorted(range(len(table.numbers)), key=lambda place: table.numbers[place])
    known = whole([table.numbers[place] * factor for place in order])
    wanted = rescaled(key, keys, decimals)
    near = np.minimum(wide.places(known, wanted - 1) + 1, len(known) - 1)
    return np.where(known[near] == wanted, np.array(order)[near], -1)


def _shown(node: Node, value: int) -> str:
    if node.type.kind == "text":
        return node.type.words[value]
    return number_text(int(value), node.type.decimals)
