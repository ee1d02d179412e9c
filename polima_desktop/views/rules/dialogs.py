"""Questions of the page: the decree a proposal rests on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QLineEdit, QWidget

from polima_desktop import formatting
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.rules.model import Decree
from polima_desktop.services.rules.versions import NO_DECREE
from polima_desktop.services.staff import person_form
from polima_desktop.views.dialogs import FormDialog
from polima_desktop.views.widgets import Field


class DecreeDialog(FormDialog):
    """Asks for the decree's number, title and date, and from when the rules hold."""

    def __init__(
        self, parent: QWidget, decree: Decree | None, version: int, taken: Sequence[str] = ()
    ) -> None:
        super().__init__(parent, f"Ajukan v{version}", f"Ajukan v{version}", self._check)
        self.decree = decree
        self.taken = {number.strip().casefold() for number in taken}
        new = decree is not None and decree.number.strip().casefold() not in self.taken
        self.number = QLineEdit(decree.number if decree and new else "")
        self.title = QLineEdit(decree.title if decree else "")
        self.date = QLineEdit(formatting.day(decree.date) if decree and new else "")
        if decree and not new:
            self.number.setPlaceholderText(f"versi sebelumnya: {decree.number}")
            self.date.setPlaceholderText(f"versi sebelumnya: {formatting.day(decree.date)}")
        self.valid_from = QLineEdit(formatting.day(decree.valid_from) if decree else "")
        for key, name, editor, note in (
            ("number", "Nomor keputusan", self.number, "Tercetak pada slip."),
            ("title", "Judul", self.title, ""),
            ("date", "Tanggal keputusan", self.date, ""),
            ("valid_from", "Berlaku sejak", self.valid_from,
             "Boleh lebih awal daripada keputusannya: bulan lama dihitung ulang."),
        ):  # fmt: skip
            editor.setObjectName(key)
            self.form.add(key, Field(name, editor, required=True, note=note))

    def _check(self) -> dict[str, str]:
        errors = {
            key: f"{name} belum diisi."
            for key, name, editor in (
                ("number", "Nomor", self.number), ("title", "Judul", self.title),
            )
            if not editor.text().strip()
        }  # fmt: skip
        number = self.number.text().strip()
        if number.casefold() in self.taken - {NO_DECREE}:
            errors["number"] = f"Keputusan {number} sudah dipakai versi lain."
        day = _day("date", self.date, errors)
        valid_from = _day("valid_from", self.valid_from, errors)
        if not errors:
            assert day is not None, "no error was found"
            assert valid_from is not None, "no error was found"
            title = self.title.text().strip()
            self.decree = Decree(number, title, day, valid_from)
        return errors


def _day(key: str, editor: QLineEdit, errors: dict[str, str]) -> date | None:
    if not editor.text().strip():
        errors[key] = "Tanggal belum diisi."
        return None
    try:
        value: date = person_form.read_day(editor.text())
    except Refused as refused:
        errors[key] = str(refused)
        return None
    return value


class NameDialog(FormDialog):
    """Asks for one name or short text."""

    def __init__(self, parent: QWidget, title: str, name: str, now: str, verb: str) -> None:
        super().__init__(parent, title, verb, self._check)
        self.name = QLineEdit(now)
        self.name.setObjectName("name")
        self.form.add("name", Field(name, self.name, required=True))
        self.name.selectAll()

    def _check(self) -> dict[str, str]:
        return {} if self.name.text().strip() else {"name": "Belum diisi."}


def ask_name(parent: QWidget, title: str, name: str, now: str, verb: str) -> str:
    """Ask for a name; empty if the user thought better of it or changed nothing."""
    dialog = NameDialog(parent, title, name, now, verb)
    typed = dialog.name.text().strip() if dialog.exec() else ""
    return "" if typed == now else typed
