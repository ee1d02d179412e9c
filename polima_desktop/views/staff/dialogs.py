"""Small questions of the page: a name for a filter, another day or another state of knowledge."""

from __future__ import annotations

from datetime import date, datetime, time

from PySide6.QtWidgets import QLineEdit, QWidget

from polima_desktop.domain.errors import Refused
from polima_desktop.services.session import WITA
from polima_desktop.services.staff import person_form
from polima_desktop.views.dialogs import FormDialog
from polima_desktop.views.staff.days import DayField
from polima_desktop.views.widgets import Field


def ask_name(parent: QWidget, title: str, name: str, verb: str) -> str:
    """Ask for a short name; empty if the user turned back."""
    text = QLineEdit()
    text.setMaxLength(60)

    def check() -> dict[str, str]:
        return {} if text.text().strip() else {"name": "Nama belum diisi."}

    dialog = FormDialog(parent, title, verb, check)
    dialog.form.add("name", Field(name, text, required=True))
    return text.text().strip() if dialog.exec() else ""


class StateDialog(FormDialog):
    """Asks which day the list is of, and as known when (blank: now)."""

    def __init__(self, parent: QWidget, day: date, known_at: datetime | None) -> None:
        super().__init__(parent, "Keadaan pegawai", "Tampilkan", self._check)
        self.day, self.known_at = day, known_at
        self._day = DayField(day)
        known = known_at.astimezone(WITA).date() if known_at else None
        self._known = DayField(known)
        self.form.add("day", Field("Keadaan per tanggal", self._day, required=True))
        self.form.add(
            "known",
            Field(
                "Menurut catatan sampai tanggal",
                self._known,
                note="Kosong: menurut catatan sekarang. Dengan tanggal, data yang dicatat "
                "sesudahnya tidak ikut.",
            ),
        )

    def _check(self) -> dict[str, str]:
        errors: dict[str, str] = {}
        day, known = self._read("day", self._day, errors), self._read("known", self._known, errors)
        if not errors:
            if day is None:
                return {"day": "Tanggal belum diisi."}
            self.day = day
            self.known_at = datetime.combine(known, time.max, WITA) if known else None
        return errors

    def _read(self, key: str, editor: QLineEdit, errors: dict[str, str]) -> date | None:
        if not editor.text().strip():
            return None
        try:
            value: date = person_form.read_day(editor.text())
        except Refused as refused:
            errors[key] = str(refused)
            return None
        return value
