"""``polima claims``: the manual back-up queue, its decisions, and the workbook to fill in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from polima_desktop.cli.common import Choice, print_json, read_month, read_target
from polima_desktop.domain.access import Role
from polima_desktop.domain.attendance import Clocking
from polima_desktop.domain.errors import Refused, WrongUsage
from polima_desktop.domain.periods import Month, month_name
from polima_desktop.domain.review import Decision, Finding
from polima_desktop.formatting import UNKNOWN, clock, exact, listed, money, short_date, trimmed
from polima_desktop.services.review import claims, decisions
from polima_desktop.services.review.claims import Claim, Wanted

if TYPE_CHECKING:
    from polima_desktop.services.review.stakes import Stake
    from polima_desktop.services.session import Session

_JSON = Annotated[bool, typer.Option("--json", help="Cetak sebagai JSON.")]
_MONTH = Annotated[str, typer.Argument(metavar="BULAN", help="Misalnya 2021-02.")]
_UNIT = Annotated[str, typer.Option("--unit", help="Kode atau nama unit, dengan bawahannya.")]
_FINDING = Annotated[
    list[str] | None, typer.Option("--verdict", help="Temuan, misalnya cocok; boleh berulang.")
]
_OPEN = Annotated[bool, typer.Option("--open", help="Hanya yang belum diputuskan.")]
_REASON = Annotated[str, typer.Option("--reason", help="Alasan putusan.")]
_DECISION = Annotated[
    str, typer.Argument(metavar="PUTUSAN", help="manual, electronic, reject, evidence, return.")
]


def register(app: typer.Typer) -> None:
    """Add the verbs to the root."""
    family = typer.Typer(help="Klaim backup manual.", no_args_is_help=True)
    family.command("list")(list_claims)
    family.command("decide")(decide)
    family.command("decide-all")(decide_all)
    family.command("undo")(undo)
    family.command("template")(template)
    app.add_typer(family, name="claims")


def list_claims(
    context: typer.Context,
    month: _MONTH,
    unit: _UNIT = "",
    verdict: _FINDING = None,
    only_open: _OPEN = False,
    as_json: _JSON = False,
) -> None:
    """Daftar klaim sebulan di samping catatan elektroniknya."""
    choice: Choice = context.obj
    wanted = Wanted(unit, _findings(verdict), open_only=only_open)
    with choice.session(Role.VERIFIKATOR) as session:
        found = claims.queue(session, read_month(month), wanted)
        worth = _worth(session, read_month(month), found)
    if as_json:
        print_json(_document(read_month(month), found, worth))
        return
    for claim in found:
        print(_line(claim, worth.get(claim.id)))
    waiting = sum(claim.open for claim in found)
    print(f"{len(found)} klaim {month_name(read_month(month))}, {waiting} belum diputuskan.")


def decide(
    context: typer.Context,
    claim_id: Annotated[int, typer.Argument(metavar="NOMOR", help="Nomor klaim.")],
    decision: _DECISION,
    reason: _REASON = "",
) -> None:
    """Putuskan satu klaim."""
    choice: Choice = context.obj
    chosen = _decision(decision)
    with choice.session(Role.VERIFIKATOR) as session:
        done = decisions.decide(session, claim_id, chosen, reason)
    print(f"Klaim {claim_id}: {chosen.label.lower()}.{_late(done.late)}")


def decide_all(
    context: typer.Context,
    month: _MONTH,
    decision: _DECISION,
    unit: _UNIT = "",
    verdict: _FINDING = None,
    reason: _REASON = "",
    yes: Annotated[bool, typer.Option("--yes", help="Laksanakan, bukan hanya hitung.")] = False,
) -> None:
    """Putuskan semua klaim terbuka yang lolos saringan; tanpa --yes hanya dihitung."""
    choice: Choice = context.obj
    chosen, findings = _decision(decision), _findings(verdict)
    wanted = Wanted(unit, findings, open_only=True)
    with choice.session(Role.VERIFIKATOR) as session:
        preview = decisions.preview(session, read_month(month), wanted, chosen, reason)
        if not yes:
            _show(preview, chosen)
            return
        rule = _rule(read_month(month), unit, findings)
        done = decisions.decide_many(session, preview.ids, chosen, reason, rule)
    print(f"{done.claims} klaim: {chosen.label.lower()}.{_late(done.late)}")
    for words in done.skipped:
        print(f"Dilewati: {words}")
    print(f"Urungkan dengan: polima claims undo {done.bulk}")


def undo(
    context: typer.Context,
    mark: Annotated[str, typer.Argument(metavar="NOMOR", help="Nomor klaim, atau tanda massal.")],
) -> None:
    """Urungkan putusan satu klaim, atau putusan massal dengan tandanya."""
    choice: Choice = context.obj
    with choice.session(Role.VERIFIKATOR) as session:
        if mark.isdecimal():
            done = decisions.undo(session, int(mark))
        else:
            done = decisions.undo_many(session, mark)
    print(f"Putusan {done.claims} klaim diurungkan.{_late(done.late)}")


def template(
    context: typer.Context,
    unit: Annotated[str, typer.Option("--unit", help="Kode atau nama unit.")],
    month: Annotated[str, typer.Option("--month", help="Misalnya 2021-02.")],
    out: Annotated[Path, typer.Option("--out", help="Berkas .xlsx yang ditulis.")],
) -> None:
    """Tulis buku kerja backup manual untuk diisi satu unit."""
    from polima_desktop.services.review.template import write_template

    choice: Choice = context.obj
    with choice.session(Role.VERIFIKATOR) as session:
        path = read_target(str(out), "backup.xlsx")
        made = write_template(session, unit, read_month(month), path)
    print(f"{out}: buku kerja {made.unit}, {made.people} pegawai.")


def _worth(session: Session, month: Month, found: list[Claim]) -> Mapping[int, Stake]:
    """Weigh the claims; without rules in force there are no amounts yet."""
    from polima_desktop.services.review import stakes

    try:
        return stakes.weigh(session, month, found).claims
    except Refused:
        return {}


# ── words and JSON ──────────────────────────────────────────────────────────────────────────


def _decision(text: str) -> Decision:
    for decision in Decision:
        if text == decision.value:
            return decision
    raise WrongUsage(
        f"Putusan ‘{text}’ tidak dikenal.",
        "Pilih manual, electronic, reject, evidence, atau return.",
    )


def _findings(texts: list[str] | None) -> frozenset[Finding]:
    try:
        return frozenset(Finding(text.strip().lower().replace(" ", "_")) for text in texts or ())
    except ValueError:
        known = listed([finding.value for finding in Finding])
        raise WrongUsage("Temuan itu tidak dikenal.", f"Pilih {known}.") from None


def _rule(month: Month, unit: str, findings: frozenset[Finding]) -> str:
    which = listed([finding.label.lower() for finding in sorted(findings)]) or "semua temuan"
    return f"klaim terbuka {month_name(month)}, {unit or 'semua unit'}, {which}"


def _late(late: int) -> str:
    if not late:
        return ""
    return f" {late} di antaranya milik bulan yang sudah dibekukan dan menjadi rapel."


def _line(claim: Claim, stake: Stake | None = None) -> str:
    decided = claim.decided.outcome.label if claim.decided else "Menunggu"
    cells = (
        str(claim.id),
        short_date(claim.day),
        claim.nip,
        claim.name,
        claim.unit.label,
        f"klaim {_span(claim.row.clocking)}",
        f"aplikasi {_span(claim.row.recorded)}",
        claim.finding.label,
        money(stake.amount) if stake else UNKNOWN,
        decided,
    )
    return "\t".join(cells)


def _span(clocking: Clocking | None) -> str:
    if clocking is None or clocking.empty:
        return "tidak ada"
    return f"{clock(clocking.clock_in, zone=False)}–{clock(clocking.clock_out, zone=False)}"


def _show(preview: decisions.Preview, decision: Decision) -> None:
    print(f"{len(preview.ids)} klaim akan menjadi: {decision.label.lower()}.")
    for claim in preview.samples:
        print(_line(claim))
    if preview.left:
        print(f"{preview.left} klaim lain perlu alasan atau di luar masa, dan tidak ikut.")
    print("Tambahkan --yes untuk melaksanakan.")


def _document(month: Month, found: list[Claim], worth: Mapping[int, Stake]) -> dict[str, object]:
    counts = {each.value: sum(claim.finding is each for claim in found) for each in Finding}
    return {
        "month": str(month),
        "claims": [_claim(claim, worth.get(claim.id)) for claim in found],
        "undecided": sum(claim.open for claim in found),
        "verdicts": counts,
    }


def _claim(claim: Claim, stake: Stake | None) -> dict[str, object]:
    row = claim.row
    return {
        "id": claim.id,
        "nip": claim.nip,
        "name": claim.name,
        "unit": claim.unit.name,
        "unit_code": claim.unit.code,
        "date": claim.day.isoformat(),
        "manual": _times(row.clocking),
        "electronic": _times(row.recorded),
        "manual_activities": row.activities,
        "electronic_activities": row.recorded_activities,
        "verdict": claim.finding.value,
        "minutes": claim.comparison.minutes,
        "missing": list(claim.comparison.gaps),
        "amount": None if stake is None or stake.amount is None else exact(stake.amount),
        "points": None if stake is None else exact(trimmed(stake.points)),
        "policy": {
            "outcome": claim.policy.outcome.value,
            "reason": claim.policy.reason,
            "rule": claim.policy.rule,
        },
        "suggestion": {
            "decision": claim.suggestion.decision.value,
            "reason": claim.suggestion.reason,
        },
        "decision": _decided(claim),
        "evidence": list(row.evidence),
        "named_evidence": list(row.named),
        "doubts": list(claim.doubts),
        "typed_by": row.typed_by,
        "typed_account": row.typed_account,
        "superior": row.superior,
        "source": {"file": row.file, "sheet": row.sheet, "row": row.row},
    }


def _times(clocking: Clocking | None) -> dict[str, str | None] | None:
    if clocking is None or clocking.empty:
        return None
    return {"in": _iso(clocking.clock_in), "out": _iso(clocking.clock_out)}


def _iso(seconds: int | None) -> str | None:
    """Write a time of day as ``07:30:00``; the next morning's as ``31:05:00``."""
    if seconds is None:
        return None
    return f"{seconds // 3600:02d}:{seconds % 3600 // 60:02d}:{seconds % 60:02d}"


def _decided(claim: Claim) -> dict[str, object] | None:
    if claim.decided is None:
        return None
    return {
        "decision": claim.decided.outcome.value,
        "reason": claim.decided.reason,
        "by": claim.decided.by,
        "at": claim.decided.at.isoformat(),
    }
