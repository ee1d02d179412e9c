"""Papers that prove rulings: which hang on which rows. The bytes are ``storage.staff.documents``'.

They hang on the rows by content, as the ruling does: one decided anew does not lose its paper.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, func, insert, select

from polima_desktop.storage.staff import documents
from polima_desktop.storage.tables import evidence, ruling_documents
from polima_desktop.storage.unit_of_work import Work


class Paper(NamedTuple):
    """A paper as listed; its bytes are read apart, by their hash."""

    id: int
    file_name: str
    size: int
    sha256: str
    added_at: datetime
    added_by: str


def by_rows(connection: Connection) -> dict[tuple[str, str], list[Paper]]:
    """Give all papers by the rows they hang on, in the order they came."""
    c = ruling_documents.c
    query = (
        select(
            c.left_key, c.right_key, c.id, c.name, func.length(evidence.c.content), c.sha256,
            c.added_at, c.added_by,
        )
        .join(evidence, evidence.c.sha256 == c.sha256)
        .order_by(c.id)
    )  # fmt: skip
    found: dict[tuple[str, str], list[Paper]] = {}
    for left, right, *paper in connection.execute(query):
        found.setdefault((left, right), []).append(Paper._make(paper))
    return found


def attach(work: Work, case_id: int, keys: tuple[str, str], name: str, content: bytes) -> str:
    """Keep a paper on a ruling's rows; give the hash of its bytes."""
    digest = documents.keep(work, name, content)
    work.connection.execute(
        insert(ruling_documents).values(
            reconciliation_id=case_id,
            left_key=keys[0],
            right_key=keys[1],
            sha256=digest,
            name=name,
            added_at=work.now,
            added_by=work.user,
        )
    )
    return digest
