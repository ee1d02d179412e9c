"""Who collects garbage while there is a worker: the window's thread alone.

Python's collector runs in whichever thread happens to make objects. What it finds in the worker may
hold widgets (a closed dialog and its own slots), and a widget that ends outside the window's
thread takes the program down. So the collector is off while anybody has a worker, and what it would
have done is done from the window's thread: a little while jobs run, the rest when they have ended.
"""

from __future__ import annotations

import gc
import time

MANY = 200_000
"""New objects from which on they are looked through while a job still runs; each of them once."""
_BETWEEN_WHOLE = 30.0

_workers = 0
_last_whole = 0.0


def take_over() -> None:
    """Switch the collector off: there is a worker now."""
    global _workers
    _workers += 1
    gc.disable()


def give_back() -> None:
    """Switch the collector on again when the last worker has ended."""
    global _workers
    _workers -= 1
    if not _workers:
        gc.enable()


def collect_some() -> None:
    """Look through the newest objects if there are very many; for the window's thread only."""
    if gc.get_count()[0] > MANY:
        gc.collect(0)


def collect() -> None:
    """Do what the collector would have done by now; for the window's thread only."""
    global _last_whole
    young, middle, old = gc.get_count()
    least, often, rare = gc.get_threshold()
    if young <= least:
        return
    now = time.monotonic()
    if middle > often and old > rare and now - _last_whole > _BETWEEN_WHOLE:
        _last_whole = now
        gc.collect()
    else:
        gc.collect(1 if middle > often else 0)
