"""How findings, versions and numbers of a rule set are said on the page."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from polima_desktop.domain.rules.model import Finding, RuleSet
from polima_desktop.domain.rules.values import plain_number

if TYPE_CHECKING:
    from polima_desktop.storage.rules.versions import VersionRow

Change = Callable[[RuleSet], RuleSet]
Taken = Callable[[RuleSet], object]
STATES = {"draft": "draf", "proposed": "diajukan", "published": "terbit", "withdrawn": "ditarik"}
FAMILIES = {
    "umum": "Umum", "tata_usaha": "Tata usaha", "guru": "Guru", "penyuluh": "Penyuluh",
    "satpol_pp": "Satpol PP", "damkar": "Damkar", "kesehatan": "Kesehatan",
}  # fmt: skip
_PLACES = {
    "lines": "Baris", "activities": "Aktivitas", "bands": "Jenjang", "tables": "Tabel",
    "inputs": "Isian", "examples": "Contoh", "decree": "Dasar hukum", "toml": "Berkas",
}  # fmt: skip


def family(name: str) -> str:
    """Name a family of activities as people call it."""
    return FAMILIES.get(name, name.replace("_", " ").capitalize())


def place(finding: Finding) -> str:
    """Say where a finding is: ``Baris kotor, karakter ke-6``."""
    section, _, rest = finding.where.partition(".")
    words = (
        f"{_PLACES.get(section, section)} {owner(finding)}".strip() if rest else _PLACES[section]
    )
    return words if finding.position is None else f"{words}, karakter ke-{finding.position}"


def owner(finding: Finding) -> str:
    """Give the name of the line, activity, band, example … a finding belongs to."""
    section, _, rest = finding.where.partition(".")
    if section == "examples":
        return rest.split(".expect.")[0].split(".inputs.")[0]
    return rest.split(".")[0]


class ExampleState(NamedTuple):
    """A worked example and how it went; ``problems`` empty when it passed."""

    name: str
    problems: tuple[str, ...]


def section(finding: Finding) -> str:
    """Give the section of the set a finding belongs to, such as lines."""
    return finding.where.partition(".")[0]


def state(row: VersionRow, *, checked: bool) -> str:
    """Say how a version stands; a draft that the gate lets through has been checked."""
    return "draf, lolos pemeriksaan" if checked else STATES[row.standing]


def version(row: VersionRow) -> str:
    """Name a version with its state: ``v4 · draf``."""
    return f"v{row.number} · {STATES[row.standing]}"


def typed(value: Decimal | None) -> str:
    """Write a number as it is typed: decimal comma, no grouping."""
    return "" if value is None else plain_number(value).replace(".", ",")


def example_states(ruleset: RuleSet, findings: list[Finding]) -> list[ExampleState]:
    """Tell how every example went, from what the gate said of them."""
    problems: dict[str, list[str]] = {example.name: [] for example in ruleset.examples}
    for finding in findings:
        if finding.severity == "error" and section(finding) == "examples":
            problems.setdefault(owner(finding), []).append(finding.message)
    return [ExampleState(name, tuple(found)) for name, found in problems.items()]


def activity_problems(findings: list[Finding]) -> dict[str, tuple[str, str]]:
    """Give the worst finding of each activity: the badge's kind and the words."""
    found: dict[str, tuple[str, str]] = {}
    for finding in findings:
        if section(finding) == "activities":
            kind = "bad" if finding.severity == "error" else "warn"
            if found.get(owner(finding), ("", ""))[0] != "bad":
                found[owner(finding)] = (kind, finding.message)
    return found
