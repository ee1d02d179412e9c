"""``polima month``: what a month's figures rest on: pre-flight, lists, comparison, explanation."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import typer

from polima_desktop.cli.common import Choice, print_json, progress_on_stderr, read_month
from polima_desktop.domain.access import Role
from polima_desktop.domain.arrears import reason_words
from polima_desktop.domain.differences import CAUSES
from polima_desktop.domain.periods import month_name
from polima_desktop.domain.slices import Slice
from polima_desktop.formatting import money, number, trimmed
from polima_desktop.services.months import comparing, entitled, explaining, golden, preflight
from polima_desktop.services.months.comparing import Compared, Run, Why
from polima_desktop.services.months.explaining import ExplainedLine, Explanation
from polima_desktop.services.months.explanation_paper import print_explanation
from polima_desktop.services.months.golden import Golden
from polima_desktop.services.months.origin import slice_words
from polima_desktop.services.months.preflight import Preflight
from polima_desktop.services.months.sources import Source

MonthArgument = Annotated[str, typer.Argument(metavar="BULAN", help="Seperti 2021-01.")]
_RUN = "Seperti 2021-01, 2021-01:aturan=2 (versi lain), atau 2021-01:beku=1 (pembekuan lain)."
_JSON = Annotated[bool, typer.Option("--json", help="Cetak sebagai JSON.")]


def register(month: typer.Typer) -> None:
    """Add the verbs to ``polima month``."""
    month.command("check")(check)
    month.command("people")(list_people)
    month.command("golden")(golden_slips)
    month.command("compare")(compare)
    month.command("explain")(explain)


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


# ── lists and explanations ──


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
            told = ", ".join(found.words for found in one.differs)
            same = f"BERBEDA: {told}" if told else "sama"
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
        "differs": [found.name for found in one.differs],
    }


def compare(
    context: typer.Context,
    first: Annotated[str, typer.Argument(metavar="BULAN", help=_RUN)],
    second: Annotated[str, typer.Argument(metavar="BULAN", help=_RUN)],
    as_json: _JSON = False,
    out: Annotated[str, typer.Option(help="Tulis ke buku kerja ini.")] = "",
) -> None:
    """Bandingkan dua bulan, hitungan, atau versi aturan: sebab, unit, baris, dan orang."""
    with _session(context, Role.AUDITOR) as session:
        found = comparing.compare(session, Run.parse(first), Run.parse(second))
        if out:
            count = comparing.export(session, found, Path(out))
            print(f"{number(count)} pegawai: {out}")
            return
    if as_json:
        print_json(_compared_json(found))
        return
    print(f"{found.first.title} {money(found.before)}, {found.second.title} {money(found.after)}.")
    for cause, amount in found.parts.items():
        print(f"  {CAUSES[cause]}: {money(amount)}")
    print(f"Baru {number(len(found.new))}, tidak lagi {number(len(found.gone))} orang.")
    for one in found.people[:10]:
        if one.difference:
            print(f"  {one.name}: {money(one.difference)}, {reason_words(one.parts)}")


def _compared_json(found: Compared) -> dict[str, Any]:
    return {
        "months": [str(found.first.month), str(found.second.month)],
        "runs": [found.first.title, found.second.title],
        "lines": [
            {"label": label, "before": str(before), "after": str(after)}
            for label, before, after in found.lines
        ],
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
    out: Annotated[str, typer.Option(help="Tulis sebagai PDF ke berkas ini.")] = "",
) -> None:
    """Telusuri slip satu orang sampai ke berkas dan putusan asalnya."""
    if out:
        with _session(context, Role.AUDITOR) as session, progress_on_stderr() as progress:
            who = "".join(nip.split())
            print_explanation(session, read_month(month), who, Path(out), progress)
        print(f"Asal angka NIP {who}: {out}")
        return
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


def _session(context: typer.Context, role: Role) -> Any:  # noqa: ANN401 - a context manager
    choice: Choice = context.obj
    return choice.session(role)
