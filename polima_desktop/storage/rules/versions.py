"""Versions of the rule set: stored as their TOML text, its hash, and who did what when.

draft → proposed → published (→ withdrawn). A published version never changes again; what one
means is ``domain.rules``'s.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, func, insert, select, update

from polima_desktop.domain.errors import Conflict, Refused
from polima_desktop.domain.formula import ENGINE
from polima_desktop.domain.periods import Month
from polima_desktop.domain.rules.model import Decree
from polima_desktop.storage.tables import rule_versions
from polima_desktop.storage.unit_of_work import Work

_C = rule_versions.c


class VersionRow(NamedTuple):
    """A stored version; ``version`` counts its edits (two people, one draft)."""

    id: int
    number: int
    state: str
    title: str
    decree_number: str
    decree_date: date
    valid_from: date
    toml: str
    sha256: str
    engine: str
    edited_by: str
    edited_at: datetime
    proposed_by: str | None
    proposed_at: datetime | None
    published_by: str | None
    published_at: datetime | None
    comparison: str | None
    version: int
    withdrawn_by: str | None = None
    withdrawn_at: datetime | None = None
    withdrawn_reason: str | None = None

    @property
    def standing(self) -> str:
        """Its state, ``withdrawn`` if it was published and taken out of force again."""
        return self.state if self.withdrawn_at is None else "withdrawn"


def fingerprint(toml: str) -> str:
    """Give the sha256 that names a text."""
    return hashlib.sha256(toml.encode("utf-8")).hexdigest()


def versions(connection: Connection) -> list[VersionRow]:
    """Give every version, newest first."""
    query = select(rule_versions).order_by(_C.number.desc())
    return [VersionRow._make(row) for row in connection.execute(query)]


def by_id(connection: Connection, version_id: int) -> VersionRow:
    """Give one version by its id."""
    return _one(connection, _C.id == version_id, str(version_id))


def by_number(connection: Connection, number: int) -> VersionRow:
    """Give one version by its number, as people call it."""
    return _one(connection, _C.number == number, str(number))


def by_fingerprint(connection: Connection, sha256: str) -> VersionRow | None:
    """Give the newest version with exactly this text."""
    query = select(rule_versions).where(_C.sha256 == sha256).order_by(_C.number.desc()).limit(1)
    row = connection.execute(query).one_or_none()
    return VersionRow._make(row) if row else None


def in_force(connection: Connection, month: Month) -> VersionRow | None:
    """Give the published version that holds for a month: latest start, then newest signature."""
    query = (
        select(rule_versions)
        .where(_C.state == "published", _C.withdrawn_at.is_(None), _C.valid_from <= month.last)
        .order_by(_C.valid_from.desc(), _C.published_at.desc(), _C.number.desc())
        .limit(1)
    )
    row = connection.execute(query).one_or_none()
    return VersionRow._make(row) if row else None


def add_draft(work: Work, toml: str, decree: Decree) -> VersionRow:
    """Store a new draft under the next number."""
    last = work.connection.execute(select(func.max(_C.number))).scalar() or 0
    values = _written(work, toml, decree) | {"number": last + 1, "state": "draft"}
    work.connection.execute(insert(rule_versions).values(values))
    return by_number(work.connection, last + 1)


def save_draft(work: Work, row: VersionRow, toml: str, decree: Decree) -> VersionRow:
    """Replace a draft's text; refuse if somebody else saved it since ``row`` was read."""
    _update(work, row, ("draft",), _written(work, toml, decree))
    return by_id(work.connection, row.id)


def propose(work: Work, row: VersionRow) -> VersionRow:
    """Mark a draft as proposed."""
    _update(work, row, ("draft",), {
        "state": "proposed", "proposed_by": work.user, "proposed_at": work.now,
    })  # fmt: skip
    return by_id(work.connection, row.id)


def return_to_draft(work: Work, row: VersionRow) -> VersionRow:
    """Send a proposed version back to its author."""
    _update(work, row, ("proposed",), {
        "state": "draft", "proposed_by": None, "proposed_at": None,
    })  # fmt: skip
    return by_id(work.connection, row.id)


def publish(work: Work, row: VersionRow, comparison: str | None) -> VersionRow:
    """Mark a proposed version as published, with the comparison that was signed."""
    _update(work, row, ("proposed",), {
        "state": "published", "published_by": work.user, "published_at": work.now,
        "comparison": comparison, "engine": ENGINE,
    })  # fmt: skip
    return by_id(work.connection, row.id)


def withdraw(work: Work, row: VersionRow, reason: str) -> VersionRow:
    """Take a published version out of force; what it says and who signed it stays."""
    _update(work, row, ("published",), {
        "withdrawn_by": work.user, "withdrawn_at": work.now, "withdrawn_reason": reason,
    })  # fmt: skip
    return by_id(work.connection, row.id)


def _written(work: Work, toml: str, decree: Decree) -> dict[str, object]:
    return {
        "title": decree.title[:160],
        "decree_number": decree.number[:80],
        "decree_date": decree.date,
        "valid_from": decree.valid_from,
        "toml": toml,
        "sha256": fingerprint(toml),
        "engine": ENGINE,
        "edited_by": work.user,
        "edited_at": work.now,
    }


def _update(work: Work, row: VersionRow, states: Sequence[str], values: dict[str, object]) -> None:
    done = work.connection.execute(
        update(rule_versions)
        .where(_C.id == row.id, _C.version == row.version, _C.state.in_(states))
        .values(version=row.version + 1, **values)
    )
    if done.rowcount != 1:
        raise Conflict(
            f"Versi {row.number} baru saja diubah orang lain atau sudah berganti status.",
            "Muat ulang, lalu periksa lagi sebelum menyimpan.",
        )


def _one(connection: Connection, condition: ColumnElement[bool], asked: str) -> VersionRow:
    row = connection.execute(select(rule_versions).where(condition)).one_or_none()
    if row is None:
        raise Refused(f"Versi aturan {asked} tidak ada.", "Lihat: polima rules list")
    return VersionRow._make(row)
