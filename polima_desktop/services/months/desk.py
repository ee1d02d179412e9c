"""Reading a month for people: where it stands, its totals, its slips as rows, its exceptions.

Read side only; the run itself is ``services.months.run``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from polima_desktop.domain.access import Permission
from polima_desktop.domain.entitlement import Exclusion
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.periods import Month, month_name
from polima_desktop.domain.rules import Line, load
from polima_desktop.formatting import money, number
from polima_desktop.services import scope
from polima_desktop.services.months import payments, reopening
from polima_desktop.services.months.seen import Seen, clock_words, figures
from polima_desktop.services.session import Session
from polima_desktop.storage.attendance import holidays
from polima_desktop.storage.months import arrears, golden, listing, months, slips
from polima_desktop.storage.months.arrears import Item
from polima_desktop.storage.months.listing import SlipRow
from polima_desktop.storage.months.months import FrozenRow, MonthRow
from polima_desktop.storage.months.payments import Batch, Unpaid
from polima_desktop.storage.months.reopenings import Proposal
from polima_desktop.storage.review import decisions
from polima_desktop.storage.rules import versions as rule_store

if TYPE_CHECKING:
    from sqlalchemy import Connection

COMPUTED = frozenset(("calculated", "submitted", "approved", "locked"))
LARGE_DROP = Decimal("0.2")
SMALL_NET = 100_000


class Step(NamedTuple):
    """A step that was taken: who, when."""

    by: str
    at: datetime


class Returned(NamedTuple):
    """That a month went back before it was locked: by whom, when, how, why."""

    by: str
    at: datetime
    how: str
    why: str


@dataclass(frozen=True)
class Status:
    """Where a month stands. Amounts in whole rupiah; ``rules`` a version number.

    ``people`` = ``entitled`` + all of ``excluded``; ``entitled`` = ``slips`` + all of ``held``
    once calculated. ``paid`` is the sum of the batches in ``payments``. ``known`` is False for a
    month nothing was ever recorded in. ``holidays``: whether any of its year is entered.
    """

    month: Month
    state: str
    known: bool
    people: int
    entitled: int
    slips: int
    held: Sequence[tuple[str, int]]
    excluded: Sequence[tuple[str, int]]
    gross: int
    deductions: int
    net: int
    rules: int | None
    rules_title: str
    frozen_number: int | None
    inputs_hash: str | None
    undecided: int
    steps: dict[str, Step]
    payments: Sequence[Batch]
    paid: int
    unpaid: Unpaid
    seen: Seen
    returned: Returned | None = None
    holidays: bool = True


def status(session: Session, month: Month) -> Status:
    """Give where a month stands."""
    with session.reading(Permission.READ) as connection:
        return _status(connection, month)


def known_status(session: Session, month: Month) -> Status:
    """Give where a month stands; refuse a month nothing was ever recorded in."""
    found = status(session, month)
    if not found.known:
        raise Refused(
            f"{month_name(month)} tidak ada di data ini.",
            "Periksa bulannya, atau impor kehadiran dan aktivitasnya dulu.",
        )
    return found


def waiting_claims(session: Session, month: Month) -> list[tuple[str, int]]:
    """List what a freeze would leave undecided: unit and number of claims, most first."""
    with session.reading(Permission.READ) as connection:
        return listing.undecided_by_unit(connection, month)


def _status(connection: Connection, month: Month) -> Status:
    row = months.month_row(connection, month)
    frozen = months.frozen_row(connection, row.frozen_id) if row and row.frozen_id else None
    computed = row is not None and row.state in COMPUTED
    states = months.states(connection, row.id, frozen.id) if row and frozen else {}
    people = sum(states.values())
    entitled = states.pop(None, 0)
    sums = slips.sums(connection, row.id) if row and computed else slips.Sums(0, 0, 0, 0)
    version = _version(connection, row) if computed else None
    settled = payments.read(connection, month, row)
    return Status(
        month=month,
        state=row.state if row else "open",
        known=row is not None or months.has_records(connection, month),
        people=people,
        entitled=entitled,
        slips=sums.slips,
        held=slips.held(connection, row.id) if row and computed else [],
        excluded=_labelled(states),
        gross=sums.gross,
        deductions=sums.deductions,
        net=sums.net,
        rules=version.number if version else None,
        rules_title=version.title if version else "",
        frozen_number=frozen.number if frozen else None,
        inputs_hash=frozen.sha256 if frozen else None,
        undecided=decisions.undecided(connection, month.first, month.last),
        steps=_steps(row, frozen),
        payments=settled.batches,
        paid=settled.paid,
        unpaid=settled.unpaid,
        seen=figures(connection, row) if row else Seen("", None, 0, 0),
        returned=_returned(row),
        holidays=any(not row.entry.cancelled for row in holidays.believed(connection, month.year)),
    )


def returned_words(returned: Returned) -> str:
    """Say who took or sent a month back, when and why."""
    act = "Ditarik kembali" if returned.how == "withdrawn" else "Dikembalikan"
    return f"{act} oleh {returned.by} {clock_words(returned.at)}: {returned.why}"


def _returned(row: MonthRow | None) -> Returned | None:
    if row is None or row.returned_at is None:
        return None
    return Returned(
        row.returned_by or "", row.returned_at, row.returned_how or "", row.returned_why or ""
    )


# ── the desk ────────────────────────────────────────────────────────────────────────────────


class Row(NamedTuple):
    """One slip as the table shows it; the first field identifies it. Amounts in rupiah.

    ``before`` is the net to compare with: of the month before, else of the computation before.
    """

    nip: str
    name: str
    unit: str
    job_class: int | None
    performance: Decimal | None
    discipline: Decimal | None
    gross: int | None
    net: int | None
    held_reason: str | None
    before: int | None
    revision: int
    flags: frozenset[str]
    person_id: int


class Concern(NamedTuple):
    """A group of slips to look at: its key among ``Row.flags``, how bad, how many, the words."""

    key: str
    severity: str
    people: int
    label: str


@dataclass(frozen=True)
class Desk:
    """Everything the page shows of a month. ``deductions``: label and sum of each line.

    ``waiting``: unit and number of its undecided claims; ``offices``: what each is to be paid;
    ``reopenings``: NIP and proposal of slips that a second person is to look at; ``arrears``:
    what is pending or accepted, of all months.
    """

    status: Status
    rows: Sequence[Row]
    concerns: Sequence[Concern]
    deductions: Sequence[tuple[str, int]]
    compared_with: str
    waiting: Sequence[tuple[str, int]]
    offices: Sequence[payments.Office] = ()
    reopenings: Sequence[tuple[str, Proposal]] = ()
    arrears: Sequence[Item] = ()


NO_RECORD, DROP, SMALL, GOLDEN = "no_record", "drop", "small", "golden"


def desk(session: Session, month: Month) -> Desk:
    """Read a month for its page."""
    with session.reading(Permission.READ_SLIPS) as connection:
        found = _status(connection, month)
        row = months.month_row(connection, month)
        waiting = listing.undecided_by_unit(connection, month)
        if row is None or row.state not in COMPUTED or row.rule_version_id is None:
            return Desk(found, [], [], [], "", waiting)
        lines = load(rule_store.by_id(connection, row.rule_version_id).toml).lines.values()
        before, compared_with = _before(connection, row, month)
        rows = _rows(connection, row.id, list(lines), before)
        rows = _marked(rows, golden.people(connection, month))
        cuts = {line.name: line.label for line in lines if line.slip == "potongan"}
        sums = listing.line_sums(connection, row.id, cuts)
        offices = payments.offices(session, connection, row, month) if found.unpaid.slips else []
        proposals = reopening.read_waiting(connection, row)
        owed = arrears.items(connection)
        own = scope.own_people(connection, session.actor, month.last)
        if own is not None:
            rows = [one for one in rows if one.person_id in own]
            proposals = [(nip, one) for nip, one in proposals if one.person_id in own]
            owed = [item for item in owed if item.person_id in own]
    deductions = [(label, sums.get(name, 0)) for name, label in cuts.items()]
    concerns = _concerns(rows, found)
    return Desk(found, rows, concerns, deductions, compared_with, waiting, offices, proposals, owed)


def _before(connection: Connection, row: MonthRow, month: Month) -> tuple[dict[int, int], str]:
    """Give the nets to compare with, and what they are in words."""
    previous = Month.of(month.first - timedelta(1))
    found = listing.nets_of(connection, previous)
    if found:
        return found, month_name(previous)
    return listing.nets_before(connection, row.id), "hitungan sebelumnya"


def _rows(
    connection: Connection, month_id: int, lines: Sequence[Line], before: dict[int, int]
) -> list[Row]:
    parts = ("kinerja", "disiplin")
    blocks = {line.name: line.slip for line in lines if line.slip in parts and line.unit == "Rp"}
    values = listing.line_values(connection, month_id, blocks)
    found = [
        _row(slip, _by_block(values.get(slip.id, {}), blocks), before.get(slip.person_id))
        for slip in listing.rows(connection, month_id)
    ]
    return sorted(found, key=lambda row: (row.name.casefold(), row.nip))


def _marked(rows: list[Row], chosen: Collection[int]) -> list[Row]:
    """Flag the people whose slip of the month is computed again before every lock."""
    return [
        row._replace(flags=row.flags | {GOLDEN}) if row.person_id in chosen else row for row in rows
    ]


def _by_block(values: dict[str, tuple[int, int]], blocks: dict[str, str]) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for name, (value, decimals) in values.items():
        amount = Decimal(value).scaleb(-decimals)
        sums[blocks[name]] = sums.get(blocks[name], Decimal(0)) + amount
    return sums


def _row(slip: SlipRow, blocks: dict[str, Decimal], before: int | None) -> Row:
    who = slip.identity
    return Row(
        nip=who["nip"],
        name=who["name"],
        unit=who["unit"],
        job_class=who["kelas"],
        performance=blocks.get("kinerja"),
        discipline=blocks.get("disiplin"),
        gross=slip.gross,
        net=slip.net,
        held_reason=slip.held_reason,
        before=before,
        revision=slip.revision,
        flags=frozenset(_flags(slip, before)),
        person_id=slip.person_id,
    )


def _flags(slip: SlipRow, before: int | None) -> Iterator[str]:
    if slip.held_reason:
        yield slip.held_reason
    counts = slip.identity["counts"]
    if counts["hadir"] == 0 and counts["hari_wajib"]:
        yield NO_RECORD
    if slip.net is None:
        return
    if before and slip.net < before * (1 - LARGE_DROP):
        yield DROP
    if slip.net < SMALL_NET:
        yield SMALL


def _concerns(rows: Sequence[Row], found: Status) -> list[Concern]:
    """Give the held slips by reason, then what somebody should look at; empty groups are told."""
    counts = Counter(flag for row in rows for flag in row.flags)
    held = [Concern(reason, "bad", people, reason) for reason, people in found.held]
    looked_at = [
        (NO_RECORD, "Tidak ada hari hadir"),
        (DROP, f"Turun lebih dari {number(LARGE_DROP * 100, 0)} %"),
        (SMALL, f"Bersih di bawah {money(SMALL_NET)}"),
    ]
    return [
        *held,
        *(
            Concern(key, "warn" if counts[key] else "ok", counts[key], label)
            for key, label in looked_at
        ),
        Concern(GOLDEN, "ok", counts[GOLDEN], "Slip acuan"),
    ]


def _labelled(states: dict[str | None, int]) -> list[tuple[str, int]]:
    """Give the exclusions in words, in their order of precedence."""
    return [(reason.label, states[reason]) for reason in Exclusion if states.get(reason)]


def _version(connection: Connection, row: MonthRow | None) -> rule_store.VersionRow | None:
    if row is None or row.rule_version_id is None:
        return None
    return rule_store.by_id(connection, row.rule_version_id)


def _steps(row: MonthRow | None, frozen: FrozenRow | None) -> dict[str, Step]:
    if row is None:
        return {}
    taken = {
        "frozen": (frozen.frozen_by, frozen.frozen_at) if frozen else (None, None),
        "calculated": (row.calculated_by, row.calculated_at),
        "submitted": (row.submitted_by, row.submitted_at),
        "approved": (row.approved_by, row.approved_at),
        "locked": (row.locked_by, row.locked_at),
    }
    return {name: Step(by, at) for name, (by, at) in taken.items() if by and at}
