"""Pengaturan: the look, own password, open data, the calendar, the store's users and keys."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from polima_desktop import __version__
from polima_desktop.domain.access import ROLE_LABELS, Permission
from polima_desktop.domain.errors import PolimaError
from polima_desktop.services.office import accounts, recovery
from polima_desktop.views import theme
from polima_desktop.views.context import Context
from polima_desktop.views.dialogs import confirm
from polima_desktop.views.office.backups import ReminderField, make_backup
from polima_desktop.views.office.holidays import HolidaySheet
from polima_desktop.views.office.hours import HoursSheet
from polima_desktop.views.office.keys import KeysSheet
from polima_desktop.views.office.users import SHORTEST, CodeDialog, UsersSheet
from polima_desktop.views.widgets import Button, Field, Form, Page, Sheet, label, scrolling
from polima_desktop.views.widgets.choices import CountBox
from polima_desktop.views.window import lock

THEMES = (
    ("system", "&Ikuti sistem", "Terang atau gelap, seperti pengaturan komputer ini."),
    ("light", "&Terang", "Lembar putih dengan tinta gelap."),
    ("dark", "&Gelap", "Untuk ruangan yang redup."),
)

_LOCKED = "Di komputer ini. Kata sandi ditanyakan, pekerjaan tetap. Ctrl+L mengunci sekarang."


class SettingsPage(Page):
    """Each sheet saves by itself; nothing here waits for a common button."""

    listens = frozenset({"users", "keys", "calendar", "units"})

    def __init__(self, context: Context) -> None:
        super().__init__(context, "Pengaturan")
        self.set_next_step(
            "Tampilan dan kata sandi akun ini, dan kalender kerja; pengguna untuk pengelola, "
            "kunci untuk keuangan."
        )
        self.users: UsersSheet | None = None
        self.keys: KeysSheet | None = None
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self._look_sheet(), 1)
        top.addWidget(self._password_sheet(), 1)
        top.addWidget(self._data_sheet(), 1)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(top)
        self.holidays = HolidaySheet(self)
        self.holidays.setMinimumHeight(240)
        column.addWidget(self.holidays, 1)
        self.hours = HoursSheet(self)
        self.hours.setMinimumHeight(240)
        column.addWidget(self.hours, 1)
        self.area = scrolling(inside)
        self.body.addWidget(self.area, 1)
        if context.session.actor.may(Permission.MANAGE_USERS):
            self.users = UsersSheet(self)
            self.users.setMinimumHeight(220)
            column.addWidget(self.users, 1)
        elif context.session.actor.may(Permission.MANAGE_KEYS):
            self.keys = KeysSheet(self)
            self.keys.setMinimumHeight(220)
            column.addWidget(self.keys, 1)

    def refresh(self) -> None:
        """Load the calendar, and the users if this is their admin's page."""
        self.holidays.load()
        self.hours.load()
        self.reminder.load()
        if self.users:
            self.users.load()
        if self.keys:
            self.keys.load()

    def focus_on(self, **what: Any) -> None:
        """Show the holidays of a year that another page names."""
        if "holidays" in what:
            self.holidays.show_year(what["holidays"])
            self.area.ensureWidgetVisible(self.holidays)
            self.holidays.add_day.setFocus(Qt.FocusReason.OtherFocusReason)
        if "backup" in what:
            self.area.ensureWidgetVisible(self.backup)
            self.backup.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- how it looks ---

    def _look_sheet(self) -> Sheet:
        sheet, box = Sheet("Tampilan"), QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.themes = QButtonGroup(box)
        chosen = str(self.context.settings.get("theme", "system"))
        for place, (name, words, note) in enumerate(THEMES):
            button = QRadioButton(words)
            button.setChecked(name == chosen)
            button.setAccessibleDescription(note)
            self.themes.addButton(button, place)
            column.addWidget(button)
            column.addWidget(_indented(note))
        self.themes.idClicked.connect(self._look)
        column.addStretch(1)
        sheet.add_padded(box, 1)
        return sheet

    def _look(self, place: int) -> None:
        name = THEMES[place][0]
        self.context.settings.put("theme", name)
        theme.wear(name)

    # --- the own password ---

    def _password_sheet(self) -> Sheet:
        sheet, self.passwords = Sheet("Kata sandi saya"), Form()
        self.old, self.new, self.again = (_secret() for _ in range(3))
        self.passwords.add("old", Field("Kata sandi &lama", self.old))
        self.passwords.add(
            "new", Field(f"Kata sandi &baru, paling sedikit {SHORTEST} huruf", self.new)
        )
        self.passwords.add("again", Field("Kata sandi baru &sekali lagi", self.again))
        self.change = Button("Ganti kata sandi", "kunci", self._change)
        self.passwords.column.addWidget(self.change)
        self.recovery = Button("Buat kode pemulihan", "salin", self._new_code)
        self.recovery.setVisible(self.context.session.actor.may(Permission.MANAGE_USERS))
        self.passwords.column.addWidget(self.recovery)
        self.again.returnPressed.connect(self._change)
        sheet.add_padded(self.passwords, 1)
        return sheet

    def password_errors(self) -> dict[str, str]:
        """Give what is wrong with the typed passwords, by field."""
        if not self.old.text():
            return {"old": "Kata sandi lama belum diisi."}
        if len(self.new.text()) < SHORTEST:
            return {"new": f"Baru {len(self.new.text())} huruf. Tambah sampai {SHORTEST}."}
        if self.new.text() != self.again.text():
            return {"again": "Tidak sama dengan kata sandi baru. Ketik ulang."}
        return {}

    def _change(self) -> None:
        if not self.passwords.show_errors(self.password_errors()):
            return
        session, old, new = self.context.session, self.old.text(), self.new.text()
        job = self.context.jobs.run(
            lambda _p: accounts.change_own_password(session, old, new), self, writes=True
        )
        job.success(lambda _: self._changed()).failure(self._refused)

    def _new_code(self) -> None:
        """Make a recovery code in place of an earlier one, and show it this once."""
        loss = (
            "Kode pemulihan mengganti kata sandi pengelola yang lupa. Kode yang lama, bila ada, "
            "tidak berlaku lagi. Kode baru hanya ditampilkan sekali: tulis dan simpan baik-baik."
        )
        if not confirm(self, "Buat kode pemulihan baru?", loss, "Buat kode pemulihan"):
            return
        session = self.context.session
        job = self.context.jobs.run(
            lambda _p: recovery.new_recovery_code(session), self, writes=True
        )
        job.success(self._show_code)

    def _show_code(self, made: str) -> None:
        words = "Hanya ditampilkan sekarang. Dipakai lewat Lupa kata sandi, satu kali."
        CodeDialog(self, "Kode pemulihan baru", made, words, "&Kode pemulihan").exec()
        self.say("ok", "Kode pemulihan diganti.", "Kode yang lama tidak berlaku lagi.")

    def _changed(self) -> None:
        for editor in (self.old, self.new, self.again):
            editor.clear()
        self.say("ok", "Kata sandi diganti.", "Pakai yang baru saat masuk berikutnya.")

    def _refused(self, error: PolimaError) -> None:
        self.passwords.show_errors({"old": str(error)})

    # --- the open data ---

    def _data_sheet(self) -> Sheet:
        sheet, box = Sheet("Data dan program"), QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        actor, database = self.context.session.actor, self.context.session.database
        kind = "Berkas SQLite" if database.is_sqlite else "PostgreSQL"
        for name, value in (
            ("Masuk sebagai", f"{actor.display_name} ({actor.name})"),
            ("Peran", ROLE_LABELS[actor.role]),
            (kind, database.address.rsplit("@", 1)[-1]),
            ("Versi program", __version__),
        ):
            column.addWidget(label(name, "label", "second"))
            shown = label("\u200b/".join(value.split("/")), "body", wrap=True)
            shown.setAccessibleName(f"{name}: {value}")
            column.addWidget(shown)
            column.addSpacing(6)
        column.addWidget(self._lock_field())
        column.addSpacing(6)
        self.reminder = ReminderField(self)
        column.addWidget(self.reminder)
        column.addSpacing(6)
        self.backup = Button("Buat cadangan", "ekspor", lambda: make_backup(self))
        for part in (self.reminder, self.backup):
            part.setVisible(database.is_sqlite and actor.may(Permission.CHANGE_SETTINGS))
        column.addWidget(self.backup)
        column.addStretch(1)
        sheet.add_padded(box, 1)
        return sheet

    def _lock_field(self) -> Field:
        """How long this desk stays open without use; kept with the window's own settings."""
        self.lock_after = CountBox()
        self.lock_after.setRange(0, lock.LONGEST)
        self.lock_after.setSuffix(" menit")
        self.lock_after.setSpecialValueText("Tidak pernah")
        self.lock_after.setValue(lock.minutes(self.context.settings))
        self.lock_after.valueChanged.connect(self._lock_after)
        self.lock_field = Field("Kunci &layar bila tidak dipakai selama", self.lock_after)
        self._lock_after(self.lock_after.value())
        return self.lock_field

    def _lock_after(self, minutes: int) -> None:
        self.context.settings.put(lock.KEY, minutes)
        never = "Layar tidak pernah terkunci: siapa pun yang duduk di sini memakai akun ini."
        self.lock_field.set_note(_LOCKED if minutes else never)

    def working(self, busy: bool) -> None:
        """Switch off what writes while something is written."""
        super().working(busy)
        self.change.setEnabled(not busy)
        self.recovery.setEnabled(not busy)
        self.holidays.setEnabled(not busy)
        self.hours.setEnabled(not busy)
        self.backup.setEnabled(not busy)
        self.reminder.setEnabled(not busy)
        if self.users:
            self.users.setEnabled(not busy)
        if self.keys:
            self.keys.setEnabled(not busy)


def _secret() -> QLineEdit:
    editor = QLineEdit()
    editor.setEchoMode(QLineEdit.EchoMode.Password)
    return editor


def _indented(text: str) -> QWidget:
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(24, 0, 0, 6)
    row.addWidget(label(text, "label", "second", wrap=True))
    return box
