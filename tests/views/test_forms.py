"""Compiled forms and words are what their sources say; every label is a buddy."""

from __future__ import annotations

import importlib
import runpy
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from polima_desktop.assets import asset

ROOT = asset("ui").parent
FORMS = sorted((ROOT / "ui").glob("*.ui"))


def test_compiling_again_changes_nothing(tmp_path: Path) -> None:
    runpy.run_path(str(ROOT / "ui" / "compile.py"))["main"](tmp_path)
    made = sorted(path.name for path in tmp_path.iterdir())
    assert made == sorted([*(f"ui_{form.stem}.py" for form in FORMS), "qtbase_id.qm"])
    for path in tmp_path.glob("*.py"):
        committed = ROOT / "polima_desktop" / "views" / "forms" / path.name
        assert committed.read_text("utf-8") == path.read_text("utf-8"), "run: python ui/compile.py"
    words = asset("resources", "i18n", "qtbase_id.qm")
    assert words.read_bytes() == (tmp_path / "qtbase_id.qm").read_bytes()


@pytest.mark.parametrize("source", FORMS, ids=lambda path: path.stem)
def test_every_input_has_a_label_a_name_and_a_key_of_its_own(
    source: Path,
    qtbot: QtBot,
    qapp: QApplication,
) -> None:
    module = importlib.import_module(f"polima_desktop.views.forms.ui_{source.stem}")
    [form_class] = [value for name, value in vars(module).items() if name.startswith("Ui_")]
    form, box = form_class(), QWidget()
    qtbot.addWidget(box)
    form.setupUi(box)
    inputs = [w for w in box.findChildren(QWidget) if isinstance(w, QLineEdit | QComboBox)]
    labels = [w for w in box.findChildren(QLabel) if w.buddy() is not None]
    assert {label.buddy() for label in labels} == set(inputs)
    assert all(widget.accessibleName() for widget in inputs)
    keys = [label.text()[label.text().index("&") + 1].lower() for label in labels]
    assert len(keys) == len(set(keys))
