"""Papers of what is owed for a month that was settled otherwise: the list, and letters of refunds.

Only accepted items stand on a paper; the others are counted in a note, so that nothing is left
out in silence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from polima_desktop.domain.errors import Refused
from polima_desktop.domain.periods import Month, month_name
from polima_desktop.formatting import WITA, day, money, number
from polima_desktop.reports.arrears_list import Owing, arrears_table
from polima_desktop.reports.letter import Letter, Overpaid
from polima_desktop.reports.table import Table
from polima_desktop.services.papers.debts import Owed
from polima_desktop.services.papers.desk import Desk
from polima_desktop.services.papers.kinds import Paper
from polima_desktop.storage.months.arrears import Item


def refuse_nothing(desk: Desk, paper: Paper) -> None:
    """Refuse a paper on which nothing would stand; say what still waits."""
    if desk.debts.refunds if paper is Paper.REPAYMENT else desk.debts.accepted:
        return
    what = "pengembalian" if paper is Paper.REPAYMENT else "rapel atau pengembalian"
    waiting = sum(owed.item.state == "pending" for owed in desk.debts.others)
    advice = "Cari selisihnya di Perhitungan, menu Hitung, Rapel dan pengembalian, lalu terima."
    if waiting:
        place = "Perhitungan, menu Hitung, Rapel dan pengembalian"
        advice = f"{number(waiting)} selisih menunggu putusan di {place}."
    raise Refused(
        f"Tidak ada {what} atas {month_name(desk.month)} yang diterima untuk pilihan ini.", advice
    )


# ── the list ────────────────────────────────────────────────────────────────────────────────


def tables(desk: Desk) -> list[Table]:
    """Give the list of each office that has accepted items."""
    groups: dict[int | None, list[Owed]] = defaultdict(list)
    for owed in desk.debts.accepted:
        groups[_office(desk, owed)].append(owed)
    named = sorted((desk.signers.name(office), office) for office in groups)
    return [_table(desk, office, name, groups[office]) for name, office in named]


def _office(desk: Desk, owed: Owed) -> int | None:
    return None if owed.unit_id is None else desk.office_of(owed.unit_id)


def _table(desk: Desk, office: int | None, name: str, some: Sequence[Owed]) -> Table:
    title = "DAFTAR RAPEL DAN PENGEMBALIAN TAMBAHAN PENGHASILAN PEGAWAI"
    rest = [owed for owed in desk.debts.others if _office(desk, owed) == office]
    return arrears_table(
        (title, name, f"Atas bulan {month_name(desk.month)}"),
        [_owing(desk, owed) for owed in some],
        desk.signatories(office),
        _marks(desk, some),
        _left_out(rest),
    )


def _owing(desk: Desk, owed: Owed) -> Owing:
    item = owed.item
    return Owing(
        name=item.name,
        nip=item.nip,
        unit=desk.signers.name(owed.unit_id),
        settled=item.settled,
        recomputed=item.recomputed,
        reason=item.reason,
        decided=_decided(item),
        paid=item.paid,
    )


def _decided(item: Item) -> str:
    when = f" {day(item.decided_at.astimezone(WITA).date())}" if item.decided_at else ""
    return f"Diterima{when}"


def _left_out(rest: Sequence[Owed]) -> str:
    """Say what an office has of items that are not accepted."""
    words = {"pending": "menunggu putusan", "refused": "ditolak"}
    parts = []
    for state, said in words.items():
        some = [owed.item.difference for owed in rest if owed.item.state == state]
        if some:
            parts.append(f"{number(len(some))} selisih {said}, {money(sum(some))}")
    return f"Tidak termasuk: {'; '.join(parts)}." if parts else ""


def marks(desk: Desk) -> tuple[str, ...]:
    """Give the words the papers of all accepted items are marked with."""
    return _marks(desk, desk.debts.accepted)


def _marks(desk: Desk, some: Sequence[Owed]) -> tuple[str, ...]:
    return desk.marks_by({owed.item.rule_version_id for owed in some})


# ── letters ─────────────────────────────────────────────────────────────────────────────────


def letters(desk: Desk) -> list[Letter]:
    """Give a letter for everybody who has to give something back, by name."""
    return [_letter(desk, some) for some in desk.debts.refunds.values()]


def _letter(desk: Desk, some: Sequence[Owed]) -> Letter:
    first = some[0]
    item, unit = first.item, first.unit_id
    used = sorted({owed.item.rule_version_id for owed in some})
    head, _ = desk.signatories(unit)
    return Letter(
        letterhead=desk.letterhead(unit),
        number=letter_number(item, desk.month),
        dated=f"{desk.style(unit).place}, {day(desk.printed.at.astimezone(WITA).date())}",
        name=item.name,
        nip=item.nip,
        position=first.position,
        unit=desk.signers.name(unit),
        month=month_name(desk.month),
        rules=" dan ".join(desk.rules[key].basis for key in used),
        refunds=tuple(_overpaid(owed.item) for owed in some),
        signatory=replace(head, intro=""),
        marks=_marks(desk, some),
    )


def letter_number(item: Item, month: Month) -> str:
    """Number a letter after the first item it is about: the same each time it is printed."""
    return f"{item.id:05d}/PENGEMBALIAN/{month.month:02d}/{month.year}"


def _overpaid(item: Item) -> Overpaid:
    decided = f"{_decided(item)}: {item.decided_why}" if item.decided_why else _decided(item)
    return Overpaid(
        settled=item.settled,
        recomputed=item.recomputed,
        returned=-item.paid,
        reason=item.reason,
        decided=f"{decided.rstrip('.')}.",
    )
