"""The sheet of exceptions: who is held and why, and what to look at; a click filters the slips."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QWidget

from polima_desktop.formatting import number
from polima_desktop.services.months.desk import Concern
from polima_desktop.views import theme
from polima_desktop.views.icons import KIND_ICONS, paint_icon
from polima_desktop.views.paint import draw_selection, draw_text
from polima_desktop.views.widgets import Link, Sheet

ROW, COLUMNS, AT_MOST = 32, 2, 8


class ConcernButton(QPushButton):
    """One group: icon, count, words; pressed = the table shows only these."""

    def __init__(self, concern: Concern) -> None:
        super().__init__()
        self.concern = concern
        self.setCheckable(True)
        self.setFlat(True)
        self.setFixedHeight(ROW)
        self.setEnabled(concern.people > 0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{concern.label}: {number(concern.people)} pegawai")
        self.setToolTip(f"{concern.label}: {number(concern.people)} pegawai")

    def sizeHint(self) -> QSize:
        return QSize(220, ROW)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, ROW)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, t = QPainter(self), theme.tokens()
        if self.isChecked():
            draw_selection(painter, self.rect())
        elif self.underMouse() and self.isEnabled():
            painter.fillRect(self.rect(), t.color("alt"))
        middle, severity = self.height() / 2, self.concern.severity
        color = getattr(t, severity)
        paint_icon(painter, KIND_ICONS[severity], QRectF(14, middle - 8, 16, 16), color)
        count = QRectF(36, 0, 34, self.height())
        draw_text(painter, count, number(self.concern.people), theme.font("strong"), t.ink,
                  Qt.AlignmentFlag.AlignRight)  # fmt: skip
        words = QRectF(80, 0, self.width() - 88, self.height())
        draw_text(painter, words, self.concern.label, theme.font("body"), t.ink)
        if self.hasFocus():
            painter.setPen(QPen(t.color("acc"), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))


class ConcernSheet(Sheet):
    """All groups in two columns; ``chosen(key)`` when one is pressed, empty for all slips."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__("Pengecualian")
        self.everything = Link("Tampilkan semua slip", lambda: self.choose(""))
        self.add_to_head(self.everything)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(0)
        box = QWidget()
        box.setLayout(self._grid)
        self.add_line()
        self.add(box)
        self.key = ""
        self.rows: list[ConcernButton] = []
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_concerns(self, concerns: Sequence[Concern], note: str) -> None:
        """Show other groups; the chosen one stays if it is still there."""
        self.set_title("Pengecualian", note)
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.rows = [ConcernButton(concern) for concern in concerns[:AT_MOST]]
        for place, button in enumerate(self.rows):
            button.clicked.connect(lambda _on=False, key=button.concern.key: self._pressed(key))
            self._grid.addWidget(button, place // COLUMNS, place % COLUMNS)
        if self.key not in {concern.key for concern in concerns if concern.people}:
            self.key = ""
        self._mark()

    def choose(self, key: str) -> None:
        """Choose a group, or all slips, and tell it."""
        self.key = key
        self._mark()
        self.chosen.emit(key)

    def _pressed(self, key: str) -> None:
        self.choose("" if key == self.key else key)

    def _mark(self) -> None:
        for button in self.rows:
            button.setChecked(button.concern.key == self.key)
        self.everything.setVisible(bool(self.key))
