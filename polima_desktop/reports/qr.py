"""A verification code as a QR symbol: one PDF path of integer rectangles."""

from __future__ import annotations

import numpy as np
import zxingcpp


def qr_path(text: str) -> tuple[int, str]:
    """Give the modules a side and the fill path, one unit a module, y pointing up.

    Error correction is level M: a stamp or a fold over 15 % of the symbol still reads.
    """
    symbol = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    dark = np.asarray(symbol.to_image(scale=1, add_quiet_zones=False)) < 128
    side = dark.shape[0]
    edges = np.diff(np.pad(dark.astype(np.int8), ((0, 0), (1, 1))), axis=1)
    rows, starts = np.nonzero(edges == 1)
    lengths = np.nonzero(edges == -1)[1] - starts
    runs = zip(starts.tolist(), (side - 1 - rows).tolist(), lengths.tolist(), strict=True)
    return side, "0 g " + " ".join(f"{x} {y} {n} 1 re" for x, y, n in runs) + " f"
