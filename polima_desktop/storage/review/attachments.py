"""Files that prove manual claims: which belong to which person's day. The bytes are ``documents``'.

They hang on the day, not on the claim's row: a corrected workbook does not lose them.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Connection, insert, select

from polima_desktop.storage.staff import documents
from polima_desktop.storage.tables import claim_evidence, claims, evidence
from polima_desktop.storage.unit_of_work import Work

PersonDay = tuple[int, date]


class Proof(NamedTuple):
    """A file kept for a person's day."""

    name: str
    sha256: str
    media_type: str
    added_at: datetime
    added_by: str


def of_day(connection: Connection, person_id: int, day: date) -> list[Proof]:
    """Give the files kept for one person's day, in the order they came."""
    c = claim_evidence.c
    query = (
        select(c.name, c.sha256, evidence.c.media_type, c.added_at, c.added_by)
        .join(evidence, evidence.c.sha256 == c.sha256)
        .where(c.person_id == person_id, c.day == day)
    )
    return [Proof._make(row) for row in connection.execute(query.order_by(c.id))]


def of_span(connection: Connection, first: date, last: date) -> dict[PersonDay, list[Proof]]:
    """Give the files kept for the days of a span, each day's in the order they came."""
    c = claim_evidence.c
    query = (
        select(c.person_id, c.day, c.name, c.sha256, evidence.c.media_type, c.added_at, c.added_by)
        .join(evidence, evidence.c.sha256 == c.sha256)
        .where(c.day.between(first, last))
    )
    found: dict[PersonDay, list[Proof]] = {}
    for person, day, *rest in connection.execute(query.order_by(c.id)):
        found.setdefault((person, day), []).append(Proof(*rest))
    return found


def names(connection: Connection, first: date, last: date) -> dict[PersonDay, tuple[str, ...]]:
    """Give the names of the files kept for the days of a span."""
    c = claim_evidence.c
    query = select(c.person_id, c.day, c.name).where(c.day.between(first, last)).order_by(c.id)
    found: dict[PersonDay, tuple[str, ...]] = {}
    for person, day, name in connection.execute(query):
        found[person, day] = (*found.get((person, day), ()), name)
    return found


def lacking(connection: Connection, batch_id: int) -> dict[str, int]:
    """Give the files a batch's claims name and nobody brought, each with one such claim."""
    query = select(claims.c.id, claims.c.person_id, claims.c.day, claims.c.evidence).where(
        claims.c.batch_id == batch_id,
        claims.c.superseded_by.is_(None),
        claims.c.evidence.is_not(None),
    )
    rows = connection.execute(query.order_by(claims.c.id)).all()
    if not rows:
        return {}
    days = [row.day for row in rows]
    kept = names(connection, min(days), max(days))
    found: dict[str, int] = {}
    for row in rows:
        there = {name.casefold() for name in kept.get((row.person_id, row.day), ())}
        for name in filter(None, map(str.strip, row.evidence.split(";"))):
            if name.casefold() not in there:
                found.setdefault(name, row.id)
    return found


def attach(work: Work, days: Iterable[PersonDay], file_name: str, content: bytes) -> str:
    """Keep a file for people's days that do not have it yet; give the hash of its bytes."""
    digest = documents.keep(work, file_name, content)
    c = claim_evidence.c
    known = {
        (person, day)
        for person, day in work.connection.execute(
            select(c.person_id, c.day).where(c.sha256 == digest)
        )
    }
    rows = [
        {
            "person_id": person,
            "day": day,
            "sha256": digest,
            "name": file_name,
            "added_at": work.now,
            "added_by": work.user,
        }
        for person, day in dict.fromkeys(days)
        if (person, day) not in known
    ]
    if rows:
        work.connection.execute(insert(claim_evidence), rows)
    return digest


def naming(connection: Connection, batch_id: int, file_name: str) -> list[PersonDay]:
    """Give the days whose claims in a batch name this file as their evidence."""
    query = select(claims.c.person_id, claims.c.day, claims.c.evidence).where(
        claims.c.batch_id == batch_id, claims.c.superseded_by.is_(None)
    )
    wanted = file_name.casefold()
    return [
        (person, day)
        for person, day, written in connection.execute(query)
        if wanted in [part.strip().casefold() for part in (written or "").split(";")]
    ]


def days_of(connection: Connection, sha256: str) -> list[PersonDay]:
    """Give the people's days a file is kept for."""
    c = claim_evidence.c
    query = select(c.person_id, c.day).where(c.sha256 == sha256).order_by(c.id)
    return [(person, day) for person, day in connection.execute(query)]
