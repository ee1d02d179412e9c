"""The page Rekonsiliasi as ``./dev screens`` shows it: first case, decisions, dialogs, papers."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from PySide6.QtWidgets import QWidget

from polima_desktop.services.reconciliation import alone, deciding, mapping, reading, repairs
from polima_desktop.services.reconciliation.cases import Source
from polima_desktop.services.reconciliation.reading import CaseView
from polima_desktop.storage.reconciliation.documents import Paper
from polima_desktop.views.reconciliation.dialogs import (
    BulkDialog,
    CorrectDialog,
    ListCheckDialog,
    OpenDialog,
    ReasonDialog,
    SignDialog,
)
from polima_desktop.views.reconciliation.earlier import EarlierDialog
from polima_desktop.views.reconciliation.mapping import MappingDialog
from polima_desktop.views.reconciliation.page import RekonsiliasiPage
from polima_desktop.views.reconciliation.proof import ProofDialog
from tests.screens.case_dialogs import headless
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
    yield (
        "rekonsiliasi-alasan",
        stage.keep(ReasonDialog(page, page.context.settings, "Jelaskan: La Ode Haswin")),
    )
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
    changed = right._replace(path=_misspelt(page.case, right.path, stage.folder))
    page.acts.match(left, changed, folder / "departures.csv")
    stage.settle()
    page.show_returns()
    stage.settle()
    yield "rekonsiliasi-barisnya-berubah", window
    cases_ = reading.every(page.context.session)
    yield "rekonsiliasi-semua", stage.keep(EarlierDialog(page, cases_, cases_[-1].id))
    page.acts.open_earlier(1)
    stage.settle()
    yield "rekonsiliasi-terdahulu", window
    page.acts.open_earlier(None)
    stage.settle()
    at = datetime(2021, 2, 3, 2, 15, tzinfo=UTC)
    papers = [Paper(1, "SK-mutasi-12-2021.pdf", 284_100, "0" * 64, at, "kominfo")]
    proof = ProofDialog(page, page.context.settings, "Berkas: Wa Ode Rukmini Ngkaring", papers,
                        may_attach=True)  # fmt: skip
    yield "rekonsiliasi-berkas", stage.keep(proof)
    guess = mapping.look(
        page.context.session, headless(folder / "kominfo.csv", stage.folder), "right"
    )
    asked = MappingDialog(page, page.context.settings, "Kominfo", guess)
    yield "rekonsiliasi-kolom", stage.keep(asked)
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


def _misspelt(case: CaseView, path: Path | None, folder: Path) -> Path:
    """Write Kominfo's next export: the decided pairs repaired or misspelt otherwise."""
    assert path is not None
    ruled = [p.pair for p in case.desk.pairs if p.status == "accepted"]
    names = {case.desk.outcome.right_rows[p.right].row.row for p in ruled}
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = list(csv.reader(file))
    place = header.index("NAMA")
    for number, row in enumerate(rows, start=2):
        if number in names:
            row[place] = row[place].replace("A", "AH", 1)
    changed = folder / "kominfo-februari.csv"
    with changed.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return changed
