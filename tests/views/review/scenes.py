"""The review desk and its dialogs, as ``./dev screens`` shows them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QWidget

from polima_desktop.domain.progress import Progress
from polima_desktop.domain.review import Decision, Finding
from polima_desktop.services.review import template
from polima_desktop.views.review import files
from polima_desktop.views.review.bulk import BulkDialog
from polima_desktop.views.review.files import ImportDialog, TemplateDialog
from polima_desktop.views.review.page import BackupPage
from tests.screens.stage import FEBRUARY, JANUARY, Stage


def scenes(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """Play the queue, a conflict, a decision and its undo, and what the dialogs look like."""
    window = stage.window("backup", "verifikator", JANUARY)
    page = window.pages["backup"]
    assert isinstance(page, BackupPage)
    yield "backup-antrean", window
    _choose(page, Finding.CONFLICT)
    stage.settle()
    yield "backup-bertentangan", window
    page.decide(Decision.MANUAL)
    stage.settle()
    yield "backup-tanpa-alasan", window
    page.decide(Decision.ELECTRONIC)
    stage.settle()
    page.undo()
    stage.settle()
    yield "backup-diurungkan", window
    page.queue.narrow_to(Finding.NO_EVIDENCE)
    stage.settle()
    yield "backup-tanpa-bukti", window
    _attach_sheet(page)
    stage.settle()
    yield "backup-bukti", window
    page.queue.search.setText("samrin")
    page.queue.search.search_now()
    stage.settle()
    yield "backup-tidak-ada", window
    yield from _dialogs(stage, page)
    page.queue.clear_filter()
    for tab, name in (
        (page.policy, "kebijakan"),
        (page.board, "papan"),
        (page.objections, "sanggah"),
    ):
        page.tabs.setCurrentWidget(tab)
        stage.settle()
        yield f"backup-{name}", window
    page.tabs.setCurrentIndex(0)
    stage.clear()
    yield "backup-februari", stage.window("backup", "verifikator", FEBRUARY)


def _choose(page: BackupPage, finding: Finding) -> None:
    item = page.item
    assert item is not None
    chosen = next((claim for claim in item.claims if claim.finding is finding), item.claims[0])
    page.desk.table.select_key(chosen.id)


def _attach_sheet(page: BackupPage) -> None:
    """Attach a drawn attendance sheet to the chosen claim."""
    claim = page.desk.claim
    assert claim is not None
    page.queue.by_finding.choose(())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "daftar-hadir-foto.png"
        sheet = QImage(420, 300, QImage.Format.Format_RGB32)
        sheet.fill(QColor("#f4f0e4"))
        painter = QPainter(sheet)
        painter.drawText(sheet.rect().adjusted(0, 14, 0, 0), 0x24, "DAFTAR HADIR MANUAL")
        for line in range(8):
            painter.drawLine(30, 60 + line * 28, 390, 60 + line * 28)
        painter.end()
        sheet.save(str(path))
        page.workbooks.attach(claim, path)
        page.context.jobs.settle()


def _dialogs(stage: Stage, page: BackupPage) -> Iterator[tuple[str, QWidget]]:
    yield (
        "backup-sekaligus",
        stage.keep(BulkDialog(page, page.context.session.actor, page.shown.claims)),
    )
    units = template.unit_choices(page.context.session, JANUARY)
    yield "backup-buku-kerja", stage.keep(TemplateDialog(page, units))
    with tempfile.TemporaryDirectory() as folder:
        good, bad = Path(folder) / "backup-sd.xlsx", Path(folder) / "rusak.xlsx"
        template.write_template(page.context.session, units[0][0], JANUARY, good)
        bad.write_bytes(b"bukan buku kerja")
        readings = files.read(page.context.session, [good, bad], Progress())
    yield "backup-impor", stage.keep(ImportDialog(page, readings))
