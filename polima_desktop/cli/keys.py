"""``polima keys``: the office's signing keys."""

from __future__ import annotations

import getpass
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from polima_desktop.cli.common import Choice, print_json
from polima_desktop.domain.access import Role
from polima_desktop.domain.errors import WrongUsage
from polima_desktop.files import replacing
from polima_desktop.formatting import moment
from polima_desktop.services.session import Session, is_demo

_JSON = Annotated[bool, typer.Option("--json", help="Cetak sebagai JSON.")]
_Out = Annotated[str, typer.Option("--out", help="Berkas tujuan.")]
_Reason = Annotated[str, typer.Option("--reason", help="Alasan, dibaca semua yang memeriksa slip.")]


def register(app: typer.Typer) -> None:
    """Add the verbs to the root."""
    keys = typer.Typer(help="Kunci tanda tangan kantor.", no_args_is_help=True)
    keys.command("list", help="Daftar kunci kantor.")(list_keys)
    keys.command("create", help="Buat kunci pertama kantor.")(create)
    keys.command("rotate", help="Buat kunci baru; slip lama tetap asli.")(rotate)
    keys.command("revoke", help="Cabut kunci; slip yang ditandatanganinya tidak berlaku.")(revoke)
    keys.command("export", help="Tulis kunci publik untuk memeriksa slip tanpa arsip.")(export)
    app.add_typer(keys, name="keys")


def list_keys(context: typer.Context, as_json: _JSON = False) -> None:
    """Tell every key and what became of it."""
    from polima_desktop.services.papers import keys

    choice: Choice = context.obj
    with choice.session(Role.KEUANGAN) as session:
        found = keys.listed(session)
    if as_json:
        print_json(
            [
                {
                    "id": key.id,
                    "public": key.public.raw.hex(),
                    "made_at": key.made_at.isoformat(),
                    "revoked_at": key.revoked_at and key.revoked_at.isoformat(),
                    "reason": key.revoked_reason,
                }
                for key in found
            ]
        )
        return
    for key in found:
        state = f"dicabut {moment(key.revoked_at)}" if key.revoked_at else "berlaku"
        print(f"{key.id}\tdibuat {moment(key.made_at)}\t{state}")


def create(context: typer.Context) -> None:
    """Make the first key under a passphrase."""
    from polima_desktop.services.papers import keys

    choice: Choice = context.obj
    with choice.session(Role.KEUANGAN) as session:
        made = keys.create(session, _new_passphrase(session))
    print(f"Kunci {made.id} dibuat. Slip bulan yang dikunci kini ditandatangani.")


def rotate(context: typer.Context) -> None:
    """Make a new key that signs from now on."""
    from polima_desktop.services.papers import keys

    choice: Choice = context.obj
    with choice.session(Role.KEUANGAN) as session:
        made = keys.rotate(session, _new_passphrase(session))
    print(f"Kunci {made.id} kini menandatangani. Yang ditandatangani kunci lama tetap asli.")


def revoke(
    context: typer.Context,
    key_id: Annotated[str, typer.Argument(metavar="KUNCI")],
    reason: _Reason = "",
) -> None:
    """Withdraw trust from a key."""
    from polima_desktop.services.papers import keys

    choice: Choice = context.obj
    with choice.session(Role.KEUANGAN) as session:
        keys.revoke(session, key_id.upper(), reason)
    print(f"Kunci {key_id.upper()} dicabut. Bagikan ekspor kunci publik yang baru.")


def export(context: typer.Context, out: _Out = "kunci-publik.json") -> None:
    """Write what anybody needs to verify slips offline."""
    from polima_desktop.services.papers import keys

    choice: Choice = context.obj
    with choice.session(Role.KEUANGAN) as session:
        text = keys.export(session)
    with replacing(Path(out)) as file:
        file.write(text.encode())
    print(out)


def _new_passphrase(session: Session) -> str:
    from polima_desktop.services.papers.keys import DEMO_PASSPHRASE, PASSPHRASE

    if given := os.environ.get(PASSPHRASE):
        return given
    if is_demo(session.database):
        return DEMO_PASSPHRASE
    if not sys.stdin.isatty():
        raise WrongUsage(
            "Frasa sandi kunci belum diberikan.", f"Isi {PASSPHRASE}, atau jalankan di terminal."
        )
    typed = getpass.getpass("Frasa sandi kunci (paling sedikit 12 huruf): ")
    if typed != getpass.getpass("Ulangi frasa sandi: "):
        raise WrongUsage("Kedua frasa sandi berbeda.", "Ulangi perintahnya.")
    return typed
