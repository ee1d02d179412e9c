"""A formula in Excel's own language, so that a bureau can check the engine by hand.

Names, tables and bands become cell references that the caller gives. A quotient is rounded to 9
decimals, as the engine does. JUMLAH is the caller's: its items stand in rows of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from polima_desktop.domain.formula.functions import FUNCTIONS
from polima_desktop.domain.formula.scaled import QUOTIENT_DECIMALS
from polima_desktop.domain.formula.syntax import (
    Binary,
    Call,
    Expr,
    Name,
    Number,
    Percent,
    Text,
    Unary,
)

Sum = Callable[[Expr], str]


def excel(expr: Expr, cells: Mapping[str, str], tables: Mapping[str, str], total: Sum) -> str:
    """Write an expression; ``cells`` by name, ``tables`` by name of a two-column range."""

    def written(part: Expr) -> str:
        return excel(part, cells, tables, total)

    match expr:
        case Number(digits=digits, decimals=decimals):
            return _number(digits, decimals)
        case Text(value=value):
            return '"' + value.replace('"', '""') + '"'
        case Name(name=name):
            return cells[name]
        case Unary(operator=operator, operand=operand):
            return f"({operator}{written(operand)})"
        case Percent(operand=operand):
            return f"({written(operand)}/100)"
        case Binary(operator="/", left=left, right=right):
            return f"ROUND({written(left)}/{written(right)},{QUOTIENT_DECIMALS})"
        case Binary(operator=operator, left=left, right=right):
            return f"({written(left)}{operator}{written(right)})"
        case Call(function="JUMLAH", arguments=arguments):
            return total(arguments[0])
        case Call(function="HARI", arguments=arguments):
            return f"({written(arguments[0])}-{written(arguments[1])})"
        case Call(function="CARI" | "JENJANG" as function, arguments=(Name(name=table), key)):
            near = "TRUE" if function == "JENJANG" else "FALSE"
            return f"VLOOKUP({written(key)},{tables[table]},2,{near})"
        case Call(function=function, arguments=arguments):
            return f"{FUNCTIONS[function].english}({','.join(map(written, arguments))})"
    raise AssertionError(expr)  # every kind of expression stands above


def _number(digits: int, decimals: int) -> str:
    text = str(digits).rjust(decimals + 1, "0")
    return f"{text[:-decimals]}.{text[-decimals:]}" if decimals else text
