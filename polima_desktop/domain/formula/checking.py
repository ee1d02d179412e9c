"""One check of a formula: its scope, its steps and remarks, and what every part of it asks.

How a kind of expression is checked is not here: operators and names are in ``checker``, calls in
``calls``. Both stand on this, so neither needs the other's details.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import NamedTuple

from polima_desktop.domain.formula import units
from polima_desktop.domain.formula.errors import FormulaError
from polima_desktop.domain.formula.guards import Facts, facts, joined
from polima_desktop.domain.formula.printer import canonical
from polima_desktop.domain.formula.scaled import MAX_DECIMALS, Interval
from polima_desktop.domain.formula.syntax import Expr, Text
from polima_desktop.domain.formula.tree import KIND_WORDS, Node, Scope, Type


class BrokenReference(Exception):
    """The formula names a line that has its own error; that one is reported, not this."""


class Remark(NamedTuple):
    """Something to say about a formula that can nevertheless be computed."""

    refuses: bool
    """True: a published rule set may not contain it. False: only a warning."""
    message: str
    position: int


class Check(ABC):
    """The state of one check: the scope, the step counter, the list being summed, remarks."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.remarks: list[Remark] = []
        self.family: str | None = None
        """The list JUMLAH goes over: None outside, "" until an item names it."""
        self._steps = 0

    @abstractmethod
    def node(self, expr: Expr, known: Facts, text: Type) -> Node:
        """Check one expression. ``text``: the closed list a literal text here must lie in."""

    def make(
        self,
        source: Expr,
        op: str,
        args: tuple[Node, ...],
        kind: Type,
        interval: Interval,
        **details: object,
    ) -> Node:
        """Make the next step; refuse more decimals than exact arithmetic keeps."""
        if kind.decimals > MAX_DECIMALS:
            raise _too_fine(source, kind.decimals, args)
        self._steps += 1
        return Node(op, args, kind, interval, source.span, self._steps,  # type: ignore[arg-type]
                    source=source, **details)  # type: ignore[arg-type]  # fmt: skip

    def refuse(self, message: str, position: int) -> None:
        """Note what a published rule set may not contain."""
        self.remarks.append(Remark(True, message, position))

    def warn(self, message: str, position: int) -> None:
        """Note what deserves a second look."""
        self.remarks.append(Remark(False, message, position))

    def pair(
        self, left: Expr, right: Expr, known_left: Facts, known_right: Facts, text: Type
    ) -> tuple[Node, Node]:
        """Check two sides that must be alike; a literal text takes the closed list of the other."""
        if isinstance(left, Text) and not isinstance(right, Text):
            second = self.node(right, known_right, text)
            return self.node(left, known_left, _list_of(second, text)), second
        first = self.node(left, known_left, text)
        return first, self.node(right, known_right, _list_of(first, text))

    def need(self, node: Node, kind: str, what: str) -> None:
        """Refuse a node that is not of the kind an operator or a function needs."""
        if node.type.kind != kind:
            wanted = KIND_WORDS[kind]  # type: ignore[index]
            raise FormulaError(
                f"{what} memerlukan {wanted}, bukan {KIND_WORDS[node.type.kind]}.", node.span.at
            )

    def same_unit(self, nodes: tuple[Node, ...], what: str, at: int) -> units.Unit | None:
        """Give the common unit of numbers that are added, compared or chosen from."""
        unit: units.Unit | None = None
        for node in nodes:
            if not units.agree(unit, node.type.unit):
                raise FormulaError(
                    f"Satuan tidak sama pada {what}: {units.show(unit)} dan "
                    f"{units.show(node.type.unit)}.",
                    at,
                )
            unit = units.either(unit, node.type.unit)
        return unit

    def same_list(self, nodes: tuple[Node, Node], at: int) -> None:
        """Refuse two texts of different closed lists."""
        left, right = (node.type for node in nodes)
        if left.kind == "text" and left.words != right.words:
            raise FormulaError(f"Daftar isian {left.list_name} dan {right.list_name} berbeda.", at)

    def branches(self, condition: Node, known: Facts) -> tuple[Facts, Facts]:
        """Give what is known in the yes branch and in the no branch."""
        return joined(known, facts(condition, True)), joined(known, facts(condition, False))


def _too_fine(source: Expr, decimals: int, args: tuple[Node, ...]) -> FormulaError:
    hint = ""
    if args and args[0].source is not None:
        hint = f" Bulatkan lebih dulu, mis. BULAT({canonical(args[0].source)}; 2)."
    return FormulaError(
        f"Hasil di sini mencapai {decimals} desimal, paling banyak {MAX_DECIMALS}.{hint}",
        source.span.at,
    )


def _list_of(node: Node, text: Type) -> Type:
    return node.type if node.type.words else text
