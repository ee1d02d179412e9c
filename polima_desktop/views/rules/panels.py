"""The page's side: findings, worked examples, and what the draft would change in a month."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from polima_desktop import formatting
from polima_desktop.domain.identity import shown_nip
from polima_desktop.domain.periods import month_name
from polima_desktop.domain.rules.model import Finding
from polima_desktop.services.rules.comparison import Comparison
from polima_desktop.views import theme
from polima_desktop.views.dialogs import Dialog
from polima_desktop.views.paint import draw_text
from polima_desktop.views.rules import words
from polima_desktop.views.rules.words import ExampleState
from polima_desktop.views.tables import Column, DataTable, QueueList, TwoLine
from polima_desktop.views.widgets import (
    Button,
    EmptyState,
    Link,
    Sheet,
    Tabs,
    label,
    set_tone,
)


class ChecksPanel(Sheet):
    """Findings and examples in two tabs; ``finding_chosen(finding)`` asks to go there."""

    finding_chosen = Signal(object)
    accept_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.findings: list[Finding] = []
        self.tabs = Tabs("Pemeriksaan dan contoh")
        self.list = QueueList(_finding_lines, "Temuan pemeriksaan")
        self.examples = QueueList(_example_lines, "Contoh perhitungan")
        self.list.opened.connect(self._open)
        self.accept_one = Button("Jadikan nilai acuan", "cek", self._accept_one, low=True)
        self.accept_all = Button("Jadikan semua nilai acuan", on_press=self._accept_all, low=True)
        self.tabs.addTab(self._finding_tab(), "Pemeriksaan")
        self.tabs.addTab(self._example_tab(), "Contoh")
        self.add(self.tabs, 1)
        self.examples.current_changed.connect(lambda _key: self._show_accept())
        self.editable = False

    def _finding_tab(self) -> QStackedWidget:
        self.sound = EmptyState("Tidak ada temuan.", "Aturan ini lolos seluruh pemeriksaan.")
        self.finding_stack = QStackedWidget()
        self.finding_stack.addWidget(self.sound)
        self.finding_stack.addWidget(self.list)
        return self.finding_stack

    def _example_tab(self) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.examples, 1)
        self.foot = QWidget()
        row = QHBoxLayout(self.foot)
        row.setContentsMargins(14, 6, 14, 6)
        row.addWidget(self.accept_one)
        row.addWidget(self.accept_all)
        row.addStretch(1)
        column.addWidget(self.foot)
        return box

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show what the gate says, errors first."""
        self.findings = sorted(findings, key=lambda finding: finding.severity != "error")
        self.list.set_rows([(place, finding) for place, finding in enumerate(self.findings)])
        self.finding_stack.setCurrentIndex(1 if findings else 0)
        wrong = sum(finding.severity == "error" for finding in findings)
        self.tabs.setTabText(0, f"Pemeriksaan ({len(findings)})" if findings else "Pemeriksaan")
        self.list.setAccessibleName(f"{wrong} kesalahan, {len(findings) - wrong} peringatan")

    def show_examples(self, states: Sequence[ExampleState]) -> None:
        """Show how the examples went, failed ones first."""
        ordered = sorted(states, key=lambda state: not state.problems)
        self.examples.set_rows([(state.name, state) for state in ordered])
        failed = sum(bool(state.problems) for state in states)
        self.tabs.setTabText(1, f"Contoh ({failed} gagal)" if failed else f"Contoh ({len(states)})")
        self._show_accept()

    def set_editable(self, editable: bool) -> None:
        """Offer to accept new results, or not."""
        self.editable = editable
        self._show_accept()

    @property
    def failed(self) -> list[str]:
        """The names of the examples that failed."""
        return [row[0] for row in self.examples.rows_model.rows if row[1].problems]

    def _show_accept(self) -> None:
        row = self.examples.current_row()
        self.foot.setVisible(self.editable and bool(self.failed))
        self.accept_one.setEnabled(row is not None and bool(row[1].problems))
        self.accept_all.setText(f"Jadikan semua nilai acuan ({len(self.failed)})")

    def _open(self, place: int) -> None:
        self.finding_chosen.emit(self.findings[place])

    def _accept_one(self) -> None:
        self.accept_asked.emit([self.examples.current_key()])

    def _accept_all(self) -> None:
        self.accept_asked.emit(self.failed)


def _finding_lines(row: tuple[int, Finding]) -> TwoLine:
    finding = row[1]
    kind = "bad" if finding.severity == "error" else "warn"
    return TwoLine(finding.message, words.place(finding), kind=kind, chevron=True)


def _example_lines(row: tuple[str, ExampleState]) -> TwoLine:
    name, state = row
    if not state.problems:
        return TwoLine(name, "Sesuai", kind="ok")
    return TwoLine(name, state.problems[0], kind="bad")


class ImpactPanel(Sheet):
    """“Jika v4 berlaku”: the budget, five bars of slips, who crosses a band."""

    def __init__(self, open_list: Callable[[], object]) -> None:
        super().__init__("Jika draf berlaku")
        self.compared: Comparison | None = None
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(14, 2, 14, 8)
        row.setSpacing(16)
        left = QVBoxLayout()
        left.setSpacing(1)
        self.total, self.second = label("–", "total"), label("", "label", "second", wrap=True)
        self.link = Link("", open_list)
        left.addWidget(self.total)
        left.addWidget(self.second)
        left.addWidget(self.link, 0, Qt.AlignmentFlag.AlignLeft)
        left.addStretch(1)
        self.bars = _Bars()
        row.addLayout(left, 1)
        row.addWidget(self.bars, 1)
        self.add(box)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.say("Belum dibandingkan.")

    def say(self, text: str) -> None:
        """Say why there is no comparison."""
        self.compared = None
        self.total.setText("–")
        set_tone(self.total, "")
        self.second.setText(text)
        self.link.hide()
        self.bars.show_counts(())

    def show_comparison(self, title: str, found: Comparison) -> None:
        """Show the figures of a comparison."""
        self.compared = found
        self.set_title(title)
        change = found.net_after - found.net_before
        sign = "+ " if change > 0 else ""
        self.total.setText(f"{sign}{formatting.money(change)}")
        self.second.setText(
            f"dari {formatting.money(found.net_before)}, {month_name(found.month)}, "
            f"terhadap v{found.version_before}"
        )
        crossing = f"{formatting.number(found.crossing)} pegawai berpindah jenjang"
        self.link.set_text(crossing if found.changes else "")
        self.link.setVisible(bool(found.changes))
        self.bars.show_counts((
            ("turun > 100 rb", found.much_less, "bad"), ("turun", found.less, "bad"),
            ("tetap", found.same, "line2"), ("naik", found.more, "ok"),
            ("naik > 100 rb", found.much_more, "ok"),
        ))  # fmt: skip


class _Bars(QWidget):
    """Five horizontal bars with their words and counts."""

    _ROW, _WORDS, _COUNT = 17, 92, 44

    def __init__(self) -> None:
        super().__init__()
        self.counts: Sequence[tuple[str, int, str]] = ()
        self.setMinimumHeight(5 * self._ROW)

    def show_counts(self, counts: Sequence[tuple[str, int, str]]) -> None:
        """Show other counts."""
        self.counts = counts
        said = ", ".join(f"{name}: {formatting.number(count)}" for name, count, _ in counts)
        self.setAccessibleName(f"Slip menurut perubahan. {said}")
        self.setToolTip(said)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, 5 * self._ROW)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, t = QPainter(self), theme.tokens()
        most = max((count for _, count, _ in self.counts), default=0) or 1
        room = max(self.width() - self._WORDS - self._COUNT, 10)
        for place, (name, count, ink) in enumerate(self.counts):
            top = place * self._ROW
            words_box = QRectF(0, top, self._WORDS, self._ROW)
            draw_text(painter, words_box, name, theme.font("chart"), t.ink2)
            length = max(room * count / most, 2 if count else 0)
            painter.fillRect(QRectF(self._WORDS, top + 5, length, 8), t.color(ink))
            count_box = QRectF(self._WORDS + length + 6, top, self._COUNT, self._ROW)
            draw_text(painter, count_box, formatting.number(count), theme.font("chart-strong"),
                      t.ink)  # fmt: skip


class ChangesDialog(Dialog):
    """Whose slip changes, by how much, and over which band."""

    def __init__(self, parent: QWidget, found: Comparison) -> None:
        title = f"{formatting.number(len(found.changes))} slip berubah"
        super().__init__(parent, title, "Tutup", width=1040)
        self.setMinimumHeight(460)
        self.cancel.hide()
        self.table = DataTable(_CHANGES, title)
        self.table.set_rows(
            (
                change.nip,
                change.name,
                change.before,
                change.after,
                change.difference,
                _crossing(change.bands_before, change.bands_after),
            )
            for change in found.changes
        )
        sheet = Sheet()
        sheet.add(self.table, 1)
        self.body.addWidget(sheet, 1)


def _crossing(before: Sequence[str], after: Sequence[str]) -> str:
    pairs = zip(before, after, strict=False)
    return " · ".join(f"{old} menjadi {new.split()[-1]}" for old, new in pairs if old != new)


_CHANGES = [
    Column("nip", "NIP", 0, shown_nip, width=178, minimum=178),
    Column("name", "Nama", 1, width=190, tone="medium", stretch=True),
    Column("before", "Sekarang", 2, formatting.money, width=110, minimum=106, right=True),
    Column("after", "Dengan draf", 3, formatting.money, width=110, minimum=106, right=True),
    Column("difference", "Selisih", 4, formatting.money, width=110, minimum=106, right=True),
    Column("bands", "Jenjang", 5, width=230, tone="second", stretch=True),
]
