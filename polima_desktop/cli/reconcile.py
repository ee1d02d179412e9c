"""``polima reconcile LEFT RIGHT``: two lists held against each other, without a store."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from polima_desktop.cli.common import print_json, progress_on_stderr
from polima_desktop.formatting import listed, number

if TYPE_CHECKING:
    from polima_desktop.services.reconciliation.files import Answer


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("reconcile", help="Cocokkan dua daftar pegawai, tanpa data tersimpan.")(reconcile)


def reconcile(
    left: Annotated[Path, typer.Argument(metavar="KIRI", help="Daftar asal, biasanya BKPSDM.")],
    right: Annotated[Path, typer.Argument(metavar="KANAN", help="Daftar kedua.")],
    out: Annotated[Path, typer.Option("--out", help="Folder hasil.")],
    events: Annotated[str, typer.Option(help="Daftar keputusan: pensiun, pindah, wafat.")] = "",
    json: Annotated[bool, typer.Option("--json", help="Cetak hasil sebagai JSON.")] = False,
) -> None:
    """Reconcile two files and write the four results."""
    from polima_desktop.services.reconciliation import files
    from polima_desktop.services.session import WITA

    with progress_on_stderr() as progress:
        answer = files.compare(left, right, Path(events) if events else None, progress)
        written = files.write(answer, out, datetime.now(WITA))
    if json:
        print_json(files.document(answer, written))
    else:
        _say(answer, out)


def _say(answer: Answer, out: Path) -> None:
    from polima_desktop.services.reconciliation import files

    for step in answer.bridge:
        sign = {"=": " ", "-": "−", "+": "+"}[step.sign]
        print(f"{sign} {number(step.rows):>8}  {step.label:<48} {number(step.running):>8}")
    for name, side in zip(files.NAMES, (answer.left, answer.right), strict=True):
        for words in side.hidden:
            print(f"{name}: {words}")
    pairs = answer.outcome.pairs
    counts = [
        f"{number(sum(pair.certainty == certainty for pair in pairs))} {words}"
        for certainty, words in (
            ("sure", "pasti"),
            ("likely", "sangat mungkin"),
            ("check", "perlu diperiksa"),
        )
    ]
    print(f"Pasangan: {listed(counts)}.")
    print(f"Hasil: {out}/pairs.csv, rows.csv, bridge.csv, bridge.pdf.")
