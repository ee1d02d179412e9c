"""Lists into the store: a true dry run, applying in one transaction, taking back.

``preview`` reads a file against the store and decides every row without writing; ``apply`` decides
again inside its transaction and writes; ``run`` is both at once. Reading files is ``imports``';
what each kind means for the store is in ``services.importing``.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import date
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from polima_desktop import formatting
from polima_desktop.domain.access import Permission
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.progress import Progress
from polima_desktop.imports import concealed
from polima_desktop.imports.columns import TABLES, Column
from polima_desktop.imports.headers import Layout, guess_layout
from polima_desktop.imports.records import variable_columns
from polima_desktop.imports.sheets import Book, Sheet, open_book
from polima_desktop.imports.workbooks import write_employees, write_rejected
from polima_desktop.services.collector import collector_paused
from polima_desktop.services.importing import employees, known, undoing
from polima_desktop.services.importing.kinds import Against, kind_of
from polima_desktop.services.importing.plan import (
    Change,
    ImportPlan,
    ImportResult,
    Options,
    Settled,
    counts_of,
    document,
    findings_of,
    problems_of,
    rejected_verdicts,
)
from polima_desktop.services.session import Session
from polima_desktop.storage.importing import batches
from polima_desktop.storage.importing.batches import Batch
from polima_desktop.storage.office import acts, audit
from polima_desktop.storage.staff import people

KEPT_PROBLEMS = 2_000
"""A batch keeps at most so many problems; the caller gets them all."""


# ── use cases ───────────────────────────────────────────────────────────────────────────────


def preview(
    session: Session,
    kind: str,
    path: Path,
    options: Options = Options(),  # noqa: B008 - a frozen value
    progress: Progress | None = None,
) -> ImportPlan:
    """Read a file and decide every row; nothing is written.

    Raises:
        Refused: the file as a whole cannot be read as such a list.
    """
    progress = progress or Progress()
    how = kind_of(kind, options.source)
    session.actor.require(how.permission)
    with collector_paused(), session.reading(how.permission) as connection:
        book = open_book(path, progress, hidden_sheets=options.hidden_sheets)
        shown = book.without_hidden_rows() if options.hidden_rows is False else book
        shown = shown.put_right(options.edits, options.left_out)
        earlier = batches.of_file(connection, kind, options.source, book.sha256)
        against = Against(connection, options, session.today, progress, _settled(earlier))
        reading = how.read(shown, against)
        if options.hidden_rows is None:
            reading.findings.extend(concealed.warnings(reading.tables))
        progress.report(0, 0, "Membandingkan dengan data yang ada")
        decided = how.decide(reading, against)
        seen = audit.last_moment(connection)
    problems = problems_of(reading, decided)
    verdicts = [*decided.verdicts, *rejected_verdicts(reading, problems)]
    return ImportPlan(
        kind=kind,
        path=path,
        sha256=book.sha256,
        options=options,
        reading=reading,
        decided=decided,
        seen=seen,
        counts=counts_of(reading, decided),
        verdicts=sorted(verdicts, key=attrgetter("sheet", "row")),
        problems=problems,
        earlier=earlier.id if earlier else None,
        beside=_beside(kind, book),
        notices=concealed.notices(book, reading.tables, options.hidden_rows),
    )


def apply(session: Session, plan: ImportPlan, progress: Progress | None = None) -> ImportResult:
    """Write the accepted rows of a plan in one transaction, or nothing.

    If the store changed after the preview, every row is decided again inside the transaction, so
    the counts are what really happens.
    """
    progress = progress or Progress()
    if not plan.counts.new and not plan.counts.changed:
        return ImportResult(plan.counts, plan.problems, None)
    how = kind_of(plan.kind, plan.options.source)
    with collector_paused(), session.changing(f"imports.{plan.kind}", how.permission) as work:
        progress.report(0, 0, "Menulis baris yang diterima")
        earlier = batches.of_file(work.connection, plan.kind, plan.options.source, plan.sha256)
        settled = _settled(earlier)
        against = Against(work.connection, plan.options, session.today, progress, settled)
        unchanged = audit.last_moment(work.connection) == plan.seen
        decided = plan.decided if unchanged else how.decide(plan.reading, against)
        counts = counts_of(plan.reading, decided)
        problems = problems_of(plan.reading, decided)
        number = batches.add(work, plan.kind, plan.options.source, plan.file_name, plan.sha256)
        how.write(work, number, decided.payload)
        report = document(plan, counts, problems[:KEPT_PROBLEMS], number)
        rejected = sorted(findings_of(problems).rejected)
        batches.keep_report(
            work, number, json.dumps({**report, "rejected_rows": rejected}, ensure_ascii=False)
        )
        done = formatting.number(counts.new + counts.changed)
        work.name(f"impor {plan.file_name} ({done} baris)")
        by_hand = {
            name: count
            for name, count in (
                ("edited", len(plan.options.edits)),
                ("left_out", len(plan.options.left_out)),
            )
            if count
        }
        work.note(
            f"batch:{number}",
            file=plan.file_name,
            sha256=plan.sha256,
            **counts._asdict(),
            **by_hand,
        )
        progress.report(0, 0, "Menyimpan")
    return ImportResult(counts, problems, number)


def run(
    session: Session,
    kind: str,
    path: Path,
    options: Options = Options(),  # noqa: B008 - a frozen value
    progress: Progress | None = None,
) -> tuple[ImportPlan, ImportResult]:
    """Read a file and apply it."""
    plan = preview(session, kind, path, options, progress)
    return plan, apply(session, plan, progress)


def batch(session: Session, batch_id: int) -> Batch:
    """Give a batch by its number."""
    with session.reading(Permission.READ) as connection:
        found = batches.find(connection, batch_id)
    if found is None:
        raise Refused(f"Impor {batch_id} tidak ada.", "Periksa nomor impornya.")
    return found


def undo(session: Session, batch_id: int) -> Batch:
    """Take a batch back, if nothing rests on it."""
    taken = batch(session, batch_id)
    permission = kind_of(taken.kind, taken.source).permission
    with session.changing("imports.undo", permission) as work:
        undoing.refuse_if_rested_on(work.connection, taken)
        undoing.take_back(work, taken)
        batches.mark_undone(work, batch_id)
        acts.mark_undone(work.connection, taken.applied_at, work.now, work.user)
        work.name(f"pengurungan: impor {taken.file_name}")
        work.note(f"batch:{batch_id}", file=taken.file_name)
    return taken


def recent(session: Session, limit: int = 50) -> list[Batch]:
    """Give the last batches, newest first."""
    with session.reading(Permission.READ) as connection:
        return batches.latest(connection, limit)


def save_rejected(plan: ImportPlan, path: Path) -> int:
    """Write a plan's rejected rows as a workbook to correct; gives how many (0: no file)."""
    return write_rejected(path, plan.reading.tables, plan.findings, plan.beside)


def export_employees(
    session: Session, ids: Collection[int] | None, path: Path, day: date | None = None
) -> int:
    """Write people as of a day (today) in the template's columns; the import takes them back.

    The list holds what is private of people, so the trail says who took it before it is written.
    """
    day = day or session.today
    with session.reading(Permission.READ_PRIVATE) as connection:
        rows = people.as_of(connection, day)
        names = known.export_names(connection, day)
    wanted = None if ids is None else set(ids)
    chosen = [row.person for row in rows if wanted is None or row.id in wanted]
    with session.changing("people.export", Permission.PRINT) as work:
        work.note(f"as_of:{day.isoformat()}", file=path.name, count=len(chosen))
    return write_employees(path, chosen, names)


# ── guessing, for the wizard ────────────────────────────────────────────────────────────────


class Guess(NamedTuple):
    """An opened file, the columns of the kind, and the guessed layout of each sheet (or None)."""

    book: Book
    columns: tuple[Column, ...]
    layouts: dict[str, Layout | None]


def guess(
    session: Session,
    kind: str,
    path: Path,
    progress: Progress | None = None,
    *,
    hidden_sheets: bool = False,
) -> Guess:
    """Open a file and guess where the list is, to be shown and corrected."""
    book = open_book(path, progress, hidden_sheets=hidden_sheets)
    columns = TABLES[kind]
    if kind == "activities":
        with session.reading(Permission.READ) as connection:
            columns = (*columns, *variable_columns(known.catalogues(connection).every))
    if not book.sheets:
        book = open_book(path, progress, hidden_sheets=True)
    return Guess(book, columns, {s.name: guess_layout(s, columns) for s in book.sheets})


def newcomer(plan: ImportPlan, nip: str) -> tuple[Change, ...]:
    """Say what a new person of a plan will be, field by field; nothing for anybody else."""
    payload = plan.decided.payload
    if not isinstance(payload, employees.Payload):
        return ()
    return employees.described(payload, nip)


def _settled(earlier: Batch | None) -> Settled:
    """Tell which rows of a file the import of the very same file accepted."""
    if earlier is None:
        return lambda _sheet, _row: False
    rejected = batches.rejected_places(earlier)
    return lambda sheet, row: (sheet, row) not in rejected


def _beside(kind: str, book: Book) -> Sheet | None:
    """Give the sheet that goes along with the rejected rows of a back-up workbook."""
    if kind != "backup":
        return None
    return next((sheet for sheet in book.sheets if "petugas" in sheet.name.lower()), None)
