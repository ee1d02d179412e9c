"""The golden month: slips the bureau chose, computed again before every calculation and lock.

With the rule set's examples (``slip_writing.prove``) they show that the program still computes as
it did, also after an upgrade. Each is computed from its own freeze and rules, both ways; a
difference refuses the month and says where.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from polima_desktop.domain.access import Permission
from polima_desktop.domain.differences import take
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.identity import shown_nip
from polima_desktop.domain.incentive import blocks, compute_one
from polima_desktop.domain.periods import Month, month_name
from polima_desktop.services import scope
from polima_desktop.services.months import explaining, slip_writing, steps
from polima_desktop.services.session import Session
from polima_desktop.storage.months import golden, months, slips
from polima_desktop.storage.months.golden import Chosen
from polima_desktop.storage.months.slips import NewSlip, Slip

if TYPE_CHECKING:
    from sqlalchemy import Connection


class Golden(NamedTuple):
    """A chosen slip with what was found when it was computed again: lines that differ, by name."""

    slip: Slip
    chosen: Chosen
    differs: tuple[str, ...]

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
        names = "; ".join(f"{one.words}: {', '.join(one.differs)}" for one in wrong[:3])
        raise Refused(
            f"{len(wrong)} slip acuan tidak sama lagi bila dihitung ulang. {names}.",
            "Laporkan ke pengelola program; jangan bayar bulan ini sebelum jelas.",
        )


def _check(connection: Connection) -> list[Golden]:
    found = golden.standing(connection)
    stored = {slip.id: slip for slip in slips.by_ids(connection, [one.slip_id for one in found])}
    return [
        Golden(stored[one.slip_id], one, tuple(_differences(connection, stored[one.slip_id])))
        for one in found
    ]


def _differences(connection: Connection, slip: Slip) -> Iterator[str]:
    """Name the lines and totals that differ, computed as columns or exactly."""
    rules = slip_writing.rules_by_id(connection, slip.rule_version_id)
    whole = months.frozen_month(connection, slip.frozen_id)
    frozen = take(whole, np.array([slip.person_id], dtype=np.int64))
    made = slip_writing.compute_slips(frozen, rules)
    (again,) = slip_writing.new_slips(made, rules.program, [0], {})
    result = compute_one(frozen, 0, rules.program)
    exact = explaining.differences(slip, result, blocks(rules.program.ruleset))
    yield from dict.fromkeys([*_of_columns(slip, again), *exact])


def _of_columns(slip: Slip, again: NewSlip) -> Iterator[str]:
    for line in again.lines:
        value = line.text if line.value is None else Decimal(line.value).scaleb(-line.decimals)
        if slip.lines.get(line.name) != value:
            yield line.name
    for words, old, new in (
        ("jumlah kotor", slip.gross, again.gross),
        ("jumlah potongan", slip.deductions, again.deductions),
        ("jumlah bersih", slip.net, again.net),
    ):
        if old != new:
            yield words


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
                "Lihat daftarnya dengan: polima month golden.",
            )
        for one in found:
            golden.release(work, one.id, reason.strip())
        work.note(str(month), nip=nip, slips=[one.slip_id for one in found], reason=reason.strip())


def chosen_people(connection: Connection, month: Month, who: Sequence[Chosen]) -> set[int]:
    """Give the people of a month whose slips are golden."""
    found = slips.by_ids(connection, [one.slip_id for one in who])
    return {slip.person_id for slip in found if slip.month == str(month)}


def _standing(connection: Connection, month: Month, nip: str) -> Slip:
    found = [slip for slip in slips.history(connection, month, nip) if slip.state == "current"]
    if not found:
        raise Refused(
            f"NIP {nip} tidak punya slip {month_name(month)} yang bisa dibayar.",
            "Pilih slip yang sudah dihitung.",
        )
    return found[0]
