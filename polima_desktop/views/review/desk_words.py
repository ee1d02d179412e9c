"""What the desk says of a claimant: the rows of the days, badges, totals, sentences.

Nothing is drawn or asked here, and no window is needed to test it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from polima_desktop.domain.attendance import Clocking
from polima_desktop.domain.calendar import DAY
from polima_desktop.domain.identity import shown_nip
from polima_desktop.domain.review import Decision, Finding
from polima_desktop.formatting import UNKNOWN, clock, listed, number, percent, trimmed
from polima_desktop.services.review.claims import Claim
from polima_desktop.services.review.stakes import Stake
from polima_desktop.views.paint import Badge
from polima_desktop.views.review.items import (
    Item,
    apart,
    finding_badge,
    signed,
    stake_words,
    total_apart,
)
from polima_desktop.views.tables import Column
from polima_desktop.views.tables.model import Row, Tone
from polima_desktop.views.widgets import SummaryCell

_SHORT_WEEKDAYS = ("Sen", "Sel", "Rab", "Kam", "Jum", "Sab", "Min")
_DECIDED = {
    Decision.MANUAL: Badge("man", "Diterima", "cek"),
    Decision.ELECTRONIC: Badge("info", "Elektronik", "cek"),
    Decision.REJECT: Badge("bad", "Ditolak", "silang"),
    Decision.ASK: Badge("warn", "Bukti diminta", "lampir"),
    Decision.RETURN: Badge("warn", "Dikembalikan", "urung"),
}
_STAKE = "Selisih bruto bila diterima"
ACTS = (
    (Decision.MANUAL, "Terima", "Y"),
    (Decision.ELECTRONIC, "Pakai elektronik", "N"),
    (Decision.REJECT, "Tolak", "T"),
    (Decision.ASK, "Minta bukti", "B"),
    (Decision.RETURN, "Kembalikan", "R"),
)


def columns() -> list[Column]:
    """Give the columns of the days; ``row`` gives their rows."""
    return [
        Column("day", "Tanggal", 1, width=66, minimum=66, order=lambda text: text[1]),
        Column("claim", "Klaim", 2, width=104, minimum=104),
        Column("record", "Elektronik", 3, width=104, minimum=104, tone_of=_record_tone),
        Column("finding", "Temuan", 4, width=135, minimum=135, stretch=True, badge=_finding),
        Column("apart", "Beda", 5, width=80, minimum=80, right=True),
        Column("stake", "Selisih bruto", 6, width=92, minimum=92, right=True, tone="medium"),
        Column("decided", "Putusan", 7, width=102, minimum=102, badge=lambda row: row[7]),
    ]


def _finding(row: Row) -> Badge:
    badge = row[4]
    assert isinstance(badge, Badge)
    return badge


def row(claim: Claim, stakes: Mapping[int, Stake]) -> Row:
    """Give a claim as a row: number, day, both sources, finding, difference, worth, decision."""
    decided = _DECIDED[claim.decided.outcome] if claim.decided else None
    return (
        claim.id,
        _short(claim),
        _times(claim.row.clocking, "aktivitas"),
        _times(claim.row.recorded, "tidak ada"),
        finding_badge(claim.finding),
        apart(claim),
        stake_words(stakes.get(claim.id)) if claim.open else UNKNOWN,
        decided,
        claim.row.recorded.empty,
    )


def _record_tone(row: Row) -> Tone:
    return "bad" if row[8] else "plain"


def _short(claim: Claim) -> str:
    return f"{_SHORT_WEEKDAYS[claim.day.weekday()]} {claim.day.day}"


def _span(clocking: Clocking | None, nothing: str) -> str:
    if clocking is None or clocking.empty:
        return nothing
    return f"{clock(clocking.clock_in, zone=False)} – {clock(clocking.clock_out, zone=False)}"


def person_words(claim: Claim) -> str:
    """Say who the claimant is: NIP, golongan, class, unit."""
    parts = [shown_nip(claim.nip), claim.golongan or "tanpa golongan"]
    parts += [f"kelas {claim.job_class}"] if claim.job_class else []
    return " · ".join([*parts, claim.unit.label])


def open_days(claims: Sequence[Claim]) -> Badge | None:
    """Say how many of the days want a look."""
    doubtful = sum(claim.open and claim.finding is not Finding.MATCH for claim in claims)
    if doubtful:
        return Badge("warn", f"{doubtful} dari {len(claims)} hari perlu dilihat")
    if any(claim.open for claim in claims):
        return Badge("ok", "Semua sama")
    return Badge("ok", "Semua sudah diputus")


def totals(item: Item, *, roomy: bool) -> list[SummaryCell]:
    """Give the totals; in a narrow desk the points give way."""
    cells = [SummaryCell("Waktu berbeda", total_apart(item.claims))]
    if item.stake is None:
        return [*cells, SummaryCell(_STAKE, UNKNOWN)]
    (before, after), amount = item.stake, item.stake.stake.amount
    discipline = _change(percent(before.discipline), percent(after.discipline))
    cells.append(SummaryCell("Nilai disiplin", discipline))
    if roomy:
        points = _change(_points(before.points), _points(after.points))
        cells.append(SummaryCell("Poin aktivitas", points))
    return [*cells, SummaryCell(_STAKE, signed(amount), tone="bad" if amount else "")]


def _points(points: Decimal) -> str:
    """Write points with two decimals at most; only the display rounds."""
    return number(trimmed(round(points, 2)))


def _change(before: str, after: str) -> str:
    return before if before == after else f"{before} → {after}"


def _times(clocking: Clocking | None, nothing: str) -> str:
    """Write a cell: the morning after a shift is told by an end before its start."""
    if clocking is None or clocking.empty:
        return nothing
    if clocking.clock_out is None:
        return f"masuk {clock(clocking.clock_in, zone=False)}"
    end = clock(clocking.clock_out % DAY, zone=False)
    if clocking.clock_in is None:
        return f"pulang {end}"
    return f"{clock(clocking.clock_in % DAY, zone=False)} – {end}"


def said(claim: Claim) -> str:
    """Say what both sources hold of the day, in one sentence."""
    row = claim.row
    said = [] if row.clocking is None else [_span(row.clocking, "tanpa jam")]
    kept = _span(row.recorded, "tidak mencatat kehadiran")
    place = f" di {row.location}" if row.location and not row.recorded.empty else ""
    return (
        f"Klaim {listed([*said, *_work(row.activities)])}; "
        f"aplikasi {listed([kept + place, *_work(row.recorded_activities)])}."
    )


def _work(count: int) -> list[str]:
    return [f"{count} kegiatan"] if count else []


def advice(claim: Claim) -> tuple[str, str]:
    """Give what the desk suggests, or what was decided, and why."""
    if claim.decided is not None and claim.decided.outcome.settles:
        why = f"Alasan: {claim.decided.reason}" if claim.decided.reason else ""
        return f"Sudah diputus: {claim.decided.outcome.label.lower()}.", why
    names = {decision: text for decision, text, _ in ACTS}
    why = " ".join((claim.suggestion.reason, *claim.doubts))
    return f"Saran: {names[claim.suggestion.decision].lower()}.", why
