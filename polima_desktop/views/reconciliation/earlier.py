"""The list of all reconciliations, to open an earlier one for reading."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtWidgets import QWidget

from polima_desktop.formatting import number
from polima_desktop.services.session import WITA
from polima_desktop.storage.reconciliation.cases import StoredCase
from polima_desktop.views.dialogs import Dialog
from polima_desktop.views.paint import Badge
from polima_desktop.views.tables import Column, DataTable
from polima_desktop.views.widgets import label


class EarlierDialog(Dialog):
    """All cases, the newest first; ``chosen`` is the number of the one under the cursor."""

    def __init__(self, parent: QWidget | None, cases: Sequence[StoredCase], shown: int) -> None:
        super().__init__(parent, "Semua rekonsiliasi", "Buka", width=900)
        words = (
            "Yang sudah ditandatangani tampil seperti saat ditandatangani; "
            "yang bukan terakhir hanya bisa dibaca."
        )
        self.body.addWidget(label(words, "label", "second", wrap=True))
        self.table = DataTable(_columns(), "Semua rekonsiliasi")
        self.table.setMinimumHeight(28 + 8 * 29)
        self.table.set_rows([_row(case, cases[-1].id) for case in reversed(cases)])
        self.table.select_key(shown)
        self.table.opened.connect(lambda _key: self.accept())
        self.body.addWidget(self.table, 1)

    @property
    def chosen(self) -> int | None:
        """The case under the cursor."""
        key = self.table.current_key()
        return key if isinstance(key, int) else None


def _row(case: StoredCase, latest: int) -> tuple[object, ...]:
    s = case.summary
    state = "Ditandatangani" if case.closed else "Terakhir" if case.id == latest else "Diganti"
    return (
        case.id, case.opened_at, case.opened_by, f"{case.left_file} → {case.right_file}",
        f"{number(s.left)} → {number(s.right)}", s.open, state,
    )  # fmt: skip


def _columns() -> list[Column]:
    return [
        Column("id", "No", 0, width=40, right=True),
        Column("when", "Dibuka", 1, text=_moment, width=144),
        Column("who", "Oleh", 2, width=80, tone="second"),
        Column("lists", "Kedua daftar", 3, width=180, stretch=True, tone="medium"),
        Column("counts", "Jumlah", 4, width=110, right=True),
        Column("open", "Terbuka", 5, text=number, width=70, right=True),
        Column("state", "Keadaan", 6, width=128, badge=_badge),
    ]


def _moment(at: datetime) -> str:
    return f"{at.astimezone(WITA):%d-%m-%Y %H.%M}"


def _badge(row: tuple[object, ...]) -> Badge:
    kinds = {"Ditandatangani": "ok", "Terakhir": "info"}
    return Badge(kinds.get(str(row[6]), "mute"), str(row[6]))
