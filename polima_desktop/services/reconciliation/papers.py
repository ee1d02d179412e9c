"""The papers of a case: berita acara and lists as PDF, everything as a workbook, worklists.

Until both offices have signed, the papers say DRAF. Each written file leaves a mark in the trail.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from polima_desktop.domain.access import Permission
from polima_desktop.domain.matching.desk import DeskPair
from polima_desktop.domain.matching.rows import (
    CASE_LABELS,
    CERTAINTY_LABELS,
    STATE_LABELS,
    Side,
    State,
)
from polima_desktop.domain.matching.words import pair_words, shown_number
from polima_desktop.domain.progress import Progress
from polima_desktop.files import replacing
from polima_desktop.formatting import moment, number
from polima_desktop.imports.workbooks import SafeWorkbook
from polima_desktop.services.reconciliation.deciding import sign_off
from polima_desktop.services.reconciliation.files import bits
from polima_desktop.services.reconciliation.reading import CaseView
from polima_desktop.services.reconciliation.repairs import worklist
from polima_desktop.services.session import WITA, Session

DRAFT = "DRAF"
_STATUS = {"auto": "otomatis", "waits": "belum diputus", "accepted": "diputus"}
_PAIR_TITLES = (
    "BARIS KIRI", "NIP KIRI", "NAMA KIRI", "UNIT KIRI", "BARIS KANAN", "NIP KANAN", "NAMA KANAN",
    "UNIT KANAN", "KEPASTIAN", "PUTUSAN", "OLEH", "KASUS", "BUKTI (BIT)", "ALASAN",
)  # fmt: skip
_ROW_TITLES = ("BARIS", "NIP", "NAMA", "UNIT", "ALASAN", "DUGAAN", "DIPUTUS OLEH")
_WORK_TITLES = ("BARIS", "NIP", "NAMA", "YANG HARUS DIKERJAKAN", "SEKARANG", "SEHARUSNYA",
                "SELESAI", "CATATAN")  # fmt: skip


def print_minutes(session: Session, case: CaseView, path: Path, progress: Progress) -> None:
    """Write the berita acara: bridge, lists behind it, what was checked, signature lines."""
    session.actor.require(Permission.READ_RECONCILIATION)
    from polima_desktop.reports.bridge import BridgePaper, write_bridge
    from polima_desktop.reports.parts import Printed

    paper = BridgePaper(
        names=case.names,
        files=(
            (case.stored.left_file, case.stored.left_sha256 or case.stored.sha256),
            (case.stored.right_file, case.stored.right_sha256 or case.stored.sha256),
        ),
        steps=tuple(case.desk.bridge(case.names)),
        engine=case.stored.engine,
        remarks=tuple(_remarks(case)),
        lists=tuple(_lists(case)),
        signatories=_signatories(case),
        marks=() if case.closed else (DRAFT,),
        place=f"Rekonsiliasi nomor {case.stored.id}, dibuka {moment(case.stored.opened_at)}",
    )
    with session.changing("reconciliation.print", Permission.PRINT) as work:
        work.note(f"rekonsiliasi {case.stored.id}", file=path.name)
        with replacing(path) as out:
            printed = Printed(session.actor.display_name, session.clock().astimezone(WITA))
            write_bridge(paper, out, printed, progress)


def _signatories(case: CaseView) -> tuple[Any, ...]:
    from polima_desktop.reports.parts import Signatory

    signed = {signature.office: signature for signature in case.stored.signatures}
    places = (("Untuk", case.names[0], "bkpsdm"), ("Untuk", case.names[1], "kominfo"))
    return tuple(
        Signatory(
            f"{office} · ditandatangani {moment(signed[role].at)} oleh {signed[role].by}"
            if role in signed
            else office,
            intro=intro,
        )
        for intro, office, role in places
    )


def _remarks(case: CaseView) -> Iterator[str]:
    check = sign_off(case)
    counts = Counter(each.status for each in case.desk.pairs)
    yield (
        f"{number(counts['auto'])} pasangan otomatis, {number(counts['accepted'])} diputus orang, "
        f"{number(check.undecided)} belum diputus; {number(check.open_rows)} baris belum "
        "dijelaskan."
    )
    yield f"{number(len(check.other_number))} pasangan tanpa NIP yang sama"
    yield f"{number(len(check.two_valid))} di antaranya dengan dua NIP sah yang berbeda."
    yield f"Contoh acak {number(len(check.sample))} pasangan otomatis terlampir untuk diperiksa."


def _lists(case: CaseView) -> Iterator[Any]:
    from polima_desktop.reports.bridge import RowList

    columns = (("Baris", 26), ("NIP", 92), ("Nama", 130), ("Unit", 120), ("Alasan", 170))
    for side, name in (("left", case.names[0]), ("right", case.names[1])):
        for state in STATE_LABELS:
            rows = list(_alone(case, side, state))  # type: ignore[arg-type]
            if rows:
                texts = [(str(r[0]), *(str(cell or "–") for cell in r[1:5])) for r in rows]
                yield RowList(f"{STATE_LABELS[state]}, hanya di {name}", columns, texts)
    check = sign_off(case)
    pairs = (("Baris", 22), ("Baris", 22), ("NIP", 88), ("NIP", 88), ("Nama", 110), ("Nama", 110))
    for title, found in (
        ("Pasangan tanpa NIP yang sama", check.other_number),
        ("Pasangan dengan dua NIP sah yang berbeda", check.two_valid),
        ("Contoh acak pasangan otomatis", check.sample),
    ):
        if found:
            yield RowList(title, pairs, [_short_pair(case, each) for each in found])


def _short_pair(case: CaseView, each: DeskPair) -> tuple[str, ...]:
    left = case.desk.outcome.left_rows[each.pair.left]
    right = case.desk.outcome.right_rows[each.pair.right]
    return (
        str(left.row.row), str(right.row.row), shown_number(left), shown_number(right),
        left.row.name or "–", right.row.name or "–",
    )  # fmt: skip


# ── workbooks ───────────────────────────────────────────────────────────────────────────────


def export_workbook(session: Session, case: CaseView, path: Path) -> None:
    """Write everything as a workbook: the bridge, the pairs, a sheet a category, both worklists."""
    session.actor.require(Permission.READ_RECONCILIATION)
    with session.changing("reconciliation.export", Permission.PRINT) as work:
        work.note(f"rekonsiliasi {case.stored.id}", file=path.name)
        with replacing(path) as out, SafeWorkbook(out) as book:
            steps = case.desk.bridge(case.names)
            book.sheet(
                "Jembatan",
                ("LANGKAH", "TANDA", "BARIS", "JUMLAH BERJALAN"),
                [(s.label, s.sign, s.rows, s.running) for s in steps],
                30,
            )
            book.sheet("Pasangan", _PAIR_TITLES, [_pair_row(case, p) for p in case.desk.pairs])
            for side, name in (("left", case.names[0]), ("right", case.names[1])):
                for state in STATE_LABELS:
                    rows = list(_alone(case, side, state))  # type: ignore[arg-type]
                    if rows:
                        book.sheet(f"{STATE_LABELS[state]} {name}", _ROW_TITLES, rows)
                book.sheet(f"Tugas {name}", _WORK_TITLES, _work_rows(case, side))  # type: ignore[arg-type]


def export_worklist(session: Session, case: CaseView, side: Side, path: Path) -> int:
    """Write the list an office has to work through; gives how many lines."""
    session.actor.require(Permission.READ_RECONCILIATION)
    rows = list(_work_rows(case, side))
    with session.changing("reconciliation.export", Permission.PRINT) as work:
        work.note(f"rekonsiliasi {case.stored.id}", file=path.name, worklist=side)
        with replacing(path) as out, SafeWorkbook(out) as book:
            book.sheet("Tugas", _WORK_TITLES, rows, 24)
    return len(rows)


def _pair_row(case: CaseView, each: DeskPair) -> tuple[object, ...]:
    left = case.desk.outcome.left_rows[each.pair.left]
    right = case.desk.outcome.right_rows[each.pair.right]
    pair = each.pair
    return (
        left.row.row, shown_number(left), left.row.name, left.row.unit,
        right.row.row, shown_number(right), right.row.name, right.row.unit,
        CERTAINTY_LABELS[pair.certainty], _STATUS[each.status],
        each.ruling.by if each.ruling else "", CASE_LABELS.get(pair.case, ""), bits(pair.score),
        pair_words(left, right, pair.levels, pair.notes),
    )  # fmt: skip


def _alone(case: CaseView, side: Side, state: State) -> Iterable[Sequence[object]]:
    """Give the rows of one list in one state: number, NIP, name, unit, reason, guess, who."""
    if state == "linked":
        return
    for place, standing in enumerate(case.desk.standings(side)):
        if standing.state == state:
            row = case.desk.rows(side)[place]
            ruling = case.desk.rulings.get((side, place))
            yield (
                row.row.row, shown_number(row), row.row.name, row.row.unit, standing.reason,
                "ya" if standing.guess else "", ruling.by if ruling else "",
            )  # fmt: skip


def _work_rows(case: CaseView, side: Side) -> Iterator[Sequence[object]]:
    for each in worklist(case, side):
        yield each.row, each.number, each.who, each.act, each.now, each.right, "", ""
