"""Whom and what a manual workbook means: names against NIPs, units, job families, minutes.

Another person's name rejects the row; a name column that slipped refuses the file. The rest are
doubts: the claim goes in, and the desk shows them beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from polima_desktop.domain.errors import Refused
from polima_desktop.domain.matching.cleaning import clean_name
from polima_desktop.domain.matching.levels import name_level
from polima_desktop.domain.people import Assignment, family_label
from polima_desktop.imports.backup import Claim
from polima_desktop.imports.problems import RowProblem, Severity

SAME = frozenset({"same", "missing"})
SPELLED = frozenset({"near", "less", "like"})
LONG_DAY = 720
"""Minutes of claimed work a day from which on it is asked about: twelve hours."""
_SLIPPED = 3
"""So many neighbours' names are no typing error any more."""


class Known(NamedTuple):
    """What the store says: names by NIP, unit names by code, the unit the workbook is of.

    ``under``: codes of that unit and everything below it, None where the workbook names none that
    is known; ``families``: the job family of each activity code in a month.
    """

    names: Mapping[str, str]
    units: Mapping[str, str]
    named: str
    under: frozenset[str] | None
    families: Callable[[date], Mapping[str, str]]


class Row(NamedTuple):
    """A row that names somebody: its place, the NIP, the name written."""

    sheet: str
    row: int
    nip: str
    name: str


def named_rows(claims: Sequence[Claim]) -> list[Row]:
    """Give every row with a name, in the order of the file."""
    rows = [
        Row(*place, claim.nip, name)
        for claim in claims
        for place, name in zip(claim.places, claim.names, strict=True)
        if name
    ]
    return sorted(rows)


def refuse_slipped(rows: Sequence[Row], names: Mapping[str, str]) -> None:
    """Refuse a file in which names stand beside the NIP of the row above or below.

    One such row may be a slip of the pen; three, and most of those that are wrong, are a column
    that was moved.
    """
    for step in (-1, 1):
        wrong = [n for n in range(len(rows)) if _another(rows[n].name, names[rows[n].nip])]
        moved = [n for n in wrong if _is_neighbours(rows, n, n + step, names)]
        if len(moved) >= _SLIPPED and 2 * len(moved) > len(wrong):
            first = rows[moved[0]]
            raise Refused(
                f"Kolom NAMA dan NIP bergeser satu baris di lembar {first.sheet}, "
                f"mulai baris {first.row}.",
                "Betulkan susunan kolomnya di berkas asal, lalu impor lagi.",
            )


def _is_neighbours(rows: Sequence[Row], at: int, other: int, names: Mapping[str, str]) -> bool:
    if not 0 <= other < len(rows) or rows[other].sheet != rows[at].sheet:
        return False
    return not _another(rows[at].name, names[rows[other].nip])


def _level(written: str, known: str) -> str:
    """Compare names as a reconciliation does; a part of the name is still that name."""
    one, other = clean_name(written), clean_name(known)
    level = name_level(one, other)
    if level == "part" and (
        set(one.words) <= set(other.words) or set(other.words) <= set(one.words)
    ):
        return "less"
    return level


def _another(written: str, known: str) -> bool:
    return _level(written, known) not in SAME | SPELLED


def other_person(claim: Claim, known: Known) -> list[RowProblem]:
    """Reject all rows of a claim one of whose rows names somebody else."""
    owner = known.names[claim.nip]
    wrong = [name for name in claim.names if name and _another(name, owner)]
    if not wrong:
        return []
    words = f"NIP ini milik {owner}, tetapi tertulis ‘{wrong[0]}’."
    advice = "Periksa mana yang benar: NIP atau namanya."
    return [RowProblem(*place, "NAMA", wrong[0], "error", words, advice) for place in claim.places]


def doubts(claim: Claim, job: Assignment, known: Known) -> list[RowProblem]:
    """Give what asks for a second look, at the rows it concerns."""
    return [*_spelling(claim, known), *_unit(claim, job, known), *_work(claim, job, known)]


def _spelling(claim: Claim, known: Known) -> Iterator[RowProblem]:
    owner = known.names[claim.nip]
    for place, name in zip(claim.places, claim.names, strict=True):
        if name and _level(name, owner) in SPELLED:
            words = f"Nama ditulis lain daripada di data pegawai: {owner}."
            yield _warning(place, "NAMA", name, words, "Periksa apakah memang orang ini.")


def _unit(claim: Claim, job: Assignment, known: Known) -> Iterator[RowProblem]:
    if known.under is None or job.unit in known.under:
        return
    works_in = known.units.get(job.unit, job.unit)
    words = f"Pegawai ini bertugas di {works_in}, bukan di {known.named}."
    yield _warning(claim.places[0], "NIP", claim.nip, words, "Periksa NIP dan unitnya.")


def _work(claim: Claim, job: Assignment, known: Known) -> Iterator[RowProblem]:
    families = known.families(claim.day) if claim.activities else {}
    own = job.family or ""
    for work in claim.activities:
        wanted = families.get(work.code, "umum")
        if wanted not in ("umum", own):
            whose = family_label(own) if own else "tanpa kelompok jabatan"
            words = f"Kegiatan {family_label(wanted)} diklaim pegawai {whose}."
            place = work.sheet, work.row
            yield _warning(place, "KODE AKTIVITAS", work.code, words, "Periksa kodenya.")
    total = sum(work.minutes for work in claim.activities)
    if total > LONG_DAY:
        place = claim.activities[0].sheet, claim.activities[0].row
        words = f"Kegiatan hari itu {total} menit, lebih dari 12 jam."
        yield _warning(place, "MENIT", str(total), words, "Periksa menitnya.")


def _warning(
    place: tuple[str, int], column: str, value: str, problem: str, advice: str
) -> RowProblem:
    severity: Severity = "warning"
    return RowProblem(*place, column, value, severity, problem, advice)
