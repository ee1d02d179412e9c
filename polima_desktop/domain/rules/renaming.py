"""Names of a rule set: where one is used, whether one may be given, renaming it everywhere.

Formulas are changed as text, token by token, so that a name can be changed while a formula still
has a mistake, and so that nothing else of it changes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from polima_desktop.domain.errors import Refused
from polima_desktop.domain.formula.functions import canonical_name
from polima_desktop.domain.formula.lexer import Token, tokens
from polima_desktop.domain.rules.model import Activity, Example, RuleSet
from polima_desktop.domain.rules.supplied import SUPPLIED

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_Part = TypeVar("_Part")


def named_in(formula: str, name: str, *, table: bool) -> bool:
    """Tell whether a formula uses a name: as a table or band, or as a value."""
    return any(t.text == name and is_table == table for t, is_table in _names(formula))


def names_of(formula: str) -> list[str]:
    """Give the names a formula uses, tables and bands among them, in their order, each once."""
    return list(dict.fromkeys(token.text for token, _ in _names(formula)))


def values_named(formula: str) -> list[str]:
    """Give the names of values a formula uses, no tables and bands, each once."""
    return list(dict.fromkeys(token.text for token, is_table in _names(formula) if not is_table))


def used_by(ruleset: RuleSet, name: str, *, table: bool = False) -> tuple[list[str], list[str]]:
    """Give the lines and the activity codes whose formulas use a line, or a table or band."""
    lines = [x.name for x in ruleset.lines.values() if named_in(x.formula, name, table=table)]
    codes = [a.code for a in ruleset.activities.values() if named_in(a.points, name, table=table)]
    return lines, codes


def replaced_name(formula: str, old: str, new: str, *, table: bool = False) -> str:
    """Give a formula with one name instead of another, all else as it was typed.

    A line and a table may share a name: ``table`` says which of the two is renamed.
    """
    made = formula
    for token, is_table in reversed(list(_names(formula))):
        if token.text == old and is_table == table:
            made = made[: token.position - 1] + new + made[token.end - 1 :]
    return made


def _names(formula: str) -> Iterator[tuple[Token, bool]]:
    """Give the names of a formula, each with whether a table or band is meant."""
    before: list[Token] = []
    for token in tokens(formula, strict=False):
        if token.kind == "NAME":
            call = before[-2] if len(before) > 1 and before[-1].kind == "OPEN" else None
            yield token, call is not None and canonical_name(call.text) in ("CARI", "JENJANG")
        before = [*before[-1:], token]


def check_name(name: str, taken: Iterable[str]) -> str:
    """Give a name without blanks around it; refuse one a formula could not use, or a taken one."""
    name = name.strip()
    if not _NAME.fullmatch(name):
        raise Refused(
            f"‘{name}’ tidak bisa menjadi nama.",
            "Pakai huruf, angka dan garis bawah, diawali huruf, mis. tpp_kinerja.",
        )
    if canonical_name(name):
        raise Refused(f"‘{name}’ adalah nama fungsi.", "Pilih nama lain.")
    if name in taken:
        raise Refused(f"Nama ‘{name}’ sudah dipakai.", "Pilih nama lain.")
    return name


def fresh(stem: str, taken: Iterable[str]) -> str:
    """Give the stem, or the stem with the first number that makes it new."""
    taken = set(taken)
    if stem not in taken:
        return stem
    number = 2
    while f"{stem}_{number}" in taken:
        number += 1
    return f"{stem}_{number}"


def names_of_values(ruleset: RuleSet) -> set[str]:
    """Give the names that stand for a value in a line: inputs, lines, lists of the month."""
    return {*ruleset.inputs, *ruleset.lines, *SUPPLIED}


def rename_line(ruleset: RuleSet, old: str, new: str) -> RuleSet:
    """Rename a line in its place, in every formula and in what the examples expect of it."""
    if old == new:
        return ruleset
    new = check_name(new, names_of_values(ruleset))
    lines = {
        (new if name == old else name): replace(
            line,
            name=new if name == old else name,
            formula=replaced_name(line.formula, old, new),
        )
        for name, line in ruleset.lines.items()
    }
    examples = tuple(
        replace(example, expect=_renamed(example.expect, old, new)) for example in ruleset.examples
    )
    return replace(ruleset, lines=lines, examples=examples)


def rename_band(ruleset: RuleSet, old: str, new: str) -> RuleSet:
    """Rename a band, also in the formulas."""
    if old == new:
        return ruleset
    new = check_name(new, {*ruleset.bands, *ruleset.tables})
    bands = _renamed_parts(ruleset.bands, old, new, lambda band: replace(band, name=new))
    return replace(_formulas_renamed(ruleset, old, new), bands=bands)


def rename_table(ruleset: RuleSet, old: str, new: str) -> RuleSet:
    """Rename a table, also in the formulas."""
    if old == new:
        return ruleset
    new = check_name(new, {*ruleset.bands, *ruleset.tables})
    tables = _renamed_parts(ruleset.tables, old, new, lambda table: replace(table, name=new))
    return replace(_formulas_renamed(ruleset, old, new), tables=tables)


def rename_activity(ruleset: RuleSet, old: str, new: str) -> RuleSet:
    """Give an activity another code, also in the examples."""
    new = new.strip()
    if old == new:
        return ruleset
    if not new or len(new) > 40:
        raise Refused("Kode aktivitas kosong atau lebih dari 40 huruf.", "Tulis mis. DAMKAR-07.")
    if new.casefold() in {code.casefold() for code in ruleset.activities if code != old}:
        raise Refused(f"Kode ‘{new}’ sudah dipakai.", "Pilih kode lain.")
    activities = _renamed_parts(ruleset.activities, old, new, lambda a: replace(a, code=new))
    examples = tuple(_with_entries(e, lambda entry: _recoded(entry, old, new))
                     for e in ruleset.examples)  # fmt: skip
    return replace(ruleset, activities=activities, examples=examples)


def rename_variable(ruleset: RuleSet, code: str, old: str, new: str) -> RuleSet:
    """Rename a measured variable of an activity, in its formula and in the examples."""
    if old == new:
        return ruleset
    activity = ruleset.activities[code]
    new = check_name(new, {*activity.inputs, "volume", "menit", "bobot"})
    inputs = _renamed_parts(activity.inputs, old, new, lambda given: replace(given, name=new))
    changed: Activity = replace(
        activity, inputs=inputs, points=replaced_name(activity.points, old, new)
    )
    examples = tuple(
        _with_entries(e, lambda entry: _renamed(entry, old, new) if _code(entry) == code else entry)
        for e in ruleset.examples
    )
    return replace(ruleset, activities={**ruleset.activities, code: changed}, examples=examples)


def rename_example(ruleset: RuleSet, old: str, new: str) -> RuleSet:
    """Give an example another name."""
    new = new.strip()
    if old == new:
        return ruleset
    if not new or any(example.name == new for example in ruleset.examples):
        raise Refused(f"Nama contoh ‘{new}’ kosong atau sudah dipakai.", "Pilih nama lain.")
    examples = tuple(replace(e, name=new) if e.name == old else e for e in ruleset.examples)
    return replace(ruleset, examples=examples)


def _formulas_renamed(ruleset: RuleSet, old: str, new: str) -> RuleSet:
    lines = {
        name: replace(line, formula=replaced_name(line.formula, old, new, table=True))
        for name, line in ruleset.lines.items()
    }
    activities = {
        code: replace(activity, points=replaced_name(activity.points, old, new, table=True))
        for code, activity in ruleset.activities.items()
    }
    return replace(ruleset, lines=lines, activities=activities)


def _renamed(facts: Mapping[str, str], old: str, new: str) -> dict[str, str]:
    return {(new if name == old else name): value for name, value in facts.items()}


def _renamed_parts(
    parts: Mapping[str, _Part], old: str, new: str, renamed: Callable[[_Part], _Part]
) -> dict[str, _Part]:
    return {(new if name == old else name): renamed(part) if name == old else part
            for name, part in parts.items()}  # fmt: skip


def _with_entries(
    example: Example, changed: Callable[[Mapping[str, str]], Mapping[str, str]]
) -> Example:
    return replace(example, activities=tuple(changed(entry) for entry in example.activities))


def _code(entry: Mapping[str, str]) -> str:
    return entry.get("kode", entry.get("kode_aktivitas", ""))


def _recoded(entry: Mapping[str, str], old: str, new: str) -> Mapping[str, str]:
    if _code(entry) != old:
        return entry
    return {key: new if key in ("kode", "kode_aktivitas") else text for key, text in entry.items()}
