"""What the store knows of a month before anything is judged: plain rows and arrays.

``storage.months.inputs`` fills these, ``freezing`` judges them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Whole = npt.NDArray[np.signedinteger[Any]]
"""Whole numbers in integers of any width: convert before multiplying."""


class PostRow(NamedTuple):
    """An assignment that overlaps the month."""

    id: int
    person_id: int
    valid_from: date
    valid_to: date | None
    status: str | None
    standing: str
    golongan: str | None
    job_kind: str | None
    position: str | None
    family: str | None
    eselon: str | None
    job_class: int | None
    unit_id: int
    superior_nip: str | None
    salary: int | None
    certified: bool | None
    acting: bool


class IdentityRow(NamedTuple):
    """Who a person is at the month's end."""

    id: int
    person_id: int
    nip: str
    front_title: str | None
    name: str
    back_title: str | None
    npwp: str | None
    bank: str | None
    account_number: str | None


class UnitRow(NamedTuple):
    """A unit at the month's end; ``pattern`` its own or the nearest parent's.

    ``line``: its code, then those of the units above it, the nearest first.
    """

    id: int
    code: str
    name: str
    kind: str
    place: str | None
    pattern: str | None
    line: tuple[str, ...] = ()


class SpellRow(NamedTuple):
    """Anything that lasts: an absence, ``hukdis`` (note: the degree), ``apel`` (one missed)."""

    person_id: int
    kind: str
    note: str | None
    valid_from: date
    valid_to: date | None


class RosterRow(NamedTuple):
    """A planned shift; ``starts`` and ``ends`` are ``calendar.OFF`` on a planned day off."""

    person_id: int
    day: date
    starts: int
    ends: int


class Clockings(NamedTuple):
    """Clocked days, each array ``(rows,)``: ``day`` of the month, seconds or ``NOT_CLOCKED``."""

    person_id: Ints
    day: Ints
    clock_in: Ints
    clock_out: Ints
    source: Ints


class Entries(NamedTuple):
    """Approved activity entries, each array ``(rows,)``; ``variable_set`` -1 = none.

    A big city has ten million a month, so the arrays may be as narrow as their values allow.
    """

    person_id: Whole
    day: Whole
    source: Whole
    activity: Whole
    volume: Whole
    minutes: Whole
    variable_set: Whole


@dataclass(frozen=True)
class Facts:
    """What the store knows of a month. Claims are the accepted ones only.

    ``codes``: activity code by its id. ``variable_sets``: the texts entries refer to.
    ``names``: full name by NIP, for superiors. ``claimed_units``: the unit of each claimed entry.
    """

    posts: Sequence[PostRow]
    identities: Mapping[int, IdentityRow]
    units: Mapping[int, UnitRow]
    names: Mapping[str, str]
    spells: Sequence[SpellRow]
    roster: Sequence[RosterRow]
    clockings: Clockings
    claimed_clockings: Clockings
    entries: Entries
    claimed_entries: Entries
    claimed_units: Ints
    codes: Mapping[int, str]
    variable_sets: Sequence[str]
