"""``polima arrears``: what is owed for settled months, and deciding it."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from polima_desktop.cli.common import (
    Choice,
    print_json,
    progress_on_stderr,
    read_months,
)
from polima_desktop.domain.access import Role
from polima_desktop.domain.errors import WrongUsage
from polima_desktop.domain.periods import Month, month_name
from polima_desktop.formatting import money, number
from polima_desktop.services.months import arrears
from polima_desktop.storage.months.arrears import Item

STATES = {
    "pending": "menunggu",
    "accepted": "diterima",
    "refused": "ditolak",
    "paid": "dibayar",
    "overtaken": "diganti",
}
_JSON = Annotated[bool, typer.Option("--json", help="Cetak sebagai JSON.")]


class _MonthsFirst(TyperGroup):
    """Lets ``polima arrears 2021-01`` mean ``polima arrears find 2021-01``."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 - typer's own
        """Put the verb before a month."""
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            args = ["find", *args]
        return super().parse_args(ctx, args)


def register(app: typer.Typer) -> None:
    """Add the verbs to the root."""
    group = typer.Typer(
        cls=_MonthsFirst, help="Rapel dan pengembalian bulan yang terkunci.", no_args_is_help=True
    )
    group.command("find")(find)
    group.command("list")(list_items)
    group.command("decide")(decide)
    app.add_typer(group, name="arrears")


def find(
    context: typer.Context,
    months: Annotated[str, typer.Argument(metavar="BULAN", help="2021-01 atau 2021-01..2021-03.")],
    rules: Annotated[int | None, typer.Option(help="Versi aturan; tanpa ini yang berlaku.")] = None,
    as_json: _JSON = False,
) -> None:
    """Bandingkan bulan terkunci dengan data dan aturan sekarang; catat selisihnya."""
    wanted = read_months(months)
    with _session(context, Role.KEUANGAN) as session, progress_on_stderr() as progress:
        found = arrears.find(session, wanted, rules, progress)
    if as_json:
        print_json({"items": [_document(item) for item in found.items], "new": found.new,
                    "held": found.held})  # fmt: skip
        return
    _print_items(found.items)
    if found.held:
        print(f"{number(found.held)} pegawai tidak bisa dihitung ulang (tertahan).")


def list_items(
    context: typer.Context,
    months: Annotated[str, typer.Argument(metavar="BULAN", help="Kosong: semua bulan.")] = "",
    as_json: _JSON = False,
) -> None:
    """Tampilkan rapel yang sudah tercatat, tanpa mencari yang baru."""
    with _session(context, Role.AUDITOR) as session:
        found = arrears.items(session, read_months(months) if months else None)
    if as_json:
        print_json({"items": [_document(item) for item in found]})
        return
    _print_items(found)


def decide(
    context: typer.Context,
    which: Annotated[str, typer.Argument(metavar="NOMOR", help="Nomor, atau bulan: semuanya.")],
    verdict: Annotated[str, typer.Argument(metavar="accept|refuse")],
    reason: Annotated[str, typer.Option(help="Alasannya, dengan singkat.")],
    as_json: _JSON = False,
) -> None:
    """Terima atau tolak rapel yang menunggu."""
    if verdict not in ("accept", "refuse"):
        raise WrongUsage(f"Putusan ‘{verdict}’ tidak dikenal.", "Tulis accept atau refuse.")
    with _session(context, Role.PIMPINAN) as session:
        ids = [int(which)] if which.isdigit() else _waiting(session, read_months(which))
        found = arrears.decide(session, ids, verdict == "accept", reason)
    if as_json:
        print_json({"items": [_document(item) for item in found]})
        return
    total = sum(item.difference for item in found)
    act = "diterima" if verdict == "accept" else "ditolak"
    print(f"{number(len(found))} rapel {act}, {money(total)}.")
    if verdict == "accept":
        print("Dibayar bersama bulan berikutnya yang dihitung, atau: polima month pay --arrears.")


def _waiting(session: Any, wanted: list[Month]) -> list[int]:  # noqa: ANN401 - a session
    return [item.id for item in arrears.items(session, wanted) if item.state == "pending"]


def _print_items(items: Any) -> None:  # noqa: ANN401 - a sequence of items
    for item in items:
        print(
            f"{item.id}  {month_name(Month.parse(item.month))}  {item.name}, NIP {item.nip}: "
            f"{money(item.settled)} menjadi {money(item.recomputed)}, "
            f"selisih {money(item.difference)}, {STATES[item.shown_state]}. {item.reason}"
        )
    total = sum(item.difference for item in items)
    print(f"{number(len(items))} rapel, {money(total)}.")


def _document(item: Item) -> dict[str, Any]:
    return {
        "id": item.id,
        "nip": item.nip,
        "name": item.name,
        "month": item.month,
        "paid": str(item.settled),
        "recomputed": str(item.recomputed),
        "difference": str(item.difference),
        "reason": item.reason,
        "parts": {cause: str(amount) for cause, amount in item.parts.items()},
        "state": item.shown_state,
        "remaining": str(item.remaining),
    }


def _session(context: typer.Context, role: Role) -> Any:  # noqa: ANN401 - a context manager
    choice: Choice = context.obj
    return choice.session(role)
