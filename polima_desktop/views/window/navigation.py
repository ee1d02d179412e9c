"""The left side of the window: the weave, the month switcher, the pages, who is at work."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QListView,
    QMenu,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from polima_desktop.domain.periods import Month, month_name
from polima_desktop.views import theme
from polima_desktop.views.icons import icon, paint_icon
from polima_desktop.views.paint import draw_selection, draw_text, text_width, weave
from polima_desktop.views.tables.delegates import selected
from polima_desktop.views.tables.model import CELL_ROLE, Index
from polima_desktop.views.widgets.sheet import hairline, set_ground
from polima_desktop.views.widgets.text import ElidedLabel
from polima_desktop.views.window.pages import PageSpec

WIDE, NARROW = 190, 48

STATES = {
    "open": ("kalender", "Terbuka"),
    "frozen": ("beku", "Dibekukan"),
    "calculated": ("hitung", "Dihitung"),
    "submitted": ("jeda", "Menunggu persetujuan"),
    "approved": ("setuju", "Disetujui"),
    "locked": ("kunci", "Terkunci"),
    "paid": ("cek", "Dibayar"),
}


class TenunBand(QWidget):
    """The only ornament: six pixels of weaving at the window's left edge."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(6)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).drawTiledPixmap(self.rect(), weave())


class MonthSwitcher(QPushButton):
    """Says which month everything belongs to and its state; a menu of months; ``chosen(month)``."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.month, self.state = Month(2021, 1), "open"
        self.setMenu(QMenu(self))
        self.narrow = False
        self.setProperty("tall", True)

    def set_month(self, month: Month, state: str) -> None:
        """Show a month."""
        self.month, self.state = month, state
        words = f"{month_name(month)}, {STATES[state][1].lower()}"
        self.setAccessibleName(f"Bulan: {words}")
        self.setToolTip(words if self.narrow else "")
        self.update()

    def set_months(self, months: Sequence[tuple[Month, str]]) -> None:
        """Offer months, each with its state."""
        self.menu().clear()
        for month, state in months:
            action = self.menu().addAction(
                icon(STATES[state][0], "ink2"), f"{month_name(month)} · {STATES[state][1]}"
            )
            action.triggered.connect(lambda _checked=False, month=month: self.chosen.emit(month))

    def paintEvent(self, _event: QPaintEvent) -> None:
        t, painter = theme.tokens(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = self.hasFocus()
        painter.setPen(QPen(t.color("acc" if focused else "line2"), 2 if focused else 1))
        painter.setBrush(t.color("sheet"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5, 5)
        mark = STATES[self.state][0]
        if self.narrow:
            name = month_name(self.month)[:3]
            middle = Qt.AlignmentFlag.AlignHCenter
            box = QRectF(2, 6, self.width() - 4, 18)
            draw_text(painter, box, name, theme.font("label-strong"), t.ink, middle)
            paint_icon(painter, mark, QRectF(self.width() / 2 - 7, 27, 14, 14), t.ink2)
            return
        name_box = QRectF(11, 5, self.width() - 40, 20)
        draw_text(painter, name_box, month_name(self.month), theme.font("strong"), t.ink)
        paint_icon(painter, mark, QRectF(11, 27, 13, 13), t.ink2)
        words = QRectF(28, 24, self.width() - 54, 18)
        draw_text(painter, words, STATES[self.state][1], theme.font("label"), t.ink2)
        paint_icon(painter, "bawah", QRectF(self.width() - 26, 17, 14, 14), t.ink2)


class NavItem(NamedTuple):
    """A row of the navigation: a page, or the head of a group (no key)."""

    key: str
    title: str
    icon: str = ""
    waiting: int = 0
    closed: str = ""  # why the page is not for this user


class NavList(QListView):
    """The pages in the order of the work; ``chosen(key)``."""

    chosen = Signal(str)

    def __init__(self, specs: Sequence[PageSpec]) -> None:
        super().__init__()
        self.narrow = False
        self._model = QStandardItemModel(self)
        self.setModel(self._model)
        self.setItemDelegate(_NavDelegate(self))
        self.setAccessibleName("Halaman")
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        set_ground(self, "nav")
        group = ""
        for spec in specs:
            if spec.group != group:
                group = spec.group
                self._append(NavItem("", group))
            self._append(NavItem(spec.key, spec.title, spec.icon))
        self.selectionModel().currentChanged.connect(self._tell)

    def _append(self, entry: NavItem) -> None:
        item = QStandardItem(entry.title)
        item.setData(entry, CELL_ROLE)
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        item.setFlags(flags if entry.key else Qt.ItemFlag.NoItemFlags)
        self._model.appendRow(item)

    def _tell(self, index: QModelIndex, _before: QModelIndex) -> None:
        entry = index.data(CELL_ROLE)
        if isinstance(entry, NavItem) and entry.key:
            self.chosen.emit(entry.key)

    def _item(self, key: str) -> QStandardItem | None:
        for row in range(self._model.rowCount()):
            item = self._model.item(row)
            if item.data(CELL_ROLE).key == key:
                return item
        return None

    def select(self, key: str) -> None:
        """Mark a page as the one shown."""
        if (item := self._item(key)) is not None:
            self.setCurrentIndex(item.index())

    def set_count(self, key: str, count: int) -> None:
        """Show how many items wait on a page, nothing for 0."""
        if (item := self._item(key)) is not None:
            entry: NavItem = item.data(CELL_ROLE)._replace(waiting=count)
            item.setData(entry, CELL_ROLE)
            words = f"{entry.title}, {count} menunggu" if count else entry.title
            item.setData(words, Qt.ItemDataRole.AccessibleTextRole)

    def set_closed(self, key: str, why: str) -> None:
        """Mark a page that is not for this user; it can still be opened and says why."""
        if (item := self._item(key)) is not None:
            entry: NavItem = item.data(CELL_ROLE)._replace(closed=why)
            item.setData(entry, CELL_ROLE)
            item.setData(f"{entry.title}, tertutup: {why}", Qt.ItemDataRole.AccessibleTextRole)
            self._tip(item)

    def set_narrow(self, narrow: bool) -> None:
        """Show icons only, the names as tooltips."""
        self.narrow = narrow
        for row in range(self._model.rowCount()):
            self._tip(self._model.item(row))
        self.doItemsLayout()

    def _tip(self, item: QStandardItem) -> None:
        closed = item.data(CELL_ROLE).closed
        parts = (item.text() if self.narrow else "", closed)
        item.setToolTip(": ".join(part for part in parts if part))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().isalpha():
            event.ignore()
        else:
            super().keyPressEvent(event)


class _NavDelegate(QStyledItemDelegate):
    """Group heads in small type; pages with icon, name and count; the thread at the shown one."""

    def _narrow(self) -> bool:
        view = self.parent()
        return isinstance(view, NavList) and view.narrow

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        head = not index.data(CELL_ROLE).key
        return QSize(NARROW, (9 if self._narrow() else 26) if head else 32)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        t, entry, box = theme.tokens(), index.data(CELL_ROLE), QRectF(option.rect)
        if not entry.key:
            self._paint_head(painter, entry, box)
            return
        chosen = selected(option)
        if chosen:
            draw_selection(painter, option.rect)
        if chosen and option.widget is not None and option.widget.hasFocus():
            painter.setPen(QPen(t.color("acc"), 2))
            painter.drawRect(QRect(option.rect).adjusted(4, 1, -2, -1))
        ink = t.acc if chosen else t.ink3 if entry.closed else t.ink2
        paint_icon(painter, entry.icon, QRectF(14, box.center().y() - 9, 18, 18), ink)
        if self._narrow():
            self._paint_dot(painter, entry, box)
            return
        words = box.adjusted(42, 0, -8, 0)
        if entry.waiting:
            words.setRight(self._paint_count(painter, entry.waiting, box) - 4)
        paper = t.ink3 if entry.closed and not chosen else t.ink
        draw_text(painter, words, entry.title, theme.font("strong" if chosen else "body"), paper)

    def _paint_head(self, painter: QPainter, entry: NavItem, box: QRectF) -> None:
        t = theme.tokens()
        if self._narrow():
            painter.fillRect(QRectF(12, box.center().y(), 24, 1), t.color("line"))
        else:
            draw_text(painter, box.adjusted(14, 5, -8, 0), entry.title, theme.font("group"), t.ink3)

    def _paint_count(self, painter: QPainter, count: int, box: QRectF) -> float:
        t, font = theme.tokens(), theme.font("label-strong")
        text = f"{count:,}".replace(",", ".")
        width = text_width(text, font) + 16
        pill = QRectF(box.right() - width - 8, box.center().y() - 10, width, 20)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(t.color("warnbg"))
        painter.drawRoundedRect(pill, 10, 10)
        painter.restore()
        draw_text(painter, pill, text, font, t.warn, Qt.AlignmentFlag.AlignHCenter)
        return pill.left()

    def _paint_dot(self, painter: QPainter, entry: NavItem, box: QRectF) -> None:
        if entry.waiting:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.tokens().color("warn"))
            painter.drawEllipse(QRectF(31, box.top() + 5, 8, 8))
            painter.restore()


class NavPanel(QWidget):
    """Month switcher, pages, user; 190 px wide, or 48 with icons only."""

    def __init__(self, specs: Sequence[PageSpec]) -> None:
        super().__init__()
        self.setProperty("edge", "right")
        set_ground(self, "nav")
        self.months, self.pages = MonthSwitcher(), NavList(specs)
        self.user = QWidget()
        self.name, self.office = ElidedLabel("", "label-strong"), ElidedLabel("", "label", "second")
        column = QVBoxLayout(self.user)
        column.setContentsMargins(14, 8, 8, 8)
        column.setSpacing(0)
        column.addWidget(self.name)
        column.addWidget(self.office)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        self._holder = QVBoxLayout()
        self._holder.addWidget(self.months)
        self._column.setContentsMargins(0, 10, 0, 0)
        self._column.addLayout(self._holder)
        self._column.addSpacing(8)
        self._column.addWidget(self.pages, 1)
        self._column.addWidget(hairline())
        self._column.addWidget(self.user)
        self.set_narrow(False)

    def set_user(self, name: str, office: str) -> None:
        """Say who is at work."""
        self.name.set_full(name)
        self.office.set_full(office)
        self.user.setAccessibleName(f"{name}, {office}")

    def set_narrow(self, narrow: bool) -> None:
        """Shrink to icons, or grow back."""
        self.setFixedWidth(NARROW if narrow else WIDE)
        side = 3 if narrow else 10
        self._holder.setContentsMargins(side, 0, side, 0)
        self.months.narrow = narrow
        self.months.set_month(self.months.month, self.months.state)
        self.pages.set_narrow(narrow)
        self.user.setVisible(not narrow)
