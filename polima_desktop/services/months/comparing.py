"""Why a slip, or a whole month, differs from another: by cause, by unit, by name; exact sums.

The split itself is ``domain.differences``. Read side only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from polima_desktop.domain.access import Permission
from polima_desktop.domain.arrears import reason_words
from polima_desktop.domain.differences import CAUSES, Side, split, take
from polima_desktop.domain.errors import Refused, WrongUsage
from polima_desktop.domain.frozen import FrozenMonth, values_of
from polima_desktop.domain.incentive import compute
from polima_desktop.domain.periods import Month, month_name
from polima_desktop.files import replacing, written
from polima_desktop.imports.workbooks import SafeWorkbook
from polima_desktop.services import scope
from polima_desktop.services.months import slip_writing, steps
from polima_desktop.services.months.explaining import Memory
from polima_desktop.services.session import Session
from polima_desktop.storage.months import months, slips
from polima_desktop.storage.months.months import MonthRow
from polima_desktop.storage.months.slips import Slip
from polima_desktop.storage.rules import versions as rule_store

if TYPE_CHECKING:
    from sqlalchemy import Connection


class Why(NamedTuple):
    """How a slip differs from another of the person: ``parts`` add up to after - before."""

    against: str
    before: int
    after: int
    parts: Mapping[str, int]

    @property
    def difference(self) -> int:
        """What the net moved by."""
        return self.after - self.before


class Moved(NamedTuple):
    """One person in two months; amounts in rupiah, 0 where there is no payable slip."""

    nip: str
    name: str
    unit: str
    before: int
    after: int
    parts: Mapping[str, int]

    @property
    def difference(self) -> int:
        """What the person's net moved by."""
        return self.after - self.before


class Run(NamedTuple):
    """A run of a month: as it was calculated, or by other rules, or from an earlier freeze."""

    month: Month
    rules: int | None = None
    freeze: int | None = None

    @property
    def title(self) -> str:
        """Name the run: ``Januari 2021, aturan versi 2, pembekuan ke-1``."""
        parts = [month_name(self.month)]
        parts += [f"aturan versi {self.rules}"] if self.rules else []
        parts += [f"pembekuan ke-{self.freeze}"] if self.freeze else []
        return ", ".join(parts)

    @classmethod
    def parse(cls, text: str) -> Run:
        """Read ``2021-01``, ``2021-01:aturan=2`` or ``2021-01:beku=1``."""
        month, *given = text.split(":")
        values: dict[str, int] = {}
        for part in given:
            key, _, number = part.partition("=")
            if key not in ("aturan", "beku") or not number.isdecimal():
                raise WrongUsage(
                    f"‘{part}’ tidak dikenal.",
                    "Tulis seperti 2021-01:aturan=2 atau 2021-01:beku=1.",
                )
            values[key] = int(number)
        return cls(Month.parse(month), values.get("aturan"), values.get("beku"))


@dataclass(frozen=True)
class Compared:
    """Two runs side by side. Every sum is that of ``people``, everybody on either side.

    ``lines``: label of each rupiah line of the slip, with its sum before and after.
    """

    first: Run
    second: Run
    people: Sequence[Moved]
    new: Sequence[Moved]
    gone: Sequence[Moved]
    lines: Sequence[tuple[str, int | Decimal, int | Decimal]] = ()

    @property
    def before(self) -> int:
        """The net of the first month."""
        return sum(one.before for one in self.people)

    @property
    def after(self) -> int:
        """The net of the second month."""
        return sum(one.after for one in self.people)

    @property
    def parts(self) -> dict[str, int]:
        """What the difference is made of, in the order of the causes."""
        total = Counter[str]()
        for one in self.people:
            total.update(one.parts)
        return {cause: total[cause] for cause in CAUSES if total[cause]}

    @property
    def units(self) -> list[tuple[str, int, int]]:
        """Each unit with its net before and after, by name."""
        before, after = Counter[str](), Counter[str]()
        for one in self.people:
            before[one.unit] += one.before
            after[one.unit] += one.after
        return [(unit, before[unit], after[unit]) for unit in sorted(before)]


def why_different(
    session: Session, month: Month, nip: str, memory: Memory | None = None
) -> list[Why]:
    """Say how a slip differs from the person's last revision and from the month before."""
    memory = memory or Memory()
    with session.reading(Permission.READ_SLIPS) as connection:
        history = slips.history(connection, month, nip)
        units = {slip.unit_id for slip in history}
        scope.refuse_other_units(connection, session.actor, units, month.last)
        now = next((slip for slip in history if slip.standing and slip.net is not None), None)
        if now is None:
            return []
        found = []
        earlier = [slip for slip in history if slip.revision < now.revision]
        if earlier:
            words = f"revisi {earlier[-1].revision}"
            found.append(_why(connection, earlier[-1], now, words, memory))
        previous = Month.of(month.first - timedelta(1))
        last = [slip for slip in slips.history(connection, previous, nip) if slip.standing]
        if last:
            found.append(_why(connection, last[0], now, month_name(previous), memory))
    return found


def _why(connection: Connection, old: Slip, new: Slip, against: str, memory: Memory) -> Why:
    found = split(_side(connection, old, memory), _side(connection, new, memory))
    row = int(np.searchsorted(found.person_id, new.person_id))
    return Why(against, int(found.before[row]), int(found.after[row]), found.causes_of(row))


def _side(connection: Connection, slip: Slip, memory: Memory) -> Side:
    frozen = memory.frozen_month(connection, slip.frozen_id)
    one = np.array([slip.person_id], dtype=np.int64)
    return Side(take(frozen, one), memory.rules_by_id(connection, slip.rule_version_id).program)


def compare(session: Session, first: Run, second: Run) -> Compared:
    """Compare two runs: as they were calculated, whoever was reopened since aside."""
    with session.reading(Permission.READ_SLIPS) as connection:
        before, after = (_whole(connection, run) for run in (first, second))
        own = scope.own_people(connection, session.actor, second.month.last)
    found = split(before, after)
    known = {**_people(before.frozen), **_people(after.frozen)}
    people = [
        Moved(*known[person], int(found.before[row]), int(found.after[row]), found.causes_of(row))
        for row, person in enumerate(found.person_id.tolist())
        if own is None or person in own
    ]
    ordered = sorted(people, key=lambda one: (-abs(one.difference), one.name, one.nip))
    return Compared(
        first,
        second,
        ordered,
        [one for one in ordered if one.after and not one.before],
        [one for one in ordered if one.before and not one.after],
        _line_sums(before, after, own),
    )


def others(session: Session, month: Month) -> list[Run]:
    """Give what a calculated month may be compared with: months, earlier freezes, other rules."""
    with session.reading(Permission.READ_SLIPS) as connection:
        row = _calculated(connection, month)
        rows = months.month_rows(connection)
        freezes = months.frozen_numbers(connection, row.id)
        versions = rule_store.versions(connection)
    known = [Month.parse(one.month) for one in rows if one.calculated_at is not None]
    found = [Run(one) for one in sorted(known, reverse=True) if one != month]
    found += [Run(month, freeze=n) for n, key in sorted(freezes.items()) if key != row.frozen_id]
    found += [
        Run(month, rules=one.number)
        for one in versions
        if one.standing == "published" and one.id != row.rule_version_id
    ]
    return sorted(found, key=lambda one: one.month.next != month)  # the month before first


def _line_sums(
    before: Side, after: Side, own: Collection[int] | None
) -> list[tuple[str, int | Decimal, int | Decimal]]:
    """Add up each rupiah line that stands on the slip, over the payable slips of either side."""
    sums = [_sums(side, own) for side in (before, after)]
    labels = {name: label for some in sums for name, (label, _) in some.items()}
    nothing = ("", Decimal(0))
    return [
        (label, sums[0].get(name, nothing)[1], sums[1].get(name, nothing)[1])
        for name, label in labels.items()
    ]


def _sums(side: Side, own: Collection[int] | None) -> dict[str, tuple[str, Decimal]]:
    made = compute(side.frozen, side.program)
    rows = made.payable
    if own is not None:
        rows = rows & np.isin(side.frozen.person_id, np.array(sorted(own), dtype=np.int64))
    return {
        line.name: (line.label, Decimal(int(column.values[rows].sum())).scaleb(-column.decimals))
        for line in side.program.ruleset.lines.values()
        if line.slip and line.unit == "Rp" and (column := made.lines[line.name]) is not None
    }


def _calculated(connection: Connection, month: Month) -> MonthRow:
    row = steps.existing(connection, month)
    if row.rule_version_id is None or row.calculated_at is None:
        raise Refused(f"{month_name(month)} belum dihitung.", "Hitung dulu, lalu bandingkan.")
    return row


def _whole(connection: Connection, run: Run) -> Side:
    row = _calculated(connection, run.month)
    assert row.frozen_id is not None, "a calculated month was frozen"
    assert row.rule_version_id is not None, "a calculated month has rules"
    frozen_id, version = row.frozen_id, row.rule_version_id
    if run.freeze is not None:
        known = months.frozen_numbers(connection, row.id)
        frozen_id = _found(known, run.freeze, f"pembekuan ke-{run.freeze} {month_name(run.month)}")
    if run.rules is not None:
        numbers = {one.number: one.id for one in rule_store.versions(connection)}
        version = _found(numbers, run.rules, f"aturan versi {run.rules}")
    frozen = months.frozen_month(connection, frozen_id)
    return Side(frozen, slip_writing.rules_by_id(connection, version).program)


def _found(known: Mapping[int, int], number: int, words: str) -> int:
    if number not in known:
        listed = ", ".join(str(one) for one in sorted(known))
        raise Refused(f"Tidak ada {words}.", f"Yang ada: {listed}.")
    return known[number]


def export(session: Session, found: Compared, path: Path) -> int:
    """Write a comparison to a workbook, noted in the audit log; give how many people."""
    session.actor.require(Permission.PRINT)
    session.actor.require(Permission.READ_SLIPS)
    titles = ("SEBELUM", "SESUDAH", "SELISIH")
    people = [
        (one.nip, one.name, one.unit, one.before, one.after, one.difference,
         reason_words(one.parts) if one.parts else "")
        for one in found.people
    ]  # fmt: skip
    with replacing(path) as out:
        with SafeWorkbook(out) as book:
            sums = [("Bersih", found.before, found.after, found.after - found.before)]
            book.sheet("Jumlah", (found.first.title, *titles), sums)
            causes = [(CAUSES[cause], amount) for cause, amount in found.parts.items()]
            book.sheet("Sebab", ("SEBAB", "SELISIH"), causes)
            for name, rows in (("Baris", found.lines), ("Unit", found.units)):
                cells = [(label, old, new, new - old) for label, old, new in rows]
                book.sheet(name, (name.upper(), *titles), cells)
            book.sheet("Orang", ("NIP", "NAMA", "UNIT KERJA", *titles, "SEBAB"), people)
        fingerprint = sha256(written(out)).hexdigest()
        with session.changing("month.export", Permission.PRINT) as work:
            sides = f"{found.first.title} / {found.second.title}"
            work.note(str(found.second.month), file=path.name, compared=sides, sha256=fingerprint)
    return len(people)


def _people(frozen: FrozenMonth) -> dict[int, tuple[str, str, str]]:
    columns = [values_of(frozen.paper[name]) for name in ("nip", "name", "unit")]
    who = zip(*columns, strict=True)
    return {
        person: (str(nip), str(name), str(unit or ""))
        for person, (nip, name, unit) in zip(frozen.person_id.tolist(), who, strict=True)
    }
