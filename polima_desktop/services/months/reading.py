"""A month as the store knows it now, as columns: freezing, reopening and arrears start here."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from polima_desktop.domain.freezing import freeze as judge
from polima_desktop.domain.frozen import FrozenMonth
from polima_desktop.domain.periods import Month
from polima_desktop.domain.progress import Progress
from polima_desktop.storage.attendance import calendar
from polima_desktop.storage.attendance import policy as stored_policy
from polima_desktop.storage.months import inputs

if TYPE_CHECKING:
    from sqlalchemy import Connection

JUDGING = "Merangkum bulan"


def read_month(
    connection: Connection,
    month: Month,
    progress: Progress,
    people: Collection[int] | None = None,
    mark: Callable[[str], object] = lambda _part: None,
) -> FrozenMonth:
    """Give the columns of a month as they are known now, of everybody or of some people.

    ``mark`` is called when a part (``read``, ``aggregate``) is done.
    """
    hours, policy = calendar.load_calendar(connection), stored_policy.load(connection)
    facts = inputs.load(connection, month, progress, people)
    mark("read")
    progress.report(0, 0, JUDGING)
    frozen = judge(month, facts, hours, policy)
    mark("aggregate")
    return frozen
