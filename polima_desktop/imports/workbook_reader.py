"""Reads a workbook in a process of its own: workbook in on stdin, sheets out on stdout.

The workbook reader may abort the process it runs in, or ask for gigabytes, over a few damaged
bytes. Here it may: memory and computing time are bounded, and who asked (``apart``) hears only that
nothing more came. Light on purpose: no pandas, nothing of ours that needs it.
"""

from __future__ import annotations

import io
import math
import os
import pickle
import sys
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO, NamedTuple

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

from polima_desktop.imports import hidden
from polima_desktop.imports.failed_cells import failed_cells

MEMORY, MEMORY_PER_BYTE = 420_000_000, 30
"""Bytes the reader may take: so many, and so many more for each byte of the file."""
SECONDS, SECONDS_PER_MEGABYTE = 4, 3
WIDE, WIDE_CELLS, CELLS = 1_000, 1_000_000, 30_000_000
"""A sheet of more columns than ``WIDE`` is no list when it has so many cells; no sheet has more."""
DENSE, LEAST_FILLED = 300_000, 10
"""A sheet of more cells is refused where fewer than one in so many says anything."""
CHUNK = 5_000


class SheetHead(NamedTuple):
    """A sheet before its rows come; ``rows`` and ``columns`` hidden in it count from 0."""

    name: str
    shown: bool
    hidden_rows: tuple[int, ...]
    hidden_columns: tuple[int, ...]


class Failure(NamedTuple):
    """Why nothing more comes: ``password``, ``damaged``, ``large`` (with its size), ``gone``."""

    kind: str
    sheet: str = ""
    height: int = 0
    width: int = 0


DONE = "done"
"""The last word; without it the reader did not come to the end."""


def main() -> int:
    """Read the workbook on stdin; write each sheet's head and its rows in chunks, then ``DONE``.

    Errors nobody expects end this process: who asked sees that the last word is missing.
    """
    with os.fdopen(os.dup(0), "rb") as source:
        content = source.read()
    with os.fdopen(os.dup(1), "wb") as out:
        _silence()
        _bound(len(content))
        try:
            _read(content, out)
            _send(out, DONE)
        except PasswordError:
            _send(out, Failure("password"))
        except CalamineError as problem:
            locked = any(word in str(problem).lower() for word in ("password", "encrypt"))
            _send(out, Failure("password" if locked else "damaged"))
    return 0


def _read(content: bytes, out: BinaryIO) -> None:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    packed = content.startswith(b"PK")
    archive = zipfile.ZipFile(io.BytesIO(content)) if packed else None
    concealed = hidden.of_archive(archive) if archive else {}
    for meta in workbook.sheets_metadata:
        if meta.typ != SheetTypeEnum.WorkSheet:
            continue
        claimed = hidden.claimed_size(archive, meta.name) if archive else None
        if claimed and too_large(*claimed):
            _send(out, Failure("large", meta.name, *claimed[:2]))
            return
        sheet = workbook.get_sheet_by_name(meta.name)
        if too_large(sheet.height, sheet.width):
            _send(out, Failure("large", meta.name, sheet.height, sheet.width))
            return
        rows = sheet.to_python(skip_empty_area=False)
        _show_failed(rows, archive, meta.name)
        shown = str(meta.visible).endswith("Visible")
        _send(out, SheetHead(meta.name, shown, *concealed.get(meta.name, ((), ()))))
        for chunk in _chunks(rows):
            _send(out, chunk)


def too_large(height: int, width: int, filled: int | None = None) -> bool:
    """Whether a sheet claims more than any list has, or is vast with next to nothing in it."""
    cells = height * width
    if filled is not None and cells > DENSE and cells > LEAST_FILLED * filled:
        return True
    return cells > CELLS or (width > WIDE and cells > WIDE_CELLS)


def _show_failed(rows: list[list[Any]], archive: zipfile.ZipFile | None, sheet: str) -> None:
    """Put the errors of formulas back into the cells the reader left blank."""
    if archive is None:
        return
    for row, column, text in failed_cells(archive, sheet):
        if row < len(rows) and column < len(rows[row]) and rows[row][column] == "":
            rows[row][column] = text


def _chunks(rows: list[list[Any]]) -> Iterator[list[list[Any]]]:
    for start in range(0, len(rows), CHUNK):
        yield rows[start : start + CHUNK]


def _send(out: BinaryIO, what: object) -> None:
    pickle.dump(what, out, protocol=pickle.HIGHEST_PROTOCOL)


def _silence() -> None:
    """Let an abort's last words not stand in the clerk's terminal, nor a print among the rows."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for descriptor in (1, 2):
        os.dup2(nowhere, descriptor)


def _bound(size: int) -> None:
    """Bound memory and computing time where the system can."""
    if sys.platform == "win32":
        return
    import resource

    memory = MEMORY + MEMORY_PER_BYTE * size
    seconds = SECONDS + math.ceil(SECONDS_PER_MEGABYTE * size / 1_000_000)
    for which, limit in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds),
                         (resource.RLIMIT_CORE, 0)):  # fmt: skip
        _, hard = resource.getrlimit(which)
        resource.setrlimit(which, (limit if hard < 0 else min(limit, hard), hard))


if __name__ == "__main__":  # what is sent must be known by this module's own name, not __main__
    from polima_desktop.imports import workbook_reader

    sys.exit(workbook_reader.main())
