"""Taking a batch back, unless something rests on it: a frozen month, a later change, a decision."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from polima_desktop.domain.errors import Refused
from polima_desktop.services.staff import taking_back
from polima_desktop.storage.attendance import records, working_hours
from polima_desktop.storage.importing import batches, resting
from polima_desktop.storage.review import decisions as stored_decisions
from polima_desktop.storage.tables import (
    activity_entries,
    attendance_days,
    claims,
    holidays,
    punches,
    roster_rows,
    shifts,
)

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from polima_desktop.storage.importing.batches import Batch
    from polima_desktop.storage.unit_of_work import Work

_DATED = {"holidays": holidays, "rosters": shifts}
_RECORDS = {
    "attendance": attendance_days,
    "punches": punches,
    "activities": activity_entries,
    "backup": claims,
}
_DERIVING = ("punches", "rosters")
"""The kinds that also make days of attendance."""


def refuse_if_rested_on(connection: Connection, batch: Batch) -> None:
    """Refuse, naming what must be taken back first; ``batch`` may have been read long before."""
    now = batches.find(connection, batch.id)
    if now is None or now.undone_at is not None:
        raise Refused(f"Impor {batch.id} sudah diurungkan.", "Tidak ada yang perlu dilakukan.")
    if batch.source == "kominfo":
        _refuse_replaced(connection, batch)
        return
    _refuse_frozen(connection, batch)
    if batch.kind in _DERIVING and records.rests_on(connection, attendance_days, batch.id):
        _refuse_replaced_records(batch)
    if batch.kind in _RECORDS:
        _refuse_later_records(connection, batch)
    else:
        _refuse_later_facts(connection, batch)


def _refuse_frozen(connection: Connection, batch: Batch) -> None:
    if batch.kind == "points":  # no month counts where somebody clocked in
        return
    table = {**_RECORDS, **_DATED}.get(batch.kind)
    if batch.kind == "patterns":
        span = working_hours.span_of(connection, batch.id)
    else:
        span = resting.span_of(connection, table, batch.id) if table is not None else None
    if table is not None and span is None:
        return
    frozen = resting.frozen_months(connection, batch.applied_at, *(span or ()))
    if frozen:
        raise Refused(
            f"Impor {batch.id} tidak bisa diurungkan: {', '.join(frozen)} sudah dibekukan "
            "dengan data ini.",
            "Impor daftar yang benar; selisihnya menjadi rapel.",
        )


def _refuse_replaced_records(batch: Batch) -> NoReturn:
    raise Refused(
        f"Impor {batch.id} tidak bisa diurungkan: sebagian barisnya sudah diganti impor lain.",
        "Urungkan impor yang lebih baru lebih dahulu.",
    )


def _refuse_later_records(connection: Connection, batch: Batch) -> None:
    if records.rests_on(connection, _RECORDS[batch.kind], batch.id):
        _refuse_replaced_records(batch)
    decided = stored_decisions.decided_claims(connection, batch.id) if batch.kind == "backup" else 0
    if decided:
        raise Refused(
            f"Impor {batch.id} tidak bisa diurungkan: {decided} klaim sudah diputuskan.",
            "Urungkan putusannya lebih dahulu.",
        )


def _refuse_later_facts(connection: Connection, batch: Batch) -> None:
    what = f"Impor {batch.id} tidak bisa diurungkan"
    taking_back.refuse_if_rested_on(connection, batch.applied_at, what)


def _refuse_replaced(connection: Connection, batch: Batch) -> None:
    if records.rests_on(connection, roster_rows, batch.id):
        raise Refused(
            f"Impor {batch.id} tidak bisa diurungkan: daftar Kominfo yang lebih baru sudah masuk.",
            "Urungkan impor yang lebih baru lebih dahulu.",
        )


def take_back(work: Work, batch: Batch) -> None:
    """Believe again what was believed before the batch."""
    if batch.kind in _DERIVING:
        records.take_back(work, attendance_days, batch.id)
    if batch.source == "kominfo":
        records.take_back(work, roster_rows, batch.id)
    elif batch.kind in _RECORDS:
        records.take_back(work, _RECORDS[batch.kind], batch.id)
    else:
        taking_back.take_back(work, batch.applied_at)
