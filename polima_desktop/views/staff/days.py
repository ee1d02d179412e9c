"""A day as people write it, typed or picked from a calendar."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QLocale, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCalendarWidget, QLineEdit, QMenu, QWidgetAction

from polima_desktop import formatting
from polima_desktop.domain.errors import Refused
from polima_desktop.services.staff import person_form
from polima_desktop.views.icons import icon

_INDONESIAN = QLocale(QLocale.Language.Indonesian, QLocale.Country.Indonesia)


class DayField(QLineEdit):
    """Takes any spelling of a day; its calendar opens by the icon, Alt+Down or F4."""

    def __init__(self, day: date | None = None) -> None:
        super().__init__()
        self.setText(formatting.day(day) if day else "")
        self.pick = self.addAction(
            icon("kalender", "ink2"), QLineEdit.ActionPosition.TrailingPosition
        )
        self.pick.setText("Pilih tanggal")
        self.pick.setToolTip("Pilih tanggal (Alt+↓)")
        self.pick.triggered.connect(self.open_calendar)
        self.calendar: QCalendarWidget | None = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if event.key() == Qt.Key.Key_F4 or (alt and event.key() == Qt.Key.Key_Down):
            self.open_calendar()
        else:
            super().keyPressEvent(event)

    def open_calendar(self) -> None:
        """Show the month of the day that is written, else this month."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar = QCalendarWidget()
        calendar.setLocale(_INDONESIAN)
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setAccessibleName("Kalender")
        written = self.written()
        if written is not None:
            calendar.setSelectedDate(QDate(written.year, written.month, written.day))
        calendar.activated.connect(self._take)
        calendar.clicked.connect(self._take)
        held = QWidgetAction(menu)
        held.setDefaultWidget(calendar)
        menu.addAction(held)
        self.calendar = calendar
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))
        calendar.setFocus(Qt.FocusReason.PopupFocusReason)

    def _take(self, day: QDate) -> None:
        self.setText(formatting.day(date(day.year(), day.month(), day.day())))
        calendar, self.calendar = self.calendar, None
        if calendar is not None:
            calendar.window().close()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.editingFinished.emit()

    def written(self) -> date | None:
        """Give the day that is written; None where it is none."""
        try:
            return person_form.read_day(self.text()) if self.text().strip() else None
        except Refused:
            return None
