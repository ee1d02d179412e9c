"""``polima rules``: check, try, propose, publish, withdraw, compare, list; and ``import rules``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from pathlib import Path
from typing import Annotated, ParamSpec

import typer

from polima_desktop.cli.common import Choice, print_json, progress_on_stderr, read_month
from polima_desktop.domain.access import Role
from polima_desktop.domain.errors import WrongUsage
from polima_desktop.domain.formula.errors import caret
from polima_desktop.domain.rules.gate import check, check_set
from polima_desktop.domain.rules.model import Finding, RuleSet, RulesRefused
from polima_desktop.domain.rules.reading import load, read
from polima_desktop.formatting import day, money, number
from polima_desktop.services.rules import comparison, versions
from polima_desktop.services.rules import trial as rule_trial
from polima_desktop.services.rules.comparison import Comparison
from polima_desktop.storage.rules.versions import VersionRow

FileArgument = Annotated[str, typer.Argument(metavar="BERKAS", help="Berkas aturan TOML.")]
_JSON = Annotated[bool, typer.Option("--json", help="Cetak sebagai JSON.")]
_OTHER = Annotated[str, typer.Option(help="CSV lain, menyebut kasusnya pada kolom case.")]
P = ParamSpec("P")
SEVERITY_WORDS = {"error": "Kesalahan", "warning": "Peringatan"}
STATE_WORDS = {"draft": "draf", "proposed": "diajukan", "published": "terbit",
               "withdrawn": "ditarik"}  # fmt: skip


def register(app: typer.Typer) -> None:
    """Add the verbs."""
    family = typer.Typer(help="Susun, uji dan terbitkan aturan.", no_args_is_help=True)
    family.command("check")(check_file)
    family.command("list")(list_versions)
    for name, verb in (
        ("try", try_file),
        ("propose", propose),
        ("publish", publish),
        ("withdraw", withdraw),
        ("compare", compare),
    ):
        family.command(name)(saying_every_reason(verb))
    app.add_typer(family, name="rules")


def saying_every_reason(verb: Callable[P, None]) -> Callable[P, None]:
    """Print each finding of a refused rule set, not only the first."""

    @wraps(verb)
    def told(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            verb(*args, **kwargs)
        except RulesRefused as refused:
            for finding in refused.findings:
                print(_line(finding), file=sys.stderr)
            print("Aturan ditolak. Periksa dengan: polima rules check BERKAS", file=sys.stderr)
            raise typer.Exit(1) from None

    return told


def _line(finding: Finding) -> str:
    place = "" if finding.position is None else f", karakter ke-{finding.position}"
    return f"{SEVERITY_WORDS[finding.severity]} di {finding.where}{place}: {finding.message}"


def check_file(file: FileArgument, json: _JSON = False) -> None:
    """Periksa aturan seperti sebelum diterbitkan."""
    text = versions.read_file(Path(file))
    findings = check(text)
    if json:
        print_json({"findings": [_as_json(finding) for finding in findings]})
    else:
        _print_findings(findings, read(text)[0])
    if any(finding.severity == "error" for finding in findings):
        raise typer.Exit(1)


def _as_json(finding: Finding) -> dict[str, object]:
    return {
        "severity": finding.severity,
        "where": finding.where,
        "position": finding.position,
        "message": finding.message,
    }


def _print_findings(findings: Sequence[Finding], ruleset: RuleSet) -> None:
    formulas = _formulas(ruleset)
    for finding in findings:
        print(_line(finding))
        formula = formulas.get(finding.where, "")
        if finding.position is not None and formula and "\n" not in formula:
            for line in caret(formula, finding.position).split("\n"):
                print(f"    {line}")
    wrong = sum(finding.severity == "error" for finding in findings)
    print(f"{wrong} kesalahan, {len(findings) - wrong} peringatan.")


def _formulas(ruleset: RuleSet) -> Mapping[str, str]:
    lines = {f"lines.{line.name}.formula": line.formula for line in ruleset.lines.values()}
    points = {f"activities.{a.code}.points": a.points for a in ruleset.activities.values()}
    return lines | points


def try_file(
    file: FileArgument,
    cases: Annotated[str, typer.Option(help="CSV kasus: judulnya nama isian.")],
    out: Annotated[str, typer.Option(help="CSV hasil.")],
    activities: _OTHER = "",
    days: _OTHER = "",
) -> None:
    """Coba aturan pada kasus dari CSV; hasilnya nilai tepat setiap baris."""
    ruleset = load(versions.read_file(Path(file)))
    trial = rule_trial.try_out(ruleset, Path(cases), _path(activities), _path(days))
    rule_trial.write_sheet(trial.sheet, Path(out))
    for name in trial.strangers:
        print(f"Kolom {name} bukan isian aturan ini; nilainya tidak dipakai.", file=sys.stderr)
    done = len(trial.sheet.rows)
    print(f"{number(done)} kasus dihitung, {number(trial.failed)} galat. Hasil: {out}")


def _path(text: str) -> Path | None:
    return Path(text) if text else None


def propose(context: typer.Context, file: FileArgument) -> None:
    """Simpan aturan sebagai draf dan ajukan untuk diterbitkan."""
    text = versions.read_file(Path(file))
    with _choice(context).session(Role.ORGANISASI) as session:
        row = versions.propose_text(session, text)
    print(f"Versi {row.number} diajukan. Terbitkan sebagai orang lain: "
          f"polima rules publish {row.number}")  # fmt: skip


def publish(
    context: typer.Context,
    version: Annotated[str, typer.Argument(metavar="VERSI", help="Nomor versi, mis. 4.")],
) -> None:
    """Terbitkan versi yang diajukan orang lain."""
    chosen = version_number(version)
    with _choice(context).session(Role.PIMPINAN) as session, progress_on_stderr() as progress:
        row = versions.publish_number(session, chosen, progress)
    for finding in check_set(load(row.toml), publishing=True):
        print(f"{_line(finding)} Disetujui dengan penerbitan ini.", file=sys.stderr)
    print(f"Versi {row.number} terbit, berlaku sejak {day(row.valid_from)}.")
    print(f"Sidik {row.sha256}")


def withdraw(
    context: typer.Context,
    version: Annotated[str, typer.Argument(metavar="VERSI", help="Nomor versi, mis. 4.")],
    reason: Annotated[str, typer.Option("--reason", help="Keputusan yang mencabutnya.")],
) -> None:
    """Tarik versi terbit: versi sebelumnya berlaku lagi."""
    chosen = version_number(version)
    with _choice(context).session(Role.PIMPINAN) as session:
        row = versions.withdraw_number(session, chosen, reason)
    print(f"Versi {row.number} ditarik.")


def version_number(text: str) -> int:
    """Read ``4`` or ``v4``."""
    digits = text.strip().lower().removeprefix("v")
    if not digits.isascii() or not digits.isdigit() or len(digits) > 9:
        raise WrongUsage(f"Versi ‘{text}’ bukan nomor.", "Tulis nomornya, mis. 4.")
    return int(digits)


def compare(
    context: typer.Context,
    file: FileArgument,
    month: Annotated[str, typer.Option(help="Bulan beku, seperti 2021-01.")],
    json: _JSON = False,
) -> None:
    """Bandingkan aturan dengan yang berlaku pada satu bulan beku."""
    ruleset, chosen = load(versions.read_file(Path(file))), read_month(month)
    with _choice(context).session(Role.ORGANISASI) as session, progress_on_stderr() as progress:
        found = comparison.compare(session, ruleset, chosen, progress)
    if json:
        print_json(found.document())
    else:
        _print_comparison(found)


def _print_comparison(found: Comparison) -> None:
    print(
        f"Terhadap versi {found.version_before} pada {found.month}: "
        f"{number(found.changed)} slip berubah, {number(found.same)} tetap."
    )
    print(
        f"Turun lebih dari Rp 100.000: {number(found.much_less)} · turun: {number(found.less)} · "
        f"naik: {number(found.more)} · naik lebih dari Rp 100.000: {number(found.much_more)}"
    )
    print(f"Berpindah jenjang: {number(found.moved)} pegawai.")
    print(f"Nilai jenjangnya berubah: {number(found.revalued)} pegawai.")
    print(
        f"Slip: {number(found.slips_before)} menjadi {number(found.slips_after)}. Bersih: "
        f"{money(found.net_before)} menjadi {money(found.net_after)}, "
        f"selisih {money(found.net_after - found.net_before)}."
    )


def list_versions(context: typer.Context, json: _JSON = False) -> None:
    """Daftar versi aturan di simpanan."""
    with _choice(context).session(Role.ORGANISASI) as session:
        rows = versions.versions(session)
    if json:
        print_json({"versions": [_version(row) for row in rows]})
        return
    for row in rows:
        print(f"{row.number} · {STATE_WORDS[row.standing]} · berlaku sejak {day(row.valid_from)} · "
              f"{row.title} ({row.decree_number})")  # fmt: skip
    if not rows:
        print("Belum ada versi aturan. Mulai dengan: polima import rules BERKAS")


def _version(row: VersionRow) -> dict[str, object]:
    return {
        "number": row.number,
        "state": row.state,
        "title": row.title,
        "decree": row.decree_number,
        "valid_from": row.valid_from.isoformat(),
        "sha256": row.sha256,
        "proposed_by": row.proposed_by,
        "published_by": row.published_by,
    }


def import_draft(choice: Choice, path: Path, *, dry_run: bool, as_json: bool) -> None:
    """``polima import rules FILE``: store the file as a draft, or only check it."""
    text = versions.read_file(path)
    findings = check(text)
    ruleset, shape = read(text)
    if any(finding.severity == "error" for finding in shape):
        _print_findings(findings, ruleset)
        raise typer.Exit(1)
    row = None
    if not dry_run:
        with choice.session(Role.ORGANISASI) as session:
            row, new = versions.import_draft(session, text)
    if as_json:
        print_json(
            {
                "version": None if row is None else row.number,
                "new": row is not None and new,
                "findings": [_as_json(finding) for finding in findings],
            }
        )
        return
    _print_findings(findings, ruleset)
    if row is None:
        print("Uji coba: tidak ada yang ditulis.")
    elif new:
        print(f"Disimpan sebagai draf versi {row.number}.")
    else:
        print(f"Berkas ini sama dengan versi {row.number}; tidak ada yang ditulis.")


def _choice(context: typer.Context) -> Choice:
    found = context.obj
    assert isinstance(found, Choice)
    return found
