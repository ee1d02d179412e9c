"""Which step a month may take in which state, and the words when it may not.

    open ─freeze→ frozen ─calculate→ calculated ─submit→ submitted ─approve→ approved ─lock→ locked

Freezing and calculating again is possible until somebody approved, after submission only with a
reason; then the month must be taken back first, or sent back by who approves. A locked month is
only paid, or reopened slip by slip.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polima_desktop.domain.errors import Refused
from polima_desktop.domain.periods import Month, month_name
from polima_desktop.services.months.seen import clock_words
from polima_desktop.storage.months import months
from polima_desktop.storage.months.months import MonthRow
from polima_desktop.storage.unit_of_work import Work

if TYPE_CHECKING:
    from sqlalchemy import Connection

STATES = ("open", "frozen", "calculated", "submitted", "approved", "locked")
STATE_LABELS = {
    "open": "Terbuka",
    "frozen": "Dibekukan",
    "calculated": "Dihitung",
    "submitted": "Diajukan",
    "approved": "Disetujui",
    "locked": "Dikunci",
}

ALLOWED = {
    "freeze": ("open", "frozen", "calculated", "submitted"),
    "calculate": ("frozen", "calculated", "submitted"),
    "submit": ("calculated",),
    "approve": ("submitted",),
    "lock": ("approved",),
    "pay": ("locked",),
    "reopen": ("locked",),
    "take_back": ("submitted", "approved"),
    "send_back": ("submitted", "approved"),
}

_ACTS = {
    "freeze": "dibekukan lagi",
    "calculate": "dihitung",
    "submit": "diajukan",
    "approve": "disetujui",
    "lock": "dikunci",
    "pay": "dibayar",
    "reopen": "dibuka ulang",
    "take_back": "ditarik kembali",
    "send_back": "dikembalikan",
}

_NEXT = {
    "open": ("belum dibekukan", "Bekukan dulu: polima month freeze {month}."),
    "frozen": ("belum dihitung", "Hitung dulu: polima month calculate {month}."),
    "calculated": ("belum diajukan", "Ajukan dulu: polima month submit {month}."),
    "submitted": ("belum disetujui", "Tunggu persetujuan: polima month approve {month}."),
    "approved": ("sudah disetujui tetapi belum dikunci", "Kunci dulu: polima month lock {month}."),
    "locked": ("sudah dikunci", ""),
}

_REDO = {
    "approved": "Tarik kembali persetujuannya dulu: polima month reopen {month} --reason ALASAN.",
    "locked": (
        "Slip yang keliru dibuka ulang satu per satu: "
        "polima month reopen {month} --nip NIP --reason ALASAN."
    ),
}
"""What to do instead of freezing or calculating again."""


def existing(connection: Connection, month: Month) -> MonthRow:
    """Give a month's row to read; one that was never frozen is refused."""
    return _found(months.month_row(connection, month), month)


def held(work: Work, month: Month) -> MonthRow:
    """Give a month's row to change, so that two clerks take their steps one after the other."""
    return _found(months.held_month(work, month), month)


def _found(row: MonthRow | None, month: Month) -> MonthRow:
    if row is None:
        raise Refused(
            f"{month_name(month)} belum dibekukan.",
            f"Bekukan dulu: polima month freeze {month}.",
        )
    return row


def check(verb: str, row: MonthRow) -> None:
    """Refuse a verb in a state that does not allow it, saying what to do instead."""
    if row.state in ALLOWED[verb]:
        return
    state, advice = _NEXT[row.state]
    name = month_name(Month.parse(row.month))
    if STATES.index(row.state) > STATES.index(ALLOWED[verb][-1]):
        state = f"sudah {STATE_LABELS[row.state].lower()}{_signed(row)}"
        advice = _REDO.get(row.state, advice) if verb in ("freeze", "calculate") else advice
    raise Refused(f"{name} tidak bisa {_ACTS[verb]}: {state}.", advice.format(month=row.month))


def _signed(row: MonthRow) -> str:
    """Say who took a month to its state, so that the second of two operators knows."""
    by, at = getattr(row, f"{row.state}_by", None), getattr(row, f"{row.state}_at", None)
    return f" oleh {by} {clock_words(at)}" if by and at else ""


def withdrawn(work: Work, row: MonthRow, reason: str) -> dict[str, object]:
    """Give the columns of a submission that is overtaken by freezing or calculating again.

    That needs a reason, and is told as a withdrawal; before submission it is nothing.
    """
    if row.state != "submitted":
        return {}
    if not reason.strip():
        raise Refused(
            f"{month_name(Month.parse(row.month))} sudah diajukan{_signed(row)}.",
            "Sebutkan alasan menarik pengajuan itu; yang menyetujui akan membacanya.",
        )
    work.note(row.month, withdrawn=reason.strip())
    return returned(work, "withdrawn", reason)


def returned(work: Work, how: str, reason: str) -> dict[str, object]:
    """Give the columns of a month that goes back to who calculates it."""
    return {
        "returned_at": work.now,
        "returned_by": work.user,
        "returned_how": how,
        "returned_why": reason.strip(),
        **cleared("submitted", "approved"),
    }


def check_reason(reason: str) -> None:
    """Refuse an empty reason."""
    if not reason.strip():
        raise Refused("Alasan belum diisi.", "Tulis alasannya dengan singkat.")


def cleared(*steps: str) -> dict[str, None]:
    """Give the columns of steps that no longer hold, each None."""
    return {f"{step}_{what}": None for step in steps for what in ("at", "by")}
