"""Rule sets as use cases: check, draft, propose, publish by a second person, what is in force.

Comparing with a frozen month is in ``rule_comparison``, trying on cases in ``rule_trial``.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from polima_desktop.domain.access import Permission
from polima_desktop.domain.errors import Conflict, NotAllowed, Refused
from polima_desktop.domain.periods import Month
from polima_desktop.domain.progress import Progress
from polima_desktop.domain.rules.gate import check_set
from polima_desktop.domain.rules.model import Decree, Finding, RuleSet, RulesRefused
from polima_desktop.domain.rules.reading import load
from polima_desktop.domain.rules.writing import dump, with_canonical_formulas
from polima_desktop.files import read_whole, replacing
from polima_desktop.services.rules import comparison
from polima_desktop.services.session import Session
from polima_desktop.storage.rules import registry
from polima_desktop.storage.rules import versions as store
from polima_desktop.storage.rules.versions import VersionRow
from polima_desktop.storage.unit_of_work import Work

MOST_BYTES = 5_000_000
NO_DECREE = "contoh"
"""What stands as the number in a set that no decree has put in force yet."""


class Drafted(NamedTuple):
    """A draft that was stored, or the version that already has exactly this text."""

    row: VersionRow
    new: bool


class Desk(NamedTuple):
    """What the desk shows of the versions: all, the one in force, the drafts that were checked."""

    rows: list[VersionRow]
    standing: VersionRow | None
    checked: set[int]


def read_file(path: Path) -> str:
    """Read a rule-set file as text; an unreadable one is refused with what to do."""
    content = read_whole(path, "satu berkas TOML")
    if len(content) > MOST_BYTES:
        raise Refused(f"{path.name} terlalu besar untuk berkas aturan.", "Periksa berkasnya.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(
            f"{path.name} bukan berkas teks UTF-8.",
            "Simpan ulang aturan sebagai TOML dengan penyandian UTF-8.",
        ) from None


def write_file(ruleset: RuleSet, path: Path) -> None:
    """Write a set as a rule file, whole or not at all."""
    with replacing(path) as out:
        out.write(dump(ruleset).encode("utf-8"))


def versions(session: Session) -> list[VersionRow]:
    """Give every version, newest first."""
    with session.reading(Permission.READ) as connection:
        return store.versions(connection)


def weights(rows: Sequence[VersionRow]) -> dict[str, list[tuple[int, Decimal]]]:
    """Give the weight of every activity in every published version, first to last."""
    found: dict[str, list[tuple[int, Decimal]]] = {}
    for row in sorted(rows, key=lambda row: row.number):
        if row.standing == "published":
            for activity in load(row.toml).activities.values():
                found.setdefault(activity.code, []).append((row.number, activity.weight))
    return found


def for_desk(session: Session, month: Month) -> Desk:
    """Read the versions for the desk."""
    rows = versions(session)
    return Desk(rows, in_force(session, month), checked(rows))


def checked(rows: Sequence[VersionRow]) -> set[int]:
    """Give the drafts that the publish gate lets through: they may be proposed."""
    return {row.id for row in rows if row.state == "draft" and _passes(row.toml)}


@lru_cache(maxsize=32)
def _passes(toml: str) -> bool:
    findings = check_set(load(toml), publishing=True)
    return all(finding.severity != "error" for finding in findings)


def in_force(session: Session, month: Month) -> VersionRow | None:
    """Give the published version that holds for a month."""
    with session.reading(Permission.READ) as connection:
        return store.in_force(connection, month)


def import_draft(session: Session, toml: str) -> Drafted:
    """Store a text as a draft, its formulas in canonical form. Same text twice is recognised."""
    session.actor.require(Permission.EDIT_RULES)
    toml = with_canonical_formulas(toml)
    decree = _decree(load(toml))
    with session.changing("rules.import", Permission.EDIT_RULES) as work:
        known = store.by_fingerprint(work.connection, store.fingerprint(toml))
        if known is not None:
            work.note(f"versi {known.number}", unchanged=True)
            return Drafted(known, new=False)
        row = store.add_draft(work, toml, decree)
        _note(work, row)
    return Drafted(row, new=True)


def new_draft(session: Session, source: RuleSet) -> VersionRow:
    """Store a set as a new draft."""
    with session.changing("rules.draft", Permission.EDIT_RULES) as work:
        row = store.add_draft(work, dump(source), _decree(source))
        _note(work, row)
    return row


def save_draft(session: Session, row: VersionRow, ruleset: RuleSet) -> VersionRow:
    """Replace a draft by the edited set; refuse if somebody else saved it meanwhile."""
    with session.changing("rules.edit", Permission.EDIT_RULES) as work:
        saved = store.save_draft(work, row, dump(ruleset), _decree(ruleset))
        _note(work, saved)
    return saved


def propose(session: Session, version_id: int) -> VersionRow:
    """Put a draft forward for signing; the whole publish gate must be passed."""
    with session.changing("rules.propose", Permission.EDIT_RULES) as work:
        return _propose(work, store.by_id(work.connection, version_id))


def propose_draft(session: Session, row: VersionRow, ruleset: RuleSet) -> VersionRow:
    """Save a draft's last edits and put it forward, both or neither."""
    with session.changing("rules.propose", Permission.EDIT_RULES) as work:
        saved = store.save_draft(work, row, dump(ruleset), _decree(ruleset))
        return _propose(work, saved)


def propose_text(session: Session, toml: str) -> VersionRow:
    """Store a text as a draft, unless it is one already, and put it forward."""
    session.actor.require(Permission.EDIT_RULES)
    toml = with_canonical_formulas(toml)
    decree = _decree(load(toml))
    with session.changing("rules.propose", Permission.EDIT_RULES) as work:
        known = store.by_fingerprint(work.connection, store.fingerprint(toml))
        if known is not None and known.state != "draft":
            state = "diajukan" if known.state == "proposed" else "terbit"
            raise Refused(
                f"Aturan ini sudah {state} sebagai versi {known.number}.",
                "Ubah aturannya lebih dulu, atau lanjutkan versi itu.",
            )
        return _propose(work, known or store.add_draft(work, toml, decree))


def _propose(work: Work, row: VersionRow) -> VersionRow:
    if row.state != "draft":
        raise Refused(
            f"Versi {row.number} bukan draf lagi.", "Buat draf baru dari versi itu untuk mengubah."
        )
    _refuse_known_decree(work, row)
    _pass_gate(row.toml)
    proposed = store.propose(work, row)
    _note(work, proposed)
    return proposed


def _refuse_known_decree(work: Work, row: VersionRow) -> None:
    """A decree puts one version in force; the word of the example set is no decree's number."""
    number = row.decree_number.strip().casefold()
    if number == NO_DECREE:
        return
    for other in store.versions(work.connection):
        same = other.decree_number.strip().casefold() == number
        if same and other.id != row.id and other.standing in ("proposed", "published"):
            state = "diajukan" if other.state == "proposed" else "terbit"
            raise Refused(
                f"Keputusan {row.decree_number} sudah dipakai versi {other.number} yang {state}.",
                "Tulis nomor keputusan yang menetapkan perubahan ini.",
            )


def return_to_draft(session: Session, version_id: int, reason: str) -> VersionRow:
    """Send a proposed version back, saying why."""
    if not reason.strip():
        raise Refused("Alasan pengembalian belum ditulis.", "Tulis singkat apa yang harus diubah.")
    with session.changing("rules.return", Permission.PUBLISH_RULES) as work:
        row = store.return_to_draft(work, store.by_id(work.connection, version_id))
        _note(work, row)
        work.note(work.subject, reason=reason.strip())
    return row


def publish(
    session: Session, version_id: int, progress: Progress, seen: VersionRow | None = None
) -> VersionRow:
    """Publish a proposed version: another person, the whole gate again, and the comparison.

    ``seen``: the version as the publisher saw it; refused if it is another one by now.
    Warnings of the gate are acknowledged by publishing; they go into the audit entry.
    """
    with session.changing("rules.publish", Permission.PUBLISH_RULES) as work:
        row = store.by_id(work.connection, version_id)
        _may_publish(row, session.actor.name)
        if seen is not None and (seen.sha256, seen.version) != (row.sha256, row.version):
            raise Conflict(
                f"Versi {row.number} berubah sesudah dibuka di layar ini.",
                "Muat ulang, periksa perbedaannya, lalu terbitkan.",
            )
        findings = _pass_gate(row.toml)
        compared = comparison.against_latest(work.connection, load(row.toml), progress)
        signed = None if compared is None else json.dumps(compared.document(), ensure_ascii=False)
        published = store.publish(work, row, signed)
        registry.register(work, load(row.toml).activities)
        _note(work, published)
        acknowledged = [f"{finding.where}: {finding.message}" for finding in findings]
        digest = store.fingerprint(signed) if signed else None
        work.note(work.subject, acknowledged=acknowledged, comparison_sha256=digest)
    return published


def withdraw(session: Session, version_id: int, reason: str) -> VersionRow:
    """Take a published version out of force, saying why: the one before holds again.

    Months computed with it keep their slips until they are computed anew.
    """
    if not reason.strip():
        raise Refused("Alasan penarikan belum ditulis.", "Tulis keputusan yang mencabutnya.")
    with session.changing("rules.withdraw", Permission.PUBLISH_RULES) as work:
        row = store.by_id(work.connection, version_id)
        if row.standing != "published":
            raise Refused(
                f"Versi {row.number} tidak sedang terbit.", "Hanya versi terbit yang ditarik."
            )
        if row.proposed_by == session.actor.name:
            raise NotAllowed(
                f"Versi {row.number} diajukan oleh {session.actor.name} sendiri.",
                "Penarikan harus oleh pejabat penerbit.",
            )
        withdrawn = store.withdraw(work, row, reason.strip())
        _note(work, withdrawn)
        work.note(work.subject, reason=reason.strip())
    return withdrawn


def withdraw_number(session: Session, number: int, reason: str) -> VersionRow:
    """Withdraw by the number people use."""
    with session.reading(Permission.PUBLISH_RULES) as connection:
        row = store.by_number(connection, number)
    return withdraw(session, row.id, reason)


def publish_number(session: Session, number: int, progress: Progress) -> VersionRow:
    """Publish by the number people use."""
    with session.reading(Permission.PUBLISH_RULES) as connection:
        row = store.by_number(connection, number)
    return publish(session, row.id, progress)


def _may_publish(row: VersionRow, actor: str) -> None:
    if row.state == "published":
        raise Refused(f"Versi {row.number} sudah terbit.", "Tidak ada yang perlu dilakukan.")
    if row.state != "proposed":
        raise Refused(
            f"Versi {row.number} belum diajukan.", f"Ajukan lebih dulu draf versi {row.number}."
        )
    if row.proposed_by == actor:
        raise NotAllowed(
            f"Versi {row.number} diajukan oleh {actor} sendiri.",
            "Penerbitan harus oleh orang lain: masuk sebagai pejabat penerbit.",
        )


def _pass_gate(toml: str) -> list[Finding]:
    """Run the publish gate; refuse with all findings, or give the warnings that remain."""
    findings = check_set(load(toml), publishing=True)
    if any(finding.severity == "error" for finding in findings):
        raise RulesRefused(findings)
    return findings


def _decree(ruleset: RuleSet) -> Decree:
    if ruleset.decree is None:
        raise Refused(
            "Aturan ini belum mempunyai dasar hukum.",
            "Isi [decree] dengan number, title, date dan valid_from.",
        )
    return ruleset.decree


def _note(work: Work, row: VersionRow) -> None:
    work.note(f"versi {row.number}", sha256=row.sha256, decree=row.decree_number,
              valid_from=row.valid_from.isoformat())  # fmt: skip
