"""``polima server`` and ``move``: a PostgreSQL database that guards itself, and the way there."""

from __future__ import annotations

from typing import Annotated

import typer

from polima_desktop.cli.common import Choice, print_json, progress_on_stderr
from polima_desktop.domain.access import Role
from polima_desktop.formatting import number


def register(app: typer.Typer) -> None:
    """Add the verbs to the root."""
    server = typer.Typer(help="Data di server PostgreSQL.", no_args_is_help=True)
    server.command("script")(script)
    server.command("secure")(secure)
    app.add_typer(server, name="server")
    app.command("move")(move)


def script(context: typer.Context) -> None:
    """Tulis skrip SQL penjagaan data ke keluaran, untuk administrator server."""
    from polima_desktop.cli.console import exact_output
    from polima_desktop.services.office import server

    choice: Choice = context.obj
    with exact_output():
        print(server.text(choice.address))


def secure(context: typer.Context) -> None:
    """Beri tiap pengguna peran masuk sendiri dan pasang penjagaan; alamatnya milik pemilik data."""
    from polima_desktop.services.office import server

    choice: Choice = context.obj
    with choice.session(Role.ADMIN) as session:
        others = server.secure(session, choice.password_of(session.actor.name))
        name = session.actor.name
    print(f"Data dijaga server. {name} masuk dengan kata sandi yang sama.")
    if others:
        print(f"Beri kata sandi sekali pakai kepada: {', '.join(others)}.")
        print("Caranya: polima users reset NAMA, atau Pengaturan, Pengguna.")


def move(
    context: typer.Context,
    target: Annotated[str, typer.Argument(metavar="ALAMAT", help="Server atau berkas tujuan.")],
    as_json: Annotated[bool, typer.Option("--json", help="Cetak sebagai JSON.")] = False,
) -> None:
    """Pindahkan seluruh data ke server PostgreSQL, atau kembali ke berkas; asalnya tetap ada."""
    from polima_desktop.services.office import moving

    choice: Choice = context.obj
    with choice.session(Role.ADMIN) as session, progress_on_stderr() as progress:
        password = choice.password_of(session.actor.name)
        done = moving.move(session, target, password, progress)
    if as_json:
        print_json(done._asdict() | {"target": target})
        return
    print(f"Dipindahkan dan diperiksa: {number(done.rows)} baris, {number(done.entries)} catatan.")
    if done.went_on:
        print("Selama itu ada yang bekerja di data lama; pekerjaannya tidak ikut.")
    if done.locked_out:
        print(f"Beri kata sandi sekali pakai kepada: {', '.join(done.locked_out)}.")
