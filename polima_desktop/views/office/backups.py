"""Making a backup from the window, and asking for what opens one. The start window puts it back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from polima_desktop.domain.access import Permission
from polima_desktop.domain.progress import Progress
from polima_desktop.formatting import number
from polima_desktop.views import dialogs
from polima_desktop.views.dialogs import FormDialog
from polima_desktop.views.widgets import Field, Page, label
from polima_desktop.views.widgets.choices import CountBox

if TYPE_CHECKING:
    from polima_desktop.services.office.backup import Backup

ENDING = ".cadangan"
KINDS = f"Cadangan SI POLIMA (*{ENDING})"
LEAST = 12
_MOST_DAYS = 365


class BackupDialog(FormDialog):
    """Asks for the passphrase of a new backup; empty leaves it open."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, "Buat cadangan", "Pilih tempat cadangan", self._check)
        self.passphrase, self.again = _secret(), _secret()
        self.form.add("passphrase", Field("&Frasa sandi, boleh kosong", self.passphrase))
        self.form.add("again", Field("Frasa sandi &sekali lagi", self.again))
        words = (
            "Cadangan berisi seluruh data kantor, juga NIP dan rekening. Dengan frasa sandi, hanya "
            "yang mengetahuinya dapat membukanya; tanpa itu, siapa pun yang memegang berkasnya."
        )
        self.body.insertWidget(0, label(words, "body", "second", wrap=True))

    def _check(self) -> dict[str, str]:
        typed = self.passphrase.text()
        if typed and len(typed) < LEAST:
            words = f"Baru {len(typed)} huruf. Tambah sampai {LEAST}, atau kosongkan."
            return {"passphrase": words}
        if typed != self.again.text():
            return {"again": "Tidak sama dengan frasa sandi di atas. Ketik ulang."}
        return {}


class ReminderField(Field):
    """After how many days without a backup Beranda says so; kept when one leaves the field."""

    def __init__(self, page: Page) -> None:
        self.page, self.days, self._kept = page, CountBox(), -1
        self.days.setRange(0, _MOST_DAYS)
        self.days.setSuffix(" hari")
        self.days.setSpecialValueText("Tidak pernah")
        super().__init__("&Ingatkan cadangan di Beranda setelah", self.days)
        self.days.editingFinished.connect(self._keep)

    def load(self) -> None:
        """Ask the office, if this user may set it."""
        session = self.page.context.session
        if self.isHidden() or not session.actor.may(Permission.CHANGE_SETTINGS):
            return

        def work(_progress: Progress) -> int:
            from polima_desktop.services.office import reminding

            return reminding.reminder(session)

        self.page.context.jobs.run(work, self.page).success(self._show)

    def _show(self, days: int) -> None:
        self._kept = days
        self.days.setValue(days)

    def _keep(self) -> None:
        days, session = self.days.value(), self.page.context.session
        if self._kept in (-1, days):
            return
        self._kept = days

        def work(_progress: Progress) -> None:
            from polima_desktop.services.office import reminding

            reminding.remind_after(session, days)

        job = self.page.context.jobs.run(work, self.page, writes=True)
        job.success(lambda _none: self._said(days))

    def _said(self, days: int) -> None:
        words = f"Beranda mengingatkan setelah {number(days)} hari tanpa cadangan."
        never = "Beranda tidak mengingatkan; cadangan tetap dapat dibuat kapan saja."
        self.page.say("ok", "Pengingat cadangan diganti.", words if days else never)
        self.page.context.changed("backup")


class OpenBackupDialog(FormDialog):
    """Asks for the passphrase of a backup that is closed."""

    def __init__(self, parent: QWidget, path: Path) -> None:
        super().__init__(parent, f"Cadangan {path.name} dilindungi", "Buka cadangan", self._check)
        self.passphrase = _secret()
        self.form.add("passphrase", Field("&Frasa sandi cadangan", self.passphrase, required=True))

    def _check(self) -> dict[str, str]:
        return {} if self.passphrase.text() else {"passphrase": "Frasa sandi belum diisi."}


def make_backup(page: Page) -> None:
    """Ask for a passphrase and a place, write the backup there and prove it."""
    dialog = BackupDialog(page)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return
    context = page.context
    name = f"polima-{context.session.today:%Y-%m-%d}{ENDING}"
    path = dialogs.save_file(page, context.settings, "Simpan cadangan", name, KINDS)
    if path is not None:
        write_backup(page, path, dialog.passphrase.text())


def write_backup(page: Page, path: Path, passphrase: str) -> None:
    """Write a backup and say what stands in it."""
    session = page.context.session

    def work(progress: Progress) -> Backup:
        from polima_desktop.services.office import backup

        return backup.create(session, path, passphrase, progress)

    def done(made: Backup) -> None:
        rows = f"{number(made.contents.total)} baris, {number(made.contents.entries)} catatan audit"
        page.say("ok", "Cadangan dibuat dan diperiksa.", f"{rows}, di {path}")
        page.context.changed("backup")

    page.context.jobs.run(work, page, writes=True).success(done)


def _secret() -> QLineEdit:
    editor = QLineEdit()
    editor.setEchoMode(QLineEdit.EchoMode.Password)
    return editor
