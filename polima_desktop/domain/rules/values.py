"""Reads one value of a declared input from text: CSV cells, examples, variables of activities.

Numbers have a decimal point and no grouping; percents are fractions, or end in ``%``; dates are
``2021-01-31``; yes/no is ya/tidak (true/false, 1/0). Blank is ``None``: missing, never 0.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from polima_desktop.domain.formula.errors import did_you_mean
from polima_desktop.domain.formula.exact import Value
from polima_desktop.domain.formula.scaled import decimal, scaled
from polima_desktop.domain.formula.tree import Variable

_NUMBER = re.compile(r"[+-]?[0-9]{1,30}(\.[0-9]{1,30})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TRUTH = {
    "ya": True, "true": True, "1": True, "benar": True,
    "tidak": False, "false": False, "0": False, "salah": False,
}  # fmt: skip


class Unreadable(Exception):
    """A text that is no value of its input; the words say why."""


def read_decimal(text: str) -> Decimal:
    """Read a number with a decimal point, exactly."""
    if not _NUMBER.fullmatch(text):
        hint = " Tulis desimal dengan titik, tanpa pemisah ribuan." if "," in text else ""
        raise Unreadable(f"'{text}' bukan angka.{hint}")
    return Decimal(text)


def read_value(variable: Variable, text: str) -> Value | None:
    """Read a value of a variable; raise ``Unreadable`` with the reason, ``None`` if blank."""
    text = text.strip()
    if not text:
        return None
    match variable.type.kind:
        case "number":
            return _read_number(variable, text)
        case "date":
            return _read_date(variable, text)
        case "bool":
            if text.casefold() not in _TRUTH:
                raise Unreadable(
                    f"'{text}' bukan isian yang sah untuk {variable.name}: ya atau tidak."
                )
            return _TRUTH[text.casefold()]
    return text


def refusal(variable: Variable, value: Value) -> str:
    """Say why a value is outside what its input declares; empty if it is inside."""
    if variable.type.kind == "text":
        words = variable.type.words
        if value in words:
            return ""
        near = did_you_mean(str(value), words)
        return f"'{value}' bukan isian yang sah untuk {variable.name}.{near}"
    if variable.type.kind != "number":
        return ""
    assert isinstance(value, Decimal)
    whole = scaled(value, variable.type.decimals)
    if whole is None:
        return too_fine(variable, plain_number(value))
    inside = variable.interval.low <= whole <= variable.interval.high
    return "" if inside else out_of_range(variable, plain_number(value))


def too_fine(variable: Variable, shown: str) -> str:
    """Say that a number has more decimals than its input declares."""
    return (
        f"Isian '{variable.name}' bernilai {shown}: paling banyak {variable.type.decimals} desimal."
    )


def out_of_range(variable: Variable, shown: str) -> str:
    """Say that a number is outside the range its input declares."""
    return f"Isian '{variable.name}' bernilai {shown}, di luar {range_text(variable)}."


def range_text(variable: Variable) -> str:
    """Write the declared range: ``0 sampai 50000000``."""
    low, high = (decimal(end, variable.type.decimals) for end in variable.interval[:2])
    return f"{plain_number(low)} sampai {plain_number(high)}"


def plain_number(value: Decimal) -> str:
    """Write a number with a decimal point, without exponent, grouping or padding zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def write_value(value: Value, decimals: int) -> str:
    """Write a value exactly: point decimals as declared, no grouping; ya/tidak; ISO dates."""
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, Decimal):
        return f"{value:.{decimals}f}"
    return value.isoformat() if isinstance(value, date) else value


def _read_number(variable: Variable, text: str) -> Decimal:
    share = text.endswith("%")
    try:
        number = read_decimal(text.removesuffix("%").rstrip())
    except Unreadable as error:
        raise Unreadable(f"{variable.name}: {error}") from None
    return _hundredth(number) if share else number


def _hundredth(number: Decimal) -> Decimal:
    sign, digits, exponent = number.as_tuple()
    return Decimal((sign, digits, int(exponent) - 2))


def _read_date(variable: Variable, text: str) -> date:
    try:
        if _DATE.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass  # the day does not exist: the same words as for any other text
    raise Unreadable(f"{variable.name}: '{text}' bukan tanggal. Tulis seperti 2021-01-31.")
