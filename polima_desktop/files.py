"""Reading and writing files whole. What stands in a file is not here.

Every file a person names is read by ``read_whole`` and written by ``replacing``: both refuse a file
that this process holds open, which is the store's own. On POSIX systems, closing any descriptor of
such a file, even one that was only read, drops the locks SQLite holds on it.
"""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TextIO

from polima_desktop.domain.errors import Refused
from polima_desktop.formatting import number

LARGEST = 2_000_000_000
"""Bytes of a file that is still read; no list, document or backup of rules is larger."""
_HOLES_FROM = 20_000_000
"""A file of so many bytes of which the disk holds next to nothing is not read."""
_DESCRIPTORS = Path("/dev/fd")
"""The open files of this process; Windows has no such folder, nor locks that are lost like this."""


def read_whole(path: Path, wanted: str = "satu berkas", most: int = LARGEST) -> bytes:
    """Give the bytes of a file a person named; ``wanted`` says what to choose in a folder.

    Raises ``Refused`` for a folder, a device, a file that is not there, cannot be read or has more
    than ``most`` bytes, and the open store's own.
    """
    try:
        _refuse_unless_file(path, wanted, most)
        refuse_if_held(path)
        return path.read_bytes()
    except FileNotFoundError:
        raise Refused(f"Berkas {path} tidak ada.", "Periksa nama dan letaknya.") from None
    except OSError as problem:
        raise Refused(
            f"Berkas {path} tidak bisa dibaca.",
            "Periksa izin berkas, dan apakah disk atau jaringannya tersambung.",
        ) from problem


def _refuse_unless_file(path: Path, wanted: str, most: int) -> None:
    """Look before opening: a pipe would wait for ever, a device never end."""
    about = path.stat()
    if stat.S_ISDIR(about.st_mode):
        raise Refused(f"{path} adalah folder.", f"Pilih {wanted} di dalamnya.")
    if not stat.S_ISREG(about.st_mode):
        raise Refused(f"{path} bukan berkas, melainkan perangkat atau pipa.", f"Pilih {wanted}.")
    if about.st_size > most:
        raise Refused(
            f"{path.name} berukuran {number(about.st_size // 1_000_000)} MB, lebih besar daripada "
            f"yang bisa dibaca ({number(most // 1_000_000)} MB).",
            f"Pilih {wanted} yang lebih kecil, atau bagi isinya.",
        )
    on_disk = getattr(about, "st_blocks", about.st_size) * 512
    if about.st_size > _HOLES_FROM and on_disk < about.st_size // 50:
        raise Refused(
            f"{path.name} hampir seluruhnya lubang kosong; salinannya mungkin belum selesai.",
            "Salin ulang berkas itu dari asalnya.",
        )


@contextmanager
def opening(path: Path) -> Iterator[BinaryIO]:
    """Give a file to read piece by piece; refused as ``read_whole`` refuses."""
    refuse_if_held(path)
    try:
        source = path.open("rb")
    except OSError as problem:
        raise Refused(
            f"Berkas {path} tidak bisa dibaca.", "Periksa nama, letak, dan izinnya."
        ) from problem
    with source:
        yield source


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
