"""Reading and writing files whole. What stands in a file is not here.

Every file a person names is read by ``read_whole`` and written by ``replacing``: both refuse a file
that this process holds open, which is the store's own. On POSIX systems, closing any descriptor of
such a file, even one that was only read, drops the locks SQLite holds on it.
"""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TextIO

from polima_desktop.domain.errors import Refused

_DESCRIPTORS = Path("/dev/fd")
"""The open files of this process; Windows has no such folder, nor locks that are lost like this."""


def read_whole(path: Path, wanted: str = "satu berkas") -> bytes:
    """Give the bytes of a file a person named; ``wanted`` says what to choose in a folder.

    Raises ``Refused`` for a folder, a file that is not there, one that cannot be read, and the
    open store's own.
    """
    if path.is_dir():
        raise Refused(f"{path} adalah folder.", f"Pilih {wanted} di dalamnya.")
    refuse_if_held(path)
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise Refused(f"Berkas {path} tidak ada.", "Periksa nama dan letaknya.") from None
    except OSError as problem:
        raise Refused(
            f"Berkas {path} tidak bisa dibaca.",
            "Periksa izin berkas, dan apakah disk atau jaringannya tersambung.",
        ) from problem


def refuse_if_held(path: Path) -> None:
    """Refuse a file this process has open, under whatever name it is given."""
    if _held(path):
        raise Refused(
            f"{path.name} adalah berkas data SI POLIMA yang sedang terbuka.",
            "Pilih berkas lain. Data yang terbuka tidak bisa diimpor, dilampirkan, atau ditimpa.",
        )


def _held(path: Path) -> bool:
    try:
        wanted = path.stat()
        own = [entry.name for entry in _DESCRIPTORS.iterdir()]
    except OSError:  # nothing stands there, or this system has no such list
        return False
    return any(_same(int(name), wanted) for name in own)


def _same(descriptor: int, wanted: os.stat_result) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), wanted)
    except OSError:  # closed meanwhile, as the one of the list itself
        return False


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Give a binary file that becomes ``path`` when the block ends well.

    An error or a cancel inside leaves what stood there before and no scrap behind.
    Raises ``Refused`` when the folder or the file cannot be written, or is the open store.
    """
    refuse_if_held(path)
    try:
        handle, scrap = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise _unwritable(path) from error
    try:
        os.close(handle)
        with _room_for(path), Path(scrap).open("wb") as out:
            yield out
        Path(scrap).chmod(_ordinary_mode())
        _put_in_place(Path(scrap), path)
    finally:
        Path(scrap).unlink(missing_ok=True)


@contextmanager
def appending(path: Path) -> Iterator[TextIO]:
    """Give a text file to add lines to; what was written before a crash stays."""
    refuse_if_held(path)
    try:
        out = path.open("a", encoding="utf-8", newline="")
    except OSError as error:
        raise _unwritable(path) from error
    with _room_for(path), out:
        yield out


@contextmanager
def _room_for(path: Path) -> Iterator[None]:
    """Say in words that a disk is full or broken, whoever found it out while writing."""
    try:
        yield
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO):
            raise
        raise Refused(
            f"Berkas {path} tidak tersimpan: ruang penyimpanan habis atau rusak.",
            "Kosongkan ruang, atau pilih folder di tempat lain, lalu simpan lagi.",
        ) from error


def written(out: BinaryIO) -> bytes:
    """Give what was written so far to the file of ``replacing``."""
    out.flush()
    return Path(out.name).read_bytes()


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
