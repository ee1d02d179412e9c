"""A folder of papers, one file a unit or a person: it can be stopped and gone on with.

Beside the files stands a list (``daftar-berkas.csv``) of which are whole: a line is added as a
file is put in place, so that even a batch that was killed says what stands. The next run into
the same folder keeps what is whole and still says the same, and writes only the rest.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from polima_desktop.domain.access import Permission
from polima_desktop.domain.periods import Month
from polima_desktop.domain.progress import Progress
from polima_desktop.files import appending, read_whole, replacing
from polima_desktop.services.papers import writing
from polima_desktop.services.papers.desk import Desk
from polima_desktop.services.papers.kinds import Apart, Chosen, Paper, require_paper
from polima_desktop.services.session import Session
from polima_desktop.storage.months.slips import Slip

LIST = "daftar-berkas.csv"
_HEAD = ("Berkas", "Untuk", "Slip", "Isi", "Sidik", "Keadaan")
_WHOLE, _MISSING = "selesai", "belum"


class File(NamedTuple):
    """One file of a batch: its name, for whom, and a digest of what its papers say."""

    name: str
    who: str
    desk: Desk
    says: str
    password: str


class Standing(NamedTuple):
    """A file that is whole: what its papers say, and the digest of its bytes."""

    says: str
    sha256: str


@dataclass(frozen=True)
class Batch:
    """What was made: files that stand, of how many, how many from before; slips in all."""

    folder: Path
    standing: int
    of: int
    kept: int
    count: int
    marks: tuple[str, ...]
    paths: tuple[Path, ...]


def print_apart(
    session: Session,
    paper: Paper,
    month: Month,
    chosen: Chosen,
    folder: Path,
    progress: Progress,
    apart: Apart = Apart.UNIT,
    *,
    protect: bool = False,
) -> Batch:
    """Write one PDF a unit or a person; a cancel keeps the finished ones, the next run goes on.

    ``protect`` closes each person's file with a password: the birth date (DDMMYYYY) and the last
    four digits of the NIP. The audit log has the batch as it begins and as it ends.
    """
    require_paper(session.actor, paper)
    desk = writing.signing_desk(session, paper, month, chosen)
    folder.mkdir(parents=True, exist_ok=True)
    files = list(_files(desk, paper, month, apart, protect=protect))
    standing = {
        name: one
        for name, one in read_list(folder).items()
        if (folder / name).is_file() and _sha256(read_whole(folder / name)) == one.sha256
    }
    kept = sum(_is_kept(file, standing) for file in files)
    _note(session, f"papers.{paper.value}.begin", desk, (len(files), kept), "")
    before = {file.name for file in files if _is_kept(file, standing)}
    try:
        _write_all(paper, folder, files, standing, progress)
    finally:
        listed = _write_list(folder, files, standing)
        stand = [file for file in files if _is_kept(file, standing)]
        new = [f for f in stand if f.name not in before or _is_unlogged(f, paper)]
        _note(session, f"papers.{paper.value}", desk, (len(files), len(stand)), listed, paper, new)
    marks = desk.marks(desk.slips)
    paths = tuple(folder / file.name for file in files)
    count = sum(writing.count_of(file.desk, paper) for file in files)
    return Batch(folder, len(files), len(files), kept, count, marks, paths)


def _is_unlogged(file: File, paper: Paper) -> bool:
    """Tell whether a file stands from a run that was killed before it could say so."""
    final = paper is Paper.SLIPS and file.desk.state == "locked"
    return final and all(slip.id not in file.desk.printed_before for slip in file.desk.slips)


def _write_all(
    paper: Paper,
    folder: Path,
    files: list[File],
    standing: dict[str, Standing],
    progress: Progress,
) -> None:
    """Write what does not stand yet; ``standing`` and the list grow with each file put in place."""
    with appending(folder / LIST) as out:
        journal = csv.writer(out, delimiter=";")
        for number, file in enumerate(files):
            progress.report(number, len(files), "Menyimpan berkas")
            if _is_kept(file, standing):
                continue
            data = _drawn(file, paper, progress)
            with replacing(folder / file.name) as target:
                target.write(data)
            standing[file.name] = Standing(file.says, _sha256(data))
            journal.writerow(_row(file, standing))
            out.flush()


def _drawn(file: File, paper: Paper, progress: Progress) -> bytes:
    out = BytesIO()
    writing.draw(file.desk, paper, out, _Quiet(progress))
    return _protected(out.getvalue(), file.password) if file.password else out.getvalue()


class _Quiet(Progress):
    """Hears a cancel of the whole, but leaves what is shown to it."""

    def __init__(self, outer: Progress) -> None:
        super().__init__()
        self._outer = outer

    def report(self, done: int, total: int, text: str) -> None:  # noqa: ARG002
        """Pass on nothing but the question whether to stop."""
        self._outer.report(*self._outer.latest)


def _protected(data: bytes, password: str) -> bytes:
    """Close a PDF with a password (AES-256); its content streams stay as they were sealed."""
    from pypdf import PdfReader, PdfWriter

    writer, out = PdfWriter(clone_from=PdfReader(BytesIO(data))), BytesIO()
    writer.encrypt(password, algorithm="AES-256")
    writer.write(out)
    return out.getvalue()


# ── which files there are ───────────────────────────────────────────────────────────────────


def _files(
    desk: Desk, paper: Paper, month: Month, apart: Apart, *, protect: bool
) -> Iterator[File]:
    if apart is Apart.UNIT:
        for unit, part in writing.by_unit(desk).items():
            if not writing.count_of(part, paper):
                continue
            name = f"{paper.value}-{month}-{_file_word(desk, unit)}.pdf"
            yield File(name, desk.signers.name(unit), part, _says(part), "")
        return
    for slip in desk.slips:
        part = replace(desk, slips=[slip], held=[], chosen=Chosen(nips=frozenset({slip.nip})))
        secret = password_of(slip.nip) if protect else ""
        says = _says(part) + ("-p" if protect else "")
        yield File(f"{paper.value}-{month}-{slip.nip}.pdf", _who(slip), part, says, secret)


def password_of(nip: str) -> str:
    """Give what opens a person's file: birth date as DDMMYYYY, then the NIP's last four digits.

    >>> password_of("198111042008031002")
    '041119811002'
    """
    return f"{nip[6:8]}{nip[4:6]}{nip[:4]}{nip[-4:]}"


def _who(slip: Slip) -> str:
    return f"{slip.identity['name']} ({slip.nip})"


def _file_word(desk: Desk, unit_id: int) -> str:
    unit = desk.signers.units.get(unit_id)
    return re.sub(r"[^A-Za-z0-9-]+", "-", unit.code if unit else str(unit_id)).strip("-")


def _says(desk: Desk) -> str:
    """Give a digest of what a file's papers say: the slips, their state, the key that signs."""
    key = desk.key.public.id if desk.key else ""
    parts = [str(desk.month), desk.state, key, *desk.marks(desk.slips)]
    parts += [f"{slip.id}:{slip.state}:{slip.net}" for slip in desk.slips]
    items = [debt.item for debt in desk.debts.accepted]
    parts += [f"rapel {item.id}:{item.difference}:{item.paid}" for item in items]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


# ── the list ────────────────────────────────────────────────────────────────────────────────


def read_list(folder: Path) -> dict[str, Standing]:
    """Give the files the list calls whole; a line cut short by a crash counts for nothing."""
    path = folder / LIST
    if not path.is_file():
        return {}
    rows = csv.reader(read_whole(path).decode(errors="replace").splitlines(), delimiter=";")
    return {
        row[0]: Standing(row[3], row[4])
        for row in rows
        if len(row) == len(_HEAD) and row[5] == _WHOLE
    }


def _write_list(folder: Path, files: list[File], standing: Mapping[str, Standing]) -> str:
    """Write the list anew, missing files too; give its digest."""
    out = BytesIO()
    text = [";".join(_HEAD)]
    text += [";".join(_row(file, standing)) for file in files]
    out.write(("\n".join(text) + "\n").encode())
    with replacing(folder / LIST) as target:
        target.write(out.getvalue())
    return _sha256(out.getvalue())


def _row(file: File, standing: Mapping[str, Standing]) -> tuple[str, ...]:
    who = file.who.replace(";", ",")
    whole = standing.get(file.name)
    if whole is None or whole.says != file.says:
        return file.name, who, str(len(file.desk.slips)), file.says, "", _MISSING
    return file.name, who, str(len(file.desk.slips)), file.says, whole.sha256, _WHOLE


def _is_kept(file: File, standing: Mapping[str, Standing]) -> bool:
    return file.name in standing and standing[file.name].says == file.says


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _note(
    session: Session, action: str, desk: Desk, files: tuple[int, int], listed: str,
    paper: Paper = Paper.SLIPS, new: Sequence[File] = (),
) -> None:  # fmt: skip
    """Say how many files there are and stand; the new ones are also logged."""
    with session.changing(action, Permission.PRINT) as work:
        if new:
            slips = [slip for file in new for slip in file.desk.slips]
            writing.log(work, paper, "folder", desk, slips, len(new))
        work.note(
            str(desk.month),
            files=files[0],
            standing=files[1],
            count=len(desk.slips),
            units=sorted(desk.chosen.units),
            people=sorted(desk.chosen.nips),
            marks=list(desk.marks(desk.slips)),
            sha256=listed,
        )
