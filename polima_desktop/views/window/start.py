"""Before the work: which data, who are you. First start offers the demo city or an empty office.

The window opens before any store module is loaded: those are heavy, and this one paints at once.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from polima_desktop.domain.access import ROLE_LABELS, Role
from polima_desktop.domain.errors import OlderStore, PasswordExpired, PolimaError
from polima_desktop.domain.progress import Progress
from polima_desktop.views.dialogs import CrashDialog, open_file, save_file
from polima_desktop.views.forms.ui_login import Ui_LoginForm
from polima_desktop.views.forms.ui_office import Ui_OfficeForm
from polima_desktop.views.icons import window_icon
from polima_desktop.views.jobs import Jobs
from polima_desktop.views.settings import Settings
from polima_desktop.views.widgets.buttons import Button
from polima_desktop.views.widgets.messages import Message, NoticePlace
from polima_desktop.views.widgets.sheet import Sheet
from polima_desktop.views.widgets.text import Link, label
from polima_desktop.views.window import start_work
from polima_desktop.views.window.navigation import TenunBand
from polima_desktop.views.window.password_steps import (
    ForgottenStep,
    NewPasswordStep,
    RecoveryCodeStep,
)
from polima_desktop.views.window.restoring import Restoring

DATA = "Data SI POLIMA (*.db *.sqlite)"
TEXTS = "Teks (*.txt)"


class StartWindow(QWidget):
    """Finds the data, asks who works; ``entered(session, month, note)`` when both are known."""

    entered = Signal(object, object, str)

    def __init__(self, jobs: Jobs, settings: Settings, address: str) -> None:
        super().__init__()
        self.jobs, self.settings, self.address = jobs, settings, address
        self.setWindowTitle("SI POLIMA")
        self.setWindowIcon(window_icon())
        self.resize(760, 560)
        self.setMinimumSize(640, 480)
        self.notices, self.steps = NoticePlace(), QStackedWidget()
        self.restoring = Restoring(self, self)
        self.first, self.office = FirstStep(self), OfficeStep(self)
        self.login, self.trouble = LoginStep(self), TroubleStep(self)
        self.new_password = NewPasswordStep(self._replace, self._back_to_login)
        self.forgotten = ForgottenStep(self.recover, self._back_to_login)
        self.recovery = RecoveryCodeStep(self._save_code, self._leave_code)
        self.waiting = QWidget()
        self._given: tuple[str, str] = ("", "")
        self._entry: start_work.Entry | None = None
        self._used: QWidget | None = None
        for step in (self.waiting, self.first, self.office, self.login, self.trouble):
            self.steps.addWidget(step)
        for step in (self.new_password, self.forgotten, self.recovery):
            self.steps.addWidget(step)
        self._lay_out()
        jobs.crashed.connect(self._crashed)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(TenunBand())
        column = QVBoxLayout()
        column.setContentsMargins(40, 28, 40, 24)
        column.setSpacing(4)
        column.addWidget(label("SI POLIMA", "title"))
        city = "Aplikasi pengelola TPP dan kepegawaian Kota Baubau"
        column.addWidget(label(city, "body", "second"))
        column.addSpacing(12)
        column.addWidget(self.notices)
        column.addWidget(self.steps, 1)
        row.addLayout(column, 1)

    # --- a place for jobs ---

    def working(self, busy: bool) -> None:
        """Switch the step's controls off while something is under way; the keyboard comes back."""
        if busy and self.steps.isEnabled():
            self._used = self.focusWidget()
        self.steps.setEnabled(not busy)
        if not busy and self._used is not None and self._used.isVisibleTo(self):
            self._used.setFocus(Qt.FocusReason.OtherFocusReason)

    def say(self, kind: str, bold: str, text: str = "") -> None:
        """Show a message."""
        self.notices.messages.show_message(Message(kind, bold, text))

    def say_error(self, error: PolimaError) -> None:
        """Show an error's own words."""
        self.notices.messages.show_message(Message.of(error))

    def _crashed(self, details: str, fate: str) -> None:
        if self.isVisible():
            QTimer.singleShot(0, lambda: CrashDialog(self, details, fate).exec())

    # --- the way in ---

    def look(self) -> None:
        """See whether there is data at the address, and go on from there."""
        self.notices.messages.clear()
        self.steps.setCurrentWidget(self.waiting)
        address = self.address
        self.run(lambda _progress: start_work.demo_or_not(address), self._found).failure(
            self._no_store
        )

    def run(self, work: Callable[[Progress], Any], success: Callable[[Any], object]) -> Any:
        """Run a job of this window."""
        return self.jobs.run(work, self, writes=True).success(success)

    def _found(self, demo: bool | None) -> None:
        if demo is None:
            self.show_step(self.first)
        else:
            self.login.set_demo(demo)
            self.show_step(self.login)
            if self.login.form.userEdit.text():
                self.login.form.passwordEdit.setFocus(Qt.FocusReason.OtherFocusReason)
            if self.settings.get("remember", False) and not demo:
                self._recall()

    def _recall(self) -> None:
        address, name = self.address, str(self.settings.get("user", ""))
        self.run(lambda _progress: start_work.remembered(address, name), self.login.set_password)

    def _no_store(self, error: PolimaError) -> None:
        self.trouble.set_error(error)
        self.show_step(self.trouble)

    def bring_up(self) -> None:
        """Save data of an older program and bring it up to this one."""
        address = self.address
        job = self.run(lambda progress: start_work.bring_up(address, progress), self._brought_up)
        job.failure(self._no_store)

    def _brought_up(self, done: Any) -> None:
        self.look()
        self.say("ok", "Data diperbarui.", f"Salinan data yang lama ada di {done.kept}.")

    def show_step(self, step: QWidget) -> None:
        """Show one question."""
        self.steps.setCurrentWidget(step)
        first = getattr(step, "first_field", None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def use(self, address: str) -> None:
        """Go on with other data; it is remembered for the next start."""
        self.address = address
        self.settings.put("store", address)
        self.look()

    def choose_file(self) -> None:
        """Let the user choose a data file."""
        path = open_file(self, self.settings, "Buka berkas data", DATA)
        if path is not None:
            self.use(str(path))

    def log_in(self, name: str, password: str, *, remember: bool | None = None) -> None:
        """Try a name and a password; ``remember`` it afterwards, forget it, or leave it (None)."""
        address = self.address
        if remember is False and not self.settings.get("remember", False):
            remember = None  # there is nothing to forget
        if remember is not None:
            self.settings.put("remember", remember)
        self._given = name, password
        job = self.run(
            lambda _progress: start_work.log_in(address, name, password, remember), self._enter
        )
        job.failure(self._not_in)

    def _not_in(self, error: PolimaError) -> None:
        if isinstance(error, PasswordExpired):
            self.notices.messages.clear()
            self.new_password.clear()
            self.show_step(self.new_password)
        else:
            self.say_error(error)

    def _back_to_login(self) -> None:
        self.show_step(self.login)

    def _replace(self, new: str) -> None:
        address, (name, given) = self.address, self._given
        self.run(
            lambda _progress: start_work.replace_one_time(address, name, given, new),
            lambda _none: self.log_in(name, new),
        )

    def recover(self, name: str, code: str, new: str) -> None:
        """Set a new password by the recovery code, and show the code that takes its place."""
        address = self.address
        self.run(lambda _progress: start_work.recover(address, name, code, new), self._made)

    def _made(self, found: tuple[start_work.Entry, str]) -> None:
        """Show the recovery code before the work begins."""
        self._entry, code = found
        self.forgotten.clear()
        self.notices.messages.clear()
        self.recovery.set_code(self._entry.session.actor.name, code)
        self.show_step(self.recovery)

    def _save_code(self, text: str) -> None:
        title, name = "Simpan kode pemulihan", "kode-pemulihan-si-polima.txt"
        path = save_file(self, self.settings, title, name, TEXTS)
        if path is not None:
            self.run(
                lambda _progress: start_work.put_text(path, text),
                lambda _none: self.say("ok", "Kode pemulihan disimpan.", str(path)),
            )

    def _leave_code(self) -> None:
        entry, self._entry = self._entry, None
        if entry is not None:
            self._enter(entry)

    def make_demo(self, employees: int) -> None:
        """Make the demo city where the data will be, then go in as its HR office."""
        folder = Path(self.address).parent / "kota-contoh"
        self.run(lambda progress: start_work.demo_city(folder, employees, progress), self.use)

    def make_office(self, name: str, user: str, password: str) -> None:
        """Make an empty office with its first admin."""
        address = self.address
        self.run(lambda _progress: start_work.new_office(address, user, name, password), self._made)

    def _enter(self, found: start_work.Entry) -> None:
        self.settings.put("store", self.address)
        self.settings.put("user", found.session.actor.name)
        self.login.form.passwordEdit.clear()
        self.entered.emit(*found)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.settings.sync()
        if self._entry is not None:
            self._entry.session.database.close()
            self._entry = None
        super().closeEvent(event)


class Choice(Sheet):
    """One way to begin: what it gives, in a sentence, and its button."""

    def __init__(self, title: str, sentence: str, button: Button) -> None:
        super().__init__()
        row = QHBoxLayout()
        row.setContentsMargins(16, 12, 14, 12)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label(title, "strong"))
        words.addWidget(label(sentence, "body", "second", wrap=True))
        row.addLayout(words, 1)
        row.addSpacing(16)
        row.addWidget(button)
        self.column.addLayout(row)


class FirstStep(QWidget):
    """There is no data yet: a demo city, an empty office, or a file that exists."""

    def __init__(self, window: StartWindow) -> None:
        super().__init__()
        self.demo = Button("Buat kota contoh", "gedung", self._demo, primary=True)
        self.office = Button("Buat kantor baru", "tambah", lambda: window.show_step(window.office))
        self.file = Button("Buka berkas data", "lampir", window.choose_file)
        self.backup = Button("Pulihkan cadangan", "urung", window.restoring.choose)
        self.window_ = window
        self.first_field = self.demo
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(label("Belum ada data. Mulai dari mana?", "record"))
        column.addWidget(
            Choice(
                "Kota contoh",
                "4.039 pegawai rekaan di unit Kota Baubau, Januari dan Februari 2021, dengan satu "
                "pengguna untuk tiap peran. Cocok untuk belajar; "
                "pembuatannya kira-kira satu menit.",
                self.demo,
            )
        )
        column.addWidget(
            Choice(
                "Kantor baru",
                "Data kosong dengan hari libur, pola kerja, dan masa peralihan; "
                "satu akun pengelola.",
                self.office,
            )
        )
        column.addWidget(
            Choice("Data yang sudah ada", "Berkas data dari komputer lain.", self.file)
        )
        column.addWidget(
            Choice(
                "Cadangan",
                "Seluruh data dari berkas cadangan yang dibuat program ini.",
                self.backup,
            )
        )
        column.addStretch(1)

    def _demo(self) -> None:
        size = int(os.environ.get("POLIMA_DEMO_EMPLOYEES", "4039"))
        self.window_.make_demo(size)


class OfficeStep(QWidget):
    """The first admin of an empty office."""

    def __init__(self, window: StartWindow) -> None:
        super().__init__()
        self.window_ = window
        self.form, box = Ui_OfficeForm(), QWidget()
        self.form.setupUi(box)
        box.setMaximumWidth(420)
        box.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.first_field = self.form.nameEdit
        self.form.problemLabel.hide()
        self.make = Button("Buat kantor", on_press=self._make, primary=True)
        self.back = Button("Kembali", on_press=lambda: window.show_step(window.first))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(label("Pengelola pertama", "record"))
        column.addSpacing(6)
        column.addWidget(box)
        column.addSpacing(10)
        column.addLayout(_row(self.make, self.back))
        column.addStretch(1)
        self.form.againEdit.returnPressed.connect(self._make)

    def problem(self) -> str:
        """Give what is wrong with what was typed, empty if nothing."""
        form = self.form
        if not form.nameEdit.text().strip():
            return "Nama lengkap belum diisi."
        user = form.userEdit.text().strip()
        if not user or user != user.lower() or " " in user:
            return "Nama pengguna: huruf kecil tanpa spasi, misalnya wa.harmina."
        if len(form.passwordEdit.text()) < 6:
            return "Kata sandi paling sedikit 6 huruf."
        if form.passwordEdit.text() != form.againEdit.text():
            return "Kedua kata sandi tidak sama. Ketik ulang yang kedua."
        return ""

    def _make(self) -> None:
        problem, form = self.problem(), self.form
        form.problemLabel.setText(problem)
        form.problemLabel.setVisible(bool(problem))
        if not problem:
            self.window_.make_office(
                form.nameEdit.text().strip(),
                form.userEdit.text().strip(),
                form.passwordEdit.text(),
            )


class LoginStep(QWidget):
    """Name and password; on the demo city a button for each of its users."""

    def __init__(self, window: StartWindow) -> None:
        super().__init__()
        self.window_ = window
        self.form, box = Ui_LoginForm(), QWidget()
        self.form.setupUi(box)
        box.setFixedWidth(300)
        box.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Maximum)
        self.first_field = self.form.userEdit
        self.form.problemLabel.hide()
        self.form.userEdit.setText(str(window.settings.get("user", "")))
        self.form.rememberBox.setChecked(bool(window.settings.get("remember", False)))
        self.enter = Button("Masuk", on_press=self._enter, primary=True)
        self.form.userEdit.returnPressed.connect(self._enter)
        self.form.passwordEdit.returnPressed.connect(self._enter)
        self.roles = Sheet("Kota contoh", "masuk sebagai")
        self.buttons: dict[str, Button] = {}
        self._offer_roles()
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(label("Masuk", "record"))
        left.addSpacing(8)
        left.addWidget(box)
        left.addSpacing(14)
        left.addLayout(_row(self.enter))
        left.addStretch(1)
        self.forgot = Link("Lupa kata sandi", lambda: window.show_step(window.forgotten))
        left.addWidget(self.forgot, 0, Qt.AlignmentFlag.AlignLeft)
        left.addSpacing(4)
        other = Link("Buka data lain", window.choose_file)
        left.addWidget(other, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(32)
        row.addLayout(left)
        row.addWidget(self.roles, 1, Qt.AlignmentFlag.AlignTop)
        row.addStretch(0)

    def _offer_roles(self) -> None:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(8, 2, 8, 10)
        column.setSpacing(2)
        for role in Role:
            button = Button(ROLE_LABELS[role], "panah", quiet=True)
            button.clicked.connect(
                lambda _checked=False, role=role: self.window_.log_in(role.value, "contoh")
            )
            self.buttons[role.value] = button
            column.addWidget(button)
        self.roles.add(box)

    def set_demo(self, demo: bool) -> None:
        """Offer the demo city's users, or not; its password is published, none is remembered."""
        self.roles.setVisible(demo)
        self.form.rememberBox.setVisible(not demo)
        self.forgot.setVisible(not demo)

    def set_password(self, password: str | None) -> None:
        """Write the remembered password, so that Enter goes in."""
        if password is not None:
            self.form.passwordEdit.setText(password)
            self.enter.setFocus(Qt.FocusReason.OtherFocusReason)

    def _enter(self) -> None:
        form = self.form
        if not form.userEdit.text().strip():
            form.userEdit.setFocus()
        elif not form.passwordEdit.text():
            form.passwordEdit.setFocus()
        else:
            form.passwordEdit.setFocus()  # where a wrong one is written again
            name, remember = form.userEdit.text().strip(), form.rememberBox.isChecked()
            self.window_.log_in(name, form.passwordEdit.text(), remember=remember)
            form.passwordEdit.clear()


class TroubleStep(QWidget):
    """The data is there but cannot be used: what is wrong and what to do."""

    def __init__(self, window: StartWindow) -> None:
        super().__init__()
        self.message, self.advice = label("", "record", wrap=True), label("", "body", wrap=True)
        self.again = Button("Coba lagi", "segar", window.look, primary=True)
        self.renew = Button("Perbarui data", "segar", window.bring_up, primary=True)
        self.other = Button("Buka data lain", "lampir", window.choose_file)
        self.backup = Button("Pulihkan cadangan", "urung", window.restoring.choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.message)
        column.addWidget(self.advice)
        column.addSpacing(8)
        column.addLayout(_row(self.renew, self.again, self.other, self.backup))
        column.addStretch(1)

    def set_error(self, error: PolimaError) -> None:
        """Say what is wrong."""
        self.message.setText(error.message)
        self.advice.setText(error.advice)
        older = isinstance(error, OlderStore)
        self.renew.setVisible(older)
        self.again.setVisible(not older)


def _row(*buttons: Button) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    return row
