"""The page Bobot & Indeks as ``./dev screens`` shows it."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget

from polima_desktop.domain.progress import Progress
from polima_desktop.services.months import run
from polima_desktop.services.rules import versions
from polima_desktop.views.rules.dialogs import DecreeDialog
from polima_desktop.views.rules.page import BobotPage
from polima_desktop.views.rules.panels import ChangesDialog
from tests.screens.stage import FEBRUARY, JANUARY, Stage


def scenes(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """Play a version in force, a draft, a changed weight, a mistake, the second signature."""
    run.freeze(stage.session("keuangan"), FEBRUARY, Progress())  # January may be locked by now
    window = stage.window("bobot", "organisasi", JANUARY)
    page = window.pages["bobot"]
    assert isinstance(page, BobotPage)
    yield "bobot-terbit", window
    page.signing.act()
    stage.settle()
    yield "bobot-draf", window
    _change_weight(stage, page)
    yield "bobot-bobot-diubah", window
    if page.impact.compared is not None:
        yield "bobot-siapa-berubah", stage.keep(ChangesDialog(page, page.impact.compared))
    page.checks.accept_asked.emit(page.checks.failed)
    page.check()
    stage.settle()
    yield "bobot-hasil-baru", window
    page.formulas.tabs.setCurrentIndex(1)
    stage.settle()
    yield "bobot-jenjang", window
    yield "bobot-ajukan", stage.keep(DecreeDialog(page, page.shown.ruleset.decree, 2))
    _make_a_mistake(stage, page)
    yield "bobot-salah", window
    stage.clear()
    yield from _signing(stage)


def _change_weight(stage: Stage, page: BobotPage) -> None:
    page.catalogue.search.setText("guru-tm")
    page.catalogue.search.search_now()
    page.catalogue.grid.select_key("GURU-TM")
    page.catalogue.edited.emit("GURU-TM", "weight", "42")
    page.check()
    page.checks.tabs.setCurrentIndex(1)
    stage.settle()


def _make_a_mistake(stage: Stage, page: BobotPage) -> None:
    page.formulas.tabs.setCurrentIndex(0)
    page.checks.tabs.setCurrentIndex(0)
    editor = page.formulas.editor
    editor.setPlainText(editor.toPlainText().replace("; 0)\ntpp_disiplin", ", 0)\ntpp_disiplin"))
    editor.take_over()
    page.check()
    stage.settle()


def _signing(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    bureau = stage.session("organisasi")
    draft = versions.versions(bureau)[0]
    if draft.state == "draft":
        text = draft.toml.replace(", 0)", "; 0)")
        versions.propose_text(bureau, text)
    yield "bobot-terbitkan", stage.window("bobot", "pimpinan", JANUARY)
