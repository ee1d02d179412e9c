"""What the page says of a month: its path, the next step, the totals. No widgets here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from polima_desktop.domain.access import Actor, Permission
from polima_desktop.domain.periods import month_name
from polima_desktop.formatting import WITA, listed, money, number, short_day
from polima_desktop.services.months.desk import Desk, Status
from polima_desktop.views.widgets import PathStep, SummaryCell

STEPS = (
    ("frozen", "Bekukan", "Dibekukan", "beku"),
    ("calculated", "Hitung", "Dihitung", "hitung"),
    ("submitted", "Ajukan", "Diajukan", "panah"),
    ("approved", "Setujui", "Disetujui", "setuju"),
    ("locked", "Kunci", "Dikunci", "kunci"),
)
"""State, what to do, what was done, icon; paying follows as a step of its own."""


def path(status: Status) -> list[PathStep]:
    """Give the month's steps: done with their moment, the next one, and those to come."""
    reached = ["open", *(state for state, *_ in STEPS)].index(status.state)
    steps = [
        PathStep(state, done, moment_words(status.steps[state].at), "done", icon)
        if place < reached and state in status.steps
        else PathStep(state, verb, _note(state, place == reached), _when(place, reached), icon)
        for place, (state, verb, done, icon) in enumerate(STEPS)
    ]
    return [*steps, _paying(status, reached == len(STEPS))]


def _when(place: int, reached: int) -> str:
    return "now" if place == reached else "todo"


def _note(state: str, now: bool) -> str:
    if not now:
        return "belum"
    return "menunggu pimpinan" if state == "approved" else "berikutnya"


def _paying(status: Status, locked: bool) -> PathStep:
    if status.payments and not status.unpaid.slips:
        day = short_day(status.payments[-1].paid_on)
        return PathStep("paid", "Dibayar", day, "done", "ekspor")
    if status.payments:
        note = f"{number(status.unpaid.slips)} slip belum"
        return PathStep("paid", "Bayar", note, "now", "ekspor")
    now = "now" if locked else "todo"
    return PathStep("paid", "Bayar", "berikutnya" if locked else "belum", now, "ekspor")


def moment_words(moment: datetime) -> str:
    """Write a moment for a narrow place: ``24 Feb, 10.02``."""
    local = moment.astimezone(WITA)
    return f"{short_day(local.date())}, {local:%H.%M}"


def next_step(status: Status, actor: Actor) -> str:
    """Say what to do next, with its number."""
    name, slips = month_name(status.month), number(status.slips)
    match status.state:
        case "open":
            return _opening(status, name)
        case "frozen":
            entitled, people = number(status.entitled), number(status.people)
            return f"{entitled} dari {people} pegawai berhak. Hitung slipnya."
        case "calculated":
            return f"{slips} slip siap diajukan.{_held_words(status)}"
        case "submitted" if actor.may(Permission.APPROVE_MONTH):
            return f"Periksa pengecualian, lalu setujui {slips} slip."
        case "submitted":
            return f"{slips} slip menunggu persetujuan pimpinan."
        case "approved":
            return f"{slips} slip disetujui. Kunci supaya bisa dibayar."
    return _locked_words(status, slips)


def _opening(status: Status, name: str) -> str:
    if not status.known:
        return f"Belum ada kehadiran atau aktivitas {name}."
    return f"Bekukan {name} bila kehadiran, aktivitas, dan klaim sudah lengkap."


def _held_words(status: Status) -> str:
    held = sum(people for _, people in status.held)
    if not held:
        return " Tidak ada slip yang tertahan."
    return f" {number(held)} slip tertahan bisa menyusul setelah datanya lengkap."


def _locked_words(status: Status, slips: str) -> str:
    left = status.unpaid
    if not status.payments:
        nothing = status.slips - left.slips
        beside = f", {number(nothing)} di antaranya nol rupiah" if nothing > 0 else ""
        return f"{slips} slip terkunci{beside}. Cetak, lalu catat pembayarannya."
    paid = f"{money(status.paid)} dibayar dengan SP2D {listed(b.sp2d for b in status.payments)}."
    if left.slips:
        return f"{paid} {number(left.slips)} slip belum dibayar, {money(left.amount)}."
    return f"{paid} Selisih sesudahnya menjadi rapel."


def totals(desk: Desk) -> list[SummaryCell]:
    """Give the totals of the band."""
    status = desk.status
    if status.rules is None:
        return _headcount(status)
    cells = [
        SummaryCell(
            "Slip", f"{number(status.slips)} dari {number(status.entitled)}", "yang berhak"
        ),
        SummaryCell("Kotor", money(status.gross), f"aturan versi {number(status.rules)}"),
    ]
    cells += [SummaryCell(name, money(sum_), "potongan") for name, sum_ in _cuts(desk)]
    note = f"dibayar {money(status.paid)}" if status.payments else "belum dibayar"
    return [*cells, SummaryCell("Bersih", money(status.net), note, net=True)]


def _cuts(desk: Desk) -> Sequence[tuple[str, int]]:
    """Give at most two deductions by name; more would not fit side by side."""
    if len(desk.deductions) <= 2:
        return desk.deductions
    first = desk.deductions[0]
    return [first, ("Potongan lain", desk.status.deductions - first[1])]


def _headcount(status: Status) -> list[SummaryCell]:
    left_out = sum(people for _, people in status.excluded)
    most = sorted(status.excluded, key=lambda pair: -pair[1])
    shown = most if len(most) <= 2 else [*most[:1], ("lainnya", sum(n for _, n in most[1:]))]
    named = ", ".join(f"{label.lower()} {number(people)}" for label, people in shown)
    return [
        SummaryCell("Pegawai", number(status.people), "dalam bulan beku"),
        SummaryCell("Berhak", number(status.entitled), "akan dihitung"),
        SummaryCell("Tidak berhak", number(left_out), named),
    ]


def undecided(status: Status) -> tuple[str, str] | None:
    """Say that claims wait, and what becomes of them; None if none do or it is too late."""
    if not status.undecided or status.state not in ("open", "frozen", "calculated", "submitted"):
        return None
    return (
        f"{number(status.undecided)} klaim backup manual belum diputuskan.",
        "Tanpa putusan, catatan elektronik yang dihitung; putusan sesudahnya menjadi rapel.",
    )


def waiting_units(desk: Desk) -> str:
    """List the units whose claims wait, at most ten of them."""
    lines = [f"{unit}: {number(count)}" for unit, count in desk.waiting[:10]]
    if len(desk.waiting) > 10:
        lines.append(f"dan {number(len(desk.waiting) - 10)} unit lain")
    return "\n".join(lines)


def status_line(desk: Desk) -> str:
    """Write the left of the status bar: the freeze with its fingerprint, the rules."""
    status = desk.status
    if status.inputs_hash is None or "frozen" not in status.steps:
        return ""
    mark = f"{status.inputs_hash[:4]}…{status.inputs_hash[-4:]}"
    words = f"Beku {moment_words(status.steps['frozen'].at)}, sidik {mark}"
    return words if status.rules is None else f"{words}   Aturan versi {status.rules}"
