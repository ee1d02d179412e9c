"""The syntax tree of a formula: what was written, before names and types mean anything.

Every node knows its place in the text in 1-based code points: ``at`` is where a message about
it points (the operator of ``a + b``, the name of a call), ``start``/``end`` (exclusive) is what
it spans. Nodes compare by what they say, not by where they stand.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias


class Span(NamedTuple):
    """Where a node stands: message position, first code point, one past the last."""

    at: int
    start: int
    end: int


NOWHERE = Span(1, 1, 1)


@dataclass(frozen=True, slots=True)
class Number:
    """A literal number: ``digits`` scaled by ``10 ** decimals``, as written (1,50 has two)."""

    digits: int
    decimals: int
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Text:
    """A literal text, without its quotes."""

    value: str
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Name:
    """An input, a line, a list, or (first argument of CARI and JENJANG) a table."""

    name: str
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Unary:
    """A sign before an operand: ``-`` or ``+``."""

    operator: str
    operand: Expr
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Percent:
    """An operand divided by one hundred."""

    operand: Expr
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Binary:
    """Two operands and one of ``+ - * / = <> < <= > >=``."""

    operator: str
    left: Expr
    right: Expr
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Call:
    """A function by its canonical Indonesian name, or as written if there is none."""

    function: str
    arguments: tuple[Expr, ...]
    span: Span = field(default=NOWHERE, compare=False)


Expr: TypeAlias = Number | Text | Name | Unary | Percent | Binary | Call


def children(expr: Expr) -> tuple[Expr, ...]:
    """Give the direct sub-expressions, in the order of the text."""
    match expr:
        case Unary(operand=operand) | Percent(operand=operand):
            return (operand,)
        case Binary(left=left, right=right):
            return (left, right)
        case Call(arguments=arguments):
            return arguments
    return ()


def walk(expr: Expr) -> list[Expr]:
    """Give every node of the tree, parents first; needs no recursion."""
    found: list[Expr] = []
    waiting = [expr]
    while waiting:
        node = waiting.pop()
        found.append(node)
        waiting.extend(reversed(children(node)))
    return found
