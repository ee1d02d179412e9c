"""Rule sets: reading, checking, running, publishing (INTERFACES.md "Rule set TOML").

The language itself is ``domain.formula``; storing versions is ``storage.rules.versions``.
"""

from polima_desktop.domain.rules.building import compile_set as compile  # noqa: A004
from polima_desktop.domain.rules.examples import check_examples
from polima_desktop.domain.rules.gate import check, check_set
from polima_desktop.domain.rules.intake import Column, ListColumn
from polima_desktop.domain.rules.model import (
    Activity,
    Band,
    Changes,
    Decree,
    Example,
    Finding,
    Input,
    Line,
    RuleSet,
    RulesRefused,
    Table,
)
from polima_desktop.domain.rules.program import (
    ColumnResult,
    Entries,
    ExactPoints,
    ExactResult,
    Points,
    Program,
)
from polima_desktop.domain.rules.reading import load
from polima_desktop.domain.rules.supplied import SUPPLIED, Supplied
from polima_desktop.domain.rules.writing import dump

__all__ = [
    "SUPPLIED", "Activity", "Band", "Changes", "Column", "ColumnResult", "Decree", "Entries",
    "ExactPoints", "ExactResult", "Example", "Finding", "Input", "Line", "ListColumn", "Points",
    "Program",
    "RuleSet", "RulesRefused", "Supplied", "Table", "check", "check_examples", "check_set",
    "compile", "dump", "load",
]  # fmt: skip
