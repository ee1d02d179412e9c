"""The life of one unit: every act that touched it, and Cabut for the one under the cursor."""

from __future__ import annotations

from typing import NamedTuple

from polima_desktop import formatting
from polima_desktop.services.staff import unit_history
from polima_desktop.services.staff.unit_history import Told
from polima_desktop.views.context import Context
from polima_desktop.views.dialogs import Dialog, ask_reason
from polima_desktop.views.tables import Column, DataTable
from polima_desktop.views.widgets import Message, NoticePlace


class _Line(NamedTuple):
    id: int
    when: str
    who: str
    what: str
    state: str
    told: Told


class UnitHistoryDialog(Dialog):
    """``changed`` afterwards: whether something was withdrawn."""

    def __init__(self, parent: Dialog, context: Context, code: str, name: str) -> None:
        super().__init__(parent, f"Riwayat {name}", "Cabut perubahan…", width=860)
        self.context, self.code, self.changed = context, code, False
        self.notices = NoticePlace()
        place = _Line._fields.index
        self.table = DataTable(
            [
                Column("when", "Dicatat", place("when"), width=190),
                Column("who", "Oleh", place("who"), tone="second", width=90),
                Column("what", "Perubahan", place("what"), tone="medium", width=300, stretch=True),
                Column("state", "Keadaan", place("state"), tone="second", width=220, stretch=True),
            ],
            "Riwayat unit",
        )
        self.table.setMinimumHeight(300)
        self.table.current_changed.connect(self._follow)
        self.table.opened.connect(lambda _key: self.accept())
        self.body.addWidget(self.notices)
        self.body.addWidget(self.table, 1)
        self.cancel.setText("Tutup")
        self._load()

    def _load(self) -> None:
        session, code = self.context.session, self.code
        self.context.jobs.run(lambda _progress: unit_history.history(session, code)).success(
            self._show
        )

    def _show(self, told: list[Told]) -> None:
        self.table.set_rows([_line(one) for one in told])
        if self.table.current_key() is None:
            self.table.select_place(0)
        self._follow()

    def _current(self) -> _Line | None:
        row = self.table.current_row()
        return row if isinstance(row, _Line) else None

    def _follow(self, *_: object) -> None:
        line = self._current()
        self.verb.setEnabled(line is not None and line.told.withdrawable)

    def accept(self) -> None:
        """Ask why, and withdraw the act under the cursor; the dialog stays."""
        line = self._current()
        if line is None or not line.told.withdrawable:
            return
        reason = ask_reason(self, f"Cabut {line.what}", "Alasan", "Cabut perubahan")
        if reason is None:
            return
        session, act = self.context.session, line.told.act
        self.context.jobs.run(
            lambda _progress: unit_history.withdraw(session, act.id, reason), writes=True
        ).success(lambda _: self._withdrawn(line.what)).failure(
            lambda error: self.notices.messages.show_message(Message.of(error))
        )

    def _withdrawn(self, what: str) -> None:
        self.changed = True
        self.notices.messages.show_message(Message("ok", f"Dicabut: {what}."))
        self._load()


def _line(one: Told) -> _Line:
    act = one.act
    state = "Berlaku"
    if act.undone_at is not None:
        state = f"Dicabut {act.undone_by}, {formatting.short_moment(act.undone_at)}"
    elif act.reason:
        state = act.reason
    when = formatting.short_moment(act.at)
    return _Line(act.id, when, act.user, act.title or act.action, state, one)
