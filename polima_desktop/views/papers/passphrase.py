"""Asking for the passphrase of the office's signing key: to open it, or for a new one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QCheckBox, QDialog, QLineEdit

from polima_desktop.domain.errors import PolimaError
from polima_desktop.domain.proof.statement import LEAST_PASSPHRASE
from polima_desktop.views.dialogs import FormDialog
from polima_desktop.views.widgets import Field, Page, label

NO_KEYRING = "Komputer ini tidak punya penyimpan kata sandi yang aman."
REMEMBER = "&Ingat di penyimpan kata sandi komputer ini"


class OpenKeyDialog(FormDialog):
    """Asks for the passphrase of the key that is there."""

    def __init__(self, parent: Page) -> None:
        super().__init__(parent, "Kunci kantor masih terkunci", "Buka kunci", self._check)
        self.passphrase, self.remember = _secret(), QCheckBox(REMEMBER)
        self.form.add("passphrase", Field("&Frasa sandi kunci", self.passphrase, required=True))
        self.body.insertWidget(1, self.remember)
        words = "Slip bulan yang sudah dikunci ditandatangani dengan kunci kantor."
        self.body.insertWidget(0, label(words, "body", "second", wrap=True))

    def _check(self) -> dict[str, str]:
        return {} if self.passphrase.text() else {"passphrase": "Frasa sandi belum diisi."}


class NewKeyDialog(FormDialog):
    """Asks twice for the passphrase of a key that is to be made."""

    def __init__(self, parent: Page, title: str, verb: str, words: str) -> None:
        super().__init__(parent, title, verb, self._check)
        self.passphrase, self.again = _secret(), _secret()
        self.remember = QCheckBox(REMEMBER)
        least = f"&Frasa sandi, paling sedikit {LEAST_PASSPHRASE} huruf"
        self.form.add("passphrase", Field(least, self.passphrase, required=True))
        self.form.add("again", Field("Frasa sandi &sekali lagi", self.again, required=True))
        self.body.insertWidget(1, self.remember)
        self.body.insertWidget(0, label(words, "body", "second", wrap=True))

    def _check(self) -> dict[str, str]:
        length = len(self.passphrase.text())
        if length < LEAST_PASSPHRASE:
            return {"passphrase": f"Baru {length} huruf. Tambah sampai {LEAST_PASSPHRASE}."}
        if self.passphrase.text() != self.again.text():
            return {"again": "Tidak sama dengan frasa sandi di atas. Ketik ulang."}
        return {}


def open_key(page: Page, then: Callable[[], object]) -> None:
    """Ask for the passphrase, open the key, and go on with what was wanted."""
    dialog = OpenKeyDialog(page)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return
    session, typed = page.context.session, dialog.passphrase.text()
    remember = dialog.remember.isChecked()

    def work(_progress: object) -> bool:
        from polima_desktop.services.papers import keys

        return keys.open_with(session, typed, remember=remember)

    def opened(kept: bool) -> None:
        if not kept:
            page.say("warn", "Frasa sandi tidak diingat.", NO_KEYRING)
        then()

    page.context.jobs.run(work, page).success(opened)


def unlocking(page: Page, error: PolimaError, again: Callable[[], object]) -> None:
    """Ask for the passphrase where that is what was missing, and do it again; else say why not."""
    from polima_desktop.services.papers.keys import KeyLocked

    if isinstance(error, KeyLocked):
        open_key(page, again)
    else:
        page.say_error(error)


def _secret() -> QLineEdit:
    editor = QLineEdit()
    editor.setEchoMode(QLineEdit.EchoMode.Password)
    return editor
