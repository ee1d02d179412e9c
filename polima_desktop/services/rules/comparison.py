"""What a rule set would change on frozen months against the version in force, by person."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from polima_desktop.domain.access import Permission
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.frozen import FrozenMonth, number_at
from polima_desktop.domain.impact import Comparison, GroupChange, PersonChange, Side, compared
from polima_desktop.domain.periods import Month, month_name
from polima_desktop.domain.progress import Progress
from polima_desktop.domain.rules import RuleSet
from polima_desktop.domain.rules.placing import PlacedProgram, compile_placed
from polima_desktop.domain.rules.reading import load
from polima_desktop.domain.units import top_of
from polima_desktop.services.session import Session
from polima_desktop.storage.months import months
from polima_desktop.storage.rules import versions as store
from polima_desktop.storage.staff import units

if TYPE_CHECKING:
    from sqlalchemy import Connection

COMPARING = "Membandingkan dengan aturan yang berlaku"
__all__ = ["Comparison", "GroupChange", "PersonChange", "compare", "for_desk"]


def compare(session: Session, ruleset: RuleSet, month: Month, progress: Progress) -> Comparison:
    """Compare a set with the version in force, on a frozen month."""
    with session.reading(Permission.READ_SLIPS) as connection:
        frozen_id = months.latest_frozen_id(connection, month)
        if frozen_id is None:
            raise Refused(
                f"{month_name(month)} belum dibekukan.", "Bekukan bulan itu, lalu bandingkan lagi."
            )
        if store.in_force(connection, month) is None:
            raise Refused(
                f"Belum ada aturan terbit yang berlaku untuk {month_name(month)}.",
                "Perbandingan memerlukan satu versi yang sudah terbit.",
            )
        found = _compared(connection, frozen_id, ruleset, progress)
    assert found is not None, "a frozen month and a version in force were found"
    return found


def for_desk(
    session: Session, ruleset: RuleSet, month: Month, progress: Progress
) -> Comparison | None:
    """Compare on this month if it is frozen, else on the latest frozen one; None without any."""
    with session.reading(Permission.READ_SLIPS) as connection:
        frozen_id = months.latest_frozen_id(connection, month)
        if frozen_id is None:
            frozen_id = months.latest_frozen_id(connection)
        return None if frozen_id is None else _compared(connection, frozen_id, ruleset, progress)


def over_months(session: Session, ruleset: RuleSet, progress: Progress) -> list[Comparison]:
    """Compare on every frozen month for which the set would hold: what would be rapel."""
    found = []
    with session.reading(Permission.READ_SLIPS) as connection:
        since = ruleset.decree.valid_from if ruleset.decree else None
        chosen = [m for m in months.frozen_months(connection) if since is None or m.last >= since]
        for done, month in enumerate(chosen):
            progress.report(done, len(chosen), f"Menghitung {month_name(month)}")
            frozen_id = months.latest_frozen_id(connection, month)
            if frozen_id is not None:
                result = _compared(connection, frozen_id, ruleset, Progress())
                found += [result] if result is not None else []
    return found


def side_by_side(
    session: Session, rows: Sequence[store.VersionRow], month: Month, progress: Progress
) -> list[tuple[str, Comparison]]:
    """Compare several versions on one month; those that cannot be computed are left out."""
    session.actor.require(Permission.READ_SLIPS)
    found = []
    for done, row in enumerate(rows):
        progress.report(done, len(rows), f"Membandingkan v{row.number}")
        try:
            result = for_desk(session, load(row.toml), month, Progress())
        except Refused:
            continue  # its own findings say what is wrong with it
        found += [(f"v{row.number} · {row.title}", result)] if result is not None else []
    return found


def against_latest(
    connection: Connection, ruleset: RuleSet, progress: Progress
) -> Comparison | None:
    """Compare on the latest frozen month; None if there is none, or nothing to compare with."""
    frozen_id = months.latest_frozen_id(connection)
    return None if frozen_id is None else _compared(connection, frozen_id, ruleset, progress)


def _compared(
    connection: Connection, frozen_id: int, ruleset: RuleSet, progress: Progress
) -> Comparison | None:
    frozen = months.frozen_month(connection, frozen_id)
    standing = store.in_force(connection, frozen.month)
    if standing is None:
        return None
    new = compile_placed(ruleset)
    progress.report(0, 2, COMPARING)
    before = Side.of(frozen, _placed(standing.toml))
    progress.report(1, 2, COMPARING)
    after = Side.of(frozen, new)
    progress.report(2, 2, COMPARING)
    return compared(frozen, standing.number, before, after, _offices(connection, frozen))


@lru_cache(maxsize=8)
def _placed(toml: str) -> PlacedProgram:
    return compile_placed(load(toml))


def _offices(connection: Connection, frozen: FrozenMonth) -> list[str]:
    """Give the office at the top of everybody's unit, as units stood at the month's end."""
    rows = {unit.id: unit for unit in units.as_of(connection, frozen.month.last)}
    parents = {unit.id: unit.parent_id for unit in rows.values()}
    names: dict[int, str] = {}
    found = []
    for row in range(frozen.people):
        unit = number_at(frozen.paper["unit_id"], row) or 0
        if unit not in names:
            top = rows.get(top_of(parents, unit)) if unit in parents else None
            names[unit] = top.name if top is not None else "–"
        found.append(names[unit])
    return found
