"""Numbers as a person types them, read exactly; how they are written is in ``formatting``."""

from __future__ import annotations

import re
from decimal import Decimal

from polima_desktop.domain.errors import Refused
from polima_desktop.formatting import MINUS

_NUMBER = re.compile(r"[-−]?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?")


def read_number(text: str) -> Decimal:
    """Read what a person typed: ``1.234,5`` or ``1234,5``; Rp and blanks around are ignored.

    Raises ``Refused`` for anything else, so ``1.5`` is never taken for 15.
    """
    typed = text.strip().removeprefix("Rp").strip()
    if not _NUMBER.fullmatch(typed):
        raise Refused(
            f"‘{text.strip()}’ bukan angka.",
            "Tulis seperti 1.234,5: titik untuk ribuan, koma untuk desimal.",
        )
    return Decimal(typed.replace(".", "").replace(",", ".").replace(MINUS, "-"))
