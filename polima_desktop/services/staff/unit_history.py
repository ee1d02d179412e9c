"""What became of a unit, act by act, and withdrawing one of them with a reason.

An act (rename, move, merger, split, opening) is withdrawn whole, whoever made it, unless something
rests on it; nothing is deleted. One's own last act is taken back by ``services.undo`` too.
"""

from __future__ import annotations

from typing import NamedTuple

from polima_desktop.domain.access import Permission
from polima_desktop.domain.errors import Conflict, Refused
from polima_desktop.formatting import moment
from polima_desktop.services.session import Session
from polima_desktop.services.staff import taking_back
from polima_desktop.storage.office import acts
from polima_desktop.storage.office.acts import Act
from polima_desktop.storage.staff import units

_OF_UNITS = ("units.change", "units.open", "units.merge", "units.split")


class Told(NamedTuple):
    """One act that touched a unit. ``withdrawable``: it is of units and still stands."""

    act: Act
    withdrawable: bool


def history(session: Session, code: str) -> list[Told]:
    """Give every act that touched a unit, the newest first, also what was taken back."""
    with session.reading(Permission.READ) as connection:
        unit = units.ids_by_code(connection).get(code)
        if unit is None:
            raise Refused(f"Unit {code} tidak ada.", "Periksa kodenya.")
        found = acts.at(connection, units.moments(connection, unit))
    told = [Told(act, act.action in _OF_UNITS and act.undone_at is None) for act in found.values()]
    return sorted(told, key=lambda one: one.act.at, reverse=True)


def withdraw(session: Session, act_id: int, reason: str) -> None:
    """Stop believing what an act said of units and of the people it moved, with a reason."""
    if not reason.strip():
        raise Refused("Alasan belum diisi.", "Tulis alasannya dengan singkat.")
    with session.changing("units.withdraw", Permission.EDIT_UNITS) as work:
        act = acts.find(work.connection, act_id)
        if act is None or act.action not in _OF_UNITS:
            raise Refused("Ini bukan perubahan unit.", "Pilih perubahan unit dari riwayatnya.")
        if act.undone_at is not None:
            raise Conflict(
                f"“{act.title}” sudah dicabut oleh {act.undone_by}, {moment(act.undone_at)}.",
                "Muat ulang riwayatnya.",
            )
        taking_back.refuse_if_rested_on(
            work.connection, act.at, f"“{act.title}” tidak bisa dicabut"
        )
        taking_back.take_back(work, act.at)
        acts.mark_undone(work.connection, act.at, work.now, work.user)
        work.name(f"pencabutan: {act.title}", reason.strip())
        work.note(f"act:{act.id}", undone=act.title, action=act.action)
