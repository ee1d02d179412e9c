"""``./dev screens``: every page and dialog of a small demo city as a picture, in one process.

    python -m tests.screens [--only TEXT] [--employees N]

Pictures go to ``build/screens``: light and dark at 1366 × 768, and ``-150`` as such a screen
shows it at 150 %. A page adds scenes by ``tests/views/<page>/scenes.py`` with
``scenes(stage) -> Iterator[(name, widget)]``.
"""

from __future__ import annotations

import argparse
import importlib
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from polima_desktop.app import make_application
from polima_desktop.views import theme
from tests.screens.stage import SIZE, Stage

ROOT = Path(__file__).resolve().parent.parent.parent
LARGE = 1.5


def modules() -> Iterator[str]:
    """Give the modules with scenes: the kit's, then those of each room of the window."""
    yield "tests.screens.scenes"
    for path in sorted((ROOT / "tests" / "views").glob("*/scenes.py")):
        yield f"tests.views.{path.parent.name}.scenes"


def picture(widget: QWidget, ratio: float) -> QPixmap:
    """Draw a widget as a screen of that scale shows it."""
    made = QPixmap(widget.size() * ratio)
    made.setDevicePixelRatio(ratio)
    widget.render(made, QPoint())
    return made


def shoot(app: QApplication, stage: Stage, name: str, widget: QWidget, folder: Path) -> None:
    """Save a widget in light, dark and at 150 %."""
    size = widget.size()
    for wanted in ("dark", "light"):
        theme.apply(app, theme.named(wanted))
        stage.settle()
        suffix = "" if wanted == "light" else "-gelap"
        picture(widget, 1).save(str(folder / f"{name}{suffix}.png"))
    if size == QSize(*SIZE):
        widget.resize(size / LARGE)
        stage.settle()
    picture(widget, LARGE).save(str(folder / f"{name}-150.png"))
    widget.resize(size)
    stage.settle()


def main() -> None:
    """Play every scene."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", default="", help="only scenes whose name holds this")
    parser.add_argument("--employees", type=int, default=200)
    wanted = parser.parse_args()
    folder = ROOT / "build" / "screens"
    folder.mkdir(parents=True, exist_ok=True)
    app, began = make_application(), time.monotonic()
    theme.apply(app, "light")
    stage = Stage(Path(tempfile.mkdtemp(prefix="polima-screens-")), employees=wanted.employees)
    try:
        stage.build()
        for module in modules():
            for name, widget in importlib.import_module(module).scenes(stage):
                if wanted.only in name:
                    shoot(app, stage, name, widget, folder)
                    print(folder / f"{name}.png")
            stage.clear()
    finally:
        stage.close()
    print(f"{time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
