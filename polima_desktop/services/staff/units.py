"""The organisation as it changes: rename, move, open, merge and split a unit as of a day.

History is never touched: what was true before the day stays true before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from polima_desktop.domain.access import Permission
from polima_desktop.domain.errors import Conflict, Refused
from polima_desktop.domain.units import Unit, unit_key
from polima_desktop.formatting import listed as listed_words
from polima_desktop.services.session import Session
from polima_desktop.storage.facts import Source
from polima_desktop.storage.staff import people, statements, units
from polima_desktop.storage.staff.statements import DATA, New
from polima_desktop.storage.staff.units import UnitRow
from polima_desktop.storage.unit_of_work import Work


@dataclass(frozen=True)
class Paper:
    """From when a change holds, and the decree behind it."""

    day: date
    decree_number: str | None = None
    decree_date: date | None = None

    @property
    def source(self) -> Source:
        """The same as the store keeps it."""
        return Source(self.decree_number, self.decree_date)


def listed(session: Session, day: date) -> tuple[list[UnitRow], dict[int, list[str]]]:
    """Give the units of a day and the other names of each."""
    with session.reading(Permission.READ) as connection:
        return units.as_of(connection, day), units.aliases(connection, day)


class Shown(NamedTuple):
    """A unit as a clerk saw it before changing it, as of a day."""

    row: UnitRow
    day: date


def change(session: Session, unit: Unit, paper: Paper, seen: Shown | None = None) -> int:
    """Rename or move a unit, change its kind, place, pattern or aliases, from a day on.

    The old name becomes an alias, so that older lists still find the unit. Gives how many people
    are in it on that day or come into it later. ``seen``: somebody else's change since is a
    ``Conflict`` with both values; None: not checked.
    """
    with session.changing("units.change", Permission.EDIT_UNITS) as work:
        if seen is not None:
            _refuse_overtaken(work, unit, seen)
        before = _by_code(work, paper.day).get(unit.code)
        if before is None:
            raise Refused("Unit ini tidak berlaku pada tanggal itu.", "Pilih tanggal lain.")
        _refuse_own_child(work, unit, paper.day)
        _refuse_taken_name(work, unit, paper.day)
        if unit_key(before.name) != unit_key(unit.name):
            unit = replace(unit, aliases=(*unit.aliases, before.name))
        shorts = {unit.code: before.short_name} if before.short_name else {}
        units.record(work, [(paper.day, unit)], shorts, paper.source)
        work.name(f"perubahan unit {before.name}")
        work.note(f"unit:{unit.code}", day=paper.day.isoformat(), name=unit.name)
        return len({p for p, _ in people.turns_in_unit(work.connection, before.id, paper.day)})


def _refuse_overtaken(work: Work, unit: Unit, seen: Shown) -> None:
    known = _by_code(work, seen.day)
    now = known.get(unit.code)
    if now == seen.row:
        return
    if now is None:
        raise Conflict(f"{seen.row.name} sudah ditutup orang lain.", "Muat ulang daftar unit.")
    codes = {row.id: row.code for row in known.values()}
    theirs = {"nama": now.name, "jenis": now.kind, "induk": codes.get(now.parent_id or 0),
              "kelurahan": now.place, "pola kerja": now.pattern}  # fmt: skip
    ours = dict(zip(theirs, (unit.name, unit.kind, unit.parent, unit.place, unit.pattern),
                    strict=True))  # fmt: skip
    told = [f"{label} {theirs[label] or '–'} (di formulir ini {ours[label] or '–'})"
            for label in theirs if theirs[label] != ours[label]]  # fmt: skip
    words = listed_words(told) or f"nama pendek {now.short_name or '–'}"
    raise Conflict(
        f"{seen.row.name} baru saja diubah orang lain: {words}.",
        "Muat ulang daftar unit, periksa, lalu ubah lagi bila perlu.",
    )


def open_unit(session: Session, unit: Unit, paper: Paper) -> None:
    """Enter a new unit from a day on."""
    with session.changing("units.open", Permission.EDIT_UNITS) as work:
        _open(work, unit, paper)
        work.name(f"unit baru {unit.name}")
        work.note(f"unit:{unit.code}", day=paper.day.isoformat(), name=unit.name)


def split(session: Session, unit: Unit, person_ids: Sequence[int], paper: Paper) -> None:
    """Open a new unit and move people into it, both from the same day."""
    with session.changing("units.split", Permission.EDIT_UNITS) as work:
        _open(work, unit, paper)
        _move(work, [(person, paper.day) for person in person_ids], unit.code, paper)
        work.name(f"pemecahan unit menjadi {unit.name}")
        work.note(f"unit:{unit.code}", day=paper.day.isoformat(), moved=len(person_ids))


def merge(session: Session, code: str, into: str, paper: Paper) -> int:
    """Let a unit end; its people, the units below and its names go over; give how many people.

    People who were to come into the unit later come into the other one instead.
    """
    if code == into:
        raise Refused("Unit tidak bisa digabung ke dirinya sendiri.", "Pilih unit lain.")
    with session.changing("units.merge", Permission.EDIT_UNITS) as work:
        known = _by_code(work, paper.day)
        if code not in known or into not in known:
            raise Refused("Salah satu unit tidak berlaku pada tanggal itu.", "Pilih tanggal lain.")
        ending = known[code]
        if _is_below(known[into], ending.id, known):
            raise Refused(
                "Unit tujuan berada di bawah unit yang digabung.", "Pindahkan dulu unit tujuan."
            )
        moved = _move(
            work, people.turns_in_unit(work.connection, ending.id, paper.day), into, paper
        )
        _move_children(work, ending, into, known, paper)
        names = [ending.name, *units.aliases(work.connection, paper.day).get(ending.id, [])]
        units.end(work, ending.id, paper.day)
        units.add_aliases(work, [(known[into].id, paper.day, name) for name in names], paper.source)
        work.name(f"penggabungan {ending.name} ke {known[into].name}")
        work.note(f"unit:{code}", into=into, day=paper.day.isoformat(), moved=moved)
        return moved


def as_unit(row: UnitRow, codes: dict[int, str], aliases: Sequence[str] = ()) -> Unit:
    """Give a stored unit as a value whose parent is a code."""
    parent = codes.get(row.parent_id) if row.parent_id is not None else None
    return Unit(row.code, row.name, row.kind, parent, row.place, row.pattern, tuple(aliases))


def _by_code(work: Work, day: date) -> dict[str, UnitRow]:
    return {unit.code: unit for unit in units.as_of(work.connection, day)}


def _open(work: Work, unit: Unit, paper: Paper) -> None:
    if not unit.code.strip() or not unit.name.strip():
        raise Refused("Kode dan nama unit belum diisi.", "Isi keduanya.")
    known = units.ids_by_code(work.connection).get(unit.code)
    if known is not None and units.ever(work.connection, known):
        raise Refused(f"Kode unit {unit.code} sudah dipakai.", "Pakai kode lain.")
    _refuse_taken_name(work, unit, paper.day)
    if known is None:
        units.create(work, [unit.code])
    units.record(work, [(paper.day, unit)], source=paper.source)


def _move(work: Work, turns: Sequence[tuple[int, date]], into: str, paper: Paper) -> int:
    """Put people into another unit from each named day on; the rest of the post stays."""
    new = [New(p, DATA, d, fields={"unit": into}, source=paper.source) for p, d in turns]
    statements.write(work, new)
    moved = sorted({person for person, _ in turns})
    people.bump(work, moved)
    return len(moved)


def _move_children(
    work: Work, ending: UnitRow, into: str, known: dict[str, UnitRow], paper: Paper
) -> None:
    codes = {unit.id: unit.code for unit in known.values()}
    children = [unit for unit in known.values() if unit.parent_id == ending.id]
    moved = [replace(as_unit(child, codes), parent=into) for child in children]
    shorts = {child.code: child.short_name for child in children if child.short_name}
    units.record(work, [(paper.day, unit) for unit in moved], shorts, paper.source)


def _refuse_own_child(work: Work, unit: Unit, day: date) -> None:
    known = _by_code(work, day)
    if unit.parent is None:
        return
    if unit.parent not in known:
        raise Refused("Unit induk tidak berlaku pada tanggal itu.", "Pilih induk lain.")
    if unit.parent == unit.code or _is_below(known[unit.parent], known[unit.code].id, known):
        raise Refused("Unit tidak bisa berada di bawah dirinya sendiri.", "Pilih induk lain.")


def _is_below(unit: UnitRow, above: int, known: dict[str, UnitRow]) -> bool:
    by_id = {row.id: row for row in known.values()}
    current: UnitRow | None = unit
    while current is not None:
        if current.id == above:
            return True
        current = by_id.get(current.parent_id) if current.parent_id is not None else None
    return False


def _refuse_taken_name(work: Work, unit: Unit, day: date) -> None:
    own = units.ids_by_code(work.connection).get(unit.code)
    taken = units.lookup(work.connection, day)
    for name in (unit.name, *unit.aliases):
        if taken.get(unit_key(name), set()) - {own}:
            raise Refused(f"Nama ‘{name}’ sudah dipakai unit lain.", "Pakai nama lain.")
