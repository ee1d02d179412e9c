"""What was paid, for who may see it: batches with their transfers; read side of ``payments``."""

from __future__ import annotations

from polima_desktop.domain.access import Permission
from polima_desktop.domain.periods import Month
from polima_desktop.services import scope
from polima_desktop.services.months import steps
from polima_desktop.services.session import Session
from polima_desktop.storage.months import payments
from polima_desktop.storage.months.payments import Batch, Item


def every_batch(session: Session, month: Month) -> tuple[list[Batch], dict[int, list[Item]]]:
    """Give a month's batches, then those of arrears alone, with their transfers by batch's id."""
    with session.reading(Permission.READ_SLIPS) as connection:
        of_month = payments.batches(connection, steps.existing(connection, month).id)
        found = [*of_month, *payments.batches(connection, None)]
        own = scope.own_people(connection, session.actor, month.last)
        items = {batch.id: payments.items(connection, batch.id) for batch in found}
    return found, {
        key: [item for item in some if own is None or item.person_id in own]
        for key, some in items.items()
    }
