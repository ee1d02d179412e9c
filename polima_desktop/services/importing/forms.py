"""The empty form of each kind of list: its columns, an example row, and what may be chosen.

What stands in it comes back through the import as it is; the example is replaced by the office's
own rows. The example names units, people and activities that the store has, if it has any. A
manual back-up workbook is of a unit and month: ``services.review.template`` writes it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from polima_desktop.assets import asset
from polima_desktop.domain import ranks
from polima_desktop.domain.access import Permission
from polima_desktop.domain.activities import Status
from polima_desktop.domain.calendar import HOLIDAY_KINDS, PATTERN_LABELS, WEEKDAYS
from polima_desktop.domain.errors import Refused, WrongUsage
from polima_desktop.domain.events import ACTIONS, EVENT_KINDS
from polima_desktop.domain.people import FAMILIES, JOB_KINDS, STANDINGS, STATUSES
from polima_desktop.domain.periods import Month
from polima_desktop.domain.units import KINDS
from polima_desktop.files import replacing
from polima_desktop.imports.columns import TABLES, Column
from polima_desktop.imports.forms import FormColumn, write_form
from polima_desktop.imports.records import variable_columns
from polima_desktop.imports.values import Cell
from polima_desktop.imports.workbooks import TEMPLATE
from polima_desktop.services.importing import known
from polima_desktop.services.importing.words import KIND_LABELS
from polima_desktop.storage.staff import people, units

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from polima_desktop.services.session import Session

_TEXTS = frozenset("nip nik superior_nip npwp account_number code decree_number".split())
_DAYS = frozenset(
    "birth_date cpns_date golongan_date position_date"
    " valid_from starts ends decree_date day".split()
)
_CHOICES: dict[str, dict[str, Sequence[str]]] = {
    "units": {"kind": tuple(KINDS.values()), "pattern": tuple(PATTERN_LABELS.values())},
    "employees": {
        "sex": ("L", "P"),
        "status": tuple(STATUSES.values()),
        "golongan": tuple(ranks.GOLONGAN_ORDER),
        "job_kind": tuple(JOB_KINDS.values()),
        "family": tuple(FAMILIES.values()),
        "certified": ("YA", "TIDAK"),
        "standing": tuple(STANDINGS.values()),
    },
    "events": {
        "kind": tuple(kind.label for kind in EVENT_KINDS.values()),
        "action": tuple(ACTIONS),
    },
    "holidays": {"kind": tuple(HOLIDAY_KINDS.values()), "cancelled": ("ya",)},
    "patterns": {
        "pattern": tuple(PATTERN_LABELS.values()),
        "weekdays": tuple(name.capitalize() for name in WEEKDAYS),
    },
    "rosters": {},
    "points": {},
    "attendance": {"mock": ("ya", "tidak")},
    "punches": {"way": ("masuk", "pulang"), "mock": ("ya", "tidak")},
    "activities": {"status": tuple(Status)},
}


class _Store(NamedTuple):
    """What examples may name: units by code and name, a person, an activity, yesterday."""

    units: list[tuple[str, str]]
    nip: str | None
    activity: str | None
    variables: tuple[Column, ...]
    needed: frozenset[str]
    yesterday: date


def save(session: Session, kind: str, path: Path, unit: str | None = None) -> None:
    """Write the form of a kind of list as a workbook; of rules the example text.

    ``unit``: whose manual back-up it is to be, this month's; None: the first that may be.

    Raises:
        WrongUsage: the kind is unknown.
        Refused: there is no unit yet whose manual back-up it could be.
    """
    if kind == "backup":
        _save_backup(session, unit, path)
        return
    if kind == "rules":
        with replacing(path) as out:
            out.write(asset("resources", "rulesets", "contoh.toml").read_bytes())
        return
    if kind not in _CHOICES:
        raise WrongUsage(
            f"Jenis ‘{kind}’ tidak punya format isian.", f"Pilih: {', '.join(KIND_LABELS)}."
        )
    with session.reading(Permission.READ) as connection:
        store = _store(connection, session.today)
    write_form(path, KIND_LABELS[kind], _columns(kind, store))


def _save_backup(session: Session, unit: str | None, path: Path) -> None:
    from polima_desktop.services.review import template

    month = Month.of(session.today)
    choices = template.unit_choices(session, month)
    if not choices and unit is None:
        raise Refused("Belum ada unit untuk backup manual.", "Buat unit kerja lebih dahulu.")
    template.write_template(session, unit or choices[0][0], month, path)


def _store(connection: Connection, today: date) -> _Store:
    offices = [(row.code, row.name) for row in units.as_of(connection, today)]
    working = [row.person.identity.nip for row in people.as_of(connection, today)]
    yesterday = today - timedelta(days=1)
    found = known.catalogues(connection)
    catalogue = found.on(yesterday)
    activity = min(catalogue, key=lambda code: (len(catalogue[code]), code), default=None)
    needed = frozenset(catalogue[activity]) if activity else frozenset()
    return _Store(
        offices,
        min(working, default=None),
        activity,
        variable_columns(found.every),
        needed,
        yesterday,
    )


def _columns(kind: str, store: _Store) -> list[FormColumn]:
    columns = {column.field: column for column in TABLES[kind]}
    order = TEMPLATE if kind == "employees" else list(columns)
    if kind == "activities":
        columns |= {column.field: column for column in store.variables}
        order = list(columns)
    example = _EXAMPLES[kind](store)
    choices = dict(_CHOICES[kind])
    if "unit" in columns and store.units:
        choices["unit"] = [name for _code, name in store.units]
    return [
        FormColumn(
            columns[field].title,
            example.get(field),
            tuple(choices.get(field, ())),
            "text" if field in _TEXTS else "day" if field in _DAYS else "",
        )
        for field in order
    ]


def _unit(_store: _Store) -> Mapping[str, Cell]:
    return {
        "code": "DPK-CONTOH",
        "name": "Dinas Contoh",
        "kind": KINDS["dinas"],
        "pattern": PATTERN_LABELS["5_hari"],
        "aliases": "Discontoh",
        "valid_from": date(2021, 1, 1),
    }


def _employee(store: _Store) -> Mapping[str, Cell]:
    return {
        "nip": "198501012010011001",
        "name": "La Ode Contoh",
        "back_title": "S.E.",
        "birth_place": "Baubau",
        "birth_date": date(1985, 1, 1),
        "sex": "L",
        "status": "PNS",
        "cpns_date": date(2010, 1, 1),
        "golongan": "III/c",
        "golongan_date": date(2018, 4, 1),
        "job_kind": JOB_KINDS["pelaksana"],
        "position": "Pengadministrasi Umum",
        "family": FAMILIES["umum"],
        "job_class": 5,
        "position_date": date(2019, 1, 2),
        "unit": store.units[0][1] if store.units else "Dinas Contoh",
        "salary": 3_500_000,
        "certified": "TIDAK",
        "bank": "Bank Sultra",
        "account_number": "0012345678",
        "standing": STANDINGS["aktif"],
    }


def _event(store: _Store) -> Mapping[str, Cell]:
    return {
        "nip": store.nip or "198501012010011001",
        "kind": EVENT_KINDS["cuti_tahunan"].label,
        "starts": date(store.yesterday.year, 1, 11),
        "ends": date(store.yesterday.year, 1, 15),
        "decree_number": f"850/7/{store.yesterday.year}",
        "decree_date": date(store.yesterday.year, 1, 8),
        "action": "baru",
    }


def _holiday(store: _Store) -> Mapping[str, Cell]:
    return {
        "day": date(store.yesterday.year + 1, 1, 1),
        "name": "Tahun Baru Masehi",
        "kind": HOLIDAY_KINDS["libur"],
        "basis": "SKB 3 Menteri",
    }


def _hours(store: _Store) -> Mapping[str, Cell]:
    new_year = date(store.yesterday.year + 1, 1, 1)
    friday = new_year + timedelta((4 - new_year.weekday()) % 7)
    return {
        "starts": friday,
        "ends": friday,
        "pattern": PATTERN_LABELS["5_hari"],
        "weekdays": "Jumat",
        "clock_in": time(7, 0),
        "clock_out": time(11, 0),
        "name": "Apel awal tahun",
        "basis": "SE Wali Kota 800/1",
    }


def _planned(store: _Store) -> Mapping[str, Cell]:
    return {
        "nip": store.nip or "198501012010011001",
        "day": store.yesterday,
        "shift": "Pagi",
        "basis": "Jadwal dinas bulan ini",
    }


def _place(store: _Store) -> Mapping[str, Cell]:
    return {
        "unit": store.units[0][1] if store.units else "Dinas Contoh",
        "name": "Kantor induk",
        "lat": -5.4631,
        "lon": 122.6012,
        "radius": 100,
        "starts": date(store.yesterday.year, 1, 1),
        "basis": "SK Wali Kota 800/1",
    }


def _attended(store: _Store) -> Mapping[str, Cell]:
    return {
        "nip": store.nip or "198501012010011001",
        "day": store.yesterday,
        "check_in": time(7, 25),
        "check_out": time(16, 5),
        "location": "Kantor",
    }


def _touch(store: _Store) -> Mapping[str, Cell]:
    return {
        "nip": store.nip or "198501012010011001",
        "at": f"{store.yesterday:%Y-%m-%d} 07:25:10",
        "way": "masuk",
        "location": "Kantor",
    }


def _activity(store: _Store) -> Mapping[str, Cell]:
    return {
        "nip": store.nip or "198501012010011001",
        "day": store.yesterday,
        "code": store.activity or "UMUM-01",
        "description": "Menyusun surat dinas",
        "volume": 1,
        "minutes": 60,
        "status": Status.APPROVED.value,
        **{f"variable:{name}": 1 for name in store.needed},
    }


_EXAMPLES = {
    "units": _unit,
    "employees": _employee,
    "events": _event,
    "holidays": _holiday,
    "patterns": _hours,
    "rosters": _planned,
    "points": _place,
    "attendance": _attended,
    "punches": _touch,
    "activities": _activity,
}
