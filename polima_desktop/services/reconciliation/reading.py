"""Reading a case: what the engine answered, with every ruling that still reaches its rows.

Light enough for Beranda; opening a case from lists is ``cases``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from polima_desktop.domain.matching.desk import (
    Desk,
    Ruling,
    Since,
    compare_trouble,
    lay,
    trouble,
)
from polima_desktop.services.session import Session
from polima_desktop.storage.reconciliation import cases as stored
from polima_desktop.storage.reconciliation.cases import StoredCase
from polima_desktop.storage.reconciliation.content import unpack

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True)
class CaseView:
    """A case as it stands now.

    ``since``: what became of the trouble of the case before; ``came_back``: rulings on rows one
    of which has changed since, with both rows as they were then.
    """

    stored: StoredCase
    desk: Desk
    cells: tuple[list[dict[str, str]], list[dict[str, str]]]
    trend: tuple[StoredCase, ...]
    since: Since | None
    came_back: tuple[Return, ...]

    @property
    def names(self) -> tuple[str, str]:
        """What both offices are called."""
        return self.stored.left_name, self.stored.right_name

    @property
    def closed(self) -> bool:
        """Whether both offices have signed."""
        return len(self.stored.signatures) == 2


class Return(NamedTuple):
    """An earlier ruling one row of which reads otherwise now; ``place``: the row still there."""

    ruling: Ruling
    side: str
    place: int
    shown: dict[str, Any]


def every(session: Session) -> list[StoredCase]:
    """Give all cases, oldest first."""
    with session.reading() as connection:
        return stored.every(connection)


def load(session: Session, case_id: int | None = None) -> CaseView | None:
    """Give a case, the latest if none is named; None where there is none yet."""
    with session.reading() as connection:
        return view(connection, case_id)


def view(connection: Connection, case_id: int | None = None) -> CaseView | None:
    """Give a case through a connection."""
    all_cases = stored.every(connection)
    if not all_cases:
        return None
    chosen = next((case for case in all_cases if case.id == case_id), all_cases[-1])
    rulings = stored.current(connection)
    case = unpack(stored.content(connection, chosen.id))
    desk = lay(case.outcome, rulings)
    return CaseView(
        chosen,
        desk,
        (case.left_cells, case.right_cells),
        tuple(each for each in all_cases if each.id <= chosen.id),
        _since(connection, chosen, desk, rulings),
        _came_back(connection, desk, rulings),
    )


def _since(
    connection: Connection, case: StoredCase, desk: Desk, rulings: Sequence[Ruling]
) -> Since | None:
    """Hold the case against the one before: what its offices repaired, and what came new."""
    if case.previous_id is None:
        return None
    before = unpack(stored.content(connection, case.previous_id))
    return compare_trouble(trouble(lay(before.outcome, rulings)), trouble(desk))


def _came_back(connection: Connection, desk: Desk, rulings: Sequence[Ruling]) -> tuple[Return, ...]:
    """Give the rulings on pairs one row of which is here unchanged and the other is not."""
    where = [{key: n for n, key in enumerate(keys)} for keys in desk.keys]
    found = []
    for ruling in rulings:
        left, right = where[0].get(ruling.left), where[1].get(ruling.right)
        if ruling.kind != "reason" and (left is None) != (right is None):
            side, place = ("left", left) if left is not None else ("right", right)
            assert place is not None
            found.append((ruling, side, place))
    shown = stored.shown(connection, [ruling.id for ruling, _, _ in found])
    return tuple(Return(r, side, place, shown[r.id]) for r, side, place in found)
