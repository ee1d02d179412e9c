"""Compiles a rule set: what formulas may name, the order of lines, every formula checked.

Collects a finding for each formula that has no meaning and for each remark of the checker; a
set with meaningless formulas has no program. Whether it may be published is ``gate``'s.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from polima_desktop.domain.formula import scaled, units
from polima_desktop.domain.formula.checker import Checked, check
from polima_desktop.domain.formula.checking import BrokenReference
from polima_desktop.domain.formula.errors import Fix, FormulaError
from polima_desktop.domain.formula.parser import parse
from polima_desktop.domain.formula.printer import canonical
from polima_desktop.domain.formula.syntax import Call, Expr, Name, walk
from polima_desktop.domain.formula.tree import (
    Node,
    Scope,
    Variable,
    steps,
)
from polima_desktop.domain.rules import scopes
from polima_desktop.domain.rules.model import (
    Activity,
    Finding,
    Line,
    RuleSet,
    RulesRefused,
    Severity,
)
from polima_desktop.domain.rules.program import CompiledActivity, CompiledLine, Program
from polima_desktop.domain.rules.reader import MAX_INPUT_DECIMALS
from polima_desktop.domain.rules.supplied import ITEMS_AT_MOST, UNDECLARED


class Analysis(NamedTuple):
    """What compiling found out; ``program`` is ``None`` if some formula has no meaning."""

    program: Program | None
    findings: list[Finding]


def compile_set(ruleset: RuleSet) -> Program:
    """Compile a rule set; raise ``RulesRefused`` if a formula has no meaning."""
    program, findings = analyse(ruleset)
    if program is None:
        raise RulesRefused(findings)
    return program


def analyse(ruleset: RuleSet) -> Analysis:
    """Compile as much as possible and say what is wrong."""
    builder = _Builder(ruleset)
    activities = builder.activities()
    lines = builder.lines(activities)
    if builder.meaningless:
        return Analysis(None, builder.findings)
    named = {step.name for line in lines.values() for step in steps(line.node)
             if step.op in ("input", "item")}  # fmt: skip
    program = Program(
        ruleset,
        builder.variables,
        lines,
        activities,
        _points_decimals(activities),
        tuple(name for name in builder.variables if name in named),
    )
    return Analysis(program, builder.findings)


def check_formulas(program: Program, ruleset: RuleSet) -> list[Finding]:
    """Check only the lines of a set whose activities are those of an earlier program.

    This is what runs at each keystroke: the catalogue need not be checked again for a formula.
    """
    builder = _Builder(ruleset)
    builder.lines(program.activities)
    return builder.findings


def _points_decimals(activities: Mapping[str, CompiledActivity]) -> int:
    return max((a.node.type.decimals for a in activities.values()), default=0)


class _Builder:
    def __init__(self, ruleset: RuleSet) -> None:
        self.ruleset = ruleset
        self.findings: list[Finding] = []
        self.meaningless = False
        self.bands = {band.name: scopes.band_table(band) for band in ruleset.bands.values()}
        self.tables = {table.name: scopes.lookup_table(table) for table in ruleset.tables.values()}
        self.variables: dict[str, Variable] = {}

    def refuse(self, where: str, position: int | None, message: str, *fixes: Fix) -> None:
        """Note what leaves a formula without meaning."""
        self.findings.append(Finding("error", where, position, message, fixes))
        self.meaningless = True

    def activities(self) -> dict[str, CompiledActivity]:
        found = {}
        for activity in self.ruleset.activities.values():
            compiled = self._activity(activity)
            if compiled is not None:
                found[activity.code] = compiled
        return found

    def _activity(self, activity: Activity) -> CompiledActivity | None:
        where = f"activities.{activity.code}.points"
        variables = scopes.activity_variables(activity)
        scope = self._scope(variables, {})._replace(undeclared={})  # points use no month's data
        checked = self._check(where, activity.points, scope)
        if checked is None:
            return None
        node = checked.node
        self._need_number(where, node)
        self._fit(where, activity.points, node, MAX_INPUT_DECIMALS, scopes.POINTS)
        return CompiledActivity(activity.code, node, variables, activity.weight)

    def lines(self, activities: Mapping[str, CompiledActivity]) -> dict[str, CompiledLine]:
        nodes = [activity.node for activity in activities.values()]
        self.variables = scopes.variables(self.ruleset, nodes, self.tables)
        self._check_class_table()
        trees = self._trees()
        ordered, cyclic = self._ordered(trees)
        broken = {name for name in self.ruleset.lines if name not in trees} | cyclic
        found: dict[str, CompiledLine] = {}
        for name in ordered:
            known = {other: line.variable for other, line in found.items()}
            line = self.ruleset.lines[name]
            compiled = self.line(line, line.formula, known, frozenset(broken))
            if compiled is None:
                broken.add(name)
            else:
                found[name] = compiled
        return found

    def _check_class_table(self) -> None:
        for name, variable in self.variables.items():
            instead = variable.otherwise
            if instead is None:
                continue
            if instead.type.decimals > variable.type.decimals:
                self.refuse(
                    f"tables.{name}.rows",
                    None,
                    f"Nilai tabel {name} lebih dari {variable.type.decimals} desimal, "
                    "desimal isiannya.",
                )

    def _trees(self) -> dict[str, Expr]:
        found = {}
        for line in self.ruleset.lines.values():
            try:
                found[line.name] = parse(line.formula)
            except FormulaError as error:
                where = f"lines.{line.name}.formula"
                self.refuse(where, error.position, error.message, *error.fixes)
        return found

    def _ordered(self, trees: Mapping[str, Expr]) -> tuple[list[str], set[str]]:
        """Put lines after those they name; lines of a cycle are left out and reported once."""
        needs = {name: _names(tree) & trees.keys() for name, tree in trees.items()}
        ordered: list[str] = []
        waiting = dict(needs)
        while waiting:
            ready = [name for name, wanted in waiting.items() if not wanted & waiting.keys()]
            if not ready:
                cycle = _cycle(waiting)
                self._refuse_cycle(cycle, trees)
                return ordered, set(waiting)
            ordered += ready
            for name in ready:
                del waiting[name]
        return ordered, set()

    def _refuse_cycle(self, cycle: list[str], trees: Mapping[str, Expr]) -> None:
        names = [*cycle, cycle[0]]
        position = next(
            node.span.at
            for node in walk(trees[cycle[0]])
            if isinstance(node, Name) and node.name == names[1]
        )
        self.refuse(
            f"lines.{cycle[0]}.formula",
            position,
            f"Rumus saling merujuk tanpa akhir: {' → '.join(names)}.",
        )

    def line(
        self, line: Line, formula: str, known: Mapping[str, Variable], broken: frozenset[str]
    ) -> CompiledLine | None:
        """Check one line; ``None`` if it has no meaning."""
        where = f"lines.{line.name}.formula"
        unit = None if line.unit is None else units.read_unit(line.unit)
        checked = self._check(where, formula, self._scope(self.variables, known, broken))
        if checked is None:
            return None
        node = checked.node
        before = self.meaningless
        self.meaningless = False
        self._fit(where, formula, node, line.decimals, unit)
        if self.meaningless:
            return None
        self.meaningless = before
        if line.sliced and not self._may_be_sliced(line, node):
            return None
        decimals = line.decimals if node.type.kind == "number" else 0
        kind = node.type._replace(decimals=decimals, unit=node.type.unit if unit is None else unit)
        interval = scaled.rescaled(node.interval, node.type.decimals, decimals)
        return CompiledLine(line.name, node, Variable(line.name, line.label, kind, interval))

    def _may_be_sliced(self, line: Line, node: Node) -> bool:
        """Tell whether a line has a value in each part of a month; refuse it if not."""
        where = f"lines.{line.name}.sliced"
        named = [step for step in steps(node) if step.op in ("line", "item", "JUMLAH")]
        other = [s for s in named if s.op != "line" or not self.ruleset.lines[s.name].sliced]
        if other:
            words = f"'{other[0].name}'" if other[0].op == "line" else "daftar (JUMLAH)"
            self.refuse(
                where,
                None,
                f"Baris yang dibagi menurut waktu tidak dapat memakai {words}: hanya isian dan "
                "baris lain yang juga dibagi.",
            )
        elif node.type.kind != "number":
            self.refuse(where, None, "Yang dibagi menurut waktu harus angka.")
        return not other and node.type.kind == "number"

    def _scope(
        self,
        variables: Mapping[str, Variable],
        lines: Mapping[str, Variable],
        broken: frozenset[str] = frozenset(),
    ) -> Scope:
        return Scope(variables, lines, self.bands, self.tables, ITEMS_AT_MOST, broken, UNDECLARED)

    def _check(self, where: str, formula: str, scope: Scope) -> Checked | None:
        try:
            checked = check(parse(formula), scope)
        except FormulaError as error:
            self.refuse(where, error.position, error.message, *error.fixes)
            return None
        except BrokenReference:
            self.meaningless = True
            return None
        for remark in checked.remarks:
            severity: Severity = "error" if remark.refuses else "warning"
            self.findings.append(Finding(severity, where, remark.position, remark.message))
        return checked

    def _need_number(self, where: str, node: Node) -> None:
        if node.type.kind != "number":
            self.refuse(where, node.span.start, "Rumus poin harus menghasilkan angka.")

    def _fit(
        self, where: str, formula: str, node: Node, decimals: int, unit: units.Unit | None
    ) -> None:
        """Refuse a result with more decimals or another unit than declared."""
        if node.type.kind != "number":
            return
        if node.type.decimals > decimals:
            rounded = f"BULAT({canonical(parse(formula))}; {decimals})"
            self.refuse(
                where,
                node.span.start,
                f"Hasilnya {node.type.decimals} desimal, sedangkan yang dinyatakan {decimals}. "
                f"Bulatkan: {rounded}.",
                Fix(1, len(formula), rounded),
            )
        if unit is not None and not units.agree(unit, node.type.unit):
            self.refuse(
                where,
                node.span.at,
                f"Hasilnya bersatuan {units.show(node.type.unit)}, sedangkan yang "
                f"dinyatakan {units.show(unit)}.",
            )


def _names(tree: Expr) -> set[str]:
    """Give the names of values in a tree; the names of tables are something else."""
    tables = {id(node.arguments[0]) for node in walk(tree)
              if isinstance(node, Call) and node.function in ("CARI", "JENJANG")
              and node.arguments}  # fmt: skip
    return {n.name for n in walk(tree) if isinstance(n, Name) and id(n) not in tables}


def _cycle(needs: Mapping[str, Iterable[str]]) -> list[str]:
    """Find one cycle among lines none of which can be computed first."""
    path: list[str] = []
    name = next(iter(needs))
    while name not in path:
        path.append(name)
        name = min(other for other in needs[name] if other in needs)
    return path[path.index(name) :]
