"""The run of January on the demo city, step by step, as ``./dev screens`` shows it."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from polima_desktop.domain.periods import Month
from polima_desktop.domain.progress import Progress
from polima_desktop.domain.review import Decision
from polima_desktop.services.months import arrears, batches, payments, run
from polima_desktop.services.months.comparing import Compared, Moved, Run
from polima_desktop.services.months.desk import Desk
from polima_desktop.services.review import claims, decisions
from polima_desktop.views.months.batches import BatchesDialog
from polima_desktop.views.months.comparing import CompareDialog
from polima_desktop.views.months.page import PerhitunganPage
from polima_desktop.views.months.payments import PaymentDialog
from polima_desktop.views.months.settling import ArrearsDialog
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
    assert page.shown.desk is not None
    held = next(concern for concern in page.shown.desk.concerns if concern.severity == "bad")
    page.slips.show_group(held.key)
    stage.settle()
    yield "perhitungan-tertahan", window
    page.slips.show_group("")
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
    yield "perhitungan-rapel", stage.keep(_owed(stage, page))
    found, items = batches.every_batch(page.context.session, JANUARY)
    yield "perhitungan-kelompok", stage.keep(BatchesDialog(page, found, items, may=True))
    shown = CompareDialog(page, _compared(desk), lambda: None)
    shown.by.setCurrentIndex(1)
    yield "perhitungan-bandingkan", stage.keep(shown)
    stage.clear()


def _compared(desk: Desk) -> Compared:
    """Make up a month before: what people of different units would have had."""
    people = [
        Moved(row.nip, row.name, row.unit, old, row.net, {"kehadiran": row.net - old})
        for place, row in enumerate(desk.rows)
        if row.net is not None
        for old in [row.net * (90 + place % 25) // 100]
    ]
    return Compared(Run(Month(2020, 12)), Run(JANUARY), people, [], [])


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


def _owed(stage: Stage, page: PerhitunganPage) -> QWidget:
    """Give the list of arrears after January was paid and four claims were decided late."""
    finance = page.context.session
    payments.pay(finance, JANUARY, "00123/SP2D-LS/2021", finance.today)
    verifier = stage.session("verifikator")
    late = [claim for claim in claims.queue(verifier, JANUARY) if claim.decided is None]
    for claim in late[:4]:
        decisions.decide(verifier, claim.id, Decision.MANUAL, "Bukti cocok.")
    found = arrears.find(finance, [JANUARY], None, Progress())
    return ArrearsDialog(page, found.items, stage.session("pimpinan").actor)
