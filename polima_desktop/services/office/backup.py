"""Backups of an embedded store: made while one works, proved by opening them, put back.

A backup is one file: the store and what stood in it, packed, closed with a passphrase if wanted.
It counts as made only after it was unpacked again and says the same. Restoring keeps the old
store beside the new one.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from polima_desktop.domain.access import Permission
from polima_desktop.domain.errors import PolimaError, Refused, StoreUnavailable
from polima_desktop.domain.progress import Progress
from polima_desktop.files import opening, replacing
from polima_desktop.services.office.closed_file import MAGIC, close_with, open_with
from polima_desktop.services.office.reminding import LAST
from polima_desktop.services.session import Session
from polima_desktop.storage import backup as stored
from polima_desktop.storage.backup import Contents
from polima_desktop.storage.database import open_store, store_exists
from polima_desktop.storage.office import heads, settings
from polima_desktop.storage.unit_of_work import unit_of_work

ENDING = ".cadangan"
LEAST_PASSPHRASE = 12
_STORE, _NOTE = "polima.db", "cadangan.json"
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, KeyError,
    TypeError, ValueError, OSError,
)  # fmt: skip
"""What unpacking raises on damaged archives: broken streams, unknown methods, a false lock."""


@dataclass(frozen=True)
class Backup:
    """A backup that was opened and proved: when and by whom, of which office, what stands in it."""

    made_at: str
    made_by: str
    program: str
    sha256: str
    contents: Contents


@dataclass(frozen=True)
class Restored:
    """What was put back, and where the store that stood there before lies now (None: none)."""

    backup: Backup
    kept: Path | None


class Closed(Refused):
    """The backup is closed with a passphrase that was not given."""


# ── making ──────────────────────────────────────────────────────────────────────────────────


def create(
    session: Session, path: Path, passphrase: str = "", progress: Progress | None = None
) -> Backup:
    """Write a backup of the open store and prove it by unpacking it into a scratch store."""
    session.actor.require(Permission.CHANGE_SETTINGS)
    progress = progress or Progress()
    _refuse_server(session)
    _refuse_short(passphrase)
    with _scratch() as folder:
        copy = folder / _STORE
        stored.copy_store(session.database, copy, progress)
        contents = stored.contents_of(copy)
        if contents.broken is not None:
            raise Refused(
                f"Jejak audit terputus pada catatan {contents.broken}; cadangan tidak dibuat.",
                "Periksa dengan polima audit verify, dan bandingkan dengan cadangan terakhir.",
            )
        note = _note(session, copy, contents)
        progress.report(0, 0, "Mengemas cadangan")
        _pack(path, copy, note, passphrase, folder)
    found = look(path, passphrase, progress)
    if found.contents != contents:
        raise StoreUnavailable(f"Cadangan {path} berbeda dari datanya.", "Simpan di disk lain.")
    with session.changing("backup.create", Permission.CHANGE_SETTINGS) as work:
        settings.write(work, LAST, work.now.isoformat())
        work.note(path.name, sha256=found.sha256, rows=contents.total, closed=bool(passphrase))
    return found


def _refuse_server(session: Session) -> None:
    if not session.database.is_sqlite:
        raise Refused(
            "Data di server PostgreSQL tidak dicadangkan dari sini.",
            "Pengelola server memakai pg_dump --format=custom, lalu pg_restore ke data percobaan.",
        )


def _refuse_short(passphrase: str) -> None:
    if passphrase and len(passphrase) < LEAST_PASSPHRASE:
        raise Refused(
            f"Frasa sandi cadangan hanya {len(passphrase)} huruf.",
            f"Pakai paling sedikit {LEAST_PASSPHRASE} huruf, atau kosongkan.",
        )


def _note(session: Session, copy: Path, contents: Contents) -> dict[str, Any]:
    from polima_desktop import __version__

    return {
        "made_at": session.clock().isoformat(timespec="seconds"),
        "made_by": session.actor.name,
        "program": __version__,
        "sha256": _digest(copy),
        "contents": contents._asdict(),
    }


def _pack(path: Path, copy: Path, note: dict[str, Any], passphrase: str, folder: Path) -> None:
    packed = folder / "kemasan.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as box:
        box.writestr(_NOTE, json.dumps(note, indent=1))
        box.write(copy, _STORE)
    with replacing(path) as out, opening(packed) as source:
        if passphrase:
            close_with(passphrase, source, out)
        else:
            _copy(source, out)
    path.chmod(0o600)


# ── proving ─────────────────────────────────────────────────────────────────────────────────


def look(path: Path, passphrase: str = "", progress: Progress | None = None) -> Backup:
    """Open a backup, prove that it is whole, and say what stands in it. Raises ``Closed``."""
    with _unpacked(path, passphrase, progress or Progress()) as (found, _store):
        return found


@contextmanager
def _unpacked(
    path: Path, passphrase: str, progress: Progress, near: Path | None = None
) -> Iterator[tuple[Backup, Path]]:
    with _scratch(near) as folder:
        progress.report(0, 0, "Membuka cadangan")
        packed = folder / "kemasan.zip"
        with opening(path) as source, replacing(packed) as out:
            _opened(source, out, passphrase, path)
        try:
            with zipfile.ZipFile(packed) as box:
                note = _noted(json.loads(box.read(_NOTE)))
                box.extract(_STORE, folder)
        except _DAMAGED as error:
            raise Refused(
                f"{path.name} bukan cadangan SI POLIMA yang utuh.", "Pilih berkas cadangan lain."
            ) from error
        progress.report(0, 0, "Memeriksa cadangan")
        yield _proved(note, folder / _STORE, path), folder / _STORE


def _noted(said: Any) -> Backup:  # noqa: ANN401 - JSON
    """Read what a backup says of itself; what lacks is a ``KeyError`` or a ``TypeError``."""
    made_at, made_by, program, sha256 = (
        str(said[name]) for name in ("made_at", "made_by", "program", "sha256")
    )
    return Backup(made_at, made_by, program, sha256, Contents(**said["contents"]))


def _opened(source: BinaryIO, out: BinaryIO, passphrase: str, path: Path) -> None:
    begin = source.read(len(MAGIC))
    if begin != MAGIC:
        out.write(begin)
        _copy(source, out)
    elif passphrase:
        open_with(passphrase, source, out)
    else:
        raise Closed(f"Cadangan {path.name} dilindungi frasa sandi.", "Ketik frasa sandinya.")


def _proved(note: Backup, store: Path, path: Path) -> Backup:
    if _digest(store) != note.sha256 or stored.contents_of(store) != note.contents:
        raise Refused(f"Isi cadangan {path.name} berbeda dari catatannya.", "Pilih cadangan lain.")
    return note


# ── putting back ────────────────────────────────────────────────────────────────────────────


def compare(address: str, backup: Backup) -> dict[str, tuple[int | None, int]]:
    """Give the tables whose number of rows differs: now (None: no store opens there), and then."""
    try:
        now = stored.contents_of(Path(address)).rows if store_exists(address) else {}
    except PolimaError:
        now = {}
    return {
        name: (now.get(name), rows)
        for name, rows in backup.contents.rows.items()
        if now.get(name) != rows
    }


def restore(
    path: Path, address: str, passphrase: str = "", progress: Progress | None = None
) -> Restored:
    """Put a backup where a store was; the old store is kept beside it under another name."""
    if "://" in address:
        raise Refused(
            "Cadangan ini hanya dapat dipulihkan ke berkas data di komputer.",
            "Sebutkan lokasi berkas data, misalnya polima.db.",
        )
    target = Path(address).expanduser()
    target.parent.mkdir(parents=True, exist_ok=True)
    with _unpacked(path, passphrase, progress or Progress(), target.parent) as (found, store):
        kept = _put_aside(target)
        store.replace(target)
        target.chmod(0o600)
    _say_restored(target, found, kept)
    return Restored(found, kept)


def _put_aside(target: Path) -> Path | None:
    """Rename the old store; refuse while another program still has it open."""
    if not target.exists():
        return None
    try:
        open_store(str(target)).close()
    except StoreUnavailable as error:
        if "dipakai program lain" in error.message:
            raise
    if any(target.with_name(f"{target.name}{part}").exists() for part in ("-wal", "-shm")):
        raise StoreUnavailable(
            f"Data {target} masih dibuka program lain.", "Tutup program itu, lalu pulihkan lagi."
        )
    kept = target.with_name(f"{target.name}.sebelum-{datetime.now(UTC):%Y%m%d-%H%M%S}")
    target.rename(kept)
    heads.put_aside(target, kept)
    return kept


def _say_restored(target: Path, found: Backup, kept: Path | None) -> None:
    database = open_store(str(target))
    try:
        now = datetime.now(UTC)
        with unit_of_work(database, found.made_by, "backup.restore", now) as work:
            old = kept.name if kept else None
            work.note(target.name, made_at=found.made_at, sha256=found.sha256, kept=old)
    finally:
        database.close()


# ── small ───────────────────────────────────────────────────────────────────────────────────


@contextmanager
def _scratch(near: Path | None = None) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix=".cadangan-", dir=near) as folder:
        yield Path(folder)


def _copy(source: BinaryIO, target: BinaryIO) -> None:
    while piece := source.read(1 << 20):
        target.write(piece)


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with opening(path) as source:
        while piece := source.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()


def as_json(found: Backup) -> dict[str, object]:
    """Give a backup's facts for other programs."""
    return asdict(found) | {"contents": found.contents._asdict()}
