"""Cases, the rulings in force and the signatures, as rows. What a ruling means is the domain's.

A ruling is never edited: changing one ends it and adds another, so who decided what when stays.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, Select, insert, select, update

from polima_desktop.domain.matching.desk import Summary
from polima_desktop.domain.matching.rulings import Ruling
from polima_desktop.storage.reconciliation.content import Packed
from polima_desktop.storage.tables import (
    reconciliation_signatures,
    reconciliations,
    rulings,
)
from polima_desktop.storage.unit_of_work import Work


class NewCase(NamedTuple):
    """What a case is opened with."""

    previous_id: int | None
    left_name: str
    right_name: str
    left_file: str
    right_file: str
    left_sha256: str
    right_sha256: str
    engine: str


class Signature(NamedTuple):
    """Who signed a case for which office, and what the bridge said then."""

    office: str
    bridge_sha256: str
    by: str
    at: datetime


class StoredCase(NamedTuple):
    """A case without its lists."""

    id: int
    previous_id: int | None
    left_name: str
    right_name: str
    left_file: str
    right_file: str
    left_sha256: str
    right_sha256: str
    engine: str
    sha256: str
    summary: Summary
    opened_at: datetime
    opened_by: str
    signatures: tuple[Signature, ...]

    @property
    def closed(self) -> bool:
        """Whether both offices have signed."""
        return len(self.signatures) == 2

    @property
    def signed_at(self) -> datetime | None:
        """The moment of the second signature; None while one is missing."""
        return max(s.at for s in self.signatures) if self.closed else None


_COLUMNS = [c for c in reconciliations.c if c.name != "content"]


def add(work: Work, case: NewCase, packed: Packed, summary: Summary) -> int:
    """Keep a new case; gives its number."""
    values = {
        **case._asdict(),
        **packed._asdict(),
        "summary": json.dumps(summary._asdict()),
        "opened_at": work.now,
        "opened_by": work.user,
    }
    found = work.connection.execute(insert(reconciliations).values(values)).inserted_primary_key
    assert found is not None
    return int(found[0])


def set_summary(work: Work, case_id: int, summary: Summary) -> None:
    """Renew the numbers a case shows in lists and trends."""
    statement = update(reconciliations).where(reconciliations.c.id == case_id)
    work.connection.execute(statement.values(summary=json.dumps(summary._asdict())))


def every(connection: Connection) -> list[StoredCase]:
    """Give all cases, oldest first."""
    rows = connection.execute(select(*_COLUMNS).order_by(reconciliations.c.id)).all()
    signed = _signatures(connection)
    return [_stored(row, signed.get(row.id, ())) for row in rows]


def find(connection: Connection, case_id: int) -> StoredCase | None:
    """Give one case."""
    return next((case for case in every(connection) if case.id == case_id), None)


def content(connection: Connection, case_id: int) -> bytes:
    """Give a case's bytes."""
    query = select(reconciliations.c.content).where(reconciliations.c.id == case_id)
    return bytes(connection.execute(query).scalar_one())


def _stored(row: Row[Any], signatures: Sequence[Signature]) -> StoredCase:
    values = row._asdict()
    values["summary"] = Summary(**json.loads(values["summary"]))
    return StoredCase(**values, signatures=tuple(signatures))


def _signatures(connection: Connection) -> dict[int, list[Signature]]:
    found: dict[int, list[Signature]] = {}
    for row in connection.execute(_standing_signatures()):
        signature = Signature(row.office, row.bridge_sha256, row.signed_by, row.signed_at)
        found.setdefault(row.reconciliation_id, []).append(signature)
    return found


def _standing_signatures() -> Select[Any]:
    c = reconciliation_signatures.c
    return select(reconciliation_signatures).where(c.voided_at.is_(None)).order_by(c.id)


# ── rulings ─────────────────────────────────────────────────────────────────────────────────


class NewRuling(NamedTuple):
    """A ruling to be kept; ``shown`` is both rows as they were read."""

    kind: str
    left_key: str
    right_key: str
    state: str | None
    words: str
    shown: dict[str, Any]


def current(connection: Connection, at: datetime | None = None) -> list[Ruling]:
    """Give the rulings in force, now or at a moment, in the order in which they were made."""
    c = rulings.c
    query = select(rulings).order_by(c.id)
    if at is None:
        query = query.where(c.undone_at.is_(None))
    else:
        still = c.undone_at.is_(None) | (c.undone_at > at)
        query = query.where(c.decided_at <= at, still)
    return [_ruling(row) for row in connection.execute(query)]


def _ruling(row: Row[Any]) -> Ruling:
    when = row.decided_at.isoformat()
    return Ruling(
        row.id, row.kind, row.left_key, row.right_key, row.state, row.words, row.decided_by, when,
        row.bulk,
    )  # fmt: skip


def shown(connection: Connection, ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """Give what the rows of rulings looked like when they were decided."""
    query = select(rulings.c.id, rulings.c.shown).where(rulings.c.id.in_(ids))
    return {row.id: json.loads(row.shown) for row in connection.execute(query)}


def record(
    work: Work, case_id: int, engine: str, new: Sequence[NewRuling], bulk: str | None = None
) -> None:
    """Keep rulings; those in force on the same rows end."""
    for ruling in new:
        c = rulings.c
        same = (c.left_key == ruling.left_key) & (c.right_key == ruling.right_key)
        _end(work, same & c.undone_at.is_(None))
    values = [
        {
            **ruling._asdict(),
            "shown": json.dumps(ruling.shown, ensure_ascii=False),
            "reconciliation_id": case_id,
            "engine": engine,
            "decided_by": work.user,
            "decided_at": work.now,
            "bulk": bulk,
        }
        for ruling in new
    ]
    work.connection.execute(insert(rulings), values)


def take_back(work: Work, ids: Collection[int]) -> None:
    """End rulings."""
    _end(work, rulings.c.id.in_(ids) & rulings.c.undone_at.is_(None))


def _end(work: Work, which: Any) -> None:  # noqa: ANN401 - a condition of SQLAlchemy's
    work.connection.execute(
        update(rulings).where(which).values(undone_at=work.now, undone_by=work.user)
    )


# ── signatures ──────────────────────────────────────────────────────────────────────────────


def sign(work: Work, case_id: int, office: str, bridge_sha256: str) -> None:
    """Keep a signature."""
    work.connection.execute(
        insert(reconciliation_signatures).values(
            reconciliation_id=case_id,
            office=office,
            bridge_sha256=bridge_sha256,
            signed_by=work.user,
            signed_at=work.now,
        )
    )


def void_signatures(work: Work, case_id: int) -> None:
    """Let a lone signature lapse, because something was decided after it."""
    c = reconciliation_signatures.c
    work.connection.execute(
        update(reconciliation_signatures)
        .where(c.reconciliation_id == case_id, c.voided_at.is_(None))
        .values(voided_at=work.now)
    )
