"""A real .xls small enough to write by hand: one sheet of texts and numbers (BIFF8 in a CFB)."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from pathlib import Path

SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def write_xls(path: Path, name: str, rows: Sequence[Sequence[str | float]]) -> Path:
    """Write one sheet."""
    path.write_bytes(_compound(_workbook(name, rows)))
    return path


def _record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _workbook(name: str, rows: Sequence[Sequence[str | float]]) -> bytes:
    bof = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 6))
    sheet_name = struct.pack("<BB", len(name), 0) + name.encode("latin-1")
    boundsheet_size = 4 + 6 + len(sheet_name)
    start = len(bof) + boundsheet_size + 4
    boundsheet = _record(0x0085, struct.pack("<IBB", start, 0, 0) + sheet_name)
    sheet = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 6))
    sheet += _record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows)), 0))
    for place, row in enumerate(rows):
        for column, value in enumerate(row):
            sheet += _cell(place, column, value)
    return bof + boundsheet + _record(0x000A) + sheet + _record(0x000A)


def _cell(row: int, column: int, value: str | float) -> bytes:
    where = struct.pack("<HHH", row, column, 0)
    if isinstance(value, str):
        text = struct.pack("<HB", len(value), 1) + value.encode("utf-16-le")
        return _record(0x0204, where + text)
    return _record(0x0203, where + struct.pack("<d", value))


def _compound(stream: bytes) -> bytes:
    """Wrap a stream named Workbook: header, FAT, directory, then the stream's own sectors."""
    stream = stream.ljust(max(4096, -(-len(stream) // SECTOR) * SECTOR), b"\0")
    count = len(stream) // SECTOR
    fat = [_FAT, _END, *range(3, 2 + count), _END]
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(SECTOR, b"\xff")
    header = struct.pack(
        "<8s16sHHHHHHIIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, 0, 0, 0, 1, 1, 0, 4096,
        _END, 0, _END, 0,
    )  # fmt: skip
    difat = struct.pack("<I", 0) + struct.pack("<I", _FREE) * 108
    directory = (
        _entry("Root Entry", 5, _END, 0, child=1)
        + _entry("Workbook", 2, 2, len(stream))
        + _entry("", 0, 0, 0) * 2
    )
    return header + difat + table + directory + stream


def _entry(name: str, kind: int, first: int, size: int, child: int = _FREE) -> bytes:
    text = (name + "\0").encode("utf-16-le") if name else b""
    return struct.pack(
        "<64sHBBIII16sIQQIII",
        text, len(text), kind, 1, _FREE, _FREE, child, b"", 0, 0, 0, first, size, 0,
    )  # fmt: skip
