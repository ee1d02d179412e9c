"""How a city's months are cut into files, so that no file and no memory grows with the city.

Up to ``LARGEST`` people everything of a month is one file; a bigger city has several, each with
everybody of a stretch of the list. What stands in them is decided elsewhere.
"""

from __future__ import annotations

from typing import NamedTuple

from polima_desktop.domain.periods import Month

LARGEST = 5_000
"""So many people at most share a file: about half a million activity reports a month."""


class Block(NamedTuple):
    """A stretch of the list of people: its number from 1, how many there are, its places."""

    number: int
    of: int
    places: range

    def stream(self, name: str) -> str:
        """Give the name of the block's own stream of random numbers; the first has the plain."""
        return name if self.number == 1 else f"{name} {self.number}"

    def file(self, kind: str, month: Month) -> str:
        """Give the name of the file of a kind and month."""
        part = f"-bagian-{self.number:02d}" if self.of > 1 else ""
        return f"{kind}-{month}{part}.csv"

    def said(self, text: str) -> str:
        """Give a step's text with the part it is about, where there are several."""
        return f"{text}, bagian {self.number} dari {self.of}" if self.of > 1 else text


def blocks_of(people: int) -> list[Block]:
    """Cut a city of so many people into blocks of about the same size.

    >>> [list(block.places)[::5_000] for block in blocks_of(12_000)]
    [[0], [4000], [8000]]
    """
    count = max(1, -(-people // LARGEST))
    ends = [people * number // count for number in range(count + 1)]
    return [
        Block(number + 1, count, range(ends[number], ends[number + 1])) for number in range(count)
    ]
