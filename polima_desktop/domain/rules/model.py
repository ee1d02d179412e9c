"""A rule set as values: decree, inputs, bands, tables, activities, lines, examples.

What ``reading`` makes of a TOML text and ``writing`` turns back into one. Formulas are still
text here; ``program`` gives them meaning. The format is INTERFACES.md "Rule set TOML".
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import ClassVar, Literal, NamedTuple, TypeAlias

from polima_desktop.domain.errors import Refused
from polima_desktop.domain.formula.errors import Fix

Severity: TypeAlias = Literal["error", "warning"]
InputKind: TypeAlias = Literal["number", "percent", "date", "bool", "text"]
SLIP_BLOCKS = ("kinerja", "disiplin", "kotor", "potongan", "bersih")


class Finding(NamedTuple):
    """Something wrong, or worth a look, at one place of a rule set.

    ``where`` is a path such as ``lines.kotor.formula``; ``position`` the 1-based code point
    within that formula, if it is one; ``fixes`` what the editor may put instead, and where.
    """

    severity: Severity
    where: str
    position: int | None
    message: str
    fixes: tuple[Fix, ...] = ()


class RulesRefused(Refused):
    """A rule set that cannot be used, with every finding."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        wrong = [finding for finding in self.findings if finding.severity == "error"]
        first = f" {wrong[0].where}: {wrong[0].message}" if wrong else ""
        super().__init__(
            f"Aturan ditolak: {len(wrong)} kesalahan.{first}",
            "Periksa dengan ‘polima rules check’.",
        )


@dataclass(frozen=True, slots=True)
class Decree:
    """The decree a set rests on. ``valid_from`` may be earlier: months are recalculated."""

    number: str
    title: str
    date: dt.date
    valid_from: dt.date


@dataclass(frozen=True, slots=True)
class Input:
    """A declared input. A percent is written as its fraction: 0.9375 is 93,75 %.

    ``unit`` ``None`` (not declared) clashes with nothing; ``""`` is a plain number.
    """

    name: str
    label: str
    kind: InputKind = "number"
    unit: str | None = None
    decimals: int = 0
    low: Decimal | None = None
    high: Decimal | None = None
    values: tuple[str, ...] = ()
    source: str = ""
    period: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """Rows of (lower bound, value); a bound is included, the next one is not."""

    name: str
    rows: tuple[tuple[Decimal, Decimal], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of (key, value); keys are texts of one closed list, or numbers."""

    name: str
    rows: tuple[tuple[str, Decimal], ...]


PLAIN_POINTS = "volume * bobot"


@dataclass(frozen=True, slots=True)
class Activity:
    """An activity of the catalogue with its weight (points a unit) and point formula."""

    code: str
    name: str
    family: str
    unit: str
    weight: Decimal
    norm_minutes: int | None = None
    inputs: Mapping[str, Input] = field(default_factory=dict)
    points: str = PLAIN_POINTS
    evidence: str = ""
    """What is asked for as evidence, in words, such as "foto dan surat tugas"."""
    note: str = ""
    """The point formula in plain words, for those who report and those who check."""


@dataclass(frozen=True, slots=True)
class Line:
    """One named result. ``unit`` ``None``: whatever the formula gives."""

    name: str
    label: str
    formula: str
    unit: str | None = None
    decimals: int = 0
    slip: str = ""
    column: str = ""
    sliced: bool = False
    """Computed for each part of a month and averaged by days; see ``Changes``."""


CALENDAR_DAYS, WORKDAYS = "calendar_days", "workdays"
CHANGES = ("transfer", "class", "status", "acting")


@dataclass(frozen=True)
class Changes:
    """What a change inside a month means, by its kind of ``CHANGES``.

    ``day_10``: the post of that day counts for the whole month, which is also what an unnamed kind
    means; ``calendar_days`` and ``workdays``: lines that are ``sliced`` weigh both.
    """

    USUAL_DAY: ClassVar[int] = 10
    modes: Mapping[str, str] = field(default_factory=dict)

    def day_of(self, kind: str) -> int | None:
        """Give the day that decides for the month; None where days are counted."""
        mode = self.modes.get(kind, f"day_{self.USUAL_DAY}")
        return int(mode.removeprefix("day_")) if mode.startswith("day_") else None

    @property
    def counted(self) -> tuple[str, ...]:
        """The kinds whose days are counted."""
        return tuple(kind for kind in CHANGES if self.day_of(kind) is None)

    @property
    def by_workdays(self) -> bool:
        """Whether workdays are counted; all counted kinds count alike."""
        return WORKDAYS in self.modes.values()


@dataclass(frozen=True, slots=True)
class Example:
    """Inputs and the lines expected from them, as texts; activities and days are lists."""

    name: str
    inputs: Mapping[str, str]
    expect: Mapping[str, str]
    activities: tuple[Mapping[str, str], ...] = ()
    days: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RuleSet:
    """A whole rule set, in the order in which it was written."""

    decree: Decree | None
    inputs: Mapping[str, Input]
    bands: Mapping[str, Band]
    tables: Mapping[str, Table]
    activities: Mapping[str, Activity]
    lines: Mapping[str, Line]
    examples: tuple[Example, ...]
    changes: Changes = field(default_factory=Changes)
    refund_at_most: Decimal | None = None
    """Of what a person is paid, the share that refunds may take off at once; None: all of it."""
