"""The publish gate (FORMULA.md "The publish gate"): everything that keeps a set from publishing.

``rules check`` shows the same list with two softenings: branches without an example and names
the month does not supply are warnings there and errors at publishing.
"""

from __future__ import annotations

from collections.abc import Iterator

from polima_desktop.domain.formula.printer import number_text
from polima_desktop.domain.formula.tree import steps
from polima_desktop.domain.formula.units import read_unit
from polima_desktop.domain.rules.building import analyse
from polima_desktop.domain.rules.examples import check_examples, uncovered
from polima_desktop.domain.rules.model import Finding, Input, RuleSet, Severity
from polima_desktop.domain.rules.program import Program
from polima_desktop.domain.rules.reading import read
from polima_desktop.domain.rules.supplied import SUPPLIED, Supplied

RUPIAH = read_unit("Rp")


def check(text: str, *, publishing: bool = False) -> list[Finding]:
    """Check a rule-set text; the shape first, its meaning only if the shape is right."""
    ruleset, findings = read(text)
    if any(finding.severity == "error" for finding in findings):
        return findings
    return findings + check_set(ruleset, publishing=publishing)


def check_set(ruleset: RuleSet, *, publishing: bool = False) -> list[Finding]:
    """Check a rule set: formulas, ranges, names, examples, coverage."""
    harder: Severity = "error" if publishing else "warning"
    program, findings = analyse(ruleset)
    findings += _whole_set(ruleset, harder)
    if program is None:
        return findings
    findings += _unsupplied(program, harder)
    findings += _ranges(program)
    findings += _slip_blocks(program)
    findings += _unused(program)
    findings += _slices(program)
    example_findings, branches = check_examples(program)
    findings += example_findings
    findings += [finding._replace(severity=harder) for finding in uncovered(program, branches)]
    return findings


def _whole_set(ruleset: RuleSet, harder: Severity) -> Iterator[Finding]:
    if ruleset.decree is None:
        yield Finding(
            harder,
            "decree",
            None,
            "Dasar hukum belum diisi: nomor, judul, tanggal dan mulai berlaku.",
        )
    if not ruleset.lines:
        yield Finding("error", "lines", None, "Aturan belum mempunyai satu baris rumus pun.")
    if not ruleset.examples:
        yield Finding(
            "error",
            "examples",
            None,
            "Belum ada contoh perhitungan. Tambah paling sedikit satu [[examples]].",
        )
    for declared in ruleset.inputs.values():
        if declared.kind == "number" and (declared.low is None or declared.high is None):
            yield Finding(
                "warning",
                f"inputs.{declared.name}",
                None,
                "min dan max belum lengkap; dipakai batas satu triliun. Nyatakan "
                "keduanya supaya rumus dapat diperiksa ketat.",
            )


def _unsupplied(program: Program, harder: Severity) -> Iterator[Finding]:
    """Names that the month cannot fill would hold every slip."""
    for name in program.needed:
        declared = program.ruleset.inputs.get(name)
        if declared is None:
            continue  # a list, or the class key of the class table: always there
        supplied = SUPPLIED.get(name)
        where = f"inputs.{name}"
        if supplied is None:
            words = "tidak disediakan oleh data bulanan, jadi setiap slip akan tertahan"
            yield Finding(harder, where, None, f"Isian '{name}' {words}.")
        elif _other_kind(declared, supplied):
            words = f"berjenis {supplied.kind}, bukan {declared.kind}"
            yield Finding(harder, where, None, f"Isian '{name}' pada data bulanan {words}.")
        else:
            yield from _too_narrow(declared, supplied, where)


def _other_kind(declared: Input, supplied: Supplied) -> bool:
    numbers = ("number", "percent")
    alike = declared.kind in numbers and supplied.kind in numbers
    return declared.kind != supplied.kind and not alike


def _too_narrow(declared: Input, supplied: Supplied, where: str) -> Iterator[Finding]:
    """Values of the month that the declaration does not accept hold the slips that have them."""
    missing = [word for word in supplied.values if word not in declared.values]
    if missing:
        words = f"Daftar isian {declared.name} belum memuat: {', '.join(missing)}."
        yield Finding("warning", where, None, f"{words} Slip dengan nilai itu akan tertahan.")
    if declared.decimals < supplied.decimals:
        words = f"Isian '{declared.name}' pada data bulanan mempunyai {supplied.decimals} desimal"
        yield Finding("warning", where, None, f"{words}, di sini {declared.decimals}.")


def _ranges(program: Program) -> Iterator[Finding]:
    for name, line in program.lines.items():
        where, kind, interval = f"lines.{name}.formula", line.variable.type, line.variable.interval
        if kind.kind != "number":
            continue
        if interval.reach >= 2**63:
            yield Finding(
                "error",
                where,
                line.node.span.at,
                "Hasilnya bisa melebihi bilangan terbesar yang dapat disimpan. "
                "Perkecil min dan max isiannya, atau batasi dengan MIN.",
            )
        if kind.unit == RUPIAH and interval.low < 0:
            lowest = number_text(interval.low, kind.decimals)
            yield Finding(
                "warning",
                where,
                line.node.span.at,
                f"Nilai rupiah ini bisa negatif (paling kecil {lowest}). Jaga dengan "
                "MAKS(0; …) atau setujui saat menerbitkan.",
            )


def _slip_blocks(program: Program) -> Iterator[Finding]:
    """A month is calculated with one net line, and with whole rupiah in its totals."""
    lines = program.ruleset.lines.values()
    net = [line.name for line in lines if line.slip == "bersih"]
    if len(net) != 1:
        yield Finding(
            "warning",
            "lines",
            None,
            f"{len(net)} baris ber-slip 'bersih'; sebelum bulan dihitung harus tepat satu.",
        )
    for line in lines:
        if line.slip in ("kotor", "potongan", "bersih") and line.decimals:
            yield Finding(
                "warning",
                f"lines.{line.name}.decimals",
                None,
                "Baris yang masuk jumlah slip harus rupiah bulat: pakai BULAT(…; 0) dan "
                "decimals = 0.",
            )


def _slices(program: Program) -> Iterator[Finding]:
    """Counted days and the lines that weigh them need each other."""
    counted, sliced = program.ruleset.changes.counted, program.sliced
    if counted and not sliced:
        words = "Belum ada baris bertanda sliced, jadi hitungan hari ini tidak berpengaruh."
        yield Finding("warning", f"changes.{counted[0]}", None, words)
    for name in [name for name in program.order if name in sliced and not counted]:
        words = "Tidak ada perubahan yang dihitung per hari, jadi tanda ini tidak berpengaruh."
        yield Finding("warning", f"lines.{name}.sliced", None, words)


def _unused(program: Program) -> Iterator[Finding]:
    named = {step.name for line in program.lines.values() for step in steps(line.node)
             if step.op == "line"}  # fmt: skip
    for name, line in program.ruleset.lines.items():
        if name not in named and not line.slip and not line.column:
            yield Finding(
                "warning",
                f"lines.{name}",
                None,
                f"Baris '{name}' tidak dipakai baris lain dan tidak tampil pada slip.",
            )
