"""The office's signing keys, for those who keep them: made, changed, revoked, handed out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog

from polima_desktop.formatting import moment
from polima_desktop.views import dialogs
from polima_desktop.views.papers.passphrase import NO_KEYRING, NewKeyDialog, unlocking
from polima_desktop.views.tables import Badge, Column, DataTable, Row
from polima_desktop.views.widgets import Button, Page, Sheet

if TYPE_CHECKING:  # cryptography waits until a key is looked at, in the worker
    from polima_desktop.services.papers.keys import Made
    from polima_desktop.storage.papers.keys import StoredKey

NONE_YET = "Belum ada kunci: slip dicetak tanpa tanda tangan elektronik"
_WHY = "Kunci menandatangani slip bulan yang sudah dikunci, sehingga slip membuktikan dirinya."
_CARE = "Simpan frasa sandinya: tanpa itu kunci tidak dapat dibuka lagi."


class KeysSheet(Sheet):
    """The table of keys with its acts; ``page`` shows errors and runs the jobs."""

    def __init__(self, page: Page) -> None:
        super().__init__("Kunci tanda tangan kantor")
        self.page = page
        self.keys: dict[str | None, StoredKey] = {}
        self.make = Button("Buat kunci", "tambah", self._make, low=True)
        self.revoke = Button("Cabut kunci", "silang", self._revoke, low=True)
        self.export = Button("Simpan kunci publik", "ekspor", self._export, low=True)
        for button in (self.revoke, self.export, self.make):
            self.add_to_head(button)
        self.table = DataTable(_columns(), "Kunci tanda tangan")
        self.table.setObjectName("kunci")
        self.table.current_changed.connect(self._enable)
        self.add(self.table, 1)
        self._enable(None)

    def load(self) -> None:
        """Read the keys."""
        session = self.page.context.session

        def read(_progress: object) -> list[StoredKey]:
            from polima_desktop.services.papers import keys

            return keys.listed(session)

        self.page.context.jobs.run(read, self.page, slot="keys").success(self._show)

    def _show(self, found: list[StoredKey]) -> None:
        self.keys = {key.id: key for key in found}
        self.table.set_rows(
            (key.id, moment(key.made_at), key.made_by, key.revoked_at, key.revoked_reason or "")
            for key in found
        )
        signing = next((key for key in found if key.revoked_at is None), None)
        self.note.set_full(f"{signing.id} menandatangani" if signing else NONE_YET)
        self.make.setText("Ganti kunci" if signing else "Buat kunci")
        self.export.setEnabled(signing is not None)
        self._enable(self.table.current_key())

    def _enable(self, key_id: str | None) -> None:
        key = self.keys.get(key_id)
        self.revoke.setEnabled(key is not None and key.revoked_at is None)

    def _done(self, words: str, text: str = "") -> None:
        self.page.say("ok", words, text)
        self.page.context.changed("keys")

    def _make(self) -> None:
        changing = any(key.revoked_at is None for key in self.keys.values())
        title = "Ganti kunci tanda tangan" if changing else "Buat kunci tanda tangan"
        words = "Slip yang ditandatangani kunci lama tetap asli." if changing else _WHY
        verb = "Ganti kunci" if changing else "Buat kunci"
        dialog = NewKeyDialog(self.page, title, verb, f"{words} {_CARE}")
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        session, typed = self.page.context.session, dialog.passphrase.text()
        remember = dialog.remember.isChecked()

        def work(_progress: object) -> Made:
            from polima_desktop.services.papers import keys

            act = keys.rotate if changing else keys.create
            return act(session, typed, remember=remember)

        def done(made: Made) -> None:
            words = _CARE if made.remembered else f"{NO_KEYRING} {_CARE}"
            self._done(f"Kunci {made.id} kini menandatangani.", words)

        self.page.context.jobs.run(work, self.page, writes=True).success(done)

    def _revoke(self) -> None:
        key_id = self.table.current_key()
        if key_id is None:
            return
        reason = dialogs.ask_reason(
            self.page,
            f"Cabut kunci {key_id}? Semua slip yang ditandatanganinya tidak berlaku lagi.",
            "&Alasan, dibaca semua yang memeriksa slip",
            "Cabut kunci",
        )
        if reason is None:
            return
        session = self.page.context.session

        def work(_progress: object) -> None:
            from polima_desktop.services.papers import keys

            keys.revoke(session, key_id, reason)

        job = self.page.context.jobs.run(work, self.page, writes=True)
        job.success(lambda _: self._done(f"Kunci {key_id} dicabut.", "Bagikan kunci publik baru."))

    def _export(self) -> None:
        settings = self.page.context.settings
        kinds = "Kunci publik (*.json)"
        path = dialogs.save_file(
            self.page, settings, "Simpan kunci publik", "kunci-publik-baubau.json", kinds
        )
        if path is not None:
            self.export_to(path)

    def export_to(self, path: Path) -> None:
        """Write what anybody needs to verify slips; ask for the passphrase if need be."""
        session = self.page.context.session

        def work(_progress: object) -> None:
            from polima_desktop.files import replacing
            from polima_desktop.services.papers import keys

            text = keys.export(session)
            with replacing(path) as out:
                out.write(text.encode())

        job = self.page.context.jobs.run(work, self.page)
        job.success(lambda _: self.page.say("ok", "Kunci publik tersimpan.", str(path)))
        job.failure(lambda error: unlocking(self.page, error, lambda: self.export_to(path)))


def _state(row: Row) -> Badge | None:
    return Badge("bad", "Dicabut", "silang") if row[3] else None


def _columns() -> list[Column]:
    return [
        Column("id", "Kunci", 0, width=120, tone="medium"),
        Column("made", "Dibuat", 1, width=210),
        Column("by", "Oleh", 2, width=120, tone="second"),
        Column("state", "Keadaan", 3, text=lambda _at: "Berlaku", width=110, badge=_state),
        Column("reason", "Alasan dicabut", 4, width=240, tone="second", stretch=True),
    ]
