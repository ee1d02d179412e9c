"""The golden month: slips the bureau chose, computed again before every calculation and lock.

With the rule set's examples (``slip_writing.prove``) they show that the program still computes as
it did, also after an upgrade. Each is computed from its own freeze and rules, both ways; a
difference refuses the month and says where.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from polima_desktop.domain.access import Permission
from polima_desktop.domain.differences import take
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.identity import shown_nip
from polima_desktop.domain.incentive import blocks, compute_one
from polima_desktop.domain.periods import Month, month_name
from polima_desktop.domain.rules import Line
from polima_desktop.formatting import UNKNOWN, money, number, trimmed
from polima_desktop.services import scope
from polima_desktop.services.months import explaining, slip_writing, steps
from polima_desktop.services.months.explaining import Memory
from polima_desktop.services.session import Session
from polima_desktop.storage.months import golden, slips
from polima_desktop.storage.months.golden import Chosen
from polima_desktop.storage.months.slips import Line as StoredLine
from polima_desktop.storage.months.slips import NewSlip, Slip

if TYPE_CHECKING:
    from sqlalchemy import Connection


_Value = Decimal | str | None
TOTALS = ("jumlah kotor", "jumlah potongan", "jumlah bersih")


class Differs(NamedTuple):
    """A line or a total that came out otherwise: its name, its label, both values in words."""

    name: str
    label: str
    before: str
    now: str

    @property
    def words(self) -> str:
        """Say what it was and what it is: ``PPh 21 dulu Rp 212.316, kini Rp 212.317``."""
        return f"{self.label} dulu {self.before}, kini {self.now}"


class Golden(NamedTuple):
    """A chosen slip with what was found when it was computed again."""

    slip: Slip
    chosen: Chosen
    differs: tuple[Differs, ...]

    @property
    def words(self) -> str:
        """Whose slip of which month it is."""
        who, month = self.slip.identity["name"], month_name(Month.parse(self.slip.month))
        return f"{who}, NIP {shown_nip(self.slip.nip)}, {month}, revisi {self.slip.revision}"


def check(session: Session) -> list[Golden]:
    """Compute the chosen slips again, those of the actor's office."""
    with session.reading(Permission.READ_SLIPS) as connection:
        own = scope.own_people(connection, session.actor, session.today)
        found = _check(connection)
    return [one for one in found if own is None or one.slip.person_id in own]


def prove(connection: Connection) -> None:
    """Refuse to go on where a chosen slip no longer comes out as it was."""
    wrong = [one for one in _check(connection) if one.differs]
    if wrong:
        raise Refused(
            f"{len(wrong)} slip acuan tidak sama lagi bila dihitung ulang. "
            f"{'; '.join(_where(one) for one in wrong[:3])}.",
            "Lihat semuanya di Hitung, Slip acuan; laporkan ke pengelola program, dan jangan bayar "
            "bulan ini sebelum jelas.",
        )


def _where(one: Golden) -> str:
    """Say whose slip differs, and in what; more than three lines are counted."""
    told = ", ".join(found.words for found in one.differs[:3])
    more = len(one.differs) - 3
    return f"{one.words}: {told}" + (f", dan {more} baris lain" if more > 0 else "")


def _check(connection: Connection) -> list[Golden]:
    found, memory = golden.standing(connection), Memory()
    stored = {slip.id: slip for slip in slips.by_ids(connection, [one.slip_id for one in found])}
    return [
        Golden(
            stored[one.slip_id], one, tuple(_differences(connection, stored[one.slip_id], memory))
        )
        for one in found
    ]


def _differences(connection: Connection, slip: Slip, memory: Memory) -> Iterator[Differs]:
    """Name the lines and totals that differ, computed as columns or exactly."""
    rules = memory.rules_by_id(connection, slip.rule_version_id)
    whole = memory.frozen_month(connection, slip.frozen_id)
    frozen = take(whole, np.array([slip.person_id], dtype=np.int64))
    made = slip_writing.compute_slips(frozen, rules)
    (again,) = slip_writing.new_slips(made, rules.program, [0], {})
    result = compute_one(frozen, 0, rules.program)
    exact = explaining.differences(slip, result, blocks(rules.program.ruleset))
    stored: dict[str, _Value] = {**slip.lines, **_totals(slip)}
    columns = {line.name: _value(line) for line in again.lines.each()} | _totals(again)
    wrong = [name for name, value in columns.items() if stored.get(name) != value]
    for name in dict.fromkeys([*wrong, *exact]):
        now = columns.get(name) if name in wrong else result.values.get(name)
        line = rules.program.ruleset.lines.get(name)
        yield Differs(
            name, line.label if line else name, _shown(stored.get(name), line), _shown(now, line)
        )


def _totals(slip: Slip | NewSlip) -> dict[str, _Value]:
    sums = (slip.gross, slip.deductions, slip.net)
    return {
        name: None if amount is None else Decimal(amount)
        for name, amount in zip(TOTALS, sums, strict=True)
    }


def _value(line: StoredLine) -> _Value:
    return line.text if line.value is None else Decimal(line.value).scaleb(-line.decimals)


def _shown(value: object, line: Line | None) -> str:
    if not isinstance(value, Decimal):
        return UNKNOWN if value is None else str(value)
    return money(value) if line is None or line.unit == "Rp" else number(trimmed(value))


# ── choosing ────────────────────────────────────────────────────────────────────────────────


def choose(session: Session, month: Month, nip: str, note: str) -> None:
    """Make a person's standing slip a golden one, with the reason it was chosen for."""
    steps.check_reason(note)
    with session.changing("golden.choose", Permission.EDIT_RULES) as work:
        slip = _standing(work.connection, month, nip)
        if any(one.slip_id == slip.id for one in golden.standing(work.connection)):
            raise Refused(f"Slip {slip.identity['name']} sudah menjadi acuan.", "Pilih slip lain.")
        golden.choose(work, slip.id, note.strip())
        work.note(str(month), nip=nip, slip=slip.id, note=note.strip(), net=str(slip.net))


def release(session: Session, month: Month, nip: str, reason: str) -> None:
    """Let the golden slips of a person and month go, with a reason."""
    steps.check_reason(reason)
    with session.changing("golden.release", Permission.EDIT_RULES) as work:
        mine = {slip.id for slip in slips.history(work.connection, month, nip)}
        found = [one for one in golden.standing(work.connection) if one.slip_id in mine]
        if not found:
            raise Refused(
                f"NIP {nip} tidak punya slip acuan pada {month_name(month)}.",
                "Lihat daftarnya di Hitung, Slip acuan, atau dengan: polima month golden.",
            )
        for one in found:
            golden.release(work, one.id, reason.strip())
        work.note(str(month), nip=nip, slips=[one.slip_id for one in found], reason=reason.strip())


def _standing(connection: Connection, month: Month, nip: str) -> Slip:
    found = [slip for slip in slips.history(connection, month, nip) if slip.state == "current"]
    if not found:
        raise Refused(
            f"NIP {nip} tidak punya slip {month_name(month)} yang bisa dibayar.",
            "Pilih slip yang sudah dihitung.",
        )
    return found[0]
