"""``polima sign``: a printed PDF signed with the office's certificate."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path
from typing import Annotated

import typer

from polima_desktop.cli.common import Choice
from polima_desktop.domain.access import Role
from polima_desktop.domain.errors import WrongUsage


def register(app: typer.Typer) -> None:
    """Add the verb to the root."""
    app.command("sign", help="Tanda tangani PDF dengan sertifikat kantor (PAdES).")(sign)


def sign(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="BERKAS")],
    certificate: Annotated[str, typer.Option(help="Sertifikat kantor, .p12 atau .pfx.")],
    out: Annotated[
        str, typer.Option("--out", help="Berkas tujuan; bila kosong, di samping asalnya.")
    ] = "",
) -> None:
    """Write a signed copy, look at it again and say who signed."""
    from polima_desktop.services.papers import pades

    choice: Choice = context.obj
    source, holder = Path(file), Path(certificate)
    target = Path(out) if out else pades.proposed(source)
    with choice.session(Role.KEUANGAN) as session:
        passphrase = pades.known_passphrase(holder) or _asked()
        made = pades.sign(session, source, target, holder, passphrase)
    print(f"{made.path}\nTanda tangan utuh dan meliputi seluruh berkas. {made.words}")


def _asked() -> str:
    from polima_desktop.services.papers.pades import PASSPHRASE

    if not sys.stdin.isatty():
        raise WrongUsage(
            "Frasa sandi sertifikat belum diberikan.",
            f"Isi {PASSPHRASE}, atau jalankan di terminal.",
        )
    return getpass.getpass("Frasa sandi sertifikat: ")
