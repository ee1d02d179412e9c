"""``polima events``: what is recorded of a person, and a record ended or withdrawn by another."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from polima_desktop.cli.common import Choice, print_json, read_day
from polima_desktop.domain.access import Role
from polima_desktop.domain.errors import Refused, WrongUsage
from polima_desktop.domain.identity import read_nip
from polima_desktop.formatting import moment, short_date
from polima_desktop.services.staff import events

if TYPE_CHECKING:
    from polima_desktop.services.staff.events import Recorded

_JSON = Annotated[bool, typer.Option("--json", help="Cetak sebagai JSON.")]
_NUMBER = Annotated[int, typer.Argument(metavar="NOMOR", help="Nomor catatan, dari daftarnya.")]
_REASON = Annotated[str, typer.Option("--reason", help="Alasannya.")]
_STATES = {"in_force": "berlaku", "replaced": "diganti", "withdrawn": "dicabut"}


def register(app: typer.Typer) -> None:
    """Add the verbs to the root."""
    family = typer.Typer(help="Catatan kepegawaian seorang pegawai.", no_args_is_help=True)
    family.command("list")(list_events)
    family.command("withdraw")(withdraw)
    family.command("end")(end)
    app.add_typer(family, name="events")


def list_events(
    context: typer.Context,
    nip: Annotated[str, typer.Argument(metavar="NIP", help="NIP, juga yang pernah dipakai.")],
    as_json: _JSON = False,
) -> None:
    """Daftar semua yang tercatat, juga yang sudah diganti atau dicabut."""
    choice: Choice = context.obj
    with choice.session(Role.BKPSDM) as session:
        found = events.listed(session, events.person_of(session, _nip(nip)))
    if as_json:
        print_json({"nip": _nip(nip), "events": [_document(one) for one in found]})
        return
    for one in found:
        print(_line(one))
    standing = sum(one.stands for one in found)
    print(f"{len(found)} catatan, {standing} berlaku.")


def withdraw(context: typer.Context, number: _NUMBER, reason: _REASON = "") -> None:
    """Cabut satu catatan; catatannya tetap tersimpan beserta alasannya."""
    choice: Choice = context.obj
    with choice.session(Role.BKPSDM) as session:
        events.withdraw(session, number, reason)
    print(f"Catatan {number} dicabut.")


def end(
    context: typer.Context,
    number: _NUMBER,
    last: Annotated[str, typer.Option("--on", help="Hari terakhirnya, seperti 2021-01-12.")],
    reason: _REASON = "",
) -> None:
    """Akhiri satu catatan pada suatu hari."""
    choice: Choice = context.obj
    day = read_day(last)
    with choice.session(Role.BKPSDM) as session:
        events.end(session, number, day, reason)
    print(f"Catatan {number} berakhir {short_date(day)}.")


def _nip(text: str) -> str:
    try:
        return read_nip(text)
    except Refused as refused:
        raise WrongUsage(refused.message, refused.advice) from None


def _document(one: Recorded) -> dict[str, Any]:
    said = one.said
    return {
        "id": said.id,
        "kind": said.kind,
        "label": one.label,
        "starts": said.valid_from.isoformat(),
        "ends": _iso(one.last_day),
        "note": said.note,
        "sets": {name: _plain(value) for name, value in said.fields.items()},
        "decree_number": said.decree_number,
        "decree_date": _iso(said.decree_date),
        "batch": said.batch_id,
        "recorded_at": said.said_at.isoformat(),
        "recorded_by": said.recorded_by,
        "state": one.state,
        "replaces": said.replaces,
        "replaced_by": one.replaced_by,
        "out": one.out
        and {"at": one.out.at.isoformat(), "by": one.out.user, "reason": one.out.reason},
    }


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _line(one: Recorded) -> str:
    said = one.said
    last = f" sampai {short_date(one.last_day)}" if one.last_day else ""
    paper = f", SK {said.decree_number}" if said.decree_number else ""
    out = ""
    if one.out is not None:
        why = f": {one.out.reason}" if one.out.reason else ""
        out = f", {_STATES[one.state]} {one.out.user} {moment(one.out.at)}{why}"
    return f"{said.id:>6}  {short_date(said.valid_from)}{last}  {one.label}{paper}{out}"
