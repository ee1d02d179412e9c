"""The dialogs of the page Rekonsiliasi on the stage, over the city's two lists."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog

from polima_desktop.services.reconciliation import deciding, mapping, reading
from polima_desktop.services.reconciliation.alone import ListCheck
from polima_desktop.services.reconciliation.cases import Source
from polima_desktop.services.reconciliation.repairs import MasterFix
from polima_desktop.services.reconciliation.repairs import Person as Corrected
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
from tests.screens.desk import Desk
from tests.screens.stage import JANUARY

if TYPE_CHECKING:
    from polima_desktop.services.reconciliation.reading import CaseView


def _case(desk: Desk) -> tuple[RekonsiliasiPage, CaseView]:
    """Give the page Rekonsiliasi with the city's two lists held against each other."""
    page = desk.page("rekonsiliasi", "kominfo")
    assert isinstance(page, RekonsiliasiPage)
    if page.case is None:
        city = desk.stage.folder / "kota"
        left = Source("file", "BKPSDM", city / "bkpsdm.xlsx")
        right = Source("file", "Kominfo", city / "kominfo.csv")
        page.acts.match(left, right, city / "departures.csv")
        desk.stage.settle()
    assert page.case is not None
    return page, page.case


def _sign(desk: Desk) -> QDialog:
    page, case = _case(desk)
    return SignDialog(page, case, deciding.sign_off(case), "Kominfo")


def _correct(desk: Desk) -> QDialog:
    fix = MasterFix("name", "Wa Ode", "Wa Ode Sarmina", "Wa Ode", "Wa Ode Sarmina", True, "nama")
    person = Corrected(1, "Wa Ode", "199011122019032015", (fix,), {})
    return CorrectDialog(desk.page("rekonsiliasi", "kominfo"), person, JANUARY.first)


def _check_list(desk: Desk) -> QDialog:
    check = ListCheck("Kominfo", 200, ("3 NIP rusak oleh Excel.",), ())
    return ListCheckDialog(desk.page("rekonsiliasi", "kominfo"), check)


def _earlier(desk: Desk) -> QDialog:
    page, case = _case(desk)
    return EarlierDialog(page, reading.every(page.context.session), case.stored.id)


def _mapping(desk: Desk) -> QDialog:
    """Ask for the columns of a list whose headings say nothing."""
    page = desk.page("rekonsiliasi", "kominfo")
    path = headless(desk.stage.folder / "kota" / "kominfo.csv", desk.stage.folder)
    guess = mapping.look(page.context.session, path, "right")
    return MappingDialog(page, page.context.settings, "Kominfo", guess)


def headless(path: Path, folder: Path) -> Path:
    """Write a list under headings that say nothing."""
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = list(csv.reader(file))
    changed = folder / "ekspor-server.csv"
    with changed.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([[f"F{n}" for n in range(1, len(header) + 1)], *rows])
    return changed


def _proof(desk: Desk) -> QDialog:
    page = desk.page("rekonsiliasi", "kominfo")
    at = datetime(2021, 2, 3, 2, 15, tzinfo=UTC)
    papers = [Paper(1, "SK-mutasi-12-2021.pdf", 284_100, "0" * 64, at, "kominfo")]
    title = "Berkas: Wa Ode Rukmini Ngkaring"
    return ProofDialog(page, page.context.settings, title, papers, may_attach=True)


RECONCILIATION: dict[str, Callable[[Desk], QDialog]] = {
    "reconciliation.dialogs.BulkDialog": lambda desk: BulkDialog(*_case(desk)),
    "reconciliation.dialogs.CorrectDialog": _correct,
    "reconciliation.dialogs.ListCheckDialog": _check_list,
    "reconciliation.dialogs.OpenDialog": lambda desk: OpenDialog(
        desk.staff(), desk.staff().context.settings
    ),
    "reconciliation.dialogs.ReasonDialog": lambda desk: ReasonDialog(
        desk.staff(), desk.staff().context.settings, "Jelaskan"
    ),
    "reconciliation.dialogs.SignDialog": _sign,
    "reconciliation.earlier.EarlierDialog": _earlier,
    "reconciliation.mapping.MappingDialog": _mapping,
    "reconciliation.proof.ProofDialog": _proof,
}
"""By module and name below ``views``."""
