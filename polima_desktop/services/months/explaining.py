"""Following an amount back: one person's slip computed again, exactly, from the frozen inputs.

Nothing is stored for this: the frozen month and the rule version are enough. The result is
compared with every stored line; each line names its inputs and where they come from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from polima_desktop.domain.access import Permission
from polima_desktop.domain.entitlement import Exclusion
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.formula.errors import RowError
from polima_desktop.domain.formula.exact import Value
from polima_desktop.domain.formula.tree import Node, steps
from polima_desktop.domain.frozen import FrozenMonth
from polima_desktop.domain.incentive import (
    Blocks,
    Entry,
    blocks,
    person_activities,
    person_days,
    person_entries,
    person_inputs,
    person_slices,
)
from polima_desktop.domain.periods import Month, month_name
from polima_desktop.domain.rules import ExactResult, Line
from polima_desktop.domain.rules.supplied import CLASS_KEY, CLASS_TABLE
from polima_desktop.domain.rules.values import write_value
from polima_desktop.domain.slices import Slice
from polima_desktop.services import scope
from polima_desktop.services.months import slip_writing
from polima_desktop.services.months import sources as evidence
from polima_desktop.services.months import steps as month_steps
from polima_desktop.services.months.slip_writing import Rules
from polima_desktop.services.months.sources import Evidence, Source
from polima_desktop.services.session import Session
from polima_desktop.storage.months import months, slips
from polima_desktop.storage.months.slips import Slip

if TYPE_CHECKING:
    from sqlalchemy import Connection

Given = Value | None | Sequence[Value | RowError | None]


@dataclass
class Memory:
    """What a window keeps between two explanations: opened freezes and compiled rules, by id."""

    frozen: dict[int, FrozenMonth] = field(default_factory=dict)
    rules: dict[int, Rules] = field(default_factory=dict)

    def frozen_month(self, connection: Connection, key: int) -> FrozenMonth:
        """Give a freeze, opened once."""
        if key not in self.frozen:
            self.frozen[key] = months.frozen_month(connection, key)
        return self.frozen[key]

    def rules_by_id(self, connection: Connection, key: int) -> Rules:
        """Give a rule version, compiled once."""
        if key not in self.rules:
            self.rules[key] = slip_writing.rules_by_id(connection, key)
        return self.rules[key]


@dataclass(frozen=True)
class ExplainedLine:
    """A line with what it was computed from. ``value`` None: not computed."""

    name: str
    label: str
    unit: str
    decimals: int
    slip: str
    value: Value | None
    formula: str
    names: tuple[str, ...]
    """The inputs, lists and lines the formula names, in the order it names them."""
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Explanation:
    """One slip followed back. ``inputs``: every value the rules could use, by name."""

    nip: str
    name: str
    month: Month
    revision: int
    state: str
    held_reason: str | None
    rules: Rules
    equal_to_stored: bool
    differences: tuple[str, ...]
    lines: tuple[ExplainedLine, ...]
    inputs: Mapping[str, Given]
    entries: tuple[Entry, ...]
    evidence: Evidence
    slices: tuple[Slice, ...] = ()
    """The parts of the month where a change divides it, each with what its lines came to."""

    def value_of(self, name: str) -> str | list[str] | None:
        """Write the value of an input, a list or another line, exactly, for machines."""
        for line in self.lines:
            if line.name == name:
                return written(line.value, line.decimals)
        return written(self.inputs.get(name), self.rules.program.variables[name].type.decimals)


def explain(session: Session, month: Month, nip: str, memory: Memory | None = None) -> Explanation:
    """Compute a person's standing slip again with the exact back end and follow every line."""
    memory = memory or Memory()
    with session.reading(Permission.READ_SLIPS) as connection:
        row = month_steps.existing(connection, month)
        slip = _slip(connection, month, nip, row.frozen_id, memory)
        scope.refuse_other_units(connection, session.actor, {slip.unit_id}, month.last)
        frozen = memory.frozen_month(connection, slip.frozen_id)
        rules = memory.rules_by_id(connection, slip.rule_version_id)
        person = frozen.row_of[slip.nip]
        given, entries = _given(frozen, person, rules)
        ready, parts = person_slices(frozen, person, rules.program)
        result = rules.program.exact(given, ready=ready)
        proof = evidence.gather(connection, slip, frozen, person)
        lines = tuple(_lines(rules, result, proof))
    found = tuple(differences(slip, result, blocks(rules.program.ruleset)))
    return Explanation(
        nip=slip.nip,
        name=str(slip.identity["name"]),
        month=month,
        revision=slip.revision,
        state=slip.state,
        held_reason=slip.held_reason,
        rules=rules,
        equal_to_stored=not found,
        differences=found,
        lines=lines,
        inputs=_told_inputs(given, rules),
        entries=tuple(entries),
        evidence=proof,
        slices=tuple(parts) if len(parts) > 1 else (),
    )


def written(value: Given, decimals: int) -> str | list[str] | None:
    """Write a value for machines: exact, point decimals; a list item by item; None = missing."""
    if value is None:
        return None
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_item(item, decimals) for item in value]
    return write_value(value, _own(value, decimals))


def _item(item: Value | RowError | None, decimals: int) -> str:
    """Write an item of a list; one that could not be had says why."""
    if item is None or isinstance(item, RowError):
        return "" if item is None else item.message
    return write_value(item, _own(item, decimals))


def _own(value: Value, decimals: int) -> int:
    """Show the declared decimals, and never fewer than the value has."""
    if not isinstance(value, Decimal):
        return decimals
    exponent = value.as_tuple().exponent
    return max(decimals, -exponent if isinstance(exponent, int) else 0)


# ── the slip and its inputs ─────────────────────────────────────────────────────────────────


def _slip(
    connection: Connection, month: Month, nip: str, frozen_id: int | None, memory: Memory
) -> Slip:
    found = [s for s in slips.history(connection, month, nip) if s.state != "replaced"]
    if found:
        return found[0]
    frozen = memory.frozen_month(connection, frozen_id) if frozen_id else None
    row = frozen.row_of.get(nip) if frozen else None
    if frozen is None or row is None:
        raise Refused(f"NIP {nip} tidak ada pada {month_name(month)}.", "Periksa NIP dan bulannya.")
    reason = frozen.reasons[row]
    if reason is None:
        raise Refused(
            f"{month_name(month)} belum dihitung.",
            f"Hitung dulu: polima month calculate {month}.",
        )
    raise Refused(
        f"NIP {nip} tidak berhak TPP {month_name(month)}: {Exclusion(reason).label.lower()}.",
        "Betulkan data pegawainya bila keliru, lalu bekukan dan hitung lagi.",
    )


def _given(frozen: FrozenMonth, person: int, rules: Rules) -> tuple[dict[str, Given], list[Entry]]:
    entries = person_entries(frozen, person)
    return {
        **person_inputs(frozen, person, rules.program),
        **person_days(frozen, person),
        **person_activities(entries, rules.program),
    }, entries


def _told_inputs(given: Mapping[str, Given], rules: Rules) -> dict[str, Given]:
    """Give the inputs the rules use, with what the class table stands in for."""
    told = {name: value for name, value in given.items() if name in rules.program.needed}
    table, job_class = rules.program.ruleset.tables.get(CLASS_TABLE), given.get(CLASS_KEY)
    if table and CLASS_TABLE not in told and isinstance(job_class, Decimal):
        told[CLASS_TABLE] = dict(table.rows).get(str(int(job_class)))
    return told


# ── lines ───────────────────────────────────────────────────────────────────────────────────


def _lines(rules: Rules, result: ExactResult, proof: Evidence) -> Iterator[ExplainedLine]:
    for name, compiled in rules.program.lines.items():
        line: Line = rules.program.ruleset.lines[name]
        names = named_in(compiled.node)
        yield ExplainedLine(
            name=name,
            label=line.label,
            unit=line.unit or "",
            decimals=line.decimals,
            slip=line.slip,
            value=result.values.get(name),
            formula=line.formula,
            names=names,
            sources=tuple(proof.of_all(names, rules)),
        )


def named_in(node: Node) -> tuple[str, ...]:
    """Give the inputs, lists and lines a formula names, in order, each once."""
    found = sorted(
        (step for step in steps(node) if step.op in ("input", "item", "line")),
        key=lambda step: step.order,
    )
    return tuple(dict.fromkeys(step.name for step in found))


def differences(slip: Slip, result: ExactResult, totals: Blocks) -> Iterator[str]:
    """Name every line and every total whose recomputed value is not the stored one."""
    if slip.state == "held":
        if result.error is None and _rupiah(result, totals.net) >= 0:
            yield "tertahan"
        return
    if result.error is not None:
        yield result.error.line or "isian"
        return
    for name, stored in slip.lines.items():
        value = result.values.get(name)
        again = value if isinstance(value, Decimal) else _word(value)
        if again != stored:
            yield name
    yield from (name for name in result.values if name not in slip.lines)
    yield from _different_totals(slip, result, totals)


def _different_totals(slip: Slip, result: ExactResult, totals: Blocks) -> Iterator[str]:
    net, deductions = (_rupiah(result, *n) for n in ((totals.net,), totals.deductions))
    gross = _rupiah(result, *totals.gross) if totals.gross else net + deductions
    again = {"jumlah kotor": gross, "jumlah potongan": deductions, "jumlah bersih": net}
    stored = (slip.gross, slip.deductions, slip.net)
    yield from (n for (n, value), kept in zip(again.items(), stored, strict=True) if value != kept)


def _rupiah(result: ExactResult, *names: str) -> Decimal:
    amounts = (result.values[name] for name in names)
    return sum((value for value in amounts if isinstance(value, Decimal)), Decimal(0))


def _word(value: Value | None) -> str | None:
    return None if value is None else write_value(value, 0)
