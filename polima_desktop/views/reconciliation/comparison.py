"""Two rows side by side, one line a field: differing characters marked, the result in words.

A mark is ground, bold and a line below: never colour alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from polima_desktop.domain.matching.words import LIKENESS_LABELS, FieldLine, Span
from polima_desktop.views import theme
from polima_desktop.views.paint import Badge, badge_width, draw_badge, draw_text, elided, text_width

ROW, HEAD = 29, 36
_SIDE, _LABEL = 14.0, 96.0
_KINDS = {"near": "warn", "other": "bad", "unknown": "mute"}


class Comparison(QWidget):
    """Draws field lines under the names of both lists; one of them may be missing."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[FieldLine] = []
        self._heads = ("", "")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Perbandingan kedua baris")

    def show_lines(self, left: str, right: str, lines: Sequence[FieldLine]) -> None:
        """Show other rows; ``left`` and ``right`` head the columns."""
        self._heads, self.lines = (left, right), list(lines)
        self.setFixedHeight(HEAD + ROW * len(self.lines))
        said = [f"{line.label}: {line.left}; {line.right}; {_result(line)}" for line in self.lines]
        self.setAccessibleDescription(". ".join(said))
        self.setToolTip("")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(680, HEAD + ROW * len(self.lines))

    def _columns(self) -> tuple[float, float, float, float]:
        """Give the left edges of label, left value, right value and result."""
        room = self.width() - 2 * _SIDE - _LABEL
        share = max(room * 0.355, min(176.0, room * 0.41))  # a NIP is never cut
        return _SIDE, _SIDE + _LABEL, _SIDE + _LABEL + share, _SIDE + _LABEL + 2 * share

    def paintEvent(self, _event: QPaintEvent) -> None:
        t, painter = theme.tokens(), QPainter(self)
        painter.fillRect(QRectF(0, 0, self.width(), HEAD), t.color("head"))
        _, left, right, result = self._columns()
        strong = theme.font("strong")
        for x, words, end in ((left, self._heads[0], right), (right, self._heads[1], result)):
            draw_text(painter, QRectF(x, 0, end - x - 10, HEAD), words, strong, t.ink)
        draw_text(
            painter, QRectF(result, 0, self.width() - result - 8, HEAD), "Hasil banding",
            theme.font("label"), t.ink2,
        )  # fmt: skip
        for n, line in enumerate(self.lines):
            self._paint_line(painter, HEAD + n * ROW, line)

    def _paint_line(self, painter: QPainter, top: float, line: FieldLine) -> None:
        t = theme.tokens()
        label, left, right, result = self._columns()
        painter.fillRect(QRectF(0, top + ROW - 1, self.width(), 1), t.color("grid"))
        box = QRectF(label, top, left - label - 8, ROW - 1)
        draw_text(painter, box, line.label, theme.font("body"), t.ink2)
        self._paint_value(painter, QRectF(left, top, right - left - 10, ROW - 1), line.left,
                          line.left_marks)  # fmt: skip
        self._paint_value(painter, QRectF(right, top, result - right - 10, ROW - 1), line.right,
                          line.right_marks)  # fmt: skip
        self._paint_result(painter, QRectF(result, top, self.width() - result - 8, ROW - 1), line)

    def _paint_value(
        self, painter: QPainter, box: QRectF, text: str, marks: Sequence[Span]
    ) -> None:
        t, plain, bold = theme.tokens(), theme.font("table"), theme.font("table-strong")
        x = box.left()
        for piece, marked in _pieces(text, marks):
            font = bold if marked else plain
            room = box.right() - x
            if room < 8:
                return
            shown = elided(piece, font, room)
            width = text_width(shown, font)
            if marked:
                ground = QRectF(x - 1, box.center().y() - 9, width + 2, 18)
                painter.fillRect(ground, t.color("mark"))
                painter.fillRect(QRectF(x - 1, ground.bottom(), width + 2, 2), t.color("warn"))
            draw_text(painter, QRectF(x, box.top(), width + 2, box.height()), shown, font, t.ink)
            x += width

    def _paint_result(self, painter: QPainter, box: QRectF, line: FieldLine) -> None:
        t = theme.tokens()
        words = LIKENESS_LABELS[line.likeness]
        if line.likeness == "same":
            badge = Badge("ok", words)
        elif line.likeness == "unknown" and not line.words:
            draw_text(painter, box, "–", theme.font("label"), t.ink2)
            return
        else:
            badge = Badge(_KINDS[line.likeness], words)
        taken = draw_badge(painter, box.left(), box, badge, min(box.width(), badge_width(badge)))
        rest = box.adjusted(taken + 8, 0, 0, 0)
        if rest.width() > 24:
            draw_text(painter, rest, line.words, theme.font("label"), t.ink2)

    def words(self) -> list[str]:
        """Give the lines as text, for tests and the clipboard."""
        return [
            f"{line.label} | {line.left} | {line.right} | {LIKENESS_LABELS[line.likeness]}"
            + (f" {line.words}" if line.words else "")
            for line in self.lines
        ]


def _result(line: FieldLine) -> str:
    return f"{LIKENESS_LABELS[line.likeness]} {line.words}".strip()


def _pieces(text: str, marks: Sequence[Span]) -> list[tuple[str, bool]]:
    pieces, at = [], 0
    for start, stop in marks:
        if start > at:
            pieces.append((text[at:start], False))
        pieces.append((text[start:stop], True))
        at = stop
    if at < len(text):
        pieces.append((text[at:], False))
    return pieces


def alone(row_lines: Sequence[FieldLine]) -> list[FieldLine]:
    """Give the lines of a row without partner: nothing is compared."""
    return [line._replace(likeness="unknown", words="") for line in row_lines]
