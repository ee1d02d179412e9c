"""The one file dialog of the program, which shows files by their names and never opens them.

On POSIX systems, closing any descriptor of the embedded store drops the locks SQLite holds on it
in this process. Qt's own icon provider opens files to guess their type, and the dialogs of GTK and
KDE do the same inside this process; so on those systems the dialog is Qt's with our provider.
What is asked, and which folder is remembered, is ``views.dialogs``'.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from PySide6.QtCore import QFileInfo
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QFileIconProvider, QStyle, QWidget

Mode = QFileDialog.FileMode
_Kind = QFileIconProvider.IconType
_Picture = QStyle.StandardPixmap

_OTHER_PROCESS = ("win32", "darwin")
"""Where the system's dialog looks at files from elsewhere, or no lock hangs on a descriptor."""

_PICTURES = {
    _Kind.Computer: _Picture.SP_ComputerIcon,
    _Kind.Desktop: _Picture.SP_DesktopIcon,
    _Kind.Trashcan: _Picture.SP_TrashIcon,
    _Kind.Network: _Picture.SP_DriveNetIcon,
    _Kind.Drive: _Picture.SP_DriveHDIcon,
    _Kind.Folder: _Picture.SP_DirIcon,
    _Kind.File: _Picture.SP_FileIcon,
}


class ByEnding(QFileIconProvider):
    """Icons and words for files that come from the name alone.

    Qt asks from a thread of its own, so the icons are made beforehand.
    """

    def __init__(self) -> None:
        super().__init__()
        style = QApplication.style()
        self._icons = {kind: style.standardIcon(picture) for kind, picture in _PICTURES.items()}

    def icon(self, of: QFileIconProvider.IconType | QFileInfo) -> QIcon:
        """Give the icon of a kind of place, or of a file."""
        if isinstance(of, QFileInfo):
            of = _Kind.Folder if of.isDir() else _Kind.File
        return self._icons[of]

    def type(self, info: QFileInfo) -> str:
        """Say what a file is by its ending."""
        if info.isDir():
            return "Folder"
        return f"Berkas {info.suffix().lower()}".strip()


class FileDialog(QFileDialog):
    """Asks for files to read (``saving`` False) or one to write."""

    def __init__(self, parent: QWidget | None, title: str, mode: Mode, *, saving: bool) -> None:
        super().__init__(parent, title)
        self.setOption(QFileDialog.Option.DontUseNativeDialog, sys.platform not in _OTHER_PROCESS)
        self._provider = ByEnding()  # the dialog does not keep it alive
        self.setIconProvider(self._provider)
        self.setFileMode(mode)
        if saving:
            self.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        if mode is Mode.Directory:
            self.setOption(QFileDialog.Option.ShowDirsOnly)

    def accept(self) -> None:
        """Close with success; a name whose ending is none that is written gets the right one."""
        saving = self.acceptMode() is QFileDialog.AcceptMode.AcceptSave
        endings = re.findall(r"\*(\.\w+)", " ".join(self.nameFilters()))
        name = Path(next(iter(self.selectedFiles()), ""))
        if saving and endings and name.suffix.lower() not in endings:
            self.selectFile(f"{name.name}.{self.defaultSuffix()}")
        super().accept()

    def ask(self) -> list[Path]:
        """Give what was chosen; nothing if the user turned back."""
        _open.add(self)
        self.destroyed.connect(lambda: _open.discard(self))
        good = self.exec() == QDialog.DialogCode.Accepted
        chosen = [Path(name) for name in self.selectedFiles()] if good else []
        self.deleteLater()
        return chosen


_open: set[FileDialog] = set()
"""Dialogs until Qt has deleted them. Deleted by Python instead, a dialog would wait for its thread
while that waits for Python's lock to ask ``ByEnding``."""


def ask_files(
    parent: QWidget | None, title: str, folder: Path, kinds: str, *, many: bool = False
) -> list[Path]:
    """Ask for one file or several that exist."""
    mode = Mode.ExistingFiles if many else Mode.ExistingFile
    dialog = FileDialog(parent, title, mode, saving=False)
    dialog.setNameFilter(kinds)
    dialog.setDirectory(str(folder))
    return dialog.ask()


def ask_target(parent: QWidget | None, title: str, proposal: Path, kinds: str) -> list[Path]:
    """Ask where to write; a name without an ending gets the proposal's."""
    dialog = FileDialog(parent, title, Mode.AnyFile, saving=True)
    dialog.setNameFilter(kinds)
    dialog.setDefaultSuffix(proposal.suffix.removeprefix("."))
    dialog.setDirectory(str(proposal.parent))
    dialog.selectFile(proposal.name)
    return dialog.ask()


def ask_folder(parent: QWidget | None, title: str, folder: Path) -> list[Path]:
    """Ask for a folder."""
    dialog = FileDialog(parent, title, Mode.Directory, saving=False)
    dialog.setDirectory(str(folder))
    return dialog.ask()
