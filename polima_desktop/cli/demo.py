"""``polima demo``: the demo city as files, and a store into which they were imported."""

from __future__ import annotations

import sys
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Annotated

import typer

from polima_desktop.cli.common import print_json, progress_on_stderr
from polima_desktop.formatting import number

if TYPE_CHECKING:
    from polima_desktop.services.demo import DemoCity

WHOLE_CITY = 4039


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("demo", help="Buat kota contoh: berkas dan data yang sudah terisi.")(demo)


def demo(
    out: Annotated[Path, typer.Option("--out", help="Folder baru atau kosong.")],
    employees: Annotated[int, typer.Option(help="Jumlah pegawai, 100 sampai 100.000.")] = (
        WHOLE_CITY
    ),
    seed: Annotated[int, typer.Option(help="Kota yang mana; angka sama, kota sama.")] = 1,
    json: Annotated[bool, typer.Option("--json", help="Cetak hasil sebagai JSON.")] = False,
) -> None:
    """Make the demo city."""
    from polima_desktop.services.demo import create

    began = monotonic()
    with progress_on_stderr() as progress:
        city = create(out, employees, seed, progress)
    if json:
        print_json(_document(city))
    else:
        print(_summary(city))
        print(f"Selesai dalam {round(monotonic() - began)} detik.", file=sys.stderr)


def _document(city: DemoCity) -> dict[str, object]:
    story = {name: str(value) for name, value in city.files.story._asdict().items()}
    imported = [
        {"kind": each.kind, "file": each.file, **each.counts._asdict()} for each in city.imported
    ]
    return {
        "store": str(city.store),
        "counts": city.files.counts,
        "imported": imported,
        "story": story,
    }


def _summary(city: DemoCity) -> str:
    counts = city.files.counts
    rejected = sum(each.counts.rejected for each in city.imported)
    warned = sum(each.counts.warnings for each in city.imported)
    story = city.files.story
    return f"""\
Kota contoh siap di {city.store.parent}.
  Pegawai BKPSDM         {number(counts["employees"])}
  Akun server Kominfo    {number(counts["server"])}
  Unit kerja             {number(counts["units"])}
  Keputusan              {number(counts["events"])}
  Catatan kehadiran      {number(counts["attendance"])}
  Laporan aktivitas      {number(counts["activities"])}
  Klaim backup manual    {number(counts["claims"])} dalam {number(counts["workbooks"])} buku kerja
  Baris ditolak {number(rejected)}, dengan peringatan {number(warned)}
Kisah: {story.name} ({story.nip}), {story.school}; bobot {story.activity} {story.old_weight} \
menjadi {story.new_weight}.
Data: {city.store}; pengguna per peran (admin, bkpsdm, …), kata sandi contoh."""
