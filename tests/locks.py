"""Which locks this process holds on a store's files, as the kernel lists them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

TABLE = Path("/proc/locks")
"""Linux has it; other systems are not watched."""

needs_table = pytest.mark.skipif(not TABLE.exists(), reason="this system lists no locks")


def held(store: Path) -> list[tuple[str, ...]]:
    """Give (file, kind, first byte, last byte) of each lock on the store, its -wal and its -shm."""
    names = {}
    for path in store.parent.glob(f"{store.name}*"):
        found = path.stat()
        names[f"{os.major(found.st_dev):02x}:{os.minor(found.st_dev):02x}:{found.st_ino}"] = (
            path.name
        )
    mine = [row for row in _rows() if row[1] == "POSIX" and row[4] == str(os.getpid())]
    return sorted({(names[row[5]], row[3], row[6], row[7]) for row in mine if row[5] in names})


def _rows() -> list[list[str]]:
    """Give the kernel's table, once it reads the same twice: other programs change it meanwhile."""
    text, before = TABLE.read_text(encoding="ascii"), ""
    while text != before:
        text, before = TABLE.read_text(encoding="ascii"), text
    return [line.split() for line in text.splitlines()]
