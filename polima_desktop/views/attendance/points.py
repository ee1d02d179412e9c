"""*Titik unit*: where a unit's people clock in, listed and changed; and the limits of cases."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from polima_desktop.domain.access import ROLE_LABELS, Permission, may
from polima_desktop.domain.errors import PolimaError, Refused
from polima_desktop.domain.whereabouts import Limits, check_limits, check_point
from polima_desktop.formatting import MINUS, listed, number, short_date
from polima_desktop.services.attendance import points
from polima_desktop.services.attendance.points import Points
from polima_desktop.storage.attendance.points import Point, PointRow
from polima_desktop.views.dialogs import Dialog, FormDialog
from polima_desktop.views.modal import confirm
from polima_desktop.views.tables import Column, DataTable, Row
from polima_desktop.views.widgets import Button, Field, Page, label
from polima_desktop.views.widgets.choices import Choice, CountBox, DayBox
from polima_desktop.views.widgets.flow import FlowLayout

_OPEN = date(2000, 1, 1)
"""Stands in the box for no end."""


class PointsDialog(Dialog):
    """The units' points with their acts; ``changed`` tells whether something was written."""

    def __init__(self, parent: Page, found: Points) -> None:
        super().__init__(parent, "Titik unit", "Tutup", width=1040)
        self.cancel.hide()
        self.page, self.found, self.changed = parent, found, False
        self.body.addWidget(
            label(
                "Ketukan di luar semua titik unitnya menjadi kasus untuk diperiksa. Unit tanpa "
                "titik memakai titik unit di atasnya.",
                "body",
                "second",
                wrap=True,
            )
        )
        self.new = Button("Tambah titik", "tambah", self._add, low=True)
        self.bring = Button("Impor titik", "impor", self._import, low=True)
        self.stop = Button("Akhiri", "silang", self._end, low=True)
        self.take_out = Button("Cabut titik", "urung", self._withdraw, low=True)
        bar = QWidget()
        row = FlowLayout(bar)
        for button in (self.new, self.bring, self.stop, self.take_out):
            row.addWidget(button)
        self.body.addWidget(bar)
        self.table = DataTable(_columns(), "Titik unit")
        self.table.setObjectName("titik")
        self.table.setMinimumHeight(28 * 9)
        self.table.current_changed.connect(lambda _key: self._enable())
        self.body.addWidget(self.table, 1)
        self.said = label("", "body", wrap=True)
        self.body.addWidget(self.said)
        self._show(found)

    def _show(self, found: Points) -> None:
        self.found = found
        self.table.set_rows(_row(row, unit) for row, unit in found.rows)
        if not found.rows:
            self.said.setText("Belum ada titik: tambahkan satu, atau impor daftarnya.")
        self._enable()

    def _current(self) -> PointRow | None:
        key = self.table.current_key()
        return next((row for row, _unit in self.found.rows if row.id == key), None)

    def _enable(self) -> None:
        allowed = self.page.context.session.actor.may(Permission.EDIT_UNITS)
        row = self._current()
        self.new.setEnabled(allowed)
        self.bring.setEnabled(allowed)
        self.stop.setEnabled(allowed and row is not None and row.point.valid_to is None)
        self.take_out.setEnabled(allowed and row is not None)
        roles = listed([ROLE_LABELS[role] for role in may(Permission.EDIT_UNITS)])
        for button in (self.new, self.bring, self.stop, self.take_out):
            button.setToolTip("" if allowed else f"Titik unit diubah oleh {roles}.")

    # ── acts ──────────────────────────────────────────────────────────────────────────────

    def _add(self) -> None:
        dialog = PointForm(self, self.found, self.page.context.month.first)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            point = dialog.point()
            words = f"Titik {point.name} dicatat sejak {short_date(point.valid_from)}."
            self._write(lambda: points.add(self.page.context.session, point), words)

    def _end(self) -> None:
        row = self._current()
        if row is None:
            return
        box = _day_box(max(row.point.valid_from, self.page.context.session.today))
        dialog = FormDialog(self, f"Akhiri titik {row.point.name}", "Akhiri titik")
        dialog.form.add("last", Field("&Hari terakhir", box, required=True))
        if dialog.exec() == QDialog.DialogCode.Accepted:
            day = _date(box.date()) + timedelta(1)
            self._write(lambda: points.end(self.page.context.session, row.id, day),
                        f"Titik {row.point.name} berakhir.")  # fmt: skip

    def _withdraw(self) -> None:
        row = self._current()
        words = "Untuk yang salah catat. Titik yang tidak dipakai lagi diakhiri saja."
        if row and confirm(self, f"Cabut titik {row.point.name}?", words, "Cabut titik"):
            self._write(lambda: points.withdraw(self.page.context.session, row.id),
                        f"Titik {row.point.name} dicabut.")  # fmt: skip

    def _write(self, act: object, words: str) -> None:
        """Write a change and show the list as it is then."""
        session = self.page.context.session

        def work(_progress: object) -> Points:
            act()  # type: ignore[operator]
            return points.read(session)

        def done(found: Points) -> None:
            self.changed = True
            self._show(found)
            self.said.setText(words)

        def refused(error: PolimaError) -> None:
            self.said.setText(f"{error.message} {error.advice}")

        self.page.context.jobs.run(work, self.page, writes=True).success(done).failure(refused)

    def _import(self) -> None:
        from polima_desktop.views.importing import open_wizard

        self.accept()
        open_wizard(self.page, self.page.context, "points")


class PointForm(FormDialog):
    """Asks for a point: whose, where, how wide, from when to when, by which decree."""

    def __init__(self, parent: QWidget, found: Points, day: date) -> None:
        super().__init__(parent, "Tambah titik unit", "Tambah titik", self._errors)
        self.unit = Choice()
        for unit, name in found.units:
            self.unit.addItem(name, unit)
        self.name, self.lat, self.lon, self.basis = (QLineEdit() for _ in range(4))
        self.name.setMaxLength(80)
        self.name.setText("Kantor")
        self.basis.setMaxLength(160)
        self.lat.setPlaceholderText("misalnya -5,463100")
        self.lon.setPlaceholderText("misalnya 122,601200")
        self.radius = CountBox()
        self.radius.setRange(10, 20_000)
        self.radius.setValue(100)
        self.radius.setSuffix(" m")
        self.since, self.until = _day_box(day), _day_box(_OPEN)
        self.until.setMinimumDate(_qdate(_OPEN))
        self.until.setSpecialValueText("seterusnya")
        self.form.add("unit", Field("&Unit", self.unit, required=True))
        note = "Nama yang sama di unit ini menggantikan titik lamanya"
        self.form.add("name", Field("&Nama titik", self.name, note=note, required=True))
        self.form.add("lat", Field("&Lintang", self.lat, required=True))
        self.form.add("lon", Field("Bu&jur", self.lon, required=True))
        self.form.add("radius", Field("&Radius", self.radius))
        self.form.add("since", Field("&Sejak", self.since, required=True))
        self.form.add("until", Field("Sampa&i", self.until, note="Hari terakhir, ikut dihitung"))
        self.form.add("basis", Field("&Dasar", self.basis))

    def _errors(self) -> dict[str, str]:
        errors = {}
        for field, box in (("lat", self.lat), ("lon", self.lon)):
            if _degrees(box.text()) is None:
                errors[field] = "Bukan angka derajat. Tulis misalnya -5,463100."
        last = self._last()
        if last is not None and last < _date(self.since.date()):
            errors["until"] = "Lebih awal daripada mulai. Periksa tanggalnya."
        if not errors:
            try:
                check_point(self.name.text(), *self._place(), self.radius.value())
            except Refused as refused:
                field = "lat" if self.name.text().strip() else "name"
                errors[field] = f"{refused.message} {refused.advice}"
        return errors

    def _place(self) -> tuple[float, float]:
        return _degrees(self.lat.text()) or 0.0, _degrees(self.lon.text()) or 0.0

    def _last(self) -> date | None:
        last = _date(self.until.date())
        return None if last == _OPEN else last

    def point(self) -> Point:
        """Give what was typed."""
        last = self._last()
        return Point(
            int(self.unit.currentData()), self.name.text().strip(), *self._place(),
            self.radius.value(), _date(self.since.date()),
            None if last is None else last + timedelta(1), self.basis.text().strip() or None,
        )  # fmt: skip


class LimitsForm(FormDialog):
    """Asks from where on a clocking is a case."""

    def __init__(self, parent: QWidget, limits: Limits) -> None:
        super().__init__(parent, "Batas kasus", "Simpan batas", self._errors)
        self.boxes = {field: CountBox() for field in Limits._fields}
        for field, (least, most, unit, words, note) in _LIMITS.items():
            box = self.boxes[field]
            box.setRange(least, most)
            box.setSuffix(f" {unit}")
            box.setValue(getattr(limits, field))
            self.form.add(field, Field(words, box, note=note))

    def limits(self) -> Limits:
        """Give what was chosen."""
        return Limits(**{field: box.value() for field, box in self.boxes.items()})

    def _errors(self) -> dict[str, str]:
        try:
            check_limits(self.limits())
        except Refused as refused:
            return {"slack": f"{refused.message} {refused.advice}"}
        return {}


_LIMITS = {
    "slack": (0, 5_000, "m", "&Kelonggaran radius", "Galat GPS yang masih dianggap di dalam titik"),
    "speed": (20, 1_000, "km/jam", "K&ecepatan loncatan", "Lebih cepat dari ini tidak mungkin"),
    "jump": (100, 50_000, "m", "&Jarak loncatan", "Perpindahan yang lebih dekat diabaikan"),
    "same_days": (2, 31, "hari", "&Hari koordinat sama", "Sama persis sampai angka terakhir"),
}


def _degrees(text: str) -> float | None:
    """Read degrees with a comma or a point; None: not a number."""
    try:
        return float(text.strip().replace("\u2212", "-").replace(",", "."))
    except ValueError:
        return None


def _day_box(day: date) -> DayBox:
    box = DayBox(_qdate(day))
    box.setDisplayFormat("dd-MM-yyyy")
    box.setCalendarPopup(True)
    return box


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)


def _date(day: QDate) -> date:
    return date(day.year(), day.month(), day.day())


def _columns() -> list[Column]:
    return [
        Column("unit", "Unit", 1, width=260, stretch=True, tone="medium", tip=lambda row: row[1]),
        Column("name", "Titik", 2, width=110, tip=lambda row: row[2]),
        Column("place", "Lintang; bujur", 3, width=190, minimum=190),
        Column("radius", "Radius", 4, lambda metres: f"{number(metres)} m", width=76, right=True),
        Column("since", "Sejak", 5, short_date, width=96),
        Column("until", "Sampai", 6, _until, width=96),
        Column("basis", "Dasar", 7, width=120, tone="second", tip=lambda row: row[7]),
    ]


def _until(day: date | None) -> str:
    return "seterusnya" if day is None else short_date(day)


def _row(row: PointRow, unit: str) -> Row:
    point = row.point
    place = f"{point.lat:.6f}; {point.lon:.6f}".replace(".", ",").replace("-", MINUS)
    last = None if point.valid_to is None else point.valid_to - timedelta(1)
    return row.id, unit, point.name, place, point.radius, point.valid_from, last, point.basis or "–"
