"""The tab Dampak: the draft against the version in force: totals, groups, who gains, who loses."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from polima_desktop import formatting
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.identity import shown_nip
from polima_desktop.domain.impact import Comparison, PersonChange
from polima_desktop.domain.periods import month_name
from polima_desktop.domain.typed import read_number
from polima_desktop.views import theme
from polima_desktop.views.paint import draw_text
from polima_desktop.views.rules import words
from polima_desktop.views.tables import Column, DataTable
from polima_desktop.views.tables.model import Row
from polima_desktop.views.widgets import (
    Button,
    ChoiceButton,
    Columns,
    Rows,
    Sheet,
    SummaryBand,
    Tabs,
    label,
)
from polima_desktop.views.widgets.sheet import SummaryCell

_KINDS = ("OPD", "Kelas", "Golongan", "Kelompok jabatan")
_WHO = (
    ("all", "semua yang berubah"), ("less", "turun"), ("more", "naik"),
    ("moved", "berpindah jenjang"), ("revalued", "nilai jenjangnya berubah"),
)  # fmt: skip


class ImpactTab(Rows):
    """``months_asked`` wants the draft over every frozen month, ``export_asked`` the workbook."""

    months_asked = Signal()
    ceiling_changed = Signal(object)
    export_asked = Signal()

    def __init__(self) -> None:
        self.totals, self.tabs = SummaryBand(), Tabs("Dampak menurut")
        self.groups = DataTable(_GROUPS, "Dampak menurut kelompok")
        self.kind = ChoiceButton("Menurut ", low=True)
        self.kind.set_options([(kind, kind) for kind in _KINDS])
        self.people = DataTable(_PEOPLE, "Siapa berubah")
        self.who = ChoiceButton("Siapa: ", low=True)
        self.who.set_options(list(_WHO))
        self.chart = Distribution()
        self.months = DataTable(_MONTHS, "Rapel menurut bulan dan OPD")
        self.drafts = DataTable(_DRAFTS, "Beberapa draf berdampingan")
        self.ceiling_field = QLineEdit()
        super().__init__("bobot-dampak", self.totals, self.tabs, slack=1)
        self.compared: Comparison | None = None
        self.title = ""
        self.ceiling: int | None = None
        self._fill_tabs()
        self.kind.changed.connect(lambda _value: self._fill_groups())
        self.who.changed.connect(lambda _value: self._fill_people())
        self._add_ceiling()
        self.say("Belum dibandingkan.")

    def _add_ceiling(self) -> None:
        """Put the ceiling at the right of the tabs: it holds for all of them."""
        self.ceiling_field.setFixedWidth(150)
        self.ceiling_field.setPlaceholderText("belum diisi")
        self.ceiling_field.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.ceiling_field.setAccessibleName("Pagu bersih sebulan")
        self.ceiling_field.setToolTip("Jumlah bersih seluruh kota dalam sebulan yang dianggarkan")
        words_of = label("&Pagu sebulan", "label", "second")
        words_of.setBuddy(self.ceiling_field)
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 4)
        row.addWidget(words_of)
        row.addWidget(self.ceiling_field)
        self.tabs.setCornerWidget(box)
        self.ceiling_field.editingFinished.connect(self._take_ceiling)

    def set_ceiling(self, stored: object) -> None:
        """Show the ceiling as it was remembered."""
        self.ceiling = int(str(stored)) if str(stored or "").isdecimal() else None
        self.ceiling_field.setText("" if self.ceiling is None else formatting.money(self.ceiling))

    def _take_ceiling(self) -> None:
        """Take the typed ceiling over; what is no amount is given back as it was."""
        text, before = self.ceiling_field.text().strip(), self.ceiling
        if text:
            try:
                amount = read_number(text)
            except Refused:
                self.set_ceiling(before)
                return
            self.set_ceiling(int(amount))
        else:
            self.set_ceiling(None)
        if self.ceiling != before:
            self.ceiling_changed.emit(self.ceiling)
            if self.compared is not None:
                self.show_comparison(self.title, self.compared)

    def _ceiling_cell(self, after: int) -> SummaryCell:
        if self.ceiling is None:
            return SummaryCell("Pagu sebulan", "–", "Isi kotak Pagu sebulan.")
        left = self.ceiling - after
        said = f"dari pagu {formatting.money(self.ceiling)}"
        if left < 0:
            return SummaryCell("Melebihi pagu", formatting.money(-left), said, tone="bad")
        return SummaryCell("Sisa pagu", formatting.money(left), said)

    def _fill_tabs(self) -> None:
        groups = Sheet("Kelompok")
        groups.add_to_head(self.kind)
        groups.add(self.groups, 1)
        spread = Sheet("Sebaran bersih, sebelum dan sesudah")
        spread.add_padded(self.chart, 1)
        self.tabs.addTab(
            Columns("bobot-dampak-kelompok", groups, spread, slack=0, sizes=[800, 300]), "Kelompok"
        )
        people = Sheet("Pegawai")
        people.add_to_head(self.who)
        self.export_button = Button("Ekspor Excel", "ekspor", self.export_asked.emit, low=True)
        people.add_to_head(self.export_button)
        people.add(self.people, 1)
        self.tabs.addTab(people, "Pegawai")
        months = Sheet("Rapel", "draf ini pada semua bulan beku, terhadap yang berlaku")
        self.months_button = Button("Hitung semua bulan", "hitung", self.months_asked.emit,
                                    low=True)  # fmt: skip
        months.add_to_head(self.months_button)
        months.add(self.months, 1)
        self.tabs.addTab(months, "Beberapa bulan")
        drafts = Sheet("Draf", "setiap draf dan usulan pada bulan yang sama")
        drafts.add(self.drafts, 1)
        self.tabs.addTab(drafts, "Beberapa draf")

    def say(self, text: str) -> None:
        """Say why there is no comparison."""
        self.compared = None
        self.totals.set_cells((SummaryCell("Dampak", "–", text),))
        self.groups.set_rows(())
        self.people.set_rows(())
        self.chart.show_classes(())

    def show_comparison(self, title: str, found: Comparison) -> None:
        """Show the figures of a comparison."""
        self.compared, self.title = found, title
        change = found.net_after - found.net_before
        against = f"{month_name(found.month)}, terhadap v{found.version_before}"
        self.totals.set_cells((
            SummaryCell(title, _signed(change), against, net=True),
            SummaryCell("Bersih sesudah", formatting.money(found.net_after),
                        f"dari {formatting.money(found.net_before)}"),
            self._ceiling_cell(found.net_after),
            SummaryCell("Naik", _count(found.more + found.much_more),
                        f"{_count(found.much_more)} lebih dari Rp 100.000"),
            SummaryCell("Turun", _count(found.less + found.much_less),
                        f"{_count(found.much_less)} lebih dari Rp 100.000"),
            SummaryCell("Berpindah jenjang", _count(found.moved),
                        f"{_count(found.revalued)} lagi nilainya saja"),
        ))  # fmt: skip
        self._fill_groups()
        self._fill_people()
        self.chart.show_classes(found.distribution)

    def _fill_groups(self) -> None:
        found = self.compared.groups.get(self.kind.value, ()) if self.compared else ()
        self.groups.set_rows(
            (g.name, g.name, g.people, g.before, g.after, g.after - g.before, g.more, g.less)
            for g in sorted(found, key=lambda g: -abs(g.after - g.before))
        )

    def _fill_people(self) -> None:
        changes = self.compared.changes if self.compared else ()
        wanted = _WANTED[self.who.value]
        self.people.set_rows(
            (c.nip, c.name, c.unit, c.before, c.after, c.difference, _bands(c))
            for c in changes
            if wanted(c)
        )

    def show_months(self, found: Sequence[Comparison]) -> None:
        """Show what would be rapel in each month, by office, and in all."""
        rows: list[Row] = []
        for each in found:
            change = each.net_after - each.net_before
            rows.append((str(each.month), month_name(each.month), "Semua", each.changed, change))
            rows += [
                (f"{each.month}/{g.name}", month_name(each.month), g.name, g.more + g.less,
                 g.after - g.before)
                for g in each.groups["OPD"] if g.after != g.before
            ]  # fmt: skip
        total = sum(each.net_after - each.net_before for each in found)
        changed = sum(each.changed for each in found)
        rows.append(("jumlah", "Semua bulan", "Semua", changed, total))
        self.months.set_rows(rows)

    def forget_months(self) -> None:
        """Drop what was computed over the months: it was of another text."""
        self.months.set_rows(())

    def show_drafts(self, found: Sequence[tuple[str, Comparison]]) -> None:
        """Show several drafts side by side on one month."""
        self.drafts.set_rows(
            (name, name, c.net_after, c.net_after - c.net_before, c.more + c.much_more,
             c.less + c.much_less, c.moved)
            for name, c in found
        )  # fmt: skip


_WANTED: dict[str, Callable[[PersonChange], bool]] = {
    "all": lambda _c: True,
    "less": lambda c: c.difference < 0,
    "more": lambda c: c.difference > 0,
    "moved": lambda c: c.moved,
    "revalued": lambda c: c.bands_before != c.bands_after and not c.moved,
}


class Distribution(QWidget):
    """Two bars a class of net pay: before (hatched words beside) and after."""

    _ROW, _WORDS = 18, 104

    def __init__(self) -> None:
        super().__init__()
        self.classes: Sequence[tuple[int, int, int]] = ()

    def show_classes(self, classes: Sequence[tuple[int, int, int]]) -> None:
        """Show another distribution: from, slips before, slips after."""
        self.classes = [row for row in classes if row[1] or row[2]]
        said = "; ".join(f"mulai {low:,} {b} menjadi {a}".replace(",", ".")
                         for low, b, a in self.classes)  # fmt: skip
        self.setAccessibleName(f"Sebaran bersih. {said}")
        self.setToolTip("Garis tipis: sebelum. Batang: sesudah.")
        self.setMinimumHeight(len(self.classes) * self._ROW)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, max(len(self.classes), 8) * self._ROW)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, t = QPainter(self), theme.tokens()
        most = max((max(before, after) for _, before, after in self.classes), default=0) or 1
        room = max(self.width() - self._WORDS - 110, 20)
        for place, (low, before, after) in enumerate(self.classes):
            top = place * self._ROW
            box = QRectF(0, top, self._WORDS, self._ROW)
            said = f"≥ {low / 1_000_000:.1f} juta".replace(".", ",")
            draw_text(painter, box, said, theme.font("chart"), t.ink2)
            painter.fillRect(QRectF(self._WORDS, top + 4, room * after / most, 7), t.color("bar"))
            painter.fillRect(
                QRectF(self._WORDS, top + 12, room * before / most, 2), t.color("line2")
            )
            counts = QRectF(self._WORDS + room * max(before, after) / most + 6, top, 104, self._ROW)
            text = f"{_count(before)} → {_count(after)}" if before != after else _count(after)
            draw_text(painter, counts, text, theme.font("chart-strong"), t.ink)


def _bands(change: PersonChange) -> str:
    pairs = zip(change.bands_before, change.bands_after, strict=True)
    return " · ".join(f"{old} → {new}" for old, new in pairs if old != new)


def _count(number: int) -> str:
    return formatting.number(number)


def _signed(amount: int) -> str:
    return f"{'+ ' if amount > 0 else ''}{formatting.money(amount)}"


def _money(title: str, key: str, field: int) -> Column:
    return Column(key, title, field, formatting.money, width=128, minimum=124, right=True)


_GROUPS = [
    Column("name", "Kelompok", 1, words.family, width=160, tone="medium", stretch=True),
    Column("people", "Slip", 2, formatting.number, width=52, right=True),
    _money("Sebelum", "before", 3),
    _money("Sesudah", "after", 4),
    _money("Selisih", "difference", 5),
    Column("more", "Naik", 6, formatting.number, width=52, right=True),
    Column("less", "Turun", 7, formatting.number, width=52, right=True),
]
_PEOPLE = [
    Column("nip", "NIP", 0, shown_nip, width=178, minimum=178),
    Column("name", "Nama", 1, width=180, tone="medium", stretch=True),
    Column("unit", "Unit", 2, width=160, tone="second", stretch=True),
    _money("Sekarang", "before", 3),
    _money("Dengan draf", "after", 4),
    _money("Selisih", "difference", 5),
    Column("bands", "Jenjang", 6, width=220, tone="second", stretch=True,
           tip=lambda row: str(row[6])),
]  # fmt: skip
_MONTHS = [
    Column("month", "Bulan", 1, width=140, tone="medium"),
    Column("office", "OPD", 2, width=260, stretch=True),
    Column("people", "Slip berubah", 3, formatting.number, width=110, right=True),
    _money("Rapel", "difference", 4),
]
_DRAFTS = [
    Column("name", "Versi", 1, width=200, tone="medium", stretch=True),
    _money("Bersih", "after", 2),
    _money("Selisih", "difference", 3),
    Column("more", "Naik", 4, formatting.number, width=80, right=True),
    Column("less", "Turun", 5, formatting.number, width=80, right=True),
    Column("moved", "Berpindah jenjang", 6, formatting.number, width=130, right=True),
]
