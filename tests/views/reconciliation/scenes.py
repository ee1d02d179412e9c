"""The page Rekonsiliasi as ``./dev screens`` shows it: first case, decisions, dialogs, papers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from PySide6.QtWidgets import QWidget

from polima_desktop.services.reconciliation import alone, deciding, repairs
from polima_desktop.services.reconciliation.cases import Source
from polima_desktop.views.reconciliation.dialogs import (
    BulkDialog,
    CorrectDialog,
    ListCheckDialog,
    OpenDialog,
    ReasonDialog,
    SignDialog,
)
from polima_desktop.views.reconciliation.page import RekonsiliasiPage
from tests.screens.stage import Stage


def scenes(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """Play a case of the demo city's files."""
    window = stage.window("rekonsiliasi", "kominfo")
    page = window.pages["rekonsiliasi"]
    assert isinstance(page, RekonsiliasiPage)
    yield "rekonsiliasi-kosong", window
    folder = stage.folder / "kota"
    left = Source("file", "BKPSDM", folder / "bkpsdm.xlsx")
    right = Source("file", "Kominfo", folder / "kominfo.csv")
    page.acts.match(left, right, folder / "departures.csv")
    stage.settle()
    yield "rekonsiliasi-pasangan", window
    page.waterfall.choose("left_open")
    stage.settle()
    yield "rekonsiliasi-belum-dijelaskan", window
    yield "rekonsiliasi-impor", stage.keep(OpenDialog(page, page.context.settings))
    assert page.case is not None
    yield "rekonsiliasi-sekaligus", stage.keep(BulkDialog(page, page.case))
    yield "rekonsiliasi-alasan", stage.keep(ReasonDialog(page, "Jelaskan: La Ode Haswin"))
    check = deciding.sign_off(page.case)
    yield "rekonsiliasi-tanda-tangan", stage.keep(SignDialog(page, page.case, check, "Kominfo"))
    page.waterfall.choose("linked")
    page.acts.accept_by_rule("likely", len(page.case.desk.waiting("likely")))
    stage.settle()
    page.acts.match(left, right, folder / "departures.csv")
    stage.settle()
    page.showing.choose("decided")
    stage.settle()
    yield "rekonsiliasi-diputus", window
    person = repairs.master_fixes(
        page.context.session,
        page.case,
        next(p for p in page.case.desk.pairs if p.pair.case == "X2"),
        page.context.session.today,
    )
    yield "rekonsiliasi-betulkan", stage.keep(CorrectDialog(page, person, date(2021, 2, 1)))
    check_list = alone.check_list(page.case, "right")
    yield "rekonsiliasi-periksa-daftar", stage.keep(ListCheckDialog(page, check_list))
    stage.clear()
    yield "rekonsiliasi-beranda", stage.window("beranda", "bkpsdm")
