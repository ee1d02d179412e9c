"""Steps of the start window about passwords: a new one after a one-time one, the recovery code.

Each asks and tells; the window runs the work.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from polima_desktop.views.theme import font
from polima_desktop.views.widgets.buttons import Button
from polima_desktop.views.widgets.fields import Field, Form
from polima_desktop.views.widgets.text import label

SHORTEST = 6
Act = Callable[[], object]


def password_errors(new: str, again: str) -> dict[str, str]:
    """Give what is wrong with a new password typed twice, by field."""
    if len(new) < SHORTEST:
        return {"new": f"Baru {len(new)} huruf. Tambah sampai {SHORTEST}."}
    if new != again:
        return {"again": "Tidak sama dengan kata sandi baru. Ketik ulang."}
    return {}


class _AskingStep(QWidget):
    """A heading, why it is asked, a form, the filled verb, and the way back."""

    def __init__(self, title: str, words: str, verb: str, go: Act, back: Act) -> None:
        super().__init__()
        self.form = Form()
        self.go = Button(verb, on_press=go, primary=True)
        self.back = Button("Kembali", on_press=back)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(label(title, "record"))
        column.addWidget(label(words, "body", "second", wrap=True))
        column.addWidget(self.form)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.go)
        row.addWidget(self.back)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)

    def _add_new(self, go: Act) -> None:
        self.new, self.again = _secret(), _secret()
        self.form.add("new", Field(f"Kata sandi &baru, paling sedikit {SHORTEST} huruf", self.new))
        self.form.add("again", Field("Kata sandi baru &sekali lagi", self.again))
        self.again.returnPressed.connect(go)

    def clear(self) -> None:
        """Forget what was typed."""
        for field in self.form.fields.values():
            if isinstance(field.editor, QLineEdit):
                field.editor.clear()
        self.form.show_errors({})


class NewPasswordStep(_AskingStep):
    """The password was for one use: asks for one of the user's own; ``chosen(new)``."""

    def __init__(self, chosen: Callable[[str], object], back: Act) -> None:
        self.chosen = chosen
        words = (
            "Kata sandi dari pengelola hanya untuk sekali masuk. "
            "Tetapkan yang hanya diketahui sendiri."
        )
        super().__init__("Kata sandi baru", words, "Tetapkan kata sandi", self._go, back)
        self._add_new(self._go)
        self.first_field = self.new

    def _go(self) -> None:
        if self.form.show_errors(password_errors(self.new.text(), self.again.text())):
            self.chosen(self.new.text())


class ForgottenStep(_AskingStep):
    """Asks for the recovery code and a new password; ``chosen(name, code, new)``."""

    def __init__(self, chosen: Callable[[str, str, str], object], back: Act) -> None:
        self.chosen = chosen
        words = (
            "Pengelola memakai kode pemulihan yang dicetak atau disimpan saat kantor dibuat. "
            "Pengguna lain meminta kata sandi sekali pakai kepada pengelola."
        )
        super().__init__("Lupa kata sandi", words, "Atur ulang kata sandi", self._go, back)
        self.user, self.code = QLineEdit(), QLineEdit()
        self.code.setFont(font("mono"))
        self.form.add("user", Field("Nama &pengguna", self.user))
        self.form.add("code", Field("&Kode pemulihan", self.code))
        self._add_new(self._go)
        self.first_field = self.user

    def errors(self) -> dict[str, str]:
        """Give what is missing, by field."""
        if not self.user.text().strip():
            return {"user": "Nama pengguna belum diisi."}
        if not self.code.text().strip():
            return {"code": "Kode pemulihan belum diisi."}
        return password_errors(self.new.text(), self.again.text())

    def _go(self) -> None:
        if self.form.show_errors(self.errors()):
            self.chosen(self.user.text().strip(), self.code.text(), self.new.text())


class RecoveryCodeStep(QWidget):
    """Shows the recovery code, this once; ``save(text)`` writes it, ``go`` leaves."""

    def __init__(self, save: Callable[[str], object], go: Act) -> None:
        super().__init__()
        self.owner = ""
        self.code = QLineEdit()
        self.code.setReadOnly(True)
        self.code.setFont(font("mono"))
        self.copy = Button("Salin", "salin", self._copy)
        self.save = Button("Simpan untuk dicetak…", "cetak", lambda: save(self.text()))
        self.go = Button("Lanjut", on_press=go, primary=True)
        self.first_field = self.go
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(label("Kode pemulihan", "record"))
        words = (
            "Dengan kode ini pengelola mengatur ulang kata sandinya bila lupa. Kode hanya "
            "ditampilkan sekarang: salin atau simpan, cetak, lalu taruh di tempat terkunci."
        )
        column.addWidget(label(words, "body", "second", wrap=True))
        form = Form()
        form.add("code", Field("&Kode pemulihan", self.code))
        column.addWidget(form)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.go, self.copy, self.save):
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)

    def set_code(self, owner: str, code: str) -> None:
        """Show a code."""
        self.owner = owner
        self.code.setText(code)

    def text(self) -> str:
        """Give the page to print and lock away."""
        return (
            "SI POLIMA · Kode pemulihan pengelola\n\n"
            f"Nama pengguna  : {self.owner}\nKode pemulihan : {self.code.text()}\n\n"
            "Dipakai satu kali lewat “Lupa kata sandi” di jendela masuk.\n"
            "Simpan di tempat terkunci. Pemegang kode ini bisa masuk sebagai pengelola.\n"
        )

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.code.text())
        self.copy.setText("Sudah disalin")


def _secret() -> QLineEdit:
    editor = QLineEdit()
    editor.setEchoMode(QLineEdit.EchoMode.Password)
    return editor
