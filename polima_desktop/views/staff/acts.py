"""What the page's buttons and menus do: forms, units, another day, files. Not the list itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog

from polima_desktop.domain.access import Permission
from polima_desktop.formatting import UNKNOWN, number
from polima_desktop.views.staff.detail import PersonPane
from polima_desktop.views.staff.shown import Shown
from polima_desktop.views.tables import Column, DataTable
from polima_desktop.views.widgets import Page

if TYPE_CHECKING:
    from polima_desktop.services.staff.events import Recorded
    from polima_desktop.views.staff.unit_list import UnitListDialog


class Acts:
    """The acts of one page; each ends with the list read again if it changed something."""

    def __init__(
        self,
        page: Page,
        shown: Shown,
        table: DataTable,
        pane: PersonPane,
        expect: Callable[[int | None], object],
    ) -> None:
        """``expect``: a person to choose as soon as the list has them."""
        self.page, self.shown, self.table, self.pane = page, shown, table, pane
        self.context, self._expect = page.context, expect

    # ── one person ────────────────────────────────────────────────────────────────────────

    def edit_person(self) -> None:
        """Open the chosen person's form."""
        from polima_desktop.views.staff.editor import PersonEditor

        file, roster = self.pane.file, self.shown.roster
        if file is None or roster is None or not self.pane.edit.isEnabled():
            return
        editor = PersonEditor(self.page, self.context, file, roster)
        editor.show_event_form.connect(self.record_event)
        if run(editor):
            self._saved(editor.saved_words)

    def add_person(self) -> None:
        """Open an empty form for somebody new."""
        from polima_desktop.views.staff.editor import NewPersonEditor

        if self.shown.roster is None:
            return
        editor = NewPersonEditor(self.page, self.context, self.shown.roster)
        if run(editor):
            self._expect(editor.person_id)
            self._saved(editor.saved_words)

    def record_event(self) -> None:
        """Record an event (transfer, leave, …) for everybody selected."""
        from polima_desktop.views.staff.events import EventDialog

        chosen = self.table.selected_keys() or [self.table.current_key()]
        if self.shown.roster is None or chosen == [None]:
            return
        people = self.shown.named(chosen)
        dialog = EventDialog(self.page, self.context, people, self.shown.roster)
        if run(dialog):
            self._saved(dialog.saved_words)

    def change_record(self, act: str, one: Recorded) -> None:
        """Correct, end or withdraw a record of the chosen person."""
        from polima_desktop.views.staff import record_acts

        file, roster = self.pane.file, self.shown.roster
        if file is None or roster is None:
            return
        name = file.now.name
        if act == "withdraw":
            record_acts.withdraw(self.page, one, name, self._saved)
        elif act == "end":
            record_acts.end(self.page, one, name, self._saved)
        else:
            record_acts.correct(self.page, one, (file.id, name), roster, self._saved)

    def _saved(self, words: tuple[str, str]) -> None:
        self.page.say("ok", *words)
        self.context.changed("people")
        self.page.refresh()

    # ── the list as a whole ───────────────────────────────────────────────────────────────

    def ask_state(self) -> None:
        """Ask for another day, or for what was known at another moment."""
        from polima_desktop.views.staff.dialogs import StateDialog

        day = self.shown.day_in(self.context.month)
        dialog = StateDialog(self.page, day, self.shown.known_at)
        if run(dialog):
            self.shown.day, self.shown.known_at = dialog.day, dialog.known_at
            self.page.refresh()

    def open_units(self) -> None:
        """Open the organisation: rename, merge, split and open units."""
        from polima_desktop.views.staff.units import UnitsDialog

        day = self.shown.day_in(self.context.month)
        dialog = UnitsDialog(self.page, self.context, day, self.table.selected_keys())
        dialog.exec()
        if dialog.changed:
            self.context.changed("units")
            self.page.refresh()
        dialog.deleteLater()

    def make_units(self) -> None:
        """Make units out of a list; who may not is told who may."""
        from polima_desktop.views.staff.unit_list import UnitListDialog

        if not self.context.session.actor.may(Permission.EDIT_UNITS):
            words = "Masuk sebagai pengelola, BKPSDM, atau Bagian Organisasi."
            self.page.say("warn", "Unit kerja dibuat oleh peran lain.", words)
            return
        dialog = UnitListDialog(self.page, self.context)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._units_made(dialog))
        dialog.open()

    def _units_made(self, dialog: UnitListDialog) -> None:
        made = dialog.result_
        if made is not None:
            words = "Bila salah, urungkan di Impor daftar, Impor terakhir."
            self.page.say("ok", f"{number(made.counts.new)} unit dibuat.", words)

    def import_list(self) -> None:
        """Open the import of a staff list."""
        from polima_desktop.views.importing import open_wizard

        open_wizard(self.page, self.context, "employees")

    def export_seen(self) -> None:
        """Write the list as it is seen: its rows, columns and order."""
        from polima_desktop.services.staff.export import export_seen

        columns, rows = self.table.seen_columns(), self.table.rows_model.rows
        titles = [column.title for column in columns]
        cells = [[_plain(column, row) for column in columns] for row in rows]
        session, day = self.context.session, self.shown.day_in(self.context.month)
        self._export(lambda path: export_seen(session, titles, cells, path, day))

    def export_whole(self) -> None:
        """Write everything of the people shown to a workbook the import takes back unchanged."""
        from polima_desktop.services.imports import export_employees

        session, day = self.context.session, self.shown.day_in(self.context.month)
        ids = [row[0] for row in self.table.rows_model.rows]
        self._export(lambda path: export_employees(session, ids, path, day), "lengkap")

    def _export(self, write: Callable[[Path], int], kind: str = "") -> None:
        """Ask where to, write, and offer to open it."""
        from polima_desktop.views.dialogs import WORKBOOKS, file_name, save_file

        page, day = self.page, self.shown.day_in(self.context.month)
        seen, everybody = len(self.table.rows_model.rows), self.shown.total
        part = f"{seen} orang" if seen < everybody else ""
        proposal = file_name("xlsx", "pegawai", kind, day.isoformat(), part)
        path = save_file(page, self.context.settings, "Ekspor pegawai", proposal, WORKBOOKS)
        if path is None:
            return
        self.context.jobs.run(lambda _progress: write(path), page).success(
            lambda count: page.say(
                "ok",
                f"{number(count)} pegawai diekspor.",
                str(path),
                link="Buka berkas",
                on_link=lambda: open_in_its_program(path),
            )
        )


def open_in_its_program(path: Path) -> None:
    """Open a file in the program the computer has for it."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def _plain(column: Column, row: Any) -> Any:
    """Give what a workbook keeps of a cell: numbers as they are, an unknown blank."""
    value = row[column.field]
    if column.key == "nip" or isinstance(value, int):
        return value
    words = column.cell(row).words
    return None if words == UNKNOWN else words


def run(dialog: QDialog) -> bool:
    """Show a dialog until it is closed, and let go of it; tell whether it was accepted."""
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return accepted
