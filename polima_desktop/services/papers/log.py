"""The log of printings as a use case: what was printed of a month, by whom, and which slips."""

from __future__ import annotations

from typing import NamedTuple

from polima_desktop.domain.access import Permission
from polima_desktop.domain.periods import Month
from polima_desktop.services import scope
from polima_desktop.services.papers.kinds import LABELS, Paper
from polima_desktop.services.session import Session
from polima_desktop.storage.papers import printings
from polima_desktop.storage.papers.printings import PrintedSlip, Printing


class Entry(NamedTuple):
    """A batch with the slips of final papers that it held (drafts are only counted)."""

    printing: Printing
    slips: list[PrintedSlip]

    @property
    def what(self) -> str:
        """Name the kind of paper."""
        return LABELS[Paper(self.printing.paper)]


def of_month(session: Session, month: Month, nip: str = "") -> list[Entry]:
    """Give a month's batches, the latest first; with a NIP those that held that person's slip.

    An account of an office sees the batches that held slips of its own units, and only those slips.
    """
    wanted = "".join(nip.split())
    with session.reading(Permission.READ_SLIPS) as connection:
        units = scope.own_units(connection, session.actor, month.last)
        found = [
            Entry(one, printings.slips_of(connection, one.id))
            for one in printings.of_month(connection, month)
        ]
    if units is None and not wanted:
        return found

    def is_meant(slip: PrintedSlip) -> bool:
        return (units is None or slip.unit_id in units) and wanted in ("", slip.nip)

    own = [Entry(entry.printing, list(filter(is_meant, entry.slips))) for entry in found]
    return [entry for entry in own if entry.slips]
