"""Papers of a person: the bytes once, by their hash; who attached them to whom, and as what."""

from __future__ import annotations

import hashlib
import mimetypes
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from polima_desktop.storage.tables import evidence, person_documents
from polima_desktop.storage.unit_of_work import Work


class Document(NamedTuple):
    """A paper as listed; its bytes are read apart."""

    id: int
    title: str
    file_name: str
    size: int
    sha256: str
    added_at: datetime
    added_by: str


def listed(connection: Connection, person_id: int) -> list[Document]:
    """Give a person's papers, newest first; withdrawn ones are left out."""
    query = (
        select(
            person_documents.c.id,
            person_documents.c.title,
            func.coalesce(evidence.c.name, ""),
            func.coalesce(func.length(evidence.c.content), 0),
            person_documents.c.sha256,
            person_documents.c.added_at,
            person_documents.c.added_by,
        )
        .outerjoin(evidence, evidence.c.sha256 == person_documents.c.sha256)  # a guarded server
        .where(person_documents.c.person_id == person_id, person_documents.c.withdrawn_at.is_(None))
        .order_by(person_documents.c.added_at.desc(), person_documents.c.id.desc())
    )
    return [Document._make(row) for row in connection.execute(query)]


def keep(work: Work, file_name: str, content: bytes) -> str:
    """Keep bytes once, whoever they belong to; give their hash."""
    digest = hashlib.sha256(content).hexdigest()
    insert_ = postgresql.insert if work.connection.dialect.name == "postgresql" else sqlite.insert
    values = insert_(evidence).values(
        sha256=digest,
        name=file_name,
        media_type=mimetypes.guess_type(file_name)[0] or "application/octet-stream",
        content=content,
        added_at=work.now,
        added_by=work.user,
    )
    work.connection.execute(values.on_conflict_do_nothing())  # not everybody may see it is known
    return digest


def attach(work: Work, person_id: int, title: str, file_name: str, content: bytes) -> str:
    """Keep a paper and attach it to a person; give the hash of its bytes."""
    digest = keep(work, file_name, content)
    work.connection.execute(
        insert(person_documents).values(
            person_id=person_id,
            sha256=digest,
            title=title,
            added_at=work.now,
            added_by=work.user,
        )
    )
    return digest


def withdraw(work: Work, document_id: int) -> None:
    """Take a paper out of the list; it stays in the store, with who took it out."""
    work.connection.execute(
        update(person_documents)
        .where(person_documents.c.id == document_id)
        .values(withdrawn_at=work.now, withdrawn_by=work.user)
    )


def content(connection: Connection, sha256: str) -> bytes:
    """Give the bytes of a paper."""
    return bytes(
        connection.execute(
            select(evidence.c.content).where(evidence.c.sha256 == sha256)
        ).scalar_one()
    )


def owners(connection: Connection, sha256: str) -> list[int]:
    """Give the people a paper is attached to."""
    query = select(person_documents.c.person_id).where(person_documents.c.sha256 == sha256)
    return [int(person) for person in connection.execute(query.distinct()).scalars()]
