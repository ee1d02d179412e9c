"""The user's folders, and the log and crash files in them."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from polima_desktop import logs, paths
from polima_desktop.domain.errors import StoreUnavailable


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    logs.stop()


def test_the_folders_are_inside_the_users_home_and_exist() -> None:
    home = Path(paths.data_folder()).parent.parent
    assert paths.data_folder().is_dir()
    assert paths.log_folder().is_dir()
    assert paths.cache_folder().is_dir()
    assert paths.default_store() == paths.data_folder() / "polima.db"
    assert home in paths.log_folder().parents


def test_a_folder_that_cannot_be_made_is_said_in_words(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "berkas").write_text("bukan folder")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "berkas"))
    with pytest.raises(StoreUnavailable, match="tidak bisa dibuat"):
        paths.data_folder()


def test_what_is_logged_stands_in_the_file(folder: Path) -> None:
    assert logs.start(folder) == ""
    logging.getLogger("polima_desktop.test").info("a month was frozen")
    assert "INFO    polima_desktop.test: a month was frozen" in (folder / "polima.log").read_text()


def test_after_a_crash_the_next_start_tells_its_stack(folder: Path) -> None:
    (folder / "crash.txt").write_text("Fatal Python error: Aborted")
    assert logs.start(folder) == "Fatal Python error: Aborted"
    assert (folder / "crash.last.txt").read_text() == "Fatal Python error: Aborted"
    logs.stop()
    assert logs.start(folder) == "", "a crash is told once"
