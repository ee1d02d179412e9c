"""Reads a rule-set TOML into a ``RuleSet``; whatever is wrong with its shape becomes a finding.

Never a traceback: wrong types, missing and unknown keys, numbers that are not exact, names said
twice, each at its path. Formulas are only text here; ``building`` and ``gate`` judge them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TypeVar

from polima_desktop.domain.rules import parts
from polima_desktop.domain.rules.model import (
    Changes,
    Decree,
    Example,
    Finding,
    Line,
    RuleSet,
    RulesRefused,
)
from polima_desktop.domain.rules.reader import Reader
from polima_desktop.domain.rules.supplied import SUPPLIED

MAX_LINES = 200
_SECTIONS = (
    "decree",
    "inputs",
    "bands",
    "tables",
    "activities",
    "changes",
    "arrears",
    "lines",
    "examples",
)
_Part = TypeVar("_Part")


def load(text: str) -> RuleSet:
    """Read a rule set; raise ``RulesRefused`` with every finding if its shape is wrong."""
    ruleset, findings = read(text)
    if any(finding.severity == "error" for finding in findings):
        raise RulesRefused(findings)
    return ruleset


def read(text: str) -> tuple[RuleSet, list[Finding]]:
    """Read as much as can be read, and say what cannot."""
    document, findings = _parse(text)
    reader = Reader(findings)
    reader.unknown_keys("", document, _SECTIONS)
    return (
        RuleSet(
            _decree(reader, document),
            _named(reader, document, "inputs", parts.read_input),
            _named(reader, document, "bands", parts.read_band),
            _named(reader, document, "tables", parts.read_table),
            _named(reader, document, "activities", parts.read_activity),
            _lines(reader, document),
            _examples(reader, document),
            _changes(reader, document),
            _refunds(reader, document),
        ),
        findings,
    )


def _parse(text: str) -> tuple[Mapping[str, object], list[Finding]]:
    try:
        return tomllib.loads(text.removeprefix("\ufeff")), []
    except RecursionError:
        return {}, [Finding("error", "toml", None, "TOML bersarang terlalu dalam.")]
    except ValueError as error:  # TOMLDecodeError, and whole numbers of thousands of digits
        return {}, [Finding("error", "toml", None, _toml_words(str(error)))]


def _toml_words(problem: str) -> str:
    place = re.search(r"at line (\d+), column (\d+)", problem)
    where = f" pada baris {place[1]}, kolom {place[2]}" if place else ""
    if "at end of document" in problem:
        where = " pada akhir berkas"
    if "overwrite" in problem or "twice" in problem or "Cannot" in problem:
        what = "kunci atau tabel ditulis dua kali"
    else:
        what = "periksa tanda kutip, kurung dan tanda sama dengan di sekitarnya"
    return f"TOML tidak terbaca{where}: {what}."


def _decree(reader: Reader, document: Mapping[str, object]) -> Decree | None:
    if "decree" not in document:
        return None
    table = reader.table("decree", document["decree"])
    return parts.read_decree(reader, table) if table is not None else None


def _changes(reader: Reader, document: Mapping[str, object]) -> Changes:
    table = reader.table("changes", document.get("changes", {}))
    return parts.read_changes(reader, table) if table is not None else Changes()


def _refunds(reader: Reader, document: Mapping[str, object]) -> Decimal | None:
    table = reader.table("arrears", document.get("arrears", {}))
    return parts.read_refunds(reader, table) if table else None


def _named(
    reader: Reader,
    document: Mapping[str, object],
    section: str,
    read_part: Callable[[Reader, str, str, Mapping[str, object]], _Part | None],
) -> dict[str, _Part]:
    """Read ``[section.NAME]`` tables, leaving out what cannot be read."""
    found: dict[str, _Part] = {}
    for name, body in reader.tables(section, document.get(section, {})):
        where = f"{section}.{name}"
        if section != "activities":
            reader.identifier(where, name)
        part = read_part(reader, where, name, body)
        if part is not None:
            found[name] = part
    return found


def _lines(reader: Reader, document: Mapping[str, object]) -> dict[str, Line]:
    found: dict[str, Line] = {}
    entries = reader.list_of_tables("lines", document.get("lines", []))
    if len(entries) > MAX_LINES:
        reader.error("lines", f"{len(entries)} baris, paling banyak {MAX_LINES}.")
    for number, body in entries:
        line = parts.read_line(reader, number, body)
        if line is None:
            continue
        if line.name in found:
            reader.error(f"lines.{line.name}", f"Nama baris '{line.name}' dipakai dua kali.")
        found[line.name] = line
    _refuse_shared_names(reader, document, found)
    return found


def _refuse_shared_names(
    reader: Reader, document: Mapping[str, object], lines: Mapping[str, Line]
) -> None:
    inputs = document.get("inputs", {})
    taken = set(inputs) if isinstance(inputs, dict) else set()
    taken |= {name for name, supplied in SUPPLIED.items() if supplied.is_list}
    for name in lines:
        if name in taken:
            reader.error(f"lines.{name}", f"Nama '{name}' sudah dipakai sebuah isian.")


def _examples(reader: Reader, document: Mapping[str, object]) -> tuple[Example, ...]:
    found: dict[str, Example] = {}
    for number, body in reader.list_of_tables("examples", document.get("examples", [])):
        example = parts.read_example(reader, number, body)
        if example.name in found:
            reader.error(
                f"examples.{example.name}", f"Nama contoh '{example.name}' dipakai dua kali."
            )
        found[example.name] = example
    return tuple(found.values())
