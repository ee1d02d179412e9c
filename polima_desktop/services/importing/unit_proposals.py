"""Units out of a list without codes: proposed, corrected by a person, then imported as any list.

The corrected proposals are written as a unit list and go through the ordinary import, so that they
are one batch with its report and can be taken back like any other.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from polima_desktop.domain.access import Permission
from polima_desktop.domain.calendar import PATTERN_LABELS
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.progress import Progress
from polima_desktop.domain.unit_proposals import Proposal, propose
from polima_desktop.domain.units import KINDS
from polima_desktop.imports import concealed
from polima_desktop.imports.sheets import open_book
from polima_desktop.imports.unit_names import read_unit_names
from polima_desktop.imports.workbooks import write_units
from polima_desktop.services import imports
from polima_desktop.services.importing.plan import ImportResult
from polima_desktop.services.session import Session
from polima_desktop.storage.staff import units


class Found(NamedTuple):
    """What a list proposes, and what of its file is hidden, a sentence each."""

    proposals: list[Proposal]
    hidden: tuple[str, ...]


def look(session: Session, path: Path, progress: Progress | None = None) -> Found:
    """Read the unit names of a list and propose the units the store does not have."""
    session.actor.require(Permission.EDIT_UNITS)
    book = open_book(path, progress)
    return Found(propose(read_unit_names(book), stored(session)), concealed.of_book(book))


def proposed(session: Session, path: Path, progress: Progress | None = None) -> list[Proposal]:
    """Give the proposals alone."""
    return look(session, path, progress).proposals


def stored(session: Session) -> list[Proposal]:
    """Give the units of today in the form of proposals."""
    with session.reading(Permission.READ) as connection:
        rows = units.as_of(connection, session.today)
    return [Proposal(row.code, row.name, row.kind) for row in rows]


def create(
    session: Session, wanted: Sequence[Proposal], list_name: str, progress: Progress | None = None
) -> ImportResult:
    """Create all units of a corrected proposal, or none.

    Raises:
        Refused: one of them cannot be created; says which and why.
    """
    session.actor.require(Permission.EDIT_UNITS)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"Unit dari {Path(list_name).stem}.xlsx"
        save(wanted, path)
        plan = imports.preview(session, "units", path, progress=progress)
        errors = [problem for problem in plan.problems if problem.severity == "error"]
        if errors:
            first = errors[0]
            unit = wanted[first.row - 2]
            raise Refused(f"{unit.name}: {first.problem}", first.advice)
        return imports.apply(session, plan, progress)


def save(wanted: Sequence[Proposal], path: Path) -> None:
    """Write proposals as a unit list that the import reads."""
    write_units(path, [_row(unit) for unit in wanted])


def _row(unit: Proposal) -> tuple[str, ...]:
    pattern = PATTERN_LABELS.get(unit.pattern, "")
    return unit.code, unit.name, KINDS.get(unit.kind, unit.kind), unit.parent, "", pattern
