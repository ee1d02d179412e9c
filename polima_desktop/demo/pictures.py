"""Evidence for the manual back-up: a signed attendance sheet, as if photographed, as a PNG file.

Drawn dot by dot with a small bitmap font, so that the demo needs no drawing library and the same
seed gives the same bytes.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from pathlib import Path
from random import Random

import numpy as np
import numpy.typing as npt

WIDTH = 560
_DESK, _PAPER, _LINE, _INK, _PEN = range(5)
_PALETTE = bytes((214, 208, 190, 250, 248, 240, 176, 174, 166, 52, 54, 58, 42, 62, 152))
#: Five columns a sign, the lowest bit on top.
_SIGNS = {
    "0": "3E5149453E", "1": "00427F4000", "2": "4261514946", "3": "2141454B31", "4": "1814127F10",
    "5": "2745454539", "6": "3C4A494930", "7": "0171090503", "8": "3649494936", "9": "064949291E",
    "A": "7E1111117E", "B": "7F49494936", "C": "3E41414122", "D": "7F4141221C", "E": "7F49494941",
    "F": "7F09090901", "G": "3E4149497A", "H": "7F0808087F", "I": "00417F4100", "J": "2040413F01",
    "K": "7F08142241", "L": "7F40404040", "M": "7F020C027F", "N": "7F0408107F", "O": "3E4141413E",
    "P": "7F09090906", "Q": "3E4151215E", "R": "7F09192946", "S": "4649494931", "T": "01017F0101",
    "U": "3F4040403F", "V": "1F2040201F", "W": "3F4038403F", "X": "6314081463", "Y": "0708700807",
    "Z": "6151494543", ".": "0060600000", ",": "0050300000", "-": "0808080808", "/": "2010080402",
    "'": "0005030000", "(": "001C224100", ")": "0041221C00", ":": "0036360000",
}  # fmt: skip
_TABLE_TOP, _ROW = 136, 19
_COLUMNS = (34, 58, 282, 340, 392, 444, 526)
_HEADINGS = ("NO", "NAMA", "TANGGAL", "MASUK", "PULANG", "PARAF")
_ROWS_AT_MOST = 24


class Sheet:
    """A picture being drawn; places are pixels from the upper left."""

    def __init__(self, height: int) -> None:
        self.dots: npt.NDArray[np.uint8] = np.full((height, WIDTH), _DESK, dtype=np.uint8)
        self.dots[12:-10, 14:-12] = _PAPER

    def write(self, x: int, y: int, text: str, size: int = 1) -> None:
        """Write capitals; what the font does not have is left out."""
        for sign in text.upper():
            columns = bytes.fromhex(_SIGNS.get(sign, "0000000000"))
            bits = [[column >> row & 1 for column in columns] for row in range(7)]
            glyph = np.kron(np.array(bits, dtype=np.uint8), np.ones((size, size), dtype=np.uint8))
            place = self.dots[y : y + 7 * size, x : x + 5 * size]
            place[glyph[: place.shape[0], : place.shape[1]] == 1] = _INK
            x += 6 * size

    def centred(self, y: int, text: str, size: int) -> None:
        """Write in the middle, smaller where it would not fit."""
        size = size if 6 * size * len(text) < WIDTH - 60 else 1
        self.write((WIDTH - 6 * size * len(text)) // 2, y, text, size)

    def rule(self, y: int) -> None:
        """Draw a line across the table."""
        self.dots[y, _COLUMNS[0] : _COLUMNS[-1]] = _LINE

    def sign(self, x: int, y: int, width: int, who: str) -> None:
        """Scribble somebody's signature, about that wide; it is the same each time, nearly."""
        random = Random(who)
        steps = np.linspace(0, 1, 40 * width)
        fast, slow, phase = (random.uniform(*span) for span in ((3, 7), (1, 2.5), (0, 6)))
        phase += y % 7 / 20
        wave = np.sin(2 * np.pi * fast * steps + phase) * 4 + np.sin(2 * np.pi * slow * steps) * 3
        across = x + steps * width + 3 * np.sin(2 * np.pi * (fast + 1) * steps)
        self.dots[(y + wave).astype(int), across.astype(int)] = _PEN

    def save(self, path: Path) -> None:
        """Write the picture as a PNG with a palette."""
        height = len(self.dots)
        header = struct.pack(">IIBBBBB", WIDTH, height, 8, 3, 0, 0, 0)
        rows = np.hstack([np.zeros((height, 1), dtype=np.uint8), self.dots])
        chunks = ((b"IHDR", header), (b"PLTE", _PALETTE), (b"IDAT", zlib.compress(rows.tobytes())))
        content = b"".join(_chunk(name, data) for name, data in (*chunks, (b"IEND", b"")))
        path.write_bytes(b"\x89PNG\r\n\x1a\n" + content)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def draw_attendance(
    path: Path, heading: Sequence[str], rows: Sequence[Sequence[str]], head: str
) -> None:
    """Write a sheet: heading lines, then rows of name, date, in and out, each signed for."""
    shown = rows[:_ROWS_AT_MOST]
    sheet = Sheet(max(420, _TABLE_TOP + _ROW * len(shown) + 120))
    for place, line in enumerate(heading):
        sheet.centred(38 + 28 * place, line, 2)
    for x, heading_text in zip(_COLUMNS, _HEADINGS, strict=False):
        sheet.write(x + 4, _TABLE_TOP - 13, heading_text)
    bottom = _TABLE_TOP
    for number, row in enumerate(shown, 1):
        sheet.rule(bottom)
        for x, text in zip(_COLUMNS, (str(number), *row), strict=False):
            sheet.write(x + 4, bottom + 6, text[:36])
        sheet.sign(_COLUMNS[5] + 10, bottom + _ROW // 2, 46, row[0])
        bottom += _ROW
    sheet.rule(bottom)
    sheet.dots[_TABLE_TOP : bottom + 1, list(_COLUMNS)] = _LINE
    sheet.write(330, bottom + 18, "MENGETAHUI,")
    sheet.sign(340, bottom + 46, 90, head)
    sheet.write(330, bottom + 62, head[:36])
    sheet.save(path)
