"""The page Bobot & Indeks as ``./dev screens`` shows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from PySide6.QtWidgets import QWidget

from polima_desktop.domain.progress import Progress
from polima_desktop.domain.rules import adding
from polima_desktop.domain.rules.model import Activity, Input
from polima_desktop.services.months import run
from polima_desktop.services.rules import versions
from polima_desktop.views.rules.dialogs import DecreeDialog
from polima_desktop.views.rules.graph import MapDialog
from polima_desktop.views.rules.page import (
    ACTIVITIES,
    EXAMPLES,
    HISTORY,
    IMPACT,
    LINES,
    VALUES,
    BobotPage,
)
from polima_desktop.views.rules.ready import ReadyDialog
from polima_desktop.views.rules.variables import InputsDialog, VariablesDialog
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
    yield from _damkar(stage, window, page)
    page.tabs.setCurrentIndex(ACTIVITIES)
    _change_weight(stage, page)
    yield "bobot-aktivitas", window
    ruleset = page.shown.ruleset
    yield "bobot-isian", stage.keep(VariablesDialog(page, ruleset, "GURU-TM", editable=True))
    yield "bobot-kekhasan", stage.keep(ReadyDialog(page, "damkar"))
    yield "bobot-masukan", stage.keep(InputsDialog(page, ruleset, editable=True))
    yield "bobot-peta", stage.keep(MapDialog(page, ruleset, "capaian"))
    page.tabs.setCurrentIndex(EXAMPLES)
    stage.settle()
    yield "bobot-contoh", window
    page.examples.accept_asked.emit(page.examples.failed)
    page.check()
    page.tabs.setCurrentIndex(VALUES)
    stage.settle()
    yield "bobot-jenjang", window
    page.tabs.setCurrentIndex(IMPACT)
    stage.settle()
    yield "bobot-dampak", window
    page.impact.tabs.setCurrentIndex(1)
    stage.settle()
    yield "bobot-dampak-pegawai", window
    page.impact.tabs.setCurrentIndex(2)
    page.impact.months_asked.emit()
    stage.settle()
    yield "bobot-dampak-bulan", window
    page.tabs.setCurrentIndex(HISTORY)
    stage.settle()
    yield "bobot-versi", window
    yield "bobot-ajukan", stage.keep(DecreeDialog(page, page.shown.ruleset.decree, 2))
    page.tabs.setCurrentIndex(LINES)
    stage.settle()
    yield "bobot-rumus", window
    _make_a_mistake(stage, page)
    yield "bobot-salah", window
    stage.clear()
    yield from _signing(stage)


def _damkar(stage: Stage, window: QWidget, page: BobotPage) -> Iterator[tuple[str, QWidget]]:
    """Play the guide's chapter: a new activity, its formula with a mistake, two examples."""
    begin = page.shown.ruleset
    alike = [a.code for a in begin.activities.values() if a.family == "damkar"]
    page.tabs.setCurrentIndex(ACTIVITIES)
    page.catalogue.go_to(alike[-1])
    code = adding.next_code(alike, "damkar")
    activity = Activity(
        code, "Evakuasi sarang tawon", "damkar", "kejadian", Decimal(30),
        points="volume * bobot * JIKA(tinggi > 10; 1.5; 1)", evidence="foto, berita acara",
    )  # fmt: skip
    tall = Input("tinggi", "Tinggi sarang", "number", "meter", 0, Decimal(0), Decimal(100))
    made = adding.add_activity(begin, activity, alike[-1])
    page.take(adding.with_variable(made, code, tall))
    page.catalogue.go_to(code)
    page.check()
    stage.settle()
    yield "panduan-aturan-1", window
    page.apply_suggestion()
    page.check()
    stage.settle()
    example = page.shown.ruleset.examples[0]
    for name, metres in (("tawon rendah", "4"), ("tawon tinggi", "14")):
        entry = {"kode": code, "volume": "1", "menit": "60", "tinggi": metres}
        copy = replace(example, name=name, activities=(*example.activities, entry))
        page.take(adding.add_example(page.shown.ruleset, copy))
    page.tabs.setCurrentIndex(EXAMPLES)
    page.check()
    stage.settle()
    page.examples.list.select_key("tawon tinggi")
    yield "panduan-aturan-2", window
    page.examples.accept_asked.emit(page.examples.failed)
    page.check()
    page.tabs.setCurrentIndex(HISTORY)
    stage.settle()
    yield "panduan-aturan-3", window
    page.take(begin)
    page.check()
    stage.settle()


def _change_weight(stage: Stage, page: BobotPage) -> None:
    page.catalogue.grid.select_key("GURU-TM")
    page.catalogue.grid.edited.emit("GURU-TM", "weight", "42")
    page.check()
    stage.settle()


def _make_a_mistake(stage: Stage, page: BobotPage) -> None:
    editor = page.lines.editor
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
    window = stage.window("bobot", "pimpinan", JANUARY)
    page = window.pages["bobot"]
    assert isinstance(page, BobotPage)
    page.tabs.setCurrentIndex(HISTORY)
    stage.settle()
    yield "bobot-terbitkan", window
