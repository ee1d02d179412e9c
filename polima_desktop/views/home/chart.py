"""The adoption chart: percent of each group that clocks in by the app, week by week.

Lines differ by colour, dash and marker and carry their names; the future is empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from polima_desktop.formatting import percent, short_day
from polima_desktop.services.review.adoption import Adoption, Line
from polima_desktop.views import theme
from polima_desktop.views.paint import draw_text, text_width

_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 10, 14, 24
_BAND, _BARS_FROM = 18, 170


class Look(NamedTuple):
    """How a group is drawn: its short name, colour token, dashes, marker."""

    name: str
    color: str
    dashes: tuple[float, ...]
    marker: str


LOOKS = (
    Look("Struktural", "s1", (), "circle"),
    Look("Guru & TU", "s2", (5, 2.5), "square"),
    Look("RSUD", "s3", (1.2, 2), "triangle"),
)
_BY_CODE = {"struktural": 0, "guru": 1, "sekolah": 1, "rsud": 2}


def look_of(line: Line, place: int) -> Look:
    """Give a group's look: the known groups have theirs, others follow in order by their name."""
    known = _BY_CODE.get(line.code.casefold())
    if known is not None:
        return LOOKS[known]
    return LOOKS[place % len(LOOKS)]._replace(name=line.name)


class AdoptionChart(QWidget):
    """Draws an ``Adoption``; Ctrl+T on the page shows the same as a table."""

    def __init__(self) -> None:
        super().__init__()
        self.found: Adoption | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(150)
        self.setAccessibleName("Pegawai yang sudah memakai aplikasi, persen per minggu")

    def set_adoption(self, found: Adoption) -> None:
        """Show other numbers."""
        self.found = found
        self.setAccessibleDescription(summary(found))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(560, 260)

    # --- where things are ---

    def _days(self) -> tuple[date, date]:
        assert self.found is not None
        first = self.found.weeks[0]
        return first, max(self.found.last_day, self.found.mandatory_from) + timedelta(20)

    def _x(self, day: date) -> float:
        first, last = self._days()
        room = self.width() - _LEFT - _RIGHT
        return _LEFT + (day - first).days / max((last - first).days, 1) * room

    def _floor(self) -> float:
        assert self.found is not None
        bars = len(self._ends()) if self.height() >= _BARS_FROM else 0
        return self.height() - _BOTTOM - _BAND * bars - 6

    def _y(self, share: float) -> float:
        return self._floor() - share * (self._floor() - _TOP)

    # --- painting ---

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.found is None:
            return
        painter = QPainter(self)
        self._paint_grid(painter)
        self._paint_zone(painter, self.found.mandatory_from)
        self._paint_weeks(painter, self.found)
        for place, line in enumerate(self.found.lines):
            self._paint_line(painter, line, look_of(line, place))
        self._paint_names(painter, self.found.lines)
        self._paint_manual(painter)
        painter.end()

    def _paint_zone(self, painter: QPainter, day: date) -> None:
        t, x = theme.tokens(), self._x(day)
        zone = QRectF(x, _TOP - 6, self.width() - _RIGHT - x, self._floor() - _TOP + 6)
        painter.fillRect(zone, t.color("accsoft"))
        painter.fillRect(QRectF(x, zone.top() - 4, 2, zone.height() + 4), t.color("acc"))
        words = QRectF(x + 8, zone.top() + 2, zone.width() - 10, 15)
        title = f"{short_day(day)}: wajib semua ASN"
        draw_text(painter, words, title, theme.font("chart-strong"), t.acc)

    def _paint_grid(self, painter: QPainter) -> None:
        t = theme.tokens()
        for quarter in range(5):
            y = self._y(quarter / 4)
            painter.fillRect(QRectF(_LEFT, y, self.width() - _LEFT - _RIGHT, 1), t.color("grid"))
            box = QRectF(0, y - 8, _LEFT - 8, 16)
            words, right = f"{quarter * 25} %", Qt.AlignmentFlag.AlignRight
            draw_text(painter, box, words, theme.font("chart"), t.ink2, right)

    def _paint_weeks(self, painter: QPainter, found: Adoption) -> None:
        t, (first, last), middle = theme.tokens(), self._days(), Qt.AlignmentFlag.AlignHCenter
        step = 1 if (self.width() - _LEFT) / max((last - first).days / 7, 1) >= 44 else 2
        day = first
        while day <= last:
            strong = day == found.mandatory_from
            font = theme.font("chart-strong" if strong else "chart")
            box = QRectF(self._x(day) - 28, self._floor() + 4, 56, 16)
            draw_text(painter, box, short_day(day), font, t.ink if strong else t.ink2, middle)
            day += timedelta(7 * step)

    def _points(self, line: Line) -> list[QPointF]:
        assert self.found is not None
        pairs = zip(self.found.weeks, line.shares, strict=True)
        return [QPointF(self._x(week), self._y(float(share))) for week, share in pairs]

    def _paint_line(self, painter: QPainter, line: Line, look: Look) -> None:
        t, points = theme.tokens(), self._points(line)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(t.color(look.color), 2)
        if look.dashes:
            pen.setDashPattern(list(look.dashes))
        painter.setPen(pen)
        painter.drawPolyline(points)
        painter.setPen(QPen(t.color(look.color), 2))
        painter.setBrush(t.color("sheet"))
        for point in points:
            _draw_marker(painter, point, look.marker)
        painter.restore()

    def _paint_names(self, painter: QPainter, lines: Sequence[Line]) -> None:
        """Write each line's name at its last point, moved apart so that none covers another."""
        t, font = theme.tokens(), theme.font("label-strong")
        ends = []
        for place, line in enumerate(lines):
            look = look_of(line, place)
            share = percent(line.shares[-1], 0)
            ends.append((self._points(line)[-1], look.name, share, getattr(t, look.color)))
        assert self.found is not None
        left, below = self._x(self.found.mandatory_from) + 8, _TOP + 2.0
        for point, name, share, ink in sorted(ends, key=lambda end: end[0].y()):
            y = max(point.y() - 8, below + 16)
            start = max(left, point.x() + 10)
            fits = text_width(f"{name} {share}", font) <= self.width() - start
            words = f"{name} {share}" if fits else f"{share} {name}"  # the number is never cut
            painter.setPen(QPen(t.color("line2"), 1, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(point.x() + 7, point.y()), QPointF(start - 3, y + 8))
            draw_text(painter, QRectF(start, y, self.width() - start, 16), words, font, ink)
            below = y

    def _ends(self) -> dict[date, list[str]]:
        """Give the last days of manual back-up, each with the groups it holds for."""
        assert self.found is not None
        ends: dict[date, list[str]] = {}
        for place, line in enumerate(self.found.lines):
            ends.setdefault(line.manual_until, []).append(look_of(line, place).name)
        return dict(sorted(ends.items()))

    def _paint_manual(self, painter: QPainter) -> None:
        if self.height() < _BARS_FROM:
            return
        t, first = theme.tokens(), self._days()[0]
        for place, (until, names) in enumerate(self._ends().items()):
            top = self._floor() + _BOTTOM + place * _BAND
            end = self._x(until + timedelta(1))
            box = QRectF(self._x(first), top, end - self._x(first), _BAND - 3)
            painter.setPen(QPen(t.color("man"), 1))
            painter.setBrush(t.color("manbg"))
            painter.drawRect(box)
            words = f"{' dan '.join(names)}: backup manual sampai {short_day(until)}"
            fits = text_width(words, theme.font("chart")) + 14 <= box.width()
            left = box.left() + 7 if fits else box.right() + 6
            place_of_words = QRectF(left, top, self.width() - left, _BAND - 3)
            draw_text(painter, place_of_words, words, theme.font("chart"), t.man)


def _draw_marker(painter: QPainter, at: QPointF, marker: str) -> None:
    if marker == "circle":
        painter.drawEllipse(at, 4, 4)
    elif marker == "square":
        painter.drawRect(QRectF(at.x() - 3.5, at.y() - 3.5, 7, 7))
    else:
        corners = [QPointF(0, -4.8), QPointF(4.6, 3.6), QPointF(-4.6, 3.6)]
        painter.drawPolygon(QPolygonF([at + corner for corner in corners]))


def summary(found: Adoption) -> str:
    """Say the chart in words: each group's first and last week."""
    parts = [
        f"{line.name}: {percent(line.shares[0], 0)} pada minggu {short_day(found.weeks[0])}, "
        f"{percent(line.shares[-1], 0)} pada minggu {short_day(found.weeks[-1])}"
        for line in found.lines
    ]
    return "; ".join(parts)
