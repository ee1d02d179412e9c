"""Asks the workbook reader in its own process for the sheets of a workbook, and says what failed.

Whatever happens over there, an abort too, is a ``Refused`` here. What a packed workbook says of its
own size is looked at before anything is unpacked.
"""

from __future__ import annotations

import io
import os
import pickle
import struct
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from queue import Empty, Queue
from threading import Thread
from typing import IO, Any

from polima_desktop.domain.errors import Refused
from polima_desktop.domain.progress import Progress
from polima_desktop.formatting import number
from polima_desktop.imports.workbook_reader import DONE, Failure, SheetHead

READER = "--workbook-reader"
"""What the program is started with where it has no interpreter to start (its packaged form)."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
UNPACKED, SMALL, RATIO = 400_000_000, 30_000_000, 100
"""A workbook that unpacks to more is refused; above ``SMALL`` also one that shrank too well."""
_FRESH = "Buka di Excel atau LibreOffice, lalu simpan ulang sebagai .xlsx."

RawSheet = tuple[SheetHead, list[list[Any]]]


def read_workbook(name: str, content: bytes, progress: Progress, words: str) -> list[RawSheet]:
    """Give the sheets of a workbook with their rows, blanks as ``""``.

    Raises:
        Refused: encrypted, damaged, no workbook, or larger than any list.
    """
    _look_inside(name, content)
    sheets: list[RawSheet] = []
    progress.report(0, 0, words)
    with _reader(content) as queue:
        for answer in _answers(queue, progress):
            if isinstance(answer, Failure):
                raise _refusal(name, answer)
            if isinstance(answer, SheetHead):
                progress.report(len(sheets), 0, f"{words}, lembar {answer.name}")
                sheets.append((answer, []))
            else:
                sheets[-1][1].extend(answer)
    return sheets


def _look_inside(name: str, content: bytes) -> None:
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise _encrypted(name)
        return
    try:
        entries = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError, struct.error):
        raise Refused(
            f"{name} terpotong atau rusak.", "Salin ulang berkas itu dari asalnya."
        ) from None
    if not any(e.filename.startswith("xl/") or e.filename == "content.xml" for e in entries):
        raise Refused(
            f"{name} bukan buku kerja Excel.", "Pilih berkas xlsx, xls, ods, csv, atau txt."
        )
    if any(e.flag_bits & 1 for e in entries):
        raise _encrypted(name)
    size = sum(e.file_size for e in entries)
    if size > UNPACKED or (size > SMALL and size > RATIO * len(content)):
        raise Refused(
            f"{name} menjadi {number(size // 1_000_000)} MB bila dibuka; daftar tidak sebesar itu.",
            "Hapus baris dan kolom kosong di luar daftar, atau simpan daftarnya sebagai CSV.",
        )


def _encrypted(name: str) -> Refused:
    return Refused(
        f"{name} dikunci dengan kata sandi.",
        "Buka di Excel, hapus kata sandinya, lalu simpan ulang.",
    )


def _refusal(name: str, failure: Failure) -> Refused:
    if failure.kind == "password":
        return _encrypted(name)
    if failure.kind == "large":
        return too_large(f"Lembar ‘{failure.sheet}’ {name}", failure.height, failure.width)
    if failure.kind == "gone":
        return Refused(f"{name} rusak, atau jauh lebih besar daripada sebuah daftar.", _FRESH)
    return Refused(f"{name} rusak atau bukan buku kerja Excel.", _FRESH)


def too_large(what: str, height: int, width: int) -> Refused:
    """Refuse a sheet that claims more than a list can hold."""
    return Refused(
        f"{what} berukuran {number(height)} baris × {number(width)} kolom, terlalu besar untuk "
        "sebuah daftar.",
        "Salin daftarnya saja ke buku kerja baru, lalu impor itu.",
    )


@contextmanager
def _reader(content: bytes) -> Iterator[Queue[Any]]:
    """Start the reader, feed it, and give its answers; it never outlives this block."""
    command = [sys.executable, READER]
    if not getattr(sys, "frozen", False):
        command = [sys.executable, "-m", "polima_desktop.imports.workbook_reader"]
    answers: Queue[Any] = Queue()
    with subprocess.Popen(  # noqa: S603 - our own program, fixed words
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    ) as process:  # fmt: skip
        assert process.stdin is not None  # pipes were asked for
        assert process.stdout is not None
        threads = (
            Thread(target=_feed, args=(process.stdin, content), daemon=True),
            Thread(target=_hear, args=(process.stdout, answers), daemon=True),
        )
        for thread in threads:
            thread.start()
        try:
            yield answers
        finally:
            process.kill()
            for thread in threads:
                thread.join()


def _feed(pipe: IO[bytes], content: bytes) -> None:
    try:
        pipe.write(content)
        pipe.close()
    except OSError:  # the reader ended before it had read everything; its answers say why
        return


def _hear(pipe: IO[bytes], answers: Queue[Any]) -> None:
    """Pass on what comes until the last word; without one, the reader is gone."""
    answer: Any = None
    try:
        while answer != DONE and not isinstance(answer, Failure):
            answer = pickle.load(pipe)  # noqa: S301 - written by our own process
            answers.put(answer)
    except (EOFError, pickle.UnpicklingError):  # it was stopped, perhaps while it wrote
        pass
    finally:
        answers.put(Failure("gone"))


def _answers(queue: Queue[Any], progress: Progress) -> Iterator[Any]:
    """Give the answers as they come; a cancel is heard while none comes."""
    while True:
        try:
            answer = queue.get(timeout=0.1)
        except Empty:
            progress.report(*progress.latest)
            continue
        if isinstance(answer, str):
            return
        yield answer
