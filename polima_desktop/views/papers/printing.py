"""Sending the pages of a PDF to a printer, in the worker, page by page."""

from __future__ import annotations

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QWidget

from polima_desktop.domain.errors import Refused
from polima_desktop.domain.progress import Progress
from polima_desktop.views.papers.pdf import PdfPages

MOST_PAGES = 99_999
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
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange, True)
    dialog.setMinMax(1, MOST_PAGES)
    return printer if dialog.exec() == QDialog.DialogCode.Accepted else None


def print_pages(printer: QPrinter, data: bytes, progress: Progress) -> int:
    """Draw the chosen pages, each on paper of its own size; give their number."""
    pages = PdfPages(data)
    wanted = _range(printer, len(pages))
    _set_paper(printer, *pages.sizes[wanted[0]])
    painter = QPainter()
    if not painter.begin(printer):
        raise Refused(
            f"Printer {printer.printerName()} tidak menerima cetakan.",
            "Periksa apakah printer menyala dan tersambung.",
        )
    try:
        _print(printer, painter, pages, wanted, progress)
    finally:
        painter.end()
    return len(wanted)


def _range(printer: QPrinter, count: int) -> range:
    """Give the pages to be printed, from 0: all, or those from–to that the user chose."""
    if printer.printRange() is not QPrinter.PrintRange.PageRange or not printer.fromPage():
        return range(count)
    first, last = printer.fromPage(), min(printer.toPage(), count)
    if first > last:
        raise Refused(
            f"Halaman {first} tidak ada: dokumen ini {count} halaman.",
            "Pilih halaman yang ada, atau cetak semuanya.",
        )
    return range(first - 1, last)


def _print(
    printer: QPrinter, painter: QPainter, pages: PdfPages, wanted: range, progress: Progress
) -> None:
    dots = min(printer.resolution(), SHARPEST)
    scale = printer.resolution() / 72
    for number in wanted:
        progress.report(number - wanted.start, len(wanted), "Mencetak halaman")
        image = pages.image(number, dots / 72)
        width, height = pages.sizes[number]
        if number > wanted.start:
            _set_paper(printer, width, height)
            printer.newPage()
        painter.drawImage(QRectF(0, 0, width * scale, height * scale), image)


def _set_paper(printer: QPrinter, width: float, height: float) -> None:
    upright = QSizeF(min(width, height), max(width, height))
    size = QPageSize(upright, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    turn = QPageLayout.Orientation.Landscape if width > height else QPageLayout.Orientation.Portrait
    printer.setPageLayout(QPageLayout(size, turn, QMarginsF()))
