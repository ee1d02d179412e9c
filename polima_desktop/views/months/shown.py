"""The month as the page last read it, and what this user may do with it now. Knows no Qt."""

from __future__ import annotations

from typing import NamedTuple

from polima_desktop.domain.access import Actor, Permission
from polima_desktop.domain.periods import Month, month_name
from polima_desktop.formatting import number
from polima_desktop.services.months.desk import Desk, Row, Status
from polima_desktop.services.months.explaining import Memory


class Step(NamedTuple):
    """The next step of a month: its key, the words and the icon of its button."""

    key: str
    words: str
    icon: str


class Shown:
    """What the page shows: the desk as read, the slip under the cursor, what was explained."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.desk: Desk | None = None
        self.row: Row | None = None
        self.memory = Memory()
        self._month: Month | None = None

    @property
    def status(self) -> Status | None:
        """Where the month stands, as last read."""
        return self.desk.status if self.desk else None

    def forget(self) -> None:
        """Drop what was explained: an act may have changed it."""
        self.memory = Memory()

    def take(self, desk: Desk) -> bool:
        """Keep what was read; tell whether it is another month than before."""
        self.desk = desk
        other, self._month = desk.status.month != self._month, desk.status.month
        if other:
            self.forget()
        return other

    def next_step(self) -> Step | None:
        """Give what the one filled button does, None if the next step is somebody else's."""
        status = self.status
        if status is None or not status.known:
            return None
        if status.state == "locked":
            approves = self.actor.may(Permission.APPROVE_MONTH)
            if approves or not status.unpaid.slips:
                return self._reopenings() or self._arrears()
        permission, step = _steps(status)[status.state]
        return step if self.actor.may(permission) else None

    def _reopenings(self) -> Step | None:
        """Give the step of who approves: slips that are proposed to be computed again."""
        waiting = len(self.desk.reopenings) if self.desk else 0
        if not waiting or not self.actor.may(Permission.APPROVE_MONTH):
            return None
        return Step("reopenings", f"Periksa {number(waiting)} buka ulang", "setuju")

    def _arrears(self) -> Step | None:
        """Give the step after payment: what is owed, for who decides and for who pays."""
        owed = self.desk.arrears if self.desk else ()
        pending = sum(item.state == "pending" for item in owed)
        if self.actor.may(Permission.APPROVE_MONTH) and pending:
            return Step("arrears", f"Periksa {number(pending)} rapel", "setuju")
        if self.actor.may(Permission.RUN_MONTH):
            return Step("arrears", "Rapel", "segar")
        return None

    def may_be_looked_over(self) -> bool:
        """Tell whether the month is still to be frozen, so that what is missing can be mended."""
        return self.status is not None and self.status.known and self.status.state == "open"

    def may_again(self) -> bool:
        """Tell whether the month may be frozen and calculated again."""
        return self._may(Permission.RUN_MONTH, "frozen", "calculated", "submitted")

    def may_reopen(self) -> bool:
        """Tell whether one slip may be reopened."""
        return self._may(Permission.LOCK_MONTH, "locked")

    def may_take_back(self) -> bool:
        """Tell whether a submission or an approval may be taken back."""
        return self._may(Permission.RUN_MONTH, "submitted", "approved")

    def may_send_back(self) -> bool:
        """Tell whether this user may give the month back to who calculated it."""
        return self._may(Permission.APPROVE_MONTH, "submitted", "approved")

    def may_choose(self) -> bool:
        """Tell whether the slip under the cursor may be made a golden one, or let go."""
        row = self.row
        return row is not None and row.net is not None and self.actor.may(Permission.EDIT_RULES)

    def _may(self, permission: Permission, *states: str) -> bool:
        status = self.status
        return status is not None and status.state in states and self.actor.may(permission)


def _steps(status: Status) -> dict[str, tuple[Permission, Step]]:
    name, slips = month_name(status.month), number(status.slips)
    run, approve, lock = Permission.RUN_MONTH, Permission.APPROVE_MONTH, Permission.LOCK_MONTH
    return {
        "open": (run, Step("freeze", f"Bekukan {name}", "beku")),
        "frozen": (run, Step("calculate", "Hitung slip", "hitung")),
        "calculated": (run, Step("submit", "Ajukan persetujuan", "setuju")),
        "submitted": (approve, Step("approve", f"Setujui {slips} slip", "setuju")),
        "approved": (lock, Step("lock", f"Kunci {slips} slip", "kunci")),
        "locked": (lock, Step("pay", f"Bayar {number(status.unpaid.slips)} slip", "ekspor")),
    }
