"""Where a month stands: months with their states, what waits, what blocks, who already clocks in.

Read side only. The month's own run is ``services.months``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from polima_desktop.domain.periods import Month
from polima_desktop.services.session import Session
from polima_desktop.storage import months, review


class Glance(NamedTuple):
    """What the window shows around every page: months and states, counts a page, the store."""

    months: list[tuple[Month, str]]
    counts: Mapping[str, int]
    store: str


def glance(session: Session, month: Month) -> Glance:
    """Give the months there are anything of, what waits on each page, and which data is open."""
    with session.reading() as connection:
        known = {Month.parse(row.month): row.state for row in months.month_rows(connection)}
        for other in months.months_with_records(connection):
            known.setdefault(other, "open")
        waiting = review.undecided(connection, month.first, month.last)
    known.setdefault(month, "open")
    return Glance(sorted(known.items()), {"backup": waiting}, _store_name(session))


def working_month(session: Session) -> Month:
    """Give the month to begin with: the first one with records that is not locked yet."""
    with session.reading() as connection:
        states = {Month.parse(row.month): row.state for row in months.month_rows(connection)}
        recorded = months.months_with_records(connection)
    unlocked = [month for month in sorted(recorded) if states.get(month) != "locked"]
    return next(iter(unlocked or sorted(recorded)[-1:]), Month.of(session.today))


def _store_name(session: Session) -> str:
    address = session.database.address
    return address.rsplit("@", 1)[-1].rsplit("/", 1)[-1]
