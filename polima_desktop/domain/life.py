"""How what was said of somebody makes up their state on every day: pure, no store, no clock.

A statement says fields from a day on, or from a day up to another. On a day, a field is what the
statement with the latest first day says of those that cover the day; of one day, the one said
last. So what lasts only a while uncovers again what was under it, and a statement that is taken
out leaves no trace in the days it spoke of. The first statement says everything; a statement
dated before it counts from its day and goes over it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Generic, NamedTuple, Protocol, TypeVar


class Spoken(Protocol):
    """What a statement must tell: its days (``valid_to`` exclusive), fields, and its place."""

    @property
    def valid_from(self) -> date:
        """The first day."""

    @property
    def valid_to(self) -> date | None:
        """The first day it does not speak of; None: until further notice."""

    @property
    def fields(self) -> Mapping[str, Any]:
        """What it says."""

    @property
    def first(self) -> bool:
        """Whether it is a first statement, which says everything."""

    @property
    def order(self) -> tuple[Any, ...]:
        """When it was said, to sort by."""


S = TypeVar("S", bound=Spoken)


class Stretch(NamedTuple, Generic[S]):
    """Days on which nothing changes. ``said`` is the statement with which they begin."""

    valid_from: date
    valid_to: date | None
    values: Mapping[str, Any]
    said: S


def stretches(statements: Iterable[S], names: Sequence[str]) -> list[Stretch[S]]:
    """Give the stretches that statements make of some fields, earliest first.

    Without a first statement about these fields there is nothing to go over: no stretches.
    """
    wanted = set(names)
    about = [one for one in statements if wanted & one.fields.keys()]
    start = min((one.valid_from for one in about if one.first), default=None)
    if start is None:
        return []
    about.sort(key=lambda one: (max(one.valid_from, start), *_rank(one)))
    days = {max(one.valid_from, start) for one in about}
    days |= {one.valid_to for one in about if one.valid_to and one.valid_to > start}
    found: list[Stretch[S]] = []
    for day in sorted(days):
        values = _values(about, day, start, names)
        if not found or found[-1].values != values:
            found.append(Stretch(day, None, values, _beginning(about, day, start)))
    ends = [*(later.valid_from for later in found[1:]), None]
    return [one._replace(valid_to=end) for one, end in zip(found, ends, strict=True)]


def speakers(statements: Iterable[S], day: date, names: Sequence[str]) -> dict[str, S]:
    """Give the statement that each field is believed from on a day; nothing where none says it."""
    wanted = set(names)
    about = [one for one in statements if wanted & one.fields.keys()]
    start = min((one.valid_from for one in about if one.first), default=None)
    if start is None:
        return {}
    about.sort(key=lambda one: (max(one.valid_from, start), *_rank(one)))
    return {
        name: one
        for one in about
        if _covers(one, day, start)
        for name in one.fields
        if name in wanted
    }


def without(statements: Iterable[S], one: S) -> dict[str, Any]:
    """Give what the other statements say of a statement's fields on its first day.

    Of the same day count only those said before it. Nobody said anything: None.
    """
    names, day = list(one.fields), one.valid_from
    others = [
        other
        for other in statements
        if other.order != one.order
        and (other.valid_from < day or other.first or other.order < one.order)
    ]
    known = stretches(others, names)
    held = [each.values for each in known if each.valid_from <= day]
    return dict(held[-1]) if held else dict.fromkeys(names)


def _rank(one: Spoken) -> tuple[Any, ...]:
    return (not one.first, one.valid_from, one.order)


def _covers(one: Spoken, day: date, start: date) -> bool:
    return max(one.valid_from, start) <= day and (one.valid_to is None or one.valid_to > day)


def _values(
    about: Sequence[Spoken], day: date, start: date, names: Sequence[str]
) -> dict[str, Any]:
    values: dict[str, Any] = dict.fromkeys(names)
    for one in about:
        if _covers(one, day, start):
            values |= {name: value for name, value in one.fields.items() if name in values}
    return values


def _beginning(about: Sequence[S], day: date, start: date) -> S:
    """Give the statement that begins on a day, else the one that ends there, the later one."""
    begin = [one for one in about if max(one.valid_from, start) == day]
    return (begin or [one for one in about if one.valid_to == day])[-1]
