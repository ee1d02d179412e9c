"""One input widget a field of the person form: typed text or a choice, both read the same way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCompleter, QLineEdit

from polima_desktop.domain.errors import Refused
from polima_desktop.services.staff import person_form
from polima_desktop.services.staff.person_form import FormField, Read
from polima_desktop.views.widgets import Field
from polima_desktop.views.widgets.choices import Choice

UNKNOWN = "– belum diketahui –"
UNCHANGED = "– tetap –"


class Input:
    """A field's caption, editor and error line; ``read`` gives the value or raises ``Refused``."""

    def __init__(self, field: FormField, units: Mapping[str, str], nothing: str = UNKNOWN) -> None:
        self.spec = field
        options = units if field.name == "unit" else field.options
        self.editor: QLineEdit | Choice = (
            QLineEdit() if options is None else _chooser(options, field, nothing)
        )
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
        if place < 0:
            raise Refused(f"{self.spec.label} ‘{typed}’ tidak ada.", "Pilih dari daftar.")
        return self.editor.itemData(place)

    def check(self) -> tuple[Any, bool]:
        """Read and show the error or doubt; give the value and whether it is good."""
        try:
            value, doubt = self.read()
        except Refused as refused:
            self.widget.set_error(str(refused))
            return None, False
        self.widget.set_error(doubt)
        return value, True


def _chooser(options: Mapping[Any, str], field: FormField, nothing: str) -> Choice:
    box, searchable = Choice(), field.name == "unit"
    if not field.required or searchable:
        box.addItem("" if searchable else nothing, None)
    for value, text in options.items():
        box.addItem(text, value)
    if searchable:
        box.setEditable(True)
        box.setInsertPolicy(Choice.InsertPolicy.NoInsert)
        completer = QCompleter(box.model(), box)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        box.setCompleter(completer)
    box.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(12)
    return box
