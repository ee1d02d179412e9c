"""A third opinion on every formula: the syntax tree over ``fractions``, nothing shared with us.

It knows no decimals, types or intervals: a fraction is exact, so the only roundings are those
that the language itself says (a quotient to nine decimals, the BULAT family).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from polima_desktop.domain.formula.syntax import (
    Binary,
    Call,
    Expr,
    Name,
    Number,
    Percent,
    Text,
    Unary,
    walk,
)

Opinion = Fraction | str | bool | dt.date


class RowFails(Exception):
    """The row has no result."""


@dataclass
class World:
    """What a formula can see; ``None`` is missing."""

    values: Mapping[str, Opinion | None]
    lists: Mapping[str, Sequence[Opinion | None]]
    bands: Mapping[str, Sequence[tuple[Fraction, Fraction]]]
    tables: Mapping[str, Mapping[Opinion, Fraction]]
    item: int | None = None

    def opinion(self, expr: Expr) -> Opinion:
        match expr:
            case Number(digits=digits, decimals=decimals):
                return Fraction(digits, 10**decimals)
            case Text(value=value):
                return value
            case Name(name=name):
                return self._named(name)
            case Unary(operator=sign, operand=operand):
                return -self.opinion(operand) if sign == "-" else self.opinion(operand)
            case Percent(operand=operand):
                return self.opinion(operand) / 100
            case Binary(operator=operator, left=left, right=right):
                return _apply(operator, self.opinion(left), self.opinion(right))
            case Call(function=function, arguments=arguments):
                return self._call(function, arguments)

    def _named(self, name: str) -> Opinion:
        value = self.lists[name][self.item] if name in self.lists else self.values[name]
        if value is None:
            raise RowFails
        return value

    def _call(self, function: str, arguments: tuple[Expr, ...]) -> Opinion:
        if function == "JIKA":
            return self.opinion(arguments[1 if self.opinion(arguments[0]) else 2])
        if function == "JUMLAH":
            return self._sum(arguments[0])
        if function == "CARI":
            key = self.opinion(arguments[1])
            table = self.tables[arguments[0].name]
            if key not in table:
                raise RowFails
            return table[key]
        if function == "JENJANG":
            return self._band(arguments[0].name, self.opinion(arguments[1]))
        values = [self.opinion(argument) for argument in arguments]
        match function:
            case "DAN":
                return all(values)
            case "ATAU":
                return any(values)
            case "BUKAN":
                return not values[0]
            case "MIN":
                return min(values)
            case "MAKS":
                return max(values)
            case "ABS":
                return abs(values[0])
            case "HARI":
                return Fraction((values[0] - values[1]).days)
        return _rounded(function, values[0], int(values[1]))

    def _sum(self, expr: Expr) -> Fraction:
        named = [n.name for n in walk(expr) if isinstance(n, Name) and n.name in self.lists]
        total = Fraction(0)
        for item in range(len(self.lists[named[0]])):
            world = World(self.values, self.lists, self.bands, self.tables, item)
            total += world.opinion(expr)
        return total

    def _band(self, name: str, value: Opinion) -> Fraction:
        reached = [result for bound, result in self.bands[name] if bound <= value]
        if not reached:
            raise RowFails
        return reached[-1]


def _apply(operator: str, left: Opinion, right: Opinion) -> Opinion:
    match operator:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case "/":
            if right == 0:
                raise RowFails
            return _rounded("BULAT", left / right, 9)
        case "=":
            return left == right
        case "<>":
            return left != right
        case "<":
            return left < right
        case "<=":
            return left <= right
        case ">":
            return left > right
    return left >= right


def _rounded(function: str, value: Fraction, places: int) -> Fraction:
    shifted = abs(value) * Fraction(10) ** places
    whole = shifted.numerator // shifted.denominator
    rest = shifted - whole
    if function == "BULAT" and rest >= Fraction(1, 2):
        whole += 1
    if function == "BULAT.ATAS" and rest > 0:
        whole += 1
    result = Fraction(whole) / Fraction(10) ** places
    return -result if value < 0 else result
