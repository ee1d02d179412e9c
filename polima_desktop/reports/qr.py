"""A verification code as a QR symbol: one inline image mask of a bit a module."""

from __future__ import annotations

import numpy as np
import zxingcpp

FIXED = 3
"""The pattern laid over every symbol: trying all eight takes five times as long, and a signed text
has no regular parts that one of them would hide better."""


def qr_mask(text: str, pattern: int | None = FIXED) -> str:
    """Give the operators that draw the symbol into the unit square, black on what is there.

    Error correction is level M: a stamp or a fold over 15 % of the symbol still reads. A mask is
    a sixth of the size of the same modules as rectangles, which counts 4,039 times. ``pattern``
    None is the best of all eight, as slips were drawn at first.
    """
    fixed = {} if pattern is None else {"data_mask": pattern}
    symbol = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M", **fixed)
    image = np.asarray(symbol.to_image(scale=1, add_quiet_zones=False))
    bits = np.packbits(image == 0, axis=1).tobytes().hex().upper()
    side = len(image)
    return f"0 g BI /W {side} /H {side} /IM true /D [1 0] /F /AHx ID {bits}> EI"
