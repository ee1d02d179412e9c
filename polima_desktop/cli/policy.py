"""``polima policy``: who may hand in manual back-up, listed, permitted, a permit withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from polima_desktop.cli.common import Choice, print_json, read_day
from polima_desktop.domain.access import Role
from polima_desktop.domain.errors import Refused, WrongUsage
from polima_desktop.domain.periods import month_name
from polima_desktop.domain.transition import Group, Permit, Scope
from polima_desktop.formatting import listed, short_date
from polima_desktop.services.review import policy
from polima_desktop.services.review.policy import Change, Rejudged

if TYPE_CHECKING:
    from polima_desktop.services.session import Session
    from polima_desktop.storage.attendance.policy import Stored

_JSON = Annotated[bool, typer.Option("--json", help="Cetak sebagai JSON.")]
_SCOPES = ", ".join(scope.value for scope in Scope)
_DRY = Annotated[bool, typer.Option("--dry-run", help="Hanya sebut klaim yang dinilai ulang.")]


def register(app: typer.Typer) -> None:
    """Add the verbs to the root."""
    family = typer.Typer(help="Kebijakan backup manual.", no_args_is_help=True)
    family.command("list")(list_rules)
    family.command("permit")(permit)
    family.command("withdraw")(withdraw)
    app.add_typer(family, name="policy")


def list_rules(
    context: typer.Context,
    everything: Annotated[
        bool, typer.Option("--all", help="Juga yang tidak berlaku lagi.")
    ] = False,
    as_json: _JSON = False,
) -> None:
    """Daftar masa peralihan tiap kelompok dan izin tiap tempat, dengan dasarnya."""
    choice: Choice = context.obj
    with choice.session(Role.ORGANISASI) as session:
        found = policy.read(session)
    groups, permits, gone = found.groups, found.permits, found.gone if everything else []
    if as_json:
        print_json({
            "groups": [_group(each) for each in groups],
            "permits": [_permit(each) for each in permits],
            "gone": [_document(each) for each in gone],
        })  # fmt: skip
        return
    for each in (*groups, *permits, *gone):
        print(_line(each))
    print(f"{len(groups)} kelompok peralihan, {len(permits)} izin.")


def permit(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAMA", help="Misalnya ‘Tempat tanpa sinyal’.")],
    since: Annotated[str, typer.Option("--from", help="Hari pertama, seperti 2021-03-01.")],
    source: Annotated[str, typer.Option("--source", help="Dasar: nomor surat atau keputusan.")],
    until: Annotated[
        str, typer.Option("--until", help="Hari terakhir; tanpa ini seterusnya.")
    ] = "",
    place: Annotated[str, typer.Option("--place", help="Nama tempat, misalnya Kampeonaho.")] = "",
    scope: Annotated[str, typer.Option("--scope", help=f"Jenis tempat: {_SCOPES}.")] = "",
    kinds: Annotated[
        list[str] | None, typer.Option("--unit-kind", help="Jenis unit; boleh berulang.")
    ] = None,
    families: Annotated[
        list[str] | None, typer.Option("--family", help="Kelompok jabatan; boleh berulang.")
    ] = None,
    activities: Annotated[
        bool, typer.Option("--activities", help="Laporan kegiatan juga diterima.")
    ] = False,
    days: Annotated[
        int | None, typer.Option("--hand-in-days", help="Batas serah sesudah akhir bulan.")
    ] = None,
    dry_run: _DRY = False,
) -> None:
    """Izinkan backup manual menurut tempat, jenis unit, atau kelompok jabatan."""
    choice: Choice = context.obj
    last = read_day(until) if until else None
    rule = Permit(
        name.strip(), read_day(since), None if last is None else last + timedelta(1),
        source.strip(), place.strip(), _scope(scope), tuple(sorted(kinds or ())),
        tuple(sorted(families or ())), activities, days,
    )  # fmt: skip
    with choice.session(Role.ORGANISASI) as session:
        if dry_run:
            found = policy.would_rejudge(session, Change(None, rule))
        else:
            found = policy.record(session, rule)
    _tell(f"Izin {rule.label}", found, done="akan dicatat" if dry_run else "dicatat")


def withdraw(
    context: typer.Context,
    number: Annotated[int, typer.Argument(metavar="NOMOR", help="Nomor izin, dari daftarnya.")],
    reason: Annotated[str, typer.Option("--reason", help="Alasannya.")] = "",
    dry_run: _DRY = False,
) -> None:
    """Cabut izin yang keliru; catatannya tetap tersimpan beserta alasannya."""
    choice: Choice = context.obj
    with choice.session(Role.ORGANISASI) as session:
        old = _find(session, number)
        if dry_run:
            found = policy.would_rejudge(session, Change(old, None))
        else:
            found = policy.withdraw(session, old, reason)
    _tell(f"Izin {_name(old)}", found, done="akan dicabut" if dry_run else "dicabut")


def _find(session: Session, number: int) -> Stored:
    for each in policy.read(session).permits:
        if each.id == number:
            return each
    raise Refused(f"Izin {number} tidak ada.", "Lihat nomornya di polima policy list.")


def _scope(text: str) -> Scope | None:
    try:
        return Scope(text) if text else None
    except ValueError:
        raise WrongUsage(f"Jenis tempat ‘{text}’ tidak dikenal.", f"Pilih {_SCOPES}.") from None


# ── words and JSON ──────────────────────────────────────────────────────────────────────────


def _tell(what: str, found: Sequence[Rejudged], *, done: str) -> None:
    print(f"{what} {done}.")
    for each in found:
        words = f"{month_name(each.month)}: {each.opened} klaim menjadi diterima, {each.shut} tidak"
        kept = f"; {each.accepted} di antaranya sudah diputus diterima" if each.accepted else ""
        print(f"{words}{kept}.")
    if not found:
        print("Tidak ada klaim yang dinilai lain.")


def _name(each: Stored) -> str:
    return each.rule.label if isinstance(each.rule, Permit) else each.rule.name


def _line(each: Stored) -> str:
    rule = each.rule
    if isinstance(rule, Group):
        until = short_date(rule.manual_until)
        span = f"aplikasi sejak {short_date(rule.electronic_from)}, manual sampai {until}"
    else:
        last = "seterusnya" if rule.valid_to is None else short_date(rule.valid_to - timedelta(1))
        span = f"manual {short_date(rule.valid_from)} sampai {last}"
    whom = listed([*rule.unit_kinds, *rule.families]) or "semua"
    kind = "kelompok" if isinstance(rule, Group) else "izin"
    state = "" if each.believed else f"tidak berlaku lagi: {each.withdrawn or 'diganti'}"
    cells = (f"{kind} {each.id}", _name(each), whom, span, rule.source, state)
    return "\t".join(cell for cell in cells if cell)


def _document(each: Stored) -> dict[str, Any]:
    return _group(each) if isinstance(each.rule, Group) else _permit(each)


def _group(each: Stored) -> dict[str, Any]:
    rule = each.rule
    assert isinstance(rule, Group)
    return {
        **_common(each),
        "code": rule.code,
        "electronic_from": rule.electronic_from.isoformat(),
        "manual_until": rule.manual_until.isoformat(),
    }


def _permit(each: Stored) -> dict[str, Any]:
    rule = each.rule
    assert isinstance(rule, Permit)
    last = None if rule.valid_to is None else rule.valid_to - timedelta(1)
    return {
        **_common(each),
        "place": rule.place or None,
        "scope": rule.scope.value if rule.scope else None,
        "from": rule.valid_from.isoformat(),
        "until": None if last is None else last.isoformat(),
        "activities": rule.activities,
    }


def _common(each: Stored) -> dict[str, Any]:
    rule = each.rule
    return {
        "id": each.id,
        "name": rule.name,
        "unit_kinds": list(rule.unit_kinds),
        "families": list(rule.families),
        "hand_in_days": rule.hand_in_days,
        "source": rule.source,
        "recorded_by": each.recorded_by,
        "in_force": each.believed,
        "withdrawn": each.withdrawn,
    }
