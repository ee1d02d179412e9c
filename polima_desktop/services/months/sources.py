"""The sources behind a person's inputs: which file, sheet, row and decision each comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from polima_desktop.domain.attendance import ABSENCES
from polima_desktop.domain.events import EVENT_KINDS
from polima_desktop.domain.frozen import FrozenMonth, number_at, text_at
from polima_desktop.domain.review import Decision as Outcome
from polima_desktop.domain.rules.supplied import CLASS_KEY, CLASS_TABLE
from polima_desktop.formatting import moment
from polima_desktop.storage.months import months, sources
from polima_desktop.storage.months.slips import Slip
from polima_desktop.storage.months.sources import Decision, Place, Word

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from polima_desktop.services.months.slip_writing import Rules

CLOCKED = frozenset(
    ("menit_terlambat", "menit_pulang_cepat", "hadir", "alpa", "alpa_beruntun", "hari_wajib")
)
REPORTED = frozenset(("poin_aktivitas", "menit_aktivitas", "poin_harian", "menit_harian"))
SPELLS = frozenset((*ABSENCES, "hukdis", "apel_lalai"))
FIELDS = {
    "status": "status", "golongan": "golongan", "kelompok_golongan": "golongan",
    "eselon": "eselon", "jenis_jabatan": "job_kind", "rumpun": "family", "jenis_unit": "unit",
    "unit_kerja": "unit", "tempat_tugas": "unit", "sertifikasi": "certified", "plt": "acting",
    "kelas": "job_class", "gaji": "salary", "jabatan": "position",
}  # fmt: skip
"""Inputs of the post by the field of the employee they are."""
POSTED = frozenset(
    (*FIELDS, "bagian_bulan", "hari_bertugas", "hari_kerja_bertugas", "tanggal_mulai")
)


class Source(NamedTuple):
    """Where an input comes from. ``kind`` in English, ``decision`` and ``about`` Indonesian."""

    kind: str
    file: str | None = None
    sheet: str | None = None
    row: int | None = None
    decision: str | None = None
    day: date | None = None
    about: str | None = None


@dataclass(frozen=True)
class Evidence:
    """Everything behind one person's inputs, by the kind of input."""

    post: Source
    days: Sequence[tuple[date, Source | None]]
    """Every due day, None where nothing was clocked: as long as the lists of minutes."""
    reported: Sequence[Source]
    spells: Sequence[Source]
    pattern: str | None
    posts: Mapping[str, Source] = field(default_factory=dict)
    """By field of the employee, where more is known than the row of the first list."""

    @property
    def clocked(self) -> list[Source]:
        """The records of the due days that have one."""
        return [source for _, source in self.days if source is not None]

    def posted(self, name: str) -> Source:
        """Give what an input of the post rests on."""
        return self.posts.get(FIELDS.get(name, ""), self.post)

    def of_all(self, names: Iterable[str], rules: Rules) -> Iterator[Source]:
        """Give the sources of some inputs, each once, in the order of the inputs."""
        yield from dict.fromkeys(source for name in names for source in self.of(name, rules))

    def of(self, name: str, rules: Rules) -> Sequence[Source]:
        """Give the sources of one input; of a line, none: its own inputs have them."""
        if name in CLOCKED:
            return self.clocked
        if name in REPORTED:
            return self.reported
        if name in SPELLS:
            return self.spells
        if name in POSTED:
            return [self.posted(name)]
        if name == CLASS_TABLE:
            about = f"aturan versi {rules.number}"
            return [Source("rules", about=about), self.posted(CLASS_KEY)]
        if name in ("hari_kerja", "hari_kalender"):
            return [Source("calendar", about=self.pattern)]
        return []


def gather(connection: Connection, slip: Slip, frozen: FrozenMonth, row: int) -> Evidence:
    """Read what stands behind one person of a frozen month, as it was then."""
    at = months.frozen_row(connection, slip.frozen_id).frozen_at
    due = frozen.days.due[row]
    days = frozen.days.source[row][due].tolist()
    dates = [day for day, owed in zip(frozen.month.days, due.tolist(), strict=True) if owed]
    entries = frozen.entries.source[frozen.entries.of(row)].tolist()
    assignment_id = number_at(frozen.paper["assignment_id"], row) or 0
    place = sources.assignment(connection, assignment_id)
    return Evidence(
        post=Source(
            "employees", place.file, place.sheet, place.row, day=place.day, about=place.about
        ),
        days=list(
            zip(
                dates,
                _from_both(
                    "attendance",
                    days,
                    sources.clockings(connection, _electronic(days)),
                    sources.claimed_clockings(connection, _claimed(days), at),
                ),
                strict=True,
            )
        ),
        reported=[
            source
            for source in _from_both(
                "activities",
                entries,
                sources.entries(connection, _electronic(entries)),
                sources.claimed_entries(connection, _claimed(entries), at),
            )
            if source is not None
        ],
        spells=[
            Source("events", spell.file, spell.sheet, spell.row, day=spell.day, about=spell.about)
            for spell in sources.spells_of(connection, slip.person_id, frozen.month, at)
        ],
        pattern=text_at(frozen.paper["pattern"], row),
        posts={
            name: _said(word)
            for name, word in sources.words_of_post(
                connection, slip.person_id, place.day or frozen.month.last, at
            ).items()
        },
    )


def _said(word: Word) -> Source:
    """Give a statement as a source: of a list its row, of a form who recorded it, when and why."""
    kind = "events" if word.kind in EVENT_KINDS else "employees"
    label = EVENT_KINDS[word.kind].label if word.kind in EVENT_KINDS else ""
    about = " · ".join(filter(None, (label, word.place.about)))
    place, decision = word.place, None
    if place.file is None:
        decision = f"Dicatat oleh {word.by}, {moment(word.at)}"
        decision += f": {word.reason}" if word.reason else ""
    return Source(kind, place.file, place.sheet, place.row, decision, place.day, about or None)


def _electronic(ids: Sequence[int]) -> list[int]:
    return [key for key in ids if key > 0]


def _claimed(ids: Sequence[int]) -> list[int]:
    return [-key for key in ids if key < 0]


def _from_both(
    kind: str,
    ids: Sequence[int],
    electronic: Mapping[int, Place],
    claimed: Mapping[int, tuple[Place, Decision | None]],
) -> list[Source | None]:
    """Give the source of each id; 0 has none."""
    return [
        _electronically(kind, electronic[key])
        if key > 0
        else (_by_claim(*claimed[-key]) if key < 0 else None)
        for key in ids
    ]


def _electronically(kind: str, place: Place) -> Source:
    return Source(kind, place.file, place.sheet, place.row, None, place.day, place.about)


def _by_claim(place: Place, decision: Decision | None) -> Source:
    words = _decided(decision) if decision else None
    return Source("claim", place.file, place.sheet, place.row, words, place.day, place.about)


def _decided(decision: Decision) -> str:
    words = f"{Outcome(decision.outcome).label} oleh {decision.by}, {moment(decision.at)}"
    return f"{words}: {decision.reason}" if decision.reason else words
