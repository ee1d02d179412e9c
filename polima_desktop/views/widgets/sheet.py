"""What a page is laid out with: sheets, bands of totals, strips, the detail pane, empty states."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from polima_desktop.views import theme
from polima_desktop.views.icons import KIND_ICONS, paint_icon
from polima_desktop.views.paint import Badge
from polima_desktop.views.widgets.buttons import Button
from polima_desktop.views.widgets.choices import TabWords
from polima_desktop.views.widgets.text import (
    BadgeButton,
    ElidedLabel,
    Link,
    clear_layout,
    label,
    set_property,
)


class Sheet(QFrame):
    """A white sheet with a hairline: an optional head (38 px), content, an optional strip."""

    def __init__(self, title: str = "", note: str = "") -> None:
        super().__init__()
        self.setProperty("sheet", True)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(1, 1, 1, 1)
        self.column.setSpacing(0)
        self.head = QWidget()
        self.head.setFixedHeight(38)
        self.head_row = QHBoxLayout(self.head)
        self.head_row.setContentsMargins(14, 0, 10, 0)
        self.head_row.setSpacing(8)
        self.title = label(title, "strong")
        self.note = ElidedLabel(note, "label", "second")
        self.head_row.addWidget(self.title)
        self.head_row.addWidget(self.note, 1)
        self.column.addWidget(self.head)
        self.head.setVisible(bool(title))
        self.setAccessibleName(title)

    def set_title(self, title: str, note: str = "") -> None:
        """Write the head: the name in bold, what there is to know beside it."""
        self.title.setText(title)
        self.note.set_full(note)
        self.head.setVisible(bool(title))

    def add_to_head(self, widget: QWidget) -> None:
        """Put a control at the right end of the head."""
        self.head_row.addWidget(widget)

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        """Add content from edge to edge."""
        self.column.addWidget(widget, stretch)

    def add_line(self) -> None:
        """Draw a hairline between two parts."""
        self.column.addWidget(hairline())

    def add_padded(self, widget: QWidget, stretch: int = 0) -> None:
        """Add content with the sheet's own side of 14 px."""
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(14, 8, 14, 12)
        column.addWidget(widget)
        self.column.addWidget(box, stretch)


def hairline() -> QFrame:
    """Make a horizontal line of one pixel in the colour of the sheet's edge."""
    line = QFrame()
    line.setFrameShape(QFrame.Shape.NoFrame)
    line.setFixedHeight(1)
    line.setAutoFillBackground(True)
    line.setBackgroundRole(line.palette().ColorRole.Mid)
    return line


class Strip(QWidget):
    """The strip under a table: where one is, problem counts that filter, a hint at the right."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "head")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(34)
        self._optional: list[QWidget] = []
        self._gave_way: set[QWidget] = set()
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(14, 0, 14, 0)
        self.row.setSpacing(8)
        self.position = label("", "body")
        self.row.addWidget(self.position)
        self.row.addStretch(1)
        self.hint = label("", "label", "second")
        self.row.addWidget(self.hint)

    def add_optional(self, widget: QWidget) -> None:
        """Add something at the right that gives way where the strip is too narrow."""
        self.row.addWidget(widget)
        self.let_give_way(widget)

    def want(self, widget: QWidget, wanted: bool) -> None:
        """Show something that gives way, if there is room, or hide it for good."""
        self._gave_way.discard(widget)
        widget.setVisible(wanted)
        self.fit()

    def let_give_way(self, widget: QWidget) -> None:
        """Let something that is in the strip already give way where it is too narrow."""
        self._optional.append(widget)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Hide what has no room, show again what has; what its owner hid stays hidden."""
        gap, margins = self.row.spacing(), self.row.contentsMargins()
        room = self.width() - margins.left() - margins.right() + gap
        lasting = [w for w in self._shown_widgets() if w not in self._optional]
        room -= sum(widget.sizeHint().width() + gap for widget in lasting)
        for widget in self._optional:
            if widget.isHidden() and widget not in self._gave_way:
                continue
            room -= widget.sizeHint().width() + gap
            widget.setVisible(room >= 0)
            (self._gave_way.discard if room >= 0 else self._gave_way.add)(widget)

    def _shown_widgets(self) -> list[QWidget]:
        items = [self.row.itemAt(place) for place in range(self.row.count())]
        widgets = [item.widget() for item in items if item is not None]
        return [widget for widget in widgets if widget is not None and not widget.isHidden()]

    def set_position(self, text: str) -> None:
        """Say where one is, e.g. ``1–16 dari 4.039``."""
        self.position.setText(text)

    def add_badge(self, badge: Badge, on_press: Callable[[], object]) -> BadgeButton:
        """Add a count that filters when pressed."""
        made = BadgeButton(badge)
        made.clicked.connect(lambda _checked=False: on_press())
        self.row.insertWidget(self.row.count() - 2, made)
        return made


class SummaryCell(NamedTuple):
    """One total: label, value, what it is made of; ``net`` marks the one that is paid."""

    name: str
    value: str
    note: str = ""
    net: bool = False
    tone: str = ""


class SummaryBand(Sheet):
    """A row of totals, each cell as wide as its words ask; the net one stands on accsoft.

    ``flat`` writes each in one line, for pages whose table needs the height; notes are tooltips.
    """

    def __init__(self, cells: Sequence[SummaryCell] = (), *, flat: bool = False) -> None:
        super().__init__()
        self.flat = flat
        self._line = QWidget()
        self._row = QHBoxLayout(self._line)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self.add(self._line)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_cells(cells)

    def set_cells(self, cells: Sequence[SummaryCell]) -> None:
        """Show other totals."""
        clear_layout(self._row)
        for place, cell in enumerate(cells):
            if place:
                self._row.addWidget(_upright())
            if self.flat:
                self._row.addWidget(_flat_cell(cell))  # each as wide as its words ask
            else:
                self._row.addWidget(_cell(cell), _room(cell))


def _room(cell: SummaryCell) -> int:
    """Give about how many pixels a cell wants: its caption in small, its value in large letters."""
    return max(7 * len(cell.name), 10 * len(cell.value)) + 28


def _upright() -> QFrame:
    line = QFrame()
    line.setFixedWidth(1)
    line.setAutoFillBackground(True)
    line.setBackgroundRole(line.palette().ColorRole.Mid)
    return line


def _box(cell: SummaryCell) -> QWidget:
    box = QWidget()
    if cell.net:
        box.setProperty("ground", "net")
        box.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    box.setAccessibleName(f"{cell.name}: {cell.value} {cell.note}".strip())
    return box


def _flat_cell(cell: SummaryCell) -> QWidget:
    box = _box(cell)
    row = QHBoxLayout(box)
    row.setContentsMargins(12, 5, 12, 5)
    row.setSpacing(8)
    row.addWidget(ElidedLabel(cell.name, "label", "acc" if cell.net else "second"), 1)
    row.addWidget(label(cell.value, "strong", cell.tone or ("acc" if cell.net else "")))
    box.setToolTip(cell.note)
    return box


def _cell(cell: SummaryCell) -> QWidget:
    box = _box(cell)
    column = QVBoxLayout(box)
    column.setContentsMargins(14, 8, 14, 8)
    column.setSpacing(1)
    column.addWidget(ElidedLabel(cell.name, "label", "acc" if cell.net else "second"))
    column.addWidget(label(cell.value, "total", cell.tone or ("acc" if cell.net else "")))
    if cell.note:
        column.addWidget(ElidedLabel(cell.note, "label", "second"))
    return box


class Note(QWidget):
    """A tinted remark inside a sheet: icon by kind, bold words, a sentence, a link."""

    def __init__(
        self,
        kind: str,
        bold: str,
        text: str = "",
        link: str = "",
        on_link: Callable[[], object] | None = None,
    ) -> None:
        super().__init__()
        self.setProperty("ground", f"{kind}bg")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(8)
        row.addWidget(KindIcon(kind), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(1)
        column.addWidget(label(bold, "strong", kind, wrap=True))
        if text:
            column.addWidget(label(text, "body", wrap=True))
        if link and on_link:
            column.addWidget(Link(link, on_link, kind), 0, Qt.AlignmentFlag.AlignLeft)
        row.addLayout(column, 1)
        self.setAccessibleName(f"{bold} {text}".strip())


class NoteLine(QWidget):
    """A tinted remark of one line, at the foot of a path or a sheet: 36 px, a link at its end."""

    def __init__(
        self,
        kind: str,
        bold: str,
        text: str = "",
        link: str = "",
        on_link: Callable[[], object] | None = None,
    ) -> None:
        super().__init__()
        set_ground(self, f"{kind}bg")
        self.setFixedHeight(36)
        self.setAccessibleName(f"{bold} {text}".strip())
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 14, 0)
        row.setSpacing(8)
        row.addWidget(KindIcon(kind))
        row.addWidget(label(bold, "strong", kind))
        row.addWidget(ElidedLabel(text), 1)
        if link and on_link:
            row.addWidget(Link(link, on_link, kind))


class KindIcon(QLabel):
    """The icon of a kind (ok, warn, bad, info …) that follows the theme."""

    def __init__(self, kind: str, name: str = "", side: int = 16) -> None:
        super().__init__()
        self.kind, self.name, self.side = kind, name, side
        self.setFixedSize(side, side)

    def set_kind(self, kind: str, name: str = "") -> None:
        """Show another kind."""
        self.kind, self.name = kind, name
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        name = self.name or KIND_ICONS[self.kind]
        paint_icon(QPainter(self), name, QRectF(self.rect()), getattr(theme.tokens(), self.kind))


class DetailPane(Sheet):
    """The pane at the right: a scrolling body, a row of buttons at its foot; hides behind F4."""

    def __init__(self, name: str, width: int = 280) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setMinimumWidth(240)
        self.resize(width, 100)
        self.scroll_area = QScrollArea()
        self.scroll_area.setAccessibleName(name)
        self.scroll_area.setFrameShape(QFrame.Shape.NoFrame)
        self.scroll_area.setWidgetResizable(True)
        self.scroll_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.add(self.scroll_area, 1)
        self.foot = QWidget()
        self.foot_row = QHBoxLayout(self.foot)
        self.foot_row.setContentsMargins(14, 8, 14, 8)
        self._foot_line = hairline()
        self.add(self._foot_line)
        self.add(self.foot)
        self.foot.hide()
        self._foot_line.hide()
        self.clear()

    def clear(self) -> QVBoxLayout:
        """Empty the body and give its column to fill; what was in it ends when Qt is at rest."""
        old = self.scroll_area.takeWidget()  # setWidget would delete it at once, under its own feet
        if old is not None:
            old.hide()
            old.deleteLater()
        self.body = QWidget()
        column = QVBoxLayout(self.body)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(4)
        column.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.scroll_area.setWidget(self.body)
        return column

    def add_to_foot(self, button: Button) -> Button:
        """Put a button at the foot."""
        self.foot_row.addWidget(button)
        self.foot_row.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.setMinimumWidth(max(self.minimumWidth(), self.foot.sizeHint().width() + 8))
        self.foot.show()
        self._foot_line.show()
        return button


def scrolling(inside: QWidget) -> QScrollArea:
    """Let a form scroll where the window is lower than it; nothing is clipped or squeezed."""
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inside)
    return area


class EmptyState(QWidget):
    """Nothing to show yet: what is missing, how to begin, one button, one link to an example."""

    def __init__(
        self,
        title: str,
        sentence: str,
        button: Button | None = None,
        link: Link | None = None,
    ) -> None:
        super().__init__()
        self.setAccessibleName(f"{title} {sentence}")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(8)
        column.addStretch(2)
        middle = Qt.AlignmentFlag.AlignHCenter
        self.title, self.sentence = (
            label(title, "record", wrap=True),
            label(sentence, "body", "second", wrap=True),
        )
        self.sentence.setAlignment(middle)
        self.title.setAlignment(middle)
        column.addWidget(self.title)
        column.addWidget(self.sentence)
        if button:
            column.addSpacing(4)
            column.addWidget(button, 0, middle)
        if link:
            column.addWidget(link, 0, middle)
        column.addStretch(3)

    def set_words(self, title: str, sentence: str) -> None:
        """Say something else."""
        self.title.setText(title)
        self.sentence.setText(sentence)
        self.setAccessibleName(f"{title} {sentence}")


class Columns(QSplitter):
    """A page's columns, 12 px apart; one of them takes the slack. Sizes are remembered by name."""

    def __init__(
        self, name: str, *widgets: QWidget, slack: int = 0, sizes: Sequence[int] = ()
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setObjectName(name)
        self.setHandleWidth(12)
        self.setChildrenCollapsible(False)
        for widget in widgets:
            self.addWidget(widget)
        for place in range(len(widgets)):
            self.setStretchFactor(place, 1 if place == slack else 0)
        if sizes:
            self.setSizes(list(sizes))


class Rows(Columns):
    """The same from top to bottom."""

    def __init__(
        self, name: str, *widgets: QWidget, slack: int = 0, sizes: Sequence[int] = ()
    ) -> None:
        super().__init__(name, *widgets, slack=slack)
        self.setOrientation(Qt.Orientation.Vertical)
        if sizes:
            self.setSizes(list(sizes))


class Tabs(QTabWidget):
    """Tabs as underlined words."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setTabBar(TabWords())
        self.setDocumentMode(True)
        self.setAccessibleName(name)
        self.tabBar().setDrawBase(False)
        self.tabBar().setFont(theme.font("medium"))
        self.tabBar().setExpanding(False)
        self.tabBar().setElideMode(Qt.TextElideMode.ElideNone)


def set_ground(widget: QWidget, ground: str) -> None:
    """Lay a widget on a ground: nav, head, alt, sheet, net, or the ``…bg`` of a kind."""
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    set_property(widget, "ground", ground)
