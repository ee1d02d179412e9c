"""``polima month pay`` and ``polima payments``: batches of a month, corrections, what came back."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import typer

from polima_desktop.cli.common import Choice, print_json, read_day, read_month, read_months
from polima_desktop.domain.access import Role
from polima_desktop.domain.errors import WrongUsage
from polima_desktop.domain.periods import Month, month_name
from polima_desktop.formatting import day, listed, money, number
from polima_desktop.services.months import payments
from polima_desktop.services.months.payments import Paid, Standing
from polima_desktop.storage.months.payments import Batch

MonthArgument = Annotated[
    str, typer.Argument(metavar="BULAN", help="Seperti 2021-01; rapel: kelompok rapel saja.")
]
_BATCH = Annotated[int, typer.Argument(metavar="KELOMPOK", help="Nomor kelompok bayar.")]
_JSON = Annotated[bool, typer.Option("--json", help="Cetak sebagai JSON.")]
_REASON = Annotated[str, typer.Option(help="Alasannya, dengan singkat.")]
_UNIT = Annotated[str, typer.Option(help="Kode atau nama unit; semua di bawahnya ikut.")]
_NIPS = Annotated[list[str] | None, typer.Option("--nip", help="NIP; boleh berulang.")]
_DATE = Annotated[str, typer.Option("--date", help="Tanggalnya, seperti 2021-04-12.")]


def register(app: typer.Typer) -> None:
    """Add the verbs to the root."""
    group = typer.Typer(
        help="Kelompok bayar: daftar, ralat, transfer kembali.", no_args_is_help=True
    )
    group.command("list")(list_batches)
    group.command("correct")(correct)
    group.command("return")(give_back)
    app.add_typer(group, name="payments")


def pay(
    context: typer.Context,
    sp2d: Annotated[str, typer.Option(help="Nomor SP2D.")],
    date_: _DATE,
    month: Annotated[
        str, typer.Argument(metavar="BULAN", help="Seperti 2021-01; dengan --arrears boleh kosong.")
    ] = "",
    unit: _UNIT = "",
    nip: _NIPS = None,
    arrears: Annotated[
        bool, typer.Option("--arrears", help="Bayar rapel yang diterima, bukan slip.")
    ] = False,
    as_json: _JSON = False,
) -> None:
    """Catat pembayaran slip yang belum dibayar, atau rapel: semua, satu unit, beberapa orang."""
    paid_on, choice = read_day(date_), payments.Choice(unit, _nips(nip))
    if not arrears and not month:
        raise WrongUsage("BULAN belum disebut.", "Sebut bulannya, atau --arrears.")
    with _session(context, Role.KEUANGAN) as session:
        if arrears:
            wanted = read_months(month) if month else None
            done = payments.pay_arrears(session, wanted, sp2d, paid_on, choice)
        else:
            done = payments.pay(session, read_month(month), sp2d, paid_on, choice)
    if as_json:
        print_json(_paid_json(done, month, sp2d.strip(), paid_on))
    else:
        _print_paid(done, month, sp2d.strip(), arrears=arrears)


def _paid_json(done: Paid, month: str, sp2d: str, paid_on: date) -> dict[str, Any]:
    return {
        "month": month or None,
        "number": done.number,
        "sp2d": sp2d,
        "date": paid_on.isoformat(),
        "slips": done.slips,
        "arrears": done.arrears,
        "amount": str(done.amount),
        "unpaid": str(done.left.amount),
    }


def _print_paid(done: Paid, month: str, sp2d: str, *, arrears: bool) -> None:
    what = "Rapel" if arrears else month_name(read_month(month))
    slips = [f"{number(done.slips)} slip"] if done.slips else []
    extra = [f"{number(done.arrears)} rapel"] if done.arrears else []
    print(
        f"{what} tercatat dibayar {money(done.amount)} dengan SP2D {sp2d}: "
        f"kelompok {done.number}, {listed([*slips, *extra])}."
    )
    if done.left.slips:
        print(f"Belum dibayar: {number(done.left.slips)} slip, {money(done.left.amount)}.")


def list_batches(context: typer.Context, month: MonthArgument, as_json: _JSON = False) -> None:
    """Tampilkan kelompok bayar satu bulan."""
    with _session(context, Role.AUDITOR) as session:
        found = payments.standing(session, _month(month))
    if as_json:
        print_json(_document(found))
        return
    for batch in found.batches:
        print(batch_words(batch))
    print(f"Dibayar {money(found.paid)}.")
    if found.unpaid.slips:
        print(f"Belum dibayar: {number(found.unpaid.slips)} slip, {money(found.unpaid.amount)}.")


def correct(
    context: typer.Context,
    month: MonthArgument,
    batch: _BATCH,
    reason: _REASON,
    sp2d: Annotated[str, typer.Option(help="Nomor SP2D yang benar.")] = "",
    date_: Annotated[str, typer.Option("--date", help="Tanggal bayar yang benar.")] = "",
) -> None:
    """Ralat nomor SP2D atau tanggal sebuah kelompok; catatan pertama tetap disimpan."""
    paid_on = read_day(date_) if date_ else None
    with _session(context, Role.KEUANGAN) as session:
        found = payments.correct(session, _month(month), batch, sp2d, paid_on, reason)
    print(batch_words(found))


def give_back(
    context: typer.Context,
    month: MonthArgument,
    batch: _BATCH,
    nip: Annotated[list[str], typer.Option("--nip", help="NIP; boleh berulang.")],
    date_: _DATE,
    reason: _REASON,
) -> None:
    """Catat transfer yang dikembalikan bank; slipnya bisa dibayar lagi."""
    with _session(context, Role.KEUANGAN) as session:
        amount = payments.give_back(
            session, _month(month), batch, _nips(nip), read_day(date_), reason
        )
    print(f"{number(len(nip))} transfer kembali, {money(amount)}. Slipnya bisa dibayar lagi.")


# ── words ───────────────────────────────────────────────────────────────────────────────────


def batch_words(batch: Batch) -> str:
    """Write a batch as a line."""
    kind = "susulan " if batch.supplementary else ""
    words = (
        f"Kelompok {kind}{batch.number}: SP2D {batch.sp2d}, {day(batch.paid_on)}, "
        f"{number(batch.slips)} slip, {money(batch.amount)}"
    )
    if batch.arrears:
        words += f", dengan {number(batch.arrears)} rapel"
    if batch.returned:
        words += f"; kembali {number(batch.returned)}, {money(batch.returned_amount)}"
    return f"{words}." if not batch.corrected else f"{words}; diralat."


def _document(found: Standing) -> dict[str, Any]:
    return {
        "month": str(found.month) if found.month else None,
        "batches": [batch_json(batch) for batch in found.batches],
        "paid": str(found.paid),
        "unpaid": str(found.unpaid.amount),
        "unpaid_slips": found.unpaid.slips,
    }


def batch_json(batch: Batch) -> dict[str, Any]:
    """Write a batch for machines."""
    return {
        "number": batch.number,
        "sp2d": batch.sp2d,
        "date": batch.paid_on.isoformat(),
        "slips": batch.slips,
        "arrears": batch.arrears,
        "amount": str(batch.amount),
        "returned": batch.returned,
        "returned_amount": str(batch.returned_amount),
        "supplementary": batch.supplementary,
        "corrected": batch.corrected,
    }


def _month(text: str) -> Month | None:
    """Read a month, or the word for batches of arrears alone."""
    return None if text == "rapel" else read_month(text)


def _nips(given: list[str] | None) -> frozenset[str]:
    return frozenset("".join(nip.split()) for nip in given or ())


def _session(context: typer.Context, role: Role) -> Any:  # noqa: ANN401 - a context manager
    choice: Choice = context.obj
    return choice.session(role)
