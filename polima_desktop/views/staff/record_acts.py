"""The life of one record in the window: withdraw it, end it on a day, correct it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QLineEdit

from polima_desktop import formatting
from polima_desktop.domain.errors import Refused
from polima_desktop.services.staff import events, person_form
from polima_desktop.services.staff.events import Recorded
from polima_desktop.services.staff.roster import Roster
from polima_desktop.views.dialogs import FormDialog, ask_reason
from polima_desktop.views.staff.days import DayField
from polima_desktop.views.staff.events import EventDialog
from polima_desktop.views.staff.records import period
from polima_desktop.views.widgets import Field, Page

Saved = Callable[[tuple[str, str]], object]
UNDO_HINT = "Ctrl+Z mengurungkan."


def withdraw(page: Page, one: Recorded, name: str, saved: Saved) -> None:
    """Ask why, and withdraw."""
    what = f"{one.label} {period(one)}"
    reason = ask_reason(page, f"Cabut catatan {name}: {what}", "Alasan", "Cabut catatan")
    if reason is None:
        return
    session, number = page.context.session, one.said.id
    page.context.jobs.run(
        lambda _p: events.withdraw(session, number, reason), page, writes=True
    ).success(lambda _: saved((f"{one.label} dicabut.", UNDO_HINT)))


def end(page: Page, one: Recorded, name: str, saved: Saved) -> None:
    """Ask for the last day and why, and end."""
    dialog = EndDialog(page, one, name)
    accepted = dialog.exec() == FormDialog.DialogCode.Accepted
    last, reason = dialog.last, dialog.reason.text()
    dialog.deleteLater()
    if not accepted or last is None:
        return
    session, number = page.context.session, one.said.id
    page.context.jobs.run(
        lambda _p: events.end(session, number, last, reason), page, writes=True
    ).success(lambda _: saved((f"{one.label} berakhir {formatting.day(last)}.", UNDO_HINT)))


def correct(page: Page, one: Recorded, who: tuple[int, str], roster: Roster, saved: Saved) -> None:
    """Show the record in its form, to put another in its place."""
    dialog = EventDialog(page, page.context, [who], roster, one)
    if dialog.exec() == EventDialog.DialogCode.Accepted:
        saved((dialog.saved_words[0], UNDO_HINT))
    dialog.deleteLater()


class EndDialog(FormDialog):
    """Asks for the last day of a record, and why."""

    def __init__(self, page: Page, one: Recorded, name: str) -> None:
        super().__init__(page, f"Akhiri {one.label.lower()} {name}", "Akhiri", self._errors)
        self.one, self.last = one, None
        self.day, self.reason = DayField(), QLineEdit()
        note = f"Berlaku {period(one)}."
        self.form.add("day", Field("Hari terakhir", self.day, required=True, note=note))
        self.form.add("reason", Field("Alasan", self.reason, required=True))

    last: date | None

    def _errors(self) -> dict[str, str]:
        errors: dict[str, str] = {}
        try:
            self.last = person_form.read_day(self.day.text())
        except Refused as refused:
            errors["day"] = str(refused)
        else:
            if self.last < self.one.said.valid_from:
                errors["day"] = "Hari terakhir lebih dulu daripada mulainya."
        if not self.reason.text().strip():
            errors["reason"] = "Alasan belum ditulis. Tulis satu kalimat."
        return errors
