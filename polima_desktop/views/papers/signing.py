"""Signing a saved file with the office's certificate: which file, which certificate, where to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QLineEdit

from polima_desktop.domain.progress import Progress
from polima_desktop.views import dialogs
from polima_desktop.views.papers.passphrase import NO_KEYRING, REMEMBER
from polima_desktop.views.settings import Settings
from polima_desktop.views.widgets import Button, Field, Page, label

if TYPE_CHECKING:
    from polima_desktop.services.papers.pades import SignedFile

CERTIFICATES = "Sertifikat (*.p12 *.pfx)"
_LAST = "papers/certificate"


class SignFileDialog(dialogs.FormDialog):
    """Asks for a saved PDF, the office's certificate and its passphrase."""

    def __init__(self, parent: Page, settings: Settings) -> None:
        super().__init__(parent, "Tanda tangani berkas", "Tanda tangani…", self._check)
        self._settings = settings
        self.file, self.certificate, self.passphrase = QLineEdit(), QLineEdit(), QLineEdit()
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.remember = QCheckBox(REMEMBER)
        self.certificate.setText(settings.get(_LAST, ""))
        self.form.add("file", Field("&Berkas PDF yang sudah disimpan", self.file, required=True))
        self.form.add(
            "certificate",
            Field("&Sertifikat kantor (.p12 atau .pfx)", self.certificate, required=True),
        )
        self.form.add(
            "passphrase", Field("&Frasa sandi sertifikat", self.passphrase, required=True)
        )
        self.body.insertLayout(1, self._choosers())
        self.body.insertWidget(2, self.remember)
        words = "Isi berkas tidak diubah. Capnya di tepi bawah halaman terakhir."
        self.body.insertWidget(0, label(words, "body", "second", wrap=True))
        self.certificate.editingFinished.connect(self._recall)
        self._recall()

    def _choosers(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(Button("Pilih PDF", "lampir", self._choose_file))
        row.addWidget(Button("Pilih sertifikat", "lampir", self._choose_certificate))
        row.addStretch(1)
        return row

    def _choose_file(self) -> None:
        path = dialogs.open_file(self, self._settings, "Berkas PDF", dialogs.PDF)
        if path is not None:
            self.file.setText(str(path))

    def _choose_certificate(self) -> None:
        path = dialogs.open_file(self, self._settings, "Sertifikat kantor", CERTIFICATES)
        if path is not None:
            self.certificate.setText(str(path))
            self._recall()

    def _recall(self) -> None:
        """Fill in the passphrase that this computer keeps for the certificate."""
        from polima_desktop.services.papers.pades import known_passphrase

        typed = self.certificate.text().strip()
        if typed and not self.passphrase.text():
            self.passphrase.setText(known_passphrase(Path(typed)) or "")

    def _check(self) -> dict[str, str]:
        wrong = {}
        for name, edit, what in (
            ("file", self.file, "Berkas"),
            ("certificate", self.certificate, "Sertifikat"),
        ):
            if not edit.text().strip():
                wrong[name] = f"{what} belum dipilih."
            elif not Path(edit.text().strip()).is_file():
                wrong[name] = f"{what} itu tidak ada. Periksa nama dan letaknya."
        if not self.passphrase.text():
            wrong |= {"passphrase": "Frasa sandi belum diisi."}
        return wrong

    def accept(self) -> None:
        """Close if all is there, and remember where the certificate lies."""
        super().accept()
        if self.result() == QDialog.DialogCode.Accepted:
            self._settings.put(_LAST, self.certificate.text().strip())


def sign_file(page: Page, saved: Path | None) -> None:
    """Ask, write a signed copy in the worker and say what was seen in it; ``saved``: the last."""
    from polima_desktop.services.papers.pades import proposed

    settings = page.context.settings
    dialog = SignFileDialog(page, settings)
    dialog.file.setText(str(saved or ""))
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return
    source = Path(dialog.file.text().strip())
    title = "Simpan berkas yang ditandatangani"
    target = dialogs.save_file(page, settings, title, proposed(source).name, dialogs.PDF)
    if target is not None:
        _sign_to(page, source, target, dialog)


def _sign_to(page: Page, source: Path, target: Path, dialog: SignFileDialog) -> None:
    session, certificate = page.context.session, Path(dialog.certificate.text().strip())
    passphrase, remember = dialog.passphrase.text(), dialog.remember.isChecked()

    def work(_progress: Progress) -> SignedFile:
        from polima_desktop.services.papers import pades

        return pades.sign(session, source, target, certificate, passphrase, remember=remember)

    def done(made: SignedFile) -> None:
        def show_folder() -> None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(target.parent)))

        words = made.words if made.remembered else f"{made.words} {NO_KEYRING}"
        bold = f"{target.name} ditandatangani dan utuh."
        page.say("ok", bold, words, link="Buka folder", on_link=show_folder)

    page.context.jobs.run(work, page, writes=True).success(done)
