"""The form of a kind of list, taken out of the wizard by keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from polima_desktop.services import imports
from polima_desktop.views.context import Context
from polima_desktop.views.importing import wizard as module
from polima_desktop.views.importing.wizard import ImportWizard


def test_the_form_of_the_chosen_kind_is_written_and_comes_back(
    context: Context, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def where(_parent: object, _settings: object, _title: str, name: str, _kinds: str) -> Path:
        asked.append(name)
        return tmp_path / name

    monkeypatch.setattr(module, "save_file", where)
    made = ImportWizard(None, context, "holidays")  # type: ignore[arg-type]
    qtbot.addWidget(made)
    made.show()
    context.jobs.settle()
    QTest.keyClick(made.file.template, Qt.Key.Key_Space)
    context.jobs.settle()
    assert asked == ["format-isian-hari-libur.xlsx"]
    _, result = imports.run(context.session, "holidays", tmp_path / asked[0])
    assert (result.counts.new, result.counts.rejected) == (1, 0)
    message = made.notices.messages.message
    assert message is not None
    assert message.bold == "Format isian ditulis."
