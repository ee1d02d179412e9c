"""The organisation as of a day: every unit in a table, forms to rename, merge, split and open."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCompleter, QGridLayout, QHBoxLayout, QLineEdit, QWidget

from polima_desktop import formatting
from polima_desktop.domain.calendar import PATTERN_LABELS
from polima_desktop.domain.errors import PolimaError, Refused
from polima_desktop.domain.progress import Progress
from polima_desktop.domain.units import KINDS, Unit
from polima_desktop.services.session import Session
from polima_desktop.services.staff import effects, person_form, units
from polima_desktop.services.staff.effects import Touched
from polima_desktop.services.staff.units import Paper
from polima_desktop.storage.staff.units import UnitRow
from polima_desktop.views.context import Context
from polima_desktop.views.dialogs import Dialog
from polima_desktop.views.staff.days import DayField
from polima_desktop.views.staff.touched import some_names, touched_table
from polima_desktop.views.tables import Column, DataTable
from polima_desktop.views.widgets import Button, Field, Message, NoticePlace, SearchField, label
from polima_desktop.views.widgets.choices import Choice
from polima_desktop.views.widgets.order import reading_order


class Line(NamedTuple):
    """One unit as the table shows it."""

    id: int
    code: str
    name: str
    kind: str
    parent: str
    place: str
    pattern: str
    aliases: str
    row: UnitRow


class UnitsDialog(Dialog):
    """Shows the units of a day; ``changed`` afterwards tells whether anything was written."""

    def __init__(self, parent: QWidget, context: Context, day: date, people: Sequence[int]) -> None:
        super().__init__(parent, f"Unit kerja per {formatting.day(day)}", "Ubah unit…", width=940)
        self.context, self.day, self.people = context, day, list(people)
        self.changed = False
        self.lines: list[Line] = []
        self.notices = NoticePlace()
        self.search = SearchField("Kode, nama, atau alias", hint=False)
        self.search.searched.connect(lambda _text: self._narrow())
        self.table = DataTable(_columns(), "Unit kerja")
        self.table.setMinimumHeight(380)
        self.search.lead_to(self.table)
        self.table.opened.connect(lambda _key: self.accept())
        undo = QShortcut(QKeySequence.StandardKey.Undo, self)
        undo.activated.connect(self._undo_own)
        self._lay_out()
        self._load()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.search, 1)
        for text, act in (
            ("Unit baru…", self.open_new),
            ("Buat dari daftar…", self.open_list),
            ("Gabung…", self.merge),
            ("Riwayat…", self.open_history),
            (f"Pecah ({len(self.people)} pegawai)…", self.split),
        ):
            button = Button(text, on_press=act)
            button.setAutoDefault(False)
            row.addWidget(button)
        self.body.addWidget(self.notices)
        self.body.addLayout(row)
        self.body.addWidget(self.table, 1)
        self.cancel.setText("Tutup")

    def _load(self) -> None:
        session, day = self.context.session, self.day
        self.context.jobs.run(lambda _progress: units.listed(session, day)).success(self._show)

    def _show(self, found: tuple[list[UnitRow], dict[int, list[str]]]) -> None:
        rows, aliases = found
        names = {row.id: row.label for row in rows}
        self.codes = {row.id: row.code for row in rows}
        self.names = {row.code: row.name for row in rows}
        self.lines = [_line(row, names, aliases.get(row.id, [])) for row in rows]
        self._narrow()
        if self.table.current_key() is None:
            self.table.select_place(0)

    def _narrow(self) -> None:
        typed = self.search.text().strip().lower()
        fits = [
            line
            for line in self.lines
            if typed in f"{line.code} {line.name} {line.aliases}".lower()
        ]
        self.table.set_rows(fits, len(self.lines))

    def _current(self) -> Line | None:
        row = self.table.current_row()
        return row if isinstance(row, Line) else None

    # ── acts ──────────────────────────────────────────────────────────────────────────────

    def accept(self) -> None:
        """Change the unit under the cursor."""
        line = self._current()
        if line is not None:
            unit = units.as_unit(line.row, self.codes, self._aliases(line))
            form = UnitForm(self, "Ubah unit", "Simpan perubahan", self.names, unit)
            words = "{name} berlaku sejak {day}, untuk {people} pegawai di dalamnya."
            seen = units.Shown(line.row, self.day)
            self._ask(form, partial(units.change, seen=seen), words, line.name)

    def open_new(self) -> None:
        """Enter a new unit."""
        form = UnitForm(self, "Unit baru", "Tambah unit", self.names, None)
        self._ask(form, units.open_unit, "{name} dibuka sejak {day}.")

    def split(self) -> None:
        """Open a new unit and move the people selected on the page into it."""
        form = UnitForm(self, "Unit baru hasil pemecahan", "Pecah unit", self.names, None)
        people = self.people
        Moving(form, self.context, lambda session, day: effects.of_move(session, people, day))

        def act(session: Session, unit: Unit, paper: Paper) -> int:
            units.split(session, unit, people, paper)
            return len(people)

        self._ask(form, act, "{name} dibuka sejak {day}; {people} pegawai pindah ke sana.")

    def open_list(self) -> None:
        """Create the units a list names."""
        from polima_desktop.views.staff.unit_list import UnitListDialog

        if UnitListDialog(self, self.context).exec():
            self.changed = True
            self._load()

    def open_history(self) -> None:
        """Show what became of the unit under the cursor; what was wrong is withdrawn there."""
        from polima_desktop.views.staff.unit_history import UnitHistoryDialog

        line = self._current()
        if line is None:
            return
        dialog = UnitHistoryDialog(self, self.context, line.code, line.name)
        dialog.exec()
        if dialog.changed:
            self.changed = True
            self._load()
        dialog.deleteLater()

    def merge(self) -> None:
        """Let the unit under the cursor end and go over to another."""
        line = self._current()
        if line is None:
            return
        others = {code: name for code, name in self.names.items() if code != line.code}
        form = MergeForm(self, line.name, others)
        code = line.code
        Moving(form, self.context, lambda session, day: effects.of_merge(session, code, day))
        if form.exec() and form.into and form.paper:
            session, into, paper = self.context.session, form.into, form.paper
            words = f"{line.name} digabung ke {self.names[into]} sejak {formatting.day(paper.day)}"
            words += "; {people} pegawai pindah."
            self._run(lambda _progress: units.merge(session, code, into, paper), words)
        form.deleteLater()

    def _ask(
        self, form: UnitForm, act: Callable[..., object], words: str, before: str = ""
    ) -> None:
        """Show a form, act on it, and say it in words with ``name``, ``day`` and ``people``."""
        if form.exec() and form.unit and form.paper:
            session, unit, paper = self.context.session, form.unit, form.paper
            renamed = f"{before} menjadi " if before not in ("", unit.name) else ""
            said = renamed + words.replace("{name}", unit.name)
            said = said.replace("{day}", formatting.day(paper.day))
            self._run(lambda _progress: act(session, unit, paper), said)
        form.deleteLater()

    def _run(self, work: Callable[[Progress], object], words: str) -> None:
        self.context.jobs.run(work, writes=True).success(partial(self._done, words)).failure(
            self._failed
        )

    def _done(self, words: str, people: object) -> None:
        self.changed = True
        if isinstance(people, int):
            words = words.replace("{people}", formatting.number(people))
        message = Message("ok", words, "", "Urungkan", self.take_back)
        self.notices.messages.show_message(message)
        self._load()

    def _undo_own(self) -> None:
        if self.changed:  # what was done before this dialog is taken back in the window
            self.take_back()

    def take_back(self) -> None:
        """Take back the last act, as Ctrl+Z does in the window."""
        session = self.context.session

        def work(_progress: Progress) -> str:
            from polima_desktop.services import undo

            last = undo.last_own(session)
            if last is None:
                raise Refused("Belum ada pekerjaan sendiri yang bisa diurungkan.")
            return undo.undo(session, last.act_id)

        self.context.jobs.run(work, writes=True).success(self._taken_back).failure(self._failed)

    def _taken_back(self, title: str) -> None:
        self.changed = True
        self.notices.messages.show_message(Message("ok", f"Diurungkan: {title}."))
        self._load()

    def _failed(self, error: PolimaError) -> None:
        self.notices.messages.show_message(Message.of(error))

    def _aliases(self, line: Line) -> tuple[str, ...]:
        return tuple(alias for alias in line.aliases.split("; ") if alias)


class _Dated(Dialog):
    """A form with the day from which it holds and the decree behind it; ``paper`` when accepted."""

    def __init__(self, parent: QWidget, title: str, verb: str) -> None:
        super().__init__(parent, title, verb, width=640)
        self.paper: Paper | None = None
        self.moving: Moving | None = None
        self.since, self.decree, self.decree_date = DayField(), QLineEdit(), DayField()
        self.decree.setMaxLength(80)
        self.fields = {
            "since": Field("Berlaku sejak", self.since, required=True),
            "decree": Field("Nomor peraturan", self.decree),
            "decree_date": Field("Tanggal peraturan", self.decree_date),
        }

    def _grid(self, names: Sequence[str], columns: int = 2) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        for place, name in enumerate(names):
            grid.addWidget(self.fields[name], place // columns, place % columns)
        for column in range(columns):
            grid.setColumnStretch(column, 1)
        return grid

    def _read_paper(self) -> bool:
        since = self._day("since", self.since)
        signed = self._day("decree_date", self.decree_date)
        if since is None and not self.fields["since"].error:
            self.fields["since"].set_error("Tanggal belum diisi.")
        if since is None or self.fields["decree_date"].error:
            return False
        self.paper = Paper(since, self.decree.text().strip() or None, signed)
        return True

    def _lead_to_error(self) -> None:
        """Put the focus on the first field that is wrong."""
        wrong = [field.editor for field in self.fields.values() if field.error]
        editors = [editor for editor in reading_order(self) if editor in wrong]
        if editors:
            editors[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _day(self, name: str, editor: QLineEdit) -> date | None:
        self.fields[name].set_error("")
        if not editor.text().strip():
            return None
        try:
            return person_form.read_day(editor.text())
        except Refused as refused:
            self.fields[name].set_error(str(refused))
            return None


class Moving(QObject):
    """Names, at the foot of a form, who moves on the day that stands in it."""

    def __init__(
        self, form: _Dated, context: Context, ask: Callable[[Session, date], list[Touched]]
    ) -> None:
        super().__init__(form)
        self.form, self.context, self.ask = form, context, ask
        self.words = label("Isi tanggalnya untuk melihat siapa yang pindah.", "body", "second")
        self.table = touched_table("Jabatan", 170)
        form.moving = self
        form.body.addWidget(self.words)
        form.body.addWidget(self.table)
        form.since.textChanged.connect(self._look)
        self._look()

    def _look(self, *_: object) -> None:
        try:
            day = person_form.read_day(self.form.since.text())
        except Refused:
            return
        session, ask = self.context.session, self.ask
        job = self.context.jobs.run(lambda _progress: ask(session, day))
        job.success(self._show).failure(lambda error: self.words.setText(str(error)))

    def _show(self, rows: list[Touched]) -> None:
        self.words.setText(
            f"{formatting.number(len(rows))} pegawai pindah: {some_names(rows)}."
            if rows
            else "Tidak ada pegawai yang pindah."
        )
        self.table.set_rows(rows)


class UnitForm(_Dated):
    """The facts of one unit; ``unit`` when accepted."""

    def __init__(
        self, parent: QWidget, title: str, verb: str, names: Mapping[str, str], before: Unit | None
    ) -> None:
        super().__init__(parent, title, verb)
        self.unit: Unit | None = None
        self.before = before
        self.code, self.name, self.aliases = QLineEdit(), QLineEdit(), QLineEdit()
        self.place = QLineEdit()
        self.kind = _box(KINDS)
        self.parent_unit = _unit_box(names)
        self.pattern = _box(PATTERN_LABELS, nothing="sama dengan induk")
        self.fields |= {
            "code": Field("Kode", self.code, required=True),
            "name": Field("Nama", self.name, required=True),
            "kind": Field("Jenis", self.kind),
            "parent": Field("Induk", self.parent_unit),
            "place": Field("Kelurahan", self.place),
            "pattern": Field("Pola kerja", self.pattern),
            "aliases": Field("Alias", self.aliases, note="Pisahkan dengan titik koma."),
        }
        self.body.addLayout(self._grid(["since", "decree", "decree_date"], 3))
        self.body.addLayout(
            self._grid(["code", "name", "kind", "parent", "place", "pattern", "aliases"])
        )
        if before is not None:
            self._fill(before)

    def _fill(self, unit: Unit) -> None:
        self.code.setText(unit.code)
        self.code.setReadOnly(True)
        self.name.setText(unit.name)
        self.aliases.setText("; ".join(unit.aliases))
        self.place.setText(unit.place or "")
        for box, value in (
            (self.kind, unit.kind),
            (self.parent_unit, unit.parent),
            (self.pattern, unit.pattern),
        ):
            box.setCurrentIndex(max(box.findData(value), 0))

    def accept(self) -> None:
        """Take the unit if everything that is needed is there."""
        good = self._read_paper()
        for name, editor in (("code", self.code), ("name", self.name)):
            empty = not editor.text().strip()
            self.fields[name].set_error("Belum diisi." if empty else "")
            good = good and not empty
        if good:
            self.unit = Unit(
                self.code.text().strip(),
                self.name.text().strip(),
                self.kind.currentData(),
                self.parent_unit.currentData(),
                self.place.text().strip() or None,
                self.pattern.currentData(),
                tuple(part.strip() for part in self.aliases.text().split(";") if part.strip()),
            )
            super().accept()
        else:
            self._lead_to_error()


class MergeForm(_Dated):
    """Which unit takes over, and from when; ``into`` when accepted."""

    def __init__(self, parent: QWidget, name: str, others: Mapping[str, str]) -> None:
        super().__init__(parent, f"Gabung {name}", "Gabung unit")
        self.into = ""
        self.target = _unit_box(others)
        self.fields["into"] = Field("Digabung ke", self.target, required=True)
        words = (
            "Pegawai, unit di bawahnya, dan namanya pindah ke unit tujuan sejak tanggal itu. "
            "Keadaan sebelum tanggal itu tidak berubah."
        )
        self.body.addWidget(label(words, "body", "second", wrap=True))
        self.body.addLayout(self._grid(["into"], 1))
        self.body.addLayout(self._grid(["since", "decree", "decree_date"], 3))

    def accept(self) -> None:
        """Take the target if one is chosen."""
        good = self._read_paper()
        code = self.target.currentData()
        self.fields["into"].set_error("" if code else "Unit tujuan belum dipilih.")
        if good and code:
            self.into = code
            super().accept()
        else:
            self._lead_to_error()


def _columns() -> list[Column]:
    place = Line._fields.index
    return [
        Column("code", "Kode", place("code"), width=90),
        Column("name", "Nama", place("name"), tone="medium", width=220, stretch=True),
        Column("kind", "Jenis", place("kind"), tone="second", width=100),
        Column("parent", "Induk", place("parent"), tone="second", width=120),
        Column("place", "Kelurahan", place("place"), tone="second", width=110),
        Column("pattern", "Pola kerja", place("pattern"), tone="second", width=90),
        Column("aliases", "Alias", place("aliases"), tone="second", width=150, stretch=True),
    ]


def _line(row: UnitRow, names: Mapping[int, str], aliases: Sequence[str]) -> Line:
    return Line(
        row.id,
        row.code,
        row.name,
        KINDS.get(row.kind, row.kind),
        names.get(row.parent_id, "–") if row.parent_id is not None else "–",
        row.place or "–",
        PATTERN_LABELS.get(row.pattern, row.pattern) if row.pattern else "–",
        "; ".join(aliases),
        row,
    )


def _box(options: Mapping[str, str], nothing: str = "") -> Choice:
    box = Choice()
    if nothing:
        box.addItem(nothing, None)
    for value, text in options.items():
        box.addItem(text, value)
    return box


def _unit_box(names: Mapping[str, str]) -> Choice:
    box = _box(dict(sorted(names.items(), key=lambda pair: pair[1])), nothing="tidak ada")
    box.setEditable(True)
    box.setInsertPolicy(Choice.InsertPolicy.NoInsert)
    completer = QCompleter(box.model(), box)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    box.setCompleter(completer)
    box.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return box
