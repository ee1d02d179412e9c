"""A person's papers (decrees, certificates): attach, list, save a copy, take out of the list."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from polima_desktop.domain.access import Permission
from polima_desktop.domain.errors import Refused
from polima_desktop.files import read_whole, replacing
from polima_desktop.services import scope
from polima_desktop.services.session import Session
from polima_desktop.storage.staff import documents
from polima_desktop.storage.staff.documents import Document

if TYPE_CHECKING:
    from sqlalchemy import Connection

LARGEST = 10 * 1024 * 1024
KINDS = frozenset((".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".docx", ".xlsx"))


def listed(session: Session, person_id: int) -> list[Document]:
    """Give a person's papers, newest first."""
    with session.reading(Permission.READ_PEOPLE) as connection:
        scope.refuse_other_people(connection, session.actor, [person_id], session.today)
        return documents.listed(connection, person_id)


def read(path: Path) -> bytes:
    """Read a file to keep; what is no document, too large or unreadable is refused."""
    if path.suffix.lower() not in KINDS:
        raise Refused(
            f"Berkas {path.name} bukan dokumen atau gambar.",
            "Lampirkan " + ", ".join(sorted(kind[1:] for kind in KINDS)) + ".",
        )
    content = read_whole(path, "satu dokumen atau gambar")
    if not content or len(content) > LARGEST:
        raise Refused(
            f"Berkas {path.name} kosong atau lebih dari {LARGEST // 1024 // 1024} MB.",
            "Kecilkan pindaiannya, lalu lampirkan lagi.",
        )
    return content


def attach(session: Session, person_id: int, title: str, path: Path) -> None:
    """Keep a copy of a file in the store and attach it to a person."""
    session.actor.require(Permission.EDIT_PEOPLE)
    content = read(path)
    with session.changing("people.document", Permission.EDIT_PEOPLE) as work:
        digest = documents.attach(work, person_id, title, path.name, content)
        work.note(f"person:{person_id}", title=title, file=path.name, sha256=digest)


def withdraw(session: Session, person_id: int, document: Document) -> None:
    """Take a paper out of the list; the store keeps it and who took it out."""
    with session.changing("people.document-out", Permission.EDIT_PEOPLE) as work:
        documents.withdraw(work, document.id)
        work.note(f"person:{person_id}", title=document.title, sha256=document.sha256)


def proved(session: Session, sha256: str, file_name: str) -> bytes:
    """Give the kept bytes, after proving that they are what was attached."""
    with session.reading(Permission.READ_PRIVATE) as connection:
        owners = documents.owners(connection, sha256)
        scope.refuse_other_people(connection, session.actor, owners, session.today)
        return checked(connection, sha256, file_name)


def checked(connection: Connection, sha256: str, file_name: str) -> bytes:
    """Give the same through a connection, for whoever may see the file for another reason."""
    content = documents.content(connection, sha256)
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Refused(
            f"{file_name} di simpanan tidak sama dengan yang dilampirkan.",
            "Bandingkan dengan cadangan, dan beri tahu pengelola.",
        )
    return content


def save_copy(session: Session, document: Document, path: Path) -> None:
    """Write a paper's bytes to a file."""
    content = proved(session, document.sha256, document.file_name)
    with replacing(path) as out:
        out.write(content)
