"""Reading a chosen file whole, and writing one whole or not at all; not what stands in it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from polima_desktop.domain.errors import Refused


def read_whole(path: Path, wanted: str = "satu berkas") -> bytes:
    """Give the bytes of a file a person named; ``wanted`` says what to choose in a folder.

    Raises ``Refused`` for a folder, a file that is not there, and one that cannot be read.
    """
    if path.is_dir():
        raise Refused(f"{path} adalah folder.", f"Pilih {wanted} di dalamnya.")
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise Refused(f"Berkas {path} tidak ada.", "Periksa nama dan letaknya.") from None
    except OSError as problem:
        raise Refused(
            f"Berkas {path} tidak bisa dibaca.",
            "Periksa izin berkas, dan apakah disk atau jaringannya tersambung.",
        ) from problem


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Give a binary file that becomes ``path`` when the block ends well.

    Its ``name`` is where the scrap stands meanwhile. An error or a cancel inside leaves what
    stood there before and no scrap behind.
    Raises ``Refused`` when the folder or the file cannot be written.
    """
    try:
        handle, scrap = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise _unwritable(path) from error
    try:
        os.close(handle)
        with Path(scrap).open("wb") as out:
            yield out
        Path(scrap).chmod(_ordinary_mode())
        _put_in_place(Path(scrap), path)
    finally:
        Path(scrap).unlink(missing_ok=True)


def _put_in_place(scrap: Path, path: Path) -> None:
    try:
        scrap.replace(path)
    except OSError as error:
        raise _unwritable(path) from error


def _ordinary_mode() -> int:
    """Give the mode of a newly made file: a scrap starts readable by its owner only."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _unwritable(path: Path) -> Refused:
    return Refused(
        f"Berkas {path} tidak bisa ditulis.",
        "Pilih folder lain, atau tutup berkas itu jika sedang terbuka.",
    )
