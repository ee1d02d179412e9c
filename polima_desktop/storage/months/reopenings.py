"""Proposals to compute one person's locked slip again, and what became of them."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, insert, select, update

from polima_desktop.storage.tables import identities, reopenings
from polima_desktop.storage.unit_of_work import Work


class Proposal(NamedTuple):
    """A proposal as it was shown; ``after`` None: ``outcome`` says why there is no amount."""

    id: int
    month_id: int
    person_id: int
    slip_id: int | None
    why: str
    before: int | None
    after: int | None
    outcome: str | None
    inputs_hash: str | None
    proposed_at: datetime
    proposed_by: str


_COLUMNS = [reopenings.c[name] for name in Proposal._fields]


def add(work: Work, **values: object) -> None:
    """Write a proposal."""
    work.connection.execute(
        insert(reopenings).values(
            state="proposed", proposed_at=work.now, proposed_by=work.user, **values
        )
    )


def waiting(connection: Connection, month_id: int) -> list[Proposal]:
    """Give the proposals of a month that nobody decided."""
    c = reopenings.c
    query = select(*_COLUMNS).where(c.month_id == month_id, c.state == "proposed").order_by(c.id)
    return [Proposal._make(row) for row in connection.execute(query)]


def waiting_for(connection: Connection, month_id: int, person_id: int) -> Proposal | None:
    """Give the proposal for a person that nobody decided."""
    found = [one for one in waiting(connection, month_id) if one.person_id == person_id]
    return found[0] if found else None


def close(work: Work, proposal_id: int, state: str, why: str = "") -> None:
    """Say what became of a proposal: done, refused or overtaken."""
    work.connection.execute(
        update(reopenings)
        .where(reopenings.c.id == proposal_id)
        .values(state=state, decided_at=work.now, decided_by=work.user, decided_why=why or None)
    )


def person_of(connection: Connection, nip: str) -> int | None:
    """Give whose NIP it is or was."""
    c = identities.c
    query = select(c.person_id).where(c.nip == nip).order_by(c.superseded_at.is_(None).desc())
    return connection.execute(query.limit(1)).scalar()
