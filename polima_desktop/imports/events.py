"""A list of what happened to people: leave, discipline, transfers, promotions, leaving.

The kinds of event, and what each changes, are ``domain.events``'; writing them is a service's.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterator, Sequence
from typing import Any

from polima_desktop.domain import ranks
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.events import (
    ACTIONS,
    Event,
    EventKind,
    Withdrawal,
    check,
    read_event_kind,
)
from polima_desktop.domain.identity import read_nip
from polima_desktop.domain.people import read_family, read_job_kind
from polima_desktop.imports import columns as headings
from polima_desktop.imports import values
from polima_desktop.imports.convert import convert, problem_at, repeated, require
from polima_desktop.imports.headers import Layout
from polima_desktop.imports.problems import Findings
from polima_desktop.imports.reading import AcceptedRow, Reading, Renumbered, UnitNames, read_tables
from polima_desktop.imports.rows import Table
from polima_desktop.imports.sheets import Book

KIND_LABEL = "peristiwa"
JOB_FIELDS = tuple(
    column.field
    for column in headings.ASSIGNMENT_COLUMNS
    if column.field not in ("status", "standing")
)


def read_events(
    book: Book,
    units: UnitNames,
    nips: Collection[str],
    layouts: Sequence[Layout] | None = None,
) -> Reading:
    """Read an event list; each accepted row's values are ``nip``, ``action`` and ``event``.

    ``action`` is one of ``ACTIONS`` or None; ``event`` an ``Event``, or a ``Withdrawal``.

    Args:
        book: the opened file.
        units: the units it may name.
        nips: the NIPs of the master list.
        layouts: corrected layouts; guessed when None.
    """
    tables = read_tables(book, headings.EVENTS, KIND_LABEL, layouts)
    findings = Findings()
    columns = [_columns(table, units, nips, findings) for table in tables]
    repeated(tables, [_keys(c) for c in columns], "nip", "NIP, jenis, dan tanggal mulai", findings)
    accepted = [
        row
        for table, column in zip(tables, columns, strict=True)
        for row in _rows(table, column, findings)
    ]
    return Reading(tables, findings, accepted)


def _keys(columns: dict[str, list[Any]]) -> list[tuple[Any, ...] | None]:
    """Give what must be unique within a file: person, kind, first day, what is to be done."""
    cells = zip(*(columns[name] for name in ("nip", "kind", "starts", "action")), strict=True)
    return [
        (nip, kind.code, day, action) if nip and isinstance(kind, EventKind) and day else None
        for nip, kind, day, action in cells
    ]


def _read_kind(value: object) -> EventKind | str:
    written = values.text_of(value).strip().lower()
    return written if written == "cabut" else read_event_kind(value)


def _read_action(value: object) -> str:
    written = values.text_of(value).strip().lower()
    if written not in ACTIONS:
        raise Refused(
            f"Tindakan ‘{values.text_of(value)}’ tidak dikenal.", "Tulis baru, ganti, atau cabut."
        )
    return ACTIONS[written]


def known_nip(nips: Container[str]) -> Callable[[object], str]:
    """Give a reader of a NIP that must stand in the master list; a former one gives today's."""
    now = nips.now if isinstance(nips, Renumbered) else {}

    def read(value: object) -> str:
        nip = read_nip(value)
        if nip not in nips:
            raise Refused(
                "NIP tidak ada dalam daftar pegawai.", "Periksa NIP, atau impor pegawainya dulu."
            )
        return now.get(nip, nip)

    return read


def _columns(
    table: Table, units: UnitNames, nips: Collection[str], findings: Findings
) -> dict[str, list[Any]]:
    require(table, "nip", "NIP kosong.", "Isi NIP 18 angka.", findings)
    require(table, "kind", "Jenis mutasi kosong.", "Isi jenisnya, misalnya Mutasi.", findings)
    readers = {
        "nip": known_nip(nips),
        "kind": _read_kind,
        "action": _read_action,
        "starts": values.day,
        "ends": values.day,
        "decree_number": values.code(80, "Nomor SK"),
        "decree_date": values.day,
        "note": values.text(260),
        "unit": units.find,
        "position": values.text(160),
        "job_kind": read_job_kind,
        "family": read_family,
        "eselon": ranks.read_eselon,
        "job_class": ranks.read_job_class,
        "position_date": values.day,
        "golongan_date": values.day,
        "superior_nip": read_nip,
        "salary": values.money,
        "certified": values.yes_no,
    }
    read = {name: convert(table, name, reader, findings) for name, reader in readers.items()}
    keys = [
        None if cell is None else (cell, bool(nip) and len(nip) == 18 and nip[12] == "2")
        for cell, nip in zip(table.column("golongan"), read["nip"], strict=True)
    ]
    read["golongan"] = convert(
        table, "golongan", lambda key: ranks.read_golongan(*key), findings, keys
    )
    return read


def _rows(table: Table, columns: dict[str, list[Any]], findings: Findings) -> Iterator[AcceptedRow]:
    for index, row in enumerate(table.rows):
        place = (table.sheet.name, row)
        if place in findings.rejected:
            continue
        stated = {name: column[index] for name, column in columns.items()}
        withdrawn = stated["kind"] == "cabut" or stated["action"] == "withdraw"
        if withdrawn:
            yield AcceptedRow(*place, {**_about(stated), "event": _withdrawal(stated)})
            continue
        if stated["starts"] is None:
            words = "Tanggal mulai kosong.", "Isi tanggal mulai berlaku."
            findings.add(problem_at(table, index, "starts", "error", *words))
            continue
        event = _event(stated)
        try:
            check(event)
        except Refused as refused:
            field = "ends" if "selesai" in refused.message.lower() else "kind"
            words = refused.message, refused.advice
            findings.add(problem_at(table, index, field, "error", *words))
        else:
            yield AcceptedRow(*place, {**_about(stated), "event": event})


def _about(stated: dict[str, Any]) -> dict[str, object]:
    return {"nip": stated["nip"], "action": stated["action"]}


def _withdrawal(stated: dict[str, Any]) -> Withdrawal:
    kind = stated["kind"] if isinstance(stated["kind"], EventKind) else None
    return Withdrawal(kind, stated["starts"], stated["decree_number"])


def _event(stated: dict[str, Any]) -> Event:
    kind: EventKind = stated["kind"]
    job = {name: stated[name] for name in JOB_FIELDS if stated.get(name) is not None}
    return Event(
        kind,
        stated["starts"],
        stated["ends"],
        stated["note"],
        stated["decree_number"],
        stated["decree_date"],
        job,
    )
