"""The plain operations of the column back end: whole arrays in, one array out, no row can fail."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce

import numpy as np

from polima_desktop.domain.formula import wide
from polima_desktop.domain.formula.tree import Node
from polima_desktop.domain.formula.wide import Array


def rescaled(node: Node, values: Array, decimals: int) -> Array:
    """Bring a number's values to more decimals; other kinds stay as they are."""
    if node.type.kind != "number":
        return values
    return wide.scale_up(values, node.type.decimals, decimals, node.interval.reach)


def _alike(node: Node, args: list[Array]) -> list[Array]:
    """Bring the operands to the most decimals among them."""
    decimals = max(arg.type.decimals for arg in node.args)
    pairs = zip(node.args, args, strict=True)
    return [rescaled(arg, values, decimals) for arg, values in pairs]


def _plus(node: Node, args: list[Array]) -> Array:
    left, right = _alike(node, args)
    return wide.total(left, right, safe=node.fits)


def _minus(node: Node, args: list[Array]) -> Array:
    left, right = _alike(node, args)
    return wide.total(left, -right, safe=node.fits)


def _times(node: Node, args: list[Array]) -> Array:
    return wide.product(args[0], args[1], safe=node.fits)


def _compare(node: Node, args: list[Array]) -> Array:
    left, right = _alike(node, args)
    match node.name:
        case "=":
            found = left == right
        case "<>":
            found = left != right
        case "<":
            found = left < right
        case "<=":
            found = left <= right
        case ">":
            found = left > right
        case _:
            found = left >= right
    yes: Array = found.astype(bool)
    return yes


def _least(node: Node, args: list[Array]) -> Array:
    return reduce(np.minimum, _alike(node, args))


def _most(node: Node, args: list[Array]) -> Array:
    return reduce(np.maximum, _alike(node, args))


def _round(node: Node, args: list[Array]) -> Array:
    places, decimals = node.constant, node.args[0].type.decimals
    if places >= decimals:
        return args[0]
    rounded = wide.divide(args[0], 10 ** (decimals - places), node.name)
    return wide.product(rounded, 10 ** max(-places, 0), safe=places >= 0)


OPERATIONS: dict[str, Callable[[Node, list[Array]], Array]] = {
    "+": _plus,
    "-": _minus,
    "*": _times,
    "compare": _compare,
    "MIN": _least,
    "MAKS": _most,
    "round": _round,
    "negative": lambda _node, args: -args[0],
    "percent": lambda _node, args: args[0],
    "ABS": lambda _node, args: np.abs(args[0]),
    "DAN": lambda _node, args: reduce(np.logical_and, args),
    "ATAU": lambda _node, args: reduce(np.logical_or, args),
    "BUKAN": lambda _node, args: np.logical_not(args[0]),
    "HARI": lambda _node, args: args[0] - args[1],
}
