"""How offices' slips look, as use cases: what holds for a unit, setting it up, a preview of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from polima_desktop.domain.access import Permission
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.papers import PaperStyle, faults
from polima_desktop.domain.periods import Month
from polima_desktop.domain.progress import Progress
from polima_desktop.services import scope
from polima_desktop.services.papers import writing
from polima_desktop.services.papers.desk import open_desk
from polima_desktop.services.papers.kinds import Chosen, Paper
from polima_desktop.services.papers.signatories import signers
from polima_desktop.services.session import Session
from polima_desktop.storage.papers import styles

if TYPE_CHECKING:
    from sqlalchemy import Connection

_ALLOWED = (Permission.EDIT_UNITS, Permission.RUN_MONTH)


class Look(NamedTuple):
    """How a unit's slips look now, and whose style that is: its own, or of one above (a name)."""

    style: PaperStyle
    own: bool
    of: str


def of_unit(session: Session, unit_id: int | None, day: date) -> Look:
    """Give how a unit's slips look on a day; None: the city."""
    with session.reading(Permission.READ) as connection:
        found, who = styles.in_force(connection, day), signers(connection, day)
    for above in (*who.line_of(unit_id), None):
        if above in found:
            return Look(found[above], above == unit_id, who.name(above))
    return Look(PaperStyle(), unit_id is None, "bawaan program")


def set_up(session: Session, unit_id: int | None, style: PaperStyle | None, since: date) -> None:
    """Let a style hold for a unit and those below it from a day on; None: as the one above it."""
    permission = next((p for p in _ALLOWED if session.actor.may(p)), _ALLOWED[0])
    session.actor.require(permission)
    if style is not None and (wrong := faults(style)):
        raise Refused(f"Bentuk slip belum benar: {' '.join(wrong.values())}", "Perbaiki isiannya.")
    with session.changing("papers.style", permission) as work:
        _refuse_others(work.connection, session, unit_id, since)
        styles.set_up(work, unit_id, style, since)
        said = style.text() if style else "dicabut"
        work.note(f"unit:{unit_id}", since=str(since), style=said, logo=bool(style and style.logo))


def _refuse_others(
    connection: Connection, session: Session, unit_id: int | None, day: date
) -> None:
    """Refuse an office's account what is not its own: other units, and the city."""
    if session.actor.unit_id is None:
        return
    if unit_id is None:
        raise scope.outside("Bentuk slip seluruh kota", "kantornya sendiri")
    scope.refuse_other_units(connection, session.actor, {unit_id}, day)


def preview(
    session: Session,
    month: Month,
    unit_id: int | None,
    style: PaperStyle,
    out: BinaryIO,
    progress: Progress,
) -> int:
    """Draw the unit's first slips as they would look; give their number."""
    session.actor.require(Permission.PRINT)
    chosen = Chosen(frozenset({unit_id}) if unit_id is not None else frozenset())
    desk = open_desk(session, month, chosen)
    first = next((slip for slip in desk.slips if slip.unit_id == unit_id), desk.slips[0])
    shown = replace(style, unit=style.unit if first.unit_id == unit_id else "")
    looks: dict[int | None, PaperStyle] = {**desk.styles, first.unit_id: shown}
    same = [slip for slip in desk.slips if slip.unit_id == first.unit_id]
    desk = replace(desk, styles=looks, slips=same[:SHOWN])
    return writing.draw(desk, Paper.SLIPS, out, progress).count


SHOWN = 2
