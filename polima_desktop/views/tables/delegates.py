"""How cells are painted: one delegate for tables and trees, one for rows of two lines.

Delegates read a ``Cell`` or a ``TwoLine`` from ``CELL_ROLE``; they know no page and no domain.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QTreeView,
    QWidget,
)

from polima_desktop.views import theme
from polima_desktop.views.icons import KIND_ICONS, paint_icon
from polima_desktop.views.paint import (
    badge_width,
    draw_badge,
    draw_selection,
    draw_text,
    text_width,
)
from polima_desktop.views.tables.model import CELL_ROLE, Cell, Index, TwoLine

ROW, BADGE_ROW, TWO_LINE_ROW = 28, 29, 56
_SIDE = 8
_FONTS = {
    "strong": "table-strong",
    "medium": "table-medium",
    "mono": "mono",
    "bad": "table-medium",
    "acc": "table-medium",
}
_INKS = {
    "second": "ink2",
    "bad": "bad",
    "warn": "warn",
    "acc": "acc",
    "mute": "mute",
}


def selected(option: QStyleOptionViewItem) -> bool:
    """Tell whether the row being painted is selected."""
    return bool(option.state & QStyle.StateFlag.State_Selected)


def draw_row_ground(painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
    """Paint selection, hairline and, in a view with the focus, lines around the current row."""
    t, rect = theme.tokens(), option.rect
    if selected(option):
        draw_selection(painter, rect, first=index.column() == 0 and not _in_tree(option))
    painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), t.color("grid"))
    if _is_current_row(option.widget, index):
        for y in (rect.top(), rect.bottom()):
            painter.fillRect(QRect(rect.left(), y, rect.width(), 1), t.color("acc"))


def _is_current_row(view: QWidget | None, index: Index) -> bool:
    if not isinstance(view, QAbstractItemView) or not view.hasFocus():
        return False
    now = view.currentIndex()
    return now.row() == index.row() and now.parent() == index.parent()


def _in_tree(option: QStyleOptionViewItem) -> bool:
    return isinstance(option.widget, QTreeView)


class CellDelegate(QStyledItemDelegate):
    """Paints text or a badge from a ``Cell``; shows a tooltip where text had to be cut."""

    height = BADGE_ROW

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(80, self.height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        draw_row_ground(painter, option, index)
        cell = index.data(CELL_ROLE)
        if isinstance(cell, Cell):
            self.paint_cell(painter, QRectF(option.rect), cell, selected(option))

    def paint_cell(self, painter: QPainter, rect: QRectF, cell: Cell, chosen: bool) -> None:
        """Paint a cell's badge, icon and text into its box."""
        t, box = theme.tokens(), rect.adjusted(_SIDE, 0, -_SIDE, -1)
        if cell.badge:
            taken = draw_badge(painter, box.left(), box, cell.badge, box.width())
            box.setLeft(box.left() + taken + 6)
        if cell.icon:
            color = getattr(t, cell.tone if cell.tone in KIND_ICONS else "ink2")
            side = QRectF(box.left(), box.center().y() - 7, 14, 14)
            paint_icon(painter, cell.icon, side, color)
            box.setLeft(box.left() + 20)
        role = _FONTS.get(cell.tone, "table")
        if chosen and role == "table-medium":
            role = "table-strong"
        align = Qt.AlignmentFlag.AlignRight if cell.right else Qt.AlignmentFlag.AlignLeft
        ink = getattr(t, _INKS.get(cell.tone, "ink"))
        draw_text(painter, box, cell.text, theme.font(role), ink, align)

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        if event.type() is not QEvent.Type.ToolTip:
            return super().helpEvent(event, view, option, index)
        QToolTip.showText(event.globalPos(), self.tip(view, index), view)
        return True

    def tip(self, view: QAbstractItemView, index: Index) -> str:
        """Give the tooltip of a cell: its own, or its text if that was cut; else nothing."""
        cell = index.data(CELL_ROLE)
        if not isinstance(cell, Cell):
            return ""
        room = view.visualRect(index).width() - 2 * _SIDE
        if cell.badge:
            cut, text = badge_width(cell.badge) > room, cell.badge.text
        else:
            font = theme.font(_FONTS.get(cell.tone, "table"))
            cut, text = text_width(cell.text, font) > room, cell.text
        return cell.tip or (text if cut else "")


class TwoLineDelegate(QStyledItemDelegate):
    """Paints queue and to-do rows from a ``TwoLine``, 56 px high."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(160, TWO_LINE_ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        draw_row_ground(painter, option, index)
        row = index.data(CELL_ROLE)
        if isinstance(row, TwoLine):
            box = QRectF(option.rect).adjusted(14, 6, -12, -7)
            self._paint_lines(painter, self._paint_sides(painter, box, row), row, selected(option))

    def _paint_sides(self, painter: QPainter, box: QRectF, row: TwoLine) -> QRectF:
        t = theme.tokens()
        if row.kind:
            square = QRectF(box.left(), box.center().y() - 15, 30, 30)
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(t.color(f"{row.kind}bg"))
            painter.drawRoundedRect(square, 5, 5)
            painter.restore()
            inner = square.adjusted(7, 7, -7, -7)
            paint_icon(painter, KIND_ICONS[row.kind], inner, getattr(t, row.kind))
            box = box.adjusted(41, 0, 0, 0)
        if row.chevron:
            arrow = QRectF(box.right() - 13, box.center().y() - 7, 14, 14)
            paint_icon(painter, "kanan", arrow, t.ink2)
            box = box.adjusted(0, 0, -20, 0)
        return box

    def _paint_lines(self, painter: QPainter, box: QRectF, row: TwoLine, chosen: bool) -> None:
        t, half = theme.tokens(), box.height() / 2
        title = theme.font("strong" if chosen or row.kind else "medium")
        above = QRectF(box.left(), box.top(), box.width(), half)
        below = QRectF(box.left(), box.top() + half, box.width(), half)
        if row.amount:
            wide = text_width(row.amount, theme.font("body")) + 8
            right = Qt.AlignmentFlag.AlignRight
            draw_text(painter, above, row.amount, theme.font("body"), t.ink, right)
            above.setWidth(above.width() - wide)
        draw_text(painter, above, row.title, title, t.ink)
        if row.badge:
            wide = min(badge_width(row.badge), below.width() * 0.7)
            draw_badge(painter, below.right() - wide, below, row.badge, wide)
            below.setWidth(below.width() - wide - 8)
        draw_text(painter, below, row.second, theme.font("label"), t.ink2)
