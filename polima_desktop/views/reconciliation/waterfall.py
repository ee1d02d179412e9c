"""The bridge as a waterfall: a bar a step, each opens its rows; open steps are hatched.

Also drawn small on Beranda. Numbers stand above the bars, so no axis is needed; the axis is cut,
and the cut is drawn as a zigzag in the three total bars.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from polima_desktop.domain.matching.bridge import Step
from polima_desktop.domain.matching.rows import STATE_LABELS
from polima_desktop.formatting import number
from polima_desktop.views import theme
from polima_desktop.views.paint import draw_text

_SHORT = {
    "duplicate": ("Baris", "ganda"),
    "retired": ("Pensiun", ""),
    "died": ("Wafat", ""),
    "moved": ("Pindah,", "berhenti"),
    "non_asn": ("Bukan", "ASN"),
    "new": ("CPNS, PPPK", "baru"),
    "open": ("Belum", "dijelaskan"),
}
_SIDE, _LABELS, _TOP = 12.0, 36.0, 24.0
_CUT_FROM = 16.0
_STUB = 0.34
"""So much of the height is kept below the cut axis."""


class Bar(NamedTuple):
    """A bar to draw: its key, words, the headcount before and after it, and whether it is open."""

    key: str
    lines: tuple[str, str]
    text: str
    before: int
    after: int
    total: bool
    open: bool
    waiting: int = 0

    @property
    def words(self) -> str:
        """What it says, for screen readers and the tooltip."""
        waiting = f", {number(self.waiting)} masih diperiksa" if self.waiting else ""
        return f"{' '.join(part for part in self.lines if part)} {self.text}{waiting}"


def bars_of(steps: Sequence[Step], waiting: int) -> list[Bar]:
    """Give the bars of a bridge; ``waiting``: linked pairs nobody has decided yet."""
    bars = []
    for step in steps:
        total = step.sign == "="
        before = (
            step.running if total else step.running + step.rows * (1 if step.sign == "-" else -1)
        )
        sign = {"=": "", "-": "−", "+": "+"}[step.sign]
        lines = _SHORT.get(step.state or "", (step.label, ""))
        if step.step == "linked":
            lines = ("Ada di", "keduanya")
        bars.append(
            Bar(step.step, lines, f"{sign}{number(step.rows)}", before, step.running, total,
                step.state == "open", waiting if step.step == "linked" else 0)
        )  # fmt: skip
    return bars


def summary(steps: Sequence[Step], waiting: int) -> str:
    """Say the whole bridge in words."""
    return "; ".join(bar.words for bar in bars_of(steps, waiting))


class Waterfall(QWidget):
    """Draws the bars; ``chosen(key)`` when one is clicked or reached with the arrow keys."""

    chosen = Signal(str)

    def __init__(self, *, small: bool = False) -> None:
        super().__init__()
        self.bars: list[Bar] = []
        self.key = ""
        self._small = small
        self.setMinimumHeight(92)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if small else Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Jembatan dari jumlah daftar pertama ke daftar kedua")

    def sizeHint(self) -> QSize:
        return QSize(900, 120 if self._small else 190)

    def set_bridge(self, steps: Sequence[Step], waiting: int) -> None:
        """Show a bridge; the chosen bar stays if it is still there."""
        self.bars = bars_of(steps, waiting)
        if self.key not in {bar.key for bar in self.bars}:
            self.key = "linked"
        self.setAccessibleDescription(summary(steps, waiting))
        self.update()

    def choose(self, key: str) -> None:
        """Choose a bar and tell it."""
        if key in {bar.key for bar in self.bars}:
            self.key = key
            self.update()
            self.chosen.emit(key)

    # ── where things are ──────────────────────────────────────────────────────────────────

    def _column(self, place: int) -> QRectF:
        wide = (self.width() - 2 * _SIDE) / max(1, len(self.bars))
        return QRectF(_SIDE + place * wide, 0, wide, self.height())

    def _scale(self) -> tuple[float, float, float, float]:
        """Give the lowest and highest headcount and their places in height."""
        counts = [count for bar in self.bars for count in (bar.before, bar.after)]
        floor = self.height() - _LABELS
        low, high = min(counts, default=0), max(counts, default=1)
        top = _TOP + 6
        bottom = floor - (floor - top) * _STUB
        return low, max(high, low + 1), bottom, top

    def _y(self, count: int) -> float:
        low, high, bottom, top = self._scale()
        return bottom + (top - bottom) * (count - low) / (high - low)

    def box(self, place: int) -> QRectF:
        """Give a bar's rectangle; at least two pixels high."""
        bar, column = self.bars[place], self._column(place)
        room = min(58.0, column.width() * 0.66)
        left = column.center().x() - room / 2
        if bar.total:
            top = self._y(bar.after)
            return QRectF(left, top, room, self.height() - _LABELS - top)
        top, low = sorted((self._y(bar.before), self._y(bar.after)))
        return QRectF(left, top, room, max(2.0, low - top))

    # ── painting ──────────────────────────────────────────────────────────────────────────

    def paintEvent(self, _event: QPaintEvent) -> None:
        t, painter = theme.tokens(), QPainter(self)
        floor = self.height() - _LABELS
        for place, bar in enumerate(self.bars):
            if bar.key == self.key and not self._small:
                column = self._column(place).adjusted(3, 2, -3, -2)
                painter.fillRect(column, t.color("sel"))
                if self.hasFocus():
                    painter.setPen(QPen(t.color("acc"), 2))
                    painter.drawRect(column.adjusted(1, 1, -1, -1))
        painter.fillRect(QRectF(_SIDE, floor, self.width() - 2 * _SIDE, 1), t.color("line2"))
        self._paint_thread(painter)
        for place, bar in enumerate(self.bars):
            self._paint_bar(painter, place, bar)
            self._paint_words(painter, place, bar)

    def _paint_thread(self, painter: QPainter) -> None:
        painter.setPen(QPen(theme.tokens().color("acc"), 2))
        for place in range(len(self.bars) - 1):
            here, there = self.box(place), self.box(place + 1)
            y = round(self._y(self.bars[place].after)) + 0.5
            painter.drawLine(QPointF(here.right(), y), QPointF(there.left(), y))

    def _paint_bar(self, painter: QPainter, place: int, bar: Bar) -> None:
        t, box = theme.tokens(), self.box(place)
        if bar.total:
            painter.fillRect(box, t.color("bar"))
            self._paint_cut(painter, box)
            if bar.waiting:
                self._hatch(painter, QRectF(box.left(), box.top(), box.width(), 10))
        elif bar.open:
            self._hatch(painter, box)
        else:
            painter.fillRect(box, t.color("line2"))

    def _hatch(self, painter: QPainter, box: QRectF) -> None:
        t = theme.tokens()
        painter.fillRect(box, t.color("warnbg"))
        painter.fillRect(box, QBrush(t.color("warn"), Qt.BrushStyle.BDiagPattern))
        painter.setPen(QPen(t.color("warn"), 1))
        painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))

    def _paint_cut(self, painter: QPainter, box: QRectF) -> None:
        """Draw the zigzag that says that the axis does not begin at zero."""
        if box.height() < _CUT_FROM:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.tokens().color("sheet"), 2.5))
        y, step = self.height() - _LABELS - 9, box.width() / 6
        points = [QPointF(box.left() + n * step, y + (3 if n % 2 else -3)) for n in range(7)]
        painter.drawPolyline(points)
        painter.restore()

    def _paint_words(self, painter: QPainter, place: int, bar: Bar) -> None:
        t, column, box = theme.tokens(), self._column(place), self.box(place)
        middle = Qt.AlignmentFlag.AlignHCenter
        ink = t.warn if bar.open else t.ink
        above = QRectF(column.left(), box.top() - 18, column.width(), 16)
        draw_text(painter, above, bar.text, theme.font("strong"), ink, middle)
        font = theme.font("chart-strong" if bar.total else "chart")
        for n, line in enumerate(bar.lines):
            below = QRectF(column.left(), self.height() - _LABELS + 4 + n * 14, column.width(), 14)
            draw_text(painter, below, line, font, t.warn if bar.open else t.ink2, middle)

    # ── hands ─────────────────────────────────────────────────────────────────────────────

    def _at(self, x: float) -> int | None:
        return next(
            (
                n
                for n in range(len(self.bars))
                if self._column(n).left() <= x < self._column(n).right()
            ),
            None,
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._at(event.position().x())
        if place is not None:
            self.choose(self.bars[place].key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None or not self.bars:
            super().keyPressEvent(event)
            return
        keys = [bar.key for bar in self.bars]
        place = keys.index(self.key) if self.key in keys else 0
        self.choose(keys[max(0, min(len(keys) - 1, place + step))])

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            place = self._at(event.x())
            QToolTip.showText(
                event.globalPos(), self.bars[place].words if place is not None else ""
            )
            return True
        return super().event(event)


def titled(step: Step, names: tuple[str, str]) -> str:
    """Give the title of the rows behind a bar."""
    if step.state is None or step.side is None:
        return "Ada di keduanya"
    return f"{STATE_LABELS[step.state]} · {names[0] if step.side == 'left' else names[1]}"
