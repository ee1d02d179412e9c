"""The canonical text of a formula: one way to write each tree, the way that is stored.

Indonesian function names, one blank around two-sided operators, ``; `` between arguments and
no parenthesis that is not needed; reading it back gives the same tree.
"""

from __future__ import annotations

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

_LEVELS = {"+": 2, "-": 2, "*": 3, "/": 3}
_COMPARISON, _SIGN, _PERCENT, _ATOM = 1, 4, 5, 6


def canonical(expr: Expr) -> str:
    """Write the tree as its one stored text."""
    match expr:
        case Number(digits=digits, decimals=decimals):
            return number_text(digits, decimals)
        case Text(value=value):
            return '"' + value.replace('"', '""') + '"'
        case Name(name=name):
            return name
        case Unary(operator=operator, operand=operand):
            return operator + _fenced(canonical(operand), _level(operand) < _SIGN)
        case Percent(operand=operand):
            return _fenced(canonical(operand), _level(operand) < _PERCENT) + "%"
        case Binary(operator=operator, left=left, right=right):
            level = _level(expr)
            before = _fenced(canonical(left), _level(left) < level)
            after = _fenced(canonical(right), _level(right) <= level)
            return f"{before} {operator} {after}"
        case Call(function=function, arguments=arguments):
            return f"{function}({'; '.join(map(canonical, arguments))})"


def number_text(digits: int, decimals: int) -> str:
    """Write a scaled whole number with a decimal comma: ``(125, 2)`` is ``1,25``."""
    if not decimals:
        return str(digits)
    text = str(abs(digits)).rjust(decimals + 1, "0")
    sign = "-" if digits < 0 else ""
    return f"{sign}{text[:-decimals]},{text[-decimals:]}"


def _level(expr: Expr) -> int:
    match expr:
        case Binary(operator=operator):
            return _LEVELS.get(operator, _COMPARISON)
        case Unary():
            return _SIGN
        case Percent():
            return _PERCENT
    return _ATOM


def _fenced(text: str, needed: bool) -> str:
    return f"({text})" if needed else text
