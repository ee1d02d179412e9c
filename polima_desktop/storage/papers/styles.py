"""How a unit's slips look, or the whole city's, from a day on. A style itself is ``domain``'s."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, select

from polima_desktop.domain.papers import PaperStyle
from polima_desktop.storage import facts
from polima_desktop.storage.tables import paper_styles
from polima_desktop.storage.unit_of_work import Work

_COPIED = ("unit_id", "content", "logo", "decree_number", "decree_date")


def in_force(connection: Connection, day: date) -> dict[int | None, PaperStyle]:
    """Give the styles in force on a day by unit; None: the city's."""
    c = paper_styles.c
    query = select(c.unit_id, c.content, c.logo).where(facts.in_force(paper_styles, day))
    rows = connection.execute(query.order_by(c.id))
    return {unit: PaperStyle.read(content, logo) for unit, content, logo in rows}


def set_up(work: Work, unit_id: int | None, style: PaperStyle | None, since: date) -> None:
    """Let a style hold from a day on; what held before stays before. None: no own one any more."""
    c = paper_styles.c
    same_unit = c.unit_id.is_(None) if unit_id is None else c.unit_id == unit_id
    believed = select(paper_styles).where(facts.believed(paper_styles), same_unit)
    rows = [
        row
        for row in work.connection.execute(believed)
        if row.valid_to is None or row.valid_to > since
    ]
    facts.withdraw(work, paper_styles, [row.id for row in rows])
    new = [
        {**_copied(row._asdict()), "valid_from": row.valid_from, "valid_to": since}
        for row in rows
        if row.valid_from < since
    ]
    if style is not None:
        new.append(
            {
                "unit_id": unit_id,
                "content": style.text(),
                "logo": style.logo,
                "valid_from": since,
            }
        )
    facts.add(work, paper_styles, new)


def _copied(row: dict[str, object]) -> dict[str, object]:
    return {name: row[name] for name in _COPIED}
