"""Staff lists against the master list: who is new, what changed and since when.

A new person begins with their appointment (TMT CPNS or PPPK, else the month in the NIP, else a
PPPK's first TMT), or on the day the user named. A golongan or post with its own TMT is unknown
before it. For somebody known, only what a row states and the store says differently is changed:
from its own TMT where that is newer than the stored one, else from the effective day. A text that
differs only in capitals and blanks is no change unless asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from polima_desktop.domain import identity
from polima_desktop.domain.names import name_key
from polima_desktop.domain.people import (
    ASSIGNMENT_FIELDS,
    GONE,
    IDENTITY_FIELDS,
    LABELS,
    STANDINGS,
    Assignment,
    Person,
)
from polima_desktop.imports.problems import RowProblem
from polima_desktop.imports.reading import AcceptedRow, Reading
from polima_desktop.services.importing.plan import Change, Decided, Options, Settled, Verdict
from polima_desktop.services.staff.wording import shown
from polima_desktop.storage import bulk_facts
from polima_desktop.storage.facts import Source
from polima_desktop.storage.importing import places
from polima_desktop.storage.importing.places import PersonRow
from polima_desktop.storage.staff import numbers, people, statements
from polima_desktop.storage.staff.statements import DATA, New
from polima_desktop.storage.staff.units import ids_by_code
from polima_desktop.storage.tables import assignments, identities
from polima_desktop.storage.unit_of_work import Work

if TYPE_CHECKING:
    from sqlalchemy import Connection

GOLONGAN = ("golongan", "golongan_date")
POST = ("position", "position_date", "job_kind", "family", "eselon", "job_class")
_JOB_FIELDS = tuple(name for name in ASSIGNMENT_FIELDS if name != "unit")
_NOTHING: dict[str, Any] = {
    **dict.fromkeys((*IDENTITY_FIELDS, *ASSIGNMENT_FIELDS)),
    "standing": "aktif",
    "acting": False,
}
_identity_values = itemgetter(*IDENTITY_FIELDS)
_job_values = itemgetter(*_JOB_FIELDS)


class Newcomer(NamedTuple):
    """A person to enter; ``steps``: from which day on, and what of the assignment is unknown then.

    ``values`` are fields of ``Identity`` and ``Assignment``. The first step is the day the person
    begins; the last knows everything.
    """

    values: Mapping[str, Any]
    steps: tuple[tuple[date, tuple[str, ...]], ...]
    sheet: str = ""
    row: int = 0


class Update(NamedTuple):
    """Fields of a known person that change, by the day from which they do."""

    person_id: int
    fields: Mapping[date, Mapping[str, Any]]
    sheet: str = ""
    row: int = 0


class Payload(NamedTuple):
    """What to write."""

    newcomers: list[Newcomer]
    updates: list[Update]


def decide(
    connection: Connection, reading: Reading, options: Options, today: date, settled: Settled
) -> Decided:
    """Weigh accepted rows against the store as it is on the effective day."""
    day = options.effective(today)
    decided = Decided(payload=Payload([], []))
    ids = people.ids_by_nip(connection)
    now = numbers.as_held(connection, date.max)
    stored = _stored(connection, {row.values["nip"] for row in reading.accepted}, ids, day)
    seen: dict[int, AcceptedRow] = {}
    for row in reading.accepted:
        nip = str(row.values["nip"])
        person_id = ids.get(nip)
        if person_id is None or person_id not in stored:
            _decide_new(row, options, today, decided)
        elif person_id in seen:
            decided.problems.append(_same_person(row, seen[person_id]))
        else:
            seen[person_id] = row
            known = settled(row.sheet, row.row)
            person = stored[person_id]
            values = _by_present_number(row, now, decided)
            if not options.spelling:
                values = _as_stored(values, person)
            row = AcceptedRow(row.sheet, row.row, values)
            _decide_known(row, person_id, person, day, known, decided)
    return decided


def _as_stored(stated: dict[str, Any], stored: Person) -> dict[str, Any]:
    """Give what a row states, spelled as stored where only capitals and blanks differ."""
    before = vars(stored.identity) | vars(stored.assignment)
    if stated.items() <= before.items():
        return stated
    return {n: before[n] if _spelled_alike(v, before[n]) else v for n, v in stated.items()}


def _spelled_alike(one: object, other: object) -> bool:
    if one == other or not (isinstance(one, str) and isinstance(other, str)):
        return one == other
    return "".join(one.split()).casefold() == "".join(other.split()).casefold()


def _same_person(row: AcceptedRow, other: AcceptedRow) -> RowProblem:
    said = str(row.values["nip"])
    problem = f"Baris {other.row} menyebut orang yang sama dengan NIP {other.values['nip']}."
    advice = "Sisakan satu baris bagi orang ini."
    return RowProblem(row.sheet, row.row, LABELS["nip"], said, "error", problem, advice)


def _by_present_number(
    row: AcceptedRow, now: Mapping[str, str], decided: Decided
) -> dict[str, Any]:
    """Take a former NIP of a person, or of the superior, for the one they have now; say so."""
    meant = {
        name: now[str(row.values[name])]
        for name in ("nip", "superior_nip")
        if str(row.values.get(name)) in now
    }
    for name, nip in meant.items():
        said = str(row.values[name])
        problem = f"{LABELS[name]} {said} sudah dibetulkan menjadi {nip}."
        advice = "Yang baru tetap dipakai; betulkan nomor itu di berkas asal."
        decided.problems.append(
            RowProblem(row.sheet, row.row, LABELS[name], said, "warning", problem, advice)
        )
    return {**row.values, **meant} if meant else row.values


def _stored(
    connection: Connection, nips: set[object], ids: Mapping[str, int], day: date
) -> dict[int, Person]:
    """Give the known people on the day, or as first known where nothing is in force then."""
    found = {row.id: row.person for row in people.as_of(connection, day)}
    lacking = [ids[str(nip)] for nip in nips if nip in ids and ids[str(nip)] not in found]
    jobs = people.assignments_on(connection, [(key, day) for key in lacking])
    for key in lacking:
        who, job = people.identity_on(connection, key, day), jobs.get((key, day))
        if who is not None and job is not None:
            found[key] = Person(who, job)
    return found


# ── new people ──────────────────────────────────────────────────────────────────────────────


def _decide_new(row: AcceptedRow, options: Options, today: date, decided: Decided) -> None:
    lacking = [name for name in ("name", "unit") if row.values.get(name) is None]
    if lacking:
        decided.problems += [_lacking(row, name) for name in lacking]
        return
    newcomer = _newcomer(row.values, options, today)._replace(sheet=row.sheet, row=row.row)
    decided.payload.newcomers.append(newcomer)
    decided.count("new")
    who = newcomer.values
    decided.verdicts.append(Verdict(row.sheet, row.row, who["nip"], who["name"], "new"))
    if who["status"] is None:
        words = "Status kepegawaian belum diketahui.", "Isi kolom STATUS: CPNS, PNS, atau PPPK."
        decided.problems.append(
            RowProblem(row.sheet, row.row, LABELS["status"], "", "warning", *words)
        )
    if not (who["cpns_date"] or _appointed(who)):
        begins = newcomer.steps[0][0]
        words = (
            f"TMT pengangkatan tidak disebut: dicatat mulai {begins:%d-%m-%Y}.",
            "Isi kolom TMT CPNS dengan TMT CPNS atau TMT PPPK.",
        )
        decided.problems.append(
            RowProblem(row.sheet, row.row, LABELS["cpns_date"], "", "warning", *words)
        )


def _lacking(row: AcceptedRow, name: str) -> RowProblem:
    words = {
        "name": ("Pegawai baru tanpa nama.", "Isi nama pegawai."),
        "unit": ("Pegawai baru tanpa unit kerja.", "Isi unit kerja yang sudah terdaftar."),
    }
    return RowProblem(row.sheet, row.row, LABELS[name], "", "error", *words[name])


def _newcomer(stated: Mapping[str, Any], options: Options, today: date) -> Newcomer:
    values = {**_NOTHING, **stated}
    if values["status"] is None and _is_pppk(values["nip"]):
        values["status"] = "PPPK"
    since = _begins(values, options, today)
    return Newcomer(values, tuple(_steps(since, values)))


def _is_pppk(nip: str) -> bool:
    parts = identity.decompose(nip)
    return parts is not None and parts.pppk


def _begins(values: Mapping[str, Any], options: Options, today: date) -> date:
    appointed = values["cpns_date"] or _appointed(values)
    if options.valid_from is not None:
        return max(options.valid_from, appointed) if appointed else options.valid_from
    return appointed or options.effective(today)


def _appointed(values: Mapping[str, Any]) -> date | None:
    """Give the month in a NIP; a PPPK's number has a year only, so their earliest TMT in it."""
    parts = identity.decompose(values["nip"])
    if parts is None:
        return None
    if parts.month is not None:
        return date(parts.year, parts.month, 1)
    dates = (values["golongan_date"], values["position_date"])
    return min((day for day in dates if day and day.year >= parts.year), default=None)


def _steps(since: date, values: Mapping[str, Any]) -> list[tuple[date, tuple[str, ...]]]:
    """Leave golongan and post unknown before their own TMT."""
    own = [
        (day, names)
        for day, names in ((values["golongan_date"], GOLONGAN), (values["position_date"], POST))
        if day is not None and day > since
    ]
    if not own:
        return [(since, ())]
    days = [since, *sorted({day for day, _ in own})]
    return [
        (day, tuple(name for start, names in own if day < start for name in names)) for day in days
    ]


def described(payload: Payload, nip: str) -> tuple[Change, ...]:
    """Say what a newcomer will be: every field the list states, since when."""
    for new in payload.newcomers:
        if new.values["nip"] == nip:
            first = new.steps[0][0]
            begins = {n: day for day, unknown in reversed(new.steps) for n in new.values
                      if n not in unknown}  # fmt: skip
            return tuple(
                Change(LABELS[n], "", shown(n, value), begins.get(n, first))
                for n, value in new.values.items()
                if n in LABELS and value not in (None, False)
            )
    return ()


# ── known people ────────────────────────────────────────────────────────────────────────────


def _decide_known(
    row: AcceptedRow, person_id: int, stored: Person, day: date, settled: bool, decided: Decided
) -> None:
    before = vars(stored.identity) | vars(stored.assignment)
    name = str(row.values.get("name") or stored.identity.name)
    if settled or row.values.items() <= before.items():
        decided.count("unchanged")
        verdict = Verdict(row.sheet, row.row, stored.identity.nip, name, "unchanged")
        decided.verdicts.append(verdict)
        return
    changed = {n: v for n, v in row.values.items() if before[n] != v}
    since = {n: _since(n, row.values, stored.assignment, day) for n in changed}
    changes = tuple(
        Change(LABELS[n], shown(n, before[n]), shown(n, v), since[n]) for n, v in changed.items()
    )
    decided.count("changed")
    decided.verdicts.append(
        Verdict(row.sheet, row.row, stored.identity.nip, name, "changed", changes)
    )
    decided.problems += _stale(row, changed, stored.assignment)
    fields: dict[date, dict[str, Any]] = {}
    for n, value in changed.items():
        fields.setdefault(since[n], {})[n] = value
    decided.payload.updates.append(Update(person_id, fields, row.sheet, row.row))


def _stale(
    row: AcceptedRow, changed: Mapping[str, Any], stored: Assignment
) -> Iterator[RowProblem]:
    """Warn where a list seems older than what is stored: it would set a decree back."""
    for name in ("golongan_date", "position_date"):
        said, known = changed.get(name), getattr(stored, name)
        if said is not None and known is not None and said < known:
            problem = f"{LABELS[name]} lebih lama daripada yang tersimpan ({known:%d-%m-%Y})."
            yield _older(row, name, said, problem)
    if changed.get("standing") == "aktif" and stored.standing in GONE:
        problem = f"Tercatat {STANDINGS[stored.standing].lower()}, di daftar aktif."
        yield _older(row, "standing", "aktif", problem)


def _older(row: AcceptedRow, name: str, value: object, problem: str) -> RowProblem:
    advice = "Periksa apakah daftar ini lebih lama daripada SK terakhir."
    said = shown(name, value)
    return RowProblem(row.sheet, row.row, LABELS[name], said, "warning", problem, advice)


def _since(name: str, values: Mapping[str, Any], stored: Assignment, day: date) -> date:
    """Give the day a changed field holds from: its own TMT if that is newer than the stored."""
    if name in GOLONGAN:
        return _newer(values.get("golongan_date"), stored.golongan_date) or day
    if name in POST or name == "unit":
        return _newer(values.get("position_date"), stored.position_date) or day
    return day


def _newer(stated: date | None, stored: date | None) -> date | None:
    return stated if stated and (stored is None or stated > stored) else None


# ── writing ─────────────────────────────────────────────────────────────────────────────────


def write(work: Work, batch_id: int, payload: Payload) -> None:
    """Write newcomers and updates of one batch."""
    source = Source(batch_id=batch_id)
    unit_ids = ids_by_code(work.connection)
    new = _write_new(work, payload.newcomers, source, unit_ids)
    _write_updates(work, payload.updates, source)
    known = (PersonRow(one.person_id, None, one.sheet, one.row) for one in payload.updates)
    places.add(work, batch_id, [*new, *known])
    people.bump(work, [update.person_id for update in payload.updates])


def _write_new(
    work: Work, newcomers: Sequence[Newcomer], source: Source, unit_ids: Mapping[str, int]
) -> Iterator[PersonRow]:
    """Write new people and what they do; give where each stood in the list."""
    keys = bulk_facts.new_people(work, len(newcomers))
    numbered = list(zip(keys, newcomers, strict=True))
    names = ("person_id", "valid_from", "name_key", *IDENTITY_FIELDS)
    who = (_identity_row(key, new) for key, new in numbered)
    bulk_facts.add(work, identities, names, who, source)
    names = ("person_id", "valid_from", "valid_to", "unit_id", *_JOB_FIELDS)
    jobs = (row for key, new in numbered for row in _job_rows(key, new, unit_ids))
    bulk_facts.add(work, assignments, names, jobs, source)
    return (PersonRow(key, None, new.sheet, new.row) for key, new in numbered)


def _identity_row(key: int, new: Newcomer) -> tuple[Any, ...]:
    first = (key, new.steps[0][0], name_key(new.values["name"]))
    return (*first, *_identity_values(new.values))


def _job_rows(key: int, new: Newcomer, unit_ids: Mapping[str, int]) -> Iterator[tuple[Any, ...]]:
    unit = unit_ids[new.values["unit"]]
    ends = [*(day for day, _ in new.steps[1:]), None]
    for (day, unknown), until in zip(new.steps, ends, strict=True):
        values = {**new.values, **dict.fromkeys(unknown)} if unknown else new.values
        yield (key, day, until, unit, *_job_values(values))


def _write_updates(work: Work, updates: Sequence[Update], source: Source) -> None:
    statements.write(
        work,
        [
            New(update.person_id, DATA, since, fields=fields, source=source)
            for update in updates
            for since, fields in update.fields.items()
        ],
    )
