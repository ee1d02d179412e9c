"""The columns of the list: which there are, how they show, which are seen at first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from polima_desktop.domain.identity import shown_nip
from polima_desktop.domain.people import (
    EDUCATION,
    GONE,
    STANDINGS,
    STATUSES,
    Person,
    family_label,
)
from polima_desktop.domain.ranks import GOLONGAN_ORDER, pangkat
from polima_desktop.formatting import UNKNOWN
from polima_desktop.services.staff.effects import age_on
from polima_desktop.services.staff.roster import Listed
from polima_desktop.views.paint import Badge
from polima_desktop.views.staff.filters import retires
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
    """Give the badge of a row's gravest problem or of its leaving; ``Lengkap`` is plain text."""
    if row.standing in GONE:
        return Badge("mute", STANDINGS[row.standing])
    if not row.problems:
        return None
    worst = next(problem for problem in row.problems if problem.severity == row.worst)
    more = f" +{len(row.problems) - 1}" if len(row.problems) > 1 else ""
    kind = "bad" if row.worst == "error" else "warn"
    return Badge(kind, _SHORT.get(worst.code, worst.text) + more)


def _place(name: str) -> int:
    return Listed._fields.index(name)


def list_columns(day: Callable[[], date]) -> list[Column]:
    """Make the columns; ``hidden`` ones can be shown by the chooser. ``day``: the list's."""
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
        Column("pangkat", "Pangkat", _place("golongan"), text=_rank, tone="second", width=150,
               hidden=True, order=_golongan_order),
        Column("education", "Pendidikan", _place("person"), text=_education,
               order=lambda who: list(EDUCATION).index(who.identity.education or "SD"),
               width=90, hidden=True),
        Column("age", "Usia", _place("person"), text=_age_text(day), right=True, width=56,
               order=lambda who: age_on(who, day()) or 0, hidden=True),
        *(
            Column(key, title, _place("person"), text=_dated(of), order=_on(of), width=110,
                   hidden=True)
            for key, title, of in (
                ("birth_date", "Tanggal lahir", lambda who: who.identity.birth_date),
                ("cpns_date", "TMT CPNS", lambda who: who.identity.cpns_date),
                ("golongan_date", "TMT golongan", lambda who: who.assignment.golongan_date),
                ("position_date", "TMT jabatan", lambda who: who.assignment.position_date),
                ("retires", "Pensiun mulai", retires),
            )
        ),
        Column("problems", "Data", _place("problems"), text=lambda _: "Lengkap",
               badge=problem_badge, tip=_all_problems, order=_gravity, width=112),
    ]  # fmt: skip


def _rank(golongan: str | None) -> str:
    return pangkat(golongan) or UNKNOWN


def _education(who: Person) -> str:
    return EDUCATION.get(who.identity.education or "", UNKNOWN)


def _age_text(day: Callable[[], date]) -> Callable[[Person], str]:
    def text(who: Person) -> str:
        age = age_on(who, day())
        return UNKNOWN if age is None else str(age)

    return text


def _dated(day: Callable[[Person], date | None]) -> Callable[[Person], str]:
    def text(who: Person) -> str:
        found = day(who)
        return f"{found:%d-%m-%Y}" if found else UNKNOWN

    return text


def _on(day: Callable[[Person], date | None]) -> Callable[[Person], date]:
    return lambda who: day(who) or date.min


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
