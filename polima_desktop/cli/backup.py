"""``polima backup``: a proved copy of the whole store, and putting it back."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from polima_desktop.cli.common import Choice, print_json, progress_on_stderr
from polima_desktop.domain.access import Role
from polima_desktop.domain.errors import WrongUsage
from polima_desktop.formatting import number

if TYPE_CHECKING:
    from polima_desktop.services.office.backup import Backup

PASSPHRASE = "POLIMA_BACKUP_PASSPHRASE"  # noqa: S105 - a variable's name
_Json = Annotated[bool, typer.Option("--json", help="Cetak sebagai JSON.")]
_File = Annotated[str, typer.Argument(metavar="BERKAS")]


def register(app: typer.Typer) -> None:
    """Add the verbs to the root."""
    backup = typer.Typer(help="Cadangan seluruh data.", no_args_is_help=True)
    backup.command("create", help="Buat cadangan, juga selagi data dipakai.")(create)
    backup.command("restore", help="Pulihkan cadangan; data lama disimpan di sebelahnya.")(restore)
    app.add_typer(backup, name="backup")
    app.command("upgrade", help="Perbarui data dari program yang lebih lama.")(upgrade)


def create(context: typer.Context, path: _File, as_json: _Json = False) -> None:
    """Write a backup and prove it; POLIMA_BACKUP_PASSPHRASE closes it."""
    from polima_desktop.services.office import backup

    choice: Choice = context.obj
    with choice.session(Role.ADMIN) as session, progress_on_stderr() as progress:
        made = backup.create(session, Path(path), os.environ.get(PASSPHRASE, ""), progress)
    if as_json:
        print_json(backup.as_json(made) | {"path": path})
        return
    print(f"Cadangan dibuat dan diperiksa: {_words(made)}.")
    print(path)


def restore(
    context: typer.Context,
    path: _File,
    yes: Annotated[bool, typer.Option("--yes", help="Pulihkan tanpa bertanya lagi.")] = False,
    as_json: _Json = False,
) -> None:
    """Put a backup back, after showing what will differ."""
    from polima_desktop.services.office import backup

    choice: Choice = context.obj
    passphrase = os.environ.get(PASSPHRASE, "")
    with progress_on_stderr() as progress:
        found = backup.look(Path(path), passphrase, progress)
    if not yes:
        _ask(choice.address, found)
    with progress_on_stderr() as progress:
        done = backup.restore(Path(path), choice.address, passphrase, progress)
    if as_json:
        kept = str(done.kept) if done.kept else None
        print_json(backup.as_json(found) | {"store": choice.address, "kept": kept})
        return
    print(f"Dipulihkan: {_words(found)}.")
    if done.kept:
        print(f"Data sebelumnya disimpan di {done.kept}.")


def upgrade(context: typer.Context, as_json: _Json = False) -> None:
    """Save an older store beside itself and bring it up to this program."""
    from polima_desktop.services.office import upgrading

    choice: Choice = context.obj
    with progress_on_stderr() as progress:
        done = upgrading.bring_up(choice.address, progress)
    if as_json:
        print_json({"before": done.before, "kept": str(done.kept), "rows": done.rows})
        return
    print(f"Data diperbarui dari skema {done.before}; {number(done.rows)} baris disalin dulu.")
    print(done.kept)


def _ask(address: str, found: Backup) -> None:
    """Show what differs and ask twice."""
    from polima_desktop.services.office.backup import compare

    if not sys.stdin.isatty():
        raise WrongUsage("Pemulihan belum disetujui.", "Tambahkan --yes.")
    print(f"Cadangan {found.made_at} oleh {found.made_by}: {_words(found)}.")
    for name, (now, then) in compare(address, found).items():
        print(f"  {name}: sekarang {'–' if now is None else number(now)}, nanti {number(then)}")
    typer.confirm(f"Ganti data {address} dengan cadangan ini?", abort=True)
    typer.confirm("Yakin? Data sekarang disimpan dengan nama lain.", abort=True)


def _words(found: Backup) -> str:
    return f"{number(found.contents.total)} baris, {number(found.contents.entries)} catatan audit"
