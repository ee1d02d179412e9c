"""Putting a backup back before anybody has come in: chosen, proved, agreed to, done.

What a backup is, and how the old data is kept, is ``services.office.backup``'s.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtWidgets import QDialog, QWidget

from polima_desktop.domain.errors import PolimaError
from polima_desktop.domain.progress import Progress
from polima_desktop.formatting import moment, number
from polima_desktop.views.dialogs import confirm, open_file
from polima_desktop.views.office.backups import KINDS, OpenBackupDialog
from polima_desktop.views.settings import Settings
from polima_desktop.views.window import start_work

if TYPE_CHECKING:
    from polima_desktop.services.office.backup import Backup, Restored


class Entrance(Protocol):
    """What the start window offers to its helpers."""

    settings: Settings
    address: str

    def run(self, work: Callable[[Progress], Any], success: Callable[[Any], object]) -> Any:
        """Run a job of the window."""

    def use(self, address: str) -> None:
        """Go on with data at an address."""

    def say(self, kind: str, bold: str, text: str = "") -> None:
        """Show a message."""

    def say_error(self, error: PolimaError) -> None:
        """Show an error's own words."""


class Restoring:
    """The way of a backup from the file dialog to the login."""

    def __init__(self, window: Entrance, parent: QWidget) -> None:
        self._window, self._parent = window, parent

    def choose(self) -> None:
        """Let the user choose a backup to put where the data is or was."""
        path = open_file(self._parent, self._window.settings, "Pilih cadangan", KINDS)
        if path is not None:
            self.look_into(path)

    def look_into(self, path: Path, passphrase: str = "") -> None:
        """Open and prove a backup; ask for its passphrase, then whether to put it back."""
        job = self._window.run(
            lambda progress: start_work.look_into(path, passphrase, progress),
            lambda found: self._ask_restore(path, passphrase, found),
        )
        job.failure(lambda error: self._not_opened(path, error))

    def _not_opened(self, path: Path, error: PolimaError) -> None:
        if not start_work.is_closed(error):
            self._window.say_error(error)
            return
        dialog = OpenBackupDialog(self._parent, path)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.look_into(path, dialog.passphrase.text())

    def _ask_restore(self, path: Path, passphrase: str, found: Backup) -> None:
        rows, made = number(found.contents.total), datetime.fromisoformat(found.made_at)
        loss = (
            f"Cadangan {moment(made)} oleh {found.made_by}: {rows} baris, "
            f"{number(found.contents.entries)} catatan audit, sudah diperiksa. Data yang sekarang "
            "di tempat itu disimpan dengan nama lain."
        )
        question = f"Pulihkan cadangan ini ke {self._window.address}?"
        if confirm(self._parent, question, loss, f"Pulihkan {rows} baris"):
            self.restore(path, passphrase)

    def restore(self, path: Path, passphrase: str) -> None:
        """Put a backup where the data is or was, and go on to the login."""
        address = self._window.address
        self._window.run(
            lambda progress: start_work.restore(path, address, passphrase, progress), self._restored
        )

    def _restored(self, done: Restored) -> None:
        self._window.use(self._window.address)
        kept = f"Data sebelumnya ada di {done.kept}." if done.kept else ""
        self._window.say("ok", f"{number(done.backup.contents.total)} baris dipulihkan.", kept)
