"""Evidence of manual claims: attach a file, see what is kept, read it back proved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from polima_desktop.domain.access import Actor, Permission
from polima_desktop.domain.errors import NotAllowed
from polima_desktop.services import scope
from polima_desktop.services.review import claims, decisions
from polima_desktop.services.staff import documents
from polima_desktop.storage.review import attachments
from polima_desktop.storage.review.attachments import Proof

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from polima_desktop.services.session import Session


class Attached(NamedTuple):
    """What was kept: the file's hash, and how many people's days it now proves."""

    sha256: str
    days: int


def listed(session: Session, claim_id: int) -> list[Proof]:
    """Give the files kept for a claim's day."""
    claim = claims.one(session, claim_id)
    with session.reading(Permission.READ_RECORDS) as connection:
        return attachments.of_day(connection, claim.row.person_id, claim.day)


def attach(session: Session, claim_id: int, path: Path) -> Attached:
    """Keep a file as evidence of a claim.

    An attendance sheet proves many days: every claim of the same workbook that names the file
    gets it too.
    """
    session.actor.require(Permission.IMPORT_CLAIMS)
    content = documents.read(path)
    with session.changing("claims.evidence", Permission.IMPORT_CLAIMS) as work:
        (claim,) = decisions.readable(work.connection, session.actor, [claim_id])
        days = [
            (claim.row.person_id, claim.day),
            *attachments.naming(work.connection, claim.row.batch_id, path.name),
        ]
        digest = attachments.attach(work, days, path.name, content)
        count = len(set(days))
        work.note(f"klaim {claim_id}", nip=claim.nip, file=path.name, sha256=digest, days=count)
    return Attached(digest, count)


def bring_along(session: Session, batch_id: int, workbook: Path) -> list[str]:
    """Keep the files a workbook names, found beside it or in a folder of its name; give which.

    Names that are not there stay names: they prove nothing, and the desk says so.
    """
    session.actor.require(Permission.IMPORT_CLAIMS)
    with session.reading(Permission.READ_RECORDS) as connection:
        wanted = attachments.lacking(connection, batch_id)
    folders = (workbook.with_suffix(""), workbook.parent)
    kept = []
    for name, claim_id in wanted.items():
        places = (folder / Path(name).name for folder in folders)
        path = next((place for place in places if place.is_file()), None)
        if path is not None:
            attach(session, claim_id, path)
            kept.append(name)
    return kept


def content(session: Session, proof: Proof) -> bytes:
    """Give a kept file's bytes, proved to be what was attached; of one's own office only."""
    with session.reading(Permission.READ_RECORDS) as connection:
        if session.actor.unit_id is not None:
            days = attachments.days_of(connection, proof.sha256)
            _refuse_others(connection, session.actor, days)
        return documents.checked(connection, proof.sha256, proof.name)


def _refuse_others(connection: Connection, actor: Actor, days: Sequence[tuple[int, date]]) -> None:
    """Refuse a file that proves no day of the actor's office: one of them is enough."""
    refused: NotAllowed | None = None
    for person, day in days:
        try:
            scope.refuse_other_people(connection, actor, [person], day)
        except NotAllowed as problem:
            refused = problem
        else:
            return
    raise refused or scope.outside("Bukti itu", "kantor sendiri")
