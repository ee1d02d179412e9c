"""``polima cases``: a month's odd clockings, each with its decision. Deciding is the page's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from polima_desktop.cli.common import Choice, print_json, progress_on_stderr, read_month
from polima_desktop.domain.access import Role
from polima_desktop.domain.periods import month_name
from polima_desktop.formatting import short_date

if TYPE_CHECKING:
    from polima_desktop.services.attendance.cases import Found


def register(app: typer.Typer) -> None:
    """Add the verb to the root."""
    app.command("cases")(list_cases)


def list_cases(
    context: typer.Context,
    month: Annotated[str, typer.Argument(metavar="BULAN", help="Misalnya 2021-02.")],
    only_open: Annotated[bool, typer.Option("--open", help="Hanya yang belum diputuskan.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Cetak sebagai JSON.")] = False,
) -> None:
    """Daftar kasus kehadiran untuk diperiksa pada satu bulan."""
    from polima_desktop.services.attendance import cases

    choice: Choice = context.obj
    with choice.session(Role.VERIFIKATOR) as session, progress_on_stderr() as progress:
        found = cases.read(session, read_month(month), progress)
    shown = [one for one in found.found if one.open or not only_open]
    if as_json:
        print_json({
            "month": str(found.month), "open": found.waiting, "clockings": found.clockings,
            "without_point": found.without, "cases": [_document(one) for one in shown],
        })  # fmt: skip
        return
    for one in shown:
        print(_line(one))
    print(f"{len(shown)} kasus {month_name(found.month)}, {found.waiting} belum diputuskan.")


def _line(one: Found) -> str:
    case, ruled = one.case, one.ruled
    state = ruled.outcome.label if ruled else "belum diputus"
    return (
        f"{short_date(case.day)}  {one.nip}  {one.name}  {one.unit}  {case.kind.label}: "
        f"{case.words} [{state}]"
    )


def _document(one: Found) -> dict[str, Any]:
    case, ruled = one.case, one.ruled
    decided = None if ruled is None else {
        "outcome": ruled.outcome.value, "reason": ruled.reason, "by": ruled.by,
        "at": ruled.at.isoformat(),
    }  # fmt: skip
    return {"day": case.day.isoformat(), "nip": one.nip, "name": one.name, "unit": one.unit,
            "kind": case.kind.value, "words": case.words, "evidence": case.evidence,
            "open": one.open, "decided": decided}  # fmt: skip
