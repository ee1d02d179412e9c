"""``polima month``: the run of a month, where it stands, and where an amount comes from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import typer

from polima_desktop.cli.common import Choice, print_json, progress_on_stderr, read_month
from polima_desktop.cli.payments import batch_json, batch_words, pay
from polima_desktop.domain.access import Role
from polima_desktop.domain.arrears import reason_words
from polima_desktop.domain.differences import CAUSES
from polima_desktop.domain.periods import month_name
from polima_desktop.domain.slices import Slice
from polima_desktop.formatting import money, number, trimmed
from polima_desktop.services.months import (
    comparing,
    desk,
    entitled,
    explaining,
    golden,
    preflight,
    reopening,
    run,
    steps,
)
from polima_desktop.services.months.comparing import Compared, Why
from polima_desktop.services.months.desk import Returned, Status, returned_words
from polima_desktop.services.months.explaining import ExplainedLine, Explanation
from polima_desktop.services.months.golden import Golden
from polima_desktop.services.months.origin import slice_words
from polima_desktop.services.months.preflight import Preflight
from polima_desktop.services.months.seen import Seen
from polima_desktop.services.months.sources import Source

MonthArgument = Annotated[str, typer.Argument(metavar="BULAN", help="Seperti 2021-01.")]
_JSON = Annotated[bool, typer.Option("--json", help="Cetak sebagai JSON.")]
_REASON = Annotated[str, typer.Option(help="Alasannya, dengan singkat.")]
_AGAIN = Annotated[str, typer.Option(help="Alasan, bila bulan ini sudah diajukan.")]
_SEEN = Annotated[str, typer.Option(help="Tanda angka yang dilihat, dari polima month status.")]


def register(app: typer.Typer) -> None:
    """Add the verbs to the root."""
    month = typer.Typer(help="Jalankan satu bulan.", no_args_is_help=True)
    for verb in (freeze, calculate, submit, approve, lock, pay, reopen, status, explain):
        month.command(verb.__name__)(verb)
    month.command("return")(send_back)
    month.command("check")(check)
    month.command("golden")(golden_slips)
    month.command("people")(list_people)
    month.command("compare")(compare)
    app.add_typer(month, name="month")


# ── before it ───────────────────────────────────────────────────────────────────────────────


def check(context: typer.Context, month: MonthArgument, as_json: _JSON = False) -> None:
    """Periksa seluruh kota sebelum dibekukan: apa yang kurang, berapa, dan siapa."""
    chosen = read_month(month)
    with _session(context, Role.AUDITOR) as session, progress_on_stderr() as progress:
        found = preflight.check(session, chosen, progress)
    if as_json:
        print_json(_preflight_json(found))
    else:
        _print_preflight(found)
    if found.stops:
        raise typer.Exit(1)


def _preflight_json(found: Preflight) -> dict[str, Any]:
    return {
        "month": str(found.month),
        "people": found.people,
        "entitled": found.entitled,
        "findings": [
            {
                "key": one.key,
                "severity": "error" if one.severity == preflight.STOPS else "warning",
                "count": one.count,
                "message": one.title,
                "advice": one.advice,
                "page": one.page,
                "members": [
                    {"nip": m.nip or None, "name": m.name, "unit": m.unit} for m in one.members
                ],
            }
            for one in found.findings
        ],
    }


def _print_preflight(found: Preflight) -> None:
    entitled, people = number(found.entitled), number(found.people)
    print(f"{month_name(found.month)}: {entitled} dari {people} pegawai berhak.")
    for one in found.findings:
        print(f"{'Menghalangi' if one.severity == preflight.STOPS else 'Periksa'}: {one.title}.")
        print(f"  {one.advice}.")
        for member in one.members[:MEMBERS_SHOWN]:
            print(f"  {member.name}" + (f", {member.unit}" if member.unit else ""))
        if len(one.members) > MEMBERS_SHOWN:
            print(f"  dan {number(len(one.members) - MEMBERS_SHOWN)} lainnya")
    if not found.findings:
        print("Tidak ada yang kurang.")


MEMBERS_SHOWN = 10
"""So many of a finding are named on the terminal; ``--json`` has them all."""


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


def list_people(
    context: typer.Context,
    month: MonthArgument,
    reason: Annotated[str, typer.Option(help="Hanya yang sebabnya memuat kata ini.")] = "",
    out: Annotated[str, typer.Option(help="Tulis ke buku kerja ini.")] = "",
    as_json: _JSON = False,
) -> None:
    """Tampilkan keadaan setiap pegawai: slip, tertahan, atau tidak berhak dan sebabnya."""
    chosen = read_month(month)
    with _session(context, Role.AUDITOR) as session:
        if out:
            count = entitled.export(session, chosen, Path(out), reason)
            print(f"{number(count)} pegawai: {out}")
            return
        found = entitled.everybody(session, chosen, reason)
    if as_json:
        print_json({"month": str(chosen), "people": [one._asdict() for one in found]})
        return
    for one in found:
        print(f"{one.state}  {one.reason or '–'}  {one.name}, NIP {one.nip}, {one.unit}")
    print(f"{number(len(found))} pegawai.")


def golden_slips(
    context: typer.Context,
    month: Annotated[str, typer.Argument(metavar="[BULAN]", help="Bulan slipnya.")] = "",
    nip: Annotated[str, typer.Option(help="NIP pemilik slip yang dipilih.")] = "",
    reason: Annotated[str, typer.Option(help="Alasannya, dengan singkat.")] = "",
    release: Annotated[bool, typer.Option("--release", help="Lepas sebagai acuan.")] = False,
    as_json: _JSON = False,
) -> None:
    """Hitung ulang slip acuan; dengan BULAN dan --nip, pilih atau lepas satu slip acuan."""
    if nip:
        act = golden.release if release else golden.choose
        who = "".join(nip.split())
        with _session(context, Role.ORGANISASI) as session:
            act(session, read_month(month), who, reason)
        print(f"Slip NIP {who} {'dilepas' if release else 'menjadi slip acuan'}.")
        return
    with _session(context, Role.AUDITOR) as session:
        found = golden.check(session)
    if as_json:
        print_json({"slips": [_golden_json(one) for one in found]})
    else:
        for one in found:
            same = "sama" if not one.differs else f"BERBEDA: {', '.join(one.differs)}"
            print(f"{one.words}: {same}. {one.chosen.note}")
        print(f"{number(len(found))} slip acuan.")
    if any(one.differs for one in found):
        raise typer.Exit(1)


def _golden_json(one: Golden) -> dict[str, Any]:
    return {
        "nip": one.slip.nip,
        "month": one.slip.month,
        "revision": one.slip.revision,
        "note": one.chosen.note,
        "chosen_by": one.chosen.chosen_by,
        "differs": list(one.differs),
    }


def compare(
    context: typer.Context,
    first: Annotated[str, typer.Argument(metavar="BULAN", help="Bulan pertama.")],
    second: Annotated[str, typer.Argument(metavar="BULAN", help="Bulan kedua.")],
    as_json: _JSON = False,
) -> None:
    """Bandingkan dua bulan: menurut sebab, unit, dan orang; jumlahnya tepat."""
    with _session(context, Role.AUDITOR) as session:
        found = comparing.compare(session, read_month(first), read_month(second))
    if as_json:
        print_json(_compared_json(found))
        return
    print(
        f"{month_name(found.first)} {money(found.before)}, "
        f"{month_name(found.second)} {money(found.after)}."
    )
    for cause, amount in found.parts.items():
        print(f"  {CAUSES[cause]}: {money(amount)}")
    print(f"Baru {number(len(found.new))}, tidak lagi {number(len(found.gone))} orang.")
    for one in found.people[:10]:
        if one.difference:
            print(f"  {one.name}: {money(one.difference)}, {reason_words(one.parts)}")


def _compared_json(found: Compared) -> dict[str, Any]:
    return {
        "months": [str(found.first), str(found.second)],
        "before": str(found.before),
        "after": str(found.after),
        "parts": _amounts(found.parts),
        "units": [
            {"unit": unit, "before": str(before), "after": str(after)}
            for unit, before, after in found.units
        ],
        "people": [
            {
                "nip": one.nip,
                "name": one.name,
                "unit": one.unit,
                "before": str(one.before),
                "after": str(one.after),
                "parts": _amounts(one.parts),
            }
            for one in found.people
        ],
        "new": [one.nip for one in found.new],
        "gone": [one.nip for one in found.gone],
    }


def _amounts(parts: Mapping[str, int]) -> dict[str, str]:
    return {cause: str(amount) for cause, amount in parts.items()}


def explain(
    context: typer.Context,
    month: MonthArgument,
    nip: Annotated[str, typer.Argument(metavar="NIP")],
    as_json: _JSON = False,
) -> None:
    """Telusuri slip satu orang sampai ke berkas dan putusan asalnya."""
    with _session(context, Role.AUDITOR) as session:
        found = explaining.explain(session, read_month(month), "".join(nip.split()))
        moved = comparing.why_different(session, read_month(month), found.nip)
    if as_json:
        print_json({**_explanation_json(found), "different_from": [_why_json(w) for w in moved]})
        return
    _print_explanation(found)
    for why in moved:
        words = reason_words(why.parts) if why.parts else "tidak berbeda"
        print(f"Dari {why.against}: {money(why.before)} menjadi {money(why.after)}; {words}.")


def _why_json(why: Why) -> dict[str, Any]:
    return {
        "against": why.against,
        "before": str(why.before),
        "after": str(why.after),
        "parts": _amounts(why.parts),
    }


def _explanation_json(found: Explanation) -> dict[str, Any]:
    return {
        "nip": found.nip,
        "name": found.name,
        "month": str(found.month),
        "revision": found.revision,
        "state": found.state,
        "held_reason": found.held_reason,
        "rules": found.rules.number,
        "equal_to_stored": found.equal_to_stored,
        "differences": list(found.differences),
        "lines": [_line_json(found, line) for line in found.lines],
    }


def _line_json(found: Explanation, line: ExplainedLine) -> dict[str, Any]:
    return {
        "name": line.name,
        "label": line.label,
        "value": explaining.written(line.value, line.decimals),
        "formula": line.formula,
        "inputs": {name: found.value_of(name) for name in line.names},
        "slices": [_slice_json(part, line) for part in found.slices if line.name in part.values],
        "sources": [_source_json(source) for source in line.sources],
    }


def _slice_json(part: Slice, line: ExplainedLine) -> dict[str, Any]:
    return {
        "from": part.first,
        "to": part.last,
        "days": part.weight,
        "of": part.total,
        "value": explaining.written(part.values[line.name], line.decimals),
        "inputs": {name: explaining.written(value, 0) for name, value in part.inputs.items()},
    }


def _source_json(source: Source) -> dict[str, Any]:
    values = source._asdict()
    values["day"] = source.day and source.day.isoformat()
    return values


def _print_explanation(found: Explanation) -> None:
    print(f"{found.name}, NIP {found.nip}, {month_name(found.month)}, revisi {found.revision}")
    if found.held_reason:
        print(f"Slip tertahan: {found.held_reason}.")
    for line in found.lines:
        print(f"{line.label} = {_shown(line)}")
        print(f"    {line.formula}")
        for part in found.slices:
            if line.name in part.values:
                amount = explaining.written(part.values[line.name], line.decimals)
                print(f"    {slice_words(part, found.month)}: {amount}")
    same = "sama dengan slip" if found.equal_to_stored else "BERBEDA dengan slip"
    print(f"Dihitung ulang: {same}.")


def _shown(line: ExplainedLine) -> str:
    """Write a line's value for people: decimal comma, and Rp where it is money."""
    if not isinstance(line.value, Decimal):
        value = explaining.written(line.value, line.decimals)
        return "–" if value is None else str(value)
    return money(line.value) if line.unit == "Rp" else number(trimmed(line.value))


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
