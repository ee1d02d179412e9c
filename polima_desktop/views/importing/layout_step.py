"""Second step: which sheet, where its header is, which column is what. The guess is shown first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from polima_desktop.formatting import number
from polima_desktop.views.settings import Settings
from polima_desktop.views.tables import Column, DataTable
from polima_desktop.views.widgets import Columns, Field, Sheet, clear_layout, label
from polima_desktop.views.widgets.choices import Choice

if TYPE_CHECKING:
    from polima_desktop.imports.headers import Layout
    from polima_desktop.services.imports import Guess

_ABSENT = -1
_NARROW = Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
_SHOWN_ROWS = 12
_ALL = "Semua lembar yang memuat daftar"


def _width(title: str) -> int:
    """Give a column of the sheet its room: a NIP or NIK is never cut."""
    return 178 if any(word in title.lower() for word in ("nip", "nik")) else 140


class RowField(QLineEdit):
    """The number of a row, as the spreadsheet counts."""

    def __init__(self) -> None:
        super().__init__()
        self.setValidator(QIntValidator(1, 2_000_000, self))
        self.setFixedWidth(110)

    def value(self) -> int:
        """The number; 1 where none is written yet."""
        return int(self.text()) if self.hasAcceptableInput() else 1

    def set_value(self, row: int) -> None:
        """Show another number."""
        self.setText(str(row))


class LayoutStep(QWidget):
    """Shows the guess of one sheet and lets every part of it be corrected.

    ``touched()`` tells that the mapping or the header was changed by hand.
    """

    touched = Signal()
    hidden_sheets_wanted = Signal(bool)

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.settings = settings
        self.guess: Guess | None = None
        self.kind = ""
        self._corrected = False
        self._filling = False
        self.sheet, self.header, self.first = Choice(), RowField(), RowField()
        self.choices: dict[str, Choice] = {}
        self.mapping = QWidget()
        self.grid = QGridLayout(self.mapping)
        self.preview = DataTable([], "Isi lembar")
        self.cells = Sheet("Isi lembar")
        self.note = label("", "label", "second", wrap=True)
        self.hidden_rows, self.hidden_sheets = QCheckBox(), QCheckBox()
        self.hidden_sheets.clicked.connect(self.hidden_sheets_wanted)
        self._lay_out()
        self.sheet.currentIndexChanged.connect(self._show_sheet)
        self.header.textEdited.connect(self._move_header)
        self.first.textEdited.connect(self._correct)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(label("Di mana daftarnya?", "record"))
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(Field("&Lembar", self.sheet), 1)
        row.addWidget(Field("Baris &judul", self.header))
        row.addWidget(Field("Baris &data pertama", self.first))
        column.addLayout(row)
        column.addWidget(self.note)
        column.addWidget(self.hidden_rows)
        column.addWidget(self.hidden_sheets)
        self.grid.setContentsMargins(14, 8, 14, 12)
        self.grid.setHorizontalSpacing(12)
        self.grid.setVerticalSpacing(6)
        self.grid.setColumnStretch(1, 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its fields take Tab
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self.mapping)
        columns = Sheet("Kolom")
        columns.add(area, 1)
        self.cells.add(self.preview, 1)
        sides = Columns("impor-lembar", columns, self.cells, slack=1, sizes=(340, 420))
        column.addWidget(sides, 1)

    # ── showing the guess ─────────────────────────────────────────────────────────────────

    def set_guess(self, guess: Guess, kind: str) -> None:
        """Show a file's guess; a layout remembered for the same headings replaces it."""
        self.guess, self.kind, self._corrected = guess, kind, False
        self._filling = True
        self._show_hidden(guess)
        self.sheet.clear()
        found = [name for name, layout in guess.layouts.items() if self._complete(layout)]
        if len(found) > 1:
            self.sheet.addItem(f"{_ALL} ({len(found)})", None)
        for sheet in guess.book.sheets:
            mark = "" if sheet.name in found else " · tidak ada judul yang cocok"
            self.sheet.addItem(f"{sheet.name}{mark}", sheet.name)
        self.sheet.setCurrentIndex(0 if len(found) > 1 else self._first_of(found))
        self._filling = False
        self._show_sheet()

    def _show_hidden(self, guess: Guess) -> None:
        """Say what of the file is hidden, each with its choice."""
        rows = sum(len(sheet.hidden_rows) for sheet in guess.book.sheets)
        self.hidden_rows.setText(f"Baca juga {number(rows)} baris yang &tersembunyi")
        self.hidden_rows.setVisible(rows > 0)
        if guess.book.unread:
            names = ", ".join(f"‘{name}’" for name in guess.book.unread)
            self.hidden_sheets.setText(f"Baca juga lembar ters&embunyi: {names}")
        self.hidden_sheets.setVisible(bool(guess.book.unread) or self.hidden_sheets.isChecked())

    def forget_hidden(self) -> None:
        """Ask anew about what is hidden: another file comes."""
        self.hidden_rows.setChecked(True)
        self.hidden_sheets.setChecked(False)

    @property
    def reads_hidden_rows(self) -> bool | None:
        """Give False where hidden rows are left out; None: read, each with a warning."""
        return None if self.hidden_rows.isChecked() else False

    def _first_of(self, found: list[str]) -> int:
        return max(self.sheet.findData(found[0]), 0) if found else 0

    def _complete(self, layout: Layout | None) -> bool:
        return layout is not None and not self._missing(dict(layout.columns))

    def _missing(self, columns: dict[str, int]) -> list[str]:
        assert self.guess is not None
        return [c.title for c in self.guess.columns if c.required and c.field not in columns]

    @property
    def sheet_name(self) -> str:
        """The sheet shown: the chosen one, or the first of all."""
        assert self.guess is not None
        chosen = self.sheet.currentData()
        if chosen is not None:
            return str(chosen)
        named = [n for n, layout in self.guess.layouts.items() if self._complete(layout)]
        return named[0] if named else self.guess.book.sheets[0].name

    def _show_sheet(self) -> None:
        if self._filling or self.guess is None:
            return
        layout = self.guess.layouts[self.sheet_name]
        self._corrected = False
        self._filling = True
        self.header.set_value(layout.header_row if layout else 1)
        self.first.set_value(layout.first_row if layout else 2)
        titles = list(layout.all_titles) if layout else self._titles()
        self._fill_mapping(titles, dict(layout.columns) if layout else {})
        self._fill_preview(titles)
        self._filling = False
        self._recall(titles)
        self._say()
        several = self.sheet.currentData() is None
        for part in (self.header, self.first, self.mapping):
            part.setEnabled(not several)

    def _titles(self) -> list[str]:
        assert self.guess is not None
        frame = self.guess.book.sheet(self.sheet_name).frame
        place = min(self.header.value(), len(frame)) - 1
        return [str(cell) for cell in frame.iloc[place]] if len(frame) else []

    def _fill_mapping(self, titles: list[str], matched: dict[str, int]) -> None:
        assert self.guess is not None
        clear_layout(self.grid)
        self.choices.clear()
        for place, column in enumerate(self.guess.columns):
            box = Choice()
            box.setSizeAdjustPolicy(_NARROW)
            box.setMinimumContentsLength(8)
            box.addItem("– tidak ada –", _ABSENT)
            for index, title in enumerate(titles):
                box.addItem(title or f"kolom {index + 1}", index)
            box.setCurrentIndex(box.findData(matched.get(column.field, _ABSENT)))
            box.currentIndexChanged.connect(self._correct)
            caption = label(f"{column.title} (wajib)" if column.required else column.title, "label")
            caption.setBuddy(box)
            box.setAccessibleName(column.title)
            self.grid.addWidget(caption, place, 0)
            self.grid.addWidget(box, place, 1)
            self.choices[column.field] = box

    def _fill_preview(self, titles: list[str]) -> None:
        assert self.guess is not None
        from polima_desktop.imports.values import text_of

        frame = self.guess.book.sheet(self.sheet_name).frame
        start = max(self.header.value() - 1, 0)
        cells = frame.iloc[start : start + _SHOWN_ROWS]
        columns = [Column("row", "Baris", 0, width=56, right=True, tone="second")]
        columns += [
            Column(f"c{index}", title or f"kolom {index + 1}", index + 1, width=_width(title))
            for index, title in enumerate(titles[:40])
        ]
        rows = [
            (start + place + 1, *(text_of(value) for value in row[:40]))
            for place, row in enumerate(cells.itertuples(index=False))
        ]
        self.preview.hide()  # inside a dialog's own loop the deletion comes late
        self.preview.deleteLater()
        self.preview = DataTable(columns, "Isi lembar")
        self.preview.setSortingEnabled(False)
        self.preview.set_rows(rows)
        self.cells.add(self.preview, 1)

    # ── corrections ───────────────────────────────────────────────────────────────────────

    def _move_header(self, *_: object) -> None:
        if self._filling or self.guess is None:
            return
        self._filling = True
        if self.first.value() <= self.header.value():
            self.first.set_value(self.header.value() + 1)
        titles = self._titles()
        self._fill_mapping(titles, self._matched(titles))
        self._fill_preview(titles)
        self._filling = False
        self._correct()

    def _matched(self, titles: list[str]) -> dict[str, int]:
        """Match the headings of another row by their words."""
        assert self.guess is not None
        from polima_desktop.imports.columns import heading_key

        keys = [heading_key(title) for title in titles]
        return {
            column.field: keys.index(key)
            for column in self.guess.columns
            for key in reversed(column.keys)
            if key in keys
        }

    def _correct(self, *_: object) -> None:
        if self._filling:
            return
        self._corrected = True
        self._say()
        self.touched.emit()

    def columns(self) -> dict[str, int]:
        """Give the chosen mapping: field → place of the column."""
        return {
            name: box.currentData()
            for name, box in self.choices.items()
            if box.currentData() != _ABSENT
        }

    def _say(self) -> None:
        lacking = self._missing(self.columns())
        matched = len(self.columns())
        if lacking:
            self.note.setText(f"Tunjukkan kolom {', '.join(lacking)}.")
        else:
            self.note.setText(
                f"{matched} kolom dikenali menurut judulnya. Kolom yang tidak dipakai dilewati."
            )

    def check(self) -> str:
        """Give what is missing, empty if nothing."""
        lacking = self._missing(self.columns())
        return f"Kolom {', '.join(lacking)} belum ditunjuk." if lacking else ""

    def layouts(self) -> tuple[Any, ...] | None:
        """Give the layouts to read by: None for the guess as it is, else the corrected one."""
        assert self.guess is not None
        if self.sheet.currentData() is None:
            return None
        guessed = self.guess.layouts[self.sheet_name]
        if not self._corrected and guessed is not None:
            return (guessed,)
        from polima_desktop.imports.headers import with_columns

        sheet = self.guess.book.sheet(self.sheet_name)
        made = with_columns(
            sheet, self.header.value(), self.first.value(), self.columns(), self.guess.columns
        )
        self._remember(list(made.all_titles))
        return (made,)

    # ── what is remembered for a source ───────────────────────────────────────────────────

    def _key(self, titles: list[str]) -> str:
        from hashlib import sha256

        mark = sha256("\n".join(titles).encode()).hexdigest()[:16]
        return f"impor/{self.kind}/{mark}"

    def _remember(self, titles: list[str]) -> None:
        self.settings.put(self._key(titles), self.columns())

    def _recall(self, titles: list[str]) -> None:
        known = self.settings.get(self._key(titles))
        if not isinstance(known, dict) or known == self.columns():
            return
        self._filling = True
        for name, box in self.choices.items():
            box.setCurrentIndex(max(box.findData(known.get(name, _ABSENT)), 0))
        self._filling = False
        self._corrected = True
