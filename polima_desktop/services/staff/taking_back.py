"""Taking back what an act said of people and units, unless something rests on it.

Nothing is deleted: what the act wrote is not believed any more, what it ended is again. Something
rests on it when a later act corrected or withdrew what it said, when people or units it brought
have records since, or when a unit changed again. Changes of other days or other fields do not.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from polima_desktop import formatting
from polima_desktop.domain.errors import Refused
from polima_desktop.storage import facts
from polima_desktop.storage.importing import batches, resting
from polima_desktop.storage.office import acts
from polima_desktop.storage.staff import people, statements
from polima_desktop.storage.tables import (
    assignments,
    holidays,
    identities,
    shifts,
    signatories,
    unit_aliases,
    unit_facts,
    unit_points,
    work_hours,
)
from polima_desktop.storage.tables import statements as statement_rows

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from polima_desktop.storage.staff.statements import Said
    from polima_desktop.storage.unit_of_work import Work

_BESIDE = (unit_facts, unit_aliases, unit_points, signatories, holidays, work_hours, shifts)
_NAMES_SHOWN = 3
_WORDS = {
    "attendance_days": "hari kehadiran",
    "punches": "ketukan absen",
    "activity_entries": "aktivitas",
    "claims": "klaim",
    "statements": "perubahan kepegawaian",
}


def refuse_if_rested_on(connection: Connection, moment: datetime, what: str) -> None:
    """Refuse, naming what rests on the act of a moment; ``what`` is the act in the sentence."""
    if changed := statements.resting(connection, moment):
        raise Refused(f"{what}: {_later(connection, changed)}.", _advice(connection, changed))
    gone = {**batches.undone(connection), **acts.undone(connection)}
    if any(facts.rests_on(connection, table, moment, gone) for table in _BESIDE):
        raise Refused(
            f"{what}: unit, penanda tangan, atau kalender kerjanya sudah diubah lagi sesudahnya.",
            "Urungkan perubahan yang lebih baru lebih dahulu, atau betulkan datanya.",
        )
    _refuse_used(resting.units_in_use(connection, moment), what)
    if held := resting.records_of_new_people(connection, moment):
        named = ", ".join(f"{formatting.number(n)} {_WORDS[name]}" for name, n in held.items())
        who = _names(connection, resting.new_people_with_records(connection, moment))
        raise Refused(
            f"{what}: pegawainya sudah punya {named} ({who}).",
            "Urungkan catatan itu lebih dahulu.",
        )


def _refuse_used(used: Sequence[str], what: str) -> None:
    if used:
        raise Refused(
            f"{what}: unit {used[0]} sudah dipakai pegawai.",
            "Pindahkan atau urungkan pegawainya lebih dahulu.",
        )


def take_back(work: Work, moment: datetime) -> None:
    """Believe again what was believed before the act; nothing may rest on it."""
    gone = {**batches.undone(work.connection), **acts.undone(work.connection)}
    _forget_newcomers(work, moment)
    touched = statements.take_back(work, moment)
    people.bump(work, sorted(touched))
    still_in = resting.units_in_use(work.connection, moment, own=True)
    _refuse_used(still_in, "Tidak bisa diurungkan")
    for table in _BESIDE:
        facts.take_back(work, table, moment, gone)


def _forget_newcomers(work: Work, moment: datetime) -> None:
    """Stop believing in people whose very first fact the act wrote."""
    new = resting.people_first_known(moment)
    for table in (assignments, statement_rows, identities):
        facts.withdraw_of(work, table, new)


def _later(connection: Connection, changed: list[Said]) -> str:
    who = _names(connection, list(dict.fromkeys(one.person_id for one in changed)))
    return f"catatan {who} sudah dibetulkan atau dicabut sesudahnya"


def _names(connection: Connection, ids: Sequence[int]) -> str:
    names = [_name(connection, person) for person in ids[:_NAMES_SHOWN]]
    more = len(ids) - len(names)
    return ", ".join(names) + (f", dan {formatting.number(more)} pegawai lain" if more else "")


def _advice(connection: Connection, changed: list[Said]) -> str:
    moments = {one.superseded_at for one in changed if one.superseded_at}
    later = acts.at(connection, moments)
    if not later:
        return "Urungkan perubahan yang lebih baru lebih dahulu."
    act = max(later.values(), key=lambda one: one.at)
    name = f"“{act.title}” oleh {act.user}, {formatting.moment(act.at)}"
    return f"Urungkan lebih dahulu {name}, atau catat pembetulan baru."


def _name(connection: Connection, person_id: int) -> str:
    rows = people.identity_timeline(connection, person_id)
    return rows[-1].value.name if rows else f"pegawai {person_id}"  # type: ignore[union-attr]
