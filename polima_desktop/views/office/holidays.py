"""The holidays of a year on Pengaturan: listed, added, cancelled by decree, withdrawn, imported."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from polima_desktop.domain.access import Permission
from polima_desktop.domain.calendar import HOLIDAY_KINDS
from polima_desktop.formatting import day as written_day
from polima_desktop.formatting import weekday
from polima_desktop.services.attendance import touched
from polima_desktop.services.office import holidays
from polima_desktop.services.office.holidays import Calendar
from polima_desktop.storage.attendance.holidays import Entry, HolidayRow
from polima_desktop.views.dialogs import FormDialog, confirm
from polima_desktop.views.office.touched import ask_first
from polima_desktop.views.tables import Badge, Column, DataTable, Row
from polima_desktop.views.widgets import Button, Field, Page, Sheet
from polima_desktop.views.widgets.choices import Choice, DayBox
from polima_desktop.views.widgets.flow import FlowLayout

EVERYBODY = "Semua unit"


class HolidaySheet(Sheet):
    """The table of a year's holidays with its acts; ``page`` shows errors and runs the jobs."""

    def __init__(self, page: Page) -> None:
        super().__init__("Kalender kerja")
        self.page = page
        self.found: Calendar | None = None
        self.year = Choice()
        self.year.setAccessibleName("Tahun kalender")
        self.year.activated.connect(lambda _index: self.show_year(self.year.currentData()))
        self.add_day = Button("Tambah hari libur", "tambah", self._add, low=True)
        self.bring = Button("Impor hari libur", "impor", self._import, low=True)
        self.stop = Button("Batalkan hari libur", "silang", self._cancel, low=True)
        self.take_out = Button("Cabut catatan", "urung", self._withdraw, low=True)
        self.acts = (self.add_day, self.bring, self.stop, self.take_out)
        self.add_padded(self._bar())
        self.table = DataTable(_columns(), "Hari libur")
        self.table.setObjectName("hari-libur")
        self.table.current_changed.connect(lambda _key: self._enable())
        self.add(self.table, 1)
        self._shown_year = page.context.month.year
        self._enable()

    def _bar(self) -> QWidget:
        """Make the row of year and acts; it goes on in a second line where there is no room."""
        bar = QWidget()
        row = FlowLayout(bar)
        for control in (self.year, *self.acts):
            row.addWidget(control)
        return bar

    # --- showing ---

    def show_year(self, year: int) -> None:
        """Show another year."""
        self._shown_year = year
        self.load()

    def load(self) -> None:
        """Read the year."""
        session, year = self.page.context.session, self._shown_year
        job = self.page.context.jobs.run(
            lambda _p: holidays.read(session, year), self.page, slot="holidays"
        )
        job.success(self._show)

    def _show(self, found: Calendar) -> None:
        self.found = found
        self.table.set_rows(_row(row) for row in found.rows)
        self._offer_years(found)
        off = sum(not row.entry.cancelled for row in found.rows)
        words = f"{off} hari libur pada {found.year}"
        empty = f"Hari libur {found.year} belum diisi: semua hari kerja dihitung wajib"
        self.note.set_full(words if off else empty)
        self._enable()

    def _offer_years(self, found: Calendar) -> None:
        today, month = self.page.context.session.today, self.page.context.month
        years = (*found.years, month.year, today.year)
        self.year.clear()
        for year in range(min(years), max(years) + 2):
            self.year.addItem(str(year), year)
        self.year.setCurrentIndex(self.year.findData(found.year))

    def _current(self) -> HolidayRow | None:
        key = self.table.current_key()
        rows = self.found.rows if self.found else []
        return next((row for row in rows if _key(row) == key), None)

    def _enable(self) -> None:
        may = self.page.context.session.actor.may(Permission.EDIT_CALENDAR)
        row = self._current()
        self.add_day.setEnabled(may)
        self.bring.setEnabled(may)
        self.take_out.setEnabled(may and row is not None)
        self.stop.setEnabled(may and row is not None and not row.entry.cancelled)
        why = "" if may else "Kalender diubah oleh BKPSDM, Bagian Organisasi, atau pengelola."
        for button in self.acts:
            button.setToolTip(why)

    # --- acts ---

    def _done(self, words: str, frozen: list[str]) -> None:
        again = f"{frozen[0]} sudah dibekukan dengan kalender lama; bekukan lagi." if frozen else ""
        self.page.say("warn" if frozen else "ok", words, again)
        self.page.context.changed("calendar")

    def _ask(self, verb: str, entry: Entry, act: Callable[[], list[str]], words: str) -> None:
        """Show whom a change touches where months were worked on, then make it."""
        session, jobs = self.page.context.session, self.page.context.jobs

        def do() -> None:
            job = jobs.run(lambda _p: act(), self.page, writes=True)
            job.success(lambda frozen: self._done(words, frozen))

        title = f"{verb}: {entry.name}, {written_day(entry.day)}"
        ask_first(
            self.page, title, verb,
            lambda: touched.by_days(session, entry.day, entry.day, entry.unit_id), do,
        )  # fmt: skip

    def _add(self) -> None:
        offices = self.found.units if self.found else []
        dialog = HolidayDialog(self.page, self._first_day(), offices)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        entry, session = dialog.entry(), self.page.context.session
        self._shown_year = entry.day.year
        words = f"{written_day(entry.day)} dicatat: {entry.name}."
        self._ask("Tambah hari libur", entry, lambda: holidays.add(session, entry), words)

    def _first_day(self) -> date:
        month = self.page.context.month.first
        year = self._shown_year
        return month if month.year == year else date(year, 1, 1)

    def _cancel(self) -> None:
        row = self._current()
        if row is None:
            return
        basis = QLineEdit()
        basis.setMaxLength(160)
        dialog = FormDialog(
            self.page,
            f"Batalkan {row.entry.name}",
            "Batalkan hari libur",
            lambda: {} if basis.text().strip() else {"basis": "Dasar pembatalan belum diisi."},
        )
        words = f"{weekday(row.entry.day)} menjadi hari kerja."
        dialog.form.add("basis", Field("&Dasar pembatalan", basis, note=words, required=True))
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        session, given = self.page.context.session, basis.text().strip()
        self._ask(
            "Batalkan hari libur", row.entry, lambda: holidays.cancel(session, row.id, given),
            f"{row.entry.name} dibatalkan.",
        )  # fmt: skip

    def _withdraw(self) -> None:
        row = self._current()
        if row is None:
            return
        question = f"Cabut {row.entry.name}, {written_day(row.entry.day)}?"
        loss = "Untuk yang salah catat. Hari libur yang ditiadakan keputusan dibatalkan saja."
        if not confirm(self.page, question, loss, "Cabut catatan"):
            return
        session = self.page.context.session
        self._ask(
            "Cabut catatan", row.entry, lambda: holidays.withdraw(session, row.id),
            f"{row.entry.name} dicabut.",
        )  # fmt: skip

    def _import(self) -> None:
        from polima_desktop.views.importing import open_wizard

        open_wizard(self.page, self.page.context, "holidays")


class HolidayDialog(FormDialog):
    """Asks for a holiday: its day, name, kind, decree, and whose it is."""

    def __init__(self, parent: QWidget, day: date, offices: list[tuple[int, str]]) -> None:
        super().__init__(parent, "Tambah hari libur", "Tambah hari libur", self._errors)
        self.day = DayBox(QDate(day.year, day.month, day.day))
        self.day.setDisplayFormat("dd-MM-yyyy")
        self.day.setCalendarPopup(True)
        self.name, self.basis, self.kind, self.unit = QLineEdit(), QLineEdit(), Choice(), Choice()
        self.name.setMaxLength(120)
        self.basis.setMaxLength(160)
        self.basis.setPlaceholderText("misalnya SKB 3 Menteri Nomor 855 Tahun 2023")
        for code, words in HOLIDAY_KINDS.items():
            self.kind.addItem(words, code)
        self.unit.addItem(EVERYBODY, None)
        for unit, name in offices:
            self.unit.addItem(name, unit)
        self.form.add("day", Field("&Tanggal", self.day, required=True))
        self.form.add("name", Field("&Nama", self.name, required=True))
        self.form.add("kind", Field("&Jenis", self.kind))
        self.form.add("basis", Field("&Dasar", self.basis))
        self.form.add("unit", Field("&Berlaku bagi", self.unit))
        self.day.setFocus(Qt.FocusReason.OtherFocusReason)

    def _errors(self) -> dict[str, str]:
        return {} if self.name.text().strip() else {"name": "Nama hari libur belum diisi."}

    def entry(self) -> Entry:
        """Give what was typed."""
        day = self.day.date()
        return Entry(
            date(day.year(), day.month(), day.day()),
            self.unit.currentData(),
            self.name.text().strip(),
            self.kind.currentData(),
            basis=self.basis.text().strip() or None,
        )


def _key(row: HolidayRow) -> str:
    """Name the day and whose it is: what stays when its record is replaced by another."""
    return f"{row.entry.day} {row.unit or ''}"


def _row(row: HolidayRow) -> Row:
    entry = row.entry
    kind = HOLIDAY_KINDS.get(entry.kind, entry.kind)
    unit = row.unit or EVERYBODY
    return _key(row), entry.day, entry.name, kind, unit, entry.basis or "–", entry.cancelled


def _state(row: Row) -> Badge | None:
    return Badge("mute", "Dibatalkan", "silang") if row[6] else None


def _columns() -> list[Column]:
    return [
        Column("day", "Tanggal", 1, text=weekday, width=190),
        Column("name", "Nama", 2, width=240, tone="medium", stretch=True),
        Column("kind", "Jenis", 3, width=110),
        Column("unit", "Berlaku bagi", 4, width=110, tone="second"),
        Column("basis", "Dasar", 5, width=200, tone="second"),
        Column("state", "Keadaan", 6, text=lambda _off: "Berlaku", width=110, badge=_state),
    ]
