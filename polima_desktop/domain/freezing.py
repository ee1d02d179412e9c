"""From the facts of a month to its frozen columns: who stands in it, what was due, what counts.

``month_facts`` holds what the store knows; ``freeze`` judges it. One source
counts for a person and day: an accepted claim replaces the clockings, and the activities if
it reports any; everything else stays electronic (``review``). How facts are read is
``storage.months.inputs``'s, what the columns are worth ``incentive``'s.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from polima_desktop.domain.attendance import ABSENCES, NOT_CLOCKED, Grid, Spell, absence_grid
from polima_desktop.domain.calendar import Calendar
from polima_desktop.domain.duty import (
    NO_PATTERN,
    Clocked,
    DayCounts,
    Duty,
    clocked_grid,
    judge_days,
    judged_grid,
    permit_cells,
    roster_cells,
)
from polima_desktop.domain.entitlement import (
    Post,
    counting_post,
    deciding_day,
    exclusion,
    in_force,
)
from polima_desktop.domain.frozen import (
    Bools,
    FrozenDays,
    FrozenEntries,
    FrozenMonth,
    Ints,
    numbers,
    offsets_of,
    texts,
)
from polima_desktop.domain.month_facts import (
    Clockings,
    Facts,
    IdentityRow,
    PostRow,
    SpellRow,
    UnitRow,
    Whole,
)
from polima_desktop.domain.names import full_name
from polima_desktop.domain.people import GONE
from polima_desktop.domain.periods import Month
from polima_desktop.domain.posts import post_inputs, span_of, stretches_of, works
from polima_desktop.domain.precedence import Source
from polima_desktop.domain.ranks import pangkat
from polima_desktop.domain.rules import Column
from polima_desktop.domain.transition import Policy, Workplace

SHARE_DECIMALS = 9
"""Decimals of ``bagian_bulan``: a share is as exact as a quotient of the formula language."""


@dataclass(frozen=True)
class _People:
    """The month's people in row order, with the post that counts and everything it needs."""

    month: Month
    ids: Ints
    posts: Sequence[PostRow]
    histories: Sequence[Sequence[PostRow]]
    identities: Sequence[IdentityRow]
    units: Sequence[UnitRow]
    spells: Sequence[Sequence[SpellRow]]

    @property
    def count(self) -> int:
        return len(self.ids)

    def rows(self, person_id: Ints) -> tuple[Ints, Bools]:
        """Give each person's row, and which of them are in the month at all."""
        if not self.count:
            return np.zeros(len(person_id), np.int64), np.zeros(len(person_id), np.bool_)
        row = np.minimum(np.searchsorted(self.ids, person_id), self.count - 1)
        return row.astype(np.int64), self.ids[row] == person_id


def freeze(month: Month, facts: Facts, calendar: Calendar, policy: Policy) -> FrozenMonth:
    """Judge the facts of a month and give its columns."""
    who = _people(month, facts)
    days, counts = _judged(who, facts, calendar, policy)
    return FrozenMonth(
        month=month,
        person_id=who.ids,
        excluded=texts(_exclusions(who)),
        paper=_paper(who, facts.names),
        inputs={
            **_of_posts(who),
            **_spell_inputs(who),
            **_day_inputs(who, counts, calendar),
            **_employment(who, calendar),
        },
        days=days,
        entries=_entries(who, facts, policy),
        stretches=stretches_of(month, who.histories, facts.units, calendar),
    )


# ── who stands in the month ─────────────────────────────────────────────────────────────────


def _people(month: Month, facts: Facts) -> _People:
    histories: dict[int, list[PostRow]] = defaultdict(list)
    for post in facts.posts:
        histories[post.person_id].append(post)
    spells: dict[int, list[SpellRow]] = defaultdict(list)
    for spell in facts.spells:
        spells[spell.person_id].append(spell)
    ids = sorted(
        person
        for person, rows in histories.items()
        if person in facts.identities and _worked(rows, month)
    )
    posts = [counting_post(histories[person], month, works) for person in ids]
    return _People(
        month=month,
        ids=np.array(ids, dtype=np.int64),
        posts=posts,
        histories=[histories[person] for person in ids],
        identities=[facts.identities[person] for person in ids],
        units=[facts.units[post.unit_id] for post in posts],
        spells=[spells.get(person, []) for person in ids],
    )


def _worked(rows: Sequence[PostRow], month: Month) -> bool:
    """Whoever was gone before the month began does not stand in it."""
    return any(
        row.standing not in GONE
        and row.valid_from <= month.last
        and (row.valid_to is None or row.valid_to > month.first)
        for row in rows
    )


def _employed(who: _People) -> Bools:
    """Mark the days each person worked here at all, ``(people, days)``.

    Days of suspension, unpaid leave and the like are none, as those before an appointment.
    """
    first, total = who.month.first, len(who.month.days)
    employed = np.zeros((who.count, total), dtype=np.bool_)
    for row, history in enumerate(who.histories):
        for post in history:
            if works(post):
                employed[row, span_of(post.valid_from, post.valid_to, first, total)] = True
    return employed


def _employment(who: _People, calendar: Calendar) -> dict[str, Column]:
    """Give what a rule set may prorate by: the share, days, workdays and the first day here.

    The first day is missing where nobody worked here at all.
    """
    employed = _employed(who)
    workdays = employed & _workday_grid(who, calendar)
    ever = np.count_nonzero(employed, axis=1) > 0
    first: Ints = employed.argmax(axis=1).astype(np.int64) + 1
    return {
        "bagian_bulan": _share(employed),
        "hari_kalender": Column(np.full(who.count, employed.shape[1], dtype=np.int64)),
        "hari_bertugas": Column(employed.sum(axis=1).astype(np.int64)),
        "hari_kerja_bertugas": Column(workdays.sum(axis=1).astype(np.int64), present=_known(who)),
        "tanggal_mulai": Column(first, present=None if bool(ever.all()) else ever),
    }


def _share(employed: Bools) -> Column:
    """Give the share of the month worked here; a transfer does not divide it."""
    total, scale = employed.shape[1], 10**SHARE_DECIMALS
    worked = np.count_nonzero(employed, axis=1).astype(np.int64)
    return Column((worked * scale * 2 + total) // (2 * total), SHARE_DECIMALS)


def _exclusions(who: _People) -> Iterator[str | None]:
    for post, spells in zip(who.posts, who.spells, strict=True):
        bare = Post(post.status, post.standing, post.family, post.certified)
        reason = exclusion(bare, _absences(spells), who.month)
        yield reason and reason.value


def _absences(spells: Sequence[SpellRow]) -> list[Spell]:
    return [
        Spell(ABSENCES[spell.kind], spell.valid_from, spell.valid_to)
        for spell in spells
        if spell.kind in ABSENCES
    ]


# ── what is known of each ───────────────────────────────────────────────────────────────────


def _paper(who: _People, names: Mapping[str, str]) -> dict[str, Column]:
    posts, people, units = who.posts, who.identities, who.units
    return {
        "nip": texts(person.nip for person in people),
        "name": texts(full_name(p.name, p.front_title, p.back_title) for p in people),
        "npwp": texts(person.npwp for person in people),
        "bank": texts(person.bank for person in people),
        "account": texts(person.account_number for person in people),
        "position": texts(post.position for post in posts),
        "pangkat": texts(pangkat(post.golongan) or None for post in posts),
        "superior_nip": texts(post.superior_nip for post in posts),
        "superior": texts(names.get(post.superior_nip or "") for post in posts),
        "unit": texts(unit.name for unit in units),
        "unit_code": texts(unit.code for unit in units),
        "pattern": texts(unit.pattern for unit in units),
        "unit_id": numbers(unit.id for unit in units),
        "assignment_id": numbers(post.id for post in posts),
        "identity_id": numbers(person.id for person in people),
    }


def _of_posts(who: _People) -> dict[str, Column]:
    day = deciding_day(who.month)
    return post_inputs(who.posts, who.units, [_acts(history, day) for history in who.histories])


def _acts(history: Sequence[PostRow], day: date) -> bool:
    return any(post.acting and in_force(post, day) for post in history)


def _spell_inputs(who: _People) -> dict[str, Column]:
    day = deciding_day(who.month)
    return {
        "hukdis": texts(_discipline(spells, day) for spells in who.spells),
        "apel_lalai": numbers(
            sum(_missed(spell, who.month) for spell in spells if spell.kind == "apel")
            for spells in who.spells
        ),
    }


def _missed(spell: SpellRow, month: Month) -> int:
    """Count the missed apel of a spell in the month: its days, or one where no end is written."""
    if spell.valid_to is None:
        return int(Month.of(spell.valid_from) == month)
    span = span_of(spell.valid_from, spell.valid_to, month.first, len(month.days))
    return max(0, int(span.stop) - int(span.start))


_DEGREES = ("tidak", "ringan", "sedang", "berat")


def _discipline(spells: Sequence[SpellRow], day: date) -> str:
    """Give the heaviest punishment in force on the deciding day."""
    found = [_degree(spell) for spell in spells if spell.kind == "hukdis" and in_force(spell, day)]
    return _DEGREES[max(found, default=0)]


def _degree(spell: SpellRow) -> int:
    words = (spell.note or "").lower().split()
    return next((n for n, degree in enumerate(_DEGREES) if degree in words), 0)


# ── days and entries ────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class JudgedMonth:
    """A month's days as they are judged, not kept: what a page shows.

    ``duty`` says whose hours counted where, ``grid`` the hours due and what was clocked; rows are
    ``people`` in the order of their ids, whose ``posts`` are those that count.
    """

    people: Sequence[IdentityRow]
    posts: Sequence[PostRow]
    units: Sequence[UnitRow]
    duty: Duty
    grid: Grid
    days: FrozenDays
    counts: DayCounts


def judge_month(month: Month, facts: Facts, calendar: Calendar, policy: Policy) -> JudgedMonth:
    """Judge the days of a month without freezing them."""
    who = _people(month, facts)
    duty, clocked = _duty(who, facts, calendar, policy)
    return JudgedMonth(who.identities, who.posts, who.units, duty, *judged_grid(duty, clocked))


def _judged(
    who: _People, facts: Facts, calendar: Calendar, policy: Policy
) -> tuple[FrozenDays, DayCounts]:
    return judge_days(*_duty(who, facts, calendar, policy))


def _duty(who: _People, facts: Facts, calendar: Calendar, policy: Policy) -> tuple[Duty, Clocked]:
    row_of = {int(person): row for row, person in enumerate(who.ids)}
    codes, index = _week_codes(facts.units, calendar)
    duty = Duty(
        month=who.month,
        calendar=calendar,
        codes=codes,
        pattern=_patterns(who, facts.units, index, policy),
        absence=_absence_cells(who),
        roster=roster_cells(facts.roster, row_of, who.month),
        permits=list(permit_cells(who.spells, who.month)),
    )
    layers = [_present_in(who, clockings) for clockings in _in_order(who.month, facts, policy)]
    return duty, clocked_grid(who.count, len(who.month.days), *layers)


def _in_order(month: Month, facts: Facts, policy: Policy) -> tuple[Clockings, Clockings]:
    """Give the sources with the one that goes first last: it is laid over the other.

    An electronic row without any clocking says nothing that could go before a claim.
    """
    if policy.source_on(month.first).first is Source.MANUAL:
        return facts.clockings, facts.claimed_clockings
    kept = facts.clockings
    said = (kept.clock_in != NOT_CLOCKED) | (kept.clock_out != NOT_CLOCKED)
    return facts.claimed_clockings, Clockings(*(column[said] for column in kept))


def _week_codes(
    units: Mapping[int, UnitRow], calendar: Calendar
) -> tuple[list[str], dict[int, int]]:
    """Give the codes of all weeks, and each unit's place among them; an unknown one is refused."""
    own = {
        unit.id: calendar.key(calendar.pattern(unit.pattern).code, unit.line)
        for unit in units.values()
        if unit.pattern
    }
    codes = sorted({*calendar.patterns, *own.values()})
    place = {code: index for index, code in enumerate(codes)}
    return codes, {unit: place[code] for unit, code in own.items()}


def _patterns(
    who: _People, units: Mapping[int, UnitRow], index: Mapping[int, int], policy: Policy
) -> npt.NDArray[np.int16]:
    """Say whose week each person followed on each day on which the app was compulsory."""
    first, total = who.month.first, len(who.month.days)
    duty_from = _duty_from(who, units, policy)
    grid = np.full((who.count, total), NO_PATTERN, dtype=np.int16)
    for row, history in enumerate(who.histories):
        for post in history:
            unit = units[post.unit_id]
            if works(post) and unit.pattern:
                start = max(post.valid_from, duty_from[unit.kind, post.family or ""])
                grid[row, span_of(start, post.valid_to, first, total)] = index[unit.id]
    return grid


def _duty_from(
    who: _People, units: Mapping[int, UnitRow], policy: Policy
) -> dict[tuple[str, str], date]:
    """Give the first day of duty by kind of unit and job family, of those that occur."""
    posts = (post for history in who.histories for post in history)
    found = {(units[post.unit_id].kind, post.family or "") for post in posts}
    return {pair: policy.duty_from(*pair) for pair in found}


def _absence_cells(who: _People) -> npt.NDArray[np.int8]:
    spells = [(row, s) for row, many in enumerate(who.spells) for s in _absences(many)]
    return absence_grid(spells, who.count, who.month.days)


def _present_in(who: _People, clockings: Clockings) -> tuple[Ints, Clockings]:
    rows, known = who.rows(clockings.person_id)
    return rows[known], Clockings(*(column[known] for column in clockings))


def _day_inputs(who: _People, counts: DayCounts, calendar: Calendar) -> dict[str, Column]:
    """Give the day counts; unknown, not 0, where the unit has no work pattern."""
    present = _known(who)
    columns = {
        "hari_kerja": _workdays(who, calendar),
        "hari_wajib": counts.due,
        "hadir": counts.present,
        "alpa": counts.unexcused,
        "alpa_beruntun": counts.in_a_row,
        **{kind.code: days for kind, days in counts.absences.items()},
    }
    return {name: Column(values, present=present) for name, values in columns.items()}


def _known(who: _People) -> Bools | None:
    """Mark the people whose unit has a work pattern; None if all have."""
    known = np.array([unit.pattern is not None for unit in who.units], dtype=np.bool_)
    return None if known.all() else known


def _workdays(who: _People, calendar: Calendar) -> Ints:
    days: Ints = _workday_grid(who, calendar).sum(axis=1).astype(np.int64)
    return days


def _workday_grid(who: _People, calendar: Calendar) -> Bools:
    """Mark the workdays of the unit that counts, ``(people, days)``; none without a pattern."""
    codes = [calendar.key(unit.pattern, unit.line) if unit.pattern else "" for unit in who.units]
    rows = {code: np.zeros(len(who.month.days), dtype=np.bool_) for code in set(codes)}
    for code, row in rows.items():
        if code:
            row[[day.day - 1 for day in calendar.workdays(code, who.month)]] = True
    empty = np.zeros((0, len(who.month.days)), dtype=np.bool_)
    return np.array([rows[code] for code in codes]) if codes else empty


def _entries(who: _People, facts: Facts, policy: Policy) -> FrozenEntries:
    """Join what was reported and what was claimed; a claim's report replaces the day's.

    Column by column: of the whole city's entries only one column is held twice at a time.
    """
    mine, claimed = facts.entries, facts.claimed_entries
    total = len(who.month.days) + 1
    rows, known = who.rows(mine.person_id)
    claim_rows, claim_known = who.rows(claimed.person_id)
    claim_known &= _reports_accepted(who.month, facts, policy)
    days, claim_days = rows * total + mine.day, claim_rows * total + claimed.day
    counts = known
    if policy.source_on(who.month.first).first is Source.MANUAL:
        counts = known & ~np.isin(days, np.unique(claim_days[claim_known]))
    else:
        claim_known &= ~np.isin(claim_days, np.unique(days[known]))
    person = np.concatenate([rows[counts], claim_rows[claim_known]])

    def joined(name: str) -> Whole:
        parts = getattr(mine, name)[counts], getattr(claimed, name)[claim_known]
        return np.concatenate(parts)

    order = np.lexsort((np.abs(joined("source")), person * total + joined("day")))
    people = np.bincount(person, minlength=who.count)
    return _packed(lambda name: joined(name)[order], people, facts)


def _reports_accepted(month: Month, facts: Facts, policy: Policy) -> Bools:
    """Mark the claimed entries the policy takes: a blank spot excuses only the clocking."""
    posts: dict[int, list[PostRow]] = {}
    for post in facts.posts:
        posts.setdefault(post.person_id, []).append(post)
    claimed = facts.claimed_entries
    keys = list(zip(claimed.person_id.tolist(), claimed.day.tolist(), strict=True))
    answers: dict[tuple[int, int], bool] = {}
    for (person, number), unit_id in zip(keys, facts.claimed_units.tolist(), strict=True):
        day = month.first.replace(day=number)
        held = next((each for each in posts.get(person, ()) if _holds(each, day)), None)
        unit = facts.units[held.unit_id if held else unit_id]
        family = (held.family if held else None) or ""
        place = Workplace(unit.name, unit.kind, unit.place, family)
        answers[person, number] = policy.verdict(place, day).activities
    return np.array([answers[key] for key in keys], dtype=np.bool_)


def _holds(post: PostRow, day: date) -> bool:
    return post.valid_from <= day and (post.valid_to is None or day < post.valid_to)


def _packed(column: Callable[[str], Whole], people: Ints, facts: Facts) -> FrozenEntries:
    """Keep only the codes and variables in use, in an order that depends on nothing else.

    ``column`` gives the entries' columns in order, ``people`` how many entries each person has.
    """
    activity, variable_set = column("activity"), column("variable_set")
    ids = np.flatnonzero(np.bincount(activity)).tolist()
    code = np.zeros(max(ids, default=0) + 1, dtype=np.int64)
    code[ids] = np.arange(len(ids))
    used = np.flatnonzero(np.bincount(variable_set[variable_set >= 0])).tolist()
    used.sort(key=lambda number: facts.variable_sets[number])
    place = np.full(len(facts.variable_sets) + 1, -1, dtype=np.int64)  # the last: none
    place[used] = np.arange(len(used))
    return FrozenEntries(
        offsets=offsets_of(people),
        source=column("source").astype(np.int64),
        day=column("day").astype(np.int8),
        code=code[activity],
        codes=tuple(facts.codes[key] for key in ids),
        volume=column("volume").astype(np.int64),
        minutes=column("minutes").astype(np.int64),
        variable_set=place[variable_set],
        variable_sets=tuple(facts.variable_sets[number] for number in used),
    )
