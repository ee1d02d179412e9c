"""The run of January on the demo city, step by step, as ``./dev screens`` shows it."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from polima_desktop.services.months import run
from polima_desktop.views.months.page import PerhitunganPage
from polima_desktop.views.months.payments import PaymentDialog
from polima_desktop.views.tables import CELL_ROLE
from polima_desktop.views.window.main_window import MainWindow
from tests.screens.stage import FEBRUARY, JANUARY, Stage


def scenes(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """Freeze, calculate, look at exceptions and at one amount, submit, approve, lock, pay."""
    window, page = _page(stage, "keuangan")
    yield "perhitungan-terbuka", window
    page.run.freeze()
    stage.settle()
    yield "perhitungan-dibekukan", window
    page.run.calculate()
    stage.settle()
    yield "perhitungan-dihitung", window
    yield from _looking(stage, window, page)
    page.run.submit()
    stage.settle()
    yield "perhitungan-diajukan", window
    yield from _signing(stage)
    yield "perhitungan-februari", stage.window("perhitungan", "auditor", FEBRUARY)


def _page(stage: Stage, user: str) -> tuple[MainWindow, PerhitunganPage]:
    window = stage.window("perhitungan", user, JANUARY)
    page = window.pages["perhitungan"]
    assert isinstance(page, PerhitunganPage)
    return window, page


def _looking(
    stage: Stage, window: MainWindow, page: PerhitunganPage
) -> Iterator[tuple[str, QWidget]]:
    held = next(concern for concern in page.concerns.rows if concern.concern.severity == "bad")
    page.concerns.choose(held.concern.key)
    stage.settle()
    yield "perhitungan-tertahan", window
    page.concerns.choose("")
    page.slips.finder.setText("tidak ada orang ini")
    page.slips.finder.search_now()
    stage.settle()
    yield "perhitungan-tidak-ada", window
    page.slips.clear_filter()
    page.show_origin()
    stage.settle()
    _follow(page, "poin_aktivitas")
    stage.settle()
    yield "perhitungan-asal", window


def _follow(page: PerhitunganPage, key: str) -> None:
    """Put the tree's cursor on an input, so that its records are listed."""
    tree = page.origin.tree
    index = tree.model().index(0, 0)
    while index.isValid() and index.data(CELL_ROLE).key != key:
        index = tree.indexBelow(index)
    tree.setCurrentIndex(index)


def _signing(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    stage.clear()
    window, page = _page(stage, "pimpinan")
    yield "perhitungan-disetujui-siapa", window
    run.approve(page.context.session, JANUARY)
    stage.clear()
    window, page = _page(stage, "keuangan")
    yield "perhitungan-tanya-kunci", _question(stage, page)
    run.lock(page.context.session, JANUARY)
    page.month_was_changed()
    stage.settle()
    yield "perhitungan-dikunci", window
    desk = page.shown.desk
    assert desk is not None
    yield "perhitungan-bayar", stage.keep(PaymentDialog(page, JANUARY, desk.offices))
    stage.clear()


def _question(stage: Stage, page: PerhitunganPage) -> QWidget:
    """Give the question before locking, as it stands; the answer is no."""
    asked: list[QDialog] = []

    def keep() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        asked.append(dialog)
        dialog.reject()

    QTimer.singleShot(0, keep)
    page.run.lock()
    return stage.keep(asked[0])
