"""Who is touched by an act on several people: a table in a form, and the question before it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from polima_desktop import formatting
from polima_desktop.domain.events import Event
from polima_desktop.domain.identity import shown_nip
from polima_desktop.services.staff.effects import Touched
from polima_desktop.views.dialogs import Dialog
from polima_desktop.views.tables import Column, DataTable
from polima_desktop.views.widgets import Note, label

_NAMES = 3


def touched_table(what: str, height: int) -> DataTable:
    """Make the table; ``what`` heads its last column."""
    place = Touched._fields.index
    table = DataTable(
        [
            Column("name", "Nama", place("name"), tone="medium", width=190, stretch=True),
            Column("nip", "NIP", place("nip"), text=shown_nip, width=178, minimum=178),
            Column("age", "Usia", place("age"), width=52, right=True),
            Column("what", what, place("what"), tone="second", width=220, stretch=True,
                   tip=lambda row: str(row[place("what")])),
        ],
        "Pegawai yang terkena",
    )  # fmt: skip
    table.setFixedHeight(height)
    return table


class BulkDialog(Dialog):
    """Shows what an event will do to everybody, and what is doubtful, before it is written."""

    def __init__(
        self, parent: QWidget, event: Event, rows: Sequence[Touched], doubts: Sequence[str]
    ) -> None:
        count = formatting.number(len(rows))
        super().__init__(
            parent,
            f"{event.kind.label} untuk {count} pegawai",
            f"Catat untuk {count} pegawai",
            width=760,
        )
        self.body.addWidget(label(_words(event), "body", wrap=True))
        for doubt in doubts:
            self.body.addWidget(Note("warn", doubt))
        self.table = touched_table("Yang berubah", 300)
        self.table.set_rows(rows)
        self.body.addWidget(self.table, 1)
        self.table.opened.connect(lambda _key: self.accept())  # Enter goes on


def _words(event: Event) -> str:
    until = f" sampai {formatting.day(event.ends)}" if event.ends else ""
    signed = f" tanggal {formatting.day(event.decree_date)}" if event.decree_date else ""
    paper = f"SK {event.decree_number}{signed}" if event.decree_number else "Tanpa nomor SK"
    return f"Mulai {formatting.day(event.starts)}{until}. {paper}."


def some_names(rows: Sequence[Touched]) -> str:
    """Name a few and how many more: ``Rosmina, Wa Ima, dan 12 lain``."""
    names = [row.name for row in rows[:_NAMES]]
    more = len(rows) - len(names)
    if more > 0:
        return f"{', '.join(names)}, dan {formatting.number(more)} lain"
    return formatting.listed(names)
