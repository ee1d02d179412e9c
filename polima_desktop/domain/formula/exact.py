"""The exact back end: ``decimal``, one person, every sub-expression traced with its place.

Slow and plain on purpose: it explains, it runs examples, and it must equal ``columns`` always.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import (
    ROUND_DOWN,
    ROUND_HALF_UP,
    ROUND_UP,
    Context,
    Decimal,
    Inexact,
    InvalidOperation,
    getcontext,
    localcontext,
)
from typing import NamedTuple, TypeAlias

from polima_desktop.domain.formula import errors
from polima_desktop.domain.formula.errors import RowError
from polima_desktop.domain.formula.printer import canonical, number_text
from polima_desktop.domain.formula.scaled import QUOTIENT_DECIMALS, decimal, scaled
from polima_desktop.domain.formula.tree import BandTable, LookupTable, Node, items_of, steps

Value: TypeAlias = Decimal | str | date | bool
ROUNDING = {"BULAT": ROUND_HALF_UP, "BULAT.BAWAH": ROUND_DOWN, "BULAT.ATAS": ROUND_UP}


class Case(NamedTuple):
    """One person's values: a name that is absent or ``None`` is *missing*, never 0.

    ``items`` holds the lists by name; lists of one family have equal lengths. An item whose
    value could not be had is the ``RowError`` that says why.
    """

    inputs: Mapping[str, Value | None]
    lines: Mapping[str, Value]
    items: Mapping[str, Sequence[Value | RowError | None]]


class Step(NamedTuple):
    """A computed sub-expression: its node (span, source) and value; ``items`` summed over."""

    node: Node
    value: Value
    items: int | None = None

    @property
    def text(self) -> str:
        """The sub-expression in canonical text."""
        return canonical(self.node.source) if self.node.source is not None else ""


class Outcome(NamedTuple):
    """A line's value or its error, the steps in order of computing, and branches taken.

    ``branches`` holds ``(order of the JIKA, True for yes)``.
    """

    value: Value | None
    error: RowError | None
    steps: tuple[Step, ...]
    branches: frozenset[tuple[int, bool]]


def evaluate(node: Node, case: Case, line: str) -> Outcome:
    """Compute one line for one person; a row's failure comes back as ``error``."""
    run = _Evaluator(case)
    with localcontext(Context(prec=_precision(node), traps=[Inexact, InvalidOperation])):
        try:
            value = run.value(node)
        except _Failure as failure:
            error = RowError(line, failure.node.span.at, failure.message)
            return Outcome(None, error, tuple(run.steps), frozenset(run.branches))
    return Outcome(value, None, tuple(run.steps), frozenset(run.branches))


class _Failure(Exception):
    def __init__(self, node: Node, message: str) -> None:
        super().__init__(message)
        self.node = node
        self.message = message


class _Evaluator:
    def __init__(self, case: Case) -> None:
        self.case = case
        self.steps: list[Step] = []
        self.branches: set[tuple[int, bool]] = set()
        self._item: int | None = None

    def value(self, node: Node) -> Value:
        """Compute one node; a single frame a level, so that depth stays harmless."""
        match node.op:
            case "JIKA":
                result = self._choose(node)
            case "JUMLAH":
                return self._sum(node)
            case "input":
                result = self._input(node)
            case _:
                args: list[Value] = []
                for arg in node.args:
                    args.append(self.value(arg))  # noqa: PERF401 - a comprehension is a frame
                result = self._apply(node, args)
        if self._item is None and node.op != "constant":
            self.steps.append(Step(node, result))
        return result

    def _choose(self, node: Node) -> Value:
        condition, yes, no = node.args
        truth = bool(self.value(condition))
        self.branches.add((node.order, truth))
        return self.value(yes if truth else no)

    def _input(self, node: Node) -> Value:
        found = self.case.inputs.get(node.name)
        if found is not None:
            return found
        if not node.args:
            raise _Failure(node, errors.missing_input(node.name))
        try:
            return self.value(node.args[0])
        except _Failure as failure:
            raise _Failure(node, failure.message) from None

    def _sum(self, node: Node) -> Value:
        """Add the items; of several failing items the earliest step's failure is the row's."""
        total, first = Decimal(0), None
        count = self._count(node.args[0])
        for number in range(count):
            self._item = number
            try:
                total += self.value(node.args[0])  # type: ignore[operator]
            except _Failure as failure:
                if first is None or failure.node.order < first.node.order:
                    first = failure
        self._item = None
        if first is not None:
            raise first
        self.steps.append(Step(node, total, count))
        return total

    def _count(self, node: Node) -> int:
        names = items_of(node)
        for step in names:
            if step.name not in self.case.items:
                raise _Failure(step, errors.missing_list(step.name))
        return len(self.case.items[names[0].name])

    def _apply(self, node: Node, args: list[Value]) -> Value:
        match node.op:
            case "constant":
                return _constant(node)
            case "line":
                return self.case.lines[node.name]
            case "item":
                return self._list_item(node)
            case "compare":
                return _compare(node.name, args[0], args[1])
            case "DAN":
                return all(args)
            case "ATAU":
                return any(args)
            case "BUKAN":
                return not args[0]
            case "HARI":
                return Decimal(args[0].toordinal() - args[1].toordinal())  # type: ignore[union-attr]
            case "CARI":
                return _look_up(node, args[0])
        return _without_minus_zero(_number(node, args))  # type: ignore[arg-type]

    def _list_item(self, node: Node) -> Value:
        assert self._item is not None, "the checker allows items only inside JUMLAH"
        found = self.case.items[node.name][self._item]
        if found is None or isinstance(found, RowError):
            reason = str(found) if found else ""
            raise _Failure(node, errors.missing_item(node.name, self._item + 1, reason))
        return found


def _constant(node: Node) -> Value:
    if node.type.kind == "text":
        return node.type.words[node.constant]
    return decimal(node.constant, node.type.decimals)


def _number(node: Node, args: list[Decimal]) -> Decimal:
    match node.op:
        case "negative":
            return -args[0]
        case "percent":
            return args[0].scaleb(-2)
        case "+":
            return args[0] + args[1]
        case "-":
            return args[0] - args[1]
        case "*":
            return args[0] * args[1]
        case "/":
            return _quotient(node, args[0], args[1])
        case "MIN":
            return min(args)
        case "MAKS":
            return max(args)
        case "ABS":
            return abs(args[0])
        case "round":
            return _round(node, args[0])
        case "JENJANG":
            return _band(node, args[0])
    raise AssertionError(node.op)


def _quotient(node: Node, top: Decimal, bottom: Decimal) -> Decimal:
    if not bottom:
        source = node.args[1].source
        raise _Failure(node, errors.zero_divisor(canonical(source) if source else "0"))
    whole, rest = divmod(abs(top).scaleb(QUOTIENT_DECIMALS), abs(bottom))
    if 2 * rest >= abs(bottom):
        whole += 1
    return (-whole if (top < 0) != (bottom < 0) else whole).scaleb(-QUOTIENT_DECIMALS)


def _round(node: Node, value: Decimal) -> Decimal:
    places = node.constant
    if places >= node.args[0].type.decimals:
        return value
    rounding = Context(prec=getcontext().prec, traps=[InvalidOperation])
    return value.quantize(Decimal(1).scaleb(-places), ROUNDING[node.name], rounding)


def _compare(operator: str, left: Value, right: Value) -> bool:
    match operator:
        case "=":
            return left == right
        case "<>":
            return left != right
        case "<":
            return left < right  # type: ignore[operator]
        case "<=":
            return left <= right  # type: ignore[operator]
        case ">":
            return left > right  # type: ignore[operator]
    return left >= right  # type: ignore[operator]


def _look_up(node: Node, key: Value) -> Decimal:
    table = node.table
    assert isinstance(table, LookupTable)
    if isinstance(key, str):
        keys: Sequence[Value] = table.words
    else:
        keys = [decimal(number, table.key_decimals) for number in table.numbers]
    if key not in keys:
        raise _Failure(node, errors.missing_key(shown(key, node.args[0]), table.name))
    return decimal(table.values[keys.index(key)], table.value_decimals)


def _band(node: Node, value: Decimal) -> Decimal:
    table = node.table
    assert isinstance(table, BandTable)
    bounds = [decimal(bound, table.bound_decimals) for bound in table.bounds]
    reached = sum(bound <= value for bound in bounds)
    if not reached:
        raise _Failure(node, errors.below_band(shown(value, node.args[0]), table.name))
    return decimal(table.values[reached - 1], table.value_decimals)


def shown(value: Value, node: Node) -> str:
    """Write a value for a message as the node's type has it, with a decimal comma."""
    if isinstance(value, Decimal):
        whole = scaled(value, node.type.decimals)
        assert whole is not None, "a node's value has no more decimals than its type"
        return number_text(whole, node.type.decimals)
    return str(value)


def _without_minus_zero(value: Decimal) -> Decimal:
    return value or abs(value)


def _precision(node: Node) -> int:
    """Digits enough for every step, so that nothing is ever inexact."""
    widest = max(step.interval.reach for step in steps(node))
    return 2 * len(str(widest)) + 64
