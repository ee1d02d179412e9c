"""The tab Rumus: every line's formula, and beside it what the chosen line is and who uses it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from polima_desktop.domain.errors import Refused
from polima_desktop.domain.rules import adding, renaming
from polima_desktop.domain.rules.model import SLIP_BLOCKS, Finding, Line, RuleSet
from polima_desktop.views.paint import Badge
from polima_desktop.views.rules import graph, words
from polima_desktop.views.rules.box import FormulaBox
from polima_desktop.views.rules.dialogs import ask_name
from polima_desktop.views.rules.drawn import LineGraph
from polima_desktop.views.rules.live import LivePanel
from polima_desktop.views.rules.offered import for_lines
from polima_desktop.views.rules.variables import InputsDialog
from polima_desktop.views.tables.delegates import TWO_LINE_ROW
from polima_desktop.views.widgets import BadgeLabel, Button, Columns, Field, Sheet, label
from polima_desktop.views.widgets.choices import Choice


class LinesTab(Columns):
    """Formulas at the left, the chosen line at the right; ``changed(ruleset)`` after an edit."""

    changed = Signal(object)
    refused = Signal(object)

    def __init__(self) -> None:
        self.box, self.panel, self.live = FormulaBox(), LinePanel(), LivePanel()
        self.sheet = Sheet("Rumus")
        self.badge = BadgeLabel()
        self.sheet.add_to_head(self.badge)
        self.map_button = Button("Peta rumus", "pohon", self.show_map, low=True)
        self.sheet.add_to_head(self.map_button)
        self.sheet.add(self.box, 1)
        self.sheet.add(self._strip())
        side = self._side()
        super().__init__("bobot-rumus", self.sheet, side, slack=0, sizes=[760, 360])
        self.ruleset: RuleSet | None = None
        self.editable = False
        self.editor = self.box.editor
        self.editor.line_chosen.connect(lambda _name: self._show_line())
        self.panel.edited.connect(self._edit_line)
        self.panel.graph.chosen.connect(self.editor.go_to)

    def _side(self) -> QScrollArea:
        """Put both panels under each other; a low window scrolls them instead of squeezing."""
        inner, area = QWidget(), QScrollArea()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.panel)
        column.addWidget(self.live, 1)
        self.panel.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.live.table.setMinimumHeight(2 * TWO_LINE_ROW)
        self.live.table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        area.setWidget(inner)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return area

    def _strip(self) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(14, 6, 14, 6)
        row.setSpacing(8)
        self.add_button = Button("Tambah", "tambah", self.add_line, low=True)
        self.rename_button = Button("Ganti nama", on_press=self.rename_line, low=True)
        self.drop_button = Button("Hapus", on_press=self.drop_line, low=True)
        self.inputs_button = Button("Isian…", on_press=self.edit_inputs, low=True)
        self.order_button = Button("Urutkan", on_press=self.put_in_order, low=True)
        self.order_button.setToolTip(
            "Menurut ketergantungan: yang dipakai lebih dulu; slip memakai urutan ini juga"
        )
        for button in (self.add_button, self.rename_button, self.drop_button, self.inputs_button,
                       self.order_button):  # fmt: skip
            row.addWidget(button)
        row.addStretch(1)
        return box

    def show_set(self, ruleset: RuleSet, title: str, *, editable: bool) -> None:
        """Show the lines of a set."""
        self.ruleset, self.editable = ruleset, editable
        formulas = {line.name: line.formula for line in ruleset.lines.values()}
        self.sheet.set_title("Rumus", f"{title}, {len(formulas)} baris")
        self.box.show_formulas(formulas, for_lines(ruleset), editable=editable)
        for button in (self.add_button, self.rename_button, self.drop_button, self.order_button):
            button.setVisible(editable)
        self._show_line()

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Mark the lines that have a mistake."""
        worst: dict[str, Finding] = {}
        for finding in findings:
            if finding.severity == "error" and words.section(finding) == "lines":
                worst.setdefault(words.owner(finding), finding)
        self.box.show_findings(worst)
        badge = Badge("bad", f"{len(worst)} kesalahan") if worst else Badge("ok", "Benar")
        self.badge.set_badge(badge)

    def say_structure(self) -> None:
        """Say that a line's name was changed, which is done elsewhere."""
        self.box.problem.show_words(
            "Nama baris berubah.",
            "Di sini hanya rumusnya yang diketik. Kembalikan namanya, lalu pakai tombol Ganti "
            "nama: semua rumus dan contoh ikut berubah.",
        )

    @property
    def current(self) -> str:
        """The line with the cursor, empty if there is none."""
        name = self.editor.current
        return name if self.ruleset is not None and name in self.ruleset.lines else ""

    def _show_line(self) -> None:
        if self.ruleset is not None:
            line = self.ruleset.lines.get(self.current)
            self.panel.show_line(self.ruleset, line, editable=self.editable)
            self.live.show_line(self.current)

    # ── changing ──────────────────────────────────────────────────────────────────────────

    def add_line(self) -> None:
        """Ask for a name and add a line behind the current one."""
        name = ask_name(self, "Tambah baris", "Nama baris", "", "Tambah baris")
        if name:
            after = self.current
            self._change(lambda ruleset: adding.add_line(ruleset, name, after), name)

    def rename_line(self) -> None:
        """Rename the current line wherever it is named."""
        old = self.current
        if not old:
            return
        new = ask_name(self, f"Ganti nama {old}", "Nama baru", old, "Ganti di semua tempat")
        if new:
            self._change(lambda ruleset: renaming.rename_line(ruleset, old, new), new)

    def drop_line(self) -> None:
        """Take the current line away; undo brings it back."""
        name = self.current
        if name:
            self._change(lambda ruleset: adding.remove_line(ruleset, name))

    def edit_inputs(self) -> None:
        """Declare what the lines take of the month."""
        if self.ruleset is None:
            return
        self.editor.take_over()
        dialog = InputsDialog(self, self.ruleset, editable=self.editable)
        if dialog.exec() and self.editable:
            self.changed.emit(dialog.ruleset)

    def put_in_order(self) -> None:
        """Put every line behind those that it uses."""
        name = self.current

        def ordered(ruleset: RuleSet) -> RuleSet:
            columns = graph.layers(graph.edges(ruleset))
            place = {name: depth for depth, names in enumerate(columns) for name in names}
            return adding.in_order(ruleset, sorted(ruleset.lines, key=lambda n: place[n]))

        self._change(ordered, name)

    def show_map(self) -> None:
        """Draw the whole of the lines, and go to the one that is chosen there."""
        if self.ruleset is None:
            return
        dialog = graph.MapDialog(self, self.ruleset, self.current)
        if dialog.exec() and dialog.chosen:
            self.editor.go_to(dialog.chosen)

    def _edit_line(self, field: str, value: object) -> None:
        name = self.current
        if name:
            self._change(lambda ruleset: adding.with_line(ruleset, name, **{field: value}))

    def _change(self, change: words.Change, then: str = "") -> None:
        assert self.ruleset is not None, "a set is shown"
        self.editor.take_over()
        try:
            made = change(self.ruleset)
        except Refused as refused:
            self.refused.emit(refused)
            return
        self.changed.emit(made)
        if then:
            self.editor.go_to(then.strip())


class LinePanel(Sheet):
    """Label, unit, decimals and slip block of one line, and what names it."""

    edited = Signal(str, object)

    def __init__(self) -> None:
        super().__init__("Baris")
        self.label, self.unit = QLineEdit(), QLineEdit()
        self.decimals, self.slip = Choice(), Choice()
        self.decimals.addItems([str(number) for number in range(10)])
        self.slip.addItem("hanya nilai antara", "")
        for block in SLIP_BLOCKS:
            self.slip.addItem(block, block)
        self.used = label("", "body", "second", wrap=True)
        self.graph = LineGraph()
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(14, 8, 14, 12)
        column.setSpacing(4)
        column.addWidget(Field("Nama pada slip", self.label))
        row = QHBoxLayout()
        row.addWidget(Field("Satuan", self.unit))
        row.addWidget(Field("Desimal", self.decimals))
        row.addWidget(Field("Bagian slip", self.slip))
        column.addLayout(row)
        column.addWidget(self.used)
        column.addWidget(self.graph)
        self.add(box)
        for field, editor in (("label", self.label), ("unit", self.unit)):
            editor.editingFinished.connect(partial(self._typed, field, editor))
        self.decimals.activated.connect(lambda place: self.edited.emit("decimals", place))
        self.slip.activated.connect(
            lambda place: self.edited.emit("slip", self.slip.itemData(place))
        )
        self.line: Line | None = None

    def show_line(self, ruleset: RuleSet, line: Line | None, *, editable: bool) -> None:
        """Show a line, or that none is chosen."""
        self.line = line
        for editor in (self.label, self.unit, self.decimals, self.slip):
            editor.setEnabled(editable and line is not None)
        self.set_title(f"Baris {line.name}" if line else "Baris")
        if line is None:
            self.used.setText("Taruh kursor pada sebuah rumus.")
            self.graph.show_line("", (), ())
            return
        if not self.label.hasFocus():
            self.label.setText(line.label)
        if not self.unit.hasFocus():
            self.unit.setText(line.unit or "")
        self.decimals.setCurrentIndex(line.decimals)
        self.slip.setCurrentIndex(self.slip.findData(line.slip))
        users, _ = renaming.used_by(ruleset, line.name)
        others = [user for user in users if user != line.name]
        self.used.setText(_used(others))
        self.graph.show_line(line.name, renaming.names_of(line.formula), others)

    def _typed(self, field: str, editor: QLineEdit) -> None:
        if self.line is None:
            return
        text = editor.text().strip()
        value = text if field == "label" else (text or None)
        if value != getattr(self.line, field) and (value or field == "unit"):
            self.edited.emit(field, value)


def _used(others: Sequence[str]) -> str:
    return f"Dipakai oleh: {', '.join(others)}." if others else "Tidak dipakai baris lain."
