"""Numbers as they are typed into the grids of the rule desk: read as the formula editor reads them.

A dot never separates thousands here, because ``1.000`` could be either; a percent sign may stand
behind a number. Amounts elsewhere are read by ``domain.typed``.
"""

from __future__ import annotations

from decimal import Decimal

from polima_desktop.domain.errors import Refused
from polima_desktop.domain.formula.errors import FormulaError
from polima_desktop.domain.formula.lexer import tokens
from polima_desktop.domain.typed import read_number


def read_entered(text: str) -> Decimal:
    """Read ``1234,5`` or ``85%`` (0,85); refuse a dot and say which number it may mean."""
    typed = text.strip().removeprefix("Rp").strip()
    percent = typed.endswith("%")
    body = typed.removesuffix("%").strip()
    if "." in body:
        raise _dotted(text.strip(), body)
    value = read_number(body) if body else read_number(text)
    return value / 100 if percent else value


def _dotted(text: str, body: str) -> Refused:
    """Say what a number with a dot may mean, in the words of the formula editor."""
    try:
        list(tokens(body.lstrip("-−")))
    except FormulaError as error:
        choices = [fix.text for fix in error.fixes]
        if len(choices) == 2:
            whole, fraction = choices
            return Refused(
                f"‘{text}’ bisa berarti {whole} atau {fraction}.",
                f"Tulis {whole} untuk bilangan bulat, atau {fraction} untuk pecahan desimal.",
            )
        if choices:
            return Refused(f"‘{text}’ bukan angka.", f"Tulis {choices[0]}, tanpa titik.")
    return Refused(f"‘{text}’ bukan angka.", "Tulis seperti 1234,5: koma untuk desimal.")
