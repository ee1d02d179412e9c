"""Reading a case: what the engine answered, with every ruling that still reaches its rows.

Light enough for Beranda; opening a case from lists is ``cases``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from polima_desktop.domain.access import Permission
from polima_desktop.domain.matching.desk import Desk, Since, compare_trouble, lay, trouble
from polima_desktop.domain.matching.rulings import Return, Ruling
from polima_desktop.services.session import Session
from polima_desktop.storage.reconciliation import cases as stored
from polima_desktop.storage.reconciliation import documents
from polima_desktop.storage.reconciliation.cases import StoredCase
from polima_desktop.storage.reconciliation.content import unpack
from polima_desktop.storage.reconciliation.documents import Paper

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True)
class CaseView:
    """A case as it stands now; a signed one as it was signed.

    ``since``: what became of the trouble of the case before; ``came_back``: rulings on rows one
    of which has changed since, with both rows as they were then; ``papers``: what proves a ruling,
    by its rows; ``latest``: whether no newer case was opened; ``mappings``: how each list was read.
    """

    stored: StoredCase
    desk: Desk
    cells: tuple[list[dict[str, str]], list[dict[str, str]]]
    trend: tuple[StoredCase, ...]
    since: Since | None
    came_back: tuple[CameBack, ...]
    papers: Mapping[tuple[str, str], Sequence[Paper]]
    latest: bool
    mappings: tuple[list[dict[str, Any]], list[dict[str, Any]]]

    @property
    def names(self) -> tuple[str, str]:
        """What both offices are called."""
        return self.stored.left_name, self.stored.right_name

    @property
    def closed(self) -> bool:
        """Whether both offices have signed."""
        return self.stored.closed

    @property
    def open(self) -> bool:
        """Whether it may be decided on: the latest case, not yet signed by both."""
        return self.latest and not self.closed

    def papers_of(self, left: int | None, right: int | None) -> Sequence[Paper]:
        """Give the papers that hang on a pair, or on a row alone."""
        return self.papers.get(keys_of(self.desk, left, right), ())


def keys_of(desk: Desk, left: int | None, right: int | None) -> tuple[str, str]:
    """Give the content by which a ruling on these places names its rows."""
    return (
        desk.keys[0][left] if left is not None else "",
        desk.keys[1][right] if right is not None else "",
    )


class CameBack(NamedTuple):
    """A ruling whose row changed, and its rows as they were read then (side → field → text)."""

    back: Return
    shown: dict[str, Any]


def every(session: Session) -> list[StoredCase]:
    """Give all cases, oldest first."""
    with session.reading(Permission.READ_RECONCILIATION) as connection:
        return stored.every(connection)


def load(session: Session, case_id: int | None = None) -> CaseView | None:
    """Give a case, the latest if none is named; None where there is none yet."""
    with session.reading(Permission.READ_RECONCILIATION) as connection:
        return view(connection, case_id)


def view(connection: Connection, case_id: int | None = None) -> CaseView | None:
    """Give a case through a connection."""
    all_cases = stored.every(connection)
    if not all_cases:
        return None
    chosen = next((case for case in all_cases if case.id == case_id), all_cases[-1])
    rulings = stored.current(connection, chosen.signed_at)
    case = unpack(stored.content(connection, chosen.id))
    desk = lay(case.outcome, rulings)
    return CaseView(
        chosen,
        desk,
        (case.left_cells, case.right_cells),
        tuple(each for each in all_cases if each.id <= chosen.id),
        _since(connection, chosen, desk, rulings),
        () if chosen.closed else _came_back(connection, desk),
        documents.by_rows(connection),
        chosen is all_cases[-1],
        case.mappings,
    )


def _since(
    connection: Connection, case: StoredCase, desk: Desk, rulings: Sequence[Ruling]
) -> Since | None:
    """Hold the case against the one before: what its offices repaired, and what came new."""
    if case.previous_id is None:
        return None
    before = unpack(stored.content(connection, case.previous_id))
    return compare_trouble(trouble(lay(before.outcome, rulings)), trouble(desk))


def _came_back(connection: Connection, desk: Desk) -> tuple[CameBack, ...]:
    """Give the rulings to be decided anew with what their rows said then."""
    shown = stored.shown(connection, [back.ruling.id for back in desk.returns])
    return tuple(CameBack(back, shown[back.ruling.id]) for back in desk.returns)
