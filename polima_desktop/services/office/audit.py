"""Reading the audit chain, and what its entries are about. Writing happens in the unit of work.

Whoever may not see private numbers reads entries without them; proving the chain is ``proving``'s.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from polima_desktop.domain.access import Permission
from polima_desktop.domain.progress import Progress
from polima_desktop.files import replacing, written
from polima_desktop.imports.workbooks import SafeWorkbook
from polima_desktop.services.session import Session
from polima_desktop.storage.office import acts, audit
from polima_desktop.storage.office.audit import Entry
from polima_desktop.storage.office.sealed_names import people_names
from polima_desktop.storage.staff import units

FIELDS = Entry._fields
"""The headings of an exported trail."""
TITLES = (
    "NO.", "WAKTU (WITA)", "PENGGUNA", "TINDAKAN", "TENTANG", "RINGKAS", "RINCIAN", "SIDIK",
)  # fmt: skip
PRIVATE = frozenset({"nik", "npwp", "bank", "account_number"})
HIDDEN = "disamarkan"


class Names(NamedTuple):
    """What the numbers in entries mean. ``titles``: the name of the act by its entry's moment."""

    people: Mapping[int, tuple[str, str]]
    by_nip: Mapping[str, int]
    units: Mapping[int, str]
    files: Mapping[int, str]
    titles: Mapping[str, str]


class Trail(NamedTuple):
    """Every entry, oldest first, and the names of what they are about."""

    entries: list[Entry]
    names: Names


def entries(session: Session) -> list[Entry]:
    """Give every entry, oldest first."""
    with session.reading(Permission.READ_AUDIT) as connection:
        found = list(audit.entries(connection))
    return found if session.actor.may(Permission.READ_PRIVATE) else [_masked(e) for e in found]


def trail(session: Session, progress: Progress | None = None) -> Trail:
    """Give every entry with the names of people, units, files and acts."""
    progress = progress or Progress()
    found = entries(session)
    progress.report(0, 0, "Membaca nama pada jejak audit")
    with session.reading(Permission.READ_AUDIT) as connection:
        people = people_names(connection)
        names = Names(
            people,
            {nip: person for person, (_, nip) in people.items()},
            {unit.id: unit.name for unit in units.as_of(connection, session.today)},
            audit.file_names(connection),
            acts.titles(connection),
        )
    return Trail(found, names)


def export(session: Session, rows: Sequence[Sequence[object]], path: Path) -> int:
    """Write entries in words to a workbook, as the page shows them; give how many.

    Who took what of the trail out of the house stands in the trail too.
    """
    session.actor.require(Permission.READ_AUDIT)
    with replacing(path) as out:
        with SafeWorkbook(out) as book:
            book.sheet("Jejak audit", TITLES, rows, 24)
        digest = sha256(written(out)).hexdigest()
        with session.changing("audit.export", Permission.PRINT) as work:
            work.note("jejak audit", file=path.name, count=len(rows), sha256=digest)
    return len(rows)


def first_break(session: Session) -> Entry | None:
    """Give the first entry that does not fit the hash chain, or None if all do."""
    with session.reading(Permission.READ_AUDIT) as connection:
        return audit.first_break(connection)


def _masked(entry: Entry) -> Entry:
    """Give an entry whose private numbers, old and new, are not shown."""
    if '"changes"' not in entry.detail:
        return entry
    detail = json.loads(entry.detail)
    for name in PRIVATE & detail["changes"].keys():
        detail["changes"][name] = [HIDDEN, HIDDEN]
    return entry._replace(detail=json.dumps(detail, ensure_ascii=False, sort_keys=True))
