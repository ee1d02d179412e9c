"""Keeping Python's garbage collector out of work that makes millions of values and no cycles."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_pauses = 0


def paused() -> bool:
    """Tell whether some work asks that nobody collects now."""
    return _pauses > 0


@contextmanager
def collector_paused() -> Iterator[None]:
    """Keep the garbage collector from walking millions of live cells again and again.

    Measured at 100,000 people: a quarter of the time. What an import makes has no cycles.
    """
    global _pauses
    was_on = gc.isenabled()
    _pauses += 1
    gc.disable()
    try:
        yield
    finally:
        _pauses -= 1
        if was_on:
            gc.enable()
