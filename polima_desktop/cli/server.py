"""``polima server``: a PostgreSQL database that guards itself, and the script that makes it so."""

from __future__ import annotations

import typer

from polima_desktop.cli.common import Choice
from polima_desktop.domain.access import Role


def register(app: typer.Typer) -> None:
    """Add the verbs to the root."""
    server = typer.Typer(help="Data di server PostgreSQL.", no_args_is_help=True)
    server.command("script")(script)
    server.command("secure")(secure)
    app.add_typer(server, name="server")


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
