"""Pages under each other on a desk: scrolled, zoomed, only the visible ones drawn."""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from polima_desktop.views import theme
from polima_desktop.views.papers.pdf import PdfPages

GAP = 14
KEPT = 8
WIDEST = 1.4
"""Pixels a point up to which a small page is enlarged to the width of the view."""
ZOOMS = (0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0)


class Preview(QAbstractScrollArea):
    """Shows ``PdfPages``; ``page_changed(number, count)`` tells the page at the top, from 1."""

    page_changed = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Pratinjau")
        self._pages: PdfPages | None = None
        self._zoom: float | None = None
        self._scale = 1.0
        self._tops: list[int] = []
        self._marked: tuple[int, QRectF] | None = None
        self._kept: OrderedDict[int, QImage] = OrderedDict()
        self.verticalScrollBar().valueChanged.connect(self._tell)

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self._pages) if self._pages else 0

    @property
    def page(self) -> int:
        """The page at the upper edge, from 1; 0 if there is none."""
        if not self._tops:
            return 0
        middle = self.verticalScrollBar().value() + self.viewport().height() // 3
        return max(1, bisect_right(self._tops, middle))

    @property
    def scale(self) -> float:
        """Pixels a point now."""
        return self._scale

    def show_pages(self, pages: PdfPages | None) -> None:
        """Show another document from its beginning, or nothing."""
        self._pages, self._marked = pages, None
        self._lay_out()
        self.verticalScrollBar().setValue(0)
        self._tell()

    def go_to(self, number: int) -> None:
        """Bring a page to the upper edge, the nearest one there is."""
        if self._tops:
            place = min(max(number, 1), len(self._tops)) - 1
            self.verticalScrollBar().setValue(self._tops[place] - GAP)

    def seek(self, text: str) -> bool:
        """Bring the first place with a text into view and mark it; False if there is none."""
        found = self._pages.find(text) if self._pages else None
        if found is None:
            return False
        number, (left, top, right, bottom) = found
        self._marked = number, QRectF(left - 3, top - 3, right - left + 6, bottom - top + 6)
        above = self._tops[number] + round(top * self._scale)
        self.verticalScrollBar().setValue(above - self.viewport().height() // 2)
        self.viewport().update()
        return True

    def fit_width(self) -> None:
        """Make the pages as wide as the view, small ones not larger than is good to read."""
        self._set_zoom(None)

    def zoom_in(self) -> None:
        """Go to the next larger size."""
        self._set_zoom(next((z for z in ZOOMS if z > self._scale + 0.01), ZOOMS[-1]))

    def zoom_out(self) -> None:
        """Go to the next smaller size."""
        self._set_zoom(next((z for z in reversed(ZOOMS) if z < self._scale - 0.01), ZOOMS[0]))

    def _set_zoom(self, zoom: float | None) -> None:
        page = self.page
        self._zoom = zoom
        self._lay_out()
        self.go_to(page)

    # laying out

    def _lay_out(self) -> None:
        self._kept.clear()
        self._scale = self._fitting() if self._zoom is None else self._zoom
        self._tops, y = [], GAP
        for _, height in self._sizes():
            self._tops.append(y)
            y += round(height * self._scale) + GAP
        self._set_range(y)
        self.viewport().update()

    def _sizes(self) -> list[tuple[float, float]]:
        return self._pages.sizes if self._pages else []

    def _fitting(self) -> float:
        widest = max((width for width, _ in self._sizes()), default=1.0)
        return min(WIDEST, max(0.2, (self.viewport().width() - 2 * GAP) / widest))

    def _set_range(self, height: int) -> None:
        bar, view = self.verticalScrollBar(), self.viewport()
        bar.setPageStep(view.height())
        bar.setSingleStep(40)
        bar.setRange(0, max(0, height - view.height()))
        widest = max((width for width, _ in self._sizes()), default=0.0) * self._scale
        across = self.horizontalScrollBar()
        across.setPageStep(view.width())
        across.setRange(0, max(0, round(widest) + 2 * GAP - view.width()))

    def _place(self, number: int) -> QRect:
        """Where a page lies in the viewport."""
        width, height = (round(side * self._scale) for side in self._sizes()[number])
        room = self.viewport().width()
        left = max(GAP, (room - width) // 2) - self.horizontalScrollBar().value()
        return QRect(left, self._tops[number] - self.verticalScrollBar().value(), width, height)

    # drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, t = QPainter(self.viewport()), theme.tokens()
        painter.fillRect(event.rect(), t.color("bg"))
        painter.setPen(t.color("line2"))
        for number in self.visible():
            place = self._place(number)
            image = self._image(number, painter.deviceTransform().m11())
            painter.drawImage(place.topLeft(), image)
            painter.drawRect(place.adjusted(-1, -1, 0, 0))
            if self._marked is not None and self._marked[0] == number:
                self._draw_mark(painter, place, self._marked[1])

    def _draw_mark(self, painter: QPainter, place: QRect, box: QRectF) -> None:
        """Frame what was searched."""
        k = self._scale
        painter.save()
        painter.setPen(QPen(theme.tokens().color("acc"), 2))
        frame = QRectF(box.x() * k, box.y() * k, box.width() * k, box.height() * k)
        painter.drawRect(frame.translated(place.topLeft()))
        painter.restore()

    def visible(self) -> list[int]:
        """Give the numbers of the pages in view, from 0."""
        view = self.viewport().rect()
        return [n for n in range(len(self._tops)) if self._place(n).intersects(view)]

    def _image(self, number: int, ratio: float) -> QImage:
        """Give a page drawn for a screen of ``ratio`` dots a pixel."""
        assert self._pages is not None
        kept = self._kept.get(number)
        if kept is None or kept.devicePixelRatio() != ratio:
            image = self._pages.image(number, self._scale * ratio)
            image.setDevicePixelRatio(ratio)
            self._kept[number] = image
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(number)
        return self._kept[number]

    # moving

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        page = self.page
        self._lay_out()
        if page > 1:
            self.go_to(page)
        self._tell()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {
            Qt.Key.Key_Right: lambda: self.go_to(self.page + 1),
            Qt.Key.Key_Left: lambda: self.go_to(self.page - 1),
            Qt.Key.Key_Home: lambda: self.go_to(1),
            Qt.Key.Key_End: lambda: self.go_to(self.count),
            Qt.Key.Key_Plus: self.zoom_in,
            Qt.Key.Key_Minus: self.zoom_out,
            Qt.Key.Key_0: self.fit_width,
        }
        move = moves.get(Qt.Key(event.key()))
        if move is None:
            super().keyPressEvent(event)
        else:
            move()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            (self.zoom_in if event.angleDelta().y() > 0 else self.zoom_out)()
        else:
            super().wheelEvent(event)

    def _tell(self, *_: object) -> None:
        self.setAccessibleDescription(f"Halaman {self.page} dari {self.count}")
        self.page_changed.emit(self.page, self.count)
