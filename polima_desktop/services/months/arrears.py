"""Arrears (*rapel*, *pengembalian*): recomputed - settled, person by person and month by month.

A late decision, a corrected fact or a younger rule set never edits a locked slip. Finding
compares what is known now with what was settled and writes pending items with their cause; a
person accepts or refuses them; an accepted one is paid with the next month that is calculated
or in a batch of its own. Paying is ``payments``.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from polima_desktop.domain.access import Permission
from polima_desktop.domain.arrears import reason_words
from polima_desktop.domain.differences import Side, Split, split, take
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.frozen import FrozenMonth
from polima_desktop.domain.periods import Month, month_name
from polima_desktop.domain.progress import Progress
from polima_desktop.formatting import day, listed
from polima_desktop.services import scope
from polima_desktop.services.months import reading, slip_writing, steps
from polima_desktop.services.months.seen import clock_words
from polima_desktop.services.months.slip_writing import Rules
from polima_desktop.services.session import Session
from polima_desktop.storage.months import arrears, months, payments
from polima_desktop.storage.months.arrears import Basis, Item, NewItem
from polima_desktop.storage.months.frozen import pack
from polima_desktop.storage.months.months import MonthRow
from polima_desktop.storage.rules import versions as rule_store
from polima_desktop.storage.unit_of_work import Work

if TYPE_CHECKING:
    from sqlalchemy import Connection

COMPARING = "Membandingkan dengan yang sudah diselesaikan"


class Found(NamedTuple):
    """What finding came to: the items of the months, how many of them are new, who is held."""

    items: Sequence[Item]
    new: int
    held: int


# ── finding ─────────────────────────────────────────────────────────────────────────────────


def find(
    session: Session, wanted: Sequence[Month], version: int | None, progress: Progress
) -> Found:
    """Compare locked months with what is known now, under the rules in force or a named version.

    A pending item that no longer fits is overtaken by the new one; what was refused is not
    proposed again until the amounts change. All months are one transaction.
    """
    new = held = 0
    with session.changing("arrears.find", Permission.RUN_MONTH) as work:
        rows = [_locked(work, month) for month in wanted]
        for month, row in zip(wanted, rows, strict=True):
            rules = _rules(work.connection, month, version)
            frozen = reading.read_month(work.connection, month, progress)
            progress.report(0, 0, COMPARING)
            written, stuck = record(work, row, frozen, rules)
            new, held = new + written, held + stuck
        span = str(wanted[0]) if len(wanted) == 1 else f"{wanted[0]}..{wanted[-1]}"
        work.note(span, new=new, held=held, rules=version)
        found = arrears.items(work.connection, [row.id for row in rows])
    return Found(found, new, held)


def find_until(session: Session, last: Month, progress: Progress) -> Found:
    """Compare every locked month up to one with what is known now, in one transaction."""
    with session.reading(Permission.READ) as connection:
        rows = months.month_rows(connection)
    wanted = sorted(Month.parse(row.month) for row in rows if row.state == "locked")
    return find(session, [month for month in wanted if month <= last], None, progress)


def _locked(work: Work, month: Month) -> MonthRow:
    row = steps.held(work, month)
    if row.state != "locked":
        raise Refused(
            f"{month_name(month)} belum dikunci, jadi belum bisa punya rapel.",
            "Selama belum dikunci, bulan itu cukup dibekukan dan dihitung ulang.",
        )
    return row


def _rules(connection: Connection, month: Month, version: int | None) -> Rules:
    """Give the rules to recompute with: those in force for the month, or a published version."""
    if version is None:
        return slip_writing.rules_in_force(connection, month)
    for row in rule_store.versions(connection):
        if row.number == version and row.standing == "published":
            if row.valid_from is not None and row.valid_from > month.last:
                raise Refused(
                    f"Aturan versi {version} baru berlaku sejak {day(row.valid_from)}.",
                    f"Pilih versi yang berlaku untuk {month_name(month)}.",
                )
            return slip_writing.rules_by_id(connection, row.id)
    raise Refused(f"Tidak ada aturan terbit versi {version}.", "Lihat versinya di Bobot & Indeks.")


def record(
    work: Work,
    row: MonthRow,
    frozen: FrozenMonth,
    rules: Rules,
    only: int | None = None,
) -> tuple[int, int]:
    """Write the pending items of a month, or of one person of it; give how many, and who is held.

    ``frozen``: the month as it is known now, of everybody or of that person.
    """
    connection = work.connection
    standing = _standing_items(connection, row.id, only)
    new: list[NewItem] = []
    overtaken: list[int] = []
    held = 0
    for found, settled in _compared(connection, row, frozen, rules, only):
        held += len(found.held)
        for item in _items(found, settled):
            waiting = standing.get((item.person_id, "pending"))
            refused = standing.get((item.person_id, "refused"))
            if waiting is not None and not _says(waiting, item, rules):
                overtaken.append(waiting.id)
                waiting = None
            if (
                item.difference
                and waiting is None
                and not (refused and _says(refused, item, rules))
            ):
                new.append(item)
    arrears.change(work, overtaken, state="overtaken")
    if new:
        arrears.add(work, row.id, _keep(work, row, frozen), rules.id, new)
    return len(new), held


def _standing_items(
    connection: Connection, month_id: int, only: int | None
) -> dict[tuple[int, str], Item]:
    found = arrears.items(connection, [month_id], ("pending", "refused"))
    return {
        (item.person_id, item.state): item
        for item in found
        if only is None or item.person_id == only
    }


def _says(old: Item, new: NewItem, rules: Rules) -> bool:
    """Tell whether an item already says what a new one would."""
    same = (old.settled, old.recomputed) == (new.settled, new.recomputed)
    return same and old.rule_version_id == rules.id


def _keep(work: Work, row: MonthRow, frozen: FrozenMonth) -> int:
    """Keep what the items were computed from; a freeze that says the same is kept once."""
    packed = pack(frozen)
    known = arrears.same_freeze(work.connection, row.id, packed.sha256)
    if known is not None:
        return known
    return months.add_frozen(work, row.id, frozen, packed, "arrears").id


def _items(found: Split, settled: Mapping[int, Basis]) -> Iterator[NewItem]:
    """Turn a split into items; what was settled otherwise than computed is a share of its own."""
    for row, person in enumerate(found.person_id.tolist()):
        if person in found.held:
            continue
        basis, after = settled.get(person), int(found.after[row])
        before = basis.settled if basis else 0
        parts = found.causes_of(row)
        rest = int(found.before[row]) - before
        if rest:
            parts["sisa"] = rest
        words = reason_words(parts) if parts else ""
        adds_to, difference = basis.slip_id if basis else None, after - before
        yield NewItem(person, adds_to, before, after, difference, json.dumps(parts), words)


def _compared(
    connection: Connection, row: MonthRow, frozen: FrozenMonth, rules: Rules, only: int | None
) -> Iterator[tuple[Split, dict[int, Basis]]]:
    """Split the difference of everybody against what their month was settled as.

    People settled from the same freeze and rules are compared together.
    """
    assert row.frozen_id is not None, "a locked month was frozen"
    assert row.rule_version_id is not None, "a locked month was calculated"
    bases = arrears.bases(connection, row.id)
    nothing = Basis(0, row.frozen_id, row.rule_version_id, None)
    original = months.frozen_month(connection, row.frozen_id)
    people = {*original.person_id.tolist(), *frozen.person_id.tolist(), *bases}
    groups: dict[tuple[int, int], list[int]] = {}
    for person in sorted(people if only is None else {only}):
        basis = bases.get(person, nothing)
        groups.setdefault((basis.frozen_id, basis.rule_version_id), []).append(person)
    for (frozen_id, version_id), some in groups.items():
        same = frozen_id == row.frozen_id
        old = original if same else months.frozen_month(connection, frozen_id)
        by = rules if version_id == rules.id else slip_writing.rules_by_id(connection, version_id)
        before, after = Side(_of(old, some), by.program), Side(_of(frozen, some), rules.program)
        yield split(before, after), {p: bases[p] for p in some if p in bases}


def _of(frozen: FrozenMonth, people: Sequence[int]) -> FrozenMonth:
    return take(frozen, np.intersect1d(frozen.person_id, np.array(people, dtype=np.int64)))


# ── deciding ────────────────────────────────────────────────────────────────────────────────


def items(session: Session, wanted: Sequence[Month] | None = None) -> list[Item]:
    """Give the items of some months, or all, without looking for new ones."""
    with session.reading(Permission.READ_SLIPS) as connection:
        keys = None
        if wanted is not None:
            rows = [months.month_row(connection, month) for month in wanted]
            keys = [row.id for row in rows if row is not None]
        own = scope.own_people(connection, session.actor, session.today)
        found = arrears.items(connection, keys)
        return [item for item in found if own is None or item.person_id in own]


def decide(session: Session, ids: Collection[int], accept: bool, reason: str) -> list[Item]:
    """Accept or refuse pending items, with a reason; give them as they now stand."""
    steps.check_reason(reason)
    state = "accepted" if accept else "refused"
    with session.changing("arrears.decide", Permission.APPROVE_MONTH) as work:
        found = arrears.items(work.connection, ids=ids, states=_ANY)
        _check_pending(found, ids)
        values = {"state": state, "decided_at": work.now, "decided_by": work.user}
        arrears.change(work, sorted(ids), **values, decided_why=reason.strip())
        work.note(
            listed(sorted({item.month for item in found})),
            items=sorted(ids),
            decision=state,
            amount=str(sum(item.difference for item in found)),
            reason=reason.strip(),
        )
        return arrears.items(work.connection, ids=ids)


_ANY = ("pending", "accepted", "refused", "overtaken")
_DECIDED = {"accepted": "diterima", "refused": "ditolak", "overtaken": "diganti hitungan baru"}


def _check_pending(found: Sequence[Item], ids: Collection[int]) -> None:
    missing = sorted(set(ids) - {item.id for item in found})
    if missing or not ids:
        which = listed(str(key) for key in missing)
        raise Refused(
            f"Tidak ada rapel bernomor {which}." if ids else "Tidak ada rapel yang menunggu.",
            "Lihat nomornya dengan: polima arrears BULAN.",
        )
    for item in found:
        if item.state != "pending":
            by = (
                f" oleh {item.decided_by} {clock_words(item.decided_at)}" if item.decided_at else ""
            )
            raise Refused(
                f"Rapel {item.id} ({item.name}, {item.month}) sudah {_DECIDED[item.state]}{by}.",
                "Lihat keadaannya dengan: polima arrears BULAN.",
            )


# ── carrying ────────────────────────────────────────────────────────────────────────────────


def carry(work: Work, row: MonthRow, people: Collection[int]) -> int:
    """Let a month that was calculated carry what is still to be paid to these people."""
    arrears.release(work, row.id)
    found = [
        item
        for item in arrears.items(work.connection, states=("accepted",))
        if item.remaining and item.month_id != row.id and item.person_id in people
    ]
    carriers = {item.carrier_id for item in found if item.carrier_id is not None}
    busy = {key: _still_paying(work.connection, key) for key in carriers}
    free = [
        item.id
        for item in found
        if item.carrier_id is None
        or ((due := busy[item.carrier_id]) is not None and item.person_id not in due)
    ]
    arrears.change(work, free, carrier_id=row.id)
    return len(free)


def _still_paying(connection: Connection, month_id: int) -> set[int] | None:
    """Give whom a month is still to pay, with all it carries for them; None: it is not locked."""
    if months.by_id(connection, month_id).state != "locked":
        return None
    return {slip.person_id for slip in payments.payable(connection, month_id)}
