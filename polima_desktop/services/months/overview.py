"""What the window shows around every page: months with their states, counts, which data is open.

Where one month stands in detail is ``services.months.standing``. Read side only.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from polima_desktop.domain.access import Permission
from polima_desktop.domain.periods import Month
from polima_desktop.services.review import claims
from polima_desktop.services.session import Session
from polima_desktop.storage.months import months


class Glance(NamedTuple):
    """Months with their states, how many items wait on which page, the store's name."""

    months: list[tuple[Month, str]]
    counts: Mapping[str, int]
    store: str


def glance(session: Session, month: Month) -> Glance:
    """Give the months there is anything of, what waits for this user, and the open data's name."""
    with session.reading(Permission.READ) as connection:
        known = {Month.parse(row.month): row.state for row in months.month_rows(connection)}
        for other in months.months_with_records(connection):
            known.setdefault(other, "open")
    known.setdefault(month, "open")
    counts = {"backup": claims.waiting(session, month)}
    return Glance(sorted(known.items()), counts, _store_name(session))


def working_month(session: Session) -> Month:
    """Give the month to begin with: the first one with records that is not locked yet."""
    with session.reading(Permission.READ) as connection:
        states = {Month.parse(row.month): row.state for row in months.month_rows(connection)}
        recorded = months.months_with_records(connection)
    unlocked = [month for month in recorded if states.get(month) != "locked"]
    return next(iter(unlocked or recorded[-1:]), Month.of(session.today))


def _store_name(session: Session) -> str:
    address = session.database.address
    return address.rsplit("@", 1)[-1].rsplit("/", 1)[-1]
