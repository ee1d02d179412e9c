"""The run of a month: freeze → calculate → submit → approve → lock.

Each verb is one transaction with one audit entry; a cancel or an error leaves everything as it
was. Reading a month for screens is ``services.months.desk``, paying it ``payments``, reopening one
slip ``reopening``, following an amount back ``explaining``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from time import perf_counter

from polima_desktop.domain.access import Permission
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.frozen import FrozenMonth
from polima_desktop.domain.incentive import compute
from polima_desktop.domain.periods import Month, month_name
from polima_desktop.domain.progress import Progress
from polima_desktop.services.months import arrears, golden, reading, slip_writing, steps
from polima_desktop.services.months.seen import Seen, held_to
from polima_desktop.services.session import Session
from polima_desktop.storage.attendance import calendar
from polima_desktop.storage.months import months, slips
from polima_desktop.storage.months.frozen import pack
from polima_desktop.storage.months.months import FrozenRow, MonthRow
from polima_desktop.storage.review import decisions
from polima_desktop.storage.unit_of_work import Work

RETURNED = ("returned_at", "returned_by", "returned_how", "returned_why")
KEEPING = "Menyimpan bulan beku"


@dataclass
class Timings:
    """Seconds each part of a verb took, in the order they were done."""

    seconds: dict[str, float] = field(default_factory=dict)
    _since: float = field(default_factory=perf_counter)

    def mark(self, part: str) -> None:
        """Say that a part ends now."""
        now = perf_counter()
        self.seconds[part] = self.seconds.get(part, 0.0) + now - self._since
        self._since = now


@dataclass(frozen=True)
class Frozen:
    """What a freeze found. ``undecided`` claims count electronically (the stated default).

    Without ``holidays`` of the year entered, every day of the work pattern was due.
    """

    month: Month
    number: int
    people: int
    entitled: int
    clocked_days: int
    entries: int
    undecided: int
    holidays: bool
    sha256: str
    timings: Mapping[str, float]


@dataclass(frozen=True)
class Calculated:
    """What a calculation wrote. ``unchanged`` slips stay as they are, with their revision."""

    month: Month
    rules: int
    slips: int
    held: int
    written: int
    unchanged: int
    withdrawn: int
    net: int
    timings: Mapping[str, float]


# ── freezing ────────────────────────────────────────────────────────────────────────────────


def freeze(session: Session, month: Month, progress: Progress, reason: str = "") -> Frozen:
    """Read and aggregate a month, and keep it as the columns every calculation will use.

    Undecided claims follow the default: the electronic record counts, the claim waits, and a
    decision that comes later becomes arrears. Once submitted, the ``reason`` is told.
    """
    timings = Timings()
    with session.changing("month.freeze", Permission.RUN_MONTH) as work:
        row = months.open_month(work, month)
        steps.check("freeze", row)
        back = steps.withdrawn(work, row, reason)
        if not months.has_records(work.connection, month):
            raise Refused(
                f"{month_name(month)} belum punya kehadiran, aktivitas, atau klaim.",
                "Impor kehadiran dan aktivitas bulan itu, atau periksa bulannya.",
            )
        frozen = reading.read_month(work.connection, month, progress, mark=timings.mark)
        kept = _keep(work, row, frozen, progress)
        timings.mark("write")
        waiting = decisions.undecided(work.connection, month.first, month.last)
        _move_to_frozen(work, row, kept, back)
        holidays = calendar.load_calendar(work.connection).knows_holidays(month.year)
        found = _frozen(frozen, kept, waiting, holidays, timings)
        work.note(str(month), number=kept.number, sha256=kept.sha256, undecided=waiting)
    return found


def _keep(work: Work, row: MonthRow, frozen: FrozenMonth, progress: Progress) -> FrozenRow:
    progress.report(0, 0, KEEPING)
    kept = months.add_frozen(work, row.id, frozen, pack(frozen))
    progress.report(1, 1, KEEPING)
    return kept


def _move_to_frozen(work: Work, row: MonthRow, kept: FrozenRow, back: Mapping[str, object]) -> None:
    months.update_month(
        work,
        row.id,
        state="frozen",
        frozen_id=kept.id,
        frozen_at=work.now,
        frozen_by=work.user,
        **{**steps.cleared("calculated", "submitted", "approved"), **back},
    )


def _frozen(
    frozen: FrozenMonth, kept: FrozenRow, waiting: int, holidays: bool, timings: Timings
) -> Frozen:
    return Frozen(
        month=frozen.month,
        number=kept.number,
        people=frozen.people,
        entitled=int(frozen.entitled.sum()),
        clocked_days=int((frozen.days.source != 0).sum()),
        entries=len(frozen.entries.source),
        undecided=waiting,
        holidays=holidays,
        sha256=kept.sha256,
        timings=timings.seconds,
    )


# ── calculating ─────────────────────────────────────────────────────────────────────────────


def calculate(session: Session, month: Month, progress: Progress, reason: str = "") -> Calculated:
    """Compute everybody under the rules in force and write the slips that change.

    Once submitted, the ``reason`` of calculating again is told.
    """
    timings = Timings()
    with session.changing("month.calculate", Permission.RUN_MONTH) as work:
        row = steps.held(work, month)
        steps.check("calculate", row)
        back = steps.withdrawn(work, row, reason)
        assert row.frozen_id is not None, "a month past 'open' has a freeze"
        rules = slip_writing.rules_in_force(work.connection, month)
        slip_writing.prove(rules)
        golden.prove(work.connection)
        timings.mark("rules")
        frozen = months.frozen_month(work.connection, row.frozen_id)
        timings.mark("open")
        progress.report(0, frozen.people, slip_writing.COMPUTING)
        computation = compute(frozen, rules.program)
        timings.mark("compute")
        made = slip_writing.with_papers(computation, rules)
        written = slip_writing.write_slips(work, row.id, row.frozen_id, rules, made, progress)
        arrears.carry(work, row, slips.payable_people(work.connection, row.id))
        timings.mark("write")
        months.update_month(
            work,
            row.id,
            state="calculated",
            rule_version_id=rules.id,
            calculated_at=work.now,
            calculated_by=work.user,
            **{**steps.cleared("submitted", "approved"), **back},
        )
        sums = slips.sums(work.connection, row.id)
        work.note(
            str(month),
            rules=rules.number,
            written=written.written,
            slips=sums.slips,
            net=str(sums.net),
        )
    return Calculated(
        month=month,
        rules=rules.number,
        slips=made.payable,
        held=made.held,
        written=written.written,
        unchanged=written.unchanged,
        withdrawn=written.withdrawn,
        net=sums.net,
        timings=timings.seconds,
    )


# ── signing ─────────────────────────────────────────────────────────────────────────────────


def submit(session: Session, month: Month, seen: Seen | None = None) -> None:
    """Hand a calculated month to whoever approves."""
    with session.changing("month.submit", Permission.RUN_MONTH) as work:
        row, figures = _signing(work, month, "submit", seen)
        if not figures.slips:
            raise Refused(
                f"{month_name(month)} tidak punya slip yang bisa dibayar.",
                "Lengkapi data pegawai yang slipnya tertahan, lalu bekukan dan hitung lagi.",
            )
        months.update_month(work, row.id, **dict.fromkeys(RETURNED))
        _sign(work, row, "submitted", figures)


def approve(session: Session, month: Month, seen: Seen | None = None) -> None:
    """Approve a submitted month; whoever calculated or submitted it may not."""
    with session.changing("month.approve", Permission.APPROVE_MONTH) as work:
        row, figures = _signing(work, month, "approve", seen)
        if work.user in (row.calculated_by, row.submitted_by):
            raise Refused(
                f"{month_name(month)} dihitung atau diajukan oleh {work.user} sendiri.",
                "Yang menyetujui harus orang lain.",
            )
        _sign(work, row, "approved", figures)


def lock(session: Session, month: Month, seen: Seen | None = None) -> None:
    """Lock an approved month: its slips can only be replaced by reopening them one by one.

    The rule set's examples and the golden slips are computed once more before it is signed.
    """
    with session.changing("month.lock", Permission.LOCK_MONTH) as work:
        row, figures = _signing(work, month, "lock", seen)
        assert row.rule_version_id is not None, "an approved month was calculated"
        slip_writing.prove(slip_writing.rules_by_id(work.connection, row.rule_version_id))
        golden.prove(work.connection)
        _sign(work, row, "locked", figures)


def _signing(work: Work, month: Month, verb: str, given: Seen | None) -> tuple[MonthRow, Seen]:
    """Give a month to sign, with the figures that are signed for: those that were seen."""
    row = steps.held(work, month)
    figures = held_to(work, row, given)
    steps.check(verb, row)
    return row, figures


def _sign(work: Work, row: MonthRow, state: str, figures: Seen) -> None:
    signed = {f"{state}_at": work.now, f"{state}_by": work.user}
    months.update_month(work, row.id, state=state, **signed)
    work.note(
        row.month,
        slips=figures.slips,
        net=str(figures.net),
        rules=figures.rules,
        inputs=figures.inputs,
    )


def take_back(session: Session, month: Month, reason: str) -> None:
    """Take a submitted or approved month back to calculated, before it is locked."""
    _go_back(session, month, reason, "take_back", Permission.RUN_MONTH)


def send_back(session: Session, month: Month, reason: str) -> None:
    """Give a submitted or approved month back to who calculated it, as who approves."""
    _go_back(session, month, reason, "send_back", Permission.APPROVE_MONTH)


def _go_back(
    session: Session, month: Month, reason: str, verb: str, permission: Permission
) -> None:
    steps.check_reason(reason)
    with session.changing(f"month.{verb}", permission) as work:
        row = steps.held(work, month)
        steps.check(verb, row)
        how = "withdrawn" if verb == "take_back" else "sent_back"
        months.update_month(work, row.id, state="calculated", **steps.returned(work, how, reason))
        work.note(str(month), reason=reason.strip())
