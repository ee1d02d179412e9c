"""The root of the command line: collects the families, turns errors into exit statuses.

Exit status: 0 done · 1 refused · 2 wrong usage · 3 the store could not be used.
"""

from __future__ import annotations

import logging
import re
import sys
from importlib import import_module
from typing import Annotated

import typer
from typer.exceptions import TyperException
from typer.main import get_command

from polima_desktop import __version__, logs
from polima_desktop.cli.common import Choice
from polima_desktop.cli.console import patient_output
from polima_desktop.cli.help import speak_indonesian
from polima_desktop.domain.errors import Cancelled, PolimaError, fate
from polima_desktop.paths import log_folder

FAMILIES = (
    "demo",
    "imports",
    "reconcile",
    "rules",
    "claims",
    "cases",
    "policy",
    "events",
    "months",
    "payments",
    "arrears",
    "papers",
    "keys",
    "signing",
    "backup",
    "server",
    "admin",
)
"""Modules of this package with a ``register(app)`` that adds their verbs."""


def build() -> typer.Typer:
    """Give the whole command line."""
    app = typer.Typer(
        name="polima",
        help="Aplikasi pengelola TPP dan kepegawaian Kota Baubau. Tanpa perintah: membuka jendela.",
        invoke_without_command=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    app.callback()(choose)
    for family in FAMILIES:
        import_module(f"polima_desktop.cli.{family}").register(app)
    return app


def choose(
    context: typer.Context,
    store: Annotated[str, typer.Option(help="Berkas SQLite atau postgresql://host/db.")] = "",
    user: Annotated[str, typer.Option(help="Nama pengguna yang bekerja.")] = "",
    version: Annotated[bool, typer.Option("--version", help="Tampilkan versi program.")] = False,
) -> None:
    """Remember the store and the user for the verb."""
    if version:
        print(__version__)
        raise typer.Exit
    context.obj = Choice(store, user)


def main(arguments: list[str]) -> int:
    """Run one command; give the exit status. A mistake of ours is logged and named as one."""
    with patient_output() as output:
        status = _guarded(arguments)
        output.flush()
        if output.cut_off:
            print(
                "Keluaran tidak bisa ditulis seluruhnya; pekerjaannya sendiri sudah selesai.\n"
                "Periksa ruang penyimpanan tempat keluaran itu ditulis.",
                file=sys.stderr,
            )
        return status or int(output.cut_off)


def _guarded(arguments: list[str]) -> int:
    try:
        return _run(arguments)
    except Exception as mistake:
        logs.start(log_folder())
        logging.getLogger(__name__).exception("a verb failed: %s", arguments[:2])
        logs.stop()
        print(
            f"Kesalahan di dalam program: {type(mistake).__name__}. {fate(mistake)}\n"
            f"Kirim {log_folder() / 'polima.log'} kepada pengelola program.",
            file=sys.stderr,
        )
        return 1


def _run(arguments: list[str]) -> int:
    try:
        command = speak_indonesian(get_command(build()))
        status = command(args=arguments, prog_name="polima", standalone_mode=False)
    except PolimaError as error:
        print(f"{error.message}\n{error.advice}".strip(), file=sys.stderr)
        return error.exit_status
    except Cancelled:
        print("Dibatalkan. Tidak ada yang berubah.", file=sys.stderr)
        return 1
    except TyperException as error:
        print(f"{_usage(error)}\nLihat: polima --help", file=sys.stderr)
        return 2
    except typer.Exit as leave:
        return leave.exit_code
    except typer.Abort:
        print("Dibatalkan.", file=sys.stderr)
        return 1
    return status if isinstance(status, int) else 0


_USAGE = (
    (r"No such command '(.*)'\.", "Perintah ‘{}’ tidak ada."),
    (r"No such option: (\S+).*", "Pilihan {} tidak ada."),
    (r"Missing (?:parameter|argument|option):? '?([^'.]*)'?\.?.*", "{} belum disebut."),
    (r"Missing command\.", "Perintahnya belum disebut."),
    (r"Got unexpected extra arguments?(?:\(s\))? \((.*)\)", "Terlalu banyak isian: {}."),
    (r"Input should be a valid integer.*", "Isi itu harus bilangan bulat."),
    (r"Value error, '(.*)' is not one of (.*)", "‘{}’ tidak dikenal. Pilih salah satu: {}"),
    (r"Pemakaian:.*", "Perintahnya belum lengkap."),
    (r"Option '?(\S+?)'? requires an argument\.", "Pilihan {} belum diberi isi."),
    (r"Invalid value for '(.*?)': '?(.*?)'? is not (?:one of|a valid) .*", "Isi {} tidak sah: {}."),
    (r"Invalid value for '(.*?)': (.*)", "Isi {} tidak sah: {}"),
)
"""What the parser of the command line says, in Indonesian."""


_WORDS = {
    "month": "BULAN",
    "nip": "NIP",
    "claim_id": "NOMOR klaim",
    "decision": "Putusan",
    "sp2d": "--sp2d",
    "out": "--out",
    "role": "--role",
    "file": "BERKAS",
    "file_or_code": "BERKAS atau KODE",
    "version": "Nomor versi",
    "paper": "Jenis dokumen",
    "kind": "Jenis berkas",
    "name": "NAMA pengguna",
    "batch": "NOMOR impor",
    "left": "KIRI",
    "right": "KANAN",
}
"""What the arguments are called in the guide."""


def _usage(error: TyperException) -> str:
    words = str(error)
    for english, indonesian in _USAGE:
        if found := re.fullmatch(english, words, re.DOTALL):
            return indonesian.format(*(_WORDS.get(part, part) for part in found.groups()))
    return f"Perintah tidak dipahami: {words}"
