"""What of the store is sealed: which columns of which rows, and by which act they were written.

A *part* is a set of columns that belong together. Its rows fall into *groups* that one act writes
and no later act edits: those of one moment, or of one import. Where rows are edited in place (a
month's state, a user's role) a group is sealed anew by every act that touches its table, and the
last seal holds. Making and checking seals is ``seals``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, FromClause, Table, literal

from polima_desktop.storage import tables as t

MOMENT, BATCH, STATE = "moment", "batch", "state"


@dataclass(frozen=True)
class Part:
    """A sealed set of columns. ``by``: what a group is; ``key`` tells its leaves apart.

    ``touched``: the tables whose change makes the part be sealed again.
    """

    name: str
    label: str
    by: str
    source: FromClause
    group: ColumnElement[Any]
    key: Column[Any]
    order: tuple[Column[Any], ...]
    columns: tuple[Column[Any], ...]
    touched: frozenset[str]


def _without(table: Table, *names: str) -> tuple[Column[Any], ...]:
    return tuple(column for column in table.c if column.name not in names)


def _key(table: Table) -> Column[Any]:
    return next(iter(table.primary_key.columns))


def _made(table: Table, label: str, at: str, *mutable: str) -> Part:
    """Give what stands in rows from the moment they are made."""
    columns, key = _without(table, at, *mutable), _key(table)
    touched = frozenset((table.name,))
    return Part(table.name, label, MOMENT, table, table.c[at], key, (key,), columns, touched)


def _later(table: Table, label: str, at: str, *also: str) -> Part:
    """Give which rows an act took out, undid or closed at its moment."""
    key = _key(table)
    columns = (key, *(table.c[name] for name in also))
    name, touched = f"{table.name}.{at}", frozenset((table.name,))
    return Part(name, label, MOMENT, table, table.c[at], key, (key,), columns, touched)


def _state(table: Table, label: str, group: str = "") -> Part:
    """Give rows as they are now."""
    key = _key(table)
    group_: ColumnElement[Any] = table.c[group] if group else literal("")
    touched = frozenset((table.name,))
    return Part(table.name, label, STATE, table, group_, key, (key,), _without(table), touched)


def _imported(table: Table, label: str, key: str) -> tuple[Part, Part]:
    """Give what an import brought, and which rows it replaced."""
    own, touched = _key(table), frozenset((table.name,))
    brought = Part(
        table.name, label, BATCH, table, table.c.batch_id, table.c[key], (table.c[key], own),
        _without(table, "superseded_by", "batch_id"), touched,
    )  # fmt: skip
    replaced = Part(
        f"{table.name}.superseded_by", f"{label} yang diganti", BATCH, table,
        table.c.superseded_by, own, (own,), (own,), touched,
    )  # fmt: skip
    return brought, replaced


def _dated(table: Table, label: str) -> tuple[Part, Part]:
    return (
        _made(table, label, "recorded_at", "superseded_at"),
        _later(table, f"{label} yang tidak berlaku lagi", "superseded_at"),
    )


_LINES = t.slip_lines.join(t.slips, t.slips.c.id == t.slip_lines.c.slip_id)
_PEOPLE = t.month_people.join(t.frozen_inputs, t.frozen_inputs.c.id == t.month_people.c.frozen_id)
_ITEMS = t.payment_items.join(
    t.payment_batches, t.payment_batches.c.id == t.payment_items.c.batch_id
)
_PRINTED = t.printed_slips.join(t.printings, t.printings.c.id == t.printed_slips.c.printing_id)
_WORKS = t.claim_activities.join(t.claims, t.claims.c.id == t.claim_activities.c.claim_id)

PARTS: tuple[Part, ...] = (
    *_dated(t.identities, "identitas"),
    *_dated(t.assignments, "penugasan"),
    Part("statements", "catatan kepegawaian", STATE, t.statements, t.statements.c.recorded_at,
         t.statements.c.id, (t.statements.c.id,), _without(t.statements, "superseded_at"),
         frozenset(("statements",))),  # what a first list said is written when more is said
    _later(t.statements, "catatan kepegawaian yang tidak berlaku lagi", "superseded_at"),
    *_dated(t.unit_facts, "unit kerja"),
    *_dated(t.unit_aliases, "nama lain unit"),
    *_dated(t.signatories, "penanda tangan"),
    *_dated(t.holidays, "hari libur"),
    *_dated(t.work_hours, "jam kerja"),
    *_dated(t.shifts, "jadwal dinas"),
    *_dated(t.unit_points, "titik unit"),
    *_dated(t.paper_styles, "tampilan dokumen"),
    _made(t.import_batches, "impor", "applied_at", "undone_at", "undone_by"),
    _later(t.import_batches, "impor yang diurungkan", "undone_at", "undone_by"),
    Part("imported_people", "baris impor pegawai", BATCH, t.imported_people,
         t.imported_people.c.batch_id, t.imported_people.c.person_id,
         (t.imported_people.c.person_id, t.imported_people.c.row),
         _without(t.imported_people, "batch_id"), frozenset(("imported_people",))),
    *_imported(t.attendance_days, "kehadiran", "person_id"),
    *_imported(t.punches, "ketukan mesin absensi", "person_id"),
    *_imported(t.activity_entries, "aktivitas", "person_id"),
    *_imported(t.claims, "klaim", "person_id"),
    *_imported(t.roster_rows, "daftar Kominfo", "id"),
    Part("claim_activities", "aktivitas klaim", BATCH, _WORKS, t.claims.c.batch_id,
         t.claims.c.person_id, (t.claims.c.person_id, t.claim_activities.c.id),
         _without(t.claim_activities), frozenset(("claims", "claim_activities"))),
    _made(t.evidence, "berkas bukti", "added_at"),
    _made(t.claim_evidence, "bukti klaim", "added_at"),
    _made(t.person_documents, "dokumen pegawai", "added_at", "withdrawn_at", "withdrawn_by"),
    _later(t.person_documents, "dokumen yang dikeluarkan", "withdrawn_at", "withdrawn_by"),
    _made(t.decisions, "putusan klaim", "decided_at", "undone_at", "undone_by"),
    _later(t.decisions, "putusan yang diurungkan", "undone_at", "undone_by"),
    _made(t.case_rulings, "putusan kasus kehadiran", "decided_at", "undone_at", "undone_by"),
    _later(t.case_rulings, "putusan kasus yang diurungkan", "undone_at", "undone_by"),
    _made(t.reconciliations, "rekonsiliasi", "opened_at", "summary"),
    _made(t.rulings, "putusan rekonsiliasi", "decided_at", "undone_at", "undone_by"),
    _later(t.rulings, "putusan rekonsiliasi yang diurungkan", "undone_at", "undone_by"),
    _made(t.ruling_documents, "dokumen rekonsiliasi", "added_at"),
    _made(t.reconciliation_signatures, "tanda tangan rekonsiliasi", "signed_at", "voided_at"),
    _later(t.reconciliation_signatures, "tanda tangan yang gugur", "voided_at"),
    _made(t.frozen_inputs, "data beku", "frozen_at"),
    Part("month_people", "pegawai bulan itu", MOMENT, _PEOPLE, t.frozen_inputs.c.frozen_at,
         t.month_people.c.person_id, (t.month_people.c.person_id,), _without(t.month_people),
         frozenset(("month_people", "frozen_inputs"))),
    _made(t.slips, "slip", "created_at", "state", "replaced_reason"),
    Part("slip_lines", "baris slip", MOMENT, _LINES, t.slips.c.created_at, t.slip_lines.c.slip_id,
         (t.slips.c.id, t.slip_lines.c.position), _without(t.slip_lines),
         frozenset(("slips", "slip_lines"))),
    Part("slips.state", "keadaan slip", STATE, t.slips, t.slips.c.month_id, t.slips.c.id,
         (t.slips.c.id,), (t.slips.c.state, t.slips.c.replaced_reason), frozenset(("slips",))),
    _made(t.payment_batches, "kelompok pembayaran", "recorded_at"),
    Part("payment_items", "transfer", MOMENT, _ITEMS, t.payment_batches.c.recorded_at,
         t.payment_items.c.id, (t.payment_items.c.id,), _without(t.payment_items),
         frozenset(("payment_items", "payment_batches"))),
    _made(t.payment_corrections, "pembetulan pembayaran", "recorded_at"),
    _made(t.payment_returns, "transfer yang kembali", "recorded_at"),
    _made(t.acts, "nama tindakan", "at", "undone_at", "undone_by"),
    _later(t.acts, "tindakan yang diurungkan", "undone_at", "undone_by"),
    _made(t.golden_slips, "slip acuan", "chosen_at", "released_at", "released_by", "released_why"),
    _later(t.golden_slips, "slip acuan yang dilepas", "released_at", "released_by", "released_why"),
    _made(t.printings, "pencetakan", "printed_at"),
    Part("printed_slips", "slip yang dicetak", MOMENT, _PRINTED, t.printings.c.printed_at,
         t.printed_slips.c.id, (t.printed_slips.c.id,), _without(t.printed_slips),
         frozenset(("printings", "printed_slips"))),
    _state(t.reopenings, "pembukaan kembali slip", "month_id"),
    _state(t.arrears, "rapel", "month_id"),
    _state(t.months, "bulan"),
    _state(t.rule_versions, "aturan"),
    _state(t.users, "pengguna"),
    _state(t.signing_keys, "kunci kantor"),
    _state(t.settings, "pengaturan"),
    _state(t.units, "kode unit"),
    _state(t.activities, "kode aktivitas"),
    _state(t.transition_rules, "ketentuan masa transisi"),
    _state(t.backup_permits, "izin backup manual"),
    _state(t.precedence_rules, "urutan sumber"),
    _state(t.objection_periods, "masa sanggah"),
    _state(t.objections, "sanggahan"),
)  # fmt: skip
BY_NAME = {part.name: part for part in PARTS}
NOT_SEALED = frozenset({"audit", "seals", "people", "login_attempts"})
"""The chain and the seals prove themselves; a person's row holds a mere counter; wrong passwords
change nothing of the office."""
