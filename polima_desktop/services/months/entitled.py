"""Everybody of a month in exactly one state, by name: a slip, held, or not entitled and why.

The counts of these lists are those of ``desk.Status``; who is entitled is ``domain.entitlement``.
"""

from __future__ import annotations

from collections.abc import Collection
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from polima_desktop.domain.access import Permission
from polima_desktop.domain.entitlement import Exclusion
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.frozen import values_of
from polima_desktop.domain.periods import Month, month_name
from polima_desktop.files import replacing, written
from polima_desktop.imports.workbooks import SafeWorkbook
from polima_desktop.services import scope
from polima_desktop.services.months import steps
from polima_desktop.services.session import Session
from polima_desktop.storage.months import arrears, months, slips

if TYPE_CHECKING:
    from sqlalchemy import Connection

SLIP, HELD, NOT_ENTITLED, ENTITLED = "slip", "tertahan", "tidak berhak", "berhak"
TITLES = ("NIP", "NAMA", "UNIT KERJA", "KEADAAN", "SEBAB")


class Placed(NamedTuple):
    """One person's state in a month, and the reason where it is ``tertahan`` or ``tidak berhak``.

    ``slip`` otherwise, or ``berhak`` before the month is calculated.
    """

    nip: str
    name: str
    unit: str
    state: str
    reason: str


def everybody(session: Session, month: Month, reason: str = "") -> list[Placed]:
    """Give everybody of a frozen month, or those of one reason, by state, reason and name."""
    with session.reading(Permission.READ_SLIPS) as connection:
        own = scope.own_people(connection, session.actor, month.last)
        found = _everybody(connection, month, own)
    wanted = reason.strip().casefold()
    some = [one for one in found if not wanted or wanted in one.reason.casefold()]
    if wanted and not some:
        known = sorted({one.reason for one in found if one.reason})
        raise Refused(
            f"Tidak ada pegawai {month_name(month)} dengan sebab ‘{reason.strip()}’.",
            f"Sebab yang ada: {'; '.join(known)}." if known else "Semua berhak dan punya slip.",
        )
    return sorted(some, key=lambda one: (one.state, one.reason, one.name, one.nip))


def _everybody(connection: Connection, month: Month, own: Collection[int] | None) -> list[Placed]:
    row = steps.existing(connection, month)
    assert row.frozen_id is not None, "a month past 'open' has a freeze"
    states = months.reasons(connection, row.id, row.frozen_id)
    frozen = months.frozen_month(connection, row.frozen_id)
    units = dict(zip(frozen.person_id.tolist(), values_of(frozen.paper["unit"]), strict=True))
    names = arrears.names(connection, set(states))
    standing = slips.held_reasons(connection, row.id) if row.rule_version_id else {}
    return [
        Placed(*names[person], str(units.get(person) or ""), *_state(person, reason, standing))
        for person, reason in states.items()
        if own is None or person in own
    ]


def _state(person: int, reason: str | None, standing: dict[int, str | None]) -> tuple[str, str]:
    if reason is not None:
        return NOT_ENTITLED, Exclusion(reason).label
    if person not in standing:
        return ENTITLED, ""
    held = standing[person]
    return (SLIP, "") if held is None else (HELD, held)


def export(session: Session, month: Month, path: Path, reason: str = "") -> int:
    """Write the list to a workbook, noted in the audit log; give how many people."""
    session.actor.require(Permission.PRINT)
    rows = everybody(session, month, reason)
    with replacing(path) as out:
        with SafeWorkbook(out) as book:
            book.sheet("Pegawai", TITLES, rows)
        fingerprint = sha256(written(out)).hexdigest()
        with session.changing("month.export", Permission.PRINT) as work:
            work.note(str(month), file=path.name, count=len(rows), sha256=fingerprint)
    return len(rows)
