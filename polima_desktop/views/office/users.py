"""The users of the store, for its admin: listed, added, given another role, shut."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from polima_desktop.domain.access import ROLE_LABELS, Role
from polima_desktop.services.office import accounts, recovery
from polima_desktop.services.staff import units
from polima_desktop.storage.office.accounts import Account
from polima_desktop.views.dialogs import Dialog, FormDialog, confirm
from polima_desktop.views.forms.ui_account import Ui_AccountForm
from polima_desktop.views.tables import Badge, Column, DataTable, Row
from polima_desktop.views.theme import font
from polima_desktop.views.widgets import Button, Field, Page, Sheet
from polima_desktop.views.widgets.choices import Choice

CITY = "Seluruh kota"
SHORTEST = 6
Units = list[tuple[int | None, str]]


class UsersSheet(Sheet):
    """The table of users with its acts; ``page`` shows errors and runs the jobs."""

    def __init__(self, page: Page) -> None:
        super().__init__("Pengguna")
        self.page = page
        self.accounts: dict[str | None, Account] = {}
        self.units: Units = [(None, CITY)]
        self.add_user = Button("Tambah pengguna", "tambah", self._add, low=True)
        self.role = Button("Ubah peran", "setuju", self._role, low=True)
        self.reset = Button("Atur ulang kata sandi", "segar", self._reset, low=True)
        self.shut = Button("Nonaktifkan", "kunci", self._shut, low=True)
        for button in (self.shut, self.reset, self.role, self.add_user):
            self.add_to_head(button)
        self.table = DataTable(_columns(), "Pengguna")
        self.table.setObjectName("pengguna")
        self.table.current_changed.connect(self._enable)
        self.add(self.table, 1)
        self._enable(None)

    def load(self) -> None:
        """Read accounts and offices."""
        session = self.page.context.session

        def read() -> tuple[list[Account], Units]:
            rows, _ = units.listed(session, session.today)
            offices = sorted(((row.id, row.label) for row in rows), key=lambda pair: pair[1])
            return accounts.listed(session), [(None, CITY), *offices]

        self.page.context.jobs.run(lambda _p: read(), self.page, slot="users").success(self._show)

    def _show(self, found: tuple[list[Account], Units]) -> None:
        self.accounts = {account.name: account for account in found[0]}
        self.units = found[1]
        names = dict(self.units)
        self.table.set_rows(
            (a.name, a.display_name, ROLE_LABELS[a.role], names.get(a.unit_id, "–"), a.disabled)
            for a in found[0]
        )
        active = sum(not account.disabled for account in found[0])
        self.note.set_full(f"{active} aktif dari {len(found[0])}")
        self._enable(self.table.current_key())

    def _enable(self, name: str | None) -> None:
        account = self.accounts.get(name)
        own = name == self.page.context.session.actor.name
        able = account is not None and not account.disabled and not own
        for button in (self.role, self.reset, self.shut):
            button.setEnabled(able)
        why = "Akun sendiri diubah oleh pengelola lain." if own else ""
        for button in (self.role, self.reset, self.shut):
            button.setToolTip(why)

    # --- acts ---

    def _done(self, words: str) -> None:
        self.page.say("ok", words)
        self.page.context.changed("users")

    def _add(self) -> None:
        dialog = AccountDialog(self.page, self.units)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        session, made = self.page.context.session, dialog.values()
        job = self.page.context.jobs.run(
            lambda _p: accounts.add(session, *made), self.page, writes=True
        )
        job.success(lambda _: self._done(f"Pengguna {made[0]} ditambahkan."))

    def _role(self) -> None:
        account = self.accounts[self.table.current_key()]
        roles, offices = role_box(account.role), unit_box(self.units, account.unit_id)
        dialog = FormDialog(self.page, f"Peran {account.display_name}", "Ubah peran")
        dialog.form.add("role", Field("P&eran", roles))
        dialog.form.add("unit", Field("&Kantor", offices))
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        session, role, unit = self.page.context.session, roles.currentData(), offices.currentData()
        job = self.page.context.jobs.run(
            lambda _p: accounts.change_role(session, account.name, Role(role), unit),
            self.page,
            writes=True,
        )
        job.success(lambda _: self._done(f"Peran {account.name} diubah."))

    def _reset(self) -> None:
        account = self.accounts[self.table.current_key()]
        loss = (
            "Kata sandinya yang lama tidak berlaku lagi. Program membuat kata sandi sekali pakai "
            "untuk disampaikan kepadanya; ia menetapkan yang baru saat masuk."
        )
        question = f"Atur ulang kata sandi {account.display_name}?"
        if not confirm(self.page, question, loss, "Atur ulang kata sandi"):
            return
        session = self.page.context.session
        job = self.page.context.jobs.run(
            lambda _p: recovery.reset_password(session, account.name), self.page, writes=True
        )
        job.success(lambda made: self._show_once(account, made))

    def _show_once(self, account: Account, made: str) -> None:
        """Show the one-time password; it is nowhere else."""
        CodeDialog(
            self.page,
            f"Kata sandi sekali pakai {account.display_name}",
            made,
            f"Sampaikan kepada {account.display_name}. Hanya ditampilkan sekarang.",
        ).exec()
        self._done(f"Kata sandi {account.name} diatur ulang.")

    def _shut(self) -> None:
        account = self.accounts[self.table.current_key()]
        loss = "Pengguna ini tidak bisa masuk lagi. Catatannya di jejak audit tetap ada."
        if not confirm(self.page, f"Nonaktifkan {account.display_name}?", loss, "Nonaktifkan akun"):
            return
        session = self.page.context.session
        job = self.page.context.jobs.run(
            lambda _p: accounts.disable(session, account.name), self.page, writes=True
        )
        job.success(lambda _: self._done(f"Pengguna {account.name} dinonaktifkan."))


class AccountDialog(Dialog):
    """Asks for a new account; ``values()`` in the order ``accounts.add`` takes them."""

    def __init__(self, parent: QWidget, offices: Units) -> None:
        super().__init__(parent, "Tambah pengguna", "Tambah pengguna", width=420)
        self.form, box = Ui_AccountForm(), QWidget()
        self.form.setupUi(box)
        self.form.problemLabel.hide()
        _fill_roles(self.form.roleBox)
        _fill_units(self.form.unitBox, offices)
        self.body.addWidget(box)
        self.body.addStretch(1)

    def values(self) -> tuple[str, str, Role, str, int | None]:
        """Give name, display name, role, password, office."""
        form = self.form
        name, user = form.nameEdit.text().strip(), form.userEdit.text().strip()
        role, unit = Role(form.roleBox.currentData()), form.unitBox.currentData()
        return user, name, role, form.passwordEdit.text(), unit

    def problem(self) -> tuple[str, QWidget | None]:
        """Give what is wrong and where; empty if nothing."""
        form, user = self.form, self.form.userEdit.text().strip()
        if not form.nameEdit.text().strip():
            return "Nama lengkap belum diisi.", form.nameEdit
        if not user or user != user.lower() or " " in user:
            return "Nama pengguna: huruf kecil tanpa spasi, misalnya wa.harmina.", form.userEdit
        if len(form.passwordEdit.text()) < SHORTEST:
            return f"Kata sandi paling sedikit {SHORTEST} huruf.", form.passwordEdit
        return "", None

    def accept(self) -> None:
        """Close with success if nothing is wrong."""
        words, where = self.problem()
        self.form.problemLabel.setText(words)
        self.form.problemLabel.setVisible(bool(words))
        if where is None:
            super().accept()
        else:
            where.setFocus()


class CodeDialog(Dialog):
    """Shows a secret that is nowhere else: to copy, or to write down."""

    def __init__(
        self, parent: QWidget, title: str, code: str, words: str, name: str = "&Kata sandi"
    ) -> None:
        super().__init__(parent, title, "Salin", width=420)
        self.code = QLineEdit(code)
        self.code.setReadOnly(True)
        self.code.setFont(font("mono"))
        self.body.addWidget(Field(name, self.code, note=words))
        self.cancel.setText("Tutup")

    def accept(self) -> None:
        """Copy; the dialog stays open so that it can be read aloud or written down."""
        QGuiApplication.clipboard().setText(self.code.text())
        self.verb.setText("Sudah disalin")


def role_box(chosen: Role) -> Choice:
    """Make a choice of roles."""
    box = Choice()
    _fill_roles(box)
    box.setCurrentIndex(box.findData(chosen.value))
    return box


def unit_box(offices: Units, chosen: int | None) -> Choice:
    """Make a choice of offices, the whole city first."""
    box = Choice()
    _fill_units(box, offices)
    place = next((i for i, (unit, _) in enumerate(offices) if unit == chosen), 0)
    box.setCurrentIndex(place)
    return box


def _fill_roles(box: Choice) -> None:
    for role in Role:
        box.addItem(ROLE_LABELS[role], role.value)
    box.setCurrentIndex(box.findData(Role.BKPSDM.value))  # never the administrator by default


def _fill_units(box: Choice, offices: Sequence[tuple[int | None, str]]) -> None:
    for unit, name in offices:
        box.addItem(name, unit)


def _state(row: Row) -> Badge | None:
    return Badge("mute", "Nonaktif", "kunci") if row[4] else None


def _columns() -> list[Column]:
    return [
        Column("name", "Nama pengguna", 0, width=150),
        Column("display", "Nama lengkap", 1, width=220, tone="medium", stretch=True),
        Column("role", "Peran", 2, width=190),
        Column("unit", "Kantor", 3, width=200, tone="second"),
        Column("state", "Keadaan", 4, text=lambda _off: "Aktif", width=110, badge=_state),
    ]
