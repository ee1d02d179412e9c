"""What a sealed row is called: whose it is, of which month, out of which file, by which act."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, cast, select
from sqlalchemy.types import String

from polima_desktop.storage.office.seal_parts import BATCH, BY_NAME, Part
from polima_desktop.storage.office.seals import Fault
from polima_desktop.storage.tables import (
    audit,
    claims,
    identities,
    import_batches,
    metadata,
    months,
)

_BY_PERSON = frozenset(
    "attendance_days punches activity_entries claims claim_activities month_people "
    "imported_people".split()
)
_NAMES = ("title", "file_name", "name", "alias", "code", "sp2d_number", "number", "key", "kind")
_DAYS = ("day", "valid_from", "paid_on")


def people_names(connection: Connection) -> dict[int, tuple[str, str]]:
    """Give everybody's latest name and NIP."""
    c = identities.c
    rows = connection.execute(select(c.person_id, c.name, c.nip).order_by(c.id))
    return {person: (name, nip) for person, name, nip in rows}


class Named(NamedTuple):
    """A fault with its names; ``entry``: number, action and user of the act that sealed it."""

    label: str
    who: str
    nip: str
    what: tuple[str, ...]
    entry: tuple[int, str, str] | None


class Naming:
    """Looks names up, each once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @cached_property
    def _entries(self) -> dict[str, tuple[int, str, str]]:
        c = audit.c
        rows = self._connection.execute(select(c.at, c.id, c.action, c.user))
        return {at: (key, action, user) for at, key, action, user in rows}

    @cached_property
    def _people(self) -> dict[int, tuple[str, str]]:
        return people_names(self._connection)

    @cached_property
    def _months(self) -> dict[int, str]:
        rows = self._connection.execute(select(months.c.id, months.c.month))
        return {key: month for key, month in rows}  # noqa: C416

    @cached_property
    def _files(self) -> dict[int, str]:
        b = import_batches.c
        rows = self._connection.execute(select(b.id, b.file_name))
        return {key: name for key, name in rows}  # noqa: C416

    def named(self, fault: Fault) -> Named:
        """Give the names of a fault."""
        part = BY_NAME.get(fault.part)
        entry = self._entries.get(fault.at)
        if part is None or not fault.key:
            label = f"segel {part.label}" if part else "segel"
            return Named(label, "", "", (), entry)
        base = fault.part.partition(".")[0]
        if base in _BY_PERSON and fault.part == base:
            who, nip = self._people.get(int(fault.key), ("", ""))
            return Named(part.label, who, nip, tuple(self._where(part, fault)), entry)
        row = self._row("slips" if base == "slip_lines" else base, fault.key)
        who, nip = self._whose(row)
        what = (*self._where(part, fault), *self._details(row, fault))
        return Named(part.label, who, nip, what, entry)

    def _where(self, part: Part, fault: Fault) -> Iterator[str]:
        if part.by == BATCH and fault.group.isdecimal():
            yield self._files.get(int(fault.group), f"impor {fault.group}")

    def _row(self, table: str, key: str) -> Row[Any] | None:
        found = metadata.tables[table]
        column = next(iter(found.primary_key.columns), None)
        if column is None:
            return None
        query = select(found).where(cast(column, String) == key)
        return self._connection.execute(query).first()

    def _whose(self, row: Row[Any] | None) -> tuple[str, str]:
        values = {} if row is None else row._asdict()
        if "identity" in values:  # a slip, as printed
            who = json.loads(values["identity"])
            return str(who.get("name", "")), str(who.get("nip", ""))
        person = values.get("person_id")
        if person is None and "claim_id" in values:
            query = select(claims.c.person_id).where(claims.c.id == values["claim_id"])
            person = self._connection.execute(query).scalar()
        if person is None and "item_id" in values:
            person = self._person_of_item(values["item_id"])
        return self._people.get(person, ("", "")) if person is not None else ("", "")

    def _person_of_item(self, item: int) -> int | None:
        items = metadata.tables["payment_items"]
        found = self._connection.execute(select(items.c.person_id).where(items.c.id == item))
        return found.scalar()

    def _details(self, row: Row[Any] | None, fault: Fault) -> Iterator[str]:
        if row is None:
            yield f"nomor {fault.key}"
            return
        values = row._asdict()
        if (month := values.get("month_id")) is not None:
            yield self._months.get(month, "")
        if "month" in values:
            yield str(values["month"])
        name = next((values[n] for n in _NAMES if values.get(n) not in (None, "")), None)
        if name is not None and "person_id" not in values:
            yield str(name)
        day = next((values[n] for n in _DAYS if isinstance(values.get(n), date)), None)
        if day is not None and not isinstance(day, datetime):
            yield f"{day:%d-%m-%Y}"
