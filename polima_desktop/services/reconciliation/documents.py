"""Papers that prove a ruling: attach one later, save a copy. See also ``deciding``."""

from __future__ import annotations

from pathlib import Path

from polima_desktop.domain.access import Permission
from polima_desktop.files import replacing
from polima_desktop.services.reconciliation.deciding import open_for_deciding
from polima_desktop.services.reconciliation.reading import keys_of
from polima_desktop.services.session import Session
from polima_desktop.services.staff import documents as proofs
from polima_desktop.storage.reconciliation import documents
from polima_desktop.storage.reconciliation.documents import Paper


def attach(session: Session, case_id: int, left: int | None, right: int | None, path: Path) -> None:
    """Keep a file on a pair, or on a row alone (the other place is None), of an open case."""
    session.actor.require(Permission.RECONCILE)
    content = proofs.read(path)
    with session.changing("reconciliation.document", Permission.RECONCILE) as work:
        case = open_for_deciding(work, case_id)
        keys = keys_of(case.desk, left, right)
        digest = documents.attach(work, case_id, keys, path.name, content)
        work.note(f"rekonsiliasi {case_id}", file=path.name, sha256=digest,
                  left=keys[0], right=keys[1])  # fmt: skip


def save_copy(session: Session, paper: Paper, path: Path) -> None:
    """Write a paper's bytes to a file, after proving that they are what was attached."""
    with session.reading(Permission.READ_RECONCILIATION) as connection:
        content = proofs.checked(connection, paper.sha256, paper.file_name)
    with replacing(path) as out:
        out.write(content)
