"""The papers of a month's manual back-up: recapitulations, decisions, the auditor's list.

Each is noted in the audit log with the hash of what was written; the drawing is ``reports``'.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from polima_desktop.domain.access import Permission
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.identity import shown_nip
from polima_desktop.domain.periods import Month, month_name
from polima_desktop.domain.progress import Progress
from polima_desktop.domain.review import Decision
from polima_desktop.files import replacing, written
from polima_desktop.formatting import UNKNOWN, clock, moment, money, short_date
from polima_desktop.formatting import day as written_day
from polima_desktop.services.review import claims, stakes
from polima_desktop.services.review.claims import Claim
from polima_desktop.storage.months import arrears, months, payments
from polima_desktop.storage.months.arrears import Item
from polima_desktop.storage.office import accounts
from polima_desktop.storage.review import attachments, objections
from polima_desktop.storage.review import decisions as stored_decisions
from polima_desktop.storage.review.decisions import Turned
from polima_desktop.storage.staff import units
from polima_desktop.storage.staff.units import UnitRow

if TYPE_CHECKING:
    from polima_desktop.domain.attendance import Clocking
    from polima_desktop.reports.parts import Signatory
    from polima_desktop.reports.table import Table
    from polima_desktop.services.papers.signatories import Signers
    from polima_desktop.services.session import Session


_ITEM_STATES = {
    "pending": "menunggu",
    "accepted": "diterima",
    "paid": "dibayar",
    "refused": "ditolak",
}
_OWED = (
    "Rapel: selisih slip pegawai bulan itu seluruhnya, bukan bagian hari ini saja; tanda minus "
    "berarti dikembalikan. Belum dihitung: tekan Cari rapel di Perhitungan."
)


@dataclass(frozen=True)
class _Month:
    """A month's claims with what the papers say beside them."""

    month: Month
    claims: Sequence[Claim]
    units: Mapping[int, UnitRow]
    signers: Signers
    names: Mapping[str, str]
    verifier: Signatory

    @property
    def offices(self) -> dict[int, list[Claim]]:
        """The claims by the office at the top of their unit, by the office's name."""
        found: dict[int, list[Claim]] = defaultdict(list)
        for claim in self.claims:
            line = self.signers.line_of(claim.unit.id) or [claim.unit.id]
            found[line[-1]].append(claim)
        return dict(sorted(found.items(), key=lambda pair: self.signers.name(pair[0])))


def print_recap(session: Session, month: Month, path: Path) -> int:
    """Write the recapitulation of each office, with its signatures; give how many."""
    from polima_desktop.reports.review_lists import RECAP, listed

    found = _read(session, month)
    gross = _accepted_worth(session, month, found.claims)
    tables = [
        listed(
            ("REKAP BACKUP MANUAL", found.signers.name(office), month_name(month)),
            RECAP,
            _recap_rows(mine, gross),
            (found.signers.head(office), found.verifier),
            note="Selisih bruto diterima: jumlah kotor bulan itu dengan klaim yang diterima "
            "dikurangi jumlah kotor tanpa klaim itu; tanda – berarti belum bisa dihitung.",
        )
        for office, mine in found.offices.items()
    ]
    return _write(session, "papers.claims_recap", month, tables, path, "Rekap backup manual")


def print_decisions(session: Session, month: Month, path: Path) -> int:
    """Write what was decided against the claimants, office by office, with the deadline."""
    from polima_desktop.reports.review_lists import DECIDED, listed

    found = _read(session, month)
    with session.reading(Permission.READ_RECORDS) as connection:
        period = objections.period(connection, month)
    if period is None:
        raise Refused(
            f"Masa sanggah {month_name(month)} belum dibuka.", "Buka masa sanggah lebih dahulu."
        )
    until = f"Keberatan diterima sampai {written_day(period.until)}, lewat verifikator unit."
    tables = [
        listed(
            ("PUTUSAN BACKUP MANUAL", found.signers.name(office), month_name(month)),
            DECIDED,
            rows,
            (found.verifier,),
            until,
        )
        for office, mine in found.offices.items()
        if (rows := _decided_rows(mine))
    ]
    return _write(session, "papers.claims_decided", month, tables, path, "Putusan backup manual")


def print_audit_list(session: Session, month: Month, path: Path) -> int:
    """Write every payment that rests on a manual record, its evidence and who decided.

    Then what was decided otherwise after the month was frozen, and the arrears it led to.
    """
    from polima_desktop.reports.review_lists import AUDIT, TURNED, listed

    found = _read(session, month)
    accepted = [c for c in found.claims if _outcome(c) is Decision.MANUAL]
    with session.reading(Permission.READ_RECORDS) as connection:
        proofs = attachments.of_span(connection, month.first, month.last)
        paid = _paid(connection, month)
        turned, owed = _turned(connection, month)
    rows = [
        _audit_row(
            place, claim, proofs.get((claim.row.person_id, claim.day), ()), paid, found.names
        )
        for place, claim in enumerate(accepted, 1)
    ]
    people = {claim.row.person_id for claim in accepted}
    note = (
        f"{len(accepted)} hari dari {len(people)} pegawai dihitung menurut catatan manual. "
        "Yang dibayar adalah seluruh TPP bulan itu, bukan bagian hari ini saja."
    )
    headings = ("PEMBAYARAN YANG BERTUMPU PADA CATATAN MANUAL", month_name(month))
    tables = [listed(headings, AUDIT, rows, (), note)] if rows else []
    by_id = {claim.id: claim for claim in found.claims}
    other = [
        _turned_row(place, by_id[each.claim_id], each, owed, found.names)
        for place, each in enumerate((each for each in turned if each.claim_id in by_id), 1)
    ]
    if other:
        changed = ("PUTUSAN YANG BERUBAH SETELAH BULAN DIBEKUKAN", month_name(month))
        tables.append(listed(changed, TURNED, other, (), _OWED))
    title = "Daftar pemeriksaan backup manual"
    return _write(session, "papers.claims_audit", month, tables, path, title, wide=True)


# ── reading ─────────────────────────────────────────────────────────────────────────────────


def _read(session: Session, month: Month) -> _Month:
    from polima_desktop.services.papers.signatories import of_user, signers

    session.actor.require(Permission.PRINT)
    found = claims.queue(session, month)
    with session.reading(Permission.READ_RECORDS) as connection:
        known = {unit.id: unit for unit in units.as_of(connection, month.last)}
        who = signers(connection, month.last)
        names = {each.name: each.display_name for each in accounts.listed(connection)}
        verifier = of_user(connection, session, "Verifikator")
    return _Month(month, found, known, who, names, verifier)


def _accepted_worth(
    session: Session, month: Month, found: Iterable[Claim]
) -> Mapping[int, int | None]:
    """Give what the accepted claims of each person are worth gross; empty without rules."""
    accepted = [claim for claim in found if _outcome(claim) is Decision.MANUAL]
    try:
        return stakes.accepted_worth(session, month, accepted) if accepted else {}
    except Refused:
        return {claim.row.person_id: None for claim in accepted}


def _paid(connection: Any, month: Month) -> dict[int, tuple[str, int]]:  # noqa: ANN401
    """Give by person the SP2D and the amount of what was paid and did not come back."""
    row = months.month_row(connection, month)
    found: dict[int, tuple[str, int]] = {}
    for batch in payments.batches(connection, row.id) if row else ():
        for item in payments.items(connection, batch.id):
            if item.slip_id is not None:
                found[item.person_id] = (batch.sp2d, item.amount)
    return found


def _turned(connection: Any, month: Month) -> tuple[list[Turned], dict[int, list[Item]]]:  # noqa: ANN401
    """Give what was decided otherwise since the freeze, and each person's items of arrears."""
    row = months.month_row(connection, month)
    if row is None or row.frozen_at is None:
        return [], {}
    owed: dict[int, list[Item]] = defaultdict(list)
    for item in arrears.items(connection, [row.id]):
        owed[item.person_id].append(item)
    since = stored_decisions.turned_since(connection, month.first, month.last, row.frozen_at)
    return since, owed


# ── rows ────────────────────────────────────────────────────────────────────────────────────


def _outcome(claim: Claim) -> Decision | None:
    return claim.decided.outcome if claim.decided else None


def _person(claim: Claim) -> str:
    return f"{claim.name}\n{shown_nip(claim.nip)}"


def _recap_rows(
    mine: Sequence[Claim], gross: Mapping[int, int | None]
) -> list[tuple[str | int, ...]]:
    by_person: dict[int, list[Claim]] = defaultdict(list)
    for claim in sorted(mine, key=lambda each: (each.unit.name, each.name, each.day)):
        by_person[claim.row.person_id].append(claim)
    rows = []
    for place, (person, own) in enumerate(by_person.items(), 1):
        counts = [sum(_outcome(c) is d for c in own) for d in
                  (Decision.MANUAL, Decision.ELECTRONIC, Decision.REJECT)]  # fmt: skip
        waiting = sum(claim.open for claim in own)
        proved = sum(bool(claim.row.evidence) for claim in own)
        worth = gross.get(person, 0)
        amount: str | int = UNKNOWN if worth is None else worth
        first = own[0]
        rows.append(
            (str(place), _person(first), first.unit.label, len(own), *counts, waiting, proved,
             amount)
        )  # fmt: skip
    return rows


def _decided_rows(mine: Sequence[Claim]) -> list[tuple[str, ...]]:
    against = [c for c in mine if _outcome(c) in (Decision.ELECTRONIC, Decision.REJECT)]
    return [
        (
            str(place),
            _person(claim),
            short_date(claim.day),
            _times(claim.row.clocking),
            _times(claim.row.recorded),
            claim.decided.outcome.label if claim.decided else "",
            (claim.decided.reason if claim.decided else None) or claim.suggestion.reason,
        )
        for place, claim in enumerate(sorted(against, key=lambda c: (c.name, c.day)), 1)
    ]


def _claim_cells(place: int, claim: Claim) -> tuple[str, ...]:
    return (
        str(place),
        _person(claim),
        claim.unit.label,
        short_date(claim.day),
        _times(claim.row.clocking),
        _times(claim.row.recorded),
    )


def _audit_row(
    place: int,
    claim: Claim,
    proofs: Sequence[attachments.Proof],
    paid: Mapping[int, tuple[str, int]],
    names: Mapping[str, str],
) -> tuple[str, ...]:
    decided = claim.decided
    assert decided is not None
    evidence = "\n".join(f"{proof.name} ({proof.sha256[:12]})" for proof in proofs)
    why = f": {decided.reason}" if decided.reason else ""
    who = names.get(decided.by, decided.by)
    sp2d, amount = paid.get(claim.row.person_id, ("", 0))
    return (
        *_claim_cells(place, claim),
        evidence or "tanpa berkas bukti",
        claim.row.typed_by or "tidak disebut",
        f"{who}, {moment(decided.at)}{why}",
        f"SP2D {sp2d}\n{money(amount)}" if sp2d else "belum dibayar",
    )


def _turned_row(
    place: int,
    claim: Claim,
    turned: Turned,
    owed: Mapping[int, Sequence[Item]],
    names: Mapping[str, str],
) -> tuple[str, ...]:
    items = [
        f"{money(item.difference)}, {_ITEM_STATES[item.shown_state]}"
        for item in owed.get(claim.row.person_id, ())
    ]
    return (
        *_claim_cells(place, claim),
        turned.was.label,
        turned.now.label if turned.now else "Putusan ditarik",
        f"{names.get(turned.by, turned.by)}, {moment(turned.at)}",
        "\n".join(items) or "belum dihitung",
    )


def _times(clocking: Clocking | None) -> str:
    if clocking is None or clocking.empty:
        return "tidak ada"
    came, left = (
        "tidak ada" if seconds is None else clock(seconds, zone=False) for seconds in clocking
    )
    return f"{came} – {left}"


# ── writing ─────────────────────────────────────────────────────────────────────────────────


def _write(
    session: Session,
    action: str,
    month: Month,
    tables: Sequence[Table],
    path: Path,
    title: str,
    *,
    wide: bool = False,
) -> int:
    from polima_desktop.reports.parts import Printed
    from polima_desktop.reports.review_lists import write_lists

    if not tables:
        raise Refused(f"{title} {month_name(month)} tidak punya baris.", "Tidak ada yang dicetak.")
    with replacing(path) as out:
        printed = Printed(session.actor.display_name, session.clock())
        write_lists(tables, out, title, printed, Progress(), wide=wide)
        digest = hashlib.sha256(written(out)).hexdigest()
        with session.changing(action, Permission.PRINT) as work:
            work.note(str(month), count=len(tables), sha256=digest)
    return len(tables)
