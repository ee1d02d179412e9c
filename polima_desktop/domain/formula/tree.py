"""The typed tree both back ends run: every node with its type, unit, decimals and interval.

Also what a formula may refer to: variables, lists, band tables, look-up tables. All numbers in
here are whole, scaled by their node's ``decimals``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, NamedTuple, TypeAlias

from polima_desktop.domain.formula.scaled import INT64_MAX, Interval
from polima_desktop.domain.formula.syntax import NOWHERE, Expr, Span
from polima_desktop.domain.formula.units import PLAIN, Unit

Kind: TypeAlias = Literal["number", "text", "date", "bool"]
KIND_WORDS: dict[Kind, str] = {
    "number": "angka", "text": "teks", "date": "tanggal", "bool": "ya/tidak",
}  # fmt: skip


class Type(NamedTuple):
    """What a value is. ``unit`` is ``None`` when it contains a literal factor (any unit).

    A text lies in the closed list ``words``, which messages call by ``list_name``.
    """

    kind: Kind
    decimals: int = 0
    unit: Unit | None = PLAIN
    words: tuple[str, ...] = ()
    list_name: str = ""


class BandTable(NamedTuple):
    """Half-open bands: ``bounds[i] <= x < bounds[i+1]`` gives ``values[i]``."""

    name: str
    bounds: tuple[int, ...]
    bound_decimals: int
    values: tuple[int, ...]
    value_decimals: int

    def place(self, scaled_value: int, decimals: int) -> int:
        """Give the band a value falls in, or -1 below the first bound."""
        wanted = max(decimals, self.bound_decimals)
        bounds = [bound * 10 ** (wanted - self.bound_decimals) for bound in self.bounds]
        return bisect_right(bounds, scaled_value * 10 ** (wanted - decimals)) - 1


class LookupTable(NamedTuple):
    """Exact keys to values: as texts, and as numbers scaled by ``key_decimals`` if all are.

    The kind of the key that is looked up decides which of the two is meant.
    """

    name: str
    words: tuple[str, ...]
    numbers: tuple[int, ...]
    key_decimals: int
    values: tuple[int, ...]
    value_decimals: int


class Variable(NamedTuple):
    """A named value a formula may use. ``family`` names the list it is an item of, if any.

    ``otherwise`` is evaluated for rows where the value is missing (the class table).
    """

    name: str
    label: str
    type: Type
    interval: Interval
    family: str = ""
    otherwise: Node | None = None


Operation: TypeAlias = Literal[
    "constant", "input", "line", "item", "negative", "percent", "+", "-", "*", "/", "compare",
    "JIKA", "DAN", "ATAU", "BUKAN", "MIN", "MAKS", "ABS", "round", "CARI", "JENJANG", "JUMLAH",
    "HARI",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Node:
    """One computed step. ``order`` counts the steps of its formula, operands before results."""

    op: Operation
    args: tuple[Node, ...]
    type: Type
    interval: Interval
    span: Span = NOWHERE
    order: int = 0
    constant: int = 0
    """Constant: its scaled value (or code into the words). Rounding: the places."""
    name: str = ""
    """Input, line, item: its name. Comparison: operator. Rounding: function. JUMLAH: the list."""
    table: BandTable | LookupTable | None = None
    source: Expr | None = field(default=None, compare=False)

    @property
    def fits(self) -> bool:
        """Tell whether every possible value fits a 64-bit whole number."""
        return self.interval.reach <= INT64_MAX


class Scope(NamedTuple):
    """Everything a formula may name."""

    variables: Mapping[str, Variable]
    lines: Mapping[str, Variable]
    bands: Mapping[str, BandTable]
    tables: Mapping[str, LookupTable]
    items_at_most: Mapping[str, int]
    broken: frozenset[str] = frozenset()
    undeclared: Mapping[str, str] = MappingProxyType({})
    """Names with their label that could be declared and are not."""


def steps(node: Node) -> list[Node]:
    """Give every node below and the node itself; needs no recursion."""
    found: list[Node] = []
    waiting = [node]
    while waiting:
        step = waiting.pop()
        found.append(step)
        waiting.extend(step.args)
    return found


def items_of(node: Node) -> list[Node]:
    """Give the list items a summed expression names, in the order of computing."""
    return sorted((s for s in steps(node) if s.op == "item"), key=lambda step: step.order)
