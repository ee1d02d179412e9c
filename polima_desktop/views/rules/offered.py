"""What Ctrl+Space offers in a formula: every name with what it is, and its unit."""

from __future__ import annotations

from collections.abc import Iterator

from polima_desktop.domain.formula.functions import FUNCTIONS
from polima_desktop.domain.rules.model import Activity, RuleSet
from polima_desktop.domain.rules.supplied import SUPPLIED

Offered = tuple[str, str]


def for_lines(ruleset: RuleSet) -> list[Offered]:
    """Give the names a line may use."""
    return [
        *((line.name, _said(line.label, line.unit)) for line in ruleset.lines.values()),
        *((given.name, _said(given.label, given.unit)) for given in ruleset.inputs.values()),
        *((name, _said(supplied.label, supplied.unit)) for name, supplied in SUPPLIED.items()
          if name not in ruleset.inputs),
        *_everywhere(ruleset),
    ]  # fmt: skip


def for_points(ruleset: RuleSet, activity: Activity) -> list[Offered]:
    """Give the names the point formula of an activity may use."""
    return [
        ("volume", _said("banyaknya yang dilaporkan", activity.unit)),
        ("menit", "lamanya (menit)"),
        ("bobot", "bobot aktivitas (poin)"),
        *((given.name, _said(given.label, given.unit)) for given in activity.inputs.values()),
        *_everywhere(ruleset),
    ]


def _everywhere(ruleset: RuleSet) -> Iterator[Offered]:
    yield from ((name, "jenjang: JENJANG(…; nilai)") for name in ruleset.bands)
    yield from ((name, "tabel: CARI(…; kunci)") for name in ruleset.tables)
    yield from ((f.name, f.usage) for f in FUNCTIONS.values())


def _said(label: str, unit: str | None) -> str:
    return f"{label} ({unit})" if unit else label
