"""Workbooks in and out: what an import would do, before it does it; and the form to fill in.

Reading and writing run in the worker; here are the two dialogs and the words.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCompleter, QWidget

from polima_desktop.domain.errors import Refused
from polima_desktop.domain.progress import Progress
from polima_desktop.files import replacing
from polima_desktop.formatting import UNKNOWN, listed, number
from polima_desktop.paths import cache_folder
from polima_desktop.services.review import claims
from polima_desktop.views.dialogs import Dialog, FormDialog
from polima_desktop.views.paint import Badge
from polima_desktop.views.review.proof import Behind
from polima_desktop.views.tables import Column, DataTable
from polima_desktop.views.tables.model import Row
from polima_desktop.views.widgets import Field, label
from polima_desktop.views.widgets.choices import Choice

if TYPE_CHECKING:
    from polima_desktop.services.importing.plan import ImportPlan
    from polima_desktop.services.review.claims import Claim
    from polima_desktop.services.session import Session
    from polima_desktop.storage.review.attachments import Proof

KIND = "backup"


class Reading(NamedTuple):
    """One file: its plan, or why it was refused as a whole."""

    path: Path
    plan: ImportPlan | None
    refusal: str = ""

    @property
    def writes(self) -> int:
        """How many rows would be written."""
        return self.plan.counts.new + self.plan.counts.changed if self.plan else 0

    @property
    def rejected(self) -> int:
        """How many rows would be rejected."""
        return self.plan.counts.rejected if self.plan else 0


def read(session: Session, paths: Sequence[Path], progress: Progress) -> list[Reading]:
    """Read workbooks without writing; a refused file does not stop the others."""
    from polima_desktop.services import imports

    found = []
    for place, path in enumerate(paths):
        progress.report(place, len(paths), "Membaca buku kerja")
        try:
            plan = imports.preview(session, KIND, path, progress=progress)
            found.append(Reading(path, plan))
        except Refused as refused:
            found.append(Reading(path, None, str(refused)))
    return found


class Written(NamedTuple):
    """How many rows are in the store now, and how many evidence files came along."""

    rows: int
    files: int


def write(session: Session, readings: Sequence[Reading], progress: Progress) -> Written:
    """Write what was read, one file after the other, with the evidence that lies beside it."""
    from polima_desktop.services import imports
    from polima_desktop.services.review import attachments

    written = brought = 0
    for place, reading in enumerate(readings):
        progress.report(place, len(readings), "Mengimpor buku kerja")
        if reading.plan is not None and reading.writes:
            done = imports.apply(session, reading.plan, progress)
            written += done.counts.new + done.counts.changed
            if done.batch is not None:
                brought += len(attachments.bring_along(session, done.batch, reading.path))
    return Written(written, brought)


def save_rejected(readings: Sequence[Reading], folder: Path) -> list[Path]:
    """Write the rejected rows of each file as a workbook to correct; give where."""
    from polima_desktop.services import imports

    made = []
    for reading in readings:
        if reading.plan is not None and reading.rejected:
            path = folder / f"ditolak-{reading.path.stem}.xlsx"
            imports.save_rejected(reading.plan, path)
            made.append(path)
    return made


def behind(session: Session, claim: Claim) -> Behind:
    """Read what stands behind a claim: its work, its kept files, the first picture among them."""
    from polima_desktop.services.review import attachments

    work = claims.activities(session, claim.id) if claim.row.activities else []
    kept = attachments.listed(session, claim.id) if claim.row.evidence else []
    picture = next((proof for proof in kept if proof.media_type.startswith("image/")), None)
    content = attachments.content(session, picture) if picture is not None else None
    return Behind(work, kept, content)


def copy_out(session: Session, proof: Proof) -> Path:
    """Write a kept file where another program can show it; give where."""
    from polima_desktop.services.review import attachments

    folder = cache_folder() / "bukti" / proof.sha256[:16]
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / Path(proof.name).name
    with replacing(path) as out:
        out.write(attachments.content(session, proof))
    return path


class ImportDialog(Dialog):
    """Shows in numbers what the import will do; its button says so."""

    def __init__(self, parent: QWidget | None, readings: Sequence[Reading]) -> None:
        rows = sum(reading.writes for reading in readings)
        super().__init__(parent, "Impor backup manual", f"Impor {number(rows)} baris", width=780)
        self.verb.setEnabled(rows > 0)
        self.table = DataTable(_columns(), "Buku kerja yang dibaca")
        self.table.set_rows([_row(place, reading) for place, reading in enumerate(readings)])
        self.table.setMinimumHeight(28 + 29 * min(8, max(2, len(readings))))
        self.body.addWidget(label(_words(readings), "body", wrap=True))
        self.body.addWidget(self.table, 1)
        self.reasons = DataTable(_reason_columns(), "Alasan baris ditolak atau diragukan")
        self.reasons.set_rows(_reasons(readings))
        if self.reasons.rows_model.rows:
            self.reasons.setMinimumHeight(28 + 29 * 5)
            self.body.addWidget(label("Alasannya, yang ditolak dahulu", "strong"))
            self.body.addWidget(self.reasons, 2)
        for reading in readings:
            if reading.refusal:
                self.body.addWidget(label(reading.refusal, "label", "bad", wrap=True))


def _columns() -> list[Column]:
    names = ("Dibaca", "Baru", "Berubah", "Tetap", "Ditolak")
    numbers = [
        Column(name.lower(), name, place, text=_count, width=76, right=True)
        for place, name in enumerate(names, 2)
    ]
    return [Column("file", "Berkas", 1, width=220, stretch=True, tone="medium"), *numbers]


def _row(place: int, reading: Reading) -> Row:
    if reading.plan is None:
        return (place, reading.path.name, *[None] * 5)
    counts = reading.plan.counts
    return (
        place,
        reading.path.name,
        counts.read,
        counts.new,
        counts.changed,
        counts.unchanged,
        counts.rejected,
    )


def _reason_columns() -> list[Column]:
    return [
        Column("severity", "Akibat", 1, width=92, badge=lambda row: row[1]),
        Column("place", "Tempat", 2, width=160, tone="second"),
        Column("value", "Tertulis", 3, width=130),
        Column("problem", "Mengapa, dan apa yang dilakukan", 4, width=300, stretch=True),
    ]


def _reasons(readings: Sequence[Reading]) -> list[Row]:
    """Give every problem, rejections first, each with its file, sheet and row."""
    many = len(readings) > 1
    found = [
        (problem.severity != "error", place, problem, reading.path.stem if many else "")
        for place, reading in enumerate(readings)
        if reading.plan is not None
        for problem in reading.plan.problems
    ]
    return [
        (
            key,
            Badge("warn", "Diragukan") if doubted else Badge("bad", "Ditolak"),
            f"{file + ' · ' if file else ''}{problem.sheet} {problem.row} · {problem.column}",
            problem.value,
            f"{problem.problem} {problem.advice}",
        )
        for key, (doubted, _, problem, file) in enumerate(sorted(found, key=lambda each: each[:2]))
    ]


def _count(value: int | None) -> str:
    return UNKNOWN if value is None else number(value)


def _words(readings: Sequence[Reading]) -> str:
    good = [reading for reading in readings if reading.plan is not None]
    rejected = sum(reading.rejected for reading in good)
    words = f"{number(len(good))} dari {number(len(readings))} buku kerja bisa dibaca."
    if rejected:
        words += f" {number(rejected)} baris ditolak dan bisa disimpan untuk dikoreksi."
    known = [reading.path.name for reading in good if reading.plan and reading.plan.earlier]
    if known:
        words += f" Sudah pernah diimpor: {listed(known)}."
    return words


class TemplateDialog(FormDialog):
    """Chooses the unit the form is for; ``code`` is the unit's."""

    def __init__(self, parent: QWidget | None, units: Sequence[tuple[str, str]]) -> None:
        super().__init__(
            parent, "Formulir kosong untuk satu unit", "Simpan formulir", self._lacking
        )
        self.unit = Choice()
        self.unit.setEditable(True)
        self.unit.setInsertPolicy(Choice.InsertPolicy.NoInsert)
        self.unit.setMinimumWidth(360)
        for code, name in units:
            self.unit.addItem(name, code)
        self.unit.setCurrentIndex(-1)
        completer = QCompleter([name for _, name in units], self.unit)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.unit.setCompleter(completer)
        self.form.add("unit", Field("Unit", self.unit, required=True))

    @property
    def code(self) -> str:
        """The code of the chosen unit; empty if the text is not a unit's name."""
        place = self.unit.findText(self.unit.currentText().strip())
        return str(self.unit.itemData(place)) if place >= 0 else ""

    def _lacking(self) -> dict[str, str]:
        return {} if self.code else {"unit": "Unit itu tidak ada. Pilih dari daftar."}
