"""Opening a case from two lists; reading it is ``reading``.

A list is a file, the master list of the store, or Kominfo's list as it was imported.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from polima_desktop.domain.access import Permission
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.matching.cleaning import clean_rows
from polima_desktop.domain.matching.desk import (
    lay,
    places,
    row_keys,
    summarise,
)
from polima_desktop.domain.matching.engine import reconcile
from polima_desktop.domain.matching.rows import Departure, Row, State
from polima_desktop.domain.people import GONE, LABELS, STANDINGS
from polima_desktop.domain.progress import Progress
from polima_desktop.imports.headers import Layout
from polima_desktop.imports.reading import UnitNames
from polima_desktop.imports.rosters import Roster, read_departures, read_roster
from polima_desktop.imports.sheets import open_book
from polima_desktop.services.collector import collector_paused
from polima_desktop.services.importing import known
from polima_desktop.services.session import Session
from polima_desktop.storage.reconciliation import cases as stored
from polima_desktop.storage.reconciliation.cases import NewCase
from polima_desktop.storage.reconciliation.content import Case, pack
from polima_desktop.storage.staff import people, roster_rows

if TYPE_CHECKING:
    from sqlalchemy import Connection

_GONE_STATES: dict[str, State] = {
    "pensiun": "retired",
    "wafat": "died",
    "pindah": "moved",
    "berhenti": "moved",
}


class Source(NamedTuple):
    """Where a list comes from; ``name`` is what its office is called, ``path`` for a file.

    ``layouts``: how the file is to be read; None: by its headings.
    """

    kind: Literal["master", "kominfo", "file"]
    name: str
    path: Path | None = None
    layouts: tuple[Layout, ...] | None = None


def open_case(
    session: Session,
    left: Source,
    right: Source,
    events: Path | None = None,
    progress: Progress | None = None,
) -> int:
    """Read both lists, match them and keep the case; gives its number.

    Rulings on earlier cases hold for rows that read the same; the engine is told of them.
    """
    progress = progress or Progress()
    session.actor.require(Permission.RECONCILE)
    with session.reading(Permission.RECONCILE) as connection:
        units = known.unit_names(connection, session.today)
        ours, gone = _read(connection, session, left, progress)
        theirs, _ = _read(connection, session, right, progress)
        decided = stored.current(connection)
        previous = stored.every(connection)
    departures = [*gone, *(read_departures(open_book(events, progress)) if events else [])]
    rows = [[_placed(row, units) for row in roster.rows] for roster in (ours, theirs)]
    keys = row_keys(clean_rows(rows[0])), row_keys(clean_rows(rows[1]))
    with collector_paused():
        outcome = reconcile(rows[0], rows[1], departures, places(keys, decided), progress=progress)
    packed = pack(Case(outcome, ours.written, theirs.written, (_how(ours), _how(theirs))))
    progress.report(0, 0, "Menyimpan rekonsiliasi")
    with session.changing("reconciliation.open", Permission.RECONCILE) as work:
        new = NewCase(
            previous[-1].id if previous else None,
            left.name,
            right.name,
            ours.name,
            theirs.name,
            ours.sha256,
            theirs.sha256,
            outcome.version,
        )
        case_id = stored.add(work, new, packed, summarise(lay(outcome, decided)))
        work.note(f"rekonsiliasi {case_id}", left=ours.name, right=theirs.name,
                  sha256=packed.sha256)  # fmt: skip
    return case_id


def _how(roster: Roster) -> list[dict[str, Any]]:
    """Give how a file was read, as the case keeps it."""
    return [
        {
            "sheet": layout.sheet,
            "header_row": layout.header_row,
            "first_row": layout.first_row,
            "columns": dict(layout.columns),
            "titles": list(layout.all_titles),
        }
        for layout in roster.layouts
    ]


def _placed(row: Row, units: UnitNames) -> Row:
    """Name the row's unit by its code where the store knows it."""
    if row.unit_code or not row.unit or not units.means_one(row.unit):
        return row
    return row._replace(unit_code=units.find(row.unit))


def _read(
    connection: Connection, session: Session, source: Source, progress: Progress
) -> tuple[Roster, list[Departure]]:
    if source.kind == "file":
        assert source.path is not None
        return read_roster(open_book(source.path, progress), source.layouts, progress), []
    if source.kind == "master":
        return _master(connection, session)
    lines = roster_rows.current(connection, "kominfo")
    if not lines:
        raise Refused(
            "Belum ada daftar Kominfo.", "Impor daftar Kominfo dulu, atau pilih berkasnya."
        )
    return _kept(lines), []


def _master(connection: Connection, session: Session) -> tuple[Roster, list[Departure]]:
    """Give the master list as of today; who has left is a reason, not a row."""
    names = known.export_names(connection, session.today)
    rows: list[Row] = []
    gone: list[Departure] = []
    for person in people.as_of(connection, session.today):
        who, job = person.person
        if job.standing in GONE:
            words = f"kedudukan hukum di daftar pegawai: {STANDINGS[job.standing].lower()}"
            gone.append(Departure(who.nip, who.name, _GONE_STATES[job.standing], None, None, words))
            continue
        rows.append(_master_row(len(rows) + 2, person, names))
    written = [_master_cells(row) for row in rows]
    label = f"Daftar pegawai per {session.today:%d-%m-%Y}"
    return Roster(label, "", rows, written, []), gone


def _master_row(number: int, entry: Any, names: dict[str, str]) -> Row:  # noqa: ANN401
    who, job = entry.person
    dates = [d for d in (who.cpns_date, job.golongan_date, job.position_date) if d]
    return Row(
        number, who.nip, who.name, names.get(job.unit, job.unit), who.birth_date, who.sex,
        job.status, who.cpns_date, job.golongan, job.standing, job.position, job.unit,
        max(dates, default=None), who.nik,
    )  # fmt: skip


def _master_cells(row: Row) -> dict[str, str]:
    values = {"nip": row.nip, "name": row.name, "unit": row.unit, "golongan": row.golongan}
    return {LABELS[name]: value for name, value in values.items() if value}


def _kept(lines: Sequence[roster_rows.RosterLine]) -> Roster:
    import json

    rows = [Row(line.row, line.nip, line.name, line.unit, sheet=line.sheet) for line in lines]
    written = [{k: v or "" for k, v in json.loads(line.cells).items()} for line in lines]
    return Roster("Daftar Kominfo yang diimpor", "", rows, written, [])
