"""``polima month``: the run of a month, where it stands, and where an amount comes from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer

from polima_desktop.cli import month_figures
from polima_desktop.cli.common import Choice, print_json, progress_on_stderr, read_month
from polima_desktop.cli.payments import batch_json, batch_words, pay
from polima_desktop.domain.access import Role
from polima_desktop.domain.periods import month_name
from polima_desktop.formatting import money, number
from polima_desktop.services.months import (
    desk,
    reopening,
    run,
    steps,
)
from polima_desktop.services.months.desk import Returned, Status, returned_words
from polima_desktop.services.months.seen import Seen

MonthArgument = Annotated[str, typer.Argument(metavar="BULAN", help="Seperti 2021-01.")]
_JSON = Annotated[bool, typer.Option("--json", help="Cetak sebagai JSON.")]
_REASON = Annotated[str, typer.Option(help="Alasannya, dengan singkat.")]
_AGAIN = Annotated[str, typer.Option(help="Alasan, bila bulan ini sudah diajukan.")]
_SEEN = Annotated[str, typer.Option(help="Tanda angka yang dilihat, dari polima month status.")]


def register(app: typer.Typer) -> None:
    """Add the verbs to the root."""
    month = typer.Typer(help="Jalankan satu bulan.", no_args_is_help=True)
    for verb in (freeze, calculate, submit, approve, lock, pay, reopen, status):
        month.command(verb.__name__)(verb)
    month.command("return")(send_back)
    month_figures.register(month)
    app.add_typer(month, name="month")


# ── the run ─────────────────────────────────────────────────────────────────────────────────


def freeze(context: typer.Context, month: MonthArgument, reason: _AGAIN = "") -> None:
    """Baca dan rangkum satu bulan, lalu bekukan."""
    chosen = read_month(month)
    with _session(context, Role.KEUANGAN) as session:
        _print_waiting(desk.waiting_claims(session, chosen))
        with progress_on_stderr() as progress:
            found = run.freeze(session, chosen, progress, reason)
    name = month_name(chosen)
    print(f"{name} dibekukan, pembekuan ke-{found.number}: {number(found.people)} pegawai,")
    print(f"{number(found.clocked_days)} hari tercatat, {number(found.entries)} aktivitas.")
    print(f"Sidik {found.sha256}")
    if not found.holidays:
        print(f"Hari libur {chosen.year} belum diisi: semua hari pola kerja dihitung wajib.")
    _print_timings(
        found.timings,
        {"read": "dibaca", "aggregate": "dirangkum", "write": "disimpan"},
    )


def calculate(context: typer.Context, month: MonthArgument, reason: _AGAIN = "") -> None:
    """Hitung bulan beku menurut aturan yang berlaku dan tulis slipnya."""
    chosen = read_month(month)
    with _session(context, Role.KEUANGAN) as session, progress_on_stderr() as progress:
        found = run.calculate(session, chosen, progress, reason)
        standing = desk.status(session, chosen)
    print(
        f"{month_name(chosen)} dihitung dengan aturan versi {found.rules}: "
        f"{number(found.slips)} slip, bersih {money(found.net)}."
    )
    print(
        f"{number(found.written)} slip ditulis, {number(found.unchanged)} tetap, "
        f"{number(found.withdrawn)} ditarik."
    )
    _print_held(standing.held)
    _print_timings(
        found.timings,
        {
            "rules": "aturan",
            "open": "bulan beku dibuka",
            "compute": "dihitung",
            "write": "slip ditulis",
        },
    )


def submit(context: typer.Context, month: MonthArgument, seen: _SEEN = "") -> None:
    """Ajukan bulan yang sudah dihitung untuk disetujui."""
    with _session(context, Role.KEUANGAN) as session:
        run.submit(session, read_month(month), Seen.parse(seen))
    print(f"{month_name(read_month(month))} diajukan.")


def approve(context: typer.Context, month: MonthArgument, seen: _SEEN = "") -> None:
    """Setujui bulan yang diajukan; tidak oleh yang menghitung atau mengajukan."""
    with _session(context, Role.PIMPINAN) as session:
        run.approve(session, read_month(month), Seen.parse(seen))
    print(f"{month_name(read_month(month))} disetujui.")


def send_back(context: typer.Context, month: MonthArgument, reason: _REASON) -> None:
    """Kembalikan bulan yang diajukan kepada yang menghitung, dengan alasan."""
    with _session(context, Role.PIMPINAN) as session:
        run.send_back(session, read_month(month), reason)
    print(f"{month_name(read_month(month))} dikembalikan.")


def lock(context: typer.Context, month: MonthArgument, seen: _SEEN = "") -> None:
    """Kunci bulan yang disetujui."""
    chosen = read_month(month)
    with _session(context, Role.KEUANGAN) as session:
        run.lock(session, chosen, Seen.parse(seen))
        found = desk.status(session, chosen)
    print(f"{month_name(chosen)} dikunci: {number(found.slips)} slip, {money(found.net)}.")


def reopen(
    context: typer.Context,
    month: MonthArgument,
    reason: Annotated[str, typer.Option(help="Alasannya, dengan singkat.")] = "",
    nip: Annotated[str, typer.Option(help="NIP pemilik slip; tanpa ini, tarik pengajuan.")] = "",
    approve_: Annotated[bool, typer.Option("--approve", help="Setujui usulan orang lain.")] = False,
    refuse: Annotated[bool, typer.Option("--refuse", help="Tolak usulan, dengan alasan.")] = False,
    preview: Annotated[bool, typer.Option("--preview", help="Tampilkan saja akibatnya.")] = False,
) -> None:
    """Usulkan, setujui, atau tolak membuka ulang satu slip terkunci; atau tarik pengajuan."""
    chosen, who = read_month(month), "".join(nip.split())
    if not who:
        with _session(context, Role.KEUANGAN) as session:
            run.take_back(session, chosen, reason)
        print(f"{month_name(chosen)} ditarik kembali.")
    elif preview:
        with _session(context, Role.AUDITOR) as session, progress_on_stderr() as progress:
            _print_preview(reopening.preview(session, chosen, who, progress))
    elif refuse:
        with _session(context, Role.PIMPINAN) as session:
            reopening.refuse(session, chosen, who, reason)
        print(f"Usulan membuka ulang slip NIP {who} ditolak.")
    else:
        if not approve_:
            with _session(context, Role.KEUANGAN) as session, progress_on_stderr() as progress:
                _print_preview(reopening.propose(session, chosen, who, reason, progress))
        if approve_ or not context.obj.named:  # on the demo store each step has its own user
            with _session(context, Role.PIMPINAN) as session, progress_on_stderr() as progress:
                _print_reopened(reopening.approve(session, chosen, who, progress))
        else:
            print(f"Menunggu orang kedua: polima month reopen {chosen} --nip {who} --approve.")


def _print_preview(found: reopening.Preview) -> None:
    after = reopening.outcome_words(found.after, found.outcome)
    print(f"Bila dibuka ulang: bersih {money(found.before)} menjadi {after}.")


def _print_reopened(done: reopening.Reopened) -> None:
    after = reopening.outcome_words(done.after, done.outcome)
    if done.outcome and not done.outcome.startswith("tertahan"):
        print(f"Slip NIP {done.nip} diganti tanpa slip baru: {done.outcome.lower()}.")
    else:
        print(
            f"Slip NIP {done.nip} menjadi revisi {done.revision}: "
            f"bersih {money(done.before)} menjadi {after}."
        )
    if done.arrears:
        print(f"Yang sudah dibayar tetap; selisih {money(done.arrears)} menunggu di rapel.")


# ── reading ─────────────────────────────────────────────────────────────────────────────────


def status(context: typer.Context, month: MonthArgument, as_json: _JSON = False) -> None:
    """Tampilkan sampai di mana satu bulan."""
    with _session(context, Role.AUDITOR) as session:
        found = desk.known_status(session, read_month(month))
    if as_json:
        print_json(_status_json(found))
        return
    print(f"{month_name(found.month)}: {steps.STATE_LABELS[found.state].lower()}.")
    if found.returned is not None:
        print(returned_words(found.returned))
    if found.undecided:
        print(f"{number(found.undecided)} klaim belum diputuskan.")
    if found.inputs_hash is None:
        return
    print(f"{number(found.people)} pegawai, {number(found.entitled)} berhak.")
    for label, count in found.excluded:
        print(f"  tidak berhak: {label.lower()}, {number(count)}")
    if found.rules is not None:
        print(f"{number(found.slips)} slip menurut aturan versi {found.rules}.")
        _print_held(found.held)
        print(f"Kotor {money(found.gross)}, potongan {money(found.deductions)},")
        print(f"bersih {money(found.net)}.")
    for batch in found.payments:
        print(batch_words(batch))
    if found.payments:
        print(f"Dibayar {money(found.paid)}, belum dibayar {money(found.unpaid.amount)}.")
    print(f"Sidik {found.inputs_hash}")


def _status_json(found: Status) -> dict[str, Any]:
    return {
        "month": str(found.month),
        "state": found.state,
        "people": found.people,
        "entitled": found.entitled,
        "excluded": _reasons(found.excluded),
        "slips": found.slips,
        "held": _reasons(found.held),
        "totals": {
            "gross": str(found.gross),
            "deductions": str(found.deductions),
            "net": str(found.net),
        },
        "rules": found.rules,
        "inputs_hash": found.inputs_hash,
        "undecided": found.undecided,
        "seen": found.seen.text,
        "returned": _returned_json(found.returned),
        "payments": [batch_json(batch) for batch in found.payments],
        "paid": str(found.paid),
        "unpaid": str(found.unpaid.amount),
    }


def _returned_json(returned: Returned | None) -> dict[str, str] | None:
    if returned is None:
        return None
    return {
        "by": returned.by,
        "at": returned.at.isoformat(),
        "how": returned.how,
        "reason": returned.why,
    }


def _reasons(counted: Sequence[tuple[str, int]]) -> list[dict[str, Any]]:
    return [{"reason": reason, "people": people} for reason, people in counted]


# ── words ───────────────────────────────────────────────────────────────────────────────────


def _session(context: typer.Context, role: Role) -> Any:  # noqa: ANN401 - a context manager
    choice: Choice = context.obj
    return choice.session(role)


def _print_held(held: Sequence[tuple[str, int]]) -> None:
    for reason, people in held:
        print(f"  tertahan: {reason}, {number(people)}")


def _print_waiting(waiting: Sequence[tuple[str, int]]) -> None:
    """List the claims nobody decided, before the month is frozen without them."""
    if not waiting:
        return
    total = sum(count for _, count in waiting)
    print(
        f"{number(total)} klaim belum diputuskan: catatan elektronik yang dihitung, "
        "putusan yang menyusul menjadi rapel."
    )
    for unit, count in waiting:
        print(f"  {unit}: {number(count)}")


def _print_timings(seconds: Mapping[str, float], labels: Mapping[str, str]) -> None:
    parts = [f"{label} {seconds[part]:.2f}".replace(".", ",") for part, label in labels.items()]
    print(f"{'; '.join(parts)} detik.".capitalize())
