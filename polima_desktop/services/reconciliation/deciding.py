"""Deciding on pairs and rows of a case: one, many by a rule, taking back, and signing.

Each act is one transaction and one audit entry. Two people on one case: whoever decides says which
ruling they saw on the pair, and another one meanwhile is a conflict, never overwritten in silence.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from polima_desktop.domain.access import Permission, Role
from polima_desktop.domain.errors import Conflict, NotAllowed, Refused
from polima_desktop.domain.matching.desk import Desk, DeskPair, summarise
from polima_desktop.domain.matching.rows import STATE_LABELS, Certainty, State
from polima_desktop.domain.matching.rulings import Kind, Ruling
from polima_desktop.domain.matching.words import as_read
from polima_desktop.formatting import number
from polima_desktop.services.reconciliation.reading import CaseView, keys_of, view
from polima_desktop.services.session import Session
from polima_desktop.services.staff import documents as proofs
from polima_desktop.storage.reconciliation import cases as stored
from polima_desktop.storage.reconciliation import documents
from polima_desktop.storage.reconciliation.cases import NewRuling
from polima_desktop.storage.unit_of_work import Work

OFFICES = (Role.BKPSDM, Role.KOMINFO)
SAMPLES = 10
SAMPLE_LINKS = 30
#: What a bulk act may accept: rule → words, certainty, and case (None: any).
RULES: dict[str, tuple[str, Certainty, str | None]] = {
    "likely": ("Semua yang sangat mungkin", "likely", None),
    "P3": ("Sangat mungkin, NIP salah ketik", "likely", "P3"),
    "X4": ("Sangat mungkin, NIP rusak karena Excel", "likely", "X4"),
    "none": ("Sangat mungkin, tanpa perbedaan yang berarti", "likely", ""),
}


class Wish(NamedTuple):
    """What a person decides: ``left`` and ``right`` are places in the lists, None where alone.

    ``paper``: a file that proves it, kept with the ruling.
    """

    kind: Kind
    left: int | None
    right: int | None
    state: State | None = None
    words: str = ""
    paper: Path | None = None


class Done(NamedTuple):
    """What was written: how many rulings, under which mark of a bulk act."""

    rulings: int
    bulk: str | None = None


def decide(session: Session, case_id: int, wish: Wish, seen: int | None = None) -> Done:
    """Decide on a pair or a row.

    Args:
        session: who decides; BKPSDM or Kominfo.
        case_id: the case.
        wish: what is decided.
        seen: the ruling on these rows that was before the person's eyes; None: there was none.
    """
    session.actor.require(Permission.RECONCILE)
    content = proofs.read(wish.paper) if wish.paper else b""
    with session.changing("reconciliation.decide", Permission.RECONCILE) as work:
        case = open_for_deciding(work, case_id)
        new = _new_ruling(case.desk, wish)
        _refuse_conflict(work, new, seen)
        stored.record(work, case_id, case.stored.engine, [new])
        if wish.paper:
            keys = new.left_key, new.right_key
            documents.attach(work, case_id, keys, wish.paper.name, content)
        _renew(work, case)
        work.note(
            f"rekonsiliasi {case_id}",
            kind=wish.kind,
            left=new.left_key,
            right=new.right_key,
            state=wish.state,
            words=wish.words,
            **({"file": wish.paper.name} if wish.paper else {}),
        )
    return Done(1)


def fitting(desk: Desk, rule: str) -> list[DeskPair]:
    """Give the undecided pairs a rule would accept."""
    _, certainty, case = RULES[rule]
    return [p for p in desk.waiting(certainty) if case is None or p.pair.case == case]


def decide_many(session: Session, case_id: int, rule: str, expected: int) -> Done:
    """Accept every pair a rule finds; ``expected`` is the number the person was shown."""
    with session.changing("reconciliation.decide_many", Permission.RECONCILE) as work:
        case = open_for_deciding(work, case_id)
        found = fitting(case.desk, rule)
        if len(found) != expected:
            raise Conflict(
                f"Sekarang {number(len(found))} pasangan cocok dengan aturan ini, "
                f"bukan {number(expected)}.",
                "Muat ulang, lihat contohnya, lalu ulangi.",
            )
        if not found:
            raise Refused("Tidak ada pasangan yang cocok.", "Pilih aturan lain.")
        wishes = [Wish("same", each.pair.left, each.pair.right) for each in found]
        mark = f"{work.now:%Y%m%dT%H%M%S.%f}"
        new = [_new_ruling(case.desk, wish) for wish in wishes]
        stored.record(work, case_id, case.stored.engine, new, mark)
        _renew(work, case)
        work.note(f"rekonsiliasi {case_id}", rule=RULES[rule][0], bulk=mark, pairs=len(new))
    return Done(len(new), mark)


def undo(session: Session, case_id: int, ruling_ids: Sequence[int]) -> Done:
    """Take rulings back; the case shows again what the evidence says."""
    with session.changing("reconciliation.undo", Permission.RECONCILE) as work:
        case = open_for_deciding(work, case_id)
        held = {ruling.id for ruling in stored.current(work.connection)}
        if not set(ruling_ids) <= held:
            raise Conflict("Putusan itu sudah diurungkan orang lain.", "Muat ulang.")
        stored.take_back(work, ruling_ids)
        _renew(work, case)
        work.note(f"rekonsiliasi {case_id}", rulings=list(ruling_ids))
    return Done(len(ruling_ids))


def last_act(rulings: Sequence[Ruling], user: str) -> list[int]:
    """Give the rulings of a user's last act: one, or all of a bulk act."""
    mine = [ruling for ruling in rulings if ruling.by == user]
    if not mine:
        return []
    last = max(mine, key=lambda ruling: ruling.id)
    if last.bulk is None:
        return [last.id]
    return [ruling.id for ruling in mine if ruling.bulk == last.bulk]


def rulings_in_force(session: Session) -> list[Ruling]:
    """Give every ruling in force, oldest first."""
    with session.reading(Permission.READ_RECONCILIATION) as connection:
        return stored.current(connection)


def open_for_deciding(work: Work, case_id: int) -> CaseView:
    """Give a case that may still be decided on; refuse one that both offices have signed."""
    case = view(work.connection, case_id)
    if case is None or case.stored.id != case_id:
        raise Refused("Rekonsiliasi itu tidak ada.", "Muat ulang halaman.")
    if case.closed:
        raise Refused(
            "Rekonsiliasi ini sudah ditandatangani kedua kantor.",
            "Impor daftar baru untuk melanjutkan.",
        )
    return case


def _new_ruling(desk: Desk, wish: Wish) -> NewRuling:
    left, right = keys_of(desk, wish.left, wish.right)
    if wish.kind == "reason" and (not wish.words.strip() or wish.state is None):
        raise Refused("Alasannya belum ditulis.", "Tulis alasan singkat, misalnya nomor surat.")
    shown: dict[str, Any] = {}
    if wish.left is not None:
        shown["left"] = as_read(desk.outcome.left_rows[wish.left])
    if wish.right is not None:
        shown["right"] = as_read(desk.outcome.right_rows[wish.right])
    return NewRuling(wish.kind, left, right, wish.state, wish.words.strip(), shown)


def _refuse_conflict(work: Work, new: NewRuling, seen: int | None) -> None:
    """Refuse where somebody ruled on the same rows after the person had looked."""
    for ruling in stored.current(work.connection):
        same_rows = (ruling.left, ruling.right) == (new.left_key, new.right_key)
        if same_rows and ruling.id != seen and ruling.kind != new.kind:
            words = {"same": "orang yang sama", "different": "orang berbeda"}.get(
                ruling.kind, STATE_LABELS[ruling.state or "open"].lower()
            )
            raise Conflict(
                f"{ruling.by} sudah memutuskan baris ini: {words}.",
                "Muat ulang untuk melihatnya, lalu putuskan lagi bila perlu.",
            )


def _renew(work: Work, before: CaseView) -> None:
    """Renew the case's numbers; a signature given before this ruling lapses."""
    after = view(work.connection, before.stored.id)
    assert after is not None
    stored.set_summary(work, before.stored.id, summarise(after.desk))
    if before.stored.signatures:
        stored.void_signatures(work, before.stored.id)


# ── signing ─────────────────────────────────────────────────────────────────────────────────


class SignOff(NamedTuple):
    """What both offices see before they sign; pairs, and how many rows are unexplained.

    A balancing bridge does not prove the links, so these are listed: links without an equal
    number, links whose two valid numbers differ, and a sample of the automatic ones.
    """

    undecided: int
    open_rows: int
    other_number: list[DeskPair]
    two_valid: list[DeskPair]
    sample: list[DeskPair]
    bridge_sha256: str


def sign_off(case: CaseView) -> SignOff:
    """Give what is to be checked before signing; the sample is the same for both offices."""
    rows = case.desk.outcome.left_rows, case.desk.outcome.right_rows
    other = [p for p in case.desk.pairs if p.pair.levels.nip != "same"]
    valid = [p for p in other if rows[0][p.pair.left].kind == rows[1][p.pair.right].kind == "valid"]
    automatic = [p for p in case.desk.pairs if p.status == "auto"]
    dice = Random(case.stored.sha256)  # noqa: S311 - a sample, not a secret
    sample = dice.sample(automatic, min(SAMPLE_LINKS, len(automatic)))
    open_rows = sum(s.state == "open" for s in (*case.desk.left, *case.desk.right))
    sample.sort(key=lambda p: p.pair.left)
    undecided = len(case.desk.waiting())
    return SignOff(undecided, open_rows, other, valid, sample, bridge_hash(case))


def bridge_hash(case: CaseView) -> str:
    """Give the hash of what is signed: the bridge, every link, both lists, the engine."""
    said = {
        "case": case.stored.sha256,
        "files": [case.stored.left_sha256, case.stored.right_sha256],
        "engine": case.stored.engine,
        "bridge": [list(step[:5]) for step in case.desk.bridge(case.names)],
        "links": [[p.pair.left, p.pair.right] for p in case.desk.pairs],
    }
    text = json.dumps(said, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def sign(session: Session, case_id: int, seen: str) -> bool:
    """Sign for one's office; ``seen`` is the hash before the person's eyes. True: both signed."""
    with session.changing("reconciliation.sign", Permission.RECONCILE) as work:
        case = open_for_deciding(work, case_id)
        _may_sign(session, case)
        waiting = len(case.desk.waiting())
        if waiting:
            raise Refused(
                f"{number(waiting)} pasangan belum diputus.", "Putuskan dulu, lalu tanda tangani."
            )
        if bridge_hash(case) != seen:
            raise Conflict("Isi rekonsiliasi berubah sejak dibuka.", "Muat ulang, lalu periksa.")
        stored.sign(work, case_id, session.actor.role.value, seen)
        work.note(f"rekonsiliasi {case_id}", bridge=seen, office=session.actor.role.value)
    return len(case.stored.signatures) == 1


def _may_sign(session: Session, case: CaseView) -> None:
    actor = session.actor
    if actor.role not in OFFICES:
        raise NotAllowed("Hanya BKPSDM dan Dinas Kominfo yang menandatangani.", "")
    for signature in case.stored.signatures:
        if signature.office == actor.role.value:
            raise Refused(
                f"Kantor ini sudah menandatangani ({signature.by}).",
                "Tanda tangan kedua dari kantor yang lain.",
            )
        if signature.by == actor.name:
            raise Refused("Satu orang tidak boleh menandatangani dua kali.", "Minta orang lain.")
