"""Sending the pages of a PDF to a printer, in the worker, page by page."""

from __future__ import annotations

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QWidget

from polima_desktop.domain.errors import Refused
from polima_desktop.domain.progress import Progress
from polima_desktop.views.papers.pdf import PdfPages

SHARPEST = 300
"""Dots an inch drawn at most: more only takes time on an office printer."""


def ask_printer(parent: QWidget) -> QPrinter | None:
    """Let the user choose a printer; None if the user turned back. Refuses if there is none."""
    if not QPrinterInfo.availablePrinterNames():
        raise Refused(
            "Tidak ada printer di komputer ini.",
            "Simpan PDF, lalu cetak dari komputer yang punya printer.",
        )
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = QPrintDialog(printer, parent)
    # Its way into a file brings Qt's own file dialog; Simpan PDF has ours.
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintToFile, False)
    return printer if dialog.exec() == QDialog.DialogCode.Accepted else None


def print_pages(printer: QPrinter, data: bytes, progress: Progress) -> int:
    """Draw every page on the printer, each on paper of its own size; give their number."""
    pages = PdfPages(data)
    _set_paper(printer, *pages.sizes[0])
    painter = QPainter()
    if not painter.begin(printer):
        raise Refused(
            f"Printer {printer.printerName()} tidak menerima cetakan.",
            "Periksa apakah printer menyala dan tersambung.",
        )
    try:
        _print(printer, painter, pages, progress)
    finally:
        painter.end()
    return len(pages)


def _print(printer: QPrinter, painter: QPainter, pages: PdfPages, progress: Progress) -> None:
    dots = min(printer.resolution(), SHARPEST)
    scale = printer.resolution() / 72
    for number, image in enumerate(pages.images(dots / 72)):
        progress.report(number, len(pages), "Mencetak halaman")
        width, height = pages.sizes[number]
        if number:
            _set_paper(printer, width, height)
            printer.newPage()
        painter.drawImage(QRectF(0, 0, width * scale, height * scale), image)


def _set_paper(printer: QPrinter, width: float, height: float) -> None:
    upright = QSizeF(min(width, height), max(width, height))
    size = QPageSize(upright, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    turn = QPageLayout.Orientation.Landscape if width > height else QPageLayout.Orientation.Portrait
    printer.setPageLayout(QPageLayout(size, turn, QMarginsF()))
