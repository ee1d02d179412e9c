"""The activity catalogue as the example rule set declares it, for whoever writes reports.

Read from ``resources/rulesets/contoh.toml``. Points are the rule set's own business; see ``story``.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from polima_desktop.assets import asset


@dataclass(frozen=True)
class Variable:
    """A measured input an activity declares; ``values`` for a closed list or yes/no."""

    name: str
    values: tuple[str, ...]
    low: int
    high: int


@dataclass(frozen=True)
class Kind:
    """One activity of the catalogue."""

    code: str
    name: str
    family: str
    unit: str
    weight: Decimal
    norm_minutes: int
    variables: tuple[Variable, ...]


def ruleset_path() -> Path:
    """Where the shipped example rule set is."""
    return asset("resources", "rulesets", "contoh.toml")


def read_catalogue(path: Path) -> dict[str, Kind]:
    """Give the activities of a rule-set file by code, in its order."""
    with path.open("rb") as file:
        activities = tomllib.load(file)["activities"]
    return {code: _kind(code, table) for code, table in activities.items()}


def _kind(code: str, table: dict[str, Any]) -> Kind:
    return Kind(
        code,
        table["name"],
        table["family"],
        table["unit"],
        Decimal(table["weight"]),
        int(table.get("norm_minutes", 60)),
        tuple(_variable(name, spec) for name, spec in table.get("inputs", {}).items()),
    )


def _variable(name: str, spec: dict[str, Any]) -> Variable:
    if spec.get("type") == "bool":
        return Variable(name, ("tidak", "ya"), 0, 1)
    if "values" in spec:
        return Variable(name, tuple(spec["values"]), 0, len(spec["values"]) - 1)
    return Variable(name, (), int(Decimal(spec["min"])), int(Decimal(spec["max"])))
