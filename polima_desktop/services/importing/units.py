"""Unit lists against the units of the store. A unit without a start date was always there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from polima_desktop.domain.units import KINDS, Unit
from polima_desktop.imports.reading import AcceptedRow, Reading
from polima_desktop.services.importing.plan import Change, Decided, Options, Settled, Verdict
from polima_desktop.services.importing.words import Outcome
from polima_desktop.storage.facts import Source
from polima_desktop.storage.staff import units
from polima_desktop.storage.unit_of_work import Work

if TYPE_CHECKING:
    from sqlalchemy import Connection

ALWAYS = date(1900, 1, 1)
_LABELS = {
    "name": "NAMA",
    "kind": "JENIS",
    "parent": "INDUK",
    "place": "KELURAHAN",
    "pattern": "POLA KERJA",
    "aliases": "ALIAS",
}


_COMPARED = ("name", "kind", "parent", "place", "pattern")


class Payload(NamedTuple):
    """Units to write from a day on; ``created`` are codes the store does not have."""

    created: list[str]
    written: list[tuple[date, Unit]]
    aliases: list[tuple[str, date, str]]


def decide(
    connection: Connection, reading: Reading, options: Options, today: date, settled: Settled
) -> Decided:
    """Weigh unit rows against the store as it is on the effective day."""
    day = options.effective(today)
    decided = Decided(payload=Payload([], [], []))
    stored = _stored(connection, day)
    codes = units.ids_by_code(connection)
    for row in reading.accepted:
        code = str(row.values["code"])
        if code not in stored:
            _decide_new(row, code in codes, options, decided)
        else:
            _decide_known(row, stored[code], day, settled(row.sheet, row.row), decided)
    return decided


def _stored(connection: Connection, day: date) -> dict[str, Unit]:
    rows = units.as_of(connection, day)
    other = units.aliases(connection, day)
    codes = {unit.id: unit.code for unit in rows}
    return {
        unit.code: Unit(
            unit.code,
            unit.name,
            unit.kind,
            codes.get(unit.parent_id or 0),
            unit.place,
            unit.pattern,
            tuple(other.get(unit.id, ())),
        )
        for unit in rows
    }


def _decide_new(row: AcceptedRow, known_code: bool, options: Options, decided: Decided) -> None:
    unit = _unit(row.values)
    since = unit.valid_from or options.valid_from or ALWAYS
    if not known_code:
        decided.payload.created.append(unit.code)
    decided.payload.written.append((since, unit))
    decided.count("new")
    decided.verdicts.append(Verdict(row.sheet, row.row, unit.code, unit.name, "new"))


def _decide_known(
    row: AcceptedRow, stored: Unit, day: date, settled: bool, decided: Decided
) -> None:
    stated = _unit({**vars(stored), "aliases": (), **row.values})
    since = stated.valid_from or day
    changes = [
        Change(_LABELS[n], _shown(n, getattr(stored, n)), _shown(n, getattr(stated, n)), since)
        for n in _COMPARED
        if getattr(stored, n) != getattr(stated, n) and not settled
    ]
    more = [alias for alias in stated.aliases if alias not in stored.aliases and not settled]
    if changes:
        decided.payload.written.append((since, stated))
    elif more:
        decided.payload.aliases.extend((stated.code, since, alias) for alias in more)
    if more:
        changes.append(Change(_LABELS["aliases"], "–", "; ".join(more), since))
    outcome: Outcome = "changed" if changes else "unchanged"
    decided.count(outcome)
    decided.verdicts.append(
        Verdict(row.sheet, row.row, stated.code, stated.name, outcome, tuple(changes))
    )


def _unit(values: Mapping[str, object]) -> Unit:
    return Unit(**{n: values[n] for n in Unit.__dataclass_fields__ if n in values})  # type: ignore[arg-type]


def _shown(name: str, value: object) -> str:
    if value is None:
        return "–"
    return KINDS.get(str(value), str(value)) if name == "kind" else str(value)


def write(work: Work, batch_id: int, payload: Payload) -> None:
    """Write units and aliases of one batch; parents first exist, then facts."""
    source = Source(batch_id=batch_id)
    units.create(work, payload.created)
    units.record(work, payload.written, source=source)
    ids = units.ids_by_code(work.connection)
    units.add_aliases(
        work, [(ids[code], since, alias) for code, since, alias in payload.aliases], source
    )
