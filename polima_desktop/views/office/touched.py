"""Whom a change of the calendar touches, shown before it is made."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QWidget

from polima_desktop.domain.identity import shown_nip
from polima_desktop.services.attendance.touched import Touched
from polima_desktop.views.dialogs import Dialog
from polima_desktop.views.tables import Column, DataTable
from polima_desktop.views.widgets import Note, Page


class TouchedDialog(Dialog):
    """The months that were worked on, what comes of each, and the people by name."""

    def __init__(self, parent: QWidget, title: str, verb: str, touched: Touched) -> None:
        super().__init__(parent, title, verb, width=680)
        self.body.addWidget(Note("warn", touched.sentence))
        self.table = DataTable(
            [
                Column("name", "Nama", 2, width=200, tone="medium", stretch=True),
                Column("nip", "NIP", 1, text=shown_nip, width=178, minimum=178),
                Column("unit", "Unit", 3, width=200, tone="second", stretch=True),
            ],
            "Pegawai yang terkena",
        )
        self.table.set_row_height(28)
        self.table.setFixedHeight(260)
        self.table.set_rows(touched.people)
        self.body.addWidget(self.table, 1)


def ask_first(
    page: Page, title: str, verb: str, find: Callable[[], Touched], act: Callable[[], None]
) -> None:
    """Look whom a change touches; ask where months were worked on already, then do it."""

    def found(touched: Touched) -> None:
        if touched.months:
            dialog = TouchedDialog(page, title, verb, touched)
            if dialog.exec() != QDialog.DialogCode.Accepted:
                return
        act()

    page.context.jobs.run(lambda _progress: find(), page).success(found)
