"""``polima print``, ``polima export payments`` and ``polima verify``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from polima_desktop.cli.common import (
    Choice,
    print_json,
    progress_on_stderr,
    read_month,
    read_target,
)
from polima_desktop.domain.access import Role
from polima_desktop.domain.errors import WrongUsage
from polima_desktop.files import read_whole
from polima_desktop.formatting import moment, money, number
from polima_desktop.services.papers.kinds import COUNTED, Apart, Paper

if TYPE_CHECKING:
    from polima_desktop.services.papers.bank import Exported
    from polima_desktop.services.papers.batch import Batch
    from polima_desktop.services.papers.log import Entry
    from polima_desktop.services.papers.verifying import Verdict
    from polima_desktop.services.papers.writing import Made

KINDS = " | ".join(Paper)

MonthWord = Annotated[str, typer.Argument(metavar="BULAN", help="Seperti 2021-01.")]
UnitWord = Annotated[str, typer.Option("--unit", help="Nama atau kode unit; dengan bawahannya.")]
Out = Annotated[str, typer.Option("--out", help="Berkas tujuan.")]

export = typer.Typer(help="Ekspor daftar.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    app.command("print", help="Cetak dokumen bulan sebagai PDF.")(print_paper)
    app.command("printings", help="Catatan cetak bulan: kapan, oleh siapa, slip siapa.")(printings)
    app.command("verify", help="Periksa keaslian slip: berkas atau kode.")(verify)
    app.add_typer(export, name="export")


def print_paper(
    context: typer.Context,
    paper: Annotated[str, typer.Argument(metavar="JENIS", help=KINDS)],
    month: MonthWord,
    out: Out = "",
    unit: UnitWord = "",
    nip: Annotated[str, typer.Option(help="Hanya slip pegawai ini.")] = "",
    revision: Annotated[int | None, typer.Option(help="Revisi slip pegawai itu.")] = None,
    apart: Annotated[str, typer.Option(help="Untuk folder: satu berkas per unit | pegawai.")] = "",
    protect: Annotated[
        bool, typer.Option("--protect", help="Kunci setiap berkas pegawai dengan kata sandi.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Cetak hasil sebagai JSON.")] = False,
) -> None:
    """Print one kind of paper of a month; a folder as ``--out`` gets one file a unit or person."""
    if paper not in list(Paper):
        raise WrongUsage(f"Jenis ‘{paper}’ tidak dikenal.", f"Pilih salah satu: {KINDS}.")
    which = read_month(month)
    from polima_desktop.services.papers import writing
    from polima_desktop.services.papers.batch import print_apart
    from polima_desktop.services.papers.desk import find_choice

    choice: Choice = context.obj
    with choice.session(Role.KEUANGAN) as session, progress_on_stderr() as progress:
        chosen = find_choice(session, which, unit, nip, revision)
        if not (_is_folder(out) or apart):
            target = read_target(out, f"{paper}-{which}.pdf")
            made = writing.print_paper(session, Paper(paper), which, chosen, target, progress)
            _tell(made, Paper(paper), as_json)
            return
        each = _apart(apart, Paper(paper), protect)
        folder = Path(out or f"{paper}-{which}")
        batch = print_apart(
            session, Paper(paper), which, chosen, folder, progress, each, protect=protect
        )
    _tell_batch(batch, Paper(paper), as_json)


def _apart(apart: str, paper: Paper, protect: bool) -> Apart:
    if apart and apart not in list(Apart):
        raise WrongUsage(f"‘{apart}’ tidak dikenal.", "Pilih unit atau pegawai.")
    each = Apart(apart or Apart.UNIT)
    if each is Apart.PERSON and paper is not Paper.SLIPS:
        raise WrongUsage("Hanya slip yang dapat dipisah per pegawai.", "Pakai --apart unit.")
    if protect and each is not Apart.PERSON:
        raise WrongUsage("Kata sandi hanya untuk berkas per pegawai.", "Tambah --apart pegawai.")
    return each


def _tell_batch(batch: Batch, paper: Paper, as_json: bool) -> None:
    if as_json:
        print_json(
            {
                "count": batch.count,
                "files": batch.of,
                "kept": batch.kept,
                "marks": list(batch.marks),
                "folder": str(batch.folder),
                "paths": [str(path) for path in batch.paths],
            }
        )
        return
    marks = f", bertanda {' dan '.join(batch.marks)}" if batch.marks else ""
    kept = f" ({number(batch.kept)} sudah ada)" if batch.kept else ""
    print(f"{number(batch.count)} {COUNTED[paper]} dalam {number(batch.of)} berkas{kept}{marks}.")
    print(batch.folder)


def _is_folder(out: str) -> bool:
    return bool(out) and (out.endswith(("/", "\\")) or Path(out).is_dir())


def _tell(made: Made, paper: Paper, as_json: bool) -> None:
    paths = [str(path) for path in made.paths]
    if as_json:
        print_json({"count": made.count, "marks": list(made.marks), "paths": paths})
        return
    marks = f", bertanda {' dan '.join(made.marks)}" if made.marks else ""
    print(f"{number(made.count)} {COUNTED[paper]} tercetak{marks}.")
    for path in paths:
        print(path)


@export.command("payments", help="Daftar transfer untuk bank.")
def export_payments(
    context: typer.Context,
    month: Annotated[
        str, typer.Argument(metavar="BULAN", help="Seperti 2021-01; rapel: kelompok rapel saja.")
    ],
    file_format: Annotated[str, typer.Option("--format", help="xlsx atau csv.")] = "xlsx",
    out: Annotated[str, typer.Option(help="Berkas tujuan; folder: satu berkas per bank.")] = "",
    unit: UnitWord = "",
    batch: Annotated[int | None, typer.Option(help="Nomor kelompok bayar.")] = None,
    layout: Annotated[
        str, typer.Option(help="Bentuk menurut namanya; lihat polima export layouts.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Cetak hasil sebagai JSON.")] = False,
) -> None:
    """Write the bank list of a batch; a folder as ``--out`` gets one file a bank."""
    if file_format not in ("xlsx", "csv"):
        raise WrongUsage(f"Format ‘{file_format}’ tidak dikenal.", "Pilih xlsx atau csv.")
    from polima_desktop.services.papers import bank
    from polima_desktop.services.papers.desk import find_choice

    choice: Choice = context.obj
    apart = _is_folder(out)
    shape = bank.layout_named(layout, file_format)
    with choice.session(Role.KEUANGAN) as session, progress_on_stderr() as progress:
        if month == "rapel":
            found = bank.arrears(session, 1 if batch is None else batch, progress)
        else:
            which = read_month(month)
            chosen = find_choice(session, which, unit, "")
            found = bank.read(session, which, chosen, progress, batch)
        if apart:
            done = bank.export_apart(session, found, Path(out))
        else:
            target = read_target(out, f"daftar-bank-{month}.{shape.file}")
            done = bank.export(session, found, target, shape)
    _tell_list(done, as_json)


def _tell_list(done: Exported, as_json: bool) -> None:
    if as_json:
        print_json(
            {
                "lines": done.lines,
                "total": str(done.rupiah),
                "without_account": done.without_account,
                "batch": done.batch,
                "marks": list(done.marks),
                "path": str(done.paths[0]) if len(done.paths) == 1 else None,
                "paths": [str(path) for path in done.paths],
            }
        )
        return
    print(f"{number(done.lines)} transfer, {money(done.rupiah)}.")
    if done.without_account:
        print(f"{number(done.without_account)} pegawai belum punya nomor rekening.")
    for path in done.paths:
        print(path)


@export.command("layouts", help="Bentuk daftar bank yang ada.")
def list_layouts() -> None:
    """Say which layouts there are: whose, what file, which columns."""
    from polima_desktop.services.papers.bank import layouts

    for layout in layouts():
        whose = ", ".join(layout.banks) or "semua bank"
        columns = ", ".join(column.field or f"‘{column.text}’" for column in layout.columns)
        print(f"{layout.name}  {layout.file}  {whose}: {columns}")


def printings(
    context: typer.Context,
    month: MonthWord,
    nip: Annotated[str, typer.Option(help="Hanya cetakan slip pegawai ini.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Cetak hasil sebagai JSON.")] = False,
) -> None:
    """Say what was printed of a month; with a NIP which copies of whose slip."""
    from polima_desktop.services.papers import log

    choice: Choice = context.obj
    with choice.session(Role.KEUANGAN) as session:
        found = log.of_month(session, read_month(month), nip)
    if as_json:
        print_json({"printings": [_printing(entry) for entry in found]})
        return
    for entry in found:
        one = entry.printing
        what = f"{entry.what}, {number(one.papers)} lembar ke {one.target}"
        print(f"{moment(one.printed_at)}  {one.printed_by}  {what}")
        for slip in entry.slips if nip else ():
            print(f"  {slip.name}, revisi {slip.revision}, {_copy_words(slip.copy)}")


def _copy_words(copy: int) -> str:
    return f"salinan {copy}" if copy else "cetakan pertama"


def _printing(entry: Entry) -> dict[str, object]:
    one = entry.printing
    return {
        "paper": one.paper,
        "target": one.target,
        "papers": one.papers,
        "printed_at": one.printed_at.isoformat(),
        "printed_by": one.printed_by,
        "slips": [
            {"nip": s.nip, "name": s.name, "revision": s.revision, "copy": s.copy}
            for s in entry.slips
        ],
    }


def verify(
    context: typer.Context,
    file_or_code: Annotated[str, typer.Argument(metavar="BERKAS_ATAU_KODE")],
    key: Annotated[
        str, typer.Option(help="Kunci publik kantor: memeriksa tanpa arsip dan tanpa jaringan.")
    ] = "",
    password: Annotated[str, typer.Option(help="Kata sandi berkas PDF yang dilindungi.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Cetak hasil sebagai JSON.")] = False,
) -> int:
    """Say whether slips are genuine; exit status 1 unless all of them are."""
    verdicts = _judged(context.obj, file_or_code, key, password)
    if as_json:
        print_json(_document(verdicts))
    else:
        for verdict in verdicts:
            print(_line(verdict))
    return 0 if all(verdict.genuine for verdict in verdicts) else 1


def _judged(choice: Choice, file_or_code: str, key: str, password: str) -> list[Verdict]:
    from polima_desktop.services.papers.keys import read_trust
    from polima_desktop.services.papers.verifying import verify as judge
    from polima_desktop.services.papers.verifying import verify_with

    if key:
        trust = read_trust(read_whole(Path(key), "berkas kunci"))
        with progress_on_stderr() as progress:
            return verify_with(trust, file_or_code, progress, password)
    with choice.session(Role.AUDITOR) as session, progress_on_stderr() as progress:
        return judge(session, file_or_code, progress, password)


def _document(verdicts: Sequence[Verdict]) -> dict[str, object]:
    """Give the worst verdict of all, every difference, and each slip's own answer."""
    from polima_desktop.services.papers.verifying import Outcome

    worst = max((v.outcome for v in verdicts), key=list(Outcome).index)
    slips = [_slip(verdict) for verdict in verdicts]
    return {
        "verdict": worst.verdict,
        "differs": [d for slip in slips for d in cast("list[object]", slip["differs"])],
        "slips": slips,
    }


def _slip(verdict: Verdict) -> dict[str, object]:
    said, slip = verdict.statement, verdict.slip
    month = str(said.month) if said else slip and slip.month
    net = said.net if said else slip and slip.net
    return {
        "code": verdict.code,
        "page": verdict.page,
        "verdict": verdict.outcome.verdict,
        "state": verdict.outcome.value,
        "nip": slip.nip if slip else said and said.nip,
        "month": month,
        "revision": said.revision if said else slip and slip.revision,
        "net": None if net is None else str(net),
        "key": said and said.key,
        "differs": [difference._asdict() for difference in verdict.differences],
        "faults": list(verdict.faults),
        "signer": verdict.signer or None,
        "message": verdict.words,
    }


def _line(verdict: Verdict) -> str:
    place = f"Halaman {verdict.page}: " if verdict.page else ""
    details = [f"{d.field}: tertulis {d.seen}, yang benar {d.signed}" for d in verdict.differences]
    details += [f"Berkas: {fault}" for fault in verdict.faults]
    return f"{place}{verdict.code}. {verdict.words}" + "".join(f"\n  {d}." for d in details)
