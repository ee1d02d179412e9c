"""Two runs side by side in the window: what to compare with, then bars and the same as a table.

What differs and why is ``services.months.comparing``'s; here it is only chosen and drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from polima_desktop.domain.arrears import reason_words
from polima_desktop.domain.differences import cause_title
from polima_desktop.formatting import money, number
from polima_desktop.services.months.comparing import Compared, Run
from polima_desktop.views import theme
from polima_desktop.views.dialogs import Dialog, FormDialog
from polima_desktop.views.paint import draw_text
from polima_desktop.views.tables import Column, DataTable
from polima_desktop.views.widgets import Button, Field, Page, label
from polima_desktop.views.widgets.choices import Choice

MOST = 9
"""So many bars are drawn, the largest; the table has all."""


class Change(NamedTuple):
    """A line of a comparison: what, before and after (None where only the change is known)."""

    label: str
    before: int | Decimal | None
    after: int | Decimal | None
    change: Decimal
    note: str = ""


def changes(found: Compared, by: str) -> list[Change]:
    """Give the changes by ``cause``, ``unit``, ``line`` or ``person``, the largest first."""
    if by == "cause":
        rows = [Change(cause_title(c), None, None, Decimal(n)) for c, n in found.parts.items()]
    elif by == "person":
        rows = [
            Change(one.name, one.before, one.after, Decimal(one.difference),
                   reason_words(one.parts) if one.parts else "")
            for one in found.people if one.difference
        ]  # fmt: skip
    else:
        sums = [*found.units] if by == "unit" else [*found.lines]
        rows = [Change(name, old, new, Decimal(new - old)) for name, old, new in sums]
    return sorted(rows, key=lambda row: (-abs(row.change), row.label))


class ChangeBars(QWidget):
    """The largest changes as bars from a middle line: gains to the right, losses hatched left."""

    _ROW, _NAME, _AMOUNT = 22, 190, 120

    def __init__(self) -> None:
        super().__init__()
        self.rows: Sequence[Change] = ()
        self.setFixedHeight(MOST * self._ROW + 4)

    def show_rows(self, rows: Sequence[Change]) -> None:
        """Draw other changes; a screen reader hears the same."""
        self.rows = [row for row in rows if row.change][:MOST]
        self.setFixedHeight(max(len(self.rows), 1) * self._ROW + 4)
        words = "; ".join(f"{row.label} {money(row.change)}" for row in self.rows)
        self.setAccessibleName(f"Perubahan terbesar: {words or 'tidak ada'}")
        self.setToolTip(self.accessibleName())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(640, self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, t = QPainter(self), theme.tokens()
        font = theme.font("label")
        most = float(max((abs(row.change) for row in self.rows), default=1))
        room = (self.width() - self._NAME - self._AMOUNT) / 2
        middle = self._NAME + room
        for place, row in enumerate(self.rows):
            top = 2 + place * self._ROW
            name = QRectF(0, top, self._NAME - 8, self._ROW)
            draw_text(painter, name, row.label, font, t.ink2)
            wide = max(1.0, float(abs(row.change)) / most * (room - 4))
            left = middle if row.change > 0 else middle - wide
            bar = QRectF(left, top + 4, wide, self._ROW - 8)
            loss = row.change < 0
            painter.setPen(t.color("s2" if loss else "bar"))
            painter.setBrush(t.color("s2" if loss else "bar"))
            if loss:
                brush = painter.brush()
                brush.setStyle(Qt.BrushStyle.BDiagPattern)
                painter.setBrush(brush)
            painter.drawRect(bar)
            amount = QRectF(self.width() - self._AMOUNT, top, self._AMOUNT - 4, self._ROW)
            draw_text(painter, amount, money(row.change), font, t.ink, Qt.AlignmentFlag.AlignRight)
        painter.setPen(t.color("line2"))
        painter.drawLine(int(middle), 2, int(middle), 2 + len(self.rows) * self._ROW)
        painter.end()


COLUMNS = (
    Column("label", "Apa", 1, tone="medium", width=240, stretch=True, tip=lambda row: row[1]),
    Column("before", "Sebelum", 2, money, width=130, minimum=120, right=True),
    Column("after", "Sesudah", 3, money, width=130, minimum=120, right=True),
    Column("change", "Selisih", 4, money, width=130, minimum=120, right=True, tone="strong"),
    Column("note", "Sebab", 5, tone="second", width=180, stretch=True, tip=lambda row: row[5]),
)
WAYS = (("cause", "Sebab"), ("unit", "Unit"), ("line", "Baris slip"), ("person", "Orang"))


class CompareDialog(Dialog):
    """Shows a comparison by cause, unit, line or person; ``export`` writes it."""

    def __init__(self, page: Page, found: Compared, export: Callable[[], object]) -> None:
        title = f"{found.first.title} → {found.second.title}"
        super().__init__(page, title, "Tutup", width=980)
        self.found = found
        self.by = Choice()
        for key, words in WAYS:
            self.by.addItem(words, key)
        self.by.setAccessibleName("Menurut")
        self.by.currentIndexChanged.connect(lambda _place: self._show())
        self.bars, self.table = ChangeBars(), DataTable(COLUMNS, "Perbandingan")
        self.table.setMinimumHeight(170)
        self.out = Button("Ekspor", "ekspor", export)
        self.out.setAutoDefault(False)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(label(self._sums(), "body", wrap=True), 1)
        row.addWidget(self.by)
        row.addWidget(self.out)
        self.body.addLayout(row)
        self.body.addWidget(self.bars)
        self.body.addWidget(self.table, 1)
        self.cancel.hide()
        self._show()

    def _sums(self) -> str:
        found = self.found
        new, gone = number(len(found.new)), number(len(found.gone))
        return (
            f"{money(found.before)} menjadi {money(found.after)}, "
            f"selisih {money(found.after - found.before)}. Baru {new}, tidak lagi {gone} orang."
        )

    def _show(self) -> None:
        by = str(self.by.currentData())
        rows = changes(self.found, by)
        for place, column in enumerate(COLUMNS):
            unknown = column.key in ("before", "after") and by == "cause"
            self.table.setColumnHidden(place, unknown or (column.key == "note" and by != "person"))
        self.bars.show_rows(rows)
        self.table.set_rows([(place, *row) for place, row in enumerate(rows)])


class RunDialog(FormDialog):
    """Asks what a month is compared with: another month, an earlier freeze, other rules."""

    def __init__(self, page: Page, runs: Sequence[Run]) -> None:
        super().__init__(page, "Bandingkan bulan ini", "Bandingkan")
        self.runs = runs
        self.choice = Choice()
        for run in runs:
            self.choice.addItem(run.title)
        self.form.add("run", Field("Dengan", self.choice))

    @property
    def chosen(self) -> Run:
        """What is chosen."""
        return self.runs[self.choice.currentIndex()]
