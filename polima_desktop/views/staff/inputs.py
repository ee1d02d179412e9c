"""One input widget a field of the person form: typed text or a choice, both read the same way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from polima_desktop.domain.errors import Refused
from polima_desktop.imports import values
from polima_desktop.services.staff import person_form
from polima_desktop.services.staff.person_form import FormField, Read
from polima_desktop.services.staff.roster import Roster
from polima_desktop.views.staff import offers
from polima_desktop.views.staff.days import DayField
from polima_desktop.views.staff.offers import Offers
from polima_desktop.views.widgets import Field
from polima_desktop.views.widgets.choices import Choice

UNKNOWN = "– belum diketahui –"
UNCHANGED = "– tetap –"


class Input:
    """A field's caption, editor and error line; ``read`` gives the value or raises ``Refused``."""

    def __init__(self, field: FormField, offered: Offered, nothing: str = UNKNOWN) -> None:
        self.spec, self.offered = field, offered
        self._held: Any = None  # what stood here before: not refused for what it is
        options = offered.units.names if field.name == "unit" else field.options
        self.editor: QLineEdit | Choice = (
            _line(field) if options is None else _chooser(options, field, nothing)
        )
        lines = offered.lines(field.name)
        if lines:
            self.editor.setCompleter(Offers(lines, self.editor))
        if isinstance(self.editor, QLineEdit) and field.hint:
            self.editor.setPlaceholderText(field.hint)
        self.editor.setObjectName(field.name)
        self.widget = Field(field.label, self.editor, required=field.required)

    def on_change(self, callback: Callable[[], object]) -> None:
        """Call back whenever the user changes the value."""
        if isinstance(self.editor, QLineEdit):
            self.editor.textChanged.connect(lambda _text: callback())
        else:
            self.editor.currentIndexChanged.connect(lambda _index: callback())
            if self.editor.isEditable():
                self.editor.editTextChanged.connect(lambda _text: callback())

    def set_value(self, value: Any) -> None:
        """Show a value."""
        self._held = value
        if isinstance(self.editor, QLineEdit):
            self.editor.setText(person_form.shown(self.spec.name, value))
            return
        place = self.editor.findData(value)
        if place < 0 and value not in (None, ""):
            self.editor.addItem(person_form.shown(self.spec.name, value), value)
            place = self.editor.count() - 1
        self.editor.setCurrentIndex(max(place, 0))

    def read(self) -> Read:
        """Give the value as it stands; ``Refused`` says what is wrong with it."""
        if isinstance(self.editor, QLineEdit):
            return person_form.read(self.spec.name, self.editor.text())
        value = self._chosen()
        if self.spec.required and value in (None, ""):
            raise Refused(f"{self.spec.label} belum dipilih.", "Pilih dari daftar.")
        return Read(value)

    def _chosen(self) -> Any:
        assert isinstance(self.editor, Choice)
        if not self.editor.isEditable():
            return self.editor.currentData()
        typed = self.editor.currentText().strip()
        place = self.editor.findText(typed, Qt.MatchFlag.MatchFixedString)
        if place < 0 and (code := self.offered.units.code_of(typed)) is not None:
            place = self.editor.findData(code)
        if place < 0:
            raise Refused(f"{self.spec.label} ‘{typed}’ tidak ada.", "Pilih dari daftar.")
        return self.editor.itemData(place)

    def check(self) -> tuple[Any, bool]:
        """Read and show the error or doubt; give the value and whether it is good."""
        try:
            value, doubt = self.read()
            if self.spec.name == "superior_nip" and value not in (None, self._held):
                self.offered.refuse_unknown(value)
        except Refused as refused:
            self.widget.set_error(str(refused))
            self.widget.set_note("")
            return None, False
        self.widget.set_error(doubt)
        if self.spec.name == "superior_nip":
            self.widget.set_note(self.offered.person(value))
        return value, True


class Offered:
    """What the fields of one list offer, and who its numbers are."""

    def __init__(self, roster: Roster) -> None:
        self.units = offers.UnitNames(roster)
        self._roster = roster
        self._people = {row.nip: row for row in roster.rows}

    def lines(self, name: str) -> list[str]:
        """Give what a field offers; nothing for most."""
        made = {"position": offers.positions, "superior_nip": offers.superiors}.get(name)
        if name == "unit":
            return self.units.lines()
        return made(self._roster) if made else []

    def person(self, nip: str | None) -> str:
        """Say whose number it is: name and position."""
        row = self._people.get(nip or "")
        return ", ".join(part for part in (row.name, row.position) if part) if row else ""

    def refuse_unknown(self, nip: str) -> None:
        """Refuse a number that neither is nor was anybody's of the list."""
        if nip in self._people or any(nip in row.key for row in self._roster.rows):
            return
        raise Refused(f"NIP {nip} tidak ada dalam daftar pegawai.", "Periksa nomornya.")


def _line(field: FormField) -> QLineEdit:
    return DayField() if field.read is values.day else QLineEdit()


def _chooser(options: Mapping[Any, str], field: FormField, nothing: str) -> Choice:
    box, searchable = Choice(), field.name == "unit"
    if not field.required or searchable:
        box.addItem("" if searchable else nothing, None)
    for value, text in options.items():
        box.addItem(text, value)
    if searchable:
        box.setEditable(True)
        box.setInsertPolicy(Choice.InsertPolicy.NoInsert)
    box.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(12)
    return box
