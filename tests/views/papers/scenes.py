"""The papers of February on the demo city, as ``./dev screens`` shows them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from PySide6.QtWidgets import QWidget

from polima_desktop.domain.progress import Progress
from polima_desktop.services.months import run
from polima_desktop.services.papers import log, signatories, styles
from polima_desktop.services.papers.kinds import Paper
from polima_desktop.storage.staff.units import UnitRow
from polima_desktop.views.papers.checking import CheckDialog
from polima_desktop.views.papers.look import LookDialog
from polima_desktop.views.papers.page import CetakPage
from polima_desktop.views.papers.printed import PrintedDialog
from polima_desktop.views.papers.signers import SignersDialog
from polima_desktop.views.papers.signing import SignFileDialog
from tests.screens.stage import FEBRUARY, Stage


def scenes(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """Nothing yet, slips, one person, lists, a file saved."""
    window = stage.window("cetak", "keuangan", FEBRUARY)
    yield "cetak-kosong", window
    stage.clear()
    session = stage.session("keuangan")
    run.freeze(session, FEBRUARY, Progress())
    run.calculate(session, FEBRUARY, Progress())
    window = stage.window("cetak", "keuangan", FEBRUARY)
    page = window.pages["cetak"]
    assert isinstance(page, CetakPage)
    yield "cetak-slip", window
    yield from _searching(stage, window, page)
    yield from _lists(stage, window, page)
    page.out.save_to(stage.folder / "slip-februari.pdf")
    stage.settle()
    yield "cetak-tersimpan", window
    yield from _dialogs(stage, page)
    stage.clear()


def _searching(stage: Stage, window: QWidget, page: CetakPage) -> Iterator[tuple[str, QWidget]]:
    for name, typed in (("cetak-cari", "la ode"), ("cetak-tidak-ada", "samrin")):
        page.search.setText(typed)
        page.search.search_now()
        stage.settle()
        yield name, window
    page.search.clear()
    page.search.search_now()


def _dialogs(stage: Stage, page: CetakPage) -> Iterator[tuple[str, QWidget]]:
    unit = page.choices.units[0] if page.choices else None
    assert unit is not None
    session = page.context.session
    now = signatories.of_unit(session, unit.id, FEBRUARY.last)
    yield "cetak-penanda-tangan", stage.keep(SignersDialog(page, unit.name, now, FEBRUARY.first))
    yield "cetak-bentuk", stage.keep(_look(stage, page, unit))
    found = log.of_month(session, FEBRUARY)
    yield "cetak-catatan", stage.keep(PrintedDialog(page, "Februari 2021", found))
    yield "cetak-periksa", stage.keep(CheckDialog(page, page.context.settings))
    yield "cetak-tanda-tangan", stage.keep(SignFileDialog(page, page.context.settings))


def _look(stage: Stage, page: CetakPage, unit: UnitRow) -> LookDialog:
    look = styles.of_unit(page.context.session, unit.id, FEBRUARY.last)
    draw = partial(page.setting.draw_look, unit.id)
    dialog = LookDialog(page, page.context.settings, unit.name, look, FEBRUARY.first, draw)
    stage.settle()
    return dialog


def _lists(stage: Stage, window: QWidget, page: CetakPage) -> Iterator[tuple[str, QWidget]]:
    for paper in (
        Paper.PAYMENT_LIST,
        Paper.RECEIPT,
        Paper.RECAP,
        Paper.STATEMENT,
        Paper.EXPLANATION,
        Paper.REPAYMENT,
    ):
        page.chooser.papers.select_key(paper)
        stage.settle()
        yield f"cetak-{paper.value}", window
    page.chooser.papers.select_key(Paper.SLIPS)
    stage.settle()
