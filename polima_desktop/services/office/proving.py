"""Proving the store: its chain, what the chain's entries sealed, and the head kept outside.

Whatever is not as it was sealed is named as a person knows it: whose, of which month or file, and
which act had written it. Where seals are made is ``storage.office.seals``.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from polima_desktop.domain.access import Actor, Permission
from polima_desktop.domain.errors import Refused, WrongUsage
from polima_desktop.domain.progress import Progress
from polima_desktop.formatting import listed, moment
from polima_desktop.services.session import Session
from polima_desktop.storage.office import audit, heads, seals, unsealed
from polima_desktop.storage.office.audit import Entry
from polima_desktop.storage.office.heads import Head
from polima_desktop.storage.office.seal_parts import PARTS, Part
from polima_desktop.storage.office.sealed_names import Named, Naming, people_names
from polima_desktop.storage.papers import keys
from polima_desktop.storage.server import grants, logins

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from polima_desktop.storage.database import Database
    from polima_desktop.storage.months.slips import Slip

HANDS = 4
"""So many connections prove at most; the database works, not this program."""
_KINDS = {
    "changed": "berubah sejak disegel",
    "missing": "hilang",
    "added": "tidak berasal dari catatan mana pun",
    "seal": "diubah atau hilang",
}


@dataclass(frozen=True)
class Finding:
    """Something that was touched outside the program: in words; whose; which entry had sealed."""

    kind: str
    words: str
    nip: str
    entry: int | None


@dataclass(frozen=True)
class Proof:
    """What proving came to. ``broken``: where the chain breaks. ``since``: entries with a seal.

    ``signed``: the last head the office's key signed; ``known``: the newest one kept outside.
    ``unread``: what this account may not read whole on a guarded server, so was not proved.
    """

    entries: int
    sealed: int
    broken: Entry | None
    findings: tuple[Finding, ...]
    known: Head | None
    signed: Head | None
    unread: tuple[str, ...] = ()

    @property
    def intact(self) -> bool:
        """Whether nothing was found."""
        return self.broken is None and not self.findings

    @property
    def vouched(self) -> str:
        """Say up to where, and by what, the chain is vouched for from outside."""
        if self.signed is not None:
            head, by = self.signed, f"tanda tangan kunci {self.signed.key}"
        elif self.known is not None:
            head, by = self.known, "kepala rantai di luar data"
        else:
            return "Tidak ada kepala rantai di luar data: ujung yang dipotong tidak terlihat."
        return f"Dijamin {by} sampai catatan {head.entry}, {_when(head.at)}.{self._unproved}"

    @property
    def _unproved(self) -> str:
        if not self.unread:
            return ""
        some = listed([*self.unread[:3], "lainnya"][: len(self.unread)])
        return f" Akun ini tidak dapat membuktikan {some}: masuk sebagai Pemeriksa."


def prove(session: Session, progress: Progress | None = None) -> Proof:
    """Recompute the chain and every seal, and hold the heads kept outside against the chain."""
    progress = progress or Progress()
    with (
        session.reading(Permission.READ_AUDIT) as connection,
        _others(session.database, connection) as others,
    ):
        broken, count, sealed = None, 0, 0
        for entry in audit.entries(connection):
            count, sealed = count + 1, sealed + (entry.seal is not None)
        broken = audit.first_break(connection)
        unread = _unread(connection, session.actor)
        parts = [part for part in PARTS if part.label not in unread]
        findings = findings_of(session.database, connection, progress, others, parts)
        kept = heads.read(session.database)
        torn = heads.torn(connection, kept)
    return Proof(
        count,
        sealed,
        broken,
        tuple(findings),
        kept.newest if kept.newest not in torn else None,
        kept.signed if kept.signed not in torn else None,
        tuple(unread),
    )


def vouched_by_paper(session: Session, head: str) -> str:
    """Hold a head that a paper bears (``1234/3f2a9c41d0e7``) against the chain; say what it proves.

    Raises:
        Refused: the chain no longer holds that entry: it was cut off, or another was put in place.
    """
    session.actor.require(Permission.READ_AUDIT)
    number, _, letters = head.strip().partition("/")
    if not number.isdecimal() or len(letters) != heads.SHORT:
        raise WrongUsage(
            f"Kepala jejak audit ‘{head}’ tidak dikenali.",
            "Salin dari kaki kertas, misalnya 1234/3f2a9c41d0e7.",
        )
    with session.reading(Permission.READ_AUDIT) as connection:
        found = audit.entry(connection, int(number))
    if found is None or not found.hash.startswith(letters.lower()):
        raise Refused(
            f"Catatan {number} pada kertas bukan lagi yang ada di rantai.",
            "Jejak audit dipotong atau ditukar sesudah kertas itu dicetak. Bandingkan cadangan.",
        )
    return f"Dijamin kertas itu sampai catatan {found.id}, {_when(found.at)}."


@contextmanager
def _others(database: Database, connection: Connection) -> Iterator[list[Connection]]:
    """Give further connections, one a core up to ``HANDS``, as far as they see the same chain."""
    head = audit.head(connection)
    with ExitStack() as stack:
        hands = min(os.cpu_count() or 1, HANDS)
        others = [stack.enter_context(database.reading()) for _ in range(hands - 1)]
        yield [other for other in others if audit.head(other) == head]


def _unread(connection: Connection, actor: Actor) -> list[str]:
    """Give what an account does not read whole: nobody can prove what they may not see."""
    if not logins.guarded(connection):
        return []
    unread = grants.unreadable(grants.Group(actor.role, actor.unit_id is not None))
    return [part.label for part in PARTS if not part.touched.isdisjoint(unread)]


def findings_of(
    database: Database,
    connection: Connection,
    progress: Progress | None = None,
    others: Collection[Connection] = (),
    parts: Sequence[Part] = PARTS,
) -> list[Finding]:
    """Give what was touched outside the program, each thing once, as a connection sees it."""
    findings = list(_heads(connection, heads.read(database)))
    naming = Naming(connection)
    found = seals.faults(connection, progress, others, parts)
    findings += [_finding(fault.kind, naming.named(fault)) for fault in found]
    return list(dict.fromkeys(findings))


def _finding(kind: str, named: Named) -> Finding:
    where = ", ".join(part for part in named.what if part)
    who = f" a.n. {named.who} (NIP {named.nip})" if named.who else ""
    words = f"{named.label}{who}{f' ({where})' if where else ''} {_KINDS[kind]}"
    if named.entry is not None:
        number, _action, user = named.entry
        words += f"; ditulis pada catatan {number} oleh {user}"
    entry = named.entry[0] if named.entry else None
    return Finding(kind, f"{words[:1].upper()}{words[1:]}.", named.nip, entry)


def _heads(connection: Connection, kept: heads.Kept) -> Iterator[Finding]:
    """Name what was cut off or exchanged, and signatures that do not hold."""
    last = heads.newest(connection)
    for head in heads.torn(connection, kept):
        if last is None or last.entry < head.entry:
            lost = f"{(last.entry if last else 0) + 1}–{head.entry}"
            words = f"Catatan {lost} dipotong dari ujung rantai; sampai {_when(head.at)} masih ada."
        else:
            words = f"Catatan {head.entry} ({_when(head.at)}) bukan lagi yang dikenal di luar data."
        yield Finding("head", words, "", head.entry)
    if kept.signed is not None and not _is_signed(connection, kept.signed):
        words = f"Tanda tangan kepala rantai pada catatan {kept.signed.entry} tidak cocok."
        yield Finding("head", words, "", kept.signed.entry)


def _is_signed(connection: Connection, head: Head) -> bool:
    key = next((key for key in keys.listed(connection) if key.id == head.key), None)
    return key is not None and key.public.verifies(bytes.fromhex(head.signature), head.message)


def _when(at: str) -> str:
    return moment(datetime.fromisoformat(at))


# ── before something leaves the house ───────────────────────────────────────────────────────


def refuse_altered(connection: Connection, found: Collection[Slip]) -> None:
    """Refuse slips whose stored content no longer equals its seal."""
    refuse_altered_slips(connection, {slip.id: slip.person_id for slip in found})


def refuse_altered_slips(connection: Connection, whose: Mapping[int, int]) -> None:
    """The same for slips known by number and whose they are."""
    wrong = unsealed.slips_among(connection, whose)
    _refuse(connection, "Slip", [whose[key] for key in wrong])


def refuse_altered_dues(
    connection: Connection, slips: Mapping[int, int], items: Mapping[int, int]
) -> None:
    """Refuse to pay slips, items of arrears, or into accounts, that no longer equal their seals.

    Both by number, with the person whose they are.
    """
    refuse_altered_slips(connection, slips)
    wrong = unsealed.arrears_among(connection, items)
    _refuse(connection, "Rapel", [items[key] for key in wrong])
    people = {*slips.values(), *items.values()}
    _refuse(connection, "Identitas atau rekening", unsealed.people_among(connection, people))


def refuse_altered_transfers(connection: Connection, whose: Mapping[int, int]) -> None:
    """Refuse transfers of a batch that no longer equal their seals."""
    wrong = unsealed.transfers_among(connection, whose)
    _refuse(connection, "Transfer", [whose[key] for key in wrong])


def _refuse(connection: Connection, what: str, people: Collection[int]) -> None:
    if not people:
        return
    names = people_names(connection)
    shown = sorted({f"{name} (NIP {nip})" for name, nip in map(names.__getitem__, people)})
    more = f" dan {len(shown) - 3} lainnya" if len(shown) > 3 else ""
    raise Refused(
        f"{what} {listed(shown[:3])}{more} diubah di luar program: isinya tidak sama dengan "
        "segelnya.",
        "Jangan dicetak, dibayar, atau dikirim. Jalankan polima audit verify dan bandingkan "
        "dengan cadangan.",
    )
