"""``polima audit``, ``users`` and ``doctor``: who did what, who may, and is all well here."""

from __future__ import annotations

import csv
import getpass
import os
import platform
import sys
from importlib.metadata import version
from typing import Annotated

import typer

from polima_desktop.cli.common import Choice, print_json, progress_on_stderr
from polima_desktop.cli.console import exact_output
from polima_desktop.domain.access import ROLE_LABELS, Role
from polima_desktop.domain.errors import Refused, WrongUsage
from polima_desktop.services.office import accounts, audit, proving, recovery, server
from polima_desktop.services.office.stores import can_open
from polima_desktop.storage.server.health import Check

Name = Annotated[str, typer.Argument(metavar="NAMA", help="Nama pengguna.")]
_UNIT = Annotated[
    str, typer.Option(metavar="KODE", help="Kantor yang dilihatnya; kosong: seluruh kota.")
]
_JSON = Annotated[bool, typer.Option("--json", help="Cetak sebagai JSON.")]


def register(app: typer.Typer) -> None:
    """Add the verbs to the root."""
    trail = typer.Typer(help="Jejak audit.", no_args_is_help=True)
    trail.command("verify")(verify)
    trail.command("export")(export)
    app.add_typer(trail, name="audit")
    users = typer.Typer(help="Pengguna.", no_args_is_help=True)
    users.command("list")(list_users)
    users.command("add")(add_user)
    users.command("role")(change_role)
    users.command("disable")(disable_user)
    users.command("reset")(reset_user)
    users.command("password")(own_password)
    app.add_typer(users, name="users")
    app.command("doctor")(doctor)


def verify(
    context: typer.Context,
    head: Annotated[str, typer.Option(help="Kepala pada kaki kertas: 1234/3f2a9c41d0e7.")] = "",
    as_json: _JSON = False,
) -> None:
    """Buktikan rantai jejak audit, segel semua isi data, dan kepala rantai di luar data."""
    choice: Choice = context.obj
    with choice.session(Role.AUDITOR) as session, progress_on_stderr() as progress:
        proof = proving.prove(session, progress)
        vouched = proving.vouched_by_paper(session, head) if head else proof.vouched
    broken = proof.broken
    if as_json:
        print_json(
            {
                "entries": proof.entries,
                "sealed": proof.sealed,
                "intact": proof.intact,
                "first_break": broken and broken.id,
                "findings": [vars(one) for one in proof.findings],
                "vouched": vouched,
            }
        )
    else:
        for one in proof.findings:
            print(one.words)
    if broken is not None:
        raise Refused(
            f"Rantai jejak audit putus pada catatan {broken.id} ({broken.at}, {broken.action}).",
            "Catatan itu atau yang sebelumnya diubah di luar program. Bandingkan dengan cadangan.",
        )
    if proof.findings:
        raise Refused(
            f"{len(proof.findings)} hal tidak sama dengan segelnya.",
            "Data diubah di luar program. Bandingkan dengan cadangan terakhir yang utuh.",
        )
    if not as_json:
        print(f"{proof.entries} catatan, rantai utuh; {proof.sealed} bersegel, isinya sama.")
        print(vouched)


def export(context: typer.Context) -> None:
    """Tulis seluruh jejak audit sebagai CSV ke keluaran."""
    choice: Choice = context.obj
    with choice.session(Role.AUDITOR) as session:
        entries = audit.entries(session)
    with exact_output():
        writer = csv.writer(sys.stdout)
        writer.writerow(audit.FIELDS)
        writer.writerows(entries)


def list_users(context: typer.Context, as_json: _JSON = False) -> None:
    """Daftar pengguna."""
    choice: Choice = context.obj
    with choice.session(Role.ADMIN) as session:
        found = accounts.listed(session)
    if as_json:
        print_json([account._asdict() for account in found])
        return
    for account in found:
        state = "nonaktif" if account.disabled else "aktif"
        print(f"{account.name}\t{account.display_name}\t{ROLE_LABELS[account.role]}\t{state}")


def add_user(
    context: typer.Context,
    name: Name,
    role: Annotated[Role, typer.Option(help="Peran.")],
    display: Annotated[str, typer.Option(help="Nama lengkap.")] = "",
    unit: _UNIT = "",
) -> None:
    """Tambah pengguna; kata sandinya dari POLIMA_NEW_PASSWORD atau ditanyakan."""
    choice: Choice = context.obj
    with choice.session(Role.ADMIN) as session:
        office = accounts.office_named(session, unit)
        accounts.add(session, name, display or name, role, _new_password(name), office)
    print(f"Pengguna {name} ditambahkan sebagai {ROLE_LABELS[role]}.")


def change_role(
    context: typer.Context,
    name: Name,
    role: Annotated[Role, typer.Option(help="Peran baru.")],
    unit: _UNIT = "",
) -> None:
    """Ganti peran dan kantor pengguna; tanpa --unit: seluruh kota."""
    choice: Choice = context.obj
    with choice.session(Role.ADMIN) as session:
        accounts.change_role(session, name, role, accounts.office_named(session, unit))
    print(f"Peran {name} sekarang {ROLE_LABELS[role]}.")


def disable_user(context: typer.Context, name: Name) -> None:
    """Nonaktifkan pengguna."""
    choice: Choice = context.obj
    with choice.session(Role.ADMIN) as session:
        accounts.disable(session, name)
    print(f"Pengguna {name} dinonaktifkan.")


def reset_user(context: typer.Context, name: Name) -> None:
    """Beri pengguna kata sandi sekali pakai; ia menggantinya saat masuk."""
    choice: Choice = context.obj
    with choice.session(Role.ADMIN) as session:
        made = recovery.reset_password(session, name)
    print(f"Kata sandi sekali pakai untuk {name}: {made}")


def own_password(context: typer.Context, name: Name) -> None:
    """Tetapkan kata sandi sendiri menggantikan yang sekali pakai."""
    choice: Choice = context.obj
    given = os.environ.get("POLIMA_PASSWORD") or _typed_password(name)
    recovery.replace_one_time(choice.address, name, given, _new_password(name))
    print(f"Kata sandi {name} diganti.")


def doctor(context: typer.Context, as_json: _JSON = False) -> None:
    """Periksa pemasangan ini: versi, tempat data, skema; dengan --user juga servernya."""
    choice: Choice = context.obj
    checks = _server_checks(choice)
    facts = {
        "program": version("polima-desktop"),
        "python": platform.python_version(),
        "qt": version("PySide6-Essentials"),
        "store": choice.address,
        "store_ready": can_open(choice.address),
    }
    if as_json:
        print_json(facts | {"server": [check._asdict() for check in checks]})
    else:
        _say_health(facts, checks)
    if wrong := sum(not check.ok for check in checks):
        raise Refused(f"{wrong} hal di server perlu dibenahi.", "Lihat Panduan, Server.")


def _server_checks(choice: Choice) -> list[Check]:
    if not (choice.named and "://" in choice.address):
        return []
    with choice.session(Role.ADMIN) as session:
        return server.examine(session)


def _say_health(facts: dict[str, object], checks: list[Check]) -> None:
    print(f"SI POLIMA Desktop {facts['program']}, Python {facts['python']}, Qt {facts['qt']}")
    ready = facts["store_ready"] or bool(checks)
    print(f"Data: {facts['store']} ({'siap' if ready else 'belum ada'})")
    for check in checks:
        print(f"  {'baik ' if check.ok else 'BENAHI'}  {check.name}")
        if not check.ok:
            print(f"          {check.advice}")


def _typed_password(name: str) -> str:
    if not sys.stdin.isatty():
        raise WrongUsage(f"Kata sandi {name} belum ada.", "Isi POLIMA_PASSWORD.")
    return getpass.getpass(f"Kata sandi sekarang untuk {name}: ")


def _new_password(name: str) -> str:
    given = os.environ.get("POLIMA_NEW_PASSWORD")
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise WrongUsage(f"Kata sandi untuk {name} belum ada.", "Isi POLIMA_NEW_PASSWORD.")
    return getpass.getpass(f"Kata sandi untuk {name}: ")
