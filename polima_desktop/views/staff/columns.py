"""The columns of the list: which there are, how they show, which are seen at first."""

from __future__ import annotations

from typing import Any

from polima_desktop.domain.identity import shown_nip
from polima_desktop.domain.people import STANDINGS, STATUSES, family_label
from polima_desktop.domain.ranks import GOLONGAN_ORDER
from polima_desktop.services.staff.roster import Listed
from polima_desktop.views.paint import Badge
from polima_desktop.views.tables import Column

_SHORT = {
    "nip_invalid": "NIP tidak sah",
    "nip_birth": "Tanggal lahir beda",
    "nip_sex": "Jenis kelamin beda",
    "nip_cpns": "TMT CPNS beda",
    "nip_status": "Status beda",
    "duplicate": "Mungkin ganda",
    "past_retirement": "Usia pensiun",
    "no_superior": "Tanpa atasan",
    "superior_unknown": "Atasan tak dikenal",
    "no_class": "Kelas kosong",
    "no_golongan": "Golongan kosong",
    "unit_invalid": "Unit tak berlaku",
    "nik_doubtful": "NIK meragukan",
    "npwp_doubtful": "NPWP meragukan",
}


def problem_badge(row: Any) -> Badge | None:
    """Give the badge of a row's gravest problem; ``Lengkap`` is plain text."""
    if not row.problems:
        return None
    worst = next(problem for problem in row.problems if problem.severity == row.worst)
    more = f" +{len(row.problems) - 1}" if len(row.problems) > 1 else ""
    kind = "bad" if row.worst == "error" else "warn"
    return Badge(kind, _SHORT.get(worst.code, worst.text) + more)


def _place(name: str) -> int:
    return Listed._fields.index(name)


def list_columns() -> list[Column]:
    """Make the columns; those ``hidden`` can be shown by the column chooser."""
    return [
        Column("name", "Nama", _place("name"), text=_without_degrees, tip=_whole_name,
               tone="medium", width=180, minimum=120, stretch=True),
        Column("nip", "NIP", _place("nip"), text=shown_nip, width=178, minimum=178),
        Column("golongan", "Gol.", _place("golongan"), width=52, order=_golongan_order),
        Column("position", "Jabatan", _place("position"), tone="second", width=150, stretch=True),
        Column("unit", "Unit kerja", _place("unit"), tone="second", width=160, hidden=True),
        Column("opd", "OPD", _place("opd"), tone="second", width=110, hidden=True),
        Column("job_class", "Kelas", _place("job_class"), width=52, right=True, hidden=True),
        Column("status", "Status", _place("status"), text=_named(STATUSES), width=70, hidden=True),
        Column("family", "Kelompok jabatan", _place("family"), text=family_label, width=130,
               hidden=True),
        Column("group", "Kelompok masa peralihan", _place("group"), tone="second", width=170,
               hidden=True),
        Column("standing", "Kedudukan", _place("standing"), text=_named(STANDINGS), width=110,
               hidden=True),
        Column("problems", "Data", _place("problems"), text=lambda _: "Lengkap",
               badge=problem_badge, tip=_all_problems, order=_gravity, width=112),
    ]  # fmt: skip


def _without_degrees(name: str) -> str:
    return name.partition(",")[0]


def _whole_name(row: Any) -> str:
    return str(row.name)


def _named(words: dict[str, str]) -> Any:
    return lambda value: words.get(value, "–" if value is None else value)


def _golongan_order(golongan: str) -> int:
    return GOLONGAN_ORDER.get(golongan, len(GOLONGAN_ORDER))


def _gravity(problems: Any) -> int:
    return sum(100 if problem.severity == "error" else 1 for problem in problems)


def _all_problems(row: Any) -> str:
    return "\n".join(problem.text for problem in row.problems)
