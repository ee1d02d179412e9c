"""From a frozen month and the rules in force to stored slips: what changed is written, no more.

Shared by calculating a month and reopening one slip (``services.months.run``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import repeat
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from polima_desktop.domain.errors import Refused
from polima_desktop.domain.formula import ENGINE
from polima_desktop.domain.formula.tree import Kind
from polima_desktop.domain.frozen import FrozenMonth, number_at, text_at
from polima_desktop.domain.incentive import Computation, compute
from polima_desktop.domain.periods import Month, month_name
from polima_desktop.domain.progress import Progress
from polima_desktop.domain.rules import Column, Program, check_examples, load
from polima_desktop.domain.rules.building import compile_set
from polima_desktop.domain.slips import fingerprints, identity_texts, verification_code
from polima_desktop.formatting import day
from polima_desktop.storage.months import slips
from polima_desktop.storage.months.slips import NO_LINES, Batch, LineKind, Lines, NewSlip
from polima_desktop.storage.rules import versions as rule_store
from polima_desktop.storage.unit_of_work import Work

if TYPE_CHECKING:
    from sqlalchemy import Connection

Rows = npt.NDArray[np.int64]
COMPUTING = "Menghitung slip"
WRITING = "Menulis slip"
RECALCULATED = "Dihitung ulang"
NOT_ENTITLED = "Tidak lagi berhak"


@dataclass(frozen=True)
class Rules:
    """A published version, ready to run."""

    id: int
    number: int
    sha256: str
    title: str
    program: Program


@dataclass(frozen=True)
class Made:
    """A computation with what stands on each slip beside the lines, by row."""

    computation: Computation
    identities: Sequence[str]
    fingerprints: Sequence[str]

    @property
    def payable(self) -> int:
        """How many slips can be paid."""
        return int(self.computation.payable.sum())

    @property
    def held(self) -> int:
        """How many slips are held."""
        return len(self.computation.held)


class Written(NamedTuple):
    """How many slips a computation wrote, left as they were, and withdrew without a new one."""

    written: int
    unchanged: int
    withdrawn: int


# ── rules ───────────────────────────────────────────────────────────────────────────────────


def rules_in_force(connection: Connection, month: Month) -> Rules:
    """Give the newest published rules that hold for a month; refuse if there are none."""
    row = rule_store.in_force(connection, month)
    if row is None:
        raise Refused(
            f"Belum ada aturan terbit yang berlaku untuk {month_name(month)}.",
            f"Terbitkan aturan yang berlaku paling lambat {day(month.last)}.",
        )
    return _ready(row)


def prove(rules: Rules) -> None:
    """Run the rule set's examples on both back ends; refuse rules that no longer fulfil them."""
    findings, _ = check_examples(rules.program)
    wrong = [finding for finding in findings if finding.severity == "error"]
    if wrong:
        raise Refused(
            f"Contoh perhitungan aturan versi {rules.number} tidak cocok lagi. "
            f"{_example(wrong[0].where)}{wrong[0].message}",
            "Laporkan ke pengelola program; jangan bayar bulan ini sebelum jelas.",
        )


def _example(where: str) -> str:
    """Name the example of a finding at ``examples.NAME.expect.LINE``."""
    name = where.removeprefix("examples.").partition(".expect.")[0]
    return f"{name[:1].upper()}{name[1:]}: "


def rules_by_id(connection: Connection, version_id: int) -> Rules:
    """Give one published version."""
    return _ready(rule_store.by_id(connection, version_id))


def _ready(row: rule_store.VersionRow) -> Rules:
    ruleset = load(row.toml)
    return Rules(row.id, row.number, row.sha256, row.title, compile_set(ruleset))


# ── computing ───────────────────────────────────────────────────────────────────────────────


def compute_slips(frozen: FrozenMonth, rules: Rules) -> Made:
    """Compute everybody, with the printed identity and the fingerprint of each."""
    return with_papers(compute(frozen, rules.program), rules)


def with_papers(computation: Computation, rules: Rules) -> Made:
    """Add the printed identity and the fingerprint of everybody to a computation."""
    frozen = computation.frozen
    printed = identity_texts(frozen, rules.program)
    prints = fingerprints(frozen, printed, rules.sha256, ENGINE)
    return Made(computation, printed, prints)


# ── writing ─────────────────────────────────────────────────────────────────────────────────


def write_slips(
    work: Work, month_id: int, frozen_id: int, rules: Rules, made: Made, progress: Progress
) -> Written:
    """Write the slips that differ from the standing ones, which are marked as replaced."""
    before = slips.standing(work.connection, month_id)
    frozen = made.computation.frozen
    due = {int(frozen.person_id[row]): int(row) for row in np.flatnonzero(frozen.entitled).tolist()}
    changed = [
        row
        for person, row in due.items()
        if person not in before or before[person].inputs_hash != made.fingerprints[row]
    ]
    outdated = [
        before[int(frozen.person_id[row])].id
        for row in changed
        if int(frozen.person_id[row]) in before
    ]
    withdrawn = [slip.id for person, slip in before.items() if person not in due]
    slips.mark_replaced(work, outdated, RECALCULATED)
    slips.mark_replaced(work, withdrawn, NOT_ENTITLED)
    progress.report(len(due) - len(changed), len(due), WRITING)
    revisions = slips.last_revisions(work.connection, month_id)
    batch = Batch(month_id, rules.id, frozen_id, ENGINE)
    slips.add(work, batch, new_slips(made, rules.program, changed, revisions))
    progress.report(len(due), len(due), WRITING)
    return Written(len(changed), len(due) - len(changed), len(withdrawn))


def add_slips(
    work: Work,
    month_id: int,
    frozen_id: int,
    rules: Rules,
    made: Made,
    rows: Sequence[int],
    last: int,
) -> None:
    """Write one person's slip as the revision after ``last``; nothing if ``rows`` is empty."""
    people = made.computation.frozen.person_id
    revisions = {int(people[row]): last for row in rows}
    new = new_slips(made, rules.program, rows, revisions)
    slips.add(work, Batch(month_id, rules.id, frozen_id, ENGINE), new)


def new_slips(
    made: Made, program: Program, rows: Sequence[int], revisions: Mapping[int, int]
) -> list[NewSlip]:
    """Give the slips of some rows as they would be written."""
    computation, frozen = made.computation, made.computation.frozen
    chosen = np.array(rows, dtype=np.int64)
    people = frozen.person_id[chosen].tolist()
    units = [number_at(frozen.paper["unit_id"], row) or 0 for row in rows]
    held = [computation.held.get(row) for row in rows]
    amounts = [
        amount[chosen].tolist()
        for amount in (computation.gross, computation.deductions, computation.net)
    ]
    found = zip(rows, people, units, held, *amounts, _lines(computation, program, chosen),
                strict=True)  # fmt: skip
    return [
        _slip(made, row, revisions.get(person, 0) + 1, person, *rest)
        for row, person, *rest in found
    ]


def _slip(
    made: Made,
    row: int,
    revision: int,
    person: int,
    unit: int,
    held: str | None,
    gross: int,
    deductions: int,
    net: int,
    lines: Lines,
) -> NewSlip:
    """Make a slip; a held one has no amounts, code and lines."""
    print_, identity = made.fingerprints[row], made.identities[row]
    if held:
        return NewSlip(
            person, revision, "held", held, unit, print_, None, None, None, None, identity, NO_LINES
        )
    nip = text_at(made.computation.frozen.paper["nip"], row)
    code = verification_code(nip, revision, print_, net)
    return NewSlip(
        person, revision, "current", None, unit, print_, gross, deductions, net, code, identity,
        lines,
    )  # fmt: skip


def _lines(computation: Computation, program: Program, rows: Rows) -> Iterator[Lines]:
    """Give the lines of each of the rows, in order of evaluation."""
    columns = [(name, computation.lines[name], _kind(program, name)) for name in program.order]
    kinds = tuple(
        LineKind(name, column.decimals if kind == "number" else 0, kind != "number")
        for name, column, kind in columns
    )
    values = [_line_values(column, kind, rows) for _, column, kind in columns]
    each = zip(*values, strict=True) if values else repeat((), len(rows))
    return (Lines(kinds, mine) for mine in each)


def _kind(program: Program, name: str) -> Kind:
    return program.lines[name].variable.type.kind


def _line_values(column: Column, kind: Kind, rows: Rows) -> Sequence[int | str]:
    values: list[int] = column.values[rows].tolist()
    if kind == "number":
        return values
    words = {value: _words(kind, column, value) for value in set(values)}
    return [words[value] for value in values]


def _words(kind: Kind, column: Column, value: int) -> str:
    if kind == "text":
        return (column.words or ())[value]
    if kind == "date":
        return date.fromordinal(value).isoformat()
    return "ya" if value else "tidak"
