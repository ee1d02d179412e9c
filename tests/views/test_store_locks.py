"""No file dialog of the window opens the store's files, whose locks would be lost with that."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QFileSystemModel

from polima_desktop.domain.access import Role
from polima_desktop.services.office import accounts
from polima_desktop.services.session import Session, log_in
from polima_desktop.views import dialogs
from polima_desktop.views.jobs import Jobs
from polima_desktop.views.settings import Settings
from polima_desktop.views.window.start import StartWindow
from tests import locks

pytestmark = pytest.mark.usefixtures("qapp")
Ask = Callable[[Settings, Path], object]


def open_one(settings: Settings, _folder: Path) -> object:
    return dialogs.open_file(None, settings, "Impor daftar")


def open_several(settings: Settings, _folder: Path) -> object:
    return dialogs.open_files(None, settings, "Impor buku kerja")


def save_one(settings: Settings, _folder: Path) -> object:
    return dialogs.save_file(None, settings, "Simpan", "polima.db", dialogs.ANY)


def choose_folder(settings: Settings, _folder: Path) -> object:
    return dialogs.open_folder(None, settings, "Folder")


ASKING = [open_one, open_several, save_one, choose_folder]


def remember(settings: Settings, folder: Path) -> None:
    settings.put("folder/open", str(folder))
    settings.put("folder/save", str(folder))


def turn_back_when_listed(folder: Path) -> list[str]:
    """Wait until the dialog has looked at every file, then turn back; give what it shows."""
    seen: list[str] = []

    def leave(dialog: QFileDialog, model: QFileSystemModel) -> None:
        top = model.index(str(folder))
        names = [model.index(row, 0, top) for row in range(model.rowCount(top))]
        seen.append("all looked at")
        seen.extend(f"{index.data()}: {model.type(index)}" for index in names)
        dialog.reject()

    def act() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QFileDialog)
        model = dialog.findChild(QFileSystemModel)
        assert isinstance(model, QFileSystemModel)
        model.directoryLoaded.connect(
            lambda path: leave(dialog, model) if Path(path) == folder else None
        )
        QTimer.singleShot(5_000, dialog.reject)

    QTimer.singleShot(0, act)
    return seen


@locks.needs_table
@pytest.mark.parametrize("ask", ASKING)
def test_a_file_dialog_in_the_folder_of_the_store_keeps_its_locks(
    ask: Ask, office: Session, settings: Settings, tmp_path: Path
) -> None:
    store = tmp_path / "kantor.db"
    remember(settings, tmp_path)
    before = locks.held(store)
    seen = turn_back_when_listed(tmp_path)
    ask(settings, tmp_path)
    assert seen[0] == "all looked at"
    assert ("kantor.db: Berkas db" in seen) is (ask is save_one)
    assert len(before) == 2
    assert locks.held(store) == before


@locks.needs_table
def test_the_question_for_other_data_keeps_the_locks(
    office: Session, jobs: Jobs, settings: Settings, tmp_path: Path
) -> None:
    store = tmp_path / "kantor.db"
    remember(settings, tmp_path)
    window = StartWindow(jobs, settings, str(store))
    before = locks.held(store)
    seen = turn_back_when_listed(tmp_path)
    window.choose_file()
    assert "kantor.db: Berkas db" in seen
    assert locks.held(store) == before
    window.close()


@locks.needs_table
def test_the_watch_sees_what_a_plain_dialog_does(office: Session, tmp_path: Path) -> None:
    store = tmp_path / "kantor.db"
    assert len(locks.held(store)) == 2
    dialog = QFileDialog(None, "Bawaan", str(tmp_path.parent))
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    turn_back_when_listed(tmp_path)
    QTimer.singleShot(1, lambda: dialog.setDirectory(str(tmp_path)))
    dialog.exec()
    dialog.deleteLater()
    assert locks.held(store) == []


ANOTHER_PROGRAM = """
import sys
from polima_desktop.services.office import accounts
from polima_desktop.services.session import log_in
from polima_desktop.domain.access import Role
session = log_in(sys.argv[1], "admin", "rahasia")
accounts.add(session, f"verba{sys.argv[2]}", "Verba", Role.AUDITOR, "rahasia1")
session.database.close()
"""


def another_program(store: Path, number: int) -> None:
    words = [sys.executable, "-c", ANOTHER_PROGRAM, str(store), str(number)]
    subprocess.run(words, check=True, timeout=60)


def rounds(office: Session, settings: Settings, folder: Path, count: int) -> set[str]:
    """Window, dialog and another program in turn; give the accounts that were called saved."""
    saved = set()
    for number in range(count):
        turn_back_when_listed(folder)
        ASKING[number % len(ASKING)](settings, folder)
        another_program(folder / "kantor.db", number)
        accounts.add(office, f"jendela{number}", "Jendela", Role.AUDITOR, "rahasia1")
        saved |= {f"verba{number}", f"jendela{number}"}
    return saved


def in_a_copy(store: Path, folder: Path) -> set[str]:
    """Give the accounts that stand in the file alone, copied while the window is open."""
    folder.mkdir()
    session = log_in(str(shutil.copy(store, folder / "salinan.db")), "admin", "rahasia")
    names = {account.name for account in accounts.listed(session)}
    session.database.close()
    return names


@pytest.mark.parametrize(
    "count", [2, pytest.param(50, marks=[pytest.mark.long, pytest.mark.timeout(600)])]
)
def test_window_dialog_and_another_program_lose_nothing(
    count: int, office: Session, settings: Settings, tmp_path: Path
) -> None:
    remember(settings, tmp_path)
    saved = rounds(office, settings, tmp_path, count)
    assert in_a_copy(tmp_path / "kantor.db", tmp_path / "di-tempat-lain") == saved | {"admin"}
