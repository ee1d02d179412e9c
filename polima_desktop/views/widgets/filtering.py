"""The button that filters a list, and the ticks it opens: searched, grouped, open while ticking."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
    QWidgetAction,
)

from polima_desktop.views.paint import elided, text_width
from polima_desktop.views.theme import font
from polima_desktop.views.widgets.buttons import MenuButton
from polima_desktop.views.widgets.fields import SearchField
from polima_desktop.views.widgets.text import set_property

_VALUES = int(Qt.ItemDataRole.UserRole) + 1
_ROW, _MOST_ROWS, _SEARCH_FROM = 26, 14, 9

Option = tuple[Any, str]
Groups = Mapping[str, Sequence[Any]]


class TickList(QListWidget):
    """Lines with a tick each; a click, Space or Enter ticks. The first one stands for all."""

    ticked = Signal()

    def __init__(self, *, many: bool) -> None:
        super().__init__()
        self.many = many
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Nilai saringan")
        self.itemClicked.connect(self.tick)

    def fill(self, options: Sequence[Option], groups: Groups) -> None:
        """Show other values, each group headed by a line that ticks it whole."""
        self.clear()
        self._line("Semua", ())
        heads = {values[0]: (name, values) for name, values in groups.items() if values}
        for value, text in options:
            if value in heads:
                name, values = heads[value]
                self._line(f"{name} (semua)", tuple(values))
            self._line(text, (value,))

    def _line(self, text: str, values: tuple[Any, ...]) -> None:
        line = QListWidgetItem(text, self)
        line.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        line.setData(_VALUES, values)
        line.setFont(font("body" if len(values) == 1 else "medium"))

    def lines(self) -> Iterator[tuple[QListWidgetItem, tuple[Any, ...]]]:
        """Give each line with the values it stands for."""
        for place in range(self.count()):
            line = self.item(place)
            yield line, line.data(_VALUES)

    def chosen(self) -> dict[Any, str]:
        """Give the ticked values with their words."""
        on = Qt.CheckState.Checked
        return {
            values[0]: line.text()
            for line, values in self.lines()
            if len(values) == 1 and line.checkState() is on
        }

    def mark(self, wanted: set[Any]) -> None:
        """Tick these values and no others."""
        for line, values in self.lines():
            inside = wanted.intersection(values)
            if not values:
                state = Qt.CheckState.Unchecked if wanted else Qt.CheckState.Checked
            elif len(inside) == len(values):
                state = Qt.CheckState.Checked
            else:
                state = Qt.CheckState.PartiallyChecked if inside else Qt.CheckState.Unchecked
            line.setCheckState(state)

    def tick(self, line: QListWidgetItem) -> None:
        """Turn a line's tick, and tell it."""
        values, now = set(line.data(_VALUES)), set(self.chosen())
        if not values:
            self.mark(set())
        elif not self.many:
            self.mark(set() if now == values else values)
        else:
            self.mark(now - values if values <= now else now | values)
        self.ticked.emit()

    def narrow(self, text: str) -> None:
        """Leave only the lines with these letters."""
        wanted = text.casefold()
        for line, _ in self.lines():
            line.setHidden(wanted not in line.text().casefold())
        seen = [line for line, _ in self.lines() if not line.isHidden()]
        if seen and (self.currentItem() is None or self.currentItem().isHidden()):
            self.setCurrentItem(seen[0])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() in keys and self.currentItem() is not None:
            self.tick(self.currentItem())
        else:
            super().keyPressEvent(event)


class FilterButton(MenuButton):
    """A filter that reads ``Golongan: semua`` and turns accsoft when it narrows.

    ``changed`` tells that the choice changed; ``chosen()`` gives the values, empty for all.
    ``most``: so many pixels of what is chosen are shown, the rest as tooltip; 0: all of it.
    """

    changed = Signal()

    def __init__(
        self,
        name: str,
        options: Iterable[Option] = (),
        *,
        many: bool = True,
        groups: Groups | None = None,
        most: int = 0,
    ) -> None:
        super().__init__()
        self.name, self.many, self.groups, self.most = name, many, groups or {}, most
        self.search = SearchField(f"Cari {name.lower()}", hint=False)
        self.ticks = TickList(many=many)
        self.search.textChanged.connect(lambda text: self.ticks.narrow(text.strip()))
        self.ticks.ticked.connect(self._ticked)
        self.search.lead_to(self.ticks)
        self._put_into_menu()
        self.set_options(options)

    def _put_into_menu(self) -> None:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(8, 6, 8, 6)
        column.setSpacing(6)
        column.addWidget(self.search)
        column.addWidget(self.ticks)
        action = QWidgetAction(self.menu())
        action.setDefaultWidget(box)
        self.menu().addAction(action)
        self.menu().aboutToShow.connect(self._open)

    def _open(self) -> None:
        """Begin with every value, at the search if there is one."""
        self.search.clear()
        self.ticks.setCurrentRow(0)
        start = self.ticks if self.search.isHidden() else self.search
        QTimer.singleShot(0, start, lambda: start.setFocus(Qt.FocusReason.PopupFocusReason))

    def set_options(self, options: Iterable[Option]) -> None:
        """Offer other values (``(value, label)``); the choice stays as far as it can."""
        kept, offered = self.chosen(), list(options)
        self.ticks.fill(offered, self.groups)
        self.search.setVisible(len(offered) >= _SEARCH_FROM)
        wide = max((text_width(text, font("body")) for _, text in offered), default=0)
        self.ticks.setFixedSize(
            round(min(max(wide + 70, 200), 420)), min(self.ticks.count(), _MOST_ROWS) * _ROW + 6
        )
        self._mark(kept)

    def _ticked(self) -> None:
        self._tell()
        self.changed.emit()
        if not self.many:
            self.menu().hide()

    def choose(self, values: Iterable[Any]) -> None:
        """Choose values, none for all."""
        self._mark(set(values))
        self.changed.emit()

    def _mark(self, values: set[Any]) -> None:
        offered = {value for _, line in self.ticks.lines() if len(line) == 1 for value in line}
        self.ticks.mark(values & offered)
        self._tell()

    def _tell(self) -> None:
        names = list(self.ticks.chosen().values())
        shown = "semua" if not names else names[0] if len(names) == 1 else f"{len(names)} pilihan"
        whole = f"{self.name}: {shown}"
        if self.most:
            shown = elided(shown, font("medium"), self.most)
        words = f"{self.name}: {shown}"
        self.setText(words.replace("&", "&&"))
        self.setToolTip(whole if words != whole else "")
        self.setAccessibleName(whole)
        self.setAccessibleName(f"Saringan {self.name}: {', '.join(names) or 'semua'}")
        set_property(self, "narrowing", bool(names))
        self.updateGeometry()

    def chosen(self) -> set[Any]:
        """Give the chosen values; empty means all."""
        return set(self.ticks.chosen())
