"""``polima import KIND FILE`` and ``polima import undo BATCH``."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from polima_desktop.cli.common import Choice, print_json, progress_on_stderr, read_target
from polima_desktop.domain.access import Role
from polima_desktop.domain.errors import WrongUsage
from polima_desktop.formatting import number

if TYPE_CHECKING:
    from polima_desktop.imports.problems import RowProblem
    from polima_desktop.services.importing.plan import Counts, Options

SHOWN = 20
"""So many problems are printed without ``--json``."""
ROLES = {
    "units": Role.BKPSDM,
    "employees": Role.BKPSDM,
    "events": Role.BKPSDM,
    "holidays": Role.BKPSDM,
    "patterns": Role.BKPSDM,
    "rosters": Role.BKPSDM,
    "points": Role.BKPSDM,
    "attendance": Role.KOMINFO,
    "punches": Role.KOMINFO,
    "activities": Role.KOMINFO,
    "backup": Role.VERIFIKATOR,
    "rules": Role.ORGANISASI,
}
"""Whose work each kind is: who acts on the demo store when nobody is named."""


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command(
        "import", help="Impor daftar; polima import undo NOMOR; polima import template JENIS."
    )(import_)


def import_(
    context: typer.Context,
    kind: Annotated[
        str, typer.Argument(metavar="JENIS", help=f"{', '.join(ROLES)}; atau undo, template.")
    ],
    file: Annotated[
        str, typer.Argument(metavar="BERKAS", help="Berkas, nomor impor, atau jenis daftar.")
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Periksa saja.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Cetak hasil sebagai JSON.")] = False,
    unit: Annotated[str, typer.Option(help="Unit bagi baris tanpa unit.")] = "",
    source: Annotated[str, typer.Option(help="bkpsdm atau kominfo.")] = "bkpsdm",
    valid_from: Annotated[str, typer.Option(help="Berlaku sejak, seperti 2021-01-01.")] = "",
    rejected: Annotated[str, typer.Option(help="Tulis baris ditolak ke berkas ini.")] = "",
    hidden_rows: Annotated[
        bool | None,
        typer.Option("--hidden-rows/--no-hidden-rows", help="Baca atau lewati baris tersembunyi."),
    ] = None,
    hidden_sheets: Annotated[
        bool, typer.Option("--hidden-sheets", help="Baca juga lembar tersembunyi.")
    ] = False,
    spelling: Annotated[
        bool, typer.Option("--spelling", help="Ubah juga huruf besar-kecil dan spasi.")
    ] = False,
    whole_days: Annotated[
        bool, typer.Option("--whole-days", help="Aktivitas di berkas menggantikan sehari penuh.")
    ] = False,
    out: Annotated[str, typer.Option(help="Ke mana format isian ditulis (template).")] = "",
) -> None:
    """Import a list, take an import back, or write the form of a kind of list."""
    choice: Choice = context.obj
    if kind == "undo":
        _undo(choice, file, json)
    elif kind == "template":
        _write_template(choice, file, unit, out)
    elif kind == "rules":
        _import_rules(choice, Path(file), dry_run=dry_run, as_json=json)
    elif kind in ROLES:
        from polima_desktop.services.importing.plan import Options

        options = Options(
            source,
            unit or None,
            _day(valid_from),
            hidden_rows=hidden_rows,
            hidden_sheets=hidden_sheets,
            spelling=spelling,
            whole_days=whole_days,
        )
        saved = Path(rejected) if rejected else None
        _import(choice, kind, Path(file), options, saved, dry_run=dry_run, as_json=json)
    else:
        raise WrongUsage(f"Jenis impor ‘{kind}’ tidak dikenal.", f"Pilih: {', '.join(ROLES)}.")


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WrongUsage(f"Tanggal ‘{text}’ tidak dikenali.", "Tulis seperti 2021-01-01.") from None


def _import(
    choice: Choice,
    kind: str,
    path: Path,
    options: Options,
    saved: Path | None,
    *,
    dry_run: bool,
    as_json: bool,
) -> None:
    from polima_desktop.services import imports
    from polima_desktop.services.importing.plan import document

    role = Role.KOMINFO if options.source == "kominfo" else ROLES[kind]
    with choice.session(role) as session, progress_on_stderr() as progress:
        plan = imports.preview(session, kind, path, options, progress)
        counts, problems, batch = plan.counts, plan.problems, None
        if not dry_run:
            counts, problems, batch = imports.apply(session, plan, progress)
        written = imports.save_rejected(plan, saved) if saved else 0
    if as_json:
        print_json(document(plan, counts, problems, batch))
        return
    _say(plan.file_name, counts, batch, plan.earlier, dry_run=dry_run)
    if plan.ignored:
        print(f"Kolom yang tidak dipakai: {', '.join(plan.ignored)}.")
    for notice in plan.notices:
        print(notice)
    _say_problems(problems)
    if saved and written:
        print(f"{number(written)} baris ditolak ditulis ke {saved}.")


def _say(
    name: str, counts: Counts, batch: int | None, earlier: int | None, *, dry_run: bool
) -> None:
    print(
        f"{name}: {number(counts.read)} dibaca, {number(counts.accepted)} diterima, "
        f"{number(counts.rejected)} ditolak."
    )
    print(
        f"{number(counts.new)} baru, {number(counts.changed)} berubah, "
        f"{number(counts.unchanged)} tetap, {number(counts.warnings)} dengan peringatan."
    )
    if earlier is not None:
        print(f"Berkas yang sama sudah masuk sebagai impor {earlier}.")
    if dry_run:
        print("Uji coba: tidak ada yang ditulis.")
    elif batch is None:
        print("Tidak ada yang baru atau berubah, jadi tidak ada yang ditulis.")
    else:
        print(f"Impor {batch} selesai. Urungkan dengan: polima import undo {batch}")


def _say_problems(problems: list[RowProblem]) -> None:
    for problem in problems[:SHOWN]:
        word = "ditolak" if problem.severity == "error" else "peringatan"
        cell = f", {problem.column} ‘{problem.value}’" if problem.column else ""
        print(
            f"  {problem.sheet} baris {problem.row}{cell}: "
            f"{word}. {problem.problem} {problem.advice}"
        )
    if len(problems) > SHOWN:
        print(f"  … dan {number(len(problems) - SHOWN)} lagi; lihat semua dengan --json.")


def _undo(choice: Choice, text: str, as_json: bool) -> None:
    from polima_desktop.services import imports

    if not text.isdigit():
        raise WrongUsage(f"‘{text}’ bukan nomor impor.", "Tulis nomornya, misalnya 3.")
    with choice.session(Role.BKPSDM) as session:
        batch = imports.batch(session, int(text))
    role = Role.KOMINFO if batch.source == "kominfo" else ROLES[batch.kind]
    with choice.session(role) as session:
        imports.undo(session, batch.id)
    if as_json:
        print_json({"batch": batch.id, "kind": batch.kind, "undone": True})
    else:
        print(f"Impor {batch.id} ({batch.file_name}) diurungkan. Data kembali seperti semula.")


def _write_template(choice: Choice, kind: str, unit: str, out: str) -> None:
    """Write the form of a kind of list; that of manual back-up is of a unit and this month."""
    from polima_desktop.services.importing import forms
    from polima_desktop.services.importing.words import form_name

    if kind not in ROLES:
        raise WrongUsage(f"Jenis impor ‘{kind}’ tidak dikenal.", f"Pilih: {', '.join(ROLES)}.")
    path = read_target(out, form_name(kind))
    with choice.session(ROLES[kind]) as session:
        forms.save(session, kind, path, unit or None)
    print(f"Format isian ditulis ke {path}.")


def _import_rules(choice: Choice, path: Path, *, dry_run: bool, as_json: bool) -> None:
    from polima_desktop.cli.rules import import_draft

    import_draft(choice, path, dry_run=dry_run, as_json=as_json)
