"""Taking back one's own last act: what it is called, why it cannot be taken back, taking it back.

Each kind of act is taken back by the room that made it; what was written is withdrawn on record,
never deleted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from polima_desktop.domain.access import Permission
from polima_desktop.domain.errors import PolimaError, Refused
from polima_desktop.services.importing.words import KIND_LABELS
from polima_desktop.services.office import accounts
from polima_desktop.services.staff import taking_back
from polima_desktop.storage.importing import batches
from polima_desktop.storage.office import acts
from polima_desktop.storage.office.acts import Act

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from polima_desktop.services.session import Session

_FACTS = {
    "people.add": Permission.EDIT_PEOPLE,
    "people.correct": Permission.EDIT_PEOPLE,
    "people.events": Permission.EDIT_PEOPLE,
    "people.events.correct": Permission.EDIT_PEOPLE,
    "people.events.end": Permission.EDIT_PEOPLE,
    "people.events.withdraw": Permission.EDIT_PEOPLE,
    "units.open": Permission.EDIT_UNITS,
    "units.change": Permission.EDIT_UNITS,
    "units.split": Permission.EDIT_UNITS,
    "units.merge": Permission.EDIT_UNITS,
    "holidays.add": Permission.EDIT_CALENDAR,
    "holidays.cancel": Permission.EDIT_CALENDAR,
    "holidays.withdraw": Permission.EDIT_CALENDAR,
    "hours.add": Permission.EDIT_CALENDAR,
    "hours.end": Permission.EDIT_CALENDAR,
    "hours.withdraw": Permission.EDIT_CALENDAR,
    "points.add": Permission.EDIT_UNITS,
    "points.end": Permission.EDIT_UNITS,
    "points.withdraw": Permission.EDIT_UNITS,
}
"""Acts that say something of people, units and holidays, and what taking them back takes."""
_IMPORTS = tuple(f"imports.{kind}" for kind in KIND_LABELS)
_USERS = ("users.add",)
_DECISIONS = ("claims.decide", "claims.decide_many")
_CASES = ("cases.decide",)
_FINAL = {
    "month.freeze": ("Pembekuan bulan", "Buka halaman Perhitungan, lalu Tarik kembali."),
    "month.calculate": ("Perhitungan bulan", "Buka halaman Perhitungan, lalu Tarik kembali."),
    "month.submit": ("Pengajuan bulan", "Buka halaman Perhitungan, lalu Tarik kembali."),
    "month.approve": ("Persetujuan bulan", "Kembalikan bulan itu dari halaman Perhitungan."),
    "month.lock": ("Penguncian bulan", "Betulkan datanya, lalu buka ulang slip."),
    "month.pay": ("Pembayaran", "Catat transfer kembali, atau ralat pembayarannya."),
    **dict.fromkeys(
        ("policy.record", "policy.correct", "policy.withdraw", "policy.precedence"),
        ("Kebijakan backup manual", "Betulkan atau cabut di Backup Manual, bagian Kebijakan."),
    ),
    "rules.publish": ("Penerbitan aturan", "Buat draf baru, lalu terbitkan."),
}
"""Acts that stay: what they are called and what to do instead."""


class Undoable(NamedTuple):
    """A person's own last act. ``why_not``: sentence and advice; None: it can be taken back.

    ``asks``: what to ask about first, where much would go; else empty.
    """

    act_id: int
    title: str
    why_not: tuple[str, str] | None
    asks: str = ""


def last_own(session: Session) -> Undoable | None:
    """Give the actor's last act that is not taken back yet, or None without any."""
    with session.reading_own() as connection:
        act = acts.last_of(
            connection,
            session.actor.name,
            (*_FACTS, *_IMPORTS, *_USERS, *_DECISIONS, *_CASES, *_FINAL),
        )
        return None if act is None else _undoable(connection, act)


def undo(session: Session, act_id: int) -> str:
    """Take back an act of one's own; gives what it was called."""
    with session.reading_own() as connection:
        act = acts.find(connection, act_id)
        if act is None or act.user != session.actor.name:
            raise Refused("Hanya pekerjaan sendiri yang bisa diurungkan.", "Muat ulang halaman.")
        found = _undoable(connection, act)
        batch = batches.applied_at(connection, act.at)
    if found.why_not is not None:
        raise Refused(*found.why_not)
    if act.action in _DECISIONS:
        from polima_desktop.services.review import decisions

        decisions.undo_act(session, act.at)
    elif act.action in _CASES:
        from polima_desktop.services.attendance.cases import undo_act

        undo_act(session, act.at)
    elif act.action in _USERS:
        accounts.take_back(session, act.at)
    elif batch is not None:
        from polima_desktop.services import imports

        imports.undo(session, batch.id)
    else:
        _take_back(session, act)
    return found.title


def _take_back(session: Session, act: Act) -> None:
    with session.changing("people.undo", _FACTS[act.action]) as work:
        _refuse_undone(acts.find(work.connection, act.id) or act)
        taking_back.refuse_if_rested_on(work.connection, act.at, _sentence(act))
        taking_back.take_back(work, act.at)
        acts.mark_undone(work.connection, act.at, work.now, work.user)
        work.name(f"pengurungan: {act.title}", "diurungkan oleh pembuatnya")
        work.note(f"act:{act.id}", undone=act.title, action=act.action)


def _undoable(connection: Connection, act: Act) -> Undoable:
    if act.action in _FINAL:
        name, instead = _FINAL[act.action]
        return Undoable(act.id, name.lower(), (f"{name} tidak bisa diurungkan.", instead))
    asks = "Semua baris impor itu tidak berlaku lagi." if act.action in _IMPORTS else ""
    return Undoable(act.id, act.title or act.action, _why_not(connection, act), asks)


def _why_not(connection: Connection, act: Act) -> tuple[str, str] | None:
    try:
        _refuse_undone(act)
        batch = batches.applied_at(connection, act.at)
        if batch is not None:
            from polima_desktop.services.importing import undoing

            undoing.refuse_if_rested_on(connection, batch)
        elif act.action in _USERS:
            accounts.refuse_if_acted(connection, act.at)
        elif act.action in _FACTS:
            taking_back.refuse_if_rested_on(connection, act.at, _sentence(act))
    except PolimaError as refused:
        return refused.message, refused.advice
    return None


def _refuse_undone(act: Act) -> None:
    if act.undone_at is not None:
        raise Refused(f"“{act.title}” sudah diurungkan.", "Tidak ada yang perlu dilakukan.")


def _sentence(act: Act) -> str:
    return f"“{act.title}” tidak bisa diurungkan"
