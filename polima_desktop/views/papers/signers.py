"""The form for who signs a unit's papers: head and treasurer, from a day on."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from polima_desktop.domain.identity import shown_nip
from polima_desktop.views.dialogs import FormDialog
from polima_desktop.views.widgets import ElidedLabel, Field, Form
from polima_desktop.views.widgets.choices import Choice, DayBox

if TYPE_CHECKING:  # the papers' modules are heavy; whoever opens the form has them already
    from polima_desktop.reports.parts import Signatory
    from polima_desktop.storage.papers.signatories import Appointment

ROLES = {"kepala": "Mengetahui", "bendahara": "Bendahara"}
"""The roles in the order of the paper, with the heading of their column."""


ACTING = (
    ("", "Pejabat definitif"),
    ("Plt. ", "Pelaksana tugas (Plt.)"),
    ("Plh. ", "Pelaksana harian (Plh.)"),
)
"""How somebody holds an office: what stands before the title, and in words."""


def _acting(title: str) -> int:
    """Give in which way a title is held."""
    found = (at for at, (before, _) in enumerate(ACTING) if before and title.startswith(before))
    return next(found, 0)


def _act_as(title: QLineEdit, at: int) -> None:
    """Write before a title how it is held."""
    plain = title.text().removeprefix(ACTING[_acting(title.text())][0])
    title.setText(ACTING[at][0] + plain)
    title.setCursorPosition(0)


class SignersDialog(FormDialog):
    """Shows who signs now; ``changes`` gives what the user made of it."""

    def __init__(
        self, parent: QWidget, unit: str, now: tuple[Signatory, Signatory], since: date
    ) -> None:
        super().__init__(parent, "Penanda tangan", "Simpan penanda tangan", self._check)
        self.setMinimumWidth(700)
        self._now = now
        self._fields: dict[str, tuple[QLineEdit, QLineEdit, QLineEdit]] = {}
        beside = Form()
        beside.fields = self.form.fields  # one set of errors for both columns
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.form)
        row.addWidget(beside)
        self.body.insertWidget(0, ElidedLabel(unit, "body", "second"))
        self.body.insertLayout(1, row)
        for form, role, who in zip((self.form, beside), ROLES, now, strict=True):
            form.add_heading(ROLES[role])
            self._fields[role] = self._person(form, role, who)
        self.since = DayBox(QDate(since.year, since.month, since.day))
        self.since.setDisplayFormat("d MMMM yyyy")
        self.since.setCalendarPopup(True)
        self.form.add("since", Field("Berlaku sejak", self.since, required=True))
        beside.column.addStretch(1)

    def _person(
        self, form: Form, role: str, who: Signatory
    ) -> tuple[QLineEdit, QLineEdit, QLineEdit]:
        title, name = QLineEdit(who.office), QLineEdit(who.name)
        number = QLineEdit(shown_nip(who.nip) if who.nip else "")
        title.setCursorPosition(0)
        acting = Choice()
        acting.addItems([words for _, words in ACTING])
        acting.setCurrentIndex(_acting(who.office))
        acting.currentIndexChanged.connect(lambda at, title=title: _act_as(title, at))
        form.add(f"{role}.acting", Field("Menandatangani sebagai", acting))
        form.add(f"{role}.title", Field("Jabatan di bawah tanda tangan", title))
        form.add(f"{role}.name", Field("Nama dengan gelar", name))
        form.add(f"{role}.nip", Field("NIP", number))
        return title, name, number

    def _check(self) -> dict[str, str]:
        errors = {}
        for role, (title, name, number) in self._fields.items():
            digits = "".join(number.text().split())
            if digits and (len(digits) != 18 or not digits.isdecimal()):
                errors[f"{role}.nip"] = "NIP terdiri dari 18 angka."
            if name.text().strip() and not title.text().strip():
                errors[f"{role}.title"] = "Jabatan belum diisi."
        return errors

    @property
    def valid_from(self) -> date:
        """The chosen first day."""
        return date.fromisoformat(self.since.date().toString("yyyy-MM-dd"))

    def changes(self, unit_id: int | None) -> list[Appointment]:
        """Give the roles whose texts differ from what was shown and that have a name."""
        from polima_desktop.storage.papers.signatories import Appointment

        made = []
        for (role, fields), who in zip(self._fields.items(), self._now, strict=True):
            title, name, number = (" ".join(field.text().split()) for field in fields)
            digits = number.replace(" ", "")
            if name and (title, name, digits) != (who.office, who.name, who.nip):
                made.append(Appointment(unit_id, role, name, digits or None, title))
        return made
