"""What people ruled, and which rulings come back because a row reads otherwise now.

A ruling names rows by their content. Where one of its rows is no longer there to the letter, the
row it seems to have become is looked for by number, then by name; the ruling is not laid on it but
shown again with both texts. A row that is simply gone leaves nothing to decide.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Literal, NamedTuple

from polima_desktop.domain.matching.rows import Side, State

Kind = Literal["same", "different", "reason"]


class Ruling(NamedTuple):
    """What somebody decided: two rows are (not) one person, or why one row stands alone.

    A ``reason`` names one row, the other key is "". ``words`` is what the person wrote.
    """

    id: int
    kind: Kind
    left: str
    right: str
    state: State | None = None
    words: str = ""
    by: str = ""
    when: str = ""
    bulk: str | None = None

    def key(self, side: Side) -> str:
        """Give the content of a side's row, "" where the ruling names none."""
        return self.left if side == "left" else self.right


class Return(NamedTuple):
    """A ruling whose row of ``side`` changed.

    ``now``: the row it seems to have become, None if there is none; ``kept``: the row of the other
    list, None for a ``reason``.
    """

    ruling: Ruling
    side: Side
    now: int | None
    kept: int | None


class _List:
    """One list's rows, to be found by their content or by what a change leaves alone."""

    def __init__(self, keys: Sequence[str]) -> None:
        self.keys = keys
        self.places = {key: n for n, key in enumerate(keys)}

    @cached_property
    def _likenesses(self) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
        """The rows by number and by name; made only where some row has changed."""
        by_number, by_name = defaultdict[str, list[int]](list), defaultdict[str, list[int]](list)
        for n, key in enumerate(self.keys):
            number, name, _ = _parts(key)
            by_number[number].append(n)
            by_name[name].append(n)
        return by_number, by_name

    def alike(self, key: str) -> list[int]:
        """Give the rows with the same number, or, where none has it, with the same name."""
        number, name, _ = _parts(key)
        by_number, by_name = self._likenesses
        found = by_number.get(number, []) if number else []
        return found or (by_name.get(name, []) if name else [])


def _parts(key: str) -> tuple[str, str, str]:
    number, name, birth, *_ = [*key.split("|"), "", ""]
    return number, name, birth


def returned(
    keys: tuple[list[str], list[str]],
    links: tuple[Mapping[int, int], Mapping[int, int]],
    rulings: Sequence[Ruling],
) -> list[Return]:
    """Give the rulings that come back, in their order; one decided anew since does not.

    Args:
        keys: each list's rows by content.
        links: partner by place, from the left and from the right.
        rulings: those in force, in the order in which they were made.
    """
    if not rulings:
        return []
    lists: dict[Side, _List] = {"left": _List(keys[0]), "right": _List(keys[1])}
    joined: dict[Side, Mapping[int, int]] = {"left": links[0], "right": links[1]}
    later = _Later(rulings)
    found = []
    for ruling in rulings:
        if ruling.kind == "reason":
            back = _reason(ruling, lists, joined)
        else:
            back = _pair(ruling, lists, joined)
        if back is not None and not later.settles(back, lists):
            found.append(back)
    return found


def _reason(
    ruling: Ruling, lists: Mapping[Side, _List], joined: Mapping[Side, Mapping[int, int]]
) -> Return | None:
    """A reason comes back with the row it was given for, if that still stands alone."""
    side: Side = "left" if ruling.left else "right"
    if ruling.key(side) in lists[side].places:
        return None
    alone = [n for n in lists[side].alike(ruling.key(side)) if n not in joined[side]]
    return Return(ruling, side, alone[0], None) if alone else None


def _pair(
    ruling: Ruling, lists: Mapping[Side, _List], joined: Mapping[Side, Mapping[int, int]]
) -> Return | None:
    here = {side: lists[side].places.get(ruling.key(side)) for side in lists}
    if all(place is not None for place in here.values()):
        return None
    side: Side = "right" if here["right"] is None else "left"
    other: Side = "left" if side == "right" else "right"
    kept = here[other]
    if kept is None:  # both rows changed: found again only if both have a likeness
        kept = next(iter(lists[other].alike(ruling.key(other))), None)
        if kept is None:
            return None
    alike = lists[side].alike(ruling.key(side))
    partner = joined[other].get(kept)
    now = partner if partner in alike else next(iter(alike), None)
    if now is None and ruling.kind == "different":
        return None
    return Return(ruling, side, now, kept)


class _Later:
    """The last ruling on each row, to know which returns have been decided anew."""

    def __init__(self, rulings: Sequence[Ruling]) -> None:
        self._any: dict[tuple[Side, str], int] = {}
        self._final: dict[tuple[Side, str], int] = {}
        for ruling in rulings:
            sides: tuple[Side, Side] = ("left", "right")
            for side in sides:
                self._any[side, ruling.key(side)] = ruling.id
                if ruling.kind != "different":
                    self._final[side, ruling.key(side)] = ruling.id

    def settles(self, back: Return, lists: Mapping[Side, _List]) -> bool:
        """Whether somebody ruled on the changed row, or finally on the other one, since."""
        mine, since = back.side, back.ruling.id
        other: Side = "left" if mine == "right" else "right"
        if back.now is not None and self._any.get((mine, lists[mine].keys[back.now]), 0) > since:
            return True
        kept = lists[other].keys[back.kept] if back.kept is not None else None
        return kept is not None and self._final.get((other, kept), 0) > since
