"""A verification code as a QR symbol: one PDF path of integer rectangles."""

from __future__ import annotations

import re

import numpy as np
import zxingcpp

_DARK_RUN = re.compile(rb"\x00+")


def qr_path(text: str) -> tuple[int, str]:
    """Give the modules a side and the fill path, one unit a module, y pointing up.

    Error correction is level M: a stamp or a fold over 15 % of the symbol still reads.
    """
    symbol = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    image = np.asarray(symbol.to_image(scale=1, add_quiet_zones=False))
    side, modules = len(image), image.tobytes()
    rectangles = [
        f"{run.start()} {side - 1 - row} {run.end() - run.start()} 1 re"
        for row in range(side)
        for run in _DARK_RUN.finditer(modules[row * side : (row + 1) * side])
    ]
    return side, f"0 g {' '.join(rectangles)} f"
