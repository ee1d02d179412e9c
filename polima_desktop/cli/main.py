"""The root of the command line: collects the families, turns errors into exit statuses.

Exit status: 0 done · 1 refused · 2 wrong usage · 3 the store could not be used.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Annotated

import typer
from typer.exceptions import TyperException

from polima_desktop import __version__
from polima_desktop.cli.common import Choice
from polima_desktop.domain.errors import Cancelled, PolimaError

FAMILIES = ("demo", "imports", "rules", "claims", "months", "papers", "admin")
"""Modules of this package with a ``register(app)`` that adds their verbs."""

app = typer.Typer(
    name="polima",
    help="Kantor belakang SI POLIMA Kota Baubau. Tanpa perintah: membuka jendela.",
    invoke_without_command=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback()
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
    """Run one command; give the exit status."""
    for family in FAMILIES:
        import_module(f"polima_desktop.cli.{family}").register(app)
    try:
        status = app(args=arguments, standalone_mode=False)
    except PolimaError as error:
        print(f"{error.message}\n{error.advice}".strip(), file=sys.stderr)
        return error.exit_status
    except Cancelled:
        print("Dibatalkan. Tidak ada yang berubah.", file=sys.stderr)
        return 1
    except TyperException as error:
        print(f"{error}\nLihat: polima --help", file=sys.stderr)
        return 2
    except typer.Exit as leave:
        return leave.exit_code
    except typer.Abort:
        print("Dibatalkan.", file=sys.stderr)
        return 1
    return status if isinstance(status, int) else 0
