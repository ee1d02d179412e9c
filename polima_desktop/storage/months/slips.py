"""Slips with their lines: added, marked as replaced, never edited and never deleted.

What a slip says is computed in ``domain.incentive`` and ``domain.slips``; when one may be
replaced is decided in ``services.months.run``.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import count, groupby
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, Select, bindparam, func, select, text, update

from polima_desktop.domain.periods import Month
from polima_desktop.storage import bulk
from polima_desktop.storage.tables import identities, months, slip_lines, slips
from polima_desktop.storage.unit_of_work import Work

REGULAR = "regular"


class Line(NamedTuple):
    """A slip's line: a number scaled by ``decimals``, or a text."""

    name: str
    value: int | None
    decimals: int
    text: str | None


class LineKind(NamedTuple):
    """What a line is on every slip of a computation; ``decimals`` of a number, else 0."""

    name: str
    decimals: int
    is_text: bool


class Lines(NamedTuple):
    """A slip's lines by their kinds, which the slips of a computation share."""

    kinds: Sequence[LineKind]
    values: Sequence[int | str]

    def each(self) -> Iterator[Line]:
        """Give the lines one by one."""
        for (name, decimals, is_text), value in zip(self.kinds, self.values, strict=True):
            number, words = (None, str(value)) if is_text else (int(value), None)
            yield Line(name, number, decimals, words)


NO_LINES = Lines((), ())


class NewSlip(NamedTuple):
    """A slip to be written. ``state`` is ``current`` (with amounts and code) or ``held``."""

    person_id: int
    revision: int
    state: str
    held_reason: str | None
    unit_id: int
    inputs_hash: str
    gross: int | None
    deductions: int | None
    net: int | None
    code: str | None
    identity: str
    lines: Lines


class Batch(NamedTuple):
    """What all slips of one computation share."""

    month_id: int
    rule_version_id: int
    frozen_id: int
    engine: str


class Slip(NamedTuple):
    """A stored slip. ``identity`` as printed; ``lines`` by name: an exact number or a text."""

    id: int
    person_id: int
    nip: str
    revision: int
    state: str
    held_reason: str | None
    replaced_reason: str | None
    unit_id: int
    rule_version_id: int
    frozen_id: int
    inputs_hash: str
    engine: str
    gross: int | None
    deductions: int | None
    net: int | None
    code: str | None
    created_at: datetime
    created_by: str
    month: str
    identity: dict[str, Any]
    lines: dict[str, Decimal | str]

    @property
    def standing(self) -> bool:
        """Tell whether it is the slip that counts: nothing replaced it."""
        return self.state != "replaced"


class Standing(NamedTuple):
    """The slip a person has now: enough to tell whether a new computation changes it."""

    id: int
    person_id: int
    revision: int
    state: str
    inputs_hash: str
    net: int | None


# ── slips: writing ──────────────────────────────────────────────────────────────────────────


def standing(connection: Connection, month_id: int) -> dict[int, Standing]:
    """Give everybody's slip that is not replaced, by person."""
    columns = [slips.c[name] for name in Standing._fields]
    query = select(*columns).where(
        slips.c.month_id == month_id,
        slips.c.kind == REGULAR,
        slips.c.state != "replaced",
    )
    rows = [Standing._make(row) for row in connection.execute(query)]
    return {row.person_id: row for row in rows}


def last_revisions(connection: Connection, month_id: int) -> dict[int, int]:
    """Give the highest revision of everybody who ever had a slip of the month."""
    c = slips.c
    query = select(c.person_id, func.max(c.revision)).where(
        c.month_id == month_id, c.kind == REGULAR
    )
    return {person: last for person, last in connection.execute(query.group_by(c.person_id))}  # noqa: C416


def mark_replaced(work: Work, ids: Sequence[int], reason: str) -> None:
    """Mark slips as replaced, saying why."""
    if ids:
        statement = (
            update(slips)
            .where(slips.c.id == bindparam("slip"))
            .values(state="replaced", replaced_reason=reason)
        )
        work.connection.execute(statement, [{"slip": key} for key in ids])


def add(work: Work, batch: Batch, new: Sequence[NewSlip]) -> None:
    """Write slips and their lines in bulk."""
    if not new:
        return
    connection = work.connection
    ids = _reserve_ids(connection, len(new))
    texts = (REGULAR, batch.engine, bulk.moment(connection, work.now), work.user)
    bulk.insert_rows(
        connection,
        slips,
        ("id", "kind", "engine", "created_at", "created_by", *_SLIP_VALUES),
        [(key, *texts, *slip[:-1]) for key, slip in zip(ids, new, strict=True)],
        {
            "month_id": batch.month_id,
            "rule_version_id": batch.rule_version_id,
            "frozen_id": batch.frozen_id,
        },
    )
    for kinds, some in groupby(zip(ids, new, strict=True), key=lambda pair: pair[1].lines.kinds):
        rows = ((key, *slip.lines.values) for key, slip in some)
        bulk.insert_across(connection, slip_lines, "slip_id", [*map(_stored, count(), kinds)], rows)


_SLIP_VALUES = NewSlip._fields[:-1]  # the lines have a table of their own


def _stored(position: int, kind: LineKind) -> bulk.Across:
    same: dict[str, str | int] = {
        "position": position,
        "name": kind.name,
        "decimals": kind.decimals,
    }
    return bulk.Across("text" if kind.is_text else "value", same)


def _reserve_ids(connection: Connection, count: int) -> Sequence[int]:
    """Take ids that nobody else gets: a writer of SQLite is alone, PostgreSQL has a sequence."""
    if connection.dialect.name == "postgresql":
        query = text("SELECT nextval('slips_id_seq') FROM generate_series(1, :count)")
        return [int(key) for key in connection.execute(query, {"count": count}).scalars()]
    last = connection.execute(select(func.coalesce(func.max(slips.c.id), 0))).scalar_one()
    return range(last + 1, last + 1 + count)


# ── slips: reading ──────────────────────────────────────────────────────────────────────────


def of_month(
    connection: Connection,
    month: Month,
    unit_ids: Collection[int] | None = None,
    states: Collection[str] = ("current",),
) -> list[Slip]:
    """Give a month's slips with their lines, in the order they were written."""
    where = [months.c.month == str(month), slips.c.state.in_(list(states))]
    if unit_ids is not None:
        where.append(slips.c.unit_id.in_(list(unit_ids)))
    return _read(connection, _slip_query().where(*where))


def by_code(connection: Connection, code: str) -> Slip | None:
    """Give the slip a verification code belongs to, whatever became of it."""
    found = _read(connection, _slip_query().where(slips.c.code == code))
    return found[0] if found else None


def by_ids(connection: Connection, ids: Collection[int]) -> list[Slip]:
    """Give slips by their ids."""
    return _read(connection, _slip_query().where(slips.c.id.in_(list(ids)))) if ids else []


def history(connection: Connection, month: Month, nip: str) -> list[Slip]:
    """Give every revision of a person's slip of a month, earliest first."""
    holder = select(identities.c.person_id).where(identities.c.nip == nip)
    query = _slip_query().where(months.c.month == str(month), slips.c.person_id.in_(holder))
    return sorted(_read(connection, query), key=lambda slip: slip.revision)


def replacements(connection: Connection) -> dict[str, int]:
    """Give for the code of each replaced slip the revision that stands now; 0: none."""
    new = slips.alias("new")
    same = (
        (new.c.person_id == slips.c.person_id)
        & (new.c.month_id == slips.c.month_id)
        & (new.c.kind == slips.c.kind)
        & (new.c.state == "current")
    )
    query = (
        select(slips.c.code, func.coalesce(new.c.revision, 0))
        .select_from(slips.outerjoin(new, same))
        .where(slips.c.state == "replaced", slips.c.code.is_not(None))
    )
    return {str(code): int(revision) for code, revision in connection.execute(query)}


def of_person(connection: Connection, month: Month, person_id: int) -> list[Slip]:
    """Give every revision of a person's slip of a month, earliest first."""
    query = _slip_query().where(months.c.month == str(month), slips.c.person_id == person_id)
    return sorted(_read(connection, query), key=lambda slip: slip.revision)


class Sums(NamedTuple):
    """How many slips are payable, and their totals in rupiah."""

    slips: int
    gross: int
    deductions: int
    net: int


def sums(connection: Connection, month_id: int) -> Sums:
    """Add up the payable slips of a month."""
    c = slips.c
    query = select(
        func.count(),
        *(func.coalesce(func.sum(column), 0) for column in (c.gross, c.deductions, c.net)),
    ).where(c.month_id == month_id, c.state == "current")
    count, gross, deductions, net = connection.execute(query).one()
    return Sums(count, int(gross), int(deductions), int(net))


def payable_people(connection: Connection, month_id: int) -> set[int]:
    """Give everybody with a payable slip of a month."""
    query = select(slips.c.person_id).where(
        slips.c.month_id == month_id, slips.c.state == "current"
    )
    return set(connection.execute(query).scalars())


def held_reasons(connection: Connection, month_id: int) -> dict[int, str | None]:
    """Give everybody with a standing slip of a month, with why it is held; None: payable."""
    query = select(slips.c.person_id, slips.c.held_reason).where(
        slips.c.month_id == month_id, slips.c.state != "replaced"
    )
    return {person: reason for person, reason in connection.execute(query)}  # noqa: C416


class Written(NamedTuple):
    """When and by whom the newest slip of a month was written; None if there is none."""

    at: datetime | None
    by: str


def last_written(connection: Connection, month_id: int) -> Written:
    """Give who wrote the newest slip of a month."""
    c = slips.c
    query = select(c.created_at, c.created_by).where(c.month_id == month_id)
    row = connection.execute(query.order_by(c.id.desc()).limit(1)).first()
    return Written(None, "") if row is None else Written(row.created_at, row.created_by)


def held(connection: Connection, month_id: int) -> list[tuple[str, int]]:
    """Count the held slips by reason, most first."""
    c = slips.c
    query = (
        select(c.held_reason, func.count())
        .where(c.month_id == month_id, c.state == "held")
        .group_by(c.held_reason)
        .order_by(func.count().desc(), c.held_reason)
    )
    return [(str(reason), count) for reason, count in connection.execute(query)]


_PLAIN = (
    "id", "person_id", "revision", "state", "held_reason", "replaced_reason", "unit_id",
    "rule_version_id", "frozen_id", "inputs_hash", "engine", "gross", "deductions", "net", "code",
    "created_at", "created_by", "identity",
)  # fmt: skip


def _slip_query() -> Select[Any]:
    return (
        select(*(slips.c[name] for name in _PLAIN), months.c.month)
        .join(months, months.c.id == slips.c.month_id)
        .order_by(slips.c.id)
    )


def _read(connection: Connection, query: Select[Any]) -> list[Slip]:
    rows = connection.execute(query).all()
    lines = _lines_of(connection, query)
    return [_slip(row, lines.get(row.id, {})) for row in rows]


def _slip(row: Row[Any], lines: dict[str, Decimal | str]) -> Slip:
    values = row._asdict()
    identity = json.loads(values["identity"])
    return Slip(**(values | {"nip": identity["nip"], "identity": identity, "lines": lines}))


def _lines_of(connection: Connection, query: Select[Any]) -> Mapping[int, dict[str, Decimal | str]]:
    """Read all lines of the slips a query names at once."""
    chosen = query.with_only_columns(slips.c.id).order_by(None).scalar_subquery()
    c = slip_lines.c
    found: dict[int, dict[str, Decimal | str]] = {}
    rows = select(c.slip_id, c.name, c.value, c.decimals, c.text).where(c.slip_id.in_(chosen))
    for key, name, value, decimals, words in connection.execute(
        rows.order_by(c.slip_id, c.position)
    ):
        found.setdefault(key, {})[name] = (
            words if value is None else Decimal(value).scaleb(-decimals)
        )
    return found
